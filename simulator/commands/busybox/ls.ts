import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { joinPath } from '../coreutils/copy-tree.ts';
import { modeText } from '../coreutils/file-mode.ts';
import type { Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { applet } from './applet.ts';
import { busyboxSize } from './sizes.ts';
import { FILES_USAGES } from './usage-files.ts';

const options = {
	one: flag('1'),
	all: flag('a'),
	almostAll: flag('A'),
	columns: flag('C'),
	across: flag('x'),
	directory: flag('d'),
	dereference: flag('L'),
	dereferenceOperands: flag('H'),
	recursive: flag('R'),
	slash: flag('p'),
	classify: flag('F'),
	long: flag('l'),
	inode: flag('i'),
	numeric: flag('n'),
	blocks: flag('s'),
	changed: flag('c'),
	accessed: flag('u'),
	fullTime: flag('full-time'),
	human: flag('h'),
	directoriesFirst: flag('group-directories-first'),
	bySize: flag('S'),
	byExtension: flag('X'),
	byVersion: flag('v'),
	byTime: flag('t'),
	reverse: flag('r'),
	width: withValue('w', 'T'),
	color: mayHaveValue('color'),
	noOwner: flag('g'),
	ignored: flag('e', 'q', 'Q', 'K'),
};

interface Entry {
	readonly name: string;
	readonly stat: Stat;
	readonly target: string | undefined;
}

export const ls = applet({
	name: 'ls',
	usage: FILES_USAGES.ls,
	options,
	*main(run) {
		return yield* new Listing(run, yield* readAccounts(run.process)).run();
	},
});

const SIX_MONTHS_MS = 15_778_476_000;

class Listing {
	readonly #run: Run<typeof options>;
	readonly #process: Process;
	readonly #accounts: Accounts;
	#status = 0;
	#first = true;

	constructor(run: Run<typeof options>, accounts: Accounts) {
		this.#run = run;
		this.#process = run.process;
		this.#accounts = accounts;
	}

	*run(): Task<number> {
		const { operands, values } = this.#run;
		const files: Entry[] = [];
		const folders: Entry[] = [];
		for (const path of operands.length === 0 ? ['.'] : operands) {
			const entry = yield* this.#entry(path, path, true);
			if (entry !== undefined) (entry.stat.type === 'directory' && !values.directory ? folders : files).push(entry);
		}
		if (files.length > 0) {
			yield* this.#print(this.#sorted(files));
			this.#first = false;
		}
		const titled = operands.length > 1 || values.recursive === true;
		for (const folder of this.#sorted(folders)) yield* this.#folder(folder.name, titled);
		return this.#status;
	}

	*#entry(path: string, name: string, operand: boolean): Task<Entry | undefined> {
		const { values } = this.#run;
		try {
			const link = this.#process.lstat(path);
			const target = link.type === 'symlink' ? this.#process.readlink(path) : undefined;
			const follow = values.dereference || (operand && !values.long && !values.directory);
			const stat = target !== undefined && follow ? this.#followed(path, link) : link;
			return { name, stat, target: stat === link ? target : undefined };
		} catch (error) {
			yield* this.#run.complainOf(path, error);
			this.#status = 1;
			return undefined;
		}
	}

	#followed(path: string, link: Stat): Stat {
		try {
			return this.#process.stat(path);
		} catch (error) {
			if (error instanceof SystemError) return link;
			throw error;
		}
	}

	*#folder(path: string, titled: boolean): Task<void> {
		const { values, out } = this.#run;
		let names: readonly string[];
		try {
			names = this.#process.readdir(path);
		} catch (error) {
			yield* this.#run.complainOf(`can't open '${path}'`, error);
			this.#status = 1;
			return;
		}
		if (titled) yield* out.write(`${this.#first ? '' : '\n'}${path}:\n`);
		this.#first = false;
		const shown = names.filter((name) => values.all || values.almostAll || !name.startsWith('.'));
		const entries: Entry[] = [];
		for (const name of values.all ? ['.', '..', ...shown] : shown) {
			const entry = yield* this.#entry(joinPath(path, name), name, false);
			if (entry !== undefined) entries.push(entry);
			yield* this.#process.tick();
		}
		if (values.long || values.blocks) {
			const blocks = entries.reduce((sum, { stat }) => sum + blocksOf(stat), 0);
			yield* out.write(`total ${values.human ? busyboxSize(blocks * 1024) : blocks}\n`);
		}
		const sorted = this.#sorted(entries);
		yield* this.#print(sorted);
		if (!values.recursive) return;
		for (const { name, stat } of sorted) {
			if (stat.type === 'directory' && name !== '.' && name !== '..') yield* this.#folder(joinPath(path, name), true);
		}
	}

	#time(stat: Stat): number {
		const { changed, accessed } = this.#run.values;
		return changed ? stat.ctimeMs : accessed ? stat.atimeMs : stat.mtimeMs;
	}

	#sorted(entries: readonly Entry[]): Entry[] {
		const { values } = this.#run;
		const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
		const sorted = [...entries].sort((a, b) => {
			if (values.byTime) return this.#time(b.stat) - this.#time(a.stat) || byName(a, b);
			if (values.bySize) return b.stat.size - a.stat.size || byName(a, b);
			return byName(a, b);
		});
		if (values.reverse) sorted.reverse();
		if (values.directoriesFirst) {
			sorted.sort((a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory'));
		}
		return sorted;
	}

	*#print(entries: readonly Entry[]): Task<void> {
		const { values, out } = this.#run;
		if (values.long) {
			for (const entry of entries) yield* out.write(`${this.#longLine(entry)}\n`);
			return;
		}
		const plain = entries.map((entry) => this.#prefix(entry) + entry.name + this.#mark(entry.stat));
		const texts = entries.map((entry) => this.#prefix(entry) + this.#colored(entry) + this.#mark(entry.stat));
		const terminal = this.#process.isatty(1);
		if (values.one || (!terminal && !values.columns && !values.across)) {
			for (const text of texts) yield* out.write(`${text}\n`);
			return;
		}
		const screen =
			values.width === undefined ? (terminal ? this.#process.terminalSize(1).columns : 80) : Number(values.width);
		const width = Math.max(0, ...plain.map((text) => [...text].length)) + 2;
		const columns = Math.max(1, Math.floor(screen / width));
		const rows = Math.ceil(texts.length / columns);
		for (let row = 0; row < rows; row++) {
			let line = '';
			let missing = 0;
			for (let column = 0; column < columns; column++) {
				const at = values.across ? row * columns + column : column * rows + row;
				const text = texts[at];
				if (text === undefined) continue;
				line += ' '.repeat(missing) + text;
				missing = width - [...(plain[at] as string)].length;
			}
			yield* out.write(`${line}\n`);
		}
	}

	#prefix({ stat }: Entry): string {
		const { inode, blocks } = this.#run.values;
		return (
			(inode ? `${String(stat.inode).padStart(7)} ` : '') + (blocks ? `${String(blocksOf(stat)).padStart(6)} ` : '')
		);
	}

	#mark({ type, mode }: Stat): string {
		const { classify, slash } = this.#run.values;
		if (type === 'directory') return classify || slash ? '/' : '';
		if (!classify) return '';
		return type === 'symlink' ? '@' : type === 'fifo' ? '|' : type === 'socket' ? '=' : mode & 0o111 ? '*' : '';
	}

	/** On a terminal names have colours, as official builds do. */
	#colored({ name, stat }: Entry): string {
		const { color } = this.#run.values;
		const wanted =
			color === undefined
				? this.#process.isatty(1)
				: String(color) !== 'never' && (String(color) !== 'auto' || this.#process.isatty(1));
		if (!wanted) return name;
		const codes: Readonly<Partial<Record<Stat['type'], string>>> = {
			directory: '1;34',
			symlink: '1;36',
			fifo: '0;33',
			socket: '1;35',
			character: '1;33',
			block: '1;33',
		};
		const code = codes[stat.type] ?? (stat.mode & 0o111 ? '1;32' : '0;0');
		return `\x1b[${code}m${name}\x1b[m`;
	}

	#longLine(entry: Entry): string {
		const { stat, target } = entry;
		const { values } = this.#run;
		const owner = (values.numeric ? undefined : this.#accounts.users.get(stat.uid)) ?? String(stat.uid);
		const group = (values.numeric ? undefined : this.#accounts.groups.get(stat.gid)) ?? String(stat.gid);
		const size = values.human ? busyboxSize(stat.size) : String(stat.size);
		const ids = `${values.noOwner ? '' : `${owner.slice(0, 8).padEnd(8)} `}${group.slice(0, 8).padEnd(8)}`;
		const ms = this.#time(stat);
		const age = this.#process.now() - ms;
		const recent = age >= -900_000 && age < SIX_MONTHS_MS;
		const time = values.fullTime
			? strftime('%Y-%m-%d %H:%M:%S %z', ms)
			: strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', ms);
		const link = target === undefined ? this.#mark(stat) : ` -> ${target}`;
		return `${this.#prefix(entry)}${modeText(stat)} ${String(stat.links).padStart(4)} ${ids} ${size.padStart(9)} ${time} ${this.#colored(entry)}${link}`;
	}
}

function blocksOf(stat: Stat): number {
	if (stat.type === 'directory') return 4;
	return stat.type === 'file' ? Math.ceil(stat.size / 4096) * 4 : 0;
}
