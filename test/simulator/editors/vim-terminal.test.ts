import { describe, expect, test } from 'vitest';
import { EditorBench } from '../../support/editor-bench.ts';

const last = (bench: EditorBench): string => bench.screen.text().at(-1) as string;

describe('vim at a terminal', () => {
	test('Ctrl-Z gives the shell its terminal back, fg brings the same screen', () => {
		const bench = new EditorBench({ argv: ['bash'], files: { f: 'one\ntwo\n', '.bashrc': "PS1='$ '\n" } });
		bench.type('vim f\r', 300);
		bench.type('dwifresh \x1b');
		const screen = bench.screen.text();
		bench.type('\x1a', 300);
		expect(bench.screen.alternate).toBe(false);
		expect(bench.screen.text().join('\n')).toContain('Stopped');
		bench.type('fg\r', 300);
		expect(bench.screen.text().slice(0, 22)).toEqual(screen.slice(0, 22));
		bench.type(':wq\r', 300);
		expect(bench.file('f')).toBe('fresh \ntwo\n');
		bench.type('echo $?\r', 300);
		expect(bench.screen.text().join('\n')).toMatch(/\n0\n/);
	});

	test('scripts: -es with commands, ex from standard input', () => {
		const bench = new EditorBench({ argv: ['bash'], files: { f: 'a a\nb\n' } });
		bench.type("vim -es -c '%s/a/x/g' -c wq f; echo $?\r", 500);
		expect(bench.file('f')).toBe('x x\nb\n');
		bench.type("echo '%s/b/y/\n1p\nwq' | ex -s f\r", 500);
		expect(bench.file('f')).toBe('x x\ny\n');
	});

	test('a killed vim leaves its swap file, and -r brings the text back', () => {
		const bench = new EditorBench({ argv: ['bash'], files: { f: 'one\n' } });
		bench.type('vim f\r', 300);
		bench.type('otwo\x1b');
		bench.settle(5_000);
		bench.type(':!kill -9 $PPID\r', 1_000);
		expect(bench.file('.f.swp')).toContain('two');
		bench.type('\r', 300);
		bench.type('vim f\r', 500);
		expect(bench.screen.text().join('\n')).toContain('E325: ATTENTION');
		bench.type('r', 300);
		bench.type('\r', 300);
		expect(bench.screen.text().slice(0, 2)).toEqual(['one', 'two']);
	});

	test('a resize is followed', () => {
		const bench = new EditorBench({ argv: ['vim', 'f'], files: { f: 'one\n' } });
		bench.resize(60, 10);
		expect(bench.output).toContain('\x1b[10;');
		bench.type(':q\r');
		expect(bench.exitCode).toBe(0);
	});

	test('vimrc: unknown lines are told with their number', () => {
		const bench = new EditorBench({ argv: ['vim', 'f'], files: { f: 'one\n', '.vimrc': 'set nu\nset foo\n' } });
		expect(bench.screen.text().join('\n')).toContain('line    2:\nE518: Unknown option: foo\n"f" 1L, 4B\nPress ENTER');
		bench.type('\r');
		expect(bench.screen.text()[0]).toBe('  1 one');
		expect(last(bench)).not.toContain('Press');
	});

	test('Ctrl-C ends an endless macro', () => {
		const bench = new EditorBench({ argv: ['vim', 'f'], files: { f: 'one\n' } });
		bench.type(':let @q="ix\\e@q"\r');
		bench.type('@q', 50);
		bench.type('\x03', 500);
		bench.type(':q!\r', 500);
		expect(bench.exitCode).toBe(0);
	});

	test('~/.viminfo: what was yanked, looked for and typed stays, and where the file was left', () => {
		const f = `${Array.from({ length: 60 }, (_, at) => `line ${at + 1}`).join('\n')}\n`;
		const bench = new EditorBench({ argv: ['bash'], files: { f, g: 'one\ntwo\n', '.bashrc': "PS1='$ '\n" } });
		bench.type('vim f\r', 300);
		bench.type('/e 4\r', 300);
		bench.type('wyy:q\r', 300);
		const info = bench.file('.viminfo') as string;
		expect(info).toContain('\n# Command Line History (newest to oldest):\n:q\n|2,0,1767603600,,"q"\n');
		expect(info).toContain('\n# Search String History (newest to oldest):\n?/e 4\n|2,1,1767603600,47,"e 4"\n');
		expect(info).toContain('\n""0\tLINE\t0\n\tline 4\n|3,1,0,1,1,0,1767603600,"line 4"\n');
		expect(info).toContain('\n> ~/f\n\t*\t1767603600\t0\n\t"\t4\t5\n');
		bench.type('vim g\r', 300);
		bench.type('p:wq\r', 300);
		expect(bench.file('g')).toBe('one\nline 4\ntwo\n');
		bench.type('vim f\r', 300);
		expect([bench.screen.row, bench.screen.column]).toEqual([3, 5]);
		bench.type('n', 300);
		expect(bench.screen.row).not.toBe(3);
		bench.type(':\x1b[A', 300);
		expect(last(bench)).toContain(':wq');
		bench.type('\x03', 300);
		bench.type(':q\r', 300);
		bench.type('vim -i NONE -u NONE f\r', 300);
		expect([bench.screen.row, bench.screen.column]).toEqual([0, 0]);
	});

	test('a file that a command of the shell has changed is told, and read again when that is wanted', () => {
		const bench = new EditorBench({ argv: ['vim', 'f'], files: { f: 'one\ntwo\n' } });
		bench.type(':!echo more >>f\r', 500);
		expect(bench.screen.text().slice(2, 5)).toEqual([
			'W11: Warning: File "f" has changed since editing started',
			'See ":help W11" for more info.',
			'[O]K, (L)oad File, Load File (a)nd Options:',
		]);
		bench.type('l', 300);
		bench.type('\r', 300);
		expect(bench.screen.text().slice(0, 3)).toEqual(['one', 'two', 'more']);
		bench.type('x:w !cat >%\r', 500);
		expect(bench.screen.text().slice(-3)).toEqual([
			'W12: Warning: File "f" has changed and the buffer was changed in Vim as well',
			'See ":help W12" for more info.',
			'[O]K, (L)oad File, Load File (a)nd Options:',
		]);
		bench.type('\r', 300);
		bench.type('\r', 300);
		bench.type(':q!\r', 300);
		expect(bench.file('f')).toBe('ne\ntwo\nmore\n');
	});
});
