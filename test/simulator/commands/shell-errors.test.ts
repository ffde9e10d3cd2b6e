import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';
import { type GoldenResult, Goldens } from '../../support/golden.ts';

// What random scripts have found: how far bash gets before it finds something wrong, and which line it names.
const goldens = new Goldens('bash-errors', 'bash', ['--version']);
afterAll(() => goldens.save());

const path = fileURLToPath(new URL('cases/shell-errors.txt', import.meta.url));
const env = { LANG: 'C.UTF-8' };
const normal = ({ stdout, stderr, exitCode }: GoldenResult): GoldenResult => ({ stdout, stderr, exitCode });

test.each(readFileSync(path, 'utf8').replace(/\n$/, '').split('\n====\n'))('%s', (script) => {
	const argv = ['-c', script];
	const own = runCommand({ argv: ['bash', ...argv], stdin: '', files: {}, env });
	expect(normal(own)).toEqual(normal(goldens.get({ argv, stdin: '', files: {}, env })));
});
