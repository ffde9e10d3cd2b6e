import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { UTIL_LINUX } from './version.ts';

/** How soon the OOM killer takes a process. Models sys-utils/choom.c. */
export const choom = gnuCommand({
	name: 'choom',
	paths: ['/usr/bin/choom'],
	size: 18_896,
	version: `choom from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `
Usage:
 choom [options] -p pid
 choom [options] -n number -p pid
 choom [options] -n number [--] command [args...]]

Display and adjust OOM-killer score.

Options:
 -n, --adjust <num>     specify the adjust score value
 -p, --pid <num>        process ID

 -h, --help             display this help
 -V, --version          display version

For more details see choom(1).
`,
	options: { adjust: withValue('n', 'adjust'), pid: withValue('p', 'pid') },
	*main(run) {
		const { values, operands, process, out } = run;
		const { adjust, pid } = values;
		if (adjust !== undefined && !/^[+-]?\d+$/.test(adjust)) throw new Fatal(`invalid adjust argument: '${adjust}'`);
		if (pid !== undefined && !/^\d+$/.test(pid)) throw new Fatal(`invalid PID argument: '${pid}'`);
		if (pid !== undefined && operands.length > 0) throw new Fatal(`invalid argument: ${operands[0]}`);
		if (pid === undefined && operands.length === 0) throw new Fatal('no PID or COMMAND specified', 1, true);
		if (operands.length > 0 && adjust === undefined) throw new Fatal('no OOM score adjust value specified', 1, true);
		const target = pid ?? 'self';
		if (adjust === undefined) {
			const score = yield* value(process, target, 'oom_score', 'OOM score value');
			const current = yield* value(process, target, 'oom_score_adj', 'OOM score adjust value');
			yield* out.write(
				`pid ${target}'s current OOM score: ${score}\npid ${target}'s current OOM score adjust value: ${current}\n`,
			);
			return 0;
		}
		const before = pid === undefined ? '' : yield* value(process, target, 'oom_score_adj', 'OOM score adjust value');
		yield* set(process, target, String(Number(adjust)));
		if (pid !== undefined) {
			yield* out.write(`pid ${pid}'s OOM score adjust value changed from ${before} to ${Number(adjust)}\n`);
			return 0;
		}
		try {
			return yield* become(process, operands, process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`failed to execute ${operands[0]}: ${reasonOf(error)}`, launchFailureStatus(error));
		}
	},
});

function* value(process: Process, pid: string, file: string, what: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, `/proc/${pid}/${file}`)).trim();
	} catch (error) {
		throw new Fatal(`failed to read ${what}: ${reasonOf(error)}`);
	}
}

function* set(process: Process, pid: string, score: string): Task<void> {
	try {
		const fd = yield* process.open(`/proc/${pid}/oom_score_adj`, { write: true });
		yield* process.write(fd, encodeUtf8(score));
		process.close(fd);
	} catch (error) {
		throw new Fatal(`failed to set score adjust value: ${reasonOf(error)}`);
	}
}
