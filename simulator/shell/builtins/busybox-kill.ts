import { errorMessage } from '../../kernel/error-message.ts';
import { type SignalName, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { sayAsApplet } from './busybox-applet.ts';
import { parseSignal, signalNames } from './signal-list.ts';

/** `kill` of busybox. Its status is how many could not be signalled. Models busybox procps/kill.c kill_main. */
export function* busyboxKill(shell: Shell, args: readonly string[]): Task<number> {
	const [first = ''] = args;
	if (first === '-l') return yield* list(shell, args.slice(1));
	const targets: string[] = [];
	for (const arg of args) {
		const expanded = arg.startsWith('%') ? yield* processesOf(shell, arg) : arg;
		if (expanded === undefined) return 2;
		targets.push(expanded);
	}
	let signal: SignalName | 0 | undefined = 'TERM';
	let rest: readonly string[] = targets;
	if (first.startsWith('-')) {
		const separate = first === '-s' && args.length > 1;
		const name = separate ? (args[1] as string) : first.slice(1);
		if (first !== '--') signal = parseSignal(name);
		if (signal === undefined) {
			yield* sayAsApplet(shell, `bad signal name '${name}'`);
			return 1;
		}
		rest = targets.slice(separate ? 2 : 1);
	}
	if (rest.length === 0) {
		yield* sayAsApplet(shell, 'you need to specify whom to kill');
		return 1;
	}
	let errors = 0;
	for (const each of rest)
		for (const pid of each.split(' ')) if (pid !== '') errors += yield* killOne(shell, pid, signal);
	return errors;
}

function* killOne(shell: Shell, target: string, signal: SignalName | 0): Task<number> {
	if (!/^-?\d{1,10}$/.test(target)) {
		yield* sayAsApplet(shell, `invalid number '${target}'`);
		return 1;
	}
	try {
		shell.process.kill(Number(target), signal);
		return 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* sayAsApplet(shell, `can't kill pid ${Number(target)}: ${errorMessage(error.errno)}`);
		return 1;
	}
}

/** The processes of a job that have not ended, or their group where there is job control. */
function* processesOf(shell: Shell, spec: string): Task<string | undefined> {
	const job = shell.jobs.find(spec);
	if (job === undefined || job === 'ambiguous') {
		yield* shell.fail('kill', job === undefined ? `${spec}: no such job` : `${spec}: ambiguous`, 2);
		return undefined;
	}
	if (shell.options.set.monitor) return `-${job.pgid}`;
	return job.processes
		.flatMap(({ pid, result }) => (result?.kind === 'exited' || result?.kind === 'signaled' ? [] : [pid]))
		.join(' ');
}

/** `kill -l`: the table, or names of numbers and numbers of names. */
function* list(shell: Shell, args: readonly string[]): Task<number> {
	if (args.length === 0) {
		const table = NAMES.map((name, index) => `${String(index + 1).padStart(2)}) ${name}\n`);
		return yield* shell.print('kill', `${table.join('')}34) RTMIN\n64) RTMAX\n`);
	}
	for (const arg of args) {
		if (/^\d/.test(arg)) {
			if (!/^\d{1,9}$/.test(arg)) return yield* unknown(shell, arg);
			const number = Number(arg) & 0x7f;
			yield* shell.print('kill', `${number === 0 ? 'EXIT' : (NAMES[number - 1] ?? number)}\n`);
			continue;
		}
		const signal = arg.toUpperCase().replace(/^SIG/, '');
		const number = NUMBERS[signal] ?? NAMES.indexOf(signal) + 1;
		if (number === 0 && signal !== 'EXIT') return yield* unknown(shell, arg);
		yield* shell.print('kill', `${number}\n`);
	}
	return 0;
}

const NAMES: readonly string[] = signalNames()
	.slice(0, 31)
	.map((name) => (name === 'SIGIO' ? 'POLL' : (name as string).slice(3)));
const NUMBERS: Readonly<Record<string, number>> = { EXIT: 0, RTMIN: 34, RTMAX: 64, IO: 29 };

function* unknown(shell: Shell, signal: string): Task<number> {
	yield* sayAsApplet(shell, `unknown signal '${signal}'`);
	return 1;
}
