import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, type Run } from '../gnu-command.ts';
import { Output } from '../stdio.ts';
import type { TAR_OPTIONS } from './tar-options.ts';

export type TarRun = Run<typeof TAR_OPTIONS>;

export const HINT = "Try 'tar --help' or 'tar --usage' for more information.";

/** What cannot be done at all: "tar: x: Cannot open: …" and that it ends here. */
export function fatal(text: string): Fatal {
	return new Fatal(`${text}\ntar: Error is not recoverable: exiting now`, 2);
}

/** tar's usage errors point at two options. */
export function usage(text: string): Fatal {
	return new Fatal(`${text}\n${HINT}`, 2);
}

/** What a program did that packs or unpacks: its own words have been said. */
export function childFailed(status: number): Fatal {
	return fatal(`Child returned status ${status}`);
}

export function archiveName(run: TarRun): string {
	return run.values.file ?? '-';
}

/** Goes to a directory that -C names, seen from the last one. */
export function changeDirectory({ process }: TarRun, directory: string): void {
	try {
		process.chdir(directory);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw fatal(`${directory}: Cannot open: ${errorMessage(error.errno)}`);
	}
}

/** How often -v was given. */
export function verbosity({ given }: TarRun): number {
	return given.filter(({ key }) => key === 'verbose').length;
}

/** Where what is done is listed: not into an archive on standard output. */
export function* listingOutput(run: TarRun, isArchiveOnOutput: boolean): Task<Output> {
	const { process, values } = run;
	if (values.indexFile !== undefined) {
		return new Output(
			process,
			yield* process.open(values.indexFile, { write: true, create: true, truncate: true }, 0o666),
		);
	}
	return isArchiveOnOutput ? new Output(process, 2) : run.out;
}

/** "/x": a size as tar says it, rounded up: 3.3MiB. */
function humanBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < 6) {
		value /= 1024;
		unit++;
	}
	const shown = unit > 0 && value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1).replace(/\.0$/, '') : Math.ceil(value);
	return `${shown}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][unit]}B`;
}

/** "10240 (10KiB, 3.3MiB/s)". Models GNU tar print_stats. */
export function transferText(bytes: number, sinceMs: number, nowMs: number): string {
	// Nothing takes no time.
	const seconds = Math.max(nowMs - sinceMs, 0.05) / 1000;
	return `${bytes} (${humanBytes(bytes)}, ${humanBytes(bytes / seconds)}/s)`;
}
