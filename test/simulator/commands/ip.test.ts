import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';
import { Goldens } from '../../support/golden.ts';

/** As a machine of the world has it: no IPv6, the loopback set up, secondary addresses that take over (as systemd sets it). */
const REAL = `mkdir -p /run/netns; mount -t tmpfs none /run/netns; mount --make-shared /run/netns
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 net.ipv4.conf.all.promote_secondaries=1; ip link set lo up
`;
/** What the kernel throws dice for. */
const SHOWN = `m() { "$@" 2>&1 | sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g'; }; s() { sleep 1.3; }\n`;
const BRIDGE = 'ip link add br0 type bridge; ip link set br0 up; ip addr add 10.244.0.5/24 dev br0; s; ';
const PAIR = 'ip netns add red; ip link add veth-r type veth peer name veth-br; ip link set veth-r netns red; ';

const SCRIPTS = [
	'ip link; ip addr; ip -br addr; ip -br link; ip -o addr; ip route; ip rule; ip neigh; ip netns; ip -4 addr; ip -6 addr; ip -j addr show lo; ip -p -j link show lo; ip -s link show lo; ip -d link show lo',
	`${BRIDGE}m ip addr; ip route; ip route get 10.244.0.9; ip route get 10.244.0.5; ip route get 127.0.0.1; ip route get 8.8.8.8; echo $?`,
	`ip link add br0 type bridge; ip link add br0 type bridge; echo $?; ip link set br0 up; ip addr add 10.0.0.1/24 dev br0; ip addr add 10.0.0.1/24 dev br0; echo $?; ip addr add 10.0.0.300/24 dev br0; echo $?; ip addr add 10.0.0.1/24 dev nope; echo $?; ip link del nope; echo $?; ip link set nope up; ip addr del 10.0.0.9/24 dev br0; echo $?; ip link show nope; echo $?; ip addr show nope; ip link del lo; echo $?`,
	`${BRIDGE}ip route add default via 10.244.0.1; ip route add default via 10.244.0.2; echo $?; ip route add 1.1.1.1 dev nope; echo $?; ip route del 9.9.9.0/24; echo $?; ip route add 10.9.0.0/16 via 11.1.1.1; echo $?; ip route; ip route get 8.8.8.8; ip route del default; ip route`,
	`${BRIDGE}ip route add 10.244.0.0/16 via 10.244.0.1; ip route add 10.244.0.0/24 via 10.244.0.1 metric 5; ip route; ip route show dev br0; ip route show 10.244.0.0/16; ip route show via 10.244.0.1; ip route show root 10.244.0.0/16; ip route show match 10.244.0.7; ip route list proto kernel; ip route show default`,
	`${BRIDGE}ip route add 10.1.0.0/16 via 10.244.0.9 metric 50; ip route add 10.1.0.0/16 via 10.244.0.8; ip route add blackhole 10.3.0.0/16; ip route replace 10.1.0.0/16 via 10.244.0.7; ip route change 10.1.0.0/16 via 10.244.0.6; ip route append 10.1.0.0/16 via 10.244.0.4; ip route; ip route add unreachable 10.21.0.0/16; ip route add prohibit 10.22.0.0/16; ip route add throw 10.23.0.0/16; for a in 10.3.0.1 10.21.0.1 10.22.0.1 10.23.0.1; do ip route get $a; echo $?; done; ip route change 10.77.0.0/16 via 10.244.0.6; echo $?`,
	`${BRIDGE}ip route add default via 10.244.0.1; ip link set br0 down; ip route; ip route get 10.244.0.5; ip link set br0 up; s; ip route; ip addr flush dev br0; m ip addr show br0; ip route`,
	`${BRIDGE}ip addr add 10.244.0.50/24 dev br0 label br0:1; ip addr add 10.5.5.5 dev br0; ip addr add 10.6.6.1/24 brd + dev br0; m ip addr show br0; ip -o addr; ip -br addr; ip addr del 10.244.0.5/24 dev br0; m ip addr show br0; ip route; ip addr show scope host; m ip addr show dev br0 to 10.6.0.0/16; ip addr add 10.9.9.9/24 dev br0 label foo; echo $?`,
	`${BRIDGE}ip link set br0 mtu 1400; ip link set br0 address 02:00:00:00:00:01; ip link set br0 alias hello; ip link set br0 txqueuelen 500; ip link set br0 name brx; ip link show brx; ip link show br0; ip route; ip link set brx mtu abc; echo $?; ip link set brx address zz; echo $?; ip link set brx foo bar; echo $?; ip link set; echo $?; ip link set brx down; ip link show brx; ip link show up; ip link show type bridge`,
	`${PAIR}m ip link; m ip -n red link; ip link set veth-br up; ip -n red link set veth-r up; s; m ip link show veth-br; m ip -n red link; ip -n red addr add 10.1.1.1/24 dev veth-r; ip -n red route; ip netns; ip link del veth-br; m ip -n red link; ip netns del red; ip netns`,
	`${PAIR}ip link add br0 type bridge; ip link set br0 up; s; m ip link show br0; ip link set veth-br master br0; ip link set veth-br up; ip -n red link set veth-r up; s; m ip link; m ip link show master br0; ip -br link | cut -c1-31; ip link set veth-br nomaster; s; m ip link; ip link set veth-br master nope; echo $?; ip link set br0 master br0; echo $?`,
	`ip link add va type veth peer name vb; ip link set va up; s; m ip link; ip link set vb up; s; m ip link; ip link set vb down; s; m ip link; ip link del vb; ip link; ip link add v2 type veth; m ip -br link; ip link add name v3 mtu 1400 type veth peer name v4 mtu 1300; ip -br link | cut -c1-30; ip link add v3 type veth peer name v9; echo $?; ip link show v9`,
	`ip netns add red; ip netns add red; echo $?; ip netns del nope; echo $?; ip netns exec nope true; echo $?; ip netns exec red; echo $?; ip netns exec; ip netns add; ip netns delete; ip netns exec red false; echo $?; ip netns exec red nope; echo $?; ip netns exec red ip netns identify; ip netns exec red ip link; ip -all netns exec ip -br link; ip netns add a/b; echo $?; ip -n nope link; echo $?; ip netns pids red; ip netns list`,
	`ip rule add from 10.0.0.0/8 lookup 100; ip rule add fwmark 0x1 table 200 prio 50; ip rule; ip rule add; echo $?; ip rule add from 1.2.3.4 to 5.6.7.8 iif lo table 7 priority 10; ip rule add from 1.2.3.4 to 5.6.7.8 iif lo table 7 priority 10; echo $?; ip rule add to 9.9.9.0/24 blackhole; ip rule add not from 1.0.0.0/8 lookup main; ip rule list; ip rule del pref 99; echo $?; ip rule del table 7; ip rule del prio 50; ip rule; ip rule flush; ip rule`,
	`${BRIDGE}ip route add default via 10.244.0.1 table 100; ip route show table 100; ip rule add from 10.244.0.5 lookup 100; ip route get 8.8.8.8; echo $?; ip route get 8.8.8.8 from 10.244.0.5; ip route flush table 100; ip route show table 100; ip rule add to 9.9.9.0/24 unreachable; ip route get 9.9.9.9; ip rule del from 10.244.0.5; ip rule`,
	`${BRIDGE}ip neigh add 10.244.0.7 lladdr 00:11:22:33:44:55 dev br0; ip neigh add 10.244.0.7 lladdr 00:11:22:33:44:55 dev br0; echo $?; ip neigh; ip neigh show dev br0; ip neigh replace 10.244.0.7 lladdr 00:00:00:00:00:02 dev br0; ip neigh; ip neigh change 10.244.0.8 lladdr 00:00:00:00:00:02 dev br0; echo $?; ip neigh del 10.244.0.7 dev br0; ip neigh del 10.244.0.9 dev br0; echo $?; ip neigh add 1.2.3.4; echo $?`,
	`ip foo; echo $?; ip link foo; echo $?; ip addr foo; ip neigh foo; ip rule foo; ip netns foo; ip route foo; ip addr add; echo $?; ip addr add 1.2.3.4/24; ip link add; ip link add x type foo; ip route flush; ip addr flush; ip route get; echo $?; ip route get foo; ip route del default; ip link set lo foo; ip -foo; echo $?; ip link add averyveryverylongname type bridge; echo $?; ip route add abc; ip route add 10.1.0.0/16 via abc; ip route add 10.20.0.0/16; echo $?; ip route add 10.1.0.5/16 dev lo; ip route add 10.1.0.0/16 foo; ip route add 10.1.0.0/16 dev lo foo; ip link set lo netns nope`,
	`${BRIDGE}printf 'link add b2 type bridge\\naddr add 10.9.0.1/24 dev b2\\nlink set b2 up\\nroute add 10.10.0.0/16 via 10.9.0.2\\n' | ip -batch -; echo $?; ip route | sed 's/ linkdown//'; echo 'link set nope up' | ip -b -; echo $?`,
	`ip a s lo; ip l sh lo; ip r; ip ro l; ip ad; ip n; ip ru l; ip ne; ip li ls lo; ip addr list lo; ip -family inet addr show lo; ip -details -oneline link show lo; ip -s -s -br link`,
	`ip link set lo down; ip addr; ip route get 127.0.0.1; echo $?; ip link set lo up; ip -br addr; ip addr add 10.99.0.1/32 dev lo; ip addr show lo; ip route get 10.99.0.1; ip addr add 127.0.0.2/8 dev lo; ip addr show lo`,
	`${BRIDGE}m ip -d link show br0 | head -2; ip -j route | sed -E 's/"mac[^,]*,//'; ip -p -j route; ip -j rule; ip link set br0 promisc on; m ip link show br0; ip link set br0 arp off; ip link set br0 multicast off; m ip link show br0; ip link set br0 promisc maybe; echo $?`,
];

const goldens = new Goldens('ip', 'unshare', ['-n', 'sh', '-c', 'ip -V; uname -r']);

for (const script of SCRIPTS) {
	test(script, () => {
		const env = { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
		const golden = goldens.get({ argv: ['-n', '-m', 'bash', '-c', `${REAL}${SHOWN}${script}`], env });
		const own = runCommand({ argv: ['bash', '-c', `${SHOWN}${script}`], env });
		expect(own).toEqual({ stdout: golden.stdout, stderr: golden.stderr, exitCode: golden.exitCode });
	});
}

afterAll(() => goldens.save());
