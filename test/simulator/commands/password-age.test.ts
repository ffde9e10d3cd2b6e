import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const shadow = 'root:*:20000:0:99999:7:::\nann:!:20000:0:99999:7:::\n';

function run(script: string) {
	return runCommand({
		argv: ['bash', '-c', script],
		prepare: (machine) => machine.root.writeFile('/etc/shadow', shadow, { mode: 0o640 }),
	});
}

test('chage shows and sets how old a password may grow', () => {
	expect(run('chage -M 90 -W 14 -I 5 -E 2027-01-31 ann; chage -l ann; grep ann /etc/shadow')).toEqual({
		stdout: `Last password change\t\t\t\t\t: Oct 04, 2024
Password expires\t\t\t\t\t: Jan 02, 2025
Password inactive\t\t\t\t\t: Jan 07, 2025
Account expires\t\t\t\t\t\t: Jan 31, 2027
Minimum number of days between password change\t\t: 0
Maximum number of days between password change\t\t: 90
Number of days of warning before password expires\t: 14
ann:!:20000:0:90:14:5:20849:
`,
		stderr: '',
		exitCode: 0,
	});
	const forced = run('chage -d 0 ann; chage -l ann | head -2; chage -l nobodyhere').stdout;
	expect(forced.match(/password must be changed/g)).toHaveLength(2);
});

test('chpasswd sets passwords line by line', () => {
	const { stdout, stderr, exitCode } = run(
		"printf 'ann:secret\\nnosuch:x\\n' | /usr/sbin/chpasswd; s=$?; cut -d: -f1-2,3 /etc/shadow | sed 's/[$]y.*:/HASH:/'; exit $s",
	);
	expect({ stdout, exitCode }).toEqual({ stdout: 'root:*:20000\nann:HASH:20458\n', exitCode: 1 });
	expect(stderr).toContain('chpasswd: (line 2, user nosuch) password not changed');
});
