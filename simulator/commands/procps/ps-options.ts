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
	readonly columns: { readonly name: string; readonly header: string | undefined }[];
	format: 'default' | 'full' | 'long' | 'user' | 'jobs';
	headers: boolean;
	readonly sort: { readonly name: string; readonly descending: boolean }[];
	forest: boolean;
	deselect: boolean;
	wide: boolean;
}

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
	#value(rest: string): string {
		if (rest !== '') return rest;
		const next = this.#args[++this.#at];
		if (next === undefined) throw new PsUsageError('list of process IDs must follow -p');
		return next;
	}

	#unix(letters: string): void {
		const options = this.#options;
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			const rest = letters.slice(at + 1);
			switch (letter) {
				case 'e':
				case 'A':
					options.all = true;
					break;
				case 'a':
				case 'd':
					options.bsdAll = true;
					break;
				case 'f':
				case 'F':
					options.format = 'full';
					break;
				case 'l':
					options.format = 'long';
					break;
				case 'j':
					options.format = 'jobs';
					break;
				case 'H':
					options.forest = true;
					break;
				case 'N':
					options.deselect = true;
					break;
				case 'w':
				case 'L':
				case 'y':
				case 'M':
				case 'Z':
					options.wide ||= letter === 'w';
					break;
				case 'o':
					this.#columns(this.#value(rest));
					return;
				case 'p':
				case 'q':
					options.pids.push(...numbers(this.#value(rest)));
					return;
				case 'u':
				case 'U':
					options.users.push(...this.#value(rest).split(/[ ,]+/));
					return;
				case 'C':
					options.commands.push(...this.#value(rest).split(/[ ,]+/));
					return;
				case 't':
					options.terminals.push(...this.#value(rest).split(/[ ,]+/));
					return;
				case 's':
				case 'g':
					options.sessions.push(...numbers(this.#value(rest)));
					return;
				default:
					throw new PsUsageError('unsupported SysV option');
			}
		}
	}

	#bsd(letters: string): void {
		const options = this.#options;
		for (let at = 0; at < letters.length; at++) {
			const rest = letters.slice(at + 1);
			switch (letters[at]) {
				case 'a':
					options.bsdAll = true;
					break;
				case 'x':
				case 'g':
					options.bsdNoTerminal = true;
					break;
				case 'u':
					options.format = 'user';
					break;
				case 'j':
					options.format = 'jobs';
					break;
				case 'l':
					options.format = 'long';
					break;
				case 'f':
					options.forest = true;
					break;
				case 'h':
					options.headers = false;
					break;
				case 'w':
					options.wide = true;
					break;
				case 'e':
				case 'c':
				case 'n':
				case 'r':
				case 'S':
				case 'T':
					break;
				case 'o':
					this.#columns(this.#value(rest));
					return;
				case 'p':
					options.pids.push(...numbers(this.#value(rest)));
					return;
				case 'U':
					options.users.push(...this.#value(rest).split(/[ ,]+/));
					return;
				case 'k':
					this.#sort(this.#value(rest));
					return;
				default:
					throw new PsUsageError('unsupported option (BSD syntax)');
			}
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
				if (name === 'width' || name.startsWith('col')) value();
				return;
			case 'format':
				this.#columns(value());
				return;
			case 'pid':
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

	/** "pid,ppid,cmd", "pid=ID": a header takes the rest of the word. */
	#columns(text: string): void {
		let rest = text;
		while (rest !== '') {
			const match = /^[ ,]*([^ ,=]+)(=.*)?/s.exec(rest);
			if (match === null) return;
			const [whole, name = '', header] = match;
			if (header !== undefined) {
				// "pid=,comm=" has empty headers; "pid=A B" one with a blank.
				const empty = /^=(?=,|$)/.exec(header);
				this.#options.columns.push({ name, header: empty === null ? header.slice(1) : '' });
				rest = empty === null ? '' : rest.slice(rest.indexOf('=') + 1);
				continue;
			}
			this.#options.columns.push({ name, header: undefined });
			rest = rest.slice(whole.length);
		}
	}

	#sort(text: string): void {
		for (const key of text.split(',')) {
			this.#options.sort.push({ name: key.replace(/^[-+]/, ''), descending: key.startsWith('-') });
		}
	}
}

function numbers(text: string): number[] {
	return text.split(/[ ,]+/).map((each) => {
		if (!/^\d+$/.test(each)) throw new PsUsageError('process ID list syntax error');
		return Number(each);
	});
}
