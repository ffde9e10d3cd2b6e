import { afterAll, describe, expect, test } from 'vitest';
import { BUSYBOX_PATH, runCommand } from '../../support/command-bench.ts';
import { type GoldenCase, Goldens } from '../../support/golden.ts';

/** A script, alone or with what it reads. */
export type ScriptCase = string | readonly [script: string, input?: { stdin?: string; files?: GoldenCase['files'] }];

const UTF8 = { LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/**
 * Every script must print what real tools print. `RECORD=1` asks them again: bash with the tools of its machine, or
 * busybox with a link for every applet in /opt/busybox/bin.
 */
export function checkScripts(
	name: string,
	shell: 'bash' | 'busybox',
	groups: { readonly [title: string]: readonly ScriptCase[] },
): void {
	const goldens =
		shell === 'bash'
			? new Goldens(name, 'bash', [
					'-c',
					'bash --version | head -1; dpkg-query -W coreutils findutils diffutils grep sed mawk bc bsdextrautils 2>/dev/null; jq --version',
				])
			: new Goldens(name, `${BUSYBOX_PATH}/busybox`, ['sh', '-c', `${BUSYBOX_PATH}/busybox | head -1`]);
	for (const [title, cases] of Object.entries(groups)) {
		describe(title, () => {
			for (const each of cases) {
				const [script, input = {}] = typeof each === 'string' ? [each] : each;
				test(script, () => {
					const argv = ['-c', script];
					const env = shell === 'bash' ? UTF8 : { ...UTF8, PATH: BUSYBOX_PATH };
					const golden = goldens.get({ argv: shell === 'bash' ? argv : ['sh', ...argv], ...input, env });
					const own = runCommand({ argv: [shell === 'bash' ? 'bash' : 'sh', ...argv], ...input, env });
					expect(own).toEqual({ stdout: golden.stdout, stderr: golden.stderr, exitCode: golden.exitCode });
				});
			}
		});
	}
	afterAll(() => goldens.save());
}
