import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import { compileGlob, type Glob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { chooseWord, type WordChoices } from '../word-choice.ts';
import {
	type BlockSize,
	BYTES,
	environmentBlockSize,
	HUMAN,
	inBlocks,
	KIBIBYTES,
	parseBlockSize,
	SI,
} from './block-size.ts';
import { joinPath } from './copy-tree.ts';
import { fileNamesFrom } from './file-names.ts';
import { duTimeFormat, timeWriter } from './ls/times.ts';
import { COREUTILS } from './version.ts';

const options = {
	null: flag('0', 'null'),
	all: flag('a', 'all'),
	apparent: flag('apparent-size'),
	block: withValue('B'),
	blockLong: withValue('block-size'),
	bytes: flag('b', 'bytes'),
	total: flag('c', 'total'),
	followArguments: flag('D', 'dereference-args', 'H'),
	depth: withValue('d', 'max-depth'),
	filesFrom: withValue('files0-from'),
	human: flag('h', 'human-readable'),
	inodes: flag('inodes'),
	kilo: flag('k'),
	dereference: flag('L', 'dereference'),
	countLinks: flag('l', 'count-links'),
	mega: flag('m'),
	noDereference: flag('P', 'no-dereference'),
	separate: flag('S', 'separate-dirs'),
	si: flag('si'),
	summarize: flag('s', 'summarize'),
	threshold: withValue('t', 'threshold'),
	time: mayHaveValue('time'),
	timeStyle: withValue('time-style'),
	excludeFrom: withValue('X', 'exclude-from'),
	exclude: withValue('exclude'),
	oneSystem: flag('x', 'one-file-system'),
};

const TIME_WORDS: WordChoices = [
	['atime', 'access', 'use'],
	['ctime', 'status'],
];

export const du = gnuCommand({
	name: 'du',
	paths: ['/usr/bin/du'],
	size: 118_008,
	version: `du ${COREUTILS}`,
	help: `Usage: du [OPTION]... [FILE]...
  or:  du [OPTION]... --files0-from=F
Summarize device usage of the set of FILEs, recursively for directories.

Mandatory arguments to long options are mandatory for short options too.
  -0, --null            end each output line with NUL, not newline
  -a, --all             write counts for all files, not just directories
      --apparent-size   print apparent sizes rather than device usage; although
                          the apparent size is usually smaller, it may be
                          larger due to holes in ('sparse') files, internal
                          fragmentation, indirect blocks, and the like
  -B, --block-size=SIZE  scale sizes by SIZE before printing them; e.g.,
                           '-BM' prints sizes in units of 1,048,576 bytes;
                           see SIZE format below
  -b, --bytes           equivalent to '--apparent-size --block-size=1'
  -c, --total           produce a grand total
  -D, --dereference-args  dereference only symlinks that are listed on the
                          command line
  -d, --max-depth=N     print the total for a directory (or file, with --all)
                          only if it is N or fewer levels below the command
                          line argument;  --max-depth=0 is the same as
                          --summarize
      --files0-from=F   summarize device usage of the
                          NUL-terminated file names specified in file F;
                          if F is -, then read names from standard input
  -H                    equivalent to --dereference-args (-D)
  -h, --human-readable  print sizes in human readable format (e.g., 1K 234M 2G)
      --inodes          list inode usage information instead of block usage
  -k                    like --block-size=1K
  -L, --dereference     dereference all symbolic links
  -l, --count-links     count sizes many times if hard linked
  -m                    like --block-size=1M
  -P, --no-dereference  don't follow any symbolic links (this is the default)
  -S, --separate-dirs   for directories do not include size of subdirectories
      --si              like -h, but use powers of 1000 not 1024
  -s, --summarize       display only a total for each argument
  -t, --threshold=SIZE  exclude entries smaller than SIZE if positive,
                          or entries greater than SIZE if negative
      --time            show time of the last modification of any file in the
                          directory, or any of its subdirectories
      --time=WORD       show time as WORD instead of modification time:
                          atime, access, use, ctime or status
      --time-style=STYLE  show times using STYLE, which can be:
                            full-iso, long-iso, iso, or +FORMAT;
                            FORMAT is interpreted like in 'date'
  -X, --exclude-from=FILE  exclude files that match any pattern in FILE
      --exclude=PATTERN    exclude files that match PATTERN
  -x, --one-file-system    skip directories on different file systems
      --help        display this help and exit
      --version     output version information and exit

Display values are in units of the first available SIZE from --block-size,
and the DU_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/du>
or available locally via: info '(coreutils) du invocation'
`,
	options,
	*main(run) {
		const { values } = run;
		if (values.depth !== undefined && !/^\d+$/.test(values.depth))
			throw new Fatal(`invalid maximum depth ‘${values.depth}’`, 1, true);
		if (values.all && values.summarize) throw new Fatal('cannot both summarize and show all entries', 1, true);
		if (values.summarize && values.depth !== undefined) {
			const depth = Number(values.depth);
			if (depth > 0) throw new Fatal(`warning: summarizing conflicts with --max-depth=${depth}`, 1, true);
			yield* run.complain('warning: summarizing is the same as using --max-depth=0');
		}
		if (values.inodes && (values.apparent || values.bytes)) {
			yield* run.complain('warning: options --apparent-size and -b are ineffective with --inodes');
		}
		const excluded = yield* excludedPatterns(run);
		const { filesFrom } = values;
		const { names, failed } =
			filesFrom === undefined
				? { names: run.operands.length === 0 ? ['.'] : run.operands, failed: false }
				: yield* fileNamesFrom(run, filesFrom, (name) => `‘${name}’`);
		const walk = new Walk(run, excluded, names.length > 1 || filesFrom !== undefined);
		const all: Count = { size: 0, latestMs: 0 };
		for (const path of names) {
			const count = yield* descending(walk.visit(path, 0));
			all.size += count.size;
			all.latestMs = Math.max(all.latestMs, count.latestMs);
		}
		if (values.total) yield* walk.show(all, 'total');
		return failed ? 1 : walk.status;
	},
});

/** Throws Fatal. */
function* excludedPatterns({ given, process }: Run<typeof options>): Task<Glob[]> {
	const texts: string[] = [];
	for (const { key, value = '' } of given) {
		if (key === 'exclude') texts.push(value);
		if (key !== 'excludeFrom') continue;
		try {
			const bytes = value === '-' ? yield* readAll(process, 0) : yield* readFile(process, value);
			texts.push(
				...decodeUtf8(bytes)
					.split('\n')
					.filter((line) => line !== ''),
			);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`${value}: No such file or directory`, 1, true);
		}
	}
	return texts.map((text) => compileGlob(text));
}

interface Count {
	size: number;
	/** The latest time of what is within. */
	latestMs: number;
}

/** Throws Fatal. */
function blockSizeOf({ given, process }: Run<typeof options>): BlockSize {
	let found: BlockSize | undefined;
	for (const { key, value = '' } of given) {
		if (key === 'human') found = HUMAN;
		else if (key === 'si') found = SI;
		else if (key === 'bytes') found = BYTES;
		else if (key === 'kilo') found = KIBIBYTES;
		else if (key === 'mega') found = { unit: 1024 ** 2, suffix: '' };
		else if (key === 'block') found = parseBlockSize(value, '-B');
		else if (key === 'blockLong') found = parseBlockSize(value, '--block-size');
	}
	return found ?? environmentBlockSize(process.env, ['DU_BLOCK_SIZE', 'BLOCK_SIZE', 'BLOCKSIZE']) ?? KIBIBYTES;
}

/** Throws Fatal. */
function thresholdOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const [, sign = '', rest = ''] = /^(-?)(.*)$/.exec(text) ?? [];
	if (!/^\d/.test(rest)) throw new Fatal(`invalid -t argument '${text}'`);
	const { unit } = /^0+$/.test(rest) ? { unit: 0 } : parseBlockSize(rest, '--threshold');
	if (sign === '-' && unit === 0) throw new Fatal("invalid --threshold argument '-0'");
	return sign === '-' ? -unit : unit;
}

/** Models coreutils 9.1, src/du.c. */
class Walk {
	status = 0;
	readonly #run: Run<typeof options>;
	readonly #process: Process;
	readonly #seen = new Set<string>();
	readonly #depth: number;
	readonly #blockSize: BlockSize;
	readonly #threshold: number | undefined;
	readonly #excluded: readonly Glob[];
	readonly #knowsAll: boolean;
	readonly #time: string | undefined;
	readonly #timeText: (ms: number) => string;
	/** The file system of the operand that is walked: -x stays on it. */
	#device = 0;

	/** @param knowsAll files with one name may come twice, too. */
	constructor(run: Run<typeof options>, excluded: readonly Glob[], knowsAll: boolean) {
		this.#knowsAll = knowsAll;
		const { values, given } = run;
		this.#run = run;
		this.#process = run.process;
		this.#depth = values.summarize ? 0 : Number(values.depth ?? Number.POSITIVE_INFINITY);
		this.#blockSize = blockSizeOf(run);
		this.#threshold = thresholdOf(values.threshold);
		this.#excluded = excluded;
		const asked = given.findLast(({ key }) => key === 'time');
		this.#time = asked === undefined ? undefined : (chooseWord(asked.value, 'time', TIME_WORDS) ?? 'mtime');
		const format = duTimeFormat(values.timeStyle, run.process.env.get('TIME_STYLE'));
		this.#timeText = timeWriter(run.process, { old: format, recent: format });
	}

	/** "12\tname". */
	*show({ size, latestMs }: Count, name: string): Task<void> {
		const { values, out } = this.#run;
		const text = values.inodes ? inBlocks(size, this.#inodeSize) : inBlocks(size, this.#blockSize);
		const time = this.#time === undefined ? '' : `\t${this.#timeText(latestMs)}`;
		yield* out.write(`${text}${time}\t${name}${values.null ? '\0' : '\n'}`);
	}

	/** Inodes are counted one by one unless they are to be easy to read. */
	get #inodeSize(): BlockSize {
		return this.#blockSize.human === undefined ? BYTES : this.#blockSize;
	}

	*visit(path: string, depth: number): Task<Count> {
		yield* this.#process.tick();
		const none: Count = { size: 0, latestMs: 0 };
		if (this.#isExcluded(path)) return none;
		const stat = yield* this.#statOf(path, depth);
		if (stat === undefined) return none;
		if (depth === 0) this.#device = stat.device;
		if (this.#run.values.oneSystem && stat.device !== this.#device) return none;
		// A file with several names counts once, and so does a directory that is named twice.
		if (!this.#run.values.countLinks && (this.#knowsAll || stat.links > 1 || stat.type === 'directory')) {
			const identity = `${stat.device}:${stat.inode}`;
			if (this.#seen.has(identity)) return none;
			this.#seen.add(identity);
		}
		const own: Count = { size: this.#sizeOf(stat), latestMs: this.#timeOf(stat) };
		const all: Count = { ...own };
		if (stat.type === 'directory') yield* this.#within(path, depth, own, all);
		const isShown = (stat.type === 'directory' || this.#run.values.all || depth === 0) && depth <= this.#depth;
		const told = this.#run.values.separate ? own : all;
		if (isShown && this.#passes(told.size)) yield* this.show(told, path);
		return all;
	}

	/** @param own what counts for the directory alone: its files. */
	*#within(path: string, depth: number, own: Count, all: Count): Task<void> {
		let names: readonly string[] = [];
		try {
			names = this.#process.readdir(path);
		} catch (error) {
			yield* this.#run.complainOf(`cannot read directory '${path}'`, error);
			this.status = 1;
		}
		for (const name of names) {
			const below = joinPath(path, name);
			const count = yield* deeper(this.visit(below, depth + 1));
			yield* this.#process.tick(0);
			all.size += count.size;
			all.latestMs = Math.max(all.latestMs, count.latestMs);
			if (!this.#isDirectory(below)) {
				own.size += count.size;
				own.latestMs = Math.max(own.latestMs, count.latestMs);
			}
		}
	}

	#isDirectory(path: string): boolean {
		try {
			const { values } = this.#run;
			return (values.dereference ? this.#process.stat(path) : this.#process.lstat(path)).type === 'directory';
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return false;
		}
	}

	*#statOf(path: string, depth: number): Task<Stat | undefined> {
		const last = this.#run.given.findLast(({ key }) =>
			/^(?:dereference|noDereference|followArguments)$/.test(key),
		)?.key;
		const follows = last === 'dereference' || (last === 'followArguments' && depth === 0) || path.endsWith('/');
		try {
			return follows ? this.#process.stat(path) : this.#process.lstat(path);
		} catch (error) {
			yield* this.#run.complainOf(`cannot access '${path}'`, error);
			this.status = 1;
			return undefined;
		}
	}

	#passes(size: number): boolean {
		const threshold = this.#threshold;
		if (threshold === undefined) return true;
		return threshold < 0 ? size <= -threshold : size >= threshold;
	}

	/** A pattern fits the whole path, or what follows one of its slashes. */
	#isExcluded(path: string): boolean {
		if (this.#excluded.length === 0) return false;
		const parts = [path];
		for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
			if (path[at + 1] !== '/' && at + 1 < path.length) parts.push(path.slice(at + 1));
		}
		return this.#excluded.some((glob) => parts.some((part) => glob.matches(part)));
	}

	#timeOf(stat: Stat): number {
		return this.#time === 'atime' ? stat.atimeMs : this.#time === 'ctime' ? stat.ctimeMs : stat.mtimeMs;
	}

	#sizeOf(stat: Stat): number {
		const { apparent, bytes, inodes } = this.#run.values;
		if (inodes) return 1;
		if (apparent || bytes) return stat.type === 'directory' ? 4096 : stat.type === 'fifo' ? 0 : stat.size;
		if (stat.type === 'directory') return 4096;
		return stat.type === 'file' ? Math.ceil((stat.allocatedBytes ?? stat.size) / 4096) * 4096 : 0;
	}
}
