import type { Json } from './json.ts';
import { JsonReadError, readJson } from './json-reader.ts';

/** What the command line asks for. */
export interface JqOptions {
	program: string | undefined;
	/** Whether the program is in a file. */
	programFile: boolean;
	programPath: string | undefined;
	readonly files: string[];
	raw: boolean;
	join: boolean;
	rawNul: boolean;
	ascii: boolean;
	indent: string;
	nullInput: boolean;
	slurp: boolean;
	rawInput: boolean;
	exitStatus: boolean;
	sortKeys: boolean;
	color: boolean | undefined;
	stream: boolean;
	/** A parse error is an event like the others. */
	streamErrors: boolean;
	configuration: boolean;
	seq: boolean;
	help: boolean;
	version: boolean;
	readonly named: Map<string, Json>;
	/** `--slurpfile`, `--rawfile`: read before the program starts. */
	readonly fileArguments: { readonly name: string; readonly path: string; readonly raw: boolean }[];
	readonly positional: Json[];
}

/** What is wrong with the command line. */
export class JqUsageError extends Error {
	constructor(message: string, speaker = 'jq: ') {
		super(`${speaker}${message}`);
	}
}

export function parseJqOptions(args: readonly string[]): JqOptions {
	const parser = new OptionParser(args);
	return parser.parse();
}

const LONG_FLAGS: Readonly<Record<string, string>> = {
	slurp: 's',
	'raw-output': 'r',
	'raw-input': 'R',
	'join-output': 'j',
	'ascii-output': 'a',
	'compact-output': 'c',
	'null-input': 'n',
	'exit-status': 'e',
	'sort-keys': 'S',
	'color-output': 'C',
	'monochrome-output': 'M',
	help: 'h',
	version: 'V',
	'from-file': 'f',
};

class OptionParser {
	readonly #args: readonly string[];
	#at = 0;
	#rest: 'files' | 'strings' | 'json' = 'files';
	#optionsEnded = false;
	readonly #options: JqOptions = {
		program: undefined,
		programFile: false,
		programPath: undefined,
		files: [],
		raw: false,
		join: false,
		rawNul: false,
		ascii: false,
		indent: '  ',
		nullInput: false,
		slurp: false,
		rawInput: false,
		exitStatus: false,
		sortKeys: false,
		color: undefined,
		stream: false,
		streamErrors: false,
		configuration: false,
		seq: false,
		help: false,
		version: false,
		named: new Map(),
		fileArguments: [],
		positional: [],
	};

	constructor(args: readonly string[]) {
		this.#args = args;
	}

	parse(): JqOptions {
		for (; this.#at < this.#args.length; this.#at++) {
			const word = this.#args[this.#at] as string;
			if (this.#optionsEnded || !/^-[-A-Za-z]/.test(word)) this.#operand(word);
			else if (word === '--') this.#optionsEnded = true;
			else if (word.startsWith('--')) this.#long(word.slice(2));
			else if (word.startsWith('-L')) this.#library(word.slice(2));
			else for (const letter of word.slice(1)) this.#short(letter, word);
		}
		const { programFile, program } = this.#options;
		// The first word names the file.
		if (programFile) this.#options.programPath = program ?? '.';
		return this.#options;
	}

	/** Where modules are looked for. */
	#library(directory: string): void {
		if (directory !== '') return;
		if (this.#args[++this.#at] !== undefined) return;
		throw new JqUsageError('-L takes a parameter: (e.g. -L /search/path or -L/search/path)', '');
	}

	#operand(word: string): void {
		const options = this.#options;
		if (options.program === undefined) options.program = word;
		else if (this.#rest === 'strings') options.positional.push(word);
		else if (this.#rest === 'json') options.positional.push(this.#json(word, 'jsonargs'));
		else options.files.push(word);
	}

	#next(name: string, usage: string): string {
		const word = this.#args[++this.#at];
		if (word === undefined) throw new JqUsageError(`--${name} takes ${usage}`);
		return word;
	}

	#json(text: string, option: string): Json {
		try {
			const value = readJson(text);
			if (value !== undefined) return value;
		} catch (error) {
			if (!(error instanceof JsonReadError)) throw error;
		}
		throw new JqUsageError(`invalid JSON text passed to --${option}`);
	}

	#long(name: string): void {
		const options = this.#options;
		const letter = LONG_FLAGS[name];
		if (letter !== undefined) {
			this.#short(letter, `--${name}`);
			return;
		}
		switch (name) {
			case 'arg': {
				const key = this.#next(name, 'two parameters (e.g. --arg varname value)');
				this.#bind(key, this.#next(name, 'two parameters (e.g. --arg varname value)'));
				return;
			}
			case 'argjson': {
				const key = this.#next(name, 'two parameters (e.g. --argjson varname text)');
				this.#bind(key, this.#json(this.#next(name, 'two parameters (e.g. --argjson varname text)'), 'argjson'));
				return;
			}
			case 'slurpfile':
			case 'rawfile': {
				const usage = `two parameters (e.g. --${name} varname filename)`;
				const key = this.#next(name, usage);
				options.fileArguments.push({ name: key, path: this.#next(name, usage), raw: name === 'rawfile' });
				return;
			}
			case 'args':
				this.#rest = 'strings';
				return;
			case 'jsonargs':
				this.#rest = 'json';
				return;
			case 'tab':
				options.indent = '\t';
				return;
			case 'indent': {
				const text = this.#next(name, 'one parameter');
				const width = Number.parseInt(text, 10) || 0;
				if (width < -1 || width > 7) throw new JqUsageError('--indent takes a number between -1 and 7');
				options.indent = width < 0 ? '\t' : ' '.repeat(width);
				return;
			}
			case 'stream':
				options.stream = true;
				return;
			case 'stream-errors':
				options.stream = true;
				options.streamErrors = true;
				return;
			case 'build-configuration':
				options.configuration = true;
				return;
			case 'seq':
				options.seq = true;
				return;
			case 'raw-output0':
				options.raw = true;
				options.rawNul = true;
				return;
			case 'unbuffered':
			case 'binary':
				return;
			default:
				throw new JqUsageError(`Unknown option --${name}`);
		}
	}

	/** The first value of a name counts. */
	#bind(name: string, value: Json): void {
		if (!this.#options.named.has(name)) this.#options.named.set(name, value);
	}

	#short(letter: string, word: string): void {
		const options = this.#options;
		switch (letter) {
			case 's':
				options.slurp = true;
				return;
			case 'r':
				options.raw = true;
				return;
			case 'R':
				options.rawInput = true;
				return;
			case 'j':
				options.raw = true;
				options.join = true;
				return;
			case 'a':
				options.ascii = true;
				return;
			case 'c':
				options.indent = '';
				return;
			case 'n':
				options.nullInput = true;
				return;
			case 'e':
				options.exitStatus = true;
				return;
			case 'S':
				options.sortKeys = true;
				return;
			case 'C':
				options.color = true;
				return;
			case 'M':
				options.color = false;
				return;
			case 'f':
				options.programFile = true;
				return;
			case 'h':
				options.help = true;
				return;
			case 'V':
				options.version = true;
				return;
			case 'b':
				return;
			default:
				throw new JqUsageError(`Unknown option ${word}`);
		}
	}
}
