import { errorMessage } from '../../kernel/error-message.ts';
import type { Process, Program } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { GnuProgram, Run } from '../gnu-command.ts';
import { complaintOf, Fatal } from '../gnu-command.ts';
import type { OptionSpec, OptionTable, ParsedOptions } from '../options.ts';
import { OptionError, parseOptions } from '../options.ts';
import { say } from '../say.ts';
import { Output } from '../stdio.ts';

/** The first line of every usage text. Differs: images of all releases say this one. */
export const BANNER = 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.';

/** One applet of busybox in one literal. */
export interface Applet<T extends OptionTable = OptionTable> {
	readonly name: string;
	/** What follows "Usage: ". */
	readonly usage: string;
	readonly options: T;
	/** Options end at the first operand. */
	readonly stopAtOperand?: boolean;
	readonly rewrite?: (argv: readonly string[], process: Process) => readonly string[];
	/** Turns what a GNU `main` complains of into busybox's words. */
	readonly word?: (complaint: string) => string;
	/** Exit status of errors that `main` throws; its own when absent. */
	readonly failureStatus?: number;
	readonly main: (run: Run<T>) => Task<number>;
}

/** An applet's literal with the type of its options forgotten: they all go into one list. */
export interface AppletProgram {
	readonly name: string;
	readonly usage: string;
	readonly program: Program;
}

export function applet<T extends OptionTable>(literal: Applet<T>): AppletProgram {
	return { name: literal.name, usage: literal.usage, program: (process) => run(literal, process) };
}

interface Adapted {
	readonly usage: string;
	/** Short options that the applet has too. */
	readonly letters: string;
	readonly long?: readonly string[];
	readonly name?: string;
	readonly word?: (complaint: string) => string;
	readonly rewrite?: (argv: readonly string[], process: Process) => readonly string[];
	readonly failureStatus?: number;
}

/** An applet that does what the GNU command does, with fewer options and other words. */
export function adapted<T extends OptionTable>(gnu: Pick<GnuProgram<T>, 'literal'>, changes: Adapted): AppletProgram {
	const { literal } = gnu;
	const { name = literal.name, usage, letters, long = [], word = cannotOpen, failureStatus } = changes;
	const options: Record<string, OptionSpec> = {};
	for (const [key, spec] of Object.entries(literal.options)) {
		const names = spec.names.filter((each) => (each.length === 1 ? letters.includes(each) : long.includes(each)));
		if (names.length > 0) options[key] = { ...spec, names };
	}
	const rewrite = changes.rewrite ?? literal.rewrite;
	return applet({
		name,
		usage,
		// Options that the applet lacks are never given: their values are undefined, as the type allows.
		options: options as unknown as T,
		word,
		main: literal.main,
		...(literal.stopAtOperand === undefined ? {} : { stopAtOperand: literal.stopAtOperand }),
		...(rewrite === undefined ? {} : { rewrite }),
		...(failureStatus === undefined ? {} : { failureStatus }),
	});
}

/** "foo: No such file or directory" → "can't open 'foo': …"; "cannot stat 'foo': …" → "can't stat 'foo': …". */
export function cannotOpen(complaint: string): string {
	if (complaint.startsWith('cannot ')) return `can't ${complaint.slice('cannot '.length)}`;
	const file = /^([^':]+): ((?:No such file or directory|Permission denied|Not a directory).*)$/.exec(complaint);
	return file === null ? complaint : `can't open '${file[1]}': ${file[2]}`;
}

/** For applets that name the file and the reason only. */
export function plainly(complaint: string): string {
	return complaint.replace(
		/^cannot (?:access|open|stat|create directory|open directory) '(.*)'(?: for reading)?: /,
		'$1: ',
	);
}

function* run<T extends OptionTable>(literal: Applet<T>, process: Process): Task<number> {
	const out = new Output(process, 1);
	const status = yield* attempt(literal, process, out);
	try {
		yield* out.flush();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`${literal.name}: write error: ${errorMessage(error.errno)}\n`));
		return 1;
	}
	return status;
}

function* attempt<T extends OptionTable>(literal: Applet<T>, process: Process, out: Output): Task<number> {
	const usage = `${BANNER}\n\nUsage: ${literal.usage}`;
	const complain = (text: string): Task<void> => {
		const plain = text.replace(/[‘’]/g, "'");
		return say(process, out, `${literal.name}: ${literal.word?.(plain) ?? plain}\n`);
	};
	const argv = process.argv.slice(1);
	try {
		if (argv[0] === '--help' && !('help' in literal.options)) {
			yield* say(process, out, usage);
			return 0;
		}
		const parsed = parseOptions(literal.rewrite?.(argv, process) ?? argv, literal.options, literal.stopAtOperand);
		const complainOf = (subject: string, error: unknown): Task<void> => complain(complaintOf(subject, error));
		return yield* literal.main({ ...(parsed as unknown as ParsedOptions<T>), process, out, complain, complainOf });
	} catch (error) {
		if (error instanceof OptionError) {
			yield* say(process, out, `${literal.name}: ${error.message}\n${usage}`);
			return 1;
		}
		if (error instanceof Fatal) {
			// A complaint that the applet has words for is made even where GNU would explain its usage.
			const plain = error.message.replace(/[‘’]/g, "'");
			const worded = literal.word !== undefined && literal.word(plain) !== plain;
			if (error.usage && !worded) yield* say(process, out, usage);
			else yield* complain(error.message);
			return literal.failureStatus ?? error.status;
		}
		if (error instanceof SystemError) {
			yield* complain(errorMessage(error.errno));
			return 1;
		}
		throw error;
	}
}
