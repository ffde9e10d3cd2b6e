import { describe, expect, test } from 'vitest';
import { MANUAL_PAGES } from '../../../simulator/commands/man/manual-pages.ts';
import { runCommand } from '../../support/command-bench.ts';
import { EditorBench } from '../../support/editor-bench.ts';

const run = (script: string): { stdout: string; stderr: string; exitCode: number } =>
	runCommand({ argv: ['bash', '-c', script], env: { LC_ALL: 'C.UTF-8' } });

describe('man', () => {
	test('a page follows from what the program says of itself', () => {
		expect(run('man link').stdout).toBe(`LINK(1)                         User Commands                          LINK(1)

NAME
       link - call the link function to create a link to a file

SYNOPSIS
       link FILE1 FILE2
       link OPTION

DESCRIPTION
       Gives the file FILE1 the further name FILE2.

       --help
              display this help and exit

       --version
              output version information and exit

LINK(1)                         User Commands                          LINK(1)
`);
	});

	// Models man-db 2.12: exit status 16 is "nothing found".
	test('what is not there', () => {
		expect(run('man nosuch; echo $?; man 8 ls; echo $?; man; echo $?; man -w ls; man 1')).toEqual({
			stdout: '16\n16\n1\n/usr/share/man/man1/ls.1.gz\n',
			stderr:
				"No manual entry for nosuch\nNo manual entry for ls in section 8\nWhat manual page do you want?\nFor example, try 'man man'.\nNo manual entry for 1\n(Alternatively, what manual page do you want from section 1?)\nFor example, try 'man 1 man'.\n",
			exitCode: 16,
		});
	});

	test('whatis, apropos', () => {
		expect(run('whatis ls nosuch; echo $?; apropos "^zca|link func"; man -k nothing-of-the-kind; echo $?')).toEqual({
			stdout:
				'ls (1)               - list directory contents\n16\nlink (1)             - call the link function to create a link to a file\nunlink (1)           - call the unlink function to remove the specified file\nzcat (1)             - compress or expand files\n16\n',
			stderr: 'nosuch: nothing appropriate.\nnothing-of-the-kind: nothing appropriate.\n',
			exitCode: 0,
		});
	});

	test('at a terminal less shows it', () => {
		const bench = new EditorBench({ argv: ['bash', '-c', 'man sort; echo $?'] });
		bench.settle(500);
		expect(bench.screen.text().at(0)).toMatch(/^SORT\(1\) {2,}User Commands +SORT\(1\)$/);
		expect(bench.screen.text().at(-1)).toBe(' Manual page sort(1) line 1 (press h for help or q to quit)');
		bench.type('q', 300);
		expect(bench.screen.text()[0]).toBe('0');
	});
});

test.each(MANUAL_PAGES.filter(({ synopsis }) => synopsis === undefined).map(({ name }) => name))(
	'%s --help tells how it is used',
	(name) => {
		const { stdout, stderr } = run(
			`type ${name} > /dev/null || { echo usage: none here; exit; }; env ${name} --help < /dev/null`,
		);
		expect(stdout + stderr).toMatch(/usage|^[\w-]+ \[OPTIONS/i);
	},
);
