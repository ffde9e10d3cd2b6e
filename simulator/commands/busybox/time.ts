import type { Process, WaitResult } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import { Fatal } from '../gnu-command.ts';
import { launch, launchFailureStatus, reasonOf, waitFor } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { SYSTEM_USAGES } from './usage-system.ts';

const DEFAULT_FORMAT = 'real\t%E\nuser\t%u\nsys\t%T';
const POSIX_FORMAT = 'real %e\nuser %U\nsys %S';
const LONG_FORMAT = [
	'Command being timed: "%C"',
	'User time (seconds): %U',
	'System time (seconds): %S',
	'Percent of CPU this job got: %P',
	'Elapsed (wall clock) time (h:mm:ss or m:ss): %E',
	'Average shared text size (kbytes): %X',
	'Average unshared data size (kbytes): %D',
	'Average stack size (kbytes): %p',
	'Average total size (kbytes): %K',
	'Maximum resident set size (kbytes): %M',
	'Average resident set size (kbytes): %t',
	'Major (requiring I/O) page faults: %F',
	'Minor (reclaiming a frame) page faults: %R',
	'Voluntary context switches: %w',
	'Involuntary context switches: %c',
	'Swaps: %W',
	'File system inputs: %I',
	'File system outputs: %O',
	'Socket messages sent: %s',
	'Socket messages received: %r',
	'Signals delivered: %k',
	'Page size (bytes): %Z',
	'Exit status: %x',
]
	.map((line) => `\t${line}`)
	.join('\n');

/** Of a small program: what nobody measures here. */
const RESIDENT_KILOBYTES = 1_464;
const MINOR_FAULTS = 41;
const PAGE_BYTES = 4_096;

/** Runs a command, and says how long it took. Models busybox miscutils/time.c. */
export const time = applet({
	name: 'time',
	usage: SYSTEM_USAGES.time,
	options: {
		verbose: flag('v'),
		posix: flag('p'),
		append: flag('a'),
		output: withValue('o'),
		format: withValue('f'),
	},
	stopAtOperand: true,
	*main({ process, values, operands, complain }) {
		if (operands.length === 0) throw new Fatal('', 1, true);
		const { output, append } = values;
		const fd =
			output === undefined
				? 2
				: yield* process.open(output, { write: true, create: true, truncate: !append, append: append === true });
		const startMs = process.now();
		const result = yield* runTimed(process, operands, complain);
		const elapsedMs = process.now() - startMs;
		const format = values.format ?? (values.verbose ? LONG_FORMAT : values.posix ? POSIX_FORMAT : DEFAULT_FORMAT);
		const { status, ended } = outcome(result);
		const told = ended === '' ? '' : `Command ${ended}\n`;
		const shown = formatTimes(format, { command: operands.join(' '), elapsedMs, status });
		yield* process.write(fd, encodeLossless(`${told}${shown}\n`));
		return status;
	},
});

/** What the child that cannot become the command says, it says for itself. */
function* runTimed(
	process: Process,
	command: readonly string[],
	complain: (text: string) => Task<void>,
): Task<WaitResult> {
	try {
		return yield* waitFor(process, launch(process, command));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* complain(`can't execute '${command[0]}': ${reasonOf(error)}`);
		return { kind: 'exited', pid: 0, status: launchFailureStatus(error) };
	}
}

function outcome(result: WaitResult): { readonly status: number; readonly ended: string } {
	if (result.kind === 'exited') {
		return { status: result.status, ended: result.status === 0 ? '' : `exited with non-zero status ${result.status}` };
	}
	if (result.kind !== 'signaled') return { status: 0, ended: '' };
	const number = SIGNAL_NUMBERS[result.signal];
	return { status: number, ended: `terminated by signal ${number}` };
}

interface Timed {
	readonly command: string;
	readonly elapsedMs: number;
	readonly status: number;
}

/** The letters of `-f`; those that are none stand as they are, behind a question mark. */
function formatTimes(format: string, { command, elapsedMs, status }: Timed): string {
	const values: Readonly<Record<string, string>> = {
		C: command,
		e: `${Math.floor(elapsedMs / 1000)}.${hundredths(elapsedMs)}`,
		E: clock(elapsedMs),
		U: '0.00',
		S: '0.00',
		u: clock(0),
		T: clock(0),
		P: '0%',
		M: String(RESIDENT_KILOBYTES),
		R: String(MINOR_FAULTS),
		Z: String(PAGE_BYTES),
		w: '1',
		x: String(status),
		'%': '%',
	};
	return format.replace(/%(.)|\\(.)/gs, (_all, letter: string | undefined, escaped: string | undefined) => {
		if (escaped !== undefined)
			return escaped === 't' ? '\t' : escaped === 'n' ? '\n' : escaped === '\\' ? '\\' : `?\\${escaped}`;
		if (letter === undefined) return '';
		return values[letter] ?? (NOTHING.includes(letter) ? '0' : `?${letter}`);
	});
}

/** Of what there is none here. */
const NOTHING = 'DFIKOWXckprst';

function clock(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	if (seconds >= 3600) {
		const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, '0');
		return `${Math.floor(seconds / 3600)}h ${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
	}
	return `${Math.floor(seconds / 60)}m ${seconds % 60}.${hundredths(ms)}s`;
}

function hundredths(ms: number): string {
	return String(Math.floor((ms % 1000) / 10)).padStart(2, '0');
}
