import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BUSYBOX_PATH } from '../../support/command-bench.ts';
import type { GoldenResult } from '../../support/golden.ts';
import { TREE } from './statements.ts';

/** A shell that random scripts are given to: what it is called, how ours is, and its scripts. */
export interface RandomShell {
	/** The words that start the real one; `-c` and the script follow. */
	readonly command: readonly string[];
	/** The PATH that both have. */
	readonly path: string;
	readonly own: readonly string[];
}

export const RANDOM_SHELLS: Readonly<Record<string, RandomShell>> = {
	bash: { command: ['bash'], path: '/usr/bin:/bin', own: ['bash'] },
	dash: { command: ['dash'], path: '/usr/bin:/bin', own: ['dash'] },
	ash: { command: [`${BUSYBOX_PATH}/busybox`, 'sh'], path: BUSYBOX_PATH, own: ['sh'] },
};

export function randomEnv({ path }: RandomShell): Record<string, string> {
	return { LANG: 'C.UTF-8', TZ: 'UTC', SHLVL: '1', HOME: '/nowhere/home', PATH: path };
}

/**
 * One bash runs them all, each in a directory of its own, with five seconds, so much output and no standard input.
 * Its arguments: the environment, then the shell.
 */
const DRIVER = `for n in */; do
	cd "$n/work" || exit
	ulimit -f 20000
	timeout -s KILL 5 env -i "$@" -c "$(<../script)" > ../out 2> ../err < /dev/null
	echo $? > ../code
	cd ../..
done`;

/** What the machine's shell does with scripts; standard output and error as text. */
export function askRealShell(scripts: readonly string[], shell: RandomShell): GoldenResult[] {
	const now = new Date();
	const folder = mkdtempSync(join(tmpdir(), 'golden-'));
	const place = (index: number, file: string): string => join(folder, String(index).padStart(6, '0'), file);
	try {
		for (const [index, script] of scripts.entries()) {
			for (const [path, content] of Object.entries(TREE)) {
				mkdirSync(dirname(place(index, `work/${path}`)), { recursive: true });
				writeFileSync(place(index, `work/${path}`), content);
			}
			// As in ours, none is newer than another.
			for (const path of [...Object.keys(TREE), 'd', '.']) utimesSync(place(index, `work/${path}`), now, now);
			writeFileSync(place(index, 'script'), script);
		}
		const env = Object.entries(randomEnv(shell)).map(([name, value]) => `${name}=${value}`);
		spawnSync('bash', ['-c', DRIVER, 'bash', ...env, ...shell.command], { cwd: folder, stdio: 'ignore' });
		return scripts.map((_, index) => ({
			stdout: readFileSync(place(index, 'out'), 'utf8').replaceAll(/\/tmp\/golden-\w+\/\d+\/work/g, '/work'),
			stderr: readFileSync(place(index, 'err'), 'utf8').replaceAll(/\/tmp\/golden-\w+\/\d+\/work/g, '/work'),
			exitCode: Number(readFileSync(place(index, 'code'), 'utf8')),
		}));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
