import type { Process, Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { joinPath } from './copy-tree.ts';
import { humanSize } from './human-size.ts';
import { COREUTILS } from './version.ts';

const options = {
	all: flag('a', 'all'),
	apparent: flag('apparent-size'),
	bytes: flag('b', 'bytes'),
	total: flag('c', 'total'),
	depth: withValue('d', 'max-depth'),
	human: flag('h', 'human-readable'),
	kilo: flag('k'),
	mega: flag('m'),
	oneSystem: flag('x', 'one-file-system'),
	separate: flag('S', 'separate-dirs'),
	summarize: flag('s', 'summarize'),
	si: flag('si'),
	dereference: flag('L', 'dereference'),
};

export const du = gnuCommand({
	name: 'du',
	paths: ['/usr/bin/du'],
	size: 118_008,
	version: `du ${COREUTILS}`,
	help: `Usage: du [OPTION]... [FILE]...
  or:  /usr/bin/du [OPTION]... --files0-from=F
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
		const walk = new Walk(run);
		let total = 0;
		for (const path of run.operands.length === 0 ? ['.'] : run.operands) total += yield* walk.visit(path, 0);
		if (values.total) yield* run.out.write(`${walk.text(total)}\ttotal\n`);
		return walk.status;
	},
});

class Walk {
	status = 0;
	readonly #run: Run<typeof options>;
	readonly #process: Process;
	readonly #seen = new Set<string>();
	readonly #depth: number;

	constructor(run: Run<typeof options>) {
		this.#run = run;
		this.#process = run.process;
		this.#depth = run.values.summarize ? 0 : Number(run.values.depth ?? Number.POSITIVE_INFINITY);
	}

	text(bytes: number): string {
		const { values } = this.#run;
		if (values.bytes) return String(bytes);
		if (values.human) return humanSize(bytes);
		if (values.si) return humanSize(bytes, 1000);
		return String(Math.ceil(bytes / (values.mega ? 1024 ** 2 : 1024)));
	}

	*visit(path: string, depth: number): Task<number> {
		yield* this.#process.tick();
		let stat: Stat;
		try {
			stat = this.#run.values.dereference ? this.#process.stat(path) : this.#process.lstat(path);
		} catch (error) {
			yield* this.#run.complainOf(`cannot access '${path}'`, error);
			this.status = 1;
			return 0;
		}
		const identity = `${stat.device}:${stat.inode}`;
		// A file with several names counts once.
		if (stat.type !== 'directory' && stat.links > 1) {
			if (this.#seen.has(identity)) return 0;
			this.#seen.add(identity);
		}
		let size = this.#sizeOf(stat);
		if (stat.type === 'directory') {
			let names: readonly string[] = [];
			try {
				names = this.#process.readdir(path);
			} catch (error) {
				yield* this.#run.complainOf(`cannot read directory '${path}'`, error);
				this.status = 1;
			}
			for (const name of names) size += yield* this.visit(joinPath(path, name), depth + 1);
		}
		const shown = stat.type === 'directory' || this.#run.values.all || depth === 0;
		if (shown && depth <= this.#depth) yield* this.#run.out.write(`${this.text(size)}\t${path}\n`);
		return size;
	}

	#sizeOf(stat: Stat): number {
		const { apparent, bytes } = this.#run.values;
		if (apparent || bytes) return stat.type === 'directory' ? 4096 : stat.size;
		if (stat.type === 'directory') return 4096;
		return stat.type === 'file' ? Math.ceil((stat.allocatedBytes ?? stat.size) / 4096) * 4096 : 0;
	}
}
