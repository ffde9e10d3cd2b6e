import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

// Models systemd 255: loginctl without anybody at a terminal, localectl and what Debian keeps in /etc/default/locale.
test('loginctl, localectl, systemd-detect-virt', () => {
	expect(
		runCommand({
			argv: [
				'bash',
				'-c',
				'loginctl; loginctl session-status 99; echo $?; mkdir -p /etc/default; localectl set-locale C.UTF-8; localectl; localectl set-locale LANG=ko_KR.UTF-8; echo $?; systemd-detect-virt; systemd-detect-virt -c; echo $?; systemd-detect-virt -q && echo guest',
			],
		}),
	).toEqual({
		stdout:
			'No sessions.\n1\nSystem Locale: LANG=C.UTF-8\n    VC Keymap: (unset)\n   X11 Layout: (unset)\n1\nkvm\nnone\n1\nguest\n',
		stderr:
			"Failed to get session path: No session '99' known\nFailed to issue method call: Locale ko_KR.UTF-8 not installed, refusing.\n",
		exitCode: 0,
	});
});
