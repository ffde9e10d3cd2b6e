import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless } from '../../machinery/utf8.ts';
import { Fatal, type RunContext } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';

export interface FileNames {
	readonly names: readonly string[];
	/** Some name was none; that has been told. */
	readonly failed: boolean;
}

/**
 * The names that `--files0-from` finds in a file, each ended by NUL. Models gnulib argv-iter as wc and du use it.
 * @param quote how the command names an operand that is too many.
 */
export function* fileNamesFrom(
	run: RunContext & { readonly operands: readonly string[] },
	from: string,
	quote: (operand: string) => string,
): Task<FileNames> {
	const { operands, process } = run;
	if (operands.length > 0) {
		throw new Fatal(
			`extra operand ${quote(operands[0] as string)}\nfile operands cannot be combined with --files0-from`,
			1,
			true,
		);
	}
	const text = yield* textOf(process, from);
	const names: string[] = [];
	let failed = false;
	const records = text === '' ? [] : text.replace(/\0$/, '').split('\0');
	for (const [at, name] of records.entries()) {
		yield* process.tick();
		if (name !== '' && (name !== '-' || from !== '-')) {
			names.push(name);
			continue;
		}
		failed = true;
		yield* run.complain(
			name === ''
				? `${from}:${at + 1}: invalid zero-length file name`
				: "when reading file names from stdin, no file name of '-' allowed",
		);
	}
	return { names, failed };
}

function* textOf(process: Process, from: string): Task<string> {
	try {
		return decodeLossless(from === '-' ? yield* readAll(process, 0) : yield* readFile(process, from));
	} catch (error) {
		throw new Fatal(`cannot open '${from}' for reading: ${reasonOf(error)}`);
	}
}
