import type { Editor } from '../editor.ts';
import type { Region } from './region.ts';
import { blockPart } from './region.ts';

interface Found {
	readonly start: number;
	readonly end: number;
	readonly replacement: string;
}

/** The number at or after an offset of a line, with something added to it. Models ops.c do_addsub. */
function changedNumber(editor: Editor, text: string, from: number, amount: number, visual: boolean): Found | undefined {
	const formats = editor.text('nrformats').split(',');
	const patterns: readonly (readonly [string, RegExp])[] = [
		['hex', /0[xX][0-9a-fA-F]+/g],
		['bin', /0[bB][01]+/g],
		['', /\d+/g],
	];
	for (const [format, pattern] of patterns) {
		if (format !== '' && !formats.includes(format)) continue;
		for (const match of text.matchAll(pattern)) {
			const end = match.index + match[0].length;
			if (end <= from || (visual && match.index < from)) continue;
			const earlier = format !== '' && /\d/.test(text.slice(from, match.index));
			if (earlier) break;
			return format === ''
				? decimal(formats, text, match.index, match[0], amount, visual ? from : 0)
				: based(match.index, match[0], amount);
		}
	}
	return undefined;
}

function decimal(
	formats: readonly string[],
	text: string,
	at: number,
	digits: string,
	amount: number,
	first: number,
): Found {
	const negative = text[at - 1] === '-' && at - 1 >= first && !formats.includes('unsigned');
	if (formats.includes('octal') && /^0[0-7]+$/.test(digits) && !negative) {
		const value = BigInt.asUintN(64, BigInt(`0o${digits.slice(1)}`) + BigInt(amount)).toString(8);
		return { start: at, end: at + digits.length, replacement: `0${value.padStart(digits.length - 1, '0')}` };
	}
	const value = BigInt(digits) * (negative ? -1n : 1n) + BigInt(amount);
	const zeros = /^0\d/.test(digits) && !formats.includes('octal') ? digits.length : 0;
	const shown = value < 0n ? `-${(-value).toString().padStart(zeros, '0')}` : value.toString().padStart(zeros, '0');
	return { start: negative ? at - 1 : at, end: at + digits.length, replacement: shown };
}

function based(at: number, digits: string, amount: number): Found {
	const radix = /^0[xX]/.test(digits) ? 16 : 2;
	const value = BigInt.asUintN(64, BigInt(digits.toLowerCase()) + BigInt(amount)).toString(radix);
	const body = digits.slice(2);
	const last = body.match(/[a-fA-F]/g)?.at(-1);
	const shown = value.padStart(body.length, '0');
	const cased = last !== undefined && last < 'a' ? shown.toUpperCase() : shown;
	return { start: at, end: at + digits.length, replacement: digits.slice(0, 2) + cased };
}

/** Ctrl-A and Ctrl-X at the cursor; false: there is no number. */
export function addAtCursor(editor: Editor, amount: number): boolean {
	editor.checkModifiable();
	const { window } = editor;
	const { text } = window;
	const found = changedNumber(editor, text, window.column, amount, false);
	if (found === undefined) return false;
	editor.buffer.setLine(window.line, text.slice(0, found.start) + found.replacement + text.slice(found.end));
	window.column = found.start + found.replacement.length - 1;
	editor.keepColumn();
	return true;
}

/** The first number of each line of an area. @param progressive each line by one step more. */
export function addNumbers(editor: Editor, region: Region, amount: number, progressive: boolean): void {
	editor.checkModifiable();
	let step = amount;
	for (let line = region.start.line; line <= region.end.line; line++) {
		const text = editor.buffer.line(line);
		let from = 0;
		let to = text.length;
		if (region.type === 'block') ({ from, to } = blockPart(editor, region, line));
		else if (region.type === 'char') {
			if (line === region.start.line) from = region.start.column;
			if (line === region.end.line) to = Math.min(to, region.end.column);
		}
		const found = changedNumber(editor, text.slice(0, to), from, step, true);
		if (found === undefined) continue;
		editor.buffer.setLine(line, text.slice(0, found.start) + found.replacement + text.slice(found.end));
		if (progressive) step += amount;
	}
	editor.window.line = region.start.line;
	editor.window.column =
		region.type === 'block'
			? blockPart(editor, region, region.start.line).from
			: region.type === 'line'
				? 0
				: region.start.column;
	editor.clampColumn();
}
