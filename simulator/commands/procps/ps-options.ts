/** "pid", "user:20", "comm=WHAT". */
export interface PsColumn {
	readonly name: string;
	readonly header: string | undefined;
	readonly width?: number | undefined;
}

/** What a command line of ps selects and shows. */
export interface PsOptions {
	all: boolean;
	/** BSD "a": every process on a terminal; "x": also those without; both: all. */
	bsdAll: boolean;
	bsdNoTerminal: boolean;
	readonly pids: number[];
	readonly parents: number[];
	readonly users: string[];
	readonly commands: string[];
	readonly terminals: string[];
	readonly sessions: number[];
	/** Columns with the headers that were asked for. */
	readonly columns: PsColumn[];
	format: PsFormat;
	/** With columns more: "-F", "-L", "-T", "-c", "-y", "-M". */
	readonly with: Set<'extra' | 'threads' | 'spid' | 'class' | 'y' | 'label' | 'full' | 'jobs'>;
	/** Options of BSD's kind choose BSD's default format. */
	isBsd: boolean;
	/** By name or number. */
	readonly groups: string[];
	onlyRunning: boolean;
	/** Of this terminal only. */
	onlyOwnTerminal: boolean;
	/** What -O puts between the number and the rest. */
	inserted: string | undefined;
	width: number | undefined;
	/** "L", "--info", "--help": something is told, and no process. */
	tells: 'columns' | undefined;
	headers: boolean;
	readonly sort: { readonly name: string; readonly descending: boolean }[];
	forest: boolean;
	deselect: boolean;
	wide: boolean;
}

export type PsFormat = 'default' | 'full' | 'long' | 'user' | 'jobs' | 'signals' | 'memory' | 'registers';

/** What is wrong: goes after "error: ". */
export class PsUsageError extends Error {}

/** UNIX ("-ef"), BSD ("aux") and GNU ("--sort") options. */
export function parsePsOptions(args: readonly string[]): PsOptions {
	const parser = new PsParser(args);
	return parser.parse();
}

class PsParser {
	readonly #args: readonly string[];
	#at = 0;
	readonly #options: PsOptions = {
		all: false,
		bsdAll: false,
		bsdNoTerminal: false,
		pids: [],
		parents: [],
		users: [],
		commands: [],
		terminals: [],
		sessions: [],
		columns: [],
		format: 'default',
		with: new Set(),
		isBsd: false,
		groups: [],
		onlyRunning: false,
		onlyOwnTerminal: false,
		inserted: undefined,
		width: undefined,
		tells: undefined,
		headers: true,
		sort: [],
		forest: false,
		deselect: false,
		wide: false,
	};

	constructor(args: readonly string[]) {
		this.#args = args;
	}

	parse(): PsOptions {
		for (; this.#at < this.#args.length; this.#at++) {
			const word = this.#args[this.#at] as string;
			if (word.startsWith('--')) this.#long(word.slice(2));
			else if (word.startsWith('-')) this.#unix(word.slice(1));
			else if (/^\d/.test(word)) this.#options.pids.push(...numbers(word));
			else this.#bsd(word);
		}
		return this.#options;
	}

	/** The rest of the word, or the next one. */
	#value(rest: string, letter = 'p'): string {
		if (rest !== '') return rest;
		const next = this.#args[++this.#at];
		if (next === undefined) throw new PsUsageError(MISSING[letter] ?? 'list of process IDs must follow -p');
		return next;
	}

	#unix(letters: string): void {
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			const set = UNIX_FLAGS[letter];
			if (set !== undefined) set(this.#options);
			else if (this.#list(letter, letters.slice(at + 1))) return;
			else throw new PsUsageError('unsupported SysV option');
		}
	}

	#bsd(letters: string): void {
		this.#options.isBsd = true;
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			const set = BSD_FLAGS[letter];
			if (set !== undefined) set(this.#options);
			else if ('oOptUkq'.includes(letter) && this.#list(letter, letters.slice(at + 1))) return;
			else throw new PsUsageError('unsupported option (BSD syntax)');
		}
	}

	/** Options with a list behind them, the same in both kinds. False: it is none. */
	#list(letter: string, rest: string): boolean {
		const options = this.#options;
		const words = (): string[] => this.#value(rest, letter).split(/[ ,]+/);
		switch (letter) {
			case 'o':
				this.#columns(this.#value(rest, letter));
				return true;
			case 'O':
				options.inserted = this.#value(rest, letter);
				return true;
			case 'k':
				this.#sort(this.#value(rest));
				return true;
			case 'p':
			case 'q':
				options.pids.push(...numbers(this.#value(rest)));
				return true;
			case 'u':
			case 'U':
				options.users.push(...words());
				return true;
			case 'C':
				options.commands.push(...words());
				return true;
			case 't':
				options.terminals.push(...words());
				return true;
			case 'G':
				options.groups.push(...words());
				return true;
			case 's':
			case 'g':
				for (const word of words()) {
					if (/^\d+$/.test(word)) options.sessions.push(Number(word));
					else options.groups.push(word);
				}
				return true;
			default:
				return false;
		}
	}

	#long(text: string): void {
		const options = this.#options;
		const [name = '', inline] = text.split(/=(.*)/s);
		const value = (): string => this.#value(inline ?? '');
		switch (name) {
			case 'sort':
				this.#sort(value());
				return;
			case 'no-headers':
			case 'no-heading':
			case 'noheaders':
			case 'noheading':
				options.headers = false;
				return;
			case 'headers':
			case 'cumulative':
			case 'width':
			case 'cols':
			case 'columns':
				if (name === 'width' || name.startsWith('col')) options.width = Number(value());
				return;
			case 'rows':
			case 'lines':
				value();
				return;
			case 'context':
				options.with.add('label');
				return;
			case 'group':
			case 'Group':
				options.groups.push(...value().split(/[ ,]+/));
				return;
			case 'sid':
				options.sessions.push(...numbers(value()));
				return;
			case 'format':
				this.#columns(value());
				return;
			case 'pid':
			case 'quick-pid':
				options.pids.push(...numbers(value()));
				return;
			case 'ppid':
				options.parents.push(...numbers(value()));
				return;
			case 'user':
			case 'User':
				options.users.push(...value().split(/[ ,]+/));
				return;
			case 'tty':
				options.terminals.push(...value().split(/[ ,]+/));
				return;
			case 'forest':
				options.forest = true;
				return;
			case 'deselect':
				options.deselect = true;
				return;
			default:
				throw new PsUsageError('unknown gnu long option');
		}
	}

	/** "pid,ppid,cmd", "pid=ID,comm=": a header goes to the next comma. */
	#columns(text: string): void {
		for (const word of text.split(',')) {
			const equals = word.indexOf('=');
			const names = (equals < 0 ? word : word.slice(0, equals)).split(' ').filter((name) => name !== '');
			for (const [at, name] of names.entries()) {
				const header = equals >= 0 && at === names.length - 1 ? word.slice(equals + 1) : undefined;
				this.#options.columns.push({ ...columnOf(name), header });
			}
		}
	}

	#sort(text: string): void {
		for (const key of text.split(',')) {
			this.#options.sort.push({ name: key.replace(/^[-+]/, ''), descending: key.startsWith('-') });
		}
	}
}

/** "user:20" is 20 columns wide. */
function columnOf(word: string): { readonly name: string; readonly width?: number } {
	const [, name = word, width] = /^(.*):(\d+)$/.exec(word) ?? [];
	return width === undefined ? { name } : { name, width: Math.min(4096, Number(width)) };
}

const MISSING: { readonly [letter: string]: string } = {
	C: 'list of command names must follow -C',
	G: 'list of real groups must follow -G',
	g: 'list of session leaders OR effective group IDs must follow -g',
	o: 'format specification must follow -o',
	O: 'format or sort specification must follow -O',
	s: 'list of session IDs must follow -s',
	t: 'list of terminals (pty, tty...) must follow -t',
	u: 'list of effective users must follow -u',
	U: 'list of real users must follow -U',
};

type Flags = { readonly [letter: string]: (options: PsOptions) => void };

const UNIX_FLAGS: Flags = {
	e: (options) => {
		options.all = true;
	},
	A: (options) => {
		options.all = true;
	},
	a: (options) => {
		options.bsdAll = true;
	},
	d: (options) => {
		options.bsdAll = true;
	},
	F: (options) => void options.with.add('extra').add('full'),
	f: (options) => void options.with.add('full'),
	l: (options) => {
		options.format = 'long';
	},
	j: (options) => void options.with.add('jobs'),
	H: (options) => {
		options.forest = true;
	},
	N: (options) => {
		options.deselect = true;
	},
	w: (options) => {
		options.wide = true;
	},
	m: () => {},
	n: () => {},
	L: (options) => void options.with.add('threads'),
	T: (options) => void options.with.add('spid'),
	c: (options) => void options.with.add('class'),
	y: (options) => void options.with.add('y'),
	M: (options) => void options.with.add('label'),
	Z: (options) => void options.with.add('label'),
	x: (options) => {
		options.bsdNoTerminal = true;
		options.isBsd = true;
	},
};

const formatted =
	(format: PsFormat) =>
	(options: PsOptions): void => {
		options.format = format;
	};

const BSD_FLAGS: Flags = {
	a: (options) => {
		options.bsdAll = true;
	},
	x: (options) => {
		options.bsdNoTerminal = true;
	},
	g: (options) => {
		options.bsdNoTerminal = true;
	},
	u: formatted('user'),
	j: formatted('jobs'),
	l: formatted('long'),
	s: formatted('signals'),
	v: formatted('memory'),
	X: formatted('registers'),
	f: (options) => {
		options.forest = true;
	},
	h: (options) => {
		options.headers = false;
	},
	w: (options) => {
		options.wide = true;
	},
	Z: (options) => void options.with.add('label'),
	M: (options) => void options.with.add('label'),
	r: (options) => {
		options.onlyRunning = true;
	},
	T: (options) => {
		options.onlyOwnTerminal = true;
	},
	L: (options) => {
		options.tells = 'columns';
	},
	e: () => {},
	c: () => {},
	n: () => {},
	m: () => {},
	H: () => {},
	S: () => {},
};

function numbers(text: string): number[] {
	return text.split(/[ ,]+/).map((each) => {
		if (!/^\d+$/.test(each)) throw new PsUsageError('process ID list syntax error');
		return Number(each);
	});
}
