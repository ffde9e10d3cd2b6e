import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const FILES = { a: 'a\nb\nc', b: 'a\nx\nc', c: 'a\nb', d: 'a\n', empty: '' };

// Recorded from cmp (GNU diffutils) 3.10.
test.each([
	['cmp a a', 0, ''],
	['cmp a b', 1, 'a b differ: byte 3, line 2\n'],
	['LC_ALL=C cmp a b', 1, 'a b differ: char 3, line 2\n'],
	['cmp -b a b', 1, 'a b differ: byte 3, line 2 is 142 b 170 x\n'],
	['cmp -l a b', 1, '3 142 170\n'],
	['cmp -bl a b', 1, '3 142 b    170 x\n'],
	['cmp -s a b', 1, ''],
	['cmp a c', 1, 'cmp: EOF on c after byte 3, in line 2\n'],
	['cmp a d', 1, 'cmp: EOF on d after byte 2, line 1\n'],
	['cmp -l a c', 1, 'cmp: EOF on c after byte 3\n'],
	['cmp a empty', 1, 'cmp: EOF on empty which is empty\n'],
	['cmp -n 2 a b', 0, ''],
	['cmp -i 3 a b', 0, ''],
	['cmp < a - b', 1, '- b differ: byte 3, line 2\n'],
	[
		'yes a | head -c 200000 > x; yes a | (head -c 150000; echo b) > y; cmp x y',
		1,
		'x y differ: byte 150001, line 75001\n',
	],
	['yes a | head -c 200000 > x; (head -c 150000 x; echo b) > y; cmp -n 150000 x y', 0, ''],
	[
		'yes a | head -c 200000 > x; (head -c 150000 x; echo b) > y; cmp -n 150001 x y',
		1,
		'x y differ: byte 150001, line 75001\n',
	],
	['cmp a nosuch', 2, 'cmp: nosuch: No such file or directory\n'],
	['cmp', 2, "cmp: missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.\n"],
])('%s', (script, status, output) => {
	const result = runCommand({
		argv: ['bash', '-c', `exec 2>&1; ${script}`],
		files: FILES,
		env: { LC_ALL: 'C.UTF-8' },
	});
	expect([result.exitCode, result.stdout]).toEqual([status, output]);
});
