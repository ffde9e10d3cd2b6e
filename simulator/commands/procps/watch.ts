import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import { strftime } from '../strftime.ts';

const options = {
	beep: flag('b', 'beep'),
	color: flag('c', 'color'),
	noColor: flag('C', 'no-color'),
	differences: mayHaveValue('d', 'differences'),
	errexit: flag('e', 'errexit'),
	chgexit: flag('g', 'chgexit'),
	interval: withValue('n', 'interval'),
	precise: flag('p', 'precise'),
	noRerun: flag('r', 'no-rerun'),
	noTitle: flag('t', 'no-title'),
	noWrap: flag('w', 'no-wrap'),
	exec: flag('x', 'exec'),
};

/** Runs a command again and again, full screen, until Ctrl-C. Differs: changes are not highlighted. */
export const watch = gnuCommand({
	name: 'watch',
	paths: ['/usr/bin/watch'],
	size: 31_384,
	version: 'watch from procps-ng 4.0.4',
	stopAtOperand: true,
	help: `
Usage:
 watch [options] command

Options:
  -b, --beep             beep if command has a non-zero exit
  -c, --color            interpret ANSI color and style sequences
  -d, --differences[=<permanent>]
                         highlight changes between updates
  -e, --errexit          exit if command has a non-zero exit
  -g, --chgexit          exit when output from command changes
  -q, --equexit <cycles>
                         exit when output from command does not change
  -n, --interval <secs>  seconds to wait between updates
  -p, --precise          attempt run command in precise intervals
  -t, --no-title         turn off header
  -w, --no-wrap          turn off line wrapping
  -x, --exec             pass command to exec instead of "sh -c"

 -h, --help     display this help and exit
 -v, --version  output version information and exit

For more details see watch(1).
`,
	options,
	*main(run) {
		const { process, values, operands, out } = run;
		if (operands.length === 0) throw new Fatal('', 1, true);
		const seconds = Number((values.interval ?? '2').replace(',', '.'));
		if (Number.isNaN(seconds)) throw new Fatal(`failed to parse argument: '${values.interval}': Invalid argument`);
		const intervalMs = Math.max(100, seconds * 1000);
		const shown = operands.join(' ');
		let previous: string | undefined;
		for (;;) {
			const startedMs = process.now();
			const { text, status } = yield* output(run, operands);
			const { rows, columns } = process.isatty(1) ? process.terminalSize(1) : { rows: 24, columns: 80 };
			const title = values.noTitle
				? []
				: [titleLine(run, `Every ${(intervalMs / 1000).toFixed(1)}s: ${shown}`, columns), ''];
			const lines = [...title, ...wrapped(text, columns, values.noWrap === true)].slice(0, rows);
			// Home, then each line with what was there before it cleared.
			yield* out.write(`\x1b[?1049h\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J`);
			yield* out.flush();
			if (values.errexit && status !== 0) return status;
			if (values.chgexit && previous !== undefined && previous !== text) {
				yield* out.write('\x1b[?1049l');
				return 0;
			}
			previous = text;
			yield* process.sleep(values.precise ? Math.max(0, intervalMs - (process.now() - startedMs)) : intervalMs);
		}
	},
});

function* output(run: Run<typeof options>, operands: readonly string[]): Task<{ text: string; status: number }> {
	const { process, values } = run;
	const [read, write] = process.pipe();
	process.setCloseOnExec(read, true);
	const argv = values.exec ? operands : ['sh', '-c', operands.join(' ')];
	try {
		const pid = launch(process, argv, {
			fds: new Map([
				[0, 0],
				[1, write],
				[2, write],
			]),
		});
		process.close(write);
		const text = decodeUtf8(yield* readAll(process, read));
		process.close(read);
		return { text, status: shellStatus(yield* waitFor(process, pid)) };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`unable to execute '${argv[0]}': ${reasonOf(error)}`);
	}
}

function titleLine({ process }: Run<typeof options>, text: string, columns: number): string {
	const right = `${process.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', process.now())}`;
	const room = columns - right.length - 1;
	const left = text.length > room ? `${text.slice(0, Math.max(0, room - 3))}...` : text;
	return left.padEnd(room + 1) + right;
}

function wrapped(text: string, columns: number, cut: boolean): string[] {
	return text
		.replace(/\n$/, '')
		.split('\n')
		.flatMap((line) => {
			const plain = line.replaceAll('\t', '        ');
			if (cut || plain.length <= columns) return [plain.slice(0, columns)];
			const characters = [...plain];
			return Array.from({ length: Math.ceil(characters.length / columns) }, (_, at) =>
				characters.slice(at * columns, (at + 1) * columns).join(''),
			);
		});
}
