import { errorMessage } from '../kernel/error-message.ts';
import type { Process } from '../kernel/process-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import type { Command } from './command.ts';
import type { OptionTable, ParsedOptions } from './options.ts';
import { flag, OptionError, parseOptions } from './options.ts';
import { quotedName } from './quoted-name.ts';
import { say } from './say.ts';
import { LineReader, Output } from './stdio.ts';

/** A command of the GNU kind in one literal: its options, its help and what it does. */
export interface GnuCommand<T extends OptionTable> {
	readonly name: string;
	readonly paths: readonly string[];
	readonly size: number;
	/** What `--help` prints, in full. */
	readonly help: string;
	/** Version line of `--version`: "cat (GNU coreutils) 9.4". */
	readonly version: string;
	readonly options: T;
	/** Options end at the first operand. */
	readonly stopAtOperand?: boolean;
	/** Exit status of a usage error; 1 unless said. */
	readonly usageStatus?: number;
	/** What stands below a usage error; "Try 'cat --help' for more information." unless said. */
	readonly usageHint?: string;
	/** What it calls a standard input that it cannot read (unless `main` says that), and one that it cannot close for it is not open. */
	readonly badInput?: BadInput;
	/** Words that old syntax needs translated first (`head -5`). */
	readonly rewrite?: (argv: readonly string[], process: Process) => readonly string[];
	readonly main: (run: Run<T>) => Task<number>;
}

interface BadInput {
	readonly read?: string;
	readonly close?: string;
	/** Its exit status then; 1 unless said. */
	readonly status?: number;
}

/** One run of a command: its process, what was asked, its output, and its way to complain. */
export interface Run<T extends OptionTable = OptionTable> extends ParsedOptions<T>, RunContext {}

/** The part of a run that does not depend on its options. */
export interface RunContext {
	readonly process: Process;
	readonly out: Output;
	/** "cat: " and the text and a newline, to stderr, after what was printed so far. */
	complain(text: string): Task<void>;
	/** `name: file: No such file or directory` for a SystemError; anything else is thrown on. */
	complainOf(subject: string, error: unknown): Task<void>;
}

/** Ends a run with an error that has been worded: "cat: text", exit with `status`; without a text only the hint. */
export class Fatal extends Error {
	readonly status: number;
	/** Add "Try 'cat --help' for more information.". */
	readonly usage: boolean;
	constructor(text: string, status = 1, usage = false) {
		super(text);
		this.status = status;
		this.usage = usage;
	}
}

/** `-h` and `-V` say the same where the help tells of them. */
function standardOptions(help: string): { help: ReturnType<typeof flag>; version: ReturnType<typeof flag> } {
	const short = (letter: string, name: string): string[] => (help.includes(` -${letter}, --${name} `) ? [letter] : []);
	return { help: flag('help', ...short('h', 'help')), version: flag('version', ...short('V', 'version')) };
}

/** A command with the literal it was made of: busybox's applets run the same `main` with words of their own. */
export interface GnuProgram<T extends OptionTable> extends Command {
	readonly literal: GnuCommand<T>;
}

export function gnuCommand<T extends OptionTable>(command: GnuCommand<T>): GnuProgram<T> {
	return {
		name: command.name,
		paths: command.paths,
		size: command.size,
		program: (process) => start(command, process),
		literal: command,
	};
}

function* start<T extends OptionTable>(command: GnuCommand<T>, process: Process): Task<number> {
	const out = new Output(process, 1);
	const complain = (text: string): Task<void> =>
		say(process, out, `${ownName(command.name, process)}: ${localQuotes(text, process.env)}\n`);
	const status = yield* attempt(command, process, out, complain);
	// SIGPIPE has ended the process if the reader is gone; a full disk is told here.
	try {
		yield* out.flush();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(
			2,
			encodeUtf8(`${ownName(command.name, process)}: write error: ${errorMessage(error.errno)}\n`),
		);
		return 1;
	}
	return status;
}

function* attempt<T extends OptionTable>(
	command: GnuCommand<T>,
	process: Process,
	out: Output,
	complain: (text: string) => Task<void>,
): Task<number> {
	const hint = command.usageHint ?? `Try '${ownName(command.name, process)} --help' for more information.`;
	try {
		const argv = process.argv.slice(1);
		const table = { ...standardOptions(command.help), ...command.options };
		const parsed = parseOptions(command.rewrite?.(argv, process) ?? argv, table, command.stopAtOperand);
		const asked = parsed.values as { help?: unknown; version?: unknown };
		if (asked.help === true && !('help' in command.options)) {
			yield* out.write(command.help);
			return 0;
		}
		if (asked.version === true && !('version' in command.options)) {
			yield* out.write(`${command.version}\n`);
			return 0;
		}
		const subjectOf = (subject: string): string =>
			command.version.includes('coreutils') ? withQuotedName(subject, parsed.operands) : subject;
		const complainOf = (subject: string, error: unknown): Task<void> =>
			complain(complaintOf(subjectOf(subject), error));
		const run = { ...(parsed as unknown as ParsedOptions<T>), process, out, complain, complainOf };
		const { badInput } = command;
		if (badInput === undefined) return yield* command.main(run);
		const readsInput = parsed.operands.length === 0 || parsed.operands.includes('-');
		const closed = readsInput && !process.fileDescriptors().includes(0);
		return yield* checkInput(command.main(run), badInput, closed, complain);
	} catch (error) {
		if (error instanceof OptionError) {
			yield* complain(`${error.message}\n${hint}`);
			return command.usageStatus ?? 1;
		}
		if (error instanceof Fatal) {
			if (error.message === '') yield* process.write(2, encodeUtf8(`${hint}\n`));
			else yield* complain(error.usage ? `${error.message}\n${hint}` : error.message);
			return error.status;
		}
		if (error instanceof SystemError) {
			yield* complain(errorMessage(error.errno));
			return 1;
		}
		throw error;
	}
}

/** What a program says that cannot read standard input, and of closing it where there is none. */
function* checkInput(
	main: Task<number>,
	{ read, close, status: badStatus = 1 }: BadInput,
	closed: boolean,
	complain: (text: string) => Task<void>,
): Task<number> {
	let status = badStatus;
	try {
		status = yield* main;
	} catch (error) {
		if (
			read === undefined ||
			!(error instanceof SystemError) ||
			(error.errno !== 'EBADF' && error.errno !== 'EISDIR')
		) {
			throw error;
		}
		yield* complain(`${read}: ${errorMessage(error.errno)}`);
	}
	if (!closed || close === undefined) return status;
	yield* complain(`${close}: ${errorMessage('EBADF')}`);
	return 1;
}

/** coreutils quotes the names of its operands where a shell would have to. */
function withQuotedName(subject: string, operands: readonly string[]): string {
	const name = subject.replace(/^cannot read: /, '');
	return operands.includes(name) ? subject.slice(0, subject.length - name.length) + quotedName(name) : subject;
}

/** `file: No such file or directory` for a SystemError; anything else is thrown on. */
export function complaintOf(subject: string, error: unknown): string {
	if (!(error instanceof SystemError)) throw error;
	return `${subject}: ${errorMessage(error.errno)}`;
}

/** GNU programs call themselves as they were called. */
function ownName(name: string, process: Process): string {
	return process.argv[0] ?? name;
}

/** Messages quote with ‘ and ’; where the locale is not UTF-8 they become '. Models gnulib quotearg gettext_quote. */
export function localQuotes(text: string, env: ReadonlyMap<string, string>): string {
	return isUtf8Locale(env) ? text : text.replace(/[‘’]/g, "'");
}

export function isUtf8Locale(env: ReadonlyMap<string, string>): boolean {
	const named = [env.get('LC_ALL'), env.get('LC_CTYPE'), env.get('LANG')].find(
		(each) => each !== undefined && each !== '',
	);
	return named !== undefined && /\.utf-?8$/i.test(named);
}

/**
 * Runs `each` on every file operand ("-" and no operands: standard input), complaining about those that cannot be
 * read, with the words of `subject` before the reason. Returns the exit status: 0, or 1 when some could not.
 */
export function* forEachFile(
	run: RunContext,
	files: readonly string[],
	each: (fd: number, name: string) => Task<void>,
	subject: (name: string) => string = (name) => name,
): Task<number> {
	let status = 0;
	for (const name of files.length === 0 ? ['-'] : files) {
		try {
			const fd = name === '-' ? 0 : yield* run.process.open(name, { read: true });
			try {
				yield* each(fd, name);
			} finally {
				if (name !== '-') run.process.close(fd);
			}
		} catch (error) {
			yield* run.complainOf(subject(name), error);
			status = 1;
		}
	}
	return status;
}

/** Every line of every file operand in turn. `terminated` says whether it ended with a newline. */
export function* forEachLine<T extends OptionTable>(
	run: Run<T>,
	files: readonly string[],
	each: (line: string, terminated: boolean) => Task<void>,
	subject?: (name: string) => string,
	separator?: string,
): Task<number> {
	return yield* forEachFile(run, files, (fd) => readLines(run.process, fd, each, separator), subject);
}

function* readLines(
	process: Process,
	fd: number,
	each: (line: string, terminated: boolean) => Task<void>,
	separator?: string,
): Task<void> {
	const reader = new LineReader(process, fd, separator);
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
		yield* each(line, reader.terminated);
	}
}
