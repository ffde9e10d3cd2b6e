import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import { compileGlob, type Glob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { modeText } from '../coreutils/file-mode.ts';
import { humanSize } from '../coreutils/human-size.ts';
import { strftime } from '../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

/** tree 2.1.1, as Ubuntu 24.04 has it. */
export const tree = unixCommand({
	name: 'tree',
	paths: ['/usr/bin/tree'],
	size: 84_400,
	*main(run) {
		const options = optionsOf(run.args);
		if (options.help !== undefined) {
			yield* run.out.write(options.help);
			return 0;
		}
		const walker = new TreeWalker(run, options, yield* readAccounts(run.process));
		return yield* walker.start();
	},
});

interface TreeOptions {
	readonly flags: ReadonlySet<string>;
	readonly level: number;
	readonly include: readonly Glob[];
	readonly exclude: readonly Glob[];
	readonly sort: string;
	readonly names: readonly string[];
	readonly help: string | undefined;
}

const USAGE = `usage: tree [-adfghilpqrstuvDFQNUc] [-L level] [-P pattern] [-I pattern]
	[--sort[=]<name>] [--dirsfirst] [--filesfirst] [--si] [--prune]
	[--noreport] [--version] [--help] [--] [directory ...]
`;

const HELP = `${USAGE}  ------- What is listed -------
  -a  hidden files too      -d  directories only   -l  follow links
  -f  whole paths           -L level  no deeper    -P, -I pattern  only, not
  --prune  no empty directories   --noreport  no count
  ------- What is shown -------
  -p permissions  -u user  -g group  -s size  -h, --si size for people  -D time  -F kind  -Q quotes  -i no lines
  ------- Order -------
  -t time  -c change  -U none  -r reversed  --sort=X  --dirsfirst  --filesfirst
`;

const LETTERS = 'adfghilpqrstuvxDFQNUcnSAC';
const LONG_FLAGS: ReadonlySet<string> = new Set(['dirsfirst', 'filesfirst', 'noreport', 'prune', 'du', 'si']);

function optionsOf(args: readonly string[]): TreeOptions {
	const flags = new Set<string>();
	const names: string[] = [];
	const include: Glob[] = [];
	const exclude: Glob[] = [];
	let level = Number.POSITIVE_INFINITY;
	let sort = '';
	const globs = (text: string): Glob[] => text.split('|').map((each) => compileGlob(each));
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		const next = (missing: string): string => {
			const value = args[++at];
			if (value === undefined) throw new Exit(1, `tree: ${missing}\n`);
			return value;
		};
		if (word === '--help') return { flags, level, include, exclude, sort, names, help: HELP };
		if (word === '--version') {
			const help =
				'tree v2.1.1 © 1996 - 2023 by Steve Baker, Thomas Moore, Francesc Rocher, Florian Sesser, Kyosuke Tokoro\n';
			return { flags, level, include, exclude, sort, names, help };
		}
		if (word.startsWith('--')) {
			const [name = '', value] = word.slice(2).split('=');
			if (name === 'sort') sort = value ?? next('missing argument to --sort');
			else if (LONG_FLAGS.has(name)) flags.add(name);
			else throw new Exit(1, `tree: Invalid argument \`${word}'.\n${USAGE}`);
		} else if (word.startsWith('-') && word.length > 1) {
			for (const letter of word.slice(1)) {
				if (letter === 'L') {
					const text = next('Missing argument to -L option.');
					level = Number(text);
					if (!(level > 0)) throw new Exit(1, 'tree: Invalid level, must be greater than 0.\n');
				} else if (letter === 'P') include.push(...globs(next('missing argument to -P option.')));
				else if (letter === 'I') exclude.push(...globs(next('missing argument to -I option.')));
				else if (LETTERS.includes(letter)) flags.add(letter);
				else throw new Exit(1, `tree: Invalid argument -\`${letter}'.\n${USAGE}`);
			}
		} else names.push(word);
	}
	return { flags, level, include, exclude, sort, names, help: undefined };
}

interface Entry {
	readonly name: string;
	readonly path: string;
	readonly stat: Stat;
	readonly target: string | undefined;
	/** What a link leads to. */
	readonly leadsTo: Stat | undefined;
}

const DEPTH_MAX = 200;

function identity({ device, inode }: Stat): string {
	return `${device}:${inode}`;
}

class TreeWalker {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #options: TreeOptions;
	readonly #accounts: Accounts;
	#directories = 0;
	#files = 0;
	/** Directories that have been gone into. */
	readonly #seen = new Set<string>();

	constructor(run: UnixRun, options: TreeOptions, accounts: Accounts) {
		this.#run = run;
		this.#process = run.process;
		this.#options = options;
		this.#accounts = accounts;
	}

	*start(): Task<number> {
		const { names, flags } = this.#options;
		let status = 0;
		for (const name of names.length === 0 ? ['.'] : names) {
			let entry: Entry | undefined;
			try {
				entry = this.#entry(name, name, this.#process.stat(name));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
			if (entry === undefined || entry.stat.type !== 'directory') {
				yield* this.#run.out.write(`${name}  [error opening dir]\n`);
				status = 2;
				continue;
			}
			yield* this.#run.out.write(`${this.#label(entry, true)}\n`);
			this.#seen.add(identity(entry.stat));
			if (this.#entries(name, 1).length > 0) this.#directories++;
			yield* descending(this.#list(name, [], 1));
		}
		if (flags.has('noreport')) return status;
		const count = this.#directories;
		const directories = `${count} director${count === 1 ? 'y' : 'ies'}`;
		const files = flags.has('d') ? '' : `, ${this.#files} file${this.#files === 1 ? '' : 's'}`;
		yield* this.#run.out.write(`\n${directories}${files}\n`);
		return status;
	}

	#entry(name: string, path: string, stat: Stat): Entry {
		if (stat.type !== 'symlink') return { name, path, stat, target: undefined, leadsTo: undefined };
		let leadsTo: Stat | undefined;
		try {
			leadsTo = this.#process.stat(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		return { name, path, stat, target: this.#process.readlink(path), leadsTo };
	}

	*#list(folder: string, lasts: readonly boolean[], depth: number): Task<void> {
		if (depth > this.#options.level || depth > DEPTH_MAX) return;
		const entries = this.#entries(folder, depth);
		for (const [at, entry] of entries.entries()) {
			yield* this.#process.tick();
			const last = at === entries.length - 1;
			const led = entry.leadsTo?.type === 'directory' && this.#options.flags.has('l') ? entry.leadsTo : undefined;
			const again = led !== undefined && this.#seen.has(identity(led));
			const note = again ? '  [recursive, not followed]' : '';
			yield* this.#run.out.write(`${this.#lines(lasts, last)}${this.#label(entry, false)}${note}\n`);
			if (entry.stat.type === 'directory') this.#seen.add(identity(entry.stat));
			const isFolder = entry.stat.type === 'directory' || entry.leadsTo?.type === 'directory';
			if (isFolder) this.#directories++;
			else this.#files++;
			const follow = entry.stat.type === 'directory' || (isFolder && this.#options.flags.has('l'));
			if (follow && !again) yield* deeper(this.#list(entry.path, [...lasts, last], depth + 1));
		}
	}

	#entries(folder: string, depth: number): Entry[] {
		const { flags, include, exclude } = this.#options;
		let names: readonly string[];
		try {
			names = this.#process.readdir(folder);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return [];
		}
		const entries: Entry[] = [];
		for (const name of names) {
			if (name.startsWith('.') && !flags.has('a')) continue;
			const path = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
			const entry = this.#entry(name, path, this.#process.lstat(path));
			const isFolder = entry.stat.type === 'directory' || entry.leadsTo?.type === 'directory';
			if (flags.has('d') && !isFolder) continue;
			if (exclude.some((glob) => glob.matches(name))) continue;
			const goes = entry.stat.type === 'directory' || (isFolder && flags.has('l'));
			if (!goes && include.length > 0 && !include.some((glob) => glob.matches(name))) continue;
			if (
				flags.has('prune') &&
				isFolder &&
				(!goes || (depth < DEPTH_MAX && this.#entries(path, depth + 1).length === 0))
			)
				continue;
			entries.push(entry);
		}
		return this.#sorted(entries);
	}

	#sorted(entries: Entry[]): Entry[] {
		const { flags, sort } = this.#options;
		const by =
			sort !== '' ? sort : flags.has('t') ? 'mtime' : flags.has('c') ? 'ctime' : flags.has('v') ? 'version' : 'name';
		const compare = (a: Entry, b: Entry): number => {
			if (by === 'mtime' && a.stat.mtimeMs !== b.stat.mtimeMs) return a.stat.mtimeMs - b.stat.mtimeMs;
			if (by === 'ctime' && a.stat.ctimeMs !== b.stat.ctimeMs) return a.stat.ctimeMs - b.stat.ctimeMs;
			if (by === 'size' && a.stat.size !== b.stat.size) return b.stat.size - a.stat.size;
			return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
		};
		if (!flags.has('U') && by !== 'none') entries.sort(compare);
		if (flags.has('r')) entries.reverse();
		const rank = (entry: Entry): number => Number(entry.stat.type !== 'directory');
		if (flags.has('dirsfirst')) entries.sort((a, b) => rank(a) - rank(b));
		if (flags.has('filesfirst')) entries.sort((a, b) => rank(b) - rank(a));
		return entries;
	}

	#lines(lasts: readonly boolean[], last: boolean): string {
		if (this.#options.flags.has('i')) return '';
		const { env } = this.#process;
		const utf8 = /utf-?8/i.test(env.get('LC_ALL') ?? env.get('LC_CTYPE') ?? env.get('LANG') ?? '');
		const [bar, branch, corner] = utf8 ? ['│\u00a0\u00a0 ', '├── ', '└── '] : ['|   ', '|-- ', '`-- '];
		return lasts.map((each) => (each ? '    ' : bar)).join('') + (last ? corner : branch);
	}

	#label(entry: Entry, isRoot: boolean): string {
		const { flags } = this.#options;
		const shown = flags.has('f') || isRoot ? entry.path : entry.name;
		const name = flags.has('Q') ? `"${shown}"` : shown;
		const arrow = entry.target === undefined ? '' : ` -> ${flags.has('Q') ? `"${entry.target}"` : entry.target}`;
		const details = this.#details(entry);
		return `${details}${name}${this.#kind(entry.stat)}${arrow}${entry.leadsTo === undefined ? '' : this.#kind(entry.leadsTo)}`;
	}

	#kind(stat: Stat): string {
		if (!this.#options.flags.has('F')) return '';
		if (stat.type === 'directory') return '/';
		if (stat.type === 'fifo') return '|';
		if (stat.type === 'socket') return '=';
		return stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '';
	}

	#details({ stat }: Entry): string {
		const { flags } = this.#options;
		const parts: string[] = [];
		if (flags.has('p')) parts.push(modeText(stat));
		if (flags.has('u')) parts.push((this.#accounts.users.get(stat.uid) ?? String(stat.uid)).padEnd(8));
		if (flags.has('g')) parts.push((this.#accounts.groups.get(stat.gid) ?? String(stat.gid)).padEnd(8));
		if (flags.has('h') || flags.has('si')) parts.push(humanSize(stat.size, flags.has('si') ? 1000 : 1024).padStart(4));
		else if (flags.has('s')) parts.push(String(stat.size).padStart(11));
		if (flags.has('D')) parts.push(strftime('%b %e %H:%M', stat.mtimeMs));
		return parts.length === 0 ? '' : `[${parts.join(' ')}]  `;
	}
}
