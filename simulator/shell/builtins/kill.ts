import { errorMessage } from '../../kernel/error-message.ts';
import { type SignalName, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Job } from '../jobs/job.ts';
import { reapJobs } from '../jobs/reap-jobs.ts';
import type { Shell } from '../state/shell.ts';
import type { Builtin } from './builtin.ts';
import { busyboxKill } from './busybox-kill.ts';
import { ambiguous, continueJob } from './jobs.ts';
import { posixKill } from './posix-kill.ts';
import { parseSignal, signalNames, signalTable } from './signal-list.ts';

const USAGE = '[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';

export const KILL: Builtin = { usage: USAGE, run: kill };

interface Request {
	/** What to send; undefined when `text` is none. */
	readonly signal: SignalName | 0 | undefined;
	readonly text: string;
	readonly lists: boolean;
	readonly rest: readonly string[];
	/** An option without its argument; "" for a wrong one. */
	readonly problem: string | undefined;
}

/** The first `-WORD` is a signal, later ones are process groups. Models bash builtins/kill.def kill_builtin. */
function requestOf(args: readonly string[]): Request {
	let signal: SignalName | 0 | undefined = 'TERM';
	let text = 'TERM';
	let lists = false;
	let named = false;
	let i = 0;
	const use = (word: string): void => {
		text = word;
		signal = parseSignal(word);
	};
	for (; i < args.length; i++) {
		const word = args[i] as string;
		if (word === '-l' || word === '-L') lists = true;
		else if (word === '-s' || word === '-n') {
			const next = args[++i];
			if (next === undefined) return { signal, text, lists, rest: [], problem: word };
			named = true;
			use(next);
		} else if (/^-(s[A-Za-z]|n\d)/.test(word)) {
			named = true;
			use(word.slice(2));
		} else if (word === '--') {
			i++;
			break;
		} else if (word === '-?') return { signal, text, lists, rest: [], problem: '' };
		else if (word.startsWith('-') && !named) {
			named = true;
			use(word.slice(1));
		} else break;
	}
	return { signal, text, lists, rest: args.slice(i), problem: undefined };
}

function* kill(shell: Shell, args: readonly string[]): Task<number> {
	if (shell.mode.dialect === 'dash') return yield* posixKill(shell, args);
	if (shell.mode.dialect === 'ash') return yield* busyboxKill(shell, args);
	const { signal, text, lists, rest, problem } = requestOf(args);
	if (problem !== undefined && problem !== '')
		return yield* shell.fail('kill', `${problem}: option requires an argument`, shell.isBash ? 1 : 2);
	if (lists && problem === undefined) return yield* listSignals(shell, rest);
	if (signal === undefined || (isPosix(shell) && /^SIG/i.test(text)))
		return yield* shell.fail('kill', `${text}: invalid signal specification`);
	if (rest.length === 0) {
		if (shell.isBash) yield* shell.say(`kill: usage: kill ${USAGE}\n`);
		return 2;
	}
	yield* reapJobs(shell);
	let killed = 0;
	for (const target of rest) {
		if (!(yield* killOne(shell, target, signal))) continue;
		killed++;
		if (signal !== 0) touch(shell, target);
	}
	const succeeded = shell.isBash ? killed > 0 : killed === rest.length;
	return succeeded ? 0 : 1;
}

function touch(shell: Shell, target: string): void {
	const job = target.startsWith('%') ? shell.jobs.find(target) : shell.jobs.byPid(Math.abs(Number(target)));
	if (job !== undefined && job !== 'ambiguous') job.touchedMs = shell.process.now();
}

/** Without job control, the processes of a job one by one; none when the first has ended. Models bash jobs.c kill_pid. */
function killEach(shell: Shell, job: Job, signal: SignalName | 0): boolean {
	for (const { pid, result } of job.processes) {
		if (result?.kind === 'exited' || result?.kind === 'signaled') break;
		try {
			shell.process.kill(pid, signal);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	return true;
}

function* killOne(shell: Shell, target: string, signal: SignalName | 0): Task<boolean> {
	let pid: number;
	let job: Job | undefined;
	if (target.startsWith('%')) {
		const found = shell.jobs.find(target);
		if (found === undefined || found === 'ambiguous') {
			if (found === 'ambiguous') yield* ambiguous(shell, 'kill', target, 1);
			else yield* shell.fail('kill', `${target}: no such job`);
			return false;
		}
		job = found;
		job.notified = false;
		if (shell.isBash && !shell.options.set.monitor) return killEach(shell, found, signal);
		pid = shell.options.set.monitor ? -found.pgid : found.lastPid;
	} else if (/^\s*[+-]?\d+\s*$/.test(target)) pid = Number(target);
	else {
		const what = target === '' ? "`': not a pid or valid job spec" : `${target}: arguments must be process or job IDs`;
		yield* shell.fail('kill', what);
		return false;
	}
	try {
		shell.process.kill(pid, signal);
		if (job?.state === 'stopped' && (signal === 'TERM' || signal === 'HUP')) continueJob(shell, job);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (shell.isBash) yield* shell.fail('kill', `(${target}) - ${errorMessage(error.errno)}`);
		else yield* shell.fail('kill', `${errorMessage(error.errno)}\n`);
		return false;
	}
}

/** `kill -l`: numbers, or statuses of what a signal ended, as names; names as numbers. */
function* listSignals(shell: Shell, args: readonly string[]): Task<number> {
	if (args.length === 0) return yield* shell.print('kill', isPosix(shell) ? signalLine() : signalTable());
	let status = 0;
	for (const arg of args) {
		const shown = isPosix(shell) && /^SIG/i.test(arg) ? undefined : shownSignal(arg, shell.isBash);
		if (shown === undefined) status = yield* shell.fail('kill', `${arg}: invalid signal specification`);
		else if (shown !== '') yield* shell.print('kill', `${shown}\n`);
	}
	return status;
}

/** POSIX knows the names without SIG. */
function isPosix(shell: Shell): boolean {
	return shell.isBash && shell.options.set.posix;
}

function signalLine(): string {
	return `${signalNames()
		.flatMap((name) => name?.slice(3) ?? [])
		.join(' ')}\n`;
}

/** Undefined for what is none; nothing is shown of numbers without a name. */
function shownSignal(arg: string, isBash: boolean): string | undefined {
	const names = signalNames();
	if (/^\s*[+-]?\d+\s*$/.test(arg)) {
		const number = Number(arg) > 128 ? Number(arg) - 128 : Number(arg);
		if (number < 0 || number > names.length || (!isBash && names[number - 1] === undefined)) return undefined;
		return number === 0 ? 'EXIT' : (names[number - 1]?.slice(3) ?? '');
	}
	const name = arg.toUpperCase();
	if (Object.hasOwn(PSEUDO_NUMBERS, name)) return String(PSEUDO_NUMBERS[name]);
	const index = names.indexOf(`SIG${name.replace(/^SIG/, '')}`);
	return index < 0 ? undefined : String(index + 1);
}

const PSEUDO_NUMBERS: Readonly<Record<string, number>> = { EXIT: 0, DEBUG: 65, ERR: 66, RETURN: 67 };
