import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const SETUP = `ip link add br0 type bridge; ip addr add 10.9.0.1/24 dev br0; ip link set br0 up; ip netns add red
ip link add v0 type veth peer name v1; ip link set v1 netns red; ip link set v0 master br0; ip link set v0 up
ip -n red addr add 10.9.0.2/24 dev v1; ip -n red link set v1 up; ip -n red route add default via 10.9.0.1
ip route add 10.77.0.0/16 via 10.9.0.2; ip rule add from 10.9.0.0/24 lookup 100; ip route add blackhole 10.8.0.0/16 table 100
ip neigh add 10.9.0.3 lladdr 02:00:00:00:00:03 dev br0; iptables -A INPUT -p tcp --dport 8080 -j REJECT; iptables -N WATCH; iptables -t nat -A POSTROUTING -s 10.9.0.0/24 -j MASQUERADE
ip netns exec red iptables -A INPUT -p tcp --dport 22 -j DROP
ssh node01 'ip link set dev tunl0 mtu 1400; ip addr add 172.30.2.50/24 dev eth0; ip route add blackhole 192.168.9.0/24; systemctl stop kubelet'`;
const LOOK = `ip a | grep -v -e cali -e link/ether; ip r | grep -v cali; ip rule; ip route show table 100; ip neigh show dev br0; ip netns | grep -v cni; ip -n red a; ip -n red r
iptables -S INPUT | grep 8080; iptables -S WATCH; iptables -t nat -S POSTROUTING | tail -1; ip netns exec red iptables -S | tail -1
ip netns exec red ping -c 1 172.30.2.2 | sed -n 's/ time.*//;2p'; ssh node01 'ip -br a | grep -v cali; ip r | grep -v cali'`;

test('what a set-up has changed in the networks of machines is so in its copies', () => {
	const original = newWorld('copied networks');
	original.runScript({ name: 'setup.sh', script: SETUP });
	const seen = original.runScript({ name: 'look.sh', script: LOOK }).stdout;
	const copy = newWorld('copied networks', { setup: [{ kind: 'script', script: SETUP }] });
	expect(copy.runScript({ name: 'look.sh', script: LOOK }).stdout).toBe(seen);
	expect(seen).toContain('64 bytes from 172.30.2.2: icmp_seq=1 ttl=63\n');
	expect(seen.split('\n').length).toBe(52);
});
