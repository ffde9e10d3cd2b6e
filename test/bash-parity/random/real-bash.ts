import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GoldenResult } from '../../support/golden.ts';
import { TREE } from './statements.ts';

/** The environment of random scripts, here and there. */
export const RANDOM_ENV: Readonly<Record<string, string>> = {
	LANG: 'C.UTF-8',
	TZ: 'UTC',
	SHLVL: '1',
	HOME: '/nowhere',
	PATH: '/usr/bin:/bin',
};

/** One bash runs them all, each in a directory of its own, with five seconds, so much output and no standard input. */
const DRIVER = `for n in */; do
	cd "$n/work" || exit
	ulimit -f 20000
	timeout -s KILL 5 env -i "$@" bash -c "$(<../script)" > ../out 2> ../err < /dev/null
	echo $? > ../code
	cd ../..
done`;

/** What the machine's bash does with scripts; standard output and error as text. */
export function askRealBash(scripts: readonly string[]): GoldenResult[] {
	const folder = mkdtempSync(join(tmpdir(), 'golden-'));
	const place = (index: number, file: string): string => join(folder, String(index).padStart(6, '0'), file);
	try {
		for (const [index, script] of scripts.entries()) {
			for (const [path, content] of Object.entries(TREE)) {
				mkdirSync(dirname(place(index, `work/${path}`)), { recursive: true });
				writeFileSync(place(index, `work/${path}`), content);
			}
			writeFileSync(place(index, 'script'), script);
		}
		const env = Object.entries(RANDOM_ENV).map(([name, value]) => `${name}=${value}`);
		spawnSync('bash', ['-c', DRIVER, 'bash', ...env], { cwd: folder, stdio: 'ignore' });
		return scripts.map((_, index) => ({
			stdout: readFileSync(place(index, 'out'), 'utf8').replaceAll(/\/tmp\/golden-\w+\/\d+\/work/g, '/work'),
			stderr: readFileSync(place(index, 'err'), 'utf8').replaceAll(/\/tmp\/golden-\w+\/\d+\/work/g, '/work'),
			exitCode: Number(readFileSync(place(index, 'code'), 'utf8')),
		}));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
