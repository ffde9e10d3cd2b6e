import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

function runner(seed: string, preset?: string): (script: string) => string {
	const world = newWorld(seed, preset === undefined ? {} : { preset });
	return (script) => world.runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

const TRY = `try() { echo "$1: $(kubectl exec ns -- curl -s -m 2 -o /dev/null -o /dev/null -w '%{http_code} ' http://$W http://web 2>/dev/null)"; }
W=$(kubectl get pod web -o jsonpath='{.status.podIP}'); CALI='$(ip -br link | grep -o "cali[0-9a-f]*" | tail -1)'
ready() { echo $(kubectl get nodes --no-headers | awk '{print $2}'); }\n`;

/** Sources: ip-netns(8), veth(4), net/bridge; iputils ping. */
test('namespaces joined by a bridge: carrier, gateway, and NAT for what lies beyond', () => {
	const run = runner('netns');
	expect(
		run(`ip link add v-net-0 type bridge; ip link set v-net-0 up; for n in red blue; do ip netns add $n
ip link add veth-$n type veth peer name veth-$n-br; ip link set veth-$n netns $n; ip link set veth-$n-br master v-net-0; done
ip -n red addr add 192.168.15.1/24 dev veth-red; ip -n red link set veth-red up; ip -n blue addr add 192.168.15.2/24 dev veth-blue; ip -n blue link set veth-blue up
p() { ip netns exec red ping -c 1 -W 1 $1 | grep -v -e ^rtt -e '^$' -e statistics | sed 's/time.*//'; }
p 192.168.15.2; ip link set veth-red-br up; ip link set veth-blue-br up; p 192.168.15.2; p 172.30.2.2
ip addr add 192.168.15.5/24 dev v-net-0; p 192.168.15.5; ip netns exec red ip route add default via 192.168.15.5; p 172.30.2.2
iptables -t nat -A POSTROUTING -s 192.168.15.0/24 -j MASQUERADE; p 172.30.2.2; ip netns exec red curl -sk -o /dev/null -w '%{http_code}\\n' https://172.30.1.2:6443/version
ip netns exec blue sh -c 'echo hello | nc -l -p 80 -N >/dev/null & sleep 1; ip netns exec red nc -w 1 192.168.15.2 80 </dev/null; ss -ltn | tail -n +2'
ip netns | grep -v cni; ip -n red route; ip netns del red; ip -br link | grep -c veth-red; p 192.168.15.2`),
	).toBe(`PING 192.168.15.2 (192.168.15.2) 56(84) bytes of data.
1 packets transmitted, 0 received, 100% packet loss, 
PING 192.168.15.2 (192.168.15.2) 56(84) bytes of data.
64 bytes from 192.168.15.2: icmp_seq=1 ttl=64 
1 packets transmitted, 1 received, 0% packet loss, 
ping: connect: Network is unreachable
PING 192.168.15.5 (192.168.15.5) 56(84) bytes of data.
64 bytes from 192.168.15.5: icmp_seq=1 ttl=64 
1 packets transmitted, 1 received, 0% packet loss, 
PING 172.30.2.2 (172.30.2.2) 56(84) bytes of data.
1 packets transmitted, 0 received, 100% packet loss, 
PING 172.30.2.2 (172.30.2.2) 56(84) bytes of data.
64 bytes from 172.30.2.2: icmp_seq=1 ttl=63 
1 packets transmitted, 1 received, 0% packet loss, 
200
hello
blue (id: 2)
red (id: 1)
default via 192.168.15.5 dev veth-red 
192.168.15.0/24 dev veth-red proto kernel scope link src 192.168.15.1 
0
Cannot open network namespace "red": No such file or directory
`);
});

/** Sources: Calico's bird.cfg ("scan time 2"), net/ipv4/devinet.c, kubernetes node lease timings. */
test('what routes and devices of nodes break and mend', () => {
	const run = runner('devices');
	expect(
		run(`kubectl run ns --image=nicolaka/netshoot --overrides='{"spec":{"nodeName":"node01"}}' --command -- sleep 99999 >/dev/null
kubectl run web --image=nginx --overrides='{"spec":{"nodeName":"node02"}}' >/dev/null; kubectl expose pod web --port 80 >/dev/null
kubectl wait --for=condition=Ready pod/ns pod/web --timeout=60s >/dev/null
${TRY}try plain; kubectl exec ns -- ip link set eth0 down
ssh node01 'ip route del 192.168.2.0/24; ip route | grep tunl0'; sleep 3; ssh node01 'ip route | grep tunl0'; try "BIRD has put it back"
ssh node01 ip route add blackhole 192.168.2.0/25; try blackhole; ssh node01 ip route del blackhole 192.168.2.0/25; try "no blackhole"
ssh node01 ip link set tunl0 down; try "no tunnel"; ssh node01 ip link set tunl0 up; try tunnel
ssh node02 "ip link set $CALI down"; try "no pair"; ssh node02 "ip link set $CALI up"; try pair
ssh node02 sysctl -qw net.ipv4.ip_forward=0; try "no forwarding"; ssh node02 sysctl -qw net.ipv4.ip_forward=1; try forwarding
ssh node02 'nohup sh -c "sleep 1; ip link set eth0 down; sleep 120; ip link set eth0 up" >/dev/null 2>&1 &'
sleep 2; ready; timeout 5 ssh node02 hostname; echo $?; try "no card"; sleep 55; ready; sleep 80; ready; try card; ssh node02 'ip route | head -2'
ip link set eth0 down; ready; kubectl get --raw /healthz; echo; ping -c 1 node01 | head -1; ip link set eth0 up; ready`),
	).toBe(`plain: 200 200 
RTNETLINK answers: Operation not permitted
command terminated with exit code 2
192.168.0.0/24 via 172.30.1.2 dev tunl0 proto bird onlink 
192.168.0.0/24 via 172.30.1.2 dev tunl0 proto bird onlink 
192.168.2.0/24 via 172.30.3.2 dev tunl0 proto bird onlink 
BIRD has put it back: 200 200 
blackhole: 000 000 
no blackhole: 200 200 
no tunnel: 000 000 
tunnel: 200 200 
no pair: 000 000 
pair: 200 200 
no forwarding: 000 000 
forwarding: 200 200 
Ready Ready Ready
124
no card: 000 000 
Ready Ready NotReady
Ready Ready Ready
card: 200 200 
default via 172.30.3.1 dev eth0 proto static 
172.30.3.0/24 dev eth0 proto kernel scope link src 172.30.3.2 
Ready Ready Ready
ok
ping: connect: Network is unreachable
Ready Ready Ready
`);
});

/** Sources: flannel's vxlan backend, the bridge plugin. */
test("Flannel's bridge and tunnel: set down, deleted, and there again with its Pod", () => {
	const run = runner('flannel devices', 'bare-1-1');
	expect(
		run(`kubeadm init --pod-network-cidr=10.244.0.0/16 >/dev/null 2>&1; export KUBECONFIG=/etc/kubernetes/admin.conf
ssh node01 "$(kubeadm token create --print-join-command 2>/dev/null)" >/dev/null 2>&1
kubectl apply -f https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml >/dev/null; sleep 40
kubectl run ns --image=nicolaka/netshoot --overrides='{"spec":{"nodeName":"controlplane"}}' --command -- sleep 99999 >/dev/null
kubectl run web --image=nginx --overrides='{"spec":{"nodeName":"node01"}}' >/dev/null; kubectl expose pod web --port 80 >/dev/null
kubectl wait --for=condition=Ready pod/ns pod/web --timeout=60s >/dev/null
${TRY}try plain; ip link set cni0 down; try "no bridge"; ip link set cni0 up; try bridge
ip route del 10.244.1.0/24; sleep 30; try "no route"; ip route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink; try route
ssh node01 ip link del flannel.1; try "no tunnel"; ssh node01 'ip -br link show flannel.1; ip route | grep -c flannel'
kubectl -n kube-flannel delete pod --field-selector spec.nodeName=node01 >/dev/null; sleep 15; try tunnel; ssh node01 'ip -d link show flannel.1 | grep -o "vxlan id 1"'`),
	).toBe(`plain: 200 200 
no bridge: 000 000 
bridge: 200 200 
no route: 000 000 
route: 200 200 
no tunnel: 000 000 
Device "flannel.1" does not exist.
0
tunnel: 200 200 
vxlan id 1
`);
});
