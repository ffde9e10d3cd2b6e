import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { WorldTerminal } from '../../../simulator/sandbox/world-terminal.ts';

function kept(keptBytes: number, ...chunks: readonly string[]): string {
	const terminal = new WorldTerminal('t1', 'controlplane', { columns: 80, rows: 24 }, keptBytes);
	for (const each of chunks) terminal.record(encodeUtf8(each));
	return decodeUtf8(terminal.scrollback());
}

describe('what a page that comes back is sent', () => {
	test('all of it while it is kept', () => {
		expect(kept(100, 'one\n', 'two\n', '한글\n')).toBe('one\ntwo\n한글\n');
		expect(kept(100, '\x1b[?1049h', 'vim')).toBe('\x1b[?1049hvim');
	});

	test('else the last lines whole', () => {
		expect(kept(8, 'one\n', 'two\n', 'three\n')).toBe('three\n');
		expect(kept(8, 'first line\nsecond\nend\n')).toBe('end\n');
	});

	test('the modes of what is gone come first', () => {
		const line = 'x'.repeat(20);
		expect(kept(30, '\x1b[?1049h\x1b[?25l', `${line}\n`, `${line}\n`)).toBe(`\x1b[?1049h\x1b[?25l${line}\n`);
		expect(kept(30, '\x1b[?1049h\x1b[?25l', `\x1b[?25h\x1b[?1049l${line}\n`, `${line}\n`)).toBe(`${line}\n`);
		expect(kept(30, '\x1b[?1;2004h', `${line}\n`, '\x1bc', `${line}\n`, `${line}\n`)).toBe(`${line}\n`);
	});

	test('modes of one chunk that is cut, and of a sequence in two of them', () => {
		const line = 'x'.repeat(20);
		expect(kept(24, `\x1b[?2004h${line}\n${line}\n`)).toBe(`\x1b[?2004h${line}\n`);
		expect(kept(24, 'a\x1b[?10', `49h${line}`, `\n${line}\n`)).toBe(`\x1b[?1049h\n${line}\n`);
	});
});
