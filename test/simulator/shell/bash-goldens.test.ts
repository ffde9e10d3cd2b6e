import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type GoldenResult, Goldens } from '../../support/golden.ts';
import { runShell } from '../../support/shell-bench.ts';

/** Scripts that a real shell has run: RECORD=1 asks it again. A file holds many, between lines of `====`. */
function scripts(area: string): string[] {
	const path = fileURLToPath(new URL(`cases/${area}.txt`, import.meta.url));
	return readFileSync(path, 'utf8').replace(/\n$/, '').split('\n====\n');
}

const env = { LANG: 'C.UTF-8' };

/** What differs from run to run: process ids and the directory. */
function normal(result: GoldenResult): GoldenResult {
	const text = (each: string): string =>
		each.replace(/\/tmp\/golden-\w+/g, '/work').replace(/line (\d+): +\d+ (Killed|Aborted)/g, 'line $1: PID $2');
	return { stdout: text(result.stdout), stderr: text(result.stderr), exitCode: result.exitCode };
}

function check(goldens: Goldens, shell: string, script: string, input: 'command' | 'file' | 'stdin'): void {
	const argv = input === 'command' ? ['-c', script] : input === 'file' ? ['script.sh'] : [];
	const files: { readonly [path: string]: string } = input === 'file' ? { 'script.sh': `${script}\n` } : {};
	const stdin = input === 'stdin' ? `${script}\n` : '';
	const real = goldens.get({ argv, stdin, files, env });
	expect(normal(runShell({ argv, stdin, files, env, shell }))).toEqual(normal(real));
}

const bash = new Goldens('bash', 'bash', ['--version']);
const dash = new Goldens('dash', 'dash', ['-c', 'echo dash of $(uname -s)']);
afterAll(() => {
	bash.save();
	dash.save();
});

describe.each(['expansions', 'builtins', 'control', 'scripts', 'syntax-errors'])('bash: %s', (area) => {
	test.each(scripts(area))('%s', (script) => check(bash, 'bash', script, 'command'));
});

describe.each(['control', 'syntax-errors'])('bash script.sh: %s', (area) => {
	test.each(scripts(area))('%s', (script) => check(bash, 'bash', script, 'file'));
});

describe('bash < script: expansions', () => {
	test.each(scripts('expansions'))('%s', (script) => check(bash, 'bash', script, 'stdin'));
});

describe('dash: posix', () => {
	test.each(scripts('posix'))('%s', (script) => check(dash, 'dash', script, 'command'));
});
