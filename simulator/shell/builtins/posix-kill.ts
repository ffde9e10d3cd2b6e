import { errorMessage } from '../../kernel/error-message.ts';
import { type SignalName, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { parseSignal, signalNames } from './signal-list.ts';

const USAGE = 'Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]';

/** `kill` of dash. What is wrong ends it with status 2. Models dash jobs.c killcmd. */
export function* posixKill(shell: Shell, args: readonly string[]): Task<number> {
	const first = args[0];
	if (first === undefined) return yield* shell.fail('kill', USAGE, 2);
	if (first === '-l') return yield* list(shell, args.slice(1));
	let signal: SignalName | 0 | undefined = 'TERM';
	let rest = args;
	if (first === '-s') {
		const name = args[1];
		if (name === undefined) return yield* shell.fail('kill', 'No arg for -s option', 2);
		signal = signalOf(name);
		if (signal === undefined) return yield* shell.fail('kill', `invalid signal number or name: ${name}`, 2);
		rest = args.slice(2);
	} else if (first.startsWith('-') && first !== '--' && first !== '-') {
		signal = signalOf(first.slice(1));
		if (signal === undefined) return yield* shell.fail('kill', `Illegal option ${first.slice(0, 2)}`, 2);
		rest = args.slice(1);
	}
	if (rest[0] === '--') rest = rest.slice(1);
	if (rest.length === 0) return yield* shell.fail('kill', USAGE, 2);
	let status = 0;
	for (const target of rest) {
		const pid = yield* processOf(shell, target);
		if (pid === undefined) return 2;
		try {
			shell.process.kill(pid, signal);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			status = yield* shell.fail('kill', `${errorMessage(error.errno)}\n`);
		}
	}
	return status;
}

/** A signal by number or name, as POSIX writes it. */
function signalOf(text: string): SignalName | 0 | undefined {
	return /^SIG/i.test(text) || /^\s|[a-z]/.test(text) ? undefined : parseSignal(text);
}

function* processOf(shell: Shell, target: string): Task<number | undefined> {
	if (!target.startsWith('%')) {
		if (/^-?\d+$/.test(target)) return Number(target);
		yield* shell.fail('kill', `Illegal number: ${target}`);
		return undefined;
	}
	const job = shell.jobs.find(target);
	if (job === undefined || job === 'ambiguous') {
		yield* shell.fail('kill', job === undefined ? `No such job: ${target}` : `${target}: ambiguous`);
		return undefined;
	}
	return shell.options.set.monitor ? -job.pgid : job.lastPid;
}

/** `kill -l`: all names, or that of a number or an exit status. */
function* list(shell: Shell, args: readonly string[]): Task<number> {
	const names = [...signalNames()].map((name, index) => name?.slice(3).replace('STKFLT', '16') ?? String(index + 1));
	const given = args[0];
	if (given === undefined) return yield* shell.print('kill', `0\n${names.join('\n')}\n`);
	if (!/^\d+$/.test(given)) return yield* shell.fail('kill', `Illegal number: ${given}`, 2);
	const number = Number(given) > 128 ? Number(given) - 128 : Number(given);
	const name = number === 0 ? undefined : names[number - 1];
	if (name === undefined) return yield* shell.fail('kill', `invalid signal number or exit status: ${given}`, 2);
	return yield* shell.print('kill', `${name}\n`);
}
