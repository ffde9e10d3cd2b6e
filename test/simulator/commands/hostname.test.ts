import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

// Models hostname 3.23 and systemd 255's hostnamectl.
test('the name of a machine: for now with hostname, for good with hostnamectl', () => {
	const script =
		"hostnamectl set-hostname node-1; hostname; cat /etc/hostname; hostname other; uname -n; cat /proc/sys/kernel/hostname; hostnamectl | head -2; hostnamectl hostname --static; hostname 'a b'; hostnamectl set-hostname a_b; echo $?; echo third > f; hostname -F f; hostname";
	expect(runCommand({ argv: ['bash', '-c', script], env: { LC_ALL: 'C.UTF-8' } })).toEqual({
		stdout: 'node-1\nnode-1\nother\nother\n   Static hostname: node-1\nTransient hostname: other\nnode-1\n1\nthird\n',
		stderr:
			"hostname: the specified hostname is invalid\nCould not set static hostname: Invalid static hostname 'a_b'\n",
		exitCode: 0,
	});
	expect(
		runCommand({
			argv: ['bash', '-c', 'hostname x; hostnamectl set-hostname y; hostname'],
			credentials: { uid: 1000, gid: 1000, groups: [], capabilities: new Set() },
		}),
	).toEqual({
		stdout: 'controlplane\n',
		stderr: 'hostname: you must be root to change the host name\nCould not set static hostname: Access denied\n',
		exitCode: 0,
	});
});
