import { expect, test } from 'vitest';
import { TerminalSession } from '../../support/shell-bench.ts';

/**
 * Keys, and the lines that end up in the history. What bash 5.2.15 did on a pseudo-terminal; in vi mode Escape comes
 * by itself, as it does from a keyboard.
 */
const CASES: readonly (readonly [name: string, keys: string, lines: readonly string[]])[] = [
	['moves', 'echo bc\x01\x1bfX\x05Y', ['echoX bcY']],
	['kill ring rotate', 'echo a b c\x17\x17x\x19\x1by', ['echo a xb c']],
	['C-k C-y', 'echo abc def\x1bb\x0b\x01\x19 # ', ['def # echo abc ']],
	['M-d joins', 'echo one two three\x01\x1bd\x1bd\x05 \x19', [' two three echo one']],
	['count', 'echo \x1b5x', ['echo xxxxx']],
	['count back', 'echo abcdef\x1b3\x02Z', ['echo abcZdef']],
	['count kill', 'echo a b c d\x01\x1b2\x1bd\x05 \x19', [' b c d echo a']],
	['undo twice', 'echo abc\x17def\x1f\x1f', ['echo abc']],
	['C-x C-u', 'echo abc\x17\x18\x15', ['echo abc']],
	['transpose words', 'echo one two\x1bt', ['echo two one']],
	['mark', 'echo abcdef\x02\x02\x00\x01\x18\x18X', ['echo abcdXef']],
	['char search', 'echo abcabc\x01\x1dcX', ['eXcho abcabc']],
	['char search back', 'echo abcabc\x1b\x1dbX', ['echo abcaXbc']],
	['M-C-y', 'true p q\recho \x1b\x19', ['true p q', 'echo p']],
	['M-2 M-C-y', 'true p q\recho \x1b2\x1b\x19', ['true p q', 'echo q']],
	['up twice edit', 'true 1\rtrue 2\r\x1b[A\x1b[AX', ['true 1', 'true 2', 'true 1X']],
	['C-r', 'true apple\rtrue banana\r\x12appX', ['true apple', 'true banana', 'true apple']],
	['C-r again', 'true aa1\rtrue aa2\r\x12aa\x12\x05Z', ['true aa1', 'true aa2', 'true aa1Z']],
	['C-r abort', 'true aa1\recho n\x12aa\x07Z', ['true aa1', 'echo nZ']],
	['C-r backspace', 'true abc\rtrue abd\r\x12abc\x05Z', ['true abc', 'true abd', 'true abcZ']],
	['history search page up', 'true one\rfalse two\rtr\x1b[5~\x05Z', ['true one', 'false two', 'true oneZ']],
	['M-<', 'true 1\rtrue 2\r\x1b<Z', ['true 1', 'true 2', 'true 1Z']],
	['bang', 'true 1 2 3\recho !$ !* !:1', ['true 1 2 3', 'echo 3 1 2 3 1']],
	['bang word', 'true 1 2\r!tr', ['true 1 2', 'true 1 2']],
	['quick', 'true abc\r^abc^xyz', ['true abc', 'true xyz']],
	['M-^', 'true 1\recho !!\x1b^Z', ['true 1', 'echo true 1Z']],
	['M-&', 'echo ~root\x1b&Z', ['echo /rootZ']],
	['M-\\', 'echo a   b\x02\x02\x1b\\X', ['echo aXb']],
	['M-#', 'echo hello\x1b#', ['#echo hello']],
	['M-r', 'true 1\r\x1b[AXYZ\x1br', ['true 1', 'true 1']],
	['C-o', 'true 1\rtrue 2\r\x1b[A\x1b[A\x0f\r', ['true 1', 'true 2', 'true 1', 'true 2']],
	['C-x bs', 'echo abc def\x18true', ['true']],
	['C-w paths', 'echo /a/b/c d\x17\x17x', ['echo x']],
	['upcase', 'echo abc def\x01\x1bf\x1bu\x1bc', ['echo ABC Def']],
	['quoted insert tab', 'echo a\x16\tb', ['echo a\tb']],
	['delete fwd', 'echo abc\x1b[D\x1b[D\x1b[3~', ['echo ac']],
	['home end', 'cho a\x1b[He\x1b[Fb', ['echo ab']],
	['C-Right', 'echo one two\x01\x1b[1;5CX', ['echoX one two']],
	['korean', 'echo 한국어\x02X', ['echo 한X어']],
	['bind macro', 'bind \'"\\C-g": "true macro"\'\r\x07', ['bind \'"\\C-g": "true macro"\'', 'true macro']],
	[
		'bind func',
		'bind \'"\\C-g": backward-word\'\recho one two\x07X',
		['bind \'"\\C-g": backward-word\'', 'echo one Xtwo'],
	],
	['bind seq', 'bind \'"\\C-xq": "zz"\'\recho \x18q', ['bind \'"\\C-xq": "zz"\'', 'echo zz']],
	['bind -r', "bind -r '\\C-a'\recho ab\x01X", ["bind -r '\\C-a'", 'echo abX']],
	[
		'bind -x',
		'bind -x \'"\\C-g": READLINE_LINE="true changed"; READLINE_POINT=4\'\recho \x07X',
		['bind -x \'"\\C-g": READLINE_LINE="true changed"; READLINE_POINT=4\'', 'trueX changed'],
	],
	['vi esc 0', 'set -o vi\recho abc\x1b0ix\x1b', ['set -o vi', 'xecho abc']],
	['vi dw', 'set -o vi\recho one two three\x1b0wdw', ['set -o vi', 'echo two three']],
	['vi cw', 'set -o vi\recho one two three\x1b0wcwTWO\x1b', ['set -o vi', 'echo TWO two three']],
	['vi x p', 'set -o vi\recho abc\x1bxp', ['set -o vi', 'echo abc']],
	['vi A', 'set -o vi\recho abc\x1b0Adef', ['set -o vi', 'echo abcdef']],
	['vi I', 'set -o vi\recho abc\x1bItrue \x1b', ['set -o vi', 'true echo abc']],
	['vi b e', 'set -o vi\recho one two\x1bbiX\x1beaY', ['set -o vi', 'echo one XtwoY']],
	['vi f ;', 'set -o vi\recho abcabc\x1b0fc;rX', ['set -o vi', 'echo abXabc']],
	['vi t ,', 'set -o vi\recho abcabc\x1b0tcrX', ['set -o vi', 'Xcho abcabc']],
	['vi dd', 'set -o vi\recho abc\x1bddatrue', ['set -o vi', 'true']],
	['vi cc', 'set -o vi\recho abc\x1bcctrue', ['set -o vi', 'true']],
	['vi D', 'set -o vi\recho one two\x1b0wD', ['set -o vi', 'echo ']],
	['vi C', 'set -o vi\recho one two\x1b0wCX', ['set -o vi', 'echo X']],
	['vi yy p', 'set -o vi\recho a\x1byyP', ['set -o vi', 'echo echo aa']],
	['vi u', 'set -o vi\recho one two\x1bdbu', ['set -o vi', 'echo one two']],
	['vi ~', 'set -o vi\recho abc\x1b0w~~', ['set -o vi', 'echo ABc']],
	['vi r', 'set -o vi\recho abc\x1b0wrX', ['set -o vi', 'echo Xbc']],
	['vi count x', 'set -o vi\recho abcdef\x1b0w3x', ['set -o vi', 'echo def']],
	['vi d2w', 'set -o vi\recho a b c d\x1b0wd2w', ['set -o vi', 'echo c d']],
	['vi 2dw', 'set -o vi\recho a b c d\x1b0w2dw', ['set -o vi', 'echo c d']],
	['vi .', 'set -o vi\recho a b c d\x1b0wdw.', ['set -o vi', 'echo c d']],
	['vi k', 'set -o vi\rtrue 1\rtrue 2\r\x1bkk', ['set -o vi', 'true 1', 'true 2', 'true 1']],
	[
		'vi / n',
		'set -o vi\rtrue aa1\rtrue bb2\rtrue aa3\r\x1b/aa\rn',
		['set -o vi', 'true aa1', 'true bb2', 'true aa3', 'true aa1'],
	],
	['vi G', 'set -o vi\rtrue 1\rtrue 2\r\x1b2G', ['set -o vi', 'true 1', 'true 2', 'true 1']],
	['vi s', 'set -o vi\recho abc\x1b0wsXY\x1b', ['set -o vi', 'echo XYbc']],
	['vi S', 'set -o vi\recho abc\x1bStrue', ['set -o vi', 'true']],
	['vi $ 0 ^', 'set -o vi\recho abc\x1b0i  \x1b^iZ\x1b$aE', ['set -o vi', '  Zecho abcE']],
	['vi %', "set -o vi\recho '(abc)'\x1b0f(%rX", ['set -o vi', "echo '(abcX'"]],
	['vi |', 'set -o vi\recho abc\x1b3|rX', ['set -o vi', 'ecXo abc']],
	['vi R', 'set -o vi\recho abc\x1b0wRxy\x1b', ['set -o vi', 'echo xyc']],
	['vi X', 'set -o vi\recho abc\x1bX', ['set -o vi', 'echo ac']],
	['vi df', 'set -o vi\recho abcabc\x1b0wdfb', ['set -o vi', 'echo cabc']],
	['vi dt', 'set -o vi\recho abcabc\x1b0wdtc', ['set -o vi', 'echo cabc']],
	['vi d$', 'set -o vi\recho one two\x1b0wd$', ['set -o vi', 'echo ']],
	['vi d0', 'set -o vi\recho one two\x1bd0itrue ', ['set -o vi', 'true o']],
	['vi cb', 'set -o vi\recho one two\x1bcbX', ['set -o vi', 'echo one Xo']],
	['vi W B E', 'set -o vi\recho a-b c-d\x1b0WBEaX', ['set -o vi', 'echoX a-b c-d']],
	['vi ce .', 'set -o vi\recho aa bb cc\x1b0wceXX\x1bw.', ['set -o vi', 'echo XX XX cc']],
	['vi yw p', 'set -o vi\recho one two\x1b0wywP', ['set -o vi', 'echo one one two']],
	['vi _', 'set -o vi\rtrue p q\recho\x1b_', ['set -o vi', 'true p q', 'echo q']],
	['vi #', 'set -o vi\recho abc\x1b#', ['set -o vi', '#echo abc']],
];

test.each(CASES)('%s', (_name, keys, lines) => {
	const session = new TerminalSession({ env: { LANG: 'C.UTF-8' } });
	const pieces = keys.includes('set -o vi') ? keys.split(/(?<=\r|\x1b)|(?=\x1b)/) : keys.split(/(?<=\r)/);
	for (const piece of pieces) session.type(piece, 200);
	session.type('\r', 200);
	session.hangUp();
	const history = new TextDecoder().decode(session.machine.root.readFile('/work/.bash_history'));
	expect(history.split('\n').slice(0, -1)).toEqual(lines);
});

test('an inputrc is read: variables, bindings, conditions, vi', () => {
	const inputrc = `set bell-style none
# a comment
$if Bash
"\\C-g": "echo from a macro\\C-m"
$else
"\\C-g": abort
$endif
$if mode=vi
"\\C-a": "never"
$endif
Control-p: kill-whole-line
`;
	const session = new TerminalSession({ files: { '/work/.inputrc': inputrc } });
	session.type('\x07', 300);
	session.type('echo gone\x10echo kept\r', 300);
	expect(session.entered).toEqual(['echo from a macro', 'echo kept']);
	expect(session.type('\x01\x7f')).not.toContain('\x07');
	const vi = new TerminalSession({ files: { '/work/.inputrc': 'set editing-mode vi\n' } });
	vi.type('echo abc');
	vi.type('\x1b');
	vi.type('xx\r', 300);
	expect(vi.entered).toEqual(['echo a']);
});

test('C-x C-e runs what the editor has left', () => {
	const editor = '#!/bin/bash\necho "echo edited" > "$1"\n';
	const session = new TerminalSession({
		files: { '/work/ed': editor, '/work/.bashrc': "PS1='$ '; EDITOR=/work/ed\n" },
	});
	session.type('chmod 755 ed\r', 300);
	expect(session.type('echo before\x18\x05', 500)).toContain('\r\nedited\r\n');
});
