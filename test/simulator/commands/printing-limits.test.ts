import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const answer = (script: string): unknown => runCommand({ argv: ['bash', '-c', script], env: { LC_ALL: 'C.UTF-8' } });

test.each([
	['yes | pr -J2 -l 5000000 | head -1', 'pr: memory exhausted\n'],
	['seq 3 | pr -o 2000000000', 'pr: memory exhausted\n'],
	['yes | head -c 2000000 | ptx', 'ptx: memory exhausted\n'],
	['seq 3 | ptx -w 2000000000', 'ptx: memory exhausted\n'],
])('%s holds no more than its share', (script, stderr) => {
	expect(answer(script)).toEqual({ stdout: '', stderr, exitCode: script.includes('head -1') ? 0 : 1 });
});

test('a line longer than memory is meant for goes out in pieces', () => {
	expect(answer("head -c 300000 /dev/zero | tr '\\0' x | pr -t | wc -c")).toMatchObject({ stdout: '300001\n' });
});

test('runcon tells the context of the security module there is', () => {
	expect(answer('runcon; runcon -t x')).toEqual({ stdout: 'unconfined\nunconfined\n', stderr: '', exitCode: 0 });
});
