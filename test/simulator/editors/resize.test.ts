import { expect, test } from 'vitest';
import { EditorBench } from '../../support/editor-bench.ts';
import { ScreenEmulator } from '../../support/screen-emulator.ts';

const LINES = Array.from({ length: 60 }, (_, at) => `line ${at + 1}\n`).join('');

test('less fills a screen that became smaller, and one that became larger', () => {
	const bench = new EditorBench({ argv: ['less', 'f'], files: { f: LINES } });
	bench.type('j', 200);
	// What is drawn goes as far as the screen does: the rows, and the prompt below them.
	for (const [columns, rows] of [
		[40, 10],
		[80, 20],
	] as const) {
		const from = bench.output.length;
		bench.resize(columns, rows);
		bench.settle(200);
		const screen = new ScreenEmulator(columns, rows);
		screen.feed(bench.output.slice(from));
		const shown = Array.from({ length: rows - 1 }, (_, at) => `line ${at + 2}`);
		expect(screen.text()).toEqual([...shown, ':']);
	}
	bench.type('q', 200);
	expect(bench.exitCode).toBe(0);
});

test('the shell knows the new size of its terminal at once, and what it starts begins with it', () => {
	const bench = new EditorBench({
		argv: ['bash'],
		files: { f: LINES, '.bashrc': "PS1='$ '\n" },
		env: { HOME: '/work' },
	});
	bench.settle(300);
	bench.resize(50, 12);
	bench.type('sort f > /dev/null; echo $COLUMNS x $LINES\r', 300);
	expect(bench.screen.text().join('\n')).toContain('\n50 x 12\n');
	const from = bench.output.length;
	bench.type('less f\r', 300);
	expect(bench.output.slice(from)).toContain('line 11');
	expect(bench.output.slice(from)).not.toContain('line 12');
});
