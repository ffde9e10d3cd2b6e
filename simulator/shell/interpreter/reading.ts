import type { Memo } from '../../machinery/memo.ts';
import { parseCommands } from '../parser-adapter.ts';
import type { Shell } from '../state/shell.ts';
import type { List } from '../syntax/ast.ts';
import { CommandReader } from '../syntax/command-reader.ts';
import type { HereDocumentWarning } from '../syntax/here-document-reader.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';

/** One complete command of a text, or its end. */
export interface ReadStep {
	/** Undefined at the end. */
	readonly command: { readonly text: string; readonly list: List; readonly endLine: number } | undefined;
	readonly warnings: readonly HereDocumentWarning[];
	/** What follows. */
	readonly rest: string;
	/** Where its command substitutions of several lines begin and end, counted from the end of the text. */
	readonly longSubstitutions: readonly (readonly [from: number, end: number])[];
}

/**
 * The commands of a whole text, read as far as somebody has asked: a pure function of the text and of the options and
 * aliases it is read with, so that shells of many worlds may share one.
 */
export class Reading {
	readonly #reader: CommandReader;
	readonly #line: number;
	readonly #dialect: Shell['mode']['dialect'];
	readonly #posix: boolean;
	readonly #steps: ReadStep[] = [];
	#failure: { readonly error: unknown } | undefined;

	constructor(reader: CommandReader, line: number, dialect: Shell['mode']['dialect'], posix: boolean) {
		this.#posix = posix;
		this.#reader = reader;
		this.#line = line;
		this.#dialect = dialect;
	}

	/** Steps are asked for in order. Throws ShellSyntaxError. */
	at(index: number): ReadStep {
		const known = this.#steps[index];
		if (known !== undefined) return known;
		if (this.#failure !== undefined) throw this.#failure.error;
		try {
			const command = this.#reader.read();
			const step = {
				command: command && new ReadCommand(command, this.#line, this.#dialect, this.#posix),
				warnings: this.#reader.warnings.splice(0),
				rest: this.#reader.rest,
				longSubstitutions: this.#reader.longSubstitutions.splice(0),
			};
			this.#steps.push(step);
			return step;
		} catch (error) {
			if (error instanceof ShellSyntaxError) error.warnings = this.#reader.warnings.splice(0);
			this.#failure = { error };
			throw error;
		}
	}
}

class ReadCommand {
	readonly text: string;
	readonly endLine: number;
	readonly #line: number;
	readonly #dialect: Shell['mode']['dialect'];
	readonly #posix: boolean;
	#list: List | undefined;

	constructor(
		read: { readonly text: string; readonly line: number; readonly endLine: number },
		firstLine: number,
		dialect: Shell['mode']['dialect'],
		posix: boolean,
	) {
		this.#posix = posix;
		this.text = read.text;
		this.#line = firstLine + read.line - 1;
		this.endLine = firstLine + read.endLine - 1;
		this.#dialect = dialect;
	}

	get list(): List {
		this.#list ??= parseCommands(this.text, this.#line, this.#dialect, this.#posix);
		return this.#list;
	}
}

/** What a text's reading depends on besides the text: patterns and aliases hold from the next line on. */
export function readingOptions(shell: Shell): string {
	const { dialect } = shell.mode;
	const { expand_aliases, extglob } = shell.options.shopt;
	const { posix } = shell.options.set;
	const aliases = (expand_aliases || !shell.isBash) && shell.aliases.size > 0 ? [...shell.aliases.entries()] : [];
	return `${dialect} ${extglob} ${posix} ${aliases.length === 0 ? '' : JSON.stringify(aliases)}`;
}

/** Longer texts are hardly read twice. */
const SHARED_LENGTH_MAX = 65_536;

/** @param options from `readingOptions`. */
export function readingOf(shell: Shell, text: string, line: number, options: string): Reading {
	const { dialect } = shell.mode;
	const { expand_aliases, extglob } = shell.options.shopt;
	const make = (): Reading => {
		// Of its own: the shell's may change while another one reads on.
		const aliases =
			(expand_aliases || !shell.isBash) && shell.aliases.size > 0 ? new Map(shell.aliases.entries()) : undefined;
		const alias = aliases === undefined ? undefined : (name: string): string | undefined => aliases.get(name);
		const { posix } = shell.options.set;
		const inBraces = posix ? 'ordinary' : 'quotes';
		const reader = new CommandReader(text, { dialect, extendedGlob: extglob, final: true, alias, inBraces });
		return new Reading(reader, line, dialect, posix);
	};
	const memo = text.length > SHARED_LENGTH_MAX ? undefined : shell.process.port<Memo>('memo');
	return memo === undefined ? make() : memo.of('shell.reading', `${line} ${options}\0${text}`, make);
}
