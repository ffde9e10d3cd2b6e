import type { Process } from '../../kernel/process-api.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { parseCommands } from '../parser-adapter.ts';
import type { Shell } from '../state/shell.ts';
import type { List } from '../syntax/ast.ts';
import { CommandReader, type CompleteCommand } from '../syntax/command-reader.ts';
import type { HereDocumentWarning } from '../syntax/here-document-reader.ts';
import { GROUP_PARTS } from '../syntax/list-cuts.ts';
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
	readonly #isShared: boolean;
	#failure: { readonly error: unknown } | undefined;

	constructor(
		reader: CommandReader,
		line: number,
		dialect: Shell['mode']['dialect'],
		posix: boolean,
		isShared: boolean,
	) {
		this.#isShared = isShared;
		this.#posix = posix;
		this.#reader = reader;
		this.#line = line;
		this.#dialect = dialect;
	}

	/**
	 * Steps are asked for in order. Throws ShellSyntaxError.
	 * @param process takes its rests in a long command; none where others may have read it before: nobody must tell that.
	 */
	*at(index: number, process: Process): Task<ReadStep> {
		const known = this.#steps[index];
		if (known !== undefined) return known;
		// What nobody else asks for is not kept: each step holds a text.
		if (this.#failure !== undefined) throw this.#failure.error;
		try {
			const reading = this.#reader.readInSteps();
			let next = reading.next();
			for (; !next.done; next = reading.next()) if (!this.#isShared) yield* process.tick(GROUP_PARTS);
			const command = next.value;
			const step = {
				command: command && new ReadCommand(command, this.#line, this.#dialect, this.#posix),
				warnings: this.#reader.warnings.splice(0),
				rest: this.#reader.rest,
				longSubstitutions: this.#reader.longSubstitutions.splice(0),
			};
			if (this.#isShared) this.#steps.push(step);
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
	readonly #cuts: CompleteCommand['cuts'];
	#list: List | undefined;

	constructor(read: CompleteCommand, firstLine: number, dialect: Shell['mode']['dialect'], posix: boolean) {
		this.#posix = posix;
		this.text = read.text;
		this.#cuts = read.cuts;
		this.#line = firstLine + read.line - 1;
		this.endLine = firstLine + read.endLine - 1;
		this.#dialect = dialect;
	}

	get list(): List {
		this.#list ??= parseCommands(this.text, this.#line, this.#dialect, this.#posix, this.#cuts);
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
/** Where aliases may have to be put into the text. */
const SHARED_WITH_ALIASES_MAX = 8_192;

/** @param options from `readingOptions`. */
export function readingOf(shell: Shell, text: string, line: number, options: string): Reading {
	const { dialect } = shell.mode;
	const { expand_aliases, extglob } = shell.options.shopt;
	const hasAliases = (expand_aliases || !shell.isBash) && shell.aliases.size > 0;
	const isShared = text.length <= (hasAliases ? SHARED_WITH_ALIASES_MAX : SHARED_LENGTH_MAX);
	const make = (): Reading => {
		// Of its own: the shell's may change while another one reads on.
		const aliases = hasAliases ? new Map(shell.aliases.entries()) : undefined;
		const alias = aliases === undefined ? undefined : (name: string): string | undefined => aliases.get(name);
		const { posix } = shell.options.set;
		const inBraces = posix ? 'ordinary' : 'quotes';
		const reader = new CommandReader(text, { dialect, extendedGlob: extglob, final: true, alias, inBraces });
		return new Reading(reader, line, dialect, posix, isShared);
	};
	const memo = isShared ? shell.process.port<Memo>('memo') : undefined;
	return memo === undefined ? make() : memo.of('shell.reading', `${line} ${options}\0${text}`, make);
}
