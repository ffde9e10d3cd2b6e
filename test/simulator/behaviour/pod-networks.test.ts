import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

const BARE = `exec 2>&1
kubeadm init --pod-network-cidr=10.244.0.0/16 >/dev/null; export KUBECONFIG=/etc/kubernetes/admin.conf
ssh node01 "$(kubeadm token create --print-join-command 2>/dev/null)" >/dev/null 2>&1
`;

test('Flannel: its devices and routes, and what Pods say while a plugin or its settings are missing', () => {
	const world = newWorld('flannel', { preset: 'bare-1-1' });
	const run = (script: string): string => world.runScript({ name: 'x.sh', script: `${BARE}${script}` }).stdout;
	expect(
		run(`kubectl apply -f https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml >/dev/null; sleep 40
why() { kubectl describe pod $1 | grep -o 'plugin type=.*' | tail -1; kubectl delete pod $1 --force >/dev/null 2>&1; }
ssh node01 mv /opt/cni/bin/bridge /root; kubectl run a --image=nginx >/dev/null; sleep 5; why a; ssh node01 mv /root/bridge /opt/cni/bin
ssh node01 mv /opt/cni/bin/flannel /root; kubectl run a --image=nginx >/dev/null; sleep 5; why a; ssh node01 mv /root/flannel /opt/cni/bin
ssh node01 rm /run/flannel/subnet.env; kubectl run a --image=nginx >/dev/null; sleep 5; why a; kubectl -n kube-flannel delete pod --all >/dev/null; sleep 15
kubectl run a --image=nicolaka/netshoot --command -- sleep 999 >/dev/null; kubectl wait --for=condition=Ready pod/a >/dev/null
ssh node01 'ip -br addr | grep -v veth; ip route | grep -v 172.30; ip -br link show type bridge | cut -c1-4'; kubectl exec a -- ip route | cut -d" " -f1-5`),
	).toBe(`plugin type="flannel" failed (add): failed to delegate add: failed to find plugin "bridge" in path [/opt/cni/bin]
plugin type="flannel" failed (add): failed to find plugin "flannel" in path [/opt/cni/bin]
plugin type="flannel" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory
lo               UNKNOWN        127.0.0.1/8 
eth0             UP             172.30.2.2/24 
flannel.1        UNKNOWN        10.244.1.0/32 
cni0             UP             10.244.1.1/24 
10.244.0.0/24 via 10.244.0.0 dev flannel.1 onlink 
10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1 
cni0
default via 10.244.1.1 dev eth0
10.244.0.0/16 via 10.244.1.1 dev eth0
10.244.1.0/24 dev eth0 proto kernel
`);
});

test("Cilium by its CLI: the cluster without kube-proxy, encryption, and the packets on WireGuard's device", () => {
	const world = newWorld('cilium cli', { preset: 'bare-1-1' });
	const run = (script: string): string =>
		world.runScript({ name: 'x.sh', script: `${BARE.replace('init', 'init --skip-phases=addon/kube-proxy')}${script}` })
			.stdout;
	expect(
		run(`curl -sL https://github.com/cilium/cilium-cli/releases/latest/download/cilium-linux-amd64.tar.gz | tar xz -C /usr/local/bin
cilium status 2>/dev/null | tail -1; cilium install --version 1.18.3 --set encryption.enabled=true --set encryption.type=wireguard
cilium status --wait | head -5 | cut -c15-; kubectl get nodes --no-headers | awk '{print $2}'; cilium encryption status
kubectl -n kube-system exec ds/cilium -- cilium-dbg status | grep -E '^(KubeProxyReplacement|Encryption)' | cut -c1-60
kubectl run web --image=nginx --port=80 --expose --overrides='{"spec":{"nodeName":"node01"}}' >/dev/null; kubectl run c --image=nicolaka/netshoot --overrides='{"spec":{"nodeName":"controlplane"}}' --command -- sleep 999 >/dev/null
kubectl wait --for=condition=Ready pod --all >/dev/null
ssh node01 tcpdump -nn -t -c 1 -i cilium_wg0 tcp port 80 2>/dev/null >/tmp/seen & sleep 1; kubectl exec c -- curl -s -o /dev/null -w '%{http_code}\\n' web; wait; cut -d, -f1 /tmp/seen | sed 's/seq.*//; s/\\.[0-9]* >/.PORT >/'
kubectl get cep -o custom-columns=NAME:.metadata.name,STATE:.status.state,IP:.status.networking.addressing[0].ipv4`),
	).toBe(`                       cilium-operator    cilium-operator    deployments.apps "cilium-operator" not found
ℹ️  Using Cilium version 1.18.3
🔮 Auto-detected cluster name: kubernetes
🔮 Auto-detected kube-proxy has not been installed

\\    Cilium:             OK
   Operator:           OK
\\    Envoy DaemonSet:    OK
   Hubble Relay:       disabled
Ready
Ready
Encryption: Wireguard (2/2 nodes)
KubeProxyReplacement:    True   [eth0   172.30.2.2 (Direct R
Encryption:              Wireguard       [NodeEncryption: Di
200
IP 10.0.1.4.PORT > 10.0.0.2.80: Flags [S]
NAME   STATE   IP
c      ready   10.0.1.4
web    ready   10.0.0.2
`);
});
