import type { Stat } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Accounts } from '../accounts.ts';
import { inBlocks } from '../block-size.ts';
import { modeText } from '../file-mode.ts';
import { type Cell, displayWidth, inColumns } from '../ls-layout.ts';
import { diskBytes, type Entry, timeOf } from './entries.ts';
import { needsQuotes, shownName, shownTitle } from './names.ts';
import { type LsRun, type LsSettings, UNLIMITED } from './settings.ts';
import { timeWriter } from './times.ts';

const TYPE_MARKS: { readonly [type in Stat['type']]: string } = {
	directory: '/',
	symlink: '@',
	fifo: '|',
	socket: '=',
	file: '',
	character: '',
	block: '',
};

/** How entries are shown, once it is known which and in what order. Models ls.c print_current_files. */
export class LsPrinter {
	readonly #run: LsRun;
	readonly #settings: LsSettings;
	readonly #accounts: Accounts;
	readonly #timeText: (ms: number) => string;
	/** Bytes written so far, and where names and titles begin and end: --dired tells. */
	#written = 0;
	readonly #places: number[] = [];
	readonly #titles: number[] = [];

	constructor(run: LsRun, settings: LsSettings, accounts: Accounts) {
		this.#run = run;
		this.#settings = settings;
		this.#accounts = accounts;
		this.#timeText = timeWriter(run.process, settings.times);
	}

	get #isDired(): boolean {
		return this.#run.values.dired === true && this.#settings.layout === 'long' && !this.#settings.hyperlinks;
	}

	*title(path: string, isFirst: boolean): Task<void> {
		const name = shownTitle(path, this.#settings.quoting, this.#settings.hidesControls);
		yield* this.#write(`${isFirst ? '' : '\n'}${this.#isDired ? '  ' : ''}`);
		if (this.#isDired) this.#titles.push(this.#written, this.#written + encodeUtf8(name).length);
		yield* this.#write(`${name}:\n`);
	}

	*total(entries: readonly Entry[]): Task<void> {
		const { layout, showsBlocks, diskSize, end } = this.#settings;
		if (layout !== 'long' && !showsBlocks) return;
		const bytes = entries.reduce((sum, { stat }) => sum + diskBytes(stat), 0);
		yield* this.#write(`${this.#isDired ? '  ' : ''}total ${inBlocks(bytes, diskSize)}${end}`);
	}

	/** @param measured what the columns of a long listing make room for. */
	*entries(entries: readonly Entry[], measured = entries): Task<void> {
		if (entries.length === 0) return;
		const { layout, columns, tabSize, end } = this.#settings;
		if (layout === 'long') return yield* this.#long(entries, measured);
		const isAligned = (layout === 'vertical' || layout === 'horizontal') && this.#alignsQuotes(entries);
		const inWidth = layout === 'commas' || layout === 'single' ? (_: string): string => '' : undefined;
		const cells = yield* this.#cells(entries, isAligned, inWidth !== undefined);
		if (layout === 'commas') return yield* this.#withCommas(cells);
		if (layout === 'single') {
			for (const { text } of cells) yield* this.#write(text + end);
			return;
		}
		if (columns === UNLIMITED) return yield* this.#write(`${cells.map(({ text }) => text).join('  ')}${end}`);
		const pause = (steps: number): Task<void> => this.#run.process.tick(steps);
		const lines = yield* inColumns(cells, columns, layout === 'horizontal', tabSize, pause);
		for (const line of lines) yield* this.#write(line + end);
	}

	/** What --dired says at the end. */
	*finish(): Task<void> {
		if (!this.#isDired) return;
		if (this.#places.length > 0) yield* this.#write(`//DIRED// ${this.#places.join(' ')}\n`);
		if (this.#titles.length > 0) yield* this.#write(`//SUBDIRED// ${this.#titles.join(' ')}\n`);
		yield* this.#write(`//DIRED-OPTIONS// --quoting-style=${this.#settings.quoting}\n`);
	}

	*#write(text: string): Task<void> {
		if (this.#isDired) this.#written += encodeUtf8(text).length;
		yield* this.#run.out.write(this.#settings.colours?.begun(text) ?? text);
	}

	/** Names without quotes stand below what is within those of others. */
	#alignsQuotes(entries: readonly Entry[]): boolean {
		const { quoting, columns } = this.#settings;
		if (!['shell', 'shell-escape', 'c-maybe'].includes(quoting) || columns === UNLIMITED) return false;
		return entries.some(({ name }) => needsQuotes(name));
	}

	*#cells(entries: readonly Entry[], isAligned: boolean, isLoose: boolean): Task<Cell[]> {
		const { values } = this.#run;
		const { showsBlocks, diskSize } = this.#settings;
		const inodes = entries.map(({ stat }) => (stat === undefined ? '?' : String(stat.inode)));
		const blocks = entries.map(({ stat }) => (stat === undefined ? '?' : inBlocks(diskBytes(stat), diskSize)));
		yield* this.#pace(entries.length);
		const isNarrow = isLoose && this.#settings.layout === 'commas';
		const [inodeWidth, blockWidth] = isNarrow ? [0, 0] : [widest(inodes), widest(blocks)];
		const cells: Cell[] = [];
		for (const [at, entry] of entries.entries()) {
			const head = [
				values.inode ? `${(inodes[at] as string).padStart(inodeWidth)} ` : '',
				showsBlocks ? `${(blocks[at] as string).padStart(blockWidth)} ` : '',
				values.context ? '? ' : '',
			].join('');
			const { text, width } = this.#name(entry, isAligned, head.length);
			const mark = this.#mark(entry.stat, entry.isLink === true);
			cells.push({ text: head + text + mark, width: head.length + width + mark.length });
			if (cells.length % STRIDE === 0) yield* this.#run.process.tick(STRIDE);
		}
		return cells;
	}

	/** After work on so many entries. */
	*#pace(entries: number): Task<void> {
		if (entries > STRIDE) yield* this.#run.process.tick(entries >> 2);
	}

	/** In its colour and quotes. */
	#name(entry: Entry, isAligned: boolean, before: number): Cell {
		const { quoting, hidesControls, colours, columns } = this.#settings;
		const quoted = shownName(entry.name, quoting, hidesControls);
		const gap = isAligned && !needsQuotes(entry.name) ? ' ' : '';
		const width = displayWidth(gap + quoted);
		if (colours === undefined) return { text: gap + this.#linked(entry, quoted), width };
		const isDangling = entry.target !== undefined && entry.target.stat === undefined;
		const shown = colours.paintsTargets && entry.target?.stat !== undefined ? entry.target.stat : entry.stat;
		const kind = colours.kindOf(entry.name, shown, isDangling);
		const wraps = Math.floor(before / columns) !== Math.floor((before + width - 1) / columns);
		return {
			text: gap + colours.painted(this.#linked(entry, quoted), kind, wraps && this.#settings.layout !== 'commas'),
			width,
		};
	}

	#linked({ path }: Entry, text: string): string {
		if (!this.#settings.hyperlinks) return text;
		const { process } = this.#run;
		const absolute = path.startsWith('/') ? path : `${process.cwd}/${path}`;
		const place = encodeURI(absolute.replaceAll(/\/(?:\.(?=\/|$)|(?=\/))/g, ''));
		return `\x1b]8;;file://${process.hostname}${place}\x07${text}\x1b]8;;\x07`;
	}

	#mark(stat: Stat | undefined, isLink: boolean): string {
		const { indicators } = this.#settings;
		if (indicators === 'none' || stat === undefined)
			return isLink && indicators !== 'none' && indicators !== 'slash' ? '@' : '';
		if (indicators === 'slash') return stat.type === 'directory' ? '/' : '';
		if (stat.type === 'file') return indicators === 'classify' && (stat.mode & 0o111) !== 0 ? '*' : '';
		return TYPE_MARKS[stat.type];
	}

	*#withCommas(cells: readonly Cell[]): Task<void> {
		const { columns } = this.#settings;
		let text = '';
		let position = 0;
		for (const [at, cell] of cells.entries()) {
			if (at > 0) {
				const fits = position + cell.width + 2 < columns;
				text += fits ? ', ' : ',\n';
				position = fits ? position + 2 : 0;
			}
			text += cell.text;
			position += cell.width;
		}
		yield* this.#write(text + this.#settings.end);
	}

	*#long(entries: readonly Entry[], measured: readonly Entry[]): Task<void> {
		const { values } = this.#run;
		const { end } = this.#settings;
		const rows = yield* this.#rows(entries);
		const all = measured === entries ? rows : yield* this.#rows(measured);
		const width = (key: keyof Row): number => all.reduce((most, row) => Math.max(most, displayWidth(row[key])), 0);
		const isDevice = ({ stat }: Entry): boolean => stat?.type === 'character' || stat?.type === 'block';
		const [majorWidth, minorWidth] = [width('major'), width('minor')];
		const deviceWidth = entries.some(isDevice) ? majorWidth + 2 + minorWidth : 0;
		const sizeWidth = Math.max(deviceWidth, width('size'));
		const isAligned = this.#alignsQuotes(entries);
		const modeWidth = width('mode');
		const widths = { links: width('links'), owner: width('owner'), group: width('group') };
		const [inodeWidth, blockWidth] = [width('inode'), width('blocks')];
		const timeWidth = rows.reduce((most, { time }) => (time === '?' ? most : Math.max(most, displayWidth(time))), 0);
		yield* this.#pace(all.length << 2);
		for (const [at, row] of rows.entries()) {
			const entry = entries[at] as Entry;
			const { isNumeric, showsOwner, showsGroup, showsBlocks } = this.#settings;
			const pad = (text: string, to: number): string =>
				isNumeric ? text.padStart(to) : text + ' '.repeat(Math.max(0, to - displayWidth(text)));
			const size = isDevice(entry)
				? `${row.major.padStart(sizeWidth - minorWidth - 2)}, ${row.minor.padStart(minorWidth)}`
				: row.size.padStart(sizeWidth);
			const head = [
				...(values.inode ? [row.inode.padStart(inodeWidth)] : []),
				...(showsBlocks ? [row.blocks.padStart(blockWidth)] : []),
				row.mode.padEnd(modeWidth),
				row.links.padStart(widths.links),
				...(showsOwner ? [pad(row.owner, widths.owner)] : []),
				...(showsGroup ? [pad(row.group, widths.group)] : []),
				...(values.author ? [pad(row.owner, widths.owner)] : []),
				...(values.context ? ['?'] : []),
				size,
				row.time === '?' ? '?'.padStart(timeWidth) : row.time,
			].join(' ');
			yield* this.#write(`${this.#isDired ? '  ' : ''}${head} `);
			const { text } = this.#name(entry, isAligned, head.length + 1);
			if (this.#isDired) this.#places.push(this.#written, this.#written + encodeUtf8(text).length);
			yield* this.#write(text + this.#arrow(entry) + end);
			yield* this.#run.process.tick();
		}
	}

	*#rows(entries: readonly Entry[]): Task<Row[]> {
		const rows: Row[] = [];
		for (const entry of entries) {
			rows.push(this.#row(entry));
			if (rows.length % STRIDE === 0) yield* this.#run.process.tick(STRIDE << ROW_STEPS_LOG2);
		}
		return rows;
	}

	/** " -> where", or what kind of file it is. */
	#arrow({ name, stat, target, isLink }: Entry): string {
		if (target === undefined) return this.#mark(stat, isLink === true);
		const { quoting, hidesControls, colours } = this.#settings;
		const shown = shownName(target.path, quoting, hidesControls);
		const isMarked = target.stat !== undefined && this.#settings.indicators !== 'slash';
		const mark = isMarked ? this.#mark(target.stat, false) : '';
		const isLooked = colours?.looksAtTargets || /file-type|classify/.test(this.#settings.indicators);
		if (colours === undefined || !isLooked) return ` -> ${shown}${mark}`;
		const kind = colours.kindOf(name, target.stat, false);
		return ` -> ${colours.painted(shown, kind, false)}${mark}`;
	}

	#row({ stat, isLink }: Entry): Row {
		const { diskSize, fileSize, isNumeric } = this.#settings;
		if (stat === undefined) {
			const mode = `${isLink ? 'l' : '?'}?????????`;
			return { ...UNKNOWN, mode };
		}
		return {
			inode: String(stat.inode),
			blocks: inBlocks(diskBytes(stat), diskSize),
			mode: `${modeText(stat)}${stat.hasAccessList ? '+' : ''}`,
			links: String(stat.links),
			owner: (isNumeric ? undefined : this.#accounts.users.get(stat.uid)) ?? String(stat.uid),
			group: (isNumeric ? undefined : this.#accounts.groups.get(stat.gid)) ?? String(stat.gid),
			size: inBlocks(stat.size, fileSize),
			major: stat.deviceNumbers === undefined ? '' : String(stat.deviceNumbers[0]),
			minor: stat.deviceNumbers === undefined ? '' : String(stat.deviceNumbers[1]),
			time:
				this.#settings.time === 'birth' && stat.birthMs === undefined
					? '?'.padStart(this.#timeText(0).length)
					: this.#timeText(timeOf(this.#settings, stat)),
		};
	}
}

/** Entries that are worked on between two steps, where there are many. */
const STRIDE = 256;
/** Times take long to be written. */
const ROW_STEPS_LOG2 = 3;

function widest(texts: readonly string[]): number {
	return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

interface Row {
	readonly inode: string;
	readonly blocks: string;
	readonly mode: string;
	readonly links: string;
	readonly owner: string;
	readonly group: string;
	readonly size: string;
	readonly major: string;
	readonly minor: string;
	readonly time: string;
}

const UNKNOWN: Row = {
	inode: '?',
	blocks: '?',
	mode: '??????????',
	links: '?',
	owner: '?',
	group: '?',
	size: '?',
	major: '',
	minor: '',
	time: '?',
};
