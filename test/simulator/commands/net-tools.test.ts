import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const SCRIPT = `exec 2>&1
ip link add br0 type bridge; ip link set br0 up; ip addr add 10.0.0.5/24 dev br0; ip netns add red; ip -n red link set lo up
route add default gw 10.0.0.1; route add -net 10.7.0.0 netmask 255.255.0.0 gw 10.0.0.2 metric 5; route add -net 10.8.0.0/16 dev br0; route add -host 10.9.0.1 gw 10.0.0.3; route add -net 10.6.0.0/16 reject
route -n; route add default gw 10.0.0.1; echo $?; route add -net 10.5.0.0/16 gw 9.9.9.9; echo $?; route del -net 10.4.0.0/16; echo $?; route del default; route del -host 10.9.0.1; route add nope gw x; echo $?
ip route; nsenter --net=/run/netns/red ip -br addr; nsenter --net=/var/run/netns/nope true; echo $?; nsenter --net=/proc/$$/ns/net ip -br addr | tail -1`;

/** Sources: net-tools' route(8), lib/inet_sr.c; util-linux nsenter.c. */
test('route changes the table, nsenter enters networks by their files', () => {
	expect(runCommand({ argv: ['bash', '-c', SCRIPT], env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } }).stdout).toBe(
		`Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         10.0.0.1        0.0.0.0         UG    0      0        0 br0
10.0.0.0        0.0.0.0         255.255.255.0   U     0      0        0 br0
10.6.0.0        0.0.0.0         255.255.0.0     !     0      0        0 *
10.7.0.0        10.0.0.2        255.255.0.0     UG    5      0        0 br0
10.8.0.0        0.0.0.0         255.255.0.0     U     0      0        0 br0
10.9.0.1        10.0.0.3        255.255.255.255 UGH   0      0        0 br0
SIOCADDRT: File exists
7
SIOCADDRT: Network is unreachable
7
SIOCDELRT: No such process
7
nope: Unknown host
6
10.0.0.0/24 dev br0 proto kernel scope link src 10.0.0.5 
unreachable 10.6.0.0/16 
10.7.0.0/16 via 10.0.0.2 dev br0 metric 5 
10.8.0.0/16 dev br0 scope link 
lo               UNKNOWN        127.0.0.1/8 
nsenter: cannot open /var/run/netns/nope: No such file or directory
1
br0              UNKNOWN        10.0.0.5/24 
`,
	);
});
