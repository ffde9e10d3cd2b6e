import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';
import { Goldens } from '../../support/golden.ts';

const env = { LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/**
 * One line each. The real tools are the judge.
 * @param before what each line finds done.
 * @param files what there is where a line names it.
 */
export function compareLines(
	record: string,
	list: string,
	before: string,
	files: { readonly [path: string]: string },
): void {
	const goldens = new Goldens(record, 'bash', [
		'-c',
		'bash --version | head -1; dpkg-query -W coreutils findutils diffutils grep sed mawk tar bsdextrautils 2>/dev/null; jq --version',
	]);
	afterAll(() => goldens.save());
	const path = fileURLToPath(new URL(`cases/${list}`, import.meta.url));
	const lines = readFileSync(path, 'utf8').split('\n');
	test.each(lines.filter((line) => line !== '' && !line.startsWith('#@ ')))('%s', (line) => {
		const argv = ['-c', `${before}\n${line}`];
		const named = Object.entries(files).filter(([name]) => line.includes(name.replace(/\/.*/, '')));
		const input = { argv, stdin: '', files: Object.fromEntries(named), env };
		const golden = goldens.get(input);
		const own = runCommand({ ...input, argv: ['bash', ...argv] });
		expect(own).toEqual({ stdout: golden.stdout, stderr: golden.stderr, exitCode: golden.exitCode });
	});
}
