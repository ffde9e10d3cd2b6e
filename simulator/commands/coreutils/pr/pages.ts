import type { Task } from '../../../machinery/task.ts';
import { Fatal, type RunContext } from '../../gnu-command.ts';
import { HeldMemory } from '../../stdio.ts';
import { strftime } from '../../strftime.ts';
import { displayWidth } from '../ls-layout.ts';
import { END, NEWLINE } from './byte-source.ts';
import { BLANK, type Column, clumpOf, columnsOf, FORM_FEED, firstByteOf, type Opened, TAB } from './columns.ts';
import { Ink, toTabStop } from './ink.ts';
import { FOOTER_LINES, type Layout } from './layout.ts';

/** Bytes of a line between two looks at the clock. */
const STRIDE = 4096;
/** Differs: of a page that is read before it is printed, which GNU holds as far as memory goes. */
const STORED_MAX = 16_777_216;
/** What a line takes beside its bytes. */
const LINE_BYTES = 128;

interface StoredLine {
	readonly bytes: Uint8Array;
	/** Where it ends on the page. */
	readonly width: number;
}

/** One file in columns, or several files side by side, page after page. Models pr.c print_files. */
export class Pages {
	readonly #run: RunContext;
	readonly #layout: Layout;
	readonly #ink: Ink;
	readonly #memory: HeldMemory;
	readonly #columns: Column[];
	readonly #date: string;
	readonly #title: string;
	#ready: number;
	#page = 1;
	#line: number;
	#inputAt = 0;
	#storing: number[] | undefined;
	#stored: StoredLine[] = [];
	#headerDue = false;
	#feedDue = false;
	#lineBegun = false;
	#alignEmpty = false;
	#isEmpty = true;
	#onlyFeed = false;
	#separatorsDue = 0;
	#padding = 0;

	constructor(run: RunContext, layout: Layout, files: readonly Opened[], title: string, mtimeMs: number) {
		this.#run = run;
		this.#layout = layout;
		this.#ink = new Ink(run.out, layout.tabify, layout.outputTab, layout.outputTabWidth);
		this.#memory = new HeldMemory(run.process);
		this.#line = layout.firstLine ?? 1;
		this.#date = strftime(layout.dateFormat, mtimeMs);
		this.#title = layout.header ?? title;
		this.#ready = files.length;
		this.#columns = columnsOf(layout, files);
	}

	*print(): Task<void> {
		if (this.#layout.firstPage > 1) {
			if (!(yield* this.#skipTo(this.#layout.firstPage))) return;
			this.#page = this.#layout.firstPage;
		}
		while (yield* this.#printPage());
	}

	#columnsToPrint(): number {
		const { stores } = this.#layout;
		return this.#columns.filter(
			({ status, linesStored, linesToPrint }) =>
				status === 'open' || status === 'fed' || (stores && linesStored > 0 && linesToPrint > 0),
		).length;
	}

	*#printPage(): Task<boolean> {
		const layout = this.#layout;
		yield* this.#prepare();
		if (this.#columnsToPrint() === 0) return false;
		if (layout.extremities) this.#headerDue = true;
		this.#lineBegun = false;
		let anything = false;
		let left = layout.bodyLines * (layout.doubleSpace ? 2 : 1);
		while (left > 0 && this.#columnsToPrint() > 0) {
			anything = (yield* this.#printLine()) || anything;
			if (this.#lineBegun) {
				this.#ink.raw(NEWLINE);
				left--;
			}
			if (this.#columnsToPrint() === 0 && !layout.extremities) break;
			if (layout.doubleSpace && anything) {
				this.#ink.raw(NEWLINE);
				left--;
			}
			yield* this.#ink.flush();
		}
		yield* this.#ink.flush();
		if (left <= 0) for (const column of this.#columns) if (column.status === 'open') column.fullPage = true;
		if (anything && layout.extremities) yield* this.#finishPage(left + FOOTER_LINES);
		else if (layout.keepFormFeeds && this.#feedDue) {
			yield* this.#ink.text('\f');
			this.#feedDue = false;
		}
		if (++this.#page > layout.lastPage) return false;
		this.#reopen();
		return true;
	}

	*#finishPage(lines: number): Task<void> {
		if (this.#layout.formFeed) return yield* this.#ink.text('\f');
		for (let left = lines; left > 0; left -= STRIDE) {
			yield* this.#run.process.tick();
			yield* this.#ink.text('\n'.repeat(Math.min(left, STRIDE)));
		}
	}

	/** Returns whether anything stands on it. */
	*#printLine(): Task<boolean> {
		const { merge, useSeparator } = this.#layout;
		this.#ink.begin();
		this.#separatorsDue = 0;
		this.#lineBegun = false;
		this.#alignEmpty = false;
		this.#isEmpty = true;
		let anything = false;
		for (const column of this.#columns) {
			this.#inputAt = 0;
			if (column.linesToPrint > 0 || column.status === 'fed') {
				this.#onlyFeed = false;
				this.#padding = column.start;
				if (column.stored) yield* this.#printStored(column);
				else if (!(yield* this.#readLine(column))) yield* this.#passRest(column);
				anything ||= this.#lineBegun;
				column.linesToPrint--;
				if (column.linesToPrint <= 0 && this.#columnsToPrint() === 0) break;
				if (merge && column.status !== 'open') {
					if (this.#isEmpty) this.#alignEmpty = true;
					else if (column.status === 'closed' || (column.status === 'held' && this.#onlyFeed)) this.#align(column);
				}
			} else if (merge) {
				if (this.#isEmpty) this.#alignEmpty = true;
				else this.#align(column);
			}
			if (useSeparator) this.#separatorsDue++;
		}
		return anything;
	}

	*#prepare(): Task<void> {
		if (this.#layout.stores) {
			yield* this.#store();
			for (const column of this.#columns) column.linesToPrint = column.linesStored;
		} else {
			for (const column of this.#columns) {
				column.linesToPrint = column.status === 'open' ? this.#layout.bodyLines : 0;
			}
		}
	}

	/** Reads a page of lines and shares them out evenly. */
	*#store(): Task<void> {
		this.#stored = [];
		let held = 0;
		for (const column of this.#columns) column.linesStored = 0;
		for (const column of this.#columns) {
			if (this.#ready === 0) break;
			column.currentLine = this.#stored.length;
			for (let left = this.#layout.bodyLines; left > 0 && this.#ready > 0; left--) {
				if (column.status !== 'open') continue;
				this.#inputAt = 0;
				const bytes: number[] = [];
				this.#storing = bytes;
				const whole = yield* this.#readLine(column);
				this.#storing = undefined;
				if (!whole) yield* this.#passRest(column);
				if ((column as { status: Column['status'] }).status === 'open' || bytes.length > 0) {
					column.linesStored++;
					this.#stored.push({ bytes: Uint8Array.from(bytes), width: this.#inputAt });
					held += bytes.length + LINE_BYTES;
					if (held > STORED_MAX) throw new Fatal('memory exhausted');
					this.#memory.hold(held);
				}
			}
		}
		const count = this.#columns.length;
		let first = 0;
		this.#columns.forEach((column, at) => {
			column.linesStored = Math.floor(this.#stored.length / count) + (at < this.#stored.length % count ? 1 : 0);
			column.currentLine = first;
			first += column.linesStored;
		});
	}

	*#printStored(column: Column): Task<void> {
		const line = this.#stored[column.currentLine++];
		this.#lineBegun = true;
		if (this.#headerDue) yield* this.#printHeader();
		if (column.status === 'fed') {
			for (const each of this.#columns) each.status = 'held';
			if ((this.#columns[0] as Column).linesToPrint <= 0) {
				if (!this.#layout.extremities) this.#lineBegun = false;
				return;
			}
		}
		this.#goToColumn();
		if (line === undefined) return;
		for (const byte of line.bytes) this.#ink.char(byte);
		if (this.#ink.blanks === 0) {
			const gap = this.#layout.separator.length;
			const isFirst = column.start - gap === this.#layout.margin;
			this.#ink.position = column.start + line.width - (isFirst ? gap : 0);
		}
	}

	#goToColumn(): void {
		const gap = this.#layout.separator.length;
		if (gap < this.#padding) {
			this.#ink.padTo(this.#padding - gap);
			this.#padding = 0;
		}
		if (this.#layout.useSeparator) this.#printSeparators();
	}

	/** As in GNU's, where several are due one is printed. */
	#printSeparators(): void {
		const ink = this.#ink;
		if (this.#separatorsDue > 0) {
			for (const byte of this.#layout.separator) {
				if (byte === BLANK) ink.blanks++;
				else {
					if (ink.blanks > 0) ink.printBlanks();
					ink.counted(byte);
				}
			}
			this.#separatorsDue = 0;
		}
		if (ink.blanks > 0) ink.printBlanks();
	}

	/** A file that has ended leaves its column empty. */
	#align(column: Column): void {
		this.#padding = column.start;
		this.#goToColumn();
		if (column.numbered) this.#addNumber();
	}

	#emit(byte: number): void {
		if (this.#storing !== undefined) this.#storing.push(byte);
		else this.#ink.char(byte);
	}

	#addNumber(): void {
		const { digits, numberSeparator, numberWidth, columns, truncate, merge, outputTabWidth } = this.#layout;
		const text = String(this.#line++)
			.padStart(digits)
			.slice(-digits);
		for (let at = 0; at < text.length; at++) this.#emit(text.charCodeAt(at));
		if (columns > 1 && numberSeparator === TAB) {
			for (let left = numberWidth - digits; left > 0; left--) this.#emit(BLANK);
		} else {
			this.#emit(numberSeparator);
			const { position } = this.#ink;
			if (columns === 1 && numberSeparator === TAB) this.#ink.position += toTabStop(outputTabWidth, position);
		}
		if (truncate && !merge) this.#inputAt += numberWidth;
	}

	/** Reads and prints a line of a column; false when it was too long and the rest is unread. */
	*#readLine(column: Column): Task<boolean> {
		const { source } = column;
		let byte = yield* firstByteOf(column);
		column.fullPage = false;
		if (byte === FORM_FEED) {
			source.skip(NEWLINE);
			this.#onlyFeed = true;
			if (this.#headerDue && !this.#layout.stores) {
				this.#lineBegun = true;
				yield* this.#printHeader();
			} else if (this.#layout.keepFormFeeds) this.#feedDue = true;
			this.#hold(column);
			return true;
		}
		if (byte === END) {
			this.#close(column);
			return true;
		}
		let clump = { bytes: [] as readonly number[], at: 0 };
		if (byte !== NEWLINE) clump = clumpOf(this.#layout, byte, this.#inputAt);
		if (this.#isTooLong(clump.at)) return false;
		this.#inputAt = clump.at;
		if (!column.stored) yield* this.#beginColumn(column);
		if (column.numbered) this.#addNumber();
		this.#isEmpty = false;
		for (let count = 1; byte !== NEWLINE; count++) {
			for (const each of clump.bytes) this.#emit(each);
			if (count % STRIDE === 0) yield* this.#pause();
			byte = source.take();
			if (byte === NEWLINE) break;
			if (byte === FORM_FEED) {
				this.#feed(column);
				return true;
			}
			if (byte === END) {
				this.#close(column);
				return true;
			}
			clump = clumpOf(this.#layout, byte, this.#inputAt);
			if (this.#isTooLong(clump.at)) return false;
			this.#inputAt = clump.at;
		}
		return true;
	}

	/** Within a long line: what is done of it goes out. */
	*#pause(): Task<void> {
		yield* this.#run.process.tick();
		if (this.#storing === undefined) yield* this.#ink.flush();
		else if (this.#storing.length > STORED_MAX) throw new Fatal('memory exhausted');
	}

	#isTooLong(at: number): boolean {
		return this.#layout.truncate && at > this.#layout.columnWidth;
	}

	*#beginColumn(column: Column): Task<void> {
		this.#lineBegun = true;
		if (this.#headerDue && !this.#layout.stores) yield* this.#printHeader();
		if (this.#layout.merge && this.#alignEmpty) {
			const before = this.#separatorsDue;
			this.#separatorsDue = 0;
			for (const each of this.#columns.slice(0, before)) {
				this.#align(each);
				this.#separatorsDue++;
			}
			this.#padding = column.start;
			this.#ink.blanks = this.#layout.truncate ? this.#layout.columnWidth : 0;
			this.#alignEmpty = false;
		}
		this.#goToColumn();
	}

	*#passRest(column: Column): Task<void> {
		for (let count = 1; ; count++) {
			if (count % STRIDE === 0) yield* this.#run.process.tick();
			const byte = column.source.take();
			if (byte === NEWLINE) return;
			if (byte === FORM_FEED) return this.#feed(column);
			if (byte === END) return this.#close(column);
		}
	}

	#feed(column: Column): void {
		column.source.skip(NEWLINE);
		if (this.#layout.keepFormFeeds) this.#feedDue = true;
		this.#hold(column);
	}

	#hold(column: Column): void {
		const { merge, stores } = this.#layout;
		if (merge) column.status = 'held';
		else for (const each of this.#columns) each.status = stores ? 'fed' : 'held';
		column.linesToPrint = 0;
		this.#ready--;
	}

	#close(column: Column): void {
		if (column.status === 'closed') return;
		if (this.#layout.merge) {
			column.status = 'closed';
			column.linesToPrint = 0;
		} else {
			for (const each of this.#columns) {
				each.status = 'closed';
				if (each.linesStored === 0) each.linesToPrint = 0;
			}
		}
		column.source.close();
		this.#ready--;
	}

	/** A new page: what was held goes on. */
	#reopen(): void {
		for (const column of this.#columns) {
			if (column.status !== 'held') continue;
			column.status = 'open';
			this.#ready++;
		}
		if (this.#layout.stores) this.#ready = (this.#columns[0] as Column).status === 'closed' ? 0 : 1;
	}

	*#printHeader(): Task<void> {
		const { margin, width } = this.#layout;
		const page = `Page ${this.#page}`;
		const free = Math.max(0, width - displayWidth(this.#date) - displayWidth(this.#title) - displayWidth(page));
		const before = Math.floor(free / 2);
		const blanks = (count: number): string => ' '.repeat(Math.max(1, count));
		this.#ink.position = 0;
		this.#ink.padTo(margin);
		this.#ink.printBlanks();
		yield* this.#ink.text(
			`\n\n${' '.repeat(margin)}${this.#date}${blanks(before)}${this.#title}${blanks(free - before)}${page}\n\n\n`,
		);
		this.#headerDue = false;
		this.#ink.position = 0;
	}

	*#skipTo(page: number): Task<boolean> {
		const { bodyLines, stores } = this.#layout;
		for (let at = 1; at < page; at++) {
			for (let line = 1; line < bodyLines; line++) {
				let isOpen = false;
				for (const column of this.#columns) {
					if (column.status !== 'open') continue;
					isOpen = true;
					yield* this.#skipLine(column, false);
				}
				if (!isOpen) break;
			}
			for (const column of this.#columns) if (column.status === 'open') yield* this.#skipLine(column, true);
			if (stores) for (const column of this.#columns) if (column.status !== 'closed') column.status = 'held';
			this.#reopen();
			if (this.#ready < 1) {
				yield* this.#run.complain(`starting page number ${page} exceeds page count ${at}`);
				break;
			}
		}
		return this.#ready > 0;
	}

	*#skipLine(column: Column, isLast: boolean): Task<void> {
		const { source } = column;
		let byte = yield* firstByteOf(column);
		column.fullPage = isLast;
		const onlyFeed = byte === FORM_FEED;
		for (let count = 1; byte !== NEWLINE; count++) {
			if (count % STRIDE === 0) yield* this.#run.process.tick();
			if (byte === FORM_FEED) {
				for (const each of this.#layout.merge ? [column] : this.#columns) if (isLast) each.fullPage = false;
				source.skip(NEWLINE);
				this.#hold(column);
				break;
			}
			if (byte === END) {
				this.#close(column);
				break;
			}
			byte = source.take();
		}
		const counts = this.#layout.firstLine === undefined && !onlyFeed;
		if (counts && (!this.#layout.merge || column === this.#columns[0])) this.#line++;
	}
}
