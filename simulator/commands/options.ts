/**
 * Command-line options as GNU getopt_long reads them: short ones in clusters, long ones by any unambiguous prefix,
 * operands and options mixed, `--` ending the options. A command declares a table; help and errors follow from it.
 */
export interface OptionSpec {
	/** Letters and long names, "-a, --all" as ['a', 'all']; one letter is a short option. */
	readonly names: readonly string[];
	/** 'none', or whether a value must or may follow. A value that may follow is attached ("--color=auto"). */
	readonly value: 'none' | 'required' | 'optional';
}

export type OptionTable = { readonly [key: string]: OptionSpec };

export interface ParsedOptions<T extends OptionTable> {
	/** The last value given; true for options without one; undefined when it was not given. */
	readonly values: { readonly [K in keyof T]: (T[K]['value'] extends 'none' ? true : string) | undefined };
	/** Every option in the order given, for commands where order matters (`sed -e -f`, `sort -k`). */
	readonly given: readonly { readonly key: keyof T & string; readonly value: string | undefined }[];
	readonly operands: readonly string[];
	/** How many of `given` stand before each operand, for commands whose options have effect on what follows them. */
	readonly places: readonly number[];
}

/** What getopt prints after the command's name: "invalid option -- 'Z'". */
export class OptionError extends Error {}

export const flag = (...names: string[]): { names: string[]; value: 'none' } => ({ names, value: 'none' });
export const withValue = (...names: string[]): { names: string[]; value: 'required' } => ({ names, value: 'required' });
export const mayHaveValue = (...names: string[]): { names: string[]; value: 'optional' } => ({
	names,
	value: 'optional',
});

/**
 * @param argv without the command's name.
 * @param stopAtOperand everything from the first operand on is an operand (`env`, `timeout`, `xargs`: a "+" optstring).
 * @throws OptionError
 */
export function parseOptions<T extends OptionTable>(
	argv: readonly string[],
	table: T,
	stopAtOperand = false,
): ParsedOptions<T> {
	const parser = new Parser(table);
	const operands: string[] = [];
	const places: number[] = [];
	const take = (...words: readonly string[]): void => {
		operands.push(...words);
		for (const _ of words) places.push(parser.given.length);
	};
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] as string;
		if (word === '--') {
			take(...argv.slice(index + 1));
			break;
		}
		if (word.length < 2 || !word.startsWith('-')) {
			if (stopAtOperand) {
				take(...argv.slice(index));
				break;
			}
			take(word);
		} else if (word.startsWith('--')) index += parser.long(word.slice(2), argv[index + 1]);
		else index += parser.cluster(word.slice(1), argv[index + 1]);
	}
	return { values: parser.values as ParsedOptions<T>['values'], given: parser.given, operands, places };
}

class Parser<T extends OptionTable> {
	readonly values: { [key: string]: string | true } = Object.create(null);
	readonly given: { key: keyof T & string; value: string | undefined }[] = [];
	readonly #byName = new Map<string, [string, OptionSpec]>();

	constructor(table: T) {
		for (const [key, spec] of Object.entries(table)) {
			for (const name of spec.names) this.#byName.set(name, [key, spec]);
		}
	}

	/** Returns how many further words it took. */
	cluster(letters: string, next: string | undefined): number {
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			const found = this.#byName.get(letter);
			if (found === undefined) throw new OptionError(`invalid option -- '${letter}'`);
			const [key, spec] = found;
			if (spec.value === 'none') {
				this.#set(key, undefined);
				continue;
			}
			const rest = letters.slice(at + 1);
			if (rest !== '' || spec.value === 'optional') {
				this.#set(key, rest === '' ? undefined : rest);
				return 0;
			}
			if (next === undefined) throw new OptionError(`option requires an argument -- '${letter}'`);
			this.#set(key, next);
			return 1;
		}
		return 0;
	}

	long(text: string, next: string | undefined): number {
		const equals = text.indexOf('=');
		const name = equals < 0 ? text : text.slice(0, equals);
		const inline = equals < 0 ? undefined : text.slice(equals + 1);
		const [full, [key, spec]] = this.#resolve(name, text);
		if (spec.value === 'none') {
			if (inline !== undefined) throw new OptionError(`option '--${full}' doesn't allow an argument`);
			this.#set(key, undefined);
			return 0;
		}
		if (inline !== undefined || spec.value === 'optional') {
			this.#set(key, inline);
			return 0;
		}
		if (next === undefined) throw new OptionError(`option '--${full}' requires an argument`);
		this.#set(key, next);
		return 1;
	}

	/** @param typed the word as it stands there, with its value. */
	#resolve(name: string, typed: string): [string, [string, OptionSpec]] {
		const exact = name.length > 1 ? this.#byName.get(name) : undefined;
		if (exact !== undefined) return [name, exact];
		const candidates = [...this.#byName].filter(([each]) => each.length > 1 && each.startsWith(name));
		const keys = new Set(candidates.map(([, [key]]) => key));
		if (candidates.length === 0) throw new OptionError(`unrecognized option '--${typed}'`);
		if (keys.size > 1) {
			const list = candidates.map(([each]) => `'--${each}'`).join(' ');
			throw new OptionError(`option '--${typed}' is ambiguous; possibilities: ${list}`);
		}
		return candidates[0] as [string, [string, OptionSpec]];
	}

	#set(key: string, value: string | undefined): void {
		this.values[key] = value ?? true;
		this.given.push({ key, value });
	}
}
