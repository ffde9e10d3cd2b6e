import { durationComplaint, formatDuration, parseDuration } from '../machinery/duration.ts';

/**
 * Command-line flags as Go's pflag reads them, for every command of the world that is written in Go (kubectl, helm,
 * kubeadm, …). A command declares a table; the types of the values follow from it.
 */
export interface FlagSpec<T = unknown> {
	readonly kind: FlagKind;
	readonly shorthand?: string;
	readonly default: T;
	readonly usage: string;
	/** The value when the flag stands without "=value" (a bool's "true"). */
	readonly bare?: string;
	readonly hidden?: boolean;
	readonly deprecated?: string;
	/** Unknown unless this environment variable is "true". */
	readonly gate?: string;
	/** The error when it is missing names it. */
	readonly required?: boolean;
	/** Default as help shows it, where that is not the default's own text. */
	readonly defaultText?: string;
}

export type FlagKind =
	| 'bool'
	| 'string'
	| 'int'
	| 'duration'
	| 'stringArray'
	| 'stringSlice'
	| 'stringToString'
	| 'custom';
export type FlagTable = { readonly [name: string]: FlagSpec };
export type FlagValues<F extends FlagTable> = { readonly [N in keyof F]: F[N] extends FlagSpec<infer T> ? T : never };

type Options = Omit<FlagSpec, 'kind' | 'default' | 'usage' | 'bare'> & { readonly bare?: string };

export const bool = (fallback: boolean, usage: string, options: Options = {}): FlagSpec<boolean> => ({
	bare: 'true',
	...options,
	kind: 'bool',
	default: fallback,
	usage,
});
export const string = (fallback: string, usage: string, options: Options = {}): FlagSpec<string> => ({
	...options,
	kind: 'string',
	default: fallback,
	usage,
});
export const int = (fallback: number, usage: string, options: Options = {}): FlagSpec<number> => ({
	...options,
	kind: 'int',
	default: fallback,
	usage,
});
/** Milliseconds. */
export const duration = (fallback: number, usage: string, options: Options = {}): FlagSpec<number> => ({
	...options,
	kind: 'duration',
	default: fallback,
	usage,
});
/** Every occurrence is one value. */
export const stringArray = (usage: string, options: Options = {}): FlagSpec<readonly string[]> => ({
	...options,
	kind: 'stringArray',
	default: [],
	usage,
});
/** Occurrences are lists separated by commas. */
export const stringSlice = (usage: string, options: Options = {}): FlagSpec<readonly string[]> => ({
	...options,
	kind: 'stringSlice',
	default: [],
	usage,
});
export const stringToString = (usage: string, options: Options = {}): FlagSpec<ReadonlyMap<string, string>> => ({
	...options,
	kind: 'stringToString',
	default: new Map(),
	usage,
});

/** Why the command line was refused, in pflag's words. */
export class FlagError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'FlagError';
	}
}

export interface ParsedFlags {
	/** Every flag of the table with its value. */
	readonly values: { readonly [name: string]: unknown };
	/** Flags that stood on the command line. */
	readonly changed: ReadonlySet<string>;
	readonly args: readonly string[];
	/** How many of `args` came before "--"; −1 without one. */
	readonly dashAt: number;
	/** Deprecated flags that were used: what to tell the user. */
	readonly notices: readonly string[];
	/** The flags as they stood on the command line. */
	readonly given: readonly { readonly name: string; readonly text: string }[];
}

/** Models spf13/pflag FlagSet.Parse: flags may stand between arguments, "--" ends them. */
export function parseFlags(table: FlagTable, argv: readonly string[]): ParsedFlags {
	return new FlagParser(table).parse(argv);
}

class FlagParser {
	readonly #table: FlagTable;
	readonly #shorthands = new Map<string, string>();
	readonly #values: { [name: string]: unknown } = Object.create(null);
	readonly #changed = new Set<string>();
	readonly #notices: string[] = [];
	#help = false;
	readonly #given: { name: string; text: string }[] = [];

	constructor(table: FlagTable) {
		this.#table = table;
		for (const [name, spec] of Object.entries(table)) {
			this.#values[name] = spec.default;
			if (spec.shorthand !== undefined) this.#shorthands.set(spec.shorthand, name);
		}
	}

	parse(argv: readonly string[]): ParsedFlags {
		const args: string[] = [];
		let dashAt = -1;
		for (let i = 0; i < argv.length; i++) {
			const word = argv[i] as string;
			if (word === '--') {
				dashAt = args.length;
				args.push(...argv.slice(i + 1));
				break;
			}
			if (!word.startsWith('-') || word === '-') args.push(word);
			else if (word.startsWith('--')) i += this.#long(word, argv[i + 1]);
			else i += this.#short(word, argv[i + 1]);
		}
		// Mistakes in the rest of the line come first.
		if (this.#help) throw new HelpRequested();
		return { values: this.#values, changed: this.#changed, args, dashAt, notices: this.#notices, given: this.#given };
	}

	/** Returns how many further words it took. */
	#long(word: string, next: string | undefined): number {
		const at = word.indexOf('=');
		const given = at < 0 ? word.slice(2) : word.slice(2, at);
		if (given === '' || given.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
		const name = given.replaceAll('_', '-');
		const spec = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
		if (spec === undefined) {
			if (name === 'help') {
				this.#help = at < 0 || parseBool(word.slice(at + 1));
				return 0;
			}
			throw new FlagError(`unknown flag: --${name}`);
		}
		if (at >= 0) this.#set(name, spec, word.slice(at + 1));
		else if (spec.bare !== undefined) this.#set(name, spec, spec.bare);
		else if (next === undefined) throw new FlagError(`flag needs an argument: --${name}`);
		else {
			this.#set(name, spec, next);
			return 1;
		}
		return 0;
	}

	#short(word: string, next: string | undefined): number {
		let rest = word.slice(1);
		while (rest !== '') {
			const letter = rest.charAt(0);
			const name = this.#shorthands.get(letter);
			if (name === undefined) {
				if (letter === 'h') {
					this.#help = true;
					rest = rest.slice(1);
					continue;
				}
				throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`);
			}
			const spec = this.#table[name] as FlagSpec;
			if (rest.length > 2 && rest.charAt(1) === '=') {
				this.#set(name, spec, rest.slice(2));
				return 0;
			}
			if (spec.bare !== undefined) {
				this.#set(name, spec, spec.bare);
				rest = rest.slice(1);
			} else if (rest.length > 1) {
				this.#set(name, spec, rest.slice(1));
				return 0;
			} else if (next !== undefined) {
				this.#set(name, spec, next);
				return 1;
			} else {
				throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
			}
		}
		return 0;
	}

	#set(name: string, spec: FlagSpec, text: string): void {
		try {
			this.#values[name] = this.#convert(name, spec, text);
		} catch (error) {
			if (!(error instanceof ValueError)) throw error;
			const flag = spec.shorthand === undefined ? `--${name}` : `-${spec.shorthand}, --${name}`;
			throw new FlagError(
				`invalid argument ${JSON.stringify(text)} for ${JSON.stringify(flag)} flag: ${error.message}`,
			);
		}
		if (spec.deprecated !== undefined && !this.#changed.has(name)) {
			this.#notices.push(`Flag --${name} has been deprecated, ${spec.deprecated}`);
		}
		this.#changed.add(name);
		this.#given.push({ name, text });
	}

	#convert(name: string, spec: FlagSpec, text: string): unknown {
		const earlier = this.#changed.has(name) ? this.#values[name] : undefined;
		switch (spec.kind) {
			case 'bool':
				return parseBool(text);
			case 'string':
			case 'custom':
				return text;
			case 'int':
				return parseInt64(text);
			case 'duration': {
				const ms = parseDuration(text);
				if (ms === undefined) throw new ValueError(durationComplaint(text));
				return ms;
			}
			case 'stringArray':
				return [...((earlier as string[] | undefined) ?? []), text];
			case 'stringSlice':
				return [...((earlier as string[] | undefined) ?? []), ...splitCsv(text)];
			case 'stringToString':
				return new Map([...((earlier as Map<string, string> | undefined) ?? []), ...splitPairs(text)]);
		}
	}
}

class ValueError extends Error {}

/** `-h` or `--help` stood on the command line. */
export class HelpRequested extends Error {}

/** Models strconv.ParseBool. */
function parseBool(text: string): boolean {
	if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
	if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
	throw new ValueError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function parseInt64(text: string): number {
	if (!/^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)$/.test(text)) {
		throw new ValueError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	}
	const digits = text.replace(/^[-+]/, '');
	const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
	if (value > 2 ** 63 - 1)
		throw new ValueError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`);
	return text.startsWith('-') ? -value : value;
}

/** One line of comma-separated values; a value in double quotes may hold commas. Models encoding/csv as pflag uses it. */
function splitCsv(text: string): string[] {
	if (text === '') return [];
	const fields: string[] = [];
	let index = 0;
	for (;;) {
		if (text.charAt(index) === '"') {
			const quoted = /"((?:[^"]|"")*)"(,|$)/y;
			quoted.lastIndex = index;
			const match = quoted.exec(text);
			if (match === null)
				throw new ValueError(
					`parse error on line 1, column ${text.length + 1}: extraneous or missing " in quoted-field`,
				);
			fields.push((match[1] as string).replaceAll('""', '"'));
			if (match[2] === '') return fields;
			index = quoted.lastIndex;
			continue;
		}
		const end = text.indexOf(',', index);
		const field = text.slice(index, end < 0 ? undefined : end);
		const quote = field.indexOf('"');
		if (quote >= 0)
			throw new ValueError(`parse error on line 1, column ${index + quote + 1}: bare " in non-quoted-field`);
		fields.push(field);
		if (end < 0) return fields;
		index = end + 1;
	}
}

function splitPairs(text: string): [string, string][] {
	return splitCsv(text).map((pair) => {
		const at = pair.indexOf('=');
		if (at < 0) throw new ValueError(`${pair} must be formatted as key=value`);
		return [pair.slice(0, at), pair.slice(at + 1)];
	});
}

/** A default as help prints it. */
export function defaultText(spec: FlagSpec): string {
	if (spec.defaultText !== undefined) return spec.defaultText;
	switch (spec.kind) {
		case 'duration':
			return formatDuration(spec.default as number);
		case 'stringArray':
		case 'stringSlice':
			return `[${(spec.default as readonly string[]).join(',')}]`;
		case 'stringToString':
			return '[]';
		default:
			return String(spec.default);
	}
}
