import { describe, expect, test } from 'vitest';
import { TerminalSession } from '../../support/shell-bench.ts';

/** Types one text after the other; what the terminal was sent for each, without bracketed paste's switches. */
function typed(steps: readonly string[], session = new TerminalSession({ env: { LANG: 'C.UTF-8' } })): string[] {
	return steps.map((step) => plain(session.type(step, step.includes('\r') ? 300 : 50)));
}

function plain(output: string): string {
	return output.replaceAll('\x1b[?2004h', '').replaceAll('\x1b[?2004l\r', '').replaceAll('\r\n', '\n');
}

// Compared with bash 5.2.15 on a pseudo-terminal, key by key.
describe('job control', () => {
	test('stop, list, background, kill', () => {
		expect(typed(['sleep 5\r', '\x1a', 'jobs\r', 'bg\r', 'kill %1\r', '\r'])).toEqual([
			'sleep 5\n',
			'^Z\n[1]+  Stopped                 sleep 5\n$ ',
			'jobs\n[1]+  Stopped                 sleep 5\n$ ',
			'bg\n[1]+ sleep 5 &\n$ ',
			'kill %1\n$ ',
			'\n[1]+  Terminated              sleep 5\n$ ',
		]);
	});

	test('two jobs, foreground and back, done notices', () => {
		expect(typed(['sleep 8 & sleep 9 &\r', 'fg %1\r', '\x1a', 'jobs\r', 'fg\r', '\x03', 'echo $?\r'])).toEqual([
			'sleep 8 & sleep 9 &\n[1] 3\n[2] 4\n$ ',
			'fg %1\nsleep 8\n',
			'^Z\n[1]+  Stopped                 sleep 8\n$ ',
			'jobs\n[1]+  Stopped                 sleep 8\n[2]-  Running                 sleep 9 &\n$ ',
			'fg\nsleep 8\n',
			'^C\n$ ',
			'echo $?\n130\n$ ',
		]);
	});

	test('a failing background job says how it ended', () => {
		expect(typed(['(exit 3) &\r', '\r'])).toEqual([
			'(exit 3) &\n[1] 3\n$ ',
			'\n[1]+  Exit 3                  ( exit 3 )\n$ ',
		]);
	});

	test('Ctrl-C ends pipelines, loops of builtins and lists', () => {
		const steps = ['sleep 100 | cat\r', '\x03', 'while :; do :; done; echo no\r', '\x03', 'sleep 9; echo no\r', '\x03'];
		expect(typed(steps)).toEqual([
			'sleep 100 | cat\n',
			'^C\n$ ',
			'while :; do :; done; echo no\n',
			'^C\n$ ',
			'sleep 9; echo no\n',
			'^C\n$ ',
		]);
	});

	test('exit warns once of stopped jobs', () => {
		const session = new TerminalSession();
		expect(typed(['sleep 9\r', '\x1a', 'exit\r', 'exit\r'], session).slice(2)).toEqual([
			'exit\nexit\nThere are stopped jobs.\n$ ',
			'exit\nexit\n',
		]);
		expect(session.exitCode).toBe(1);
	});
});

describe('line editing', () => {
	/** The command line that results from keys, as echo shows it. */
	test.each([
		['moves and insertions', 'echo bc\x01\x1bfX\x05Y', 'bcY', 'echoX bcY'],
		['backspace and delete', 'echo abcd\x02\x02\x7f\x04', '', 'echo ad'],
		['kill and yank', 'echo one two\x17\x19\x19', '', 'echo one twotwo'],
		['kill line and yank pop', 'echo a\x15b\x15\x19\x1by', '', 'echo a'],
		['words by Meta', 'echo one two\x1bb\x1bd', '', 'echo one '],
		['transpose', 'echo ab\x14', '', 'echo ba'],
		['case', 'echo abc def\x01\x1bf\x1bu\x1bc', '', 'echo ABC Def'],
		['undo', 'echo abc\x17\x1f', '', 'echo abc'],
		['quoted insert', 'echo a\x16\x07b', '', 'echo a\x07b'],
		['wide characters', 'echo 한국어\x02\x7f', '', 'echo 한어'],
		['bracketed paste', 'echo \x1b[200~a\nb\x1b[201~', '', 'echo a\nb'],
	])('%s', (_name, keys, _unused, line) => {
		const session = new TerminalSession();
		session.type(`${keys}\r`);
		expect(session.entered).toEqual([line]);
	});

	test('a line over several rows is redrawn where it changes', () => {
		const session = new TerminalSession({ columns: 20 });
		session.type('echo 0123456789012345678901234');
		expect(session.type('\x01X')).toBe('\x1b[1A\x1b[10DXecho 012345678901 \r2345678901234\x1b[1A\x1b[10D');
	});

	test('searching, history lines and their edits', () => {
		const session = new TerminalSession();
		typed(
			[
				'echo one\r',
				'echo two\r',
				'\x1b[A\x1b[AX\x1b[B\x1b[A\r',
				'\x12one\r',
				'!!\r',
				'^one^1^\r',
				'true a b\r',
				'echo !$ \x1b.\r',
			],
			session,
		);
		expect(session.entered).toEqual([
			'echo one',
			'echo two',
			'echo oneX',
			'echo oneX',
			'echo oneX',
			'echo 1X',
			'true a b',
			'echo b b',
		]);
	});
});

describe('prompts and commands of several lines', () => {
	test('PS2 until the command is complete', () => {
		const session = new TerminalSession();
		expect(
			typed(
				[
					'for i in 1 2; do\r',
					'echo $i\r',
					'done\r',
					"echo 'a\r",
					"b'\r",
					'cat <<E\r',
					'x\r',
					'E\r',
					'\x1b[A\x1b[A\x1b[A',
				],
				session,
			),
		).toEqual([
			'for i in 1 2; do\n> ',
			'echo $i\n> ',
			'done\n1\n2\n$ ',
			"echo 'a\n> ",
			"b'\na\nb\n$ ",
			'cat <<E\n> ',
			'x\n> ',
			'E\nx\n$ ',
			'for i in 1 2; do echo $i; done',
		]);
	});

	// What bash 5.2.15 did on a pseudo-terminal.
	test('history is not looked up in here-documents, single quotes and comments; elsewhere a line alone is lost', () => {
		const session = new TerminalSession();
		expect(
			typed(
				[
					'cat <<E\r',
					'#!/bin/bash\r',
					'echo wow!now !!\r',
					'E\r',
					'if true; then cat <<E\r',
					'^cat^dog\r',
					'E\r',
					'fi\r',
					"echo 'a\r",
					"!!'\r",
					'echo b #!x\r',
					'echo b#!x\r',
					'echo "c\r',
					'#!x\r',
					'"\r',
				],
				session,
			),
		).toEqual([
			'cat <<E\n> ',
			'#!/bin/bash\n> ',
			'echo wow!now !!\n> ',
			'E\n#!/bin/bash\necho wow!now !!\n$ ',
			'if true; then cat <<E\n> ',
			'^cat^dog\n> ',
			'E\n> ',
			'fi\n^cat^dog\n$ ',
			"echo 'a\n> ",
			"!!'\na\n!!\n$ ",
			'echo b #!x\nb\n$ ',
			'echo b#!x\nbash: !x: event not found\n$ ',
			'echo "c\n> ',
			'#!x\nbash: !x: event not found\n> ',
			'"\nc\n\n$ ',
		]);
	});

	test('errors at the prompt name no line', () => {
		expect(typed(['fi\r', 'nosuch\r', 'echo $((1/0)); echo no\r', 'f() { nosuch; }; f\r', 'cd /nosuch\r'])).toEqual([
			"fi\nbash: syntax error near unexpected token `fi'\n$ ",
			'nosuch\nbash: nosuch: command not found\n$ ',
			'echo $((1/0)); echo no\nbash: 1/0: division by 0 (error token is "0")\n$ ',
			'f() { nosuch; }; f\nbash: nosuch: command not found\n$ ',
			'cd /nosuch\nbash: cd: /nosuch: No such file or directory\n$ ',
		]);
	});

	test('Ctrl-C leaves the line, Ctrl-D the shell', () => {
		const session = new TerminalSession();
		expect(
			typed(['echo x', '\x03', 'if true\r', '\x03', '\x04'], session).map((each) => each.replaceAll('\r', '')),
		).toEqual(['echo x', '^C\n$ ', 'if true\n> ', '^C\n$ ', '\nexit\n']);
		expect(session.exitCode).toBe(130);
	});

	test('escapes of PS1', () => {
		const session = new TerminalSession({
			files: { '/work/.bashrc': "PS1='\\u@\\h:\\w \\W \\$ [\\!] \\t $(echo sub) '\n" },
		});
		expect(plain(session.output)).toBe('root@controlplane:~ ~ # [1] 09:00:00 sub ');
	});
});

describe('history file', () => {
	test('saved on exit and on hang-up, read at start', () => {
		const session = new TerminalSession({ files: { '/work/.bash_history': 'echo old\n' } });
		typed(['echo new\r', '\x10\x10\r'], session);
		expect(session.entered).toEqual(['echo new', 'echo old']);
		session.hangUp();
		expect(new TextDecoder().decode(session.machine.root.readFile('/work/.bash_history'))).toBe(
			'echo old\necho new\necho old\n',
		);
	});
});

describe('completion', () => {
	const files = { '/work/alpha.txt': '', '/work/alphabet.txt': '', '/work/beta file': '', '/work/dir/inner.txt': '' };

	test('files: common part, bell, list, quoting, directories', () => {
		const session = new TerminalSession({ files });
		expect(typed(['cat al\t', '\t', '\t', 'b\t', '\x15', 'cat be\t', '\x15', 'ls d\t', 'i\t'], session)).toEqual([
			'cat al\x07pha',
			'\x07',
			'\nalpha.txt     alphabet.txt  \n$ cat alpha',
			'bet.txt ',
			'\x1b[17D\x1b[K',
			'cat beta\\ file ',
			'\x1b[15D\x1b[K',
			'ls dir/',
			'inner.txt ',
		]);
	});

	test('commands, variables and programmed words', () => {
		const session = new TerminalSession({ files });
		typed(["complete -W 'get describe delete' kube\r", 'f() { COMPREPLY=(one:two); }; complete -F f foo\r'], session);
		expect(typed(['printe\t', '\x15', 'echo $HOM\t', '\x15', 'kube d\t', 's\t'], session)).toEqual([
			'printenv ',
			'\x1b[9D\x1b[K',
			'echo $HOME/',
			'\x1b[11D\x1b[K',
			'kube d\x07e',
			'scribe ',
		]);
	});
});
