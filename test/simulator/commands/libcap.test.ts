import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const run = (script: string) =>
	runCommand({ argv: ['bash', '-c', script], env: { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin' } });

// Models libcap 2.66: progs/capsh.c, cap_to_text(3).
test('capsh: what bits mean, what is held and what is dropped', () => {
	expect(
		run(
			'capsh --decode=00000000a80425fb; capsh --decode=xyz; echo $?; capsh --print | head -1; capsh --drop=cap_net_raw,cap_chown -- -c "capsh --current"; capsh --has-p=cap_net_raw; echo $?; capsh --supports=nosuch; echo $?; getpcaps 99999; echo $?',
		),
	).toEqual({
		stdout:
			'0x00000000a80425fb=cap_chown,cap_dac_override,cap_fowner,cap_fsetid,cap_kill,cap_setgid,cap_setuid,cap_setpcap,cap_net_bind_service,cap_net_raw,cap_sys_chroot,cap_mknod,cap_audit_write,cap_setfcap\n1\nCurrent: =ep\nCurrent: =ep cap_chown,cap_net_raw-ep\nCurrent IAB: !cap_chown,!cap_net_raw\n0\n1\n1\n',
		stderr:
			'unable to decode [xyz]\ncap[nosuch] not recognized by library\nFailed to get caps for process 99999: (No such process)\n',
		exitCode: 0,
	});
});

// Models psmisc 23.7 src/fuser.c: numbers on standard output, all else on standard error.
test('fuser: who listens at a port, who is in a directory, and an end to it', () => {
	const listen = 'nc -l -p 8080 & sleep 0.1;';
	expect(
		run(
			`${listen} n=$(fuser 8080/tcp 2>/dev/null); [ $n = $! ] && echo same; fuser -n tcp 8080 > /dev/null; fuser -k 8080/tcp > /dev/null; { wait $!; echo $?; } 2> /dev/null; fuser 8080/tcp; echo $?; fuser nosuch; echo $?`,
		),
	).toEqual({
		stdout: 'same\n137\n1\n1\n',
		stderr:
			'8080:               \n8080/tcp:           \nbash: line 1:     3 Killed                  nc -l -p 8080\nSpecified filename nosuch does not exist.\n',
		exitCode: 0,
	});
});
