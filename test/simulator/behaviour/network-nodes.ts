import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 3): WorldRow {
	return { cause, source, given, after, ask, told };
}

export const NODE_SETUP = `kubectl run ns --image=nicolaka/netshoot --overrides='{"spec":{"nodeName":"node02"}}' --command -- sleep 99999 >/dev/null
kubectl run web --image=nginx --overrides='{"spec":{"nodeName":"node01"}}' >/dev/null; kubectl expose pod web --port=80 >/dev/null
kubectl wait --for=condition=Ready pod --all --timeout=120s >/dev/null`;

const POD_ON = `pod_on() { kubectl run $1 --image=nginx --overrides="{\\"spec\\":{\\"nodeName\\":\\"$2\\"}}" >/dev/null; }; `;
const READY = `kubectl get node node01 --no-headers | awk '{print $2}'; kubectl get node node01 -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'`;
const CNI = 'containerd internal/cri, containernetworking/cni pkg/invoke';
const CALICO = 'Calico with IPIP: veth pairs, tunl0, BIRD';
const WEB = "$(kubectl get pod web -o jsonpath='{.status.podIP}')";
const SANDBOX =
	"kubectl events --for pod/POD --no-headers | grep -o 'Failed to create pod sandbox.*' | sed -E 's/sandbox \"[0-9a-f]+\"/sandbox ID/' | head -1";

export const NODE_ROWS: readonly WorldRow[] = [
	row(
		'a Pod has one address, and its gateway is on the link',
		CALICO,
		'',
		"kubectl exec ns -- ip route; kubectl exec ns -- ip addr show eth0 | sed -E 's/@if[0-9]+/@ifN/; s/02:42[0-9a-f:]+/MAC/; s/192[0-9.]+/IP/'",
		'default via 169.254.1.1 dev eth0 \n169.254.1.1 dev eth0 scope link \n4: eth0@ifN: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1480 qdisc noqueue state UP group default qlen 1000\n    link/ether MAC brd ff:ff:ff:ff:ff:ff link-netnsid 0\n    inet IP/32 scope global eth0\n       valid_lft forever preferred_lft forever\n',
	),
	row(
		'a host has a route to each of its Pods, and to the others by tunnel',
		CALICO,
		'',
		"ssh node01 ip route | sed -E 's/cali[0-9a-f]{11}/cali/; s/^(192.168.1.)[0-9]+ /\\1N /' | sort -u; ip route show default; ssh node01 ip route get 192.168.2.3 | head -1",
		[
			'172.30.2.0/24 dev eth0 proto kernel scope link src 172.30.2.2 ',
			'192.168.0.0/24 via 172.30.1.2 dev tunl0 proto bird onlink ',
			'192.168.1.N dev cali scope link ',
			'192.168.2.0/24 via 172.30.3.2 dev tunl0 proto bird onlink ',
			'blackhole 192.168.1.0/24 proto bird ',
			'default via 172.30.2.1 dev eth0 proto static ',
			'default via 172.30.1.1 dev eth0 proto static ',
			'192.168.2.3 via 172.30.3.2 dev tunl0 src 192.168.1.1 uid 0 \n',
		].join('\n'),
	),
	row(
		'traceroute from Pod to Pod: both nodes on the way',
		CALICO,
		'',
		`kubectl exec ns -- traceroute -n ${WEB} | sed -E '1d; s/  [0-9.]+ ms//g; s/192.168.1.[0-9]+/WEB/'`,
		' 1  172.30.3.2\n 2  172.30.2.2\n 3  WEB\n',
	),
	row(
		'connection tracking: where a Service sent it',
		'conntrack-tools, kube-proxy DNAT',
		'kubectl exec ns -- curl -s -o /dev/null http://web',
		"ssh node02 conntrack -L -p tcp --dport 80 2>/dev/null | sed -E 's/port=[0-9]{5}/port=N/g; s/=10.[0-9.]+/=SERVICE/; s/=192.168.1.[0-9]+/=WEB/g; s/=192.168.2.[0-9]+/=NS/g; s/ 1[12][0-9] / T /'",
		'tcp      6 T TIME_WAIT src=NS dst=SERVICE sport=N dport=80 src=WEB dst=NS sport=80 dport=N [ASSURED] mark=0 use=1\n',
		0,
	),
	row(
		'telnet: connected, refused',
		'inetutils telnet',
		'',
		'ssh node01 "telnet node02 22 </dev/null" 2>&1 | head -2; telnet node02 81 2>&1',
		'Trying 172.30.3.2...\nConnected to node02.\nTrying 172.30.3.2...\ntelnet: Unable to connect to remote host: Connection refused\n',
	),
	row(
		'a binary of the network plugin is missing: new Pods wait for their sandbox',
		CNI,
		`${POD_ON}ssh node01 mv /opt/cni/bin/calico /root/; pod_on nobin node01`,
		`kubectl get pod nobin --no-headers | awk '{print $2, $3}'; ${SANDBOX.replace('POD', 'nobin')}; kubectl get node node01 --no-headers | awk '{print $2}'`,
		'0/1 ContainerCreating\nFailed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox ID: plugin type="calico" failed (add): failed to find plugin "calico" in path [/opt/cni/bin]\nReady\n',
		10,
	),
	row(
		'with it back they start; Pods that ran never noticed',
		CNI,
		'ssh node01 mv /root/calico /opt/cni/bin/',
		`kubectl get pod nobin web --no-headers | awk '{print $1, $2, $3, $4}'`,
		'nobin 1/1 Running 0\nweb 1/1 Running 0\n',
		30,
	),
	row(
		"the plugin's kubeconfig is missing",
		CNI,
		`${POD_ON}ssh node01 mv /etc/cni/net.d/calico-kubeconfig /root/; pod_on noconf node01`,
		SANDBOX.replace('POD', 'noconf'),
		'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox ID: plugin type="calico" failed (add): stat /etc/cni/net.d/calico-kubeconfig: no such file or directory\n',
		10,
	),
	row(
		'no configuration at all: the node is not ready, and says why',
		'containerd status NetworkReady',
		`${POD_ON}ssh node01 "mv /root/calico-kubeconfig /etc/cni/net.d/; mv /etc/cni/net.d /root/net.d"; sleep 40; pod_on late node01`,
		"kubectl get node node01 --no-headers | awk '{print $2}'; kubectl get node node01 -o jsonpath='{.status.conditions[?(@.type==\"Ready\")].message}{\"\\n\"}'; kubectl events --for pod/late --no-headers | grep -o 'network is not ready.*' | tail -1; kubectl exec ns -- curl -s -o /dev/null -w '%{http_code}\\n' http://web",
		'NotReady\ncontainer runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized\nnetwork is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized\n200\n',
		10,
	),
	row(
		'a configuration that cannot be read is none',
		'go-cni Load',
		'ssh node01 "mkdir /etc/cni/net.d; echo { > /etc/cni/net.d/10-calico.conflist"',
		"kubectl get node node01 --no-headers | awk '{print $2}'",
		'NotReady\n',
		20,
	),
	row(
		'with its files back the node is ready, and what waited starts',
		'containerd status NetworkReady',
		'ssh node01 "rm -r /etc/cni/net.d; mv /root/net.d /etc/cni/net.d"',
		"kubectl get node node01 --no-headers | awk '{print $2}'; kubectl get pod late noconf --no-headers | awk '{print $1, $2, $3}'; kubectl exec ns -- curl -s -o /dev/null -w '%{http_code}\\n' http://web",
		'Ready\nlate 1/1 Running\nnoconf 1/1 Running\n200\n',
		60,
	),
	row(
		'containerd stops: after half a minute the node says so; what runs goes on, nothing new starts',
		'kubernetes pkg/kubelet/runtime.go runtimeErrors',
		`${POD_ON}ssh node01 systemctl stop containerd; sleep 45; pod_on held node01; sleep 20`,
		`${READY}; kubectl get pod held --no-headers | awk '{print $2, $3}'; kubectl exec ns -- curl -s -o /dev/null -w '%{http_code}\\n' http://web`,
		'NotReady\ncontainer runtime is down\n0/1 Pending\n200\n',
		0,
	),
	row(
		'after three minutes its containers have not been listed for too long',
		'kubernetes pkg/kubelet/pleg RelistThreshold',
		'sleep 150',
		`${READY} | sed -E 's/active [0-9]+m[0-9.]+s/active TIME/'`,
		'NotReady\n[container runtime is down, PLEG is not healthy: pleg was last seen active TIME ago; threshold is 3m0s]\n',
		0,
	),
	row(
		'containerd is back: the node is ready, and what waited starts',
		'kubernetes pkg/kubelet/runtime.go runtimeErrors',
		'ssh node01 systemctl start containerd',
		`${READY}; kubectl get pod held --no-headers | awk '{print $2, $3}'`,
		'Ready\nkubelet is posting ready status\n1/1 Running\n',
		40,
	),
	row(
		'a file that a restarted container mounts is gone: it becomes a directory, and the program says so',
		'containerd pkg/cri/opts WithMounts',
		'mv /etc/kubernetes/scheduler.conf /root/; crictl stop $(crictl ps --name kube-scheduler -q) > /dev/null',
		'crictl logs $(crictl ps -a --name kube-scheduler -q | head -1) 2>&1 | grep -o "read /etc.*directory"; ls -ld /etc/kubernetes/scheduler.conf | cut -c1; rmdir /etc/kubernetes/scheduler.conf; mv /root/scheduler.conf /etc/kubernetes/',
		'read /etc/kubernetes/scheduler.conf: is a directory\nd\n',
		20,
	),
];
