import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { complaintOf, Fatal } from '../../gnu-command.ts';
import { quotedName } from '../../quoted-name.ts';
import { type ByteSource, NEWLINE } from './byte-source.ts';
import { isPrintable, toTabStop } from './ink.ts';
import type { Layout } from './layout.ts';

export const FORM_FEED = 12;
export const TAB = 9;
export const BLANK = 32;
const BACKSPACE = 8;

export interface Opened {
	readonly name: string;
	readonly source: ByteSource;
}

export interface Column extends Opened {
	/** Held: until the next page. Fed: its page has ended with a form feed that is still to be printed. */
	status: 'open' | 'held' | 'fed' | 'closed';
	linesToPrint: number;
	linesStored: number;
	currentLine: number;
	/** Its last page was filled: a form feed right behind it ends no other. */
	fullPage: boolean;
	readonly start: number;
	readonly numbered: boolean;
	/** Its lines are read a page at a time. */
	readonly stored: boolean;
}

/** The columns of a page and where they begin. */
export function columnsOf(layout: Layout, files: readonly Opened[]): Column[] {
	const gap = layout.separator.length;
	let start = layout.margin + gap;
	return Array.from({ length: layout.columns }, (_, at) => {
		const column: Column = {
			...(files[layout.merge ? at : 0] as Opened),
			status: 'open',
			linesToPrint: 0,
			linesStored: 0,
			currentLine: 0,
			fullPage: false,
			start,
			numbered: layout.numbered && (!layout.merge || at === 0),
			stored: layout.stores,
		};
		// Numbers of files side by side stand in the first column, which is that much wider.
		const wider = at === 0 && layout.merge ? layout.numberWidth : 0;
		start = layout.truncate ? start + layout.columnWidth + wider + (at === 0 ? 0 : gap) : 0;
		return column;
	});
}

/** The first byte of a column's next line; a form feed right behind a full page is passed over. */
export function* firstByteOf(column: Column): Task<number> {
	const { source } = column;
	yield* load(column);
	const byte = source.take();
	if (byte !== FORM_FEED || !column.fullPage) return byte;
	const next = source.take();
	if (next !== NEWLINE) return next;
	yield* load(column);
	return source.take();
}

function* load({ name, source }: Column): Task<void> {
	try {
		yield* source.load();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(complaintOf(quotedName(name), error));
	}
}

/** What is printed for a byte, and where the line is then. */
export function clumpOf(layout: Layout, byte: number, at: number): { bytes: readonly number[]; at: number } {
	const { inputTab, inputTabWidth, expand, octal, hats } = layout;
	if (byte === inputTab || byte === TAB) {
		const width = toTabStop(byte === inputTab ? inputTabWidth : 8, at);
		return { bytes: expand ? Array.from({ length: width }, () => BLANK) : [byte], at: at + width };
	}
	if (isPrintable(byte)) return { bytes: [byte], at: at + 1 };
	if (octal || (hats && byte >= 128)) {
		const digits = `\\${byte.toString(8).padStart(3, '0')}`;
		return { bytes: [...digits].map((each) => each.charCodeAt(0)), at: at + 4 };
	}
	if (hats) return { bytes: ['^'.charCodeAt(0), byte ^ 64], at: at + 2 };
	if (byte !== BACKSPACE) return { bytes: [byte], at };
	return at === 0 ? { bytes: [], at } : { bytes: [byte], at: at - 1 };
}
