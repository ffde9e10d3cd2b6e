import type { Task } from '../../../../machinery/task.ts';
import { trimEndOf } from '../../../../machinery/trim-end.ts';
import type { Editor } from '../editor.ts';
import { splitPattern } from '../normal/search.ts';
import { visible } from '../screen/messages.ts';
import { Beep, VimError } from '../vim-error.ts';
import { readAddresses } from './addresses.ts';
import type { ExCommand, ExKind } from './ex-command.ts';
import { EX_COMMANDS } from './ex-commands.ts';
import { runScript } from './run-script.ts';

const LINES_MAX = 1_000_000_000;

/** Commands in the order in which abbreviations are looked for. */
function kindOf(name: string): ExKind | undefined {
	return EX_COMMANDS.find((kind) => kind.name.startsWith(name) && name.length >= kind.least);
}

/** Runs what was typed on the command line, or a line of a script. Throws VimError. */
export function* exCommand(editor: Editor, text: string, interactive = false): Task<void> {
	if (++editor.depth > 100) {
		editor.depth = 0;
		throw new VimError('E169: Command too recursive');
	}
	try {
		let rest: string | undefined = text;
		if (/^[\s:]*if\s/.test(text)) {
			yield* runScript(editor, text.split(/\s*(?<!\|)\|(?!\|)\s*/), 'command line');
			rest = undefined;
		}
		while (rest !== undefined && editor.exitStatus === undefined) {
			yield* editor.settle();
			rest = yield* runOne(editor, rest);
			yield* editor.tick();
		}
	} finally {
		editor.depth = Math.max(0, editor.depth - 1);
	}
	if (interactive) editor.lastCommandLine = text;
}

/** Runs the first command of a line; returns what stands behind its `|`. */
function* runOne(editor: Editor, text: string): Task<string | undefined> {
	const trimmed = text.replace(/^[ \t:]+/, '');
	if (trimmed === '' || trimmed.startsWith('"')) return undefined;
	const { lines, rest } = yield* readAddresses(editor, trimmed);
	const command = rest.replace(/^[ \t:]+/, '');
	const modifier =
		/^(silent|sil|keepjumps|keepj|keepmarks|kee|keeppatterns|keepp|keepalt|noautocmd|noa|verbose|verb|vertical|vert|botright|bo|topleft|to|belowright|bel|rightbelow|rightb|aboveleft|abo|leftabove|lefta|confirm|conf|lockmarks|loc|hide|browse|tab)(!?)(?=\s+\S|!)\s*(.*)$/s.exec(
			command,
		);
	if (modifier !== null && !(modifier[1] === 'hide' && modifier[3] === '')) {
		yield* withModifier(
			editor,
			modifier[1] as string,
			modifier[2] === '!',
			modifier[3] as string,
			text.slice(0, text.length - command.length),
		);
		return undefined;
	}
	if (command === '' || command.startsWith('|')) {
		if (lines.length > 0) goToLine(editor, lines);
		return command.startsWith('|') ? command.slice(1) : undefined;
	}
	if (command.startsWith('"')) {
		if (lines.length > 0) goToLine(editor, lines);
		return undefined;
	}
	return yield* dispatch(editor, lines, command);
}

function goToLine(editor: Editor, lines: readonly number[]): void {
	const line = lines.at(-1) as number;
	if (line > editor.buffer.lastLine && editor.silent) throw new VimError('E16: Invalid range');
	editor.window.noteJump();
	editor.window.line = Math.max(0, Math.min(line, editor.buffer.lastLine));
	editor.startLine();
}

function* withModifier(editor: Editor, name: string, bang: boolean, rest: string, range: string): Task<void> {
	const whole = range + rest;
	if (name.startsWith('sil')) {
		const level = bang ? 2 : 1;
		const before = editor.messages.muted;
		editor.messages.muted = Math.max(before, level);
		try {
			yield* exCommand(editor, whole);
		} catch (error) {
			if (!bang || !(error instanceof VimError || error instanceof Beep)) throw error;
		} finally {
			editor.messages.muted = before;
		}
		return;
	}
	if (name.startsWith('keepp')) {
		const kept = editor.lastSearch;
		yield* exCommand(editor, whole);
		editor.lastSearch = kept;
		return;
	}
	if (name.startsWith('vert')) editor.splitWay = { ...editor.splitWay, vertical: true };
	else if (/^(?:bo|bel|rightb)/.test(name)) editor.splitWay = { ...editor.splitWay, after: true };
	else if (/^(?:to$|topl|abo|lefta)/.test(name)) editor.splitWay = { ...editor.splitWay, after: false };
	else if (name === 'tab') editor.splitWay = { ...editor.splitWay, tab: true };
	try {
		yield* exCommand(editor, whole);
	} finally {
		editor.splitWay = {};
	}
}

/** The name of a command: letters, or one of the signs. `s` and `k` and `d` take what follows at once. */
function splitName(text: string): [string, string] {
	const odd = /^(?:k(?=[a-zA-Z]\s*$)|s(?=[^a-zA-Z0-9_\s"|\\]|$)|&&|[@*&<>=!~#])/.exec(text);
	if (odd !== null) return [odd[0], text.slice(odd[0].length)];
	const flagged = /^s(?=(?:[&#cegiInr]+(?:[ \t]*\d+)?[ \t]*)$)/.exec(text);
	if (flagged !== null && kindOf((/^[a-zA-Z]+/.exec(text) as RegExpExecArray)[0]) === undefined)
		return ['s', text.slice(1)];
	const name = /^[a-zA-Z][a-zA-Z]*/.exec(text);
	if (name === null) return ['', text];
	// `:dl`, `:dp`: a delete with a flag; `:normal!` and names with digits keep their letters.
	const known = kindOf(name[0]);
	if (known === undefined && /^d[lp]$/.test(name[0])) return ['d', text.slice(1)];
	const digits = /^[A-Z][a-zA-Z0-9]*/.exec(text);
	return digits === null ? [name[0], text.slice(name[0].length)] : [digits[0], text.slice(digits[0].length)];
}

function* dispatch(editor: Editor, lines: readonly number[], command: string): Task<string | undefined> {
	const [name, behind] = splitName(command);
	const user = /^[A-Z]/.test(name) ? editor.userCommands.get(name) : undefined;
	const kind = user !== undefined ? USER : name === '' ? undefined : kindOf(name);
	if (kind === undefined) throw new VimError(`E492: Not an editor command: ${command.trimEnd()}`);
	const bang = behind.startsWith('!') && name !== '!' && name !== '&&';
	let args = bang ? behind.slice(1) : behind;
	let rest: string | undefined;
	if (kind.name === 'substitute') [args, rest] = splitSubstitute(args);
	else if ((kind.name === 'read' || kind.name === 'write') && (/^\s*!/.test(args) || (bang && kind.name === 'read'))) {
		if (bang && kind.name === 'read') args = `!${args}`;
	} else if (kind.takesBar !== true) [args, rest] = splitBar(args, kind.takesQuote === true);
	args = args.replace(/^[ \t]+/, '');
	if (kind.name !== 'normal' && kind.takesBar !== true) args = trimEndOf(args, ' \t');
	if (user !== undefined) {
		yield* exCommand(
			editor,
			user
				.replaceAll('<args>', args)
				.replaceAll('<q-args>', `'${args}'`)
				.replaceAll('<bang>', bang ? '!' : ''),
		);
		return rest;
	}
	if (!(yield* agreesToSwap(editor, kind, lines))) return undefined;
	const range = rangeOf(editor, kind, lines);
	yield* kind.run({ editor, name: kind.name, typed: command, range, bang, args } satisfies ExCommand);
	return rest;
}

const USER: ExKind = { name: '', least: 1, lines: 'count', takesQuote: true, run: () => nothing() };

function* nothing(): Task<void> {}

const SWAP_QUESTION = 'Backwards range given, OK to swap (y/n)?';

/** A range whose end stands before its start is only taken when the user says so. */
function* agreesToSwap(editor: Editor, kind: ExKind, lines: readonly number[]): Task<boolean> {
	const backwards = kind.lines !== 'none' && kind.lines !== 'count' && (lines.at(-2) ?? -1) > (lines.at(-1) ?? -1);
	if (!backwards || lines.length < 2 || editor.messages.muted > 0) return true;
	if (editor.silent || editor.mode === 'ex' || editor.globalBusy) throw new VimError('E493: Backwards range given');
	const answered: string[] = [];
	editor.question = SWAP_QUESTION;
	try {
		for (;;) {
			const key = yield* editor.keys.next(undefined);
			const answer = key === '\x1b' || key === '\x03' ? 'n' : key;
			answered.push(SWAP_QUESTION + visible(answer));
			if (answer !== 'y' && answer !== 'n') continue;
			editor.messages.rows(answered);
			return answer === 'y';
		}
	} finally {
		editor.question = undefined;
	}
}

function rangeOf(editor: Editor, kind: ExKind, lines: readonly number[]): ExCommand['range'] {
	const { lastLine } = editor.buffer;
	const here = editor.window.line;
	if (lines.length === 0) {
		const [first, last] = kind.lines === 'all' ? [0, lastLine] : [here, here];
		return { first, last, given: 0, zero: false };
	}
	if (kind.lines === 'none') throw new VimError('E481: No range allowed');
	const last = lines.at(-1) as number;
	const first = lines.length > 1 ? (lines.at(-2) as number) : last;
	if (kind.lines === 'count')
		return { first, last: Math.min(last, LINES_MAX), given: Math.min(lines.length, 2), zero: false };
	const [low, high] = first > last ? [last, first] : [first, last];
	if (low < -1 || high > lastLine) throw new VimError('E16: Invalid range');
	return {
		first: Math.max(0, low),
		last: Math.max(0, high),
		given: Math.min(lines.length, 2),
		zero: high === -1 || (last === -1 && lines.length === 1),
	};
}

/** A command's argument up to `|` or a comment; what stands behind the bar. */
export function splitBar(text: string, keepQuotes: boolean): [string, string | undefined] {
	let out = '';
	let quote = '';
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if ((char === '\\' || char === '\x16') && text[at + 1] === '|') {
			out += '|';
			at++;
		} else if (quote !== '') {
			out += char;
			if (char === '\\' && quote === '"') out += text[++at] ?? '';
			else if (char === quote) quote = '';
		} else if (char === '|') return [out, text.slice(at + 1)];
		else if (char === '"' && !keepQuotes) return [out, undefined];
		else {
			if (keepQuotes && (char === '"' || char === "'") && text.indexOf(char, at + 1) > 0) quote = char;
			out += char;
		}
	}
	return [out, undefined];
}

/** `:s` knows where its pattern and its replacement end. */
function splitSubstitute(text: string): [string, string | undefined] {
	const args = text.trimStart();
	const delimiter = args[0];
	if (delimiter === undefined || /[a-zA-Z0-9_"|\\]/.test(delimiter)) return splitBar(text, true);
	const { pattern, rest } = splitPattern(args.slice(1), delimiter);
	let end = 0;
	while (end < rest.length && rest[end] !== delimiter) end += rest[end] === '\\' ? 2 : 1;
	const [flags, next] = splitBar(rest.slice(end + 1), false);
	const head = args.slice(
		0,
		1 + pattern.length + (pattern.length + 1 < args.length ? 1 : 0) + Math.min(end + 1, rest.length),
	);
	return [head + flags, next];
}

/** Full names of commands for completion. */
export function commandNames(): readonly string[] {
	return EX_COMMANDS.map((kind) => kind.name).filter((name) => /^[a-z]{2,}$/.test(name));
}
