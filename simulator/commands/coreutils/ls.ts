import type { Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { calendarTime } from '../../machinery/timestamp.ts';
import type { Run } from '../gnu-command.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import type { WordChoices } from '../word-choice.ts';
import { chooseWord } from '../word-choice.ts';
import type { Accounts } from './accounts.ts';
import { readAccounts } from './accounts.ts';
import { modeText } from './file-mode.ts';
import { compareFileVersions } from './file-version.ts';
import { humanSize } from './human-size.ts';
import { displayWidth, inColumns } from './ls-layout.ts';
import { COREUTILS } from './version.ts';

const options = {
	all: flag('a', 'all'),
	almostAll: flag('A', 'almost-all'),
	ignoreBackups: flag('B', 'ignore-backups'),
	byChange: flag('c'),
	vertical: flag('C'),
	color: mayHaveValue('color'),
	directory: flag('d', 'directory'),
	classify: mayHaveValue('classify'),
	classifyShort: flag('F'),
	groupDirectoriesFirst: flag('group-directories-first'),
	noOwner: flag('g'),
	noGroup: flag('G', 'no-group'),
	human: flag('h', 'human-readable'),
	inode: flag('i', 'inode'),
	long: flag('l'),
	dereference: flag('L', 'dereference'),
	commas: flag('m'),
	numeric: flag('n', 'numeric-uid-gid'),
	literal: flag('N', 'literal'),
	longNoGroup: flag('o'),
	slash: flag('p'),
	quote: flag('Q', 'quote-name'),
	reverse: flag('r', 'reverse'),
	recursive: flag('R', 'recursive'),
	blocks: flag('s', 'size'),
	bySize: flag('S'),
	sort: withValue('sort'),
	byTime: flag('t'),
	timeStyle: withValue('time-style'),
	fullTime: flag('full-time'),
	byAccess: flag('u'),
	unsorted: flag('U'),
	byVersion: flag('v'),
	width: withValue('w', 'width'),
	across: flag('x'),
	byExtension: flag('X'),
	single: flag('1'),
};

const SORT_WORDS: WordChoices = [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']];

const COLOR_WORDS: WordChoices = [
	['always', 'yes', 'force'],
	['never', 'no', 'none'],
	['auto', 'tty', 'if-tty'],
];

type LsRun = Run<typeof options>;

interface Entry {
	readonly name: string;
	readonly path: string;
	readonly stat: Stat;
	readonly target: string | undefined;
}

export const ls = gnuCommand({
	name: 'ls',
	paths: ['/usr/bin/ls'],
	size: 142_312,
	version: `ls ${COREUTILS}`,
	usageStatus: 2,
	help: `Usage: ls [OPTION]... [FILE]...
List information about the FILEs (the current directory by default).
Sort entries alphabetically if none of -cftuvSUX nor --sort is specified.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all                  do not ignore entries starting with .
  -A, --almost-all           do not list implied . and ..
  -B, --ignore-backups       do not list implied entries ending with ~
  -C                         list entries by columns
      --color[=WHEN]         color the output WHEN
  -d, --directory            list directories themselves, not their contents
  -F, --classify[=WHEN]      append indicator (one of */=>@|) to entries WHEN
      --full-time            like -l --time-style=full-iso
  -g                         like -l, but do not list owner
      --group-directories-first
                             group directories before files
  -G, --no-group             in a long listing, don't print group names
  -h, --human-readable       with -l and -s, print sizes like 1K 234M 2G etc.
  -i, --inode                print the index number of each file
  -l                         use a long listing format
  -L, --dereference          when showing file information for a symbolic
                             link, show information for the file the link
                             references rather than for the link itself
  -m                         fill width with a comma separated list of entries
  -n, --numeric-uid-gid      like -l, but list numeric user and group IDs
  -o                         like -l, but do not list group information
  -p                         append / indicator to directories
  -Q, --quote-name           enclose entry names in double quotes
  -r, --reverse              reverse order while sorting
  -R, --recursive            list subdirectories recursively
  -s, --size                 print the allocated size of each file, in blocks
  -S                         sort by file size, largest first
      --sort=WORD            sort by WORD instead of name: none (-U), size (-S),
                             time (-t), version (-v), extension (-X)
  -t                         sort by time, newest first; see --time
  -u                         with -lt: sort by, and show, access time
  -U                         do not sort; list entries in directory order
  -v                         natural sort of (version) numbers within text
  -w, --width=COLS           set output width to COLS.  0 means no limit
  -x                         list entries by lines instead of by columns
  -X                         sort alphabetically by entry extension
  -1                         list one file per line
      --help        display this help and exit
      --version     output version information and exit

Exit status:
 0  if OK,
 1  if minor problems (e.g., cannot access subdirectory),
 2  if serious trouble (e.g., cannot access command-line argument).
`,
	options,
	*main(run) {
		const accounts = yield* readAccounts(run.process);
		const lister = new Lister(run, accounts);
		return yield* lister.list(run.operands.length === 0 ? ['.'] : run.operands);
	},
});

class Lister {
	readonly #run: LsRun;
	readonly #accounts: Accounts;
	readonly #long: boolean;
	readonly #sortWord: string | undefined;
	readonly #color: string;
	#status = 0;

	constructor(run: LsRun, accounts: Accounts) {
		this.#run = run;
		this.#accounts = accounts;
		const { long, noOwner, longNoGroup, numeric, fullTime, sort, color } = run.values;
		this.#sortWord = chooseWord(sort, 'sort', SORT_WORDS, 2);
		this.#color = color === '' ? 'always' : (chooseWord(color, 'color', COLOR_WORDS, 2) ?? 'never');
		this.#long = (long ?? noOwner ?? longNoGroup ?? numeric ?? fullTime) === true;
	}

	*list(operands: readonly string[]): Task<number> {
		const files: Entry[] = [];
		const directories: Entry[] = [];
		for (const path of operands) {
			const entry = yield* this.#entry(path, path, true);
			if (entry === undefined) continue;
			const isDirectory = entry.stat.type === 'directory' && !this.#run.values.directory;
			(isDirectory ? directories : files).push(entry);
		}
		yield* this.#print(this.#sorted(files), false);
		let first = files.length === 0;
		for (const directory of this.#sorted(directories)) {
			const titled = operands.length > 1 || this.#run.values.recursive === true;
			yield* this.#directory(directory.path, titled, first);
			first = false;
		}
		return this.#status;
	}

	*#entry(path: string, name: string, operand: boolean): Task<Entry | undefined> {
		const { process, values } = this.#run;
		try {
			const link = process.lstat(path);
			const target = link.type === 'symlink' ? process.readlink(path) : undefined;
			// A link to a directory named on the command line is followed, except in long listings.
			const follow = values.dereference || (operand && !this.#long && !values.directory && !values.classifyShort);
			const stat = target !== undefined && follow ? statOr(() => process.stat(path), link) : link;
			return { name, path, stat, target: stat === link ? target : undefined };
		} catch (error) {
			yield* this.#run.complainOf(`cannot access '${path}'`, error);
			this.#status = operand ? 2 : 1;
			return undefined;
		}
	}

	*#directory(path: string, titled: boolean, first: boolean): Task<void> {
		const { process, values, out } = this.#run;
		let names: readonly string[];
		try {
			names = process.readdir(path);
		} catch (error) {
			yield* this.#run.complainOf(`cannot open directory '${path}'`, error);
			this.#status = 2;
			return;
		}
		if (titled) yield* out.write(`${first ? '' : '\n'}${path}:\n`);
		const shown = names.filter((name) => values.all || values.almostAll || !name.startsWith('.'));
		const kept = values.ignoreBackups ? shown.filter((name) => !name.endsWith('~')) : [...shown];
		const entries: Entry[] = [];
		for (const name of values.all ? ['.', '..', ...kept] : kept) {
			const entry = yield* this.#entry(path === '/' ? `/${name}` : `${path.replace(/\/$/, '')}/${name}`, name, false);
			if (entry !== undefined) entries.push(entry);
		}
		const sorted = this.#sorted(entries);
		yield* this.#print(sorted, true);
		if (!values.recursive) return;
		for (const entry of sorted) {
			if (entry.stat.type === 'directory' && entry.name !== '.' && entry.name !== '..') {
				yield* this.#directory(entry.path, true, false);
			}
			yield* process.tick();
		}
	}

	#sorted(entries: readonly Entry[]): Entry[] {
		const { values } = this.#run;
		const by =
			this.#sortWord ??
			(values.bySize
				? 'size'
				: values.byTime
					? 'time'
					: values.byVersion
						? 'version'
						: values.byExtension
							? 'extension'
							: values.unsorted
								? 'none'
								: 'name');
		if (by === 'none') return [...entries];
		const byName = (a: Entry, b: Entry): number => compareNames(a.name, b.name);
		const comparisons: { readonly [by: string]: (a: Entry, b: Entry) => number } = {
			name: byName,
			size: (a, b) => b.stat.size - a.stat.size || byName(a, b),
			time: (a, b) => this.#time(b.stat) - this.#time(a.stat) || byName(a, b),
			version: (a, b) => compareFileVersions(a.name, b.name),
			width: (a, b) => a.name.length - b.name.length || byName(a, b),
			extension: (a, b) => compareNames(extension(a.name), extension(b.name)) || byName(a, b),
		};
		const sorted = [...entries].sort(comparisons[by] ?? byName);
		if (values.reverse) sorted.reverse();
		if (values.groupDirectoriesFirst) {
			const isDirectory = (entry: Entry): number => (entry.stat.type === 'directory' ? 0 : 1);
			sorted.sort((a, b) => isDirectory(a) - isDirectory(b));
		}
		return sorted;
	}

	#time(stat: Stat): number {
		const { values } = this.#run;
		return values.byAccess ? stat.atimeMs : values.byChange ? stat.ctimeMs : stat.mtimeMs;
	}

	*#print(entries: readonly Entry[], ofDirectory: boolean): Task<void> {
		const { out, values, process } = this.#run;
		if (this.#long || values.blocks) {
			if (ofDirectory) {
				const blocks = entries.reduce((sum, entry) => sum + blocksOf(entry.stat), 0);
				yield* out.write(`total ${values.human ? humanSize(blocks * 1024) : blocks}\n`);
			}
		}
		if (this.#long) {
			for (const line of this.#longLines(entries)) yield* out.write(`${line}\n`);
			return;
		}
		const terminal = process.isatty(1);
		const texts = entries.map((entry) => this.#short(entry, terminal));
		if (values.commas) yield* out.write(texts.length === 0 ? '' : `${texts.map((each) => each.text).join(', ')}\n`);
		else if (values.single || (!terminal && !values.vertical && !values.across)) {
			for (const { text } of texts) yield* out.write(`${text}\n`);
		} else {
			const columns =
				values.width === undefined ? (terminal ? process.terminalSize(1).columns : 80) : Number(values.width);
			for (const line of inColumns(texts, columns === 0 ? 1_000_000 : columns)) yield* out.write(`${line}\n`);
		}
	}

	#short(entry: Entry, terminal: boolean): { text: string; width: number } {
		const { values } = this.#run;
		const inode = values.inode ? `${entry.stat.inode} ` : '';
		const blocks = values.blocks ? `${blocksOf(entry.stat)} ` : '';
		const plain = inode + blocks + this.#name(entry, terminal) + this.#mark(entry.stat);
		return {
			text: inode + blocks + this.#coloured(entry, terminal) + this.#mark(entry.stat),
			width: displayWidth(plain),
		};
	}

	#name(entry: Entry, terminal: boolean): string {
		if (this.#run.values.quote) return JSON.stringify(entry.name);
		if (!terminal || this.#run.values.literal || !/[\s'"\\$`!&|;<>()*?[\]{}~#]/.test(entry.name)) return entry.name;
		return entry.name.includes("'") ? `"${entry.name}"` : `'${entry.name}'`;
	}

	#coloured(entry: Entry, terminal: boolean): string {
		const name = this.#name(entry, terminal);
		if (this.#color === 'never' || (this.#color === 'auto' && !terminal)) return name;
		const { type, mode } = entry.stat;
		const code =
			type === 'directory'
				? '01;34'
				: type === 'symlink'
					? '01;36'
					: type === 'file' && mode & 0o111
						? '01;32'
						: type === 'fifo'
							? '33'
							: type === 'character'
								? '01;33'
								: '';
		return code === '' ? name : `\x1b[0m\x1b[${code}m${name}\x1b[0m`;
	}

	#mark(stat: Stat): string {
		const { values } = this.#run;
		const classify = values.classifyShort ?? values.classify;
		if (stat.type === 'directory') return classify || values.slash ? '/' : '';
		if (!classify) return '';
		if (stat.type === 'symlink') return '@';
		if (stat.type === 'fifo') return '|';
		if (stat.type === 'socket') return '=';
		return stat.type === 'file' && stat.mode & 0o111 ? '*' : '';
	}

	#longLines(entries: readonly Entry[]): string[] {
		const { values, process } = this.#run;
		const terminal = process.isatty(1);
		const rows = entries.map(({ stat }) => ({
			inode: String(stat.inode),
			mode: modeText(stat),
			links: String(stat.links),
			owner: (values.numeric ? undefined : this.#accounts.users.get(stat.uid)) ?? String(stat.uid),
			group: (values.numeric ? undefined : this.#accounts.groups.get(stat.gid)) ?? String(stat.gid),
			size: values.human ? humanSize(stat.size) : String(stat.size),
			time: this.#timeText(this.#time(stat)),
		}));
		const width = (key: 'inode' | 'links' | 'owner' | 'group' | 'size'): number =>
			Math.max(0, ...rows.map((row) => row[key].length));
		return rows.map((row, index) => {
			const entry = entries[index] as Entry;
			const parts = [
				...(values.inode ? [row.inode.padStart(width('inode'))] : []),
				row.mode,
				row.links.padStart(width('links')),
				...(values.noOwner ? [] : [row.owner.padEnd(width('owner'))]),
				...(values.noGroup || values.longNoGroup ? [] : [row.group.padEnd(width('group'))]),
				row.size.padStart(width('size')),
				row.time,
				this.#coloured(entry, terminal) + (entry.target === undefined ? this.#mark(entry.stat) : ` -> ${entry.target}`),
			];
			return parts.join(' ');
		});
	}

	#timeText(ms: number): string {
		const time = calendarTime(ms);
		const two = (value: number): string => String(value).padStart(2, '0');
		const date = `${time.year}-${two(time.month)}-${two(time.day)}`;
		const clock = `${two(time.hour)}:${two(time.minute)}`;
		const style = this.#run.values.fullTime ? 'full-iso' : this.#run.values.timeStyle;
		if (style === 'full-iso')
			return `${date} ${clock}:${two(time.second)}.${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}000000 +0000`;
		if (style === 'long-iso') return `${date} ${clock}`;
		const month = MONTHS[time.month - 1] as string;
		const day = String(time.day).padStart(2);
		const age = this.#run.process.now() - ms;
		const recent = age >= 0 && age < SIX_MONTHS_MS;
		if (style === 'iso') return recent ? `${two(time.month)}-${two(time.day)} ${clock}` : `${date} `;
		return recent ? `${month} ${day} ${clock}` : `${month} ${day}  ${time.year}`;
	}
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Half a Gregorian year, as ls counts it. */
const SIX_MONTHS_MS = 31_556_952_000 / 2;

function statOr(stat: () => Stat, fallback: Stat): Stat {
	try {
		return stat();
	} catch {
		return fallback;
	}
}

function blocksOf(stat: Stat): number {
	if (stat.type === 'directory') return 4;
	return stat.type === 'file' ? Math.ceil(stat.size / 4096) * 4 : 0;
}

/** As the C.UTF-8 locale of the hosts: by code point. */
function compareNames(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function extension(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot < 0 ? '' : name.slice(dot);
}
