import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('settings are read, written and loaded', () => {
	const world = newWorld('sysctl');
	const said = (script: string): string[] =>
		world
			.runScript({ name: 's.sh', script: `{ ${script}; echo "=$?"; } 2>&1` })
			.stdout.split('\n')
			.slice(0, -1);
	expect(said('sysctl net.ipv4.ip_forward; sysctl -n net/ipv4/ip_forward; sysctl net.nope')).toEqual([
		'net.ipv4.ip_forward = 1',
		'1',
		'sysctl: cannot stat /proc/sys/net/nope: No such file or directory',
		'=1',
	]);
	expect(said('sysctl -w vm.swappiness=10; cat /proc/sys/vm/swappiness; sysctl -qw vm.swappiness=20')).toEqual([
		'vm.swappiness = 10',
		'10',
		'=0',
	]);
	const file =
		'# a comment\nnet.ipv6.conf.all.forwarding = 1\nnet.netfilter.nf_conntrack_max=200000\n-net.nope = 1\nbad';
	expect(said(`printf '${file}' > /etc/sysctl.d/99-k8s.conf; sysctl -p /etc/sysctl.d/99-k8s.conf`)).toEqual([
		'sysctl: /etc/sysctl.d/99-k8s.conf(5): invalid syntax, continuing...',
		'net.ipv6.conf.all.forwarding = 1',
		'net.netfilter.nf_conntrack_max = 200000',
		'=0',
	]);
	expect(said('sed -i /bad/d /etc/sysctl.d/99-k8s.conf; sysctl --system')).toEqual([
		'* Applying /etc/sysctl.d/99-k8s.conf ...',
		'* Applying /etc/sysctl.d/k8s.conf ...',
		'net.ipv6.conf.all.forwarding = 1',
		'net.netfilter.nf_conntrack_max = 200000',
		'net.bridge.bridge-nf-call-iptables = 1',
		'net.bridge.bridge-nf-call-ip6tables = 1',
		'net.ipv4.ip_forward = 1',
		'=0',
	]);
	expect(said('sysctl -p')).toEqual(['sysctl: cannot open "/etc/sysctl.conf": No such file or directory', '=1']);
	expect(said('sysctl -a | grep -c ^net.ipv6')).toEqual(['4', '=0']);
});
