import { describe, expect, test } from 'vitest';
import { ClickedLines, typedAtOnce } from '../../app/_components/bench/clicked-lines.ts';

const PROMPT = '\x1b[?2004h$ ';
const ACCEPTED = '\x1b[?2004l\r';

/** A terminal and what clicks have typed into it. */
function terminal() {
	const typed: string[] = [];
	const lines = new ClickedLines((_, command) => typed.push(command));
	return {
		typed,
		lines,
		click: (command: string) => lines.click('t1', command),
		shows: (text: string) => lines.shown('t1', new TextEncoder().encode(text)),
	};
}

describe('clicked commands of several lines', () => {
	test('are typed one at each prompt', () => {
		const { typed, click, shows } = terminal();
		expect(shows(PROMPT)).toBe(true);
		click('ssh node01 ls\nssh node01 cat x\npwd');
		expect(typed).toEqual(['ssh node01 ls']);
		expect(shows(`ssh node01 ls\r\n${ACCEPTED}`)).toBe(false);
		shows('conflist\r\n');
		expect(typed).toEqual(['ssh node01 ls']);
		shows(`${PROMPT}`);
		expect(typed).toEqual(['ssh node01 ls', 'ssh node01 cat x']);
		shows(`ssh node01 cat x\r\n${ACCEPTED}${PROMPT}`);
		expect(typed).toEqual(['ssh node01 ls', 'ssh node01 cat x', 'pwd']);
	});

	test('a switch may come in two pieces', () => {
		const { typed, click, shows } = terminal();
		shows(PROMPT.slice(0, 4));
		shows(PROMPT.slice(4));
		click('a\nb');
		for (const piece of [ACCEPTED.slice(0, 7), ACCEPTED.slice(7), PROMPT.slice(0, 1), PROMPT.slice(1)]) shows(piece);
		expect(typed).toEqual(['a', 'b']);
	});

	test('another click waits for its turn, an interrupt ends all of it', () => {
		const { typed, lines, click, shows } = terminal();
		shows(PROMPT);
		click('a');
		click('b\nc\nd');
		expect(typed).toEqual(['a']);
		shows(`${ACCEPTED}${PROMPT}`);
		shows(`${ACCEPTED}${PROMPT}`);
		expect(typed).toEqual(['a', 'b', 'c']);
		lines.typed('t1', '\x03');
		shows(`${ACCEPTED}${PROMPT}`);
		expect(typed).toEqual(['a', 'b', 'c']);
		click('e');
		expect(typed).toEqual(['a', 'b', 'c', 'e']);
	});

	test('a program that is not a shell gets them at once', () => {
		const { typed, click, shows } = terminal();
		shows(`${PROMPT}sh\r\n${ACCEPTED}/ # `);
		click('ls\npwd');
		expect(typed).toEqual(['ls\npwd']);
	});

	test('another world has no prompt yet', () => {
		const { typed, lines, click, shows } = terminal();
		shows(PROMPT);
		click('a\nb');
		lines.clear();
		shows(PROMPT);
		expect(typed).toEqual(['a']);
	});
});

describe('what is typed at one prompt', () => {
	const check = (title: string, command: string, expected: string[]) =>
		test(title, () => expect(typedAtOnce(command)).toEqual(expected));

	check('a line', 'a', ['a']);
	check('lines', 'a\n\nb', ['a', '', 'b']);
	check('a here-document', "cat > x <<'END'\nEND x\nssh a\nEND\nb", ["cat > x <<'END'\nEND x\nssh a\nEND", 'b']);
	check('two of them, tabs before an end', 'a <<X <<-"Y Z"\n1\nX\n2\n\tY Z\nb', [
		'a <<X <<-"Y Z"\n1\nX\n2\n\tY Z',
		'b',
	]);
	check('a here-string is none', 'cat <<<a\na', ['cat <<<a', 'a']);
	check('one that does not end', 'cat <<X\n1', ['cat <<X\n1']);
});
