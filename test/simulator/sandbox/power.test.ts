import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('machines are restarted and switched off by who stands in them, now or later', () => {
	const world = newWorld('power');
	const run = (line: string): string =>
		world.runScript({ name: 'line.sh', script: `{ ${line}; } 2>&1`, limitMs: 600_000 }).stdout.replaceAll('\r', '');
	const upMinutes = (node: string): string => run(`ssh -o ConnectTimeout=3 ${node} uptime | grep -o 'up [0-9]* min'`);
	expect(run('ssh node01 reboot; echo $?')).toBe('0\n');
	expect(run('sleep 5; ssh -o ConnectTimeout=3 node01 true; echo $?')).toBe(
		'ssh: connect to host node01 port 22: No route to host\n255\n',
	);
	world.run(world.now() + 60_000);
	expect(upMinutes('node01')).toMatch(/^up [01] min$/m);
	expect(run('ssh node01 "sudo -u nobody systemctl reboot"; ssh node01 shutdown nonsense')).toBe(
		'Failed to set wall message, ignoring: Interactive authentication required.\nCall to Reboot failed: Interactive authentication required.\nFailed to parse time specification: nonsense\n',
	);
	const scheduled = /^Reboot scheduled for \w{3} [-\d]{10} [:\d]{8} UTC, use 'shutdown -c' to cancel.\n$/;
	expect(run('ssh node02 shutdown -r +1')).toMatch(scheduled);
	expect(run('ssh node02 shutdown --show')).toMatch(scheduled);
	world.run(world.now() + 120_000);
	expect(upMinutes('node02')).toMatch(/^up [01] min$/m);
	expect(run('ssh node02 "shutdown +1 2>/dev/null; shutdown -c; shutdown --show"')).toBe('No scheduled shutdown.\n');
	world.run(world.now() + 120_000);
	expect(upMinutes('node02')).toMatch(/^up [23] min$/m);
	expect(run('ssh node02 poweroff; sleep 300; ssh -o ConnectTimeout=3 node02 true')).toBe(
		'ssh: connect to host node02 port 22: No route to host\n',
	);
});

test('a machine that starts again has the AppArmor profiles of its files, and no others', () => {
	const world = newWorld('power/apparmor');
	const run = (line: string): string => world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 }).stdout;
	run(`ssh node01 'printf "profile kept {\\n  file,\\n}\\n" > /etc/apparmor.d/kept; apparmor_parser /etc/apparmor.d/kept
printf "profile lost {\\n  file,\\n}\\n" | apparmor_parser'`);
	const listed = "ssh node01 aa-status | grep -E '^ +(kept|lost)$'";
	expect(run(listed)).toBe('   kept\n   lost\n');
	run('ssh node01 reboot');
	world.run(world.now() + 60_000);
	expect(run(listed)).toBe('   kept\n');
});

test('a machine that starts again knows of its kernel what files say, and no more', () => {
	const world = newWorld('boot-settings');
	const run = (script: string): string => world.runScript({ name: 's.sh', script }).stdout;
	run(`ssh node01 'sysctl -q -w vm.max_map_count=999999 net.core.somaxconn=10; modprobe ip_vs_rr; echo ip_vs > /etc/modules-load.d/ipvs.conf
echo vm.swappiness=5 > /etc/sysctl.d/99-x.conf; systemctl reboot'; sleep 60`);
	expect(
		run(`ssh node01 'sysctl -n vm.swappiness vm.max_map_count net.core.somaxconn net.ipv4.ip_forward; lsmod | grep -c "^ip_vs "; lsmod | grep -c ^ip_vs_rr
systemctl is-active kubelet; fallocate -l 64M /swap; chmod 600 /swap; mkswap /swap > /dev/null; echo "/swap none swap sw 0 0" >> /etc/fstab; systemctl reboot'
sleep 60; ssh node01 'swapon --show=NAME --noheadings; systemctl is-active kubelet'`),
	).toBe('5\n1048576\n4096\n1\n1\n0\nactive\n/swap\nactivating\n');
});
