import type { WorldRow } from './world-rows.ts';

/** Ways from a Pod to its node and back, and what a Pod is called. */
export const HOST_ROWS: readonly WorldRow[] = [
	{
		cause: 'kubectl debug node: chroot /host is the node',
		source: 'kubernetes.io/docs/tasks/debug/debug-cluster/kubectl-node-debug; chroot(2)',
		given: 'kubectl debug node/node01 --image=ubuntu:24.04 --profile=sysadmin -- sleep 9999 2>/dev/null >&2',
		after: 8,
		ask: `P=$(kubectl get pods -o name | grep debugger)
kubectl exec $P -- chroot /host sh -c 'hostname; systemctl is-active kubelet; ls /etc/kubernetes; cat /proc/1/comm'; kubectl exec $P -- chroot /nope`,
		told: "node01\nactive\nkubelet.conf\nmanifests\npki\ninit\nchroot: cannot change root directory to '/nope': No such file or directory\ncommand terminated with exit code 125\n",
	},
	{
		cause: 'nsenter from a privileged Pod with the processes of its node',
		source: 'util-linux nsenter(1); setns(2)',
		given: '',
		after: 0,
		ask: `P=$(kubectl get pods -o name | grep debugger)
kubectl exec $P -- nsenter -t 1 -m -u -i -n -p -- sh -c 'hostname; ls /etc/kubernetes/pki'; kubectl exec $P -- nsenter -t 99999 -m true`,
		told: 'node01\nca.crt\nnsenter: cannot open /proc/99999/ns/mnt: No such file or directory\ncommand terminated with exit code 1\n',
	},
	{
		cause: "nsenter from the node into a Pod's network, its files and its processes",
		source: 'util-linux nsenter(1)',
		given: `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: inner}, spec: {nodeName: node01, containers: [{name: inner-c, image: "nginx:1.27"}]}}
END`,
		after: 8,
		ask: `IP=$(where pod/inner status.podIP)
ssh node01 'PID=$(crictl inspect $(crictl ps --name inner-c -q) | jq .info.pid)
nsenter -t $PID -n ip -4 a show eth0 | grep -o "inet [0-9.]*"; nsenter -t $PID -m ls /usr/share/nginx; nsenter -t $PID -m -p -- cat /proc/1/comm
[ $(readlink /proc/$PID/ns/net) = $(readlink /proc/1/ns/net) ] || echo a network of its own' | sed "s/$IP/IP/"`,
		told: 'inet IP\nhtml\nnginx\na network of its own\n',
	},
	{
		cause: 'without the capability nobody enters anything',
		source: 'setns(2)',
		given: '',
		after: 0,
		ask: 'kubectl exec inner -- nsenter -t 1 -n true',
		told: 'nsenter: reassociate to namespaces failed: Operation not permitted\ncommand terminated with exit code 1\n',
	},
	{
		cause: 'a host name with its domain',
		source: 'pkg/kubelet/util GetNodenameForKernel; kubelet_pods.go GeneratePodHostNameAndDomain',
		given: `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: fqdn}, spec: {nodeName: node01, hostname: h1, subdomain: sub, setHostnameAsFQDN: true, containers: [{name: c, image: "busybox:1.36", command: [sleep, "999"]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: short}, spec: {nodeName: node01, hostname: h1, subdomain: sub, containers: [{name: c, image: "busybox:1.36", command: [sleep, "999"]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: over}, spec: {nodeName: node01, hostnameOverride: my.own.name, containers: [{name: c, image: "busybox:1.36", command: [sleep, "999"]}]}}
END`,
		after: 8,
		ask: 'for p in fqdn short over; do kubectl exec $p -- sh -c "hostname; tail -1 /etc/hosts | cut -f2-"; done',
		told: `h1.sub.default.svc.cluster.local
h1.sub.default.svc.cluster.local	h1
h1
h1.sub.default.svc.cluster.local	h1
my.own.name
my.own.name
`,
	},
];
