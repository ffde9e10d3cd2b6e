import type { Task } from '../../../../machinery/task.ts';
import { splitPattern } from '../normal/search.ts';
import type { VimRegexp } from '../regexp/vim-regexp.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand } from './ex-command.ts';

interface Order {
	readonly numeric: '' | 'n' | 'f' | 'x' | 'o' | 'b';
	readonly ignoreCase: boolean;
	readonly unique: boolean;
	/** Sort on the match instead of what follows it. */
	readonly onMatch: boolean;
	readonly regexp: VimRegexp | undefined;
}

/** `:sort` with its options n f x o b i u r /pattern/. */
export function* sortLines({ editor, args, bang, range }: ExCommand): Task<void> {
	editor.checkModifiable();
	const pattern = /^[a-z\s]*([^\w\s"|])/.exec(args);
	let flags = args;
	let regexp: VimRegexp | undefined;
	if (pattern !== null) {
		const at = args.indexOf(pattern[1] as string);
		const split = splitPattern(args.slice(at + 1), pattern[1] as string);
		regexp = editor.regexp(split.pattern === '' ? (editor.lastSearch?.pattern ?? '') : split.pattern);
		flags = args.slice(0, at) + split.rest;
	}
	const unknown = /[^nfxobiur\s]/.exec(flags);
	if (unknown !== null) throw new VimError(`E475: Invalid argument: ${flags.slice(unknown.index)}`);
	const order: Order = {
		numeric: (/[nfxob]/.exec(flags)?.[0] ?? '') as Order['numeric'],
		ignoreCase: flags.includes('i'),
		unique: flags.includes('u'),
		onMatch: flags.includes('r'),
		regexp,
	};
	if (range.first >= range.last) return;
	const lines = editor.buffer.slice(range.first, range.last + 1);
	const keyed = lines.map((text) => ({ text, key: keyOf(text, order) }));
	yield* editor.tick();
	keyed.sort((a, b) => (bang ? compare(b.key, a.key) : compare(a.key, b.key)));
	const kept = order.unique
		? keyed.filter((each, index) => index === 0 || compare(each.key, (keyed[index - 1] as typeof each).key) !== 0)
		: keyed;
	editor.buffer.replaceLines(
		range.first,
		lines.length,
		kept.map((each) => each.text),
	);
	editor.buffer.marks.set('.', { line: range.first, column: 0 });
	editor.moveTo({ line: range.first, column: 0 });
	editor.beginLine();
	const fewer = lines.length - kept.length;
	if (fewer > editor.number('report')) editor.messages.say(`${fewer} fewer lines`);
}

function keyOf(text: string, { numeric, ignoreCase, onMatch, regexp }: Order): string | number {
	let part = text;
	if (regexp !== undefined) {
		const match = regexp.exec(text);
		if (match !== undefined) part = onMatch ? text.slice(match.start, match.end) : text.slice(match.end);
		else if (onMatch) part = '';
	}
	if (numeric === '') return ignoreCase ? part.toLowerCase() : part;
	const patterns = {
		n: /-?\d+/,
		f: /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/,
		x: /-?(?:0[xX])?[0-9a-fA-F]+/,
		o: /[0-7]+/,
		b: /[01]+/,
	};
	const found = patterns[numeric].exec(part);
	if (found === null) return Number.NEGATIVE_INFINITY;
	if (numeric === 'x') return Number.parseInt(found[0].replace(/0[xX]/, ''), 16);
	if (numeric === 'o' || numeric === 'b') return Number.parseInt(found[0], numeric === 'o' ? 8 : 2);
	return Number(found[0]);
}

function compare(a: string | number, b: string | number): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
