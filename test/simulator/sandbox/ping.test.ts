import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

/** Times vary from world to world. */
function untimed(text: string): string {
	return text.replace(/time=[\d.]+ ms/g, 'time=T ms').replace(/= [\d./]+ ms/g, '= T ms');
}

test('hosts: who answers, who is silent, who is not there', () => {
	const script = `exec 2>&1
ping -c 2 node01
ping -c 2 -W 1 -i 0.5 10.96.0.1; echo $?
ping -c 1 192.168.1.200; echo $?
ping -c x node01; echo $?`;
	const { stdout } = newWorld('ping').runScript({ name: 'x.sh', script });
	expect(untimed(stdout)).toBe(`PING node01 (172.30.2.2) 56(84) bytes of data.
64 bytes from node01 (172.30.2.2): icmp_seq=1 ttl=64 time=T ms
64 bytes from node01 (172.30.2.2): icmp_seq=2 ttl=64 time=T ms

--- node01 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1002ms
rtt min/avg/max/mdev = T ms
PING 10.96.0.1 (10.96.0.1) 56(84) bytes of data.

--- 10.96.0.1 ping statistics ---
2 packets transmitted, 0 received, 100% packet loss, time 500ms

1
PING 192.168.1.200 (192.168.1.200) 56(84) bytes of data.
From 172.30.1.2 icmp_seq=1 Destination Host Unreachable

--- 192.168.1.200 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 3000ms

1
ping: invalid argument: 'x'
1
`);
});

test('Pods: routers between nodes are counted, Services do not answer, policies are kept', () => {
	const script = `exec 2>&1
run() { kubectl run $1 --image=busybox:1.28 --overrides='{"spec":{"nodeName":"'$2'"}}' -- sleep 1d; }
run a node01; run b node02
kubectl wait --for=condition=Ready pod/a pod/b >/dev/null
ip=$(kubectl get pod b -o jsonpath='{.status.podIP}')
kubectl exec a -- ping -c 1 $ip | sed "s/$ip/IP/g"
kubectl exec a -- ping -c 1 -W 1 kubernetes
kubectl exec a -- ping -c 1 nosuch
kubectl create -f - <<END
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed}
spec: {podSelector: {matchLabels: {run: b}}, policyTypes: [Ingress]}
END
kubectl exec a -- ping -c 1 -W 1 $ip | tail -1`;
	const { stdout } = newWorld('ping').runScript({ name: 'x.sh', script });
	expect(untimed(stdout)).toBe(`pod/a created
pod/b created
PING IP (IP): 56 data bytes
64 bytes from IP: seq=0 ttl=62 time=T ms

--- IP ping statistics ---
1 packets transmitted, 1 packets received, 0% packet loss
round-trip min/avg/max = T ms
PING kubernetes (10.96.0.1): 56 data bytes

--- kubernetes ping statistics ---
1 packets transmitted, 0 packets received, 100% packet loss
command terminated with exit code 1
ping: bad address 'nosuch'
command terminated with exit code 1
networkpolicy.networking.k8s.io/closed created
command terminated with exit code 1
1 packets transmitted, 0 packets received, 100% packet loss
`);
});

test('Ctrl-C ends with the statistics', () => {
	const terminal = new TestTerminal(newWorld('ping'));
	terminal.type('ping node01\r', 2_500);
	const printed = terminal.type('\x03');
	expect(printed).toContain(
		'^C\r\n--- node01 ping statistics ---\r\n3 packets transmitted, 3 received, 0% packet loss',
	);
});
