import { describe, expect, test } from 'vitest';
import { EditorBench } from '../../support/editor-bench.ts';

describe('nano at a terminal', () => {
	test('^X gives the shell its terminal back', () => {
		const bench = new EditorBench({ argv: ['bash'], files: { f: 'one\n', '.bashrc': "PS1='$ '\n" } });
		bench.type('nano -I f; echo left $?\r', 300);
		bench.type('x\x18', 300);
		expect(bench.screen.text()[21]).toContain('Save modified buffer?');
		bench.type('y\r', 300);
		expect(bench.screen.alternate).toBe(false);
		expect(bench.screen.text().join('\n')).toContain('\nleft 0\n$');
		expect(bench.file('f')).toBe('xone\n');
	});

	test('^X without changes, and after the last of two files', () => {
		const bench = new EditorBench({ argv: ['nano', '-I', 'f', 'g'], files: { f: 'one\n', g: 'two\n' } });
		bench.type('\x18', 300);
		expect(bench.screen.text()[1]).toBe('two');
		expect(bench.exitCode).toBeUndefined();
		bench.type('\x18', 300);
		expect(bench.exitCode).toBe(0);
	});
});
