import { errorMessage } from '../../kernel/error-message.ts';
import { type SignalName, SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS, signalByNumber } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { foreground, jobLine, reapJobs } from '../jobs/job-control.ts';
import type { Job } from '../jobs/job-table.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const JOBS: Builtin = {
	usage: '[-lnprs] [jobspec ...] or jobs -x command [args]',
	*run(shell, args) {
		if (args[0] === '-x') return yield* runWithPids(shell, args.slice(1));
		const { flags, rest, problem } = parseOptions(args, 'lnprs');
		if (problem !== undefined) return yield* usageError(shell, 'jobs', problem, JOBS.usage);
		yield* reapJobs(shell);
		let status = 0;
		const chosen: Job[] = [];
		for (const spec of rest) {
			const job = shell.jobs.find(spec);
			if (job === 'ambiguous') yield* ambiguous(shell, 'jobs', spec, 1);
			if (job === undefined || job === 'ambiguous') status = yield* noSuchJob(shell, 'jobs', spec);
			else chosen.push(job);
		}
		for (const job of rest.length > 0 ? chosen : [...shell.jobs.jobs]) {
			if (flags.has('r') && job.state !== 'running') continue;
			if (flags.has('s') && job.state !== 'stopped') continue;
			if (flags.has('n') && job.notified && (!job.fresh || shell.mode.interactive)) continue;
			yield* shell.print(
				'jobs',
				flags.has('p') ? `${job.processes[0]?.pid}\n` : `${jobLine(shell, job, flags.has('l'))}\n`,
			);
			job.notified = true;
			job.fresh = false;
			if (job.state === 'done' && !shell.isSubshell) shell.jobs.remove(job);
		}
		return status;
	},
};

/** `jobs -x`: a command with the process groups of jobs in the place of their names. */
function* runWithPids(shell: Shell, words: readonly string[]): Task<number> {
	const named = words.map((word) => {
		const job = word.startsWith('%') ? shell.jobs.find(word) : undefined;
		return job === undefined || job === 'ambiguous' ? word : String(job.pgid);
	});
	return named.length === 0 ? 0 : yield* shell.interpreter.runWords(shell, named, 'nothing');
}

function* noSuchJob(shell: Shell, name: string, spec: string): Task<number> {
	return yield* shell.fail(name, `${spec}: no such job`);
}

export function* ambiguous(shell: Shell, name: string, spec: string, status: number): Task<number> {
	return yield* shell.fail(name, `${spec.replace(/^%\??/, '')}: ambiguous job spec`, status);
}

function* jobFor(shell: Shell, name: string, spec: string | undefined): Task<Job | undefined> {
	yield* reapJobs(shell);
	const job = spec === undefined ? shell.jobs.current : shell.jobs.find(spec);
	if (job === 'ambiguous') {
		yield* ambiguous(shell, name, spec as string, 1);
		return undefined;
	}
	if (job === undefined || (job.state === 'done' && spec === undefined)) {
		yield* shell.fail(name, spec === undefined ? 'current: no such job' : `${spec}: no such job`);
		return undefined;
	}
	return job;
}

function continueJob(shell: Shell, job: Job): void {
	for (const each of job.processes) if (each.result?.kind === 'stopped') each.result = undefined;
	try {
		shell.process.kill(-job.pgid, 'CONT');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

const FG: Builtin = {
	usage: '[job_spec]',
	*run(shell, args) {
		if (!shell.options.set.monitor) return yield* shell.fail('fg', 'no job control');
		const job = yield* jobFor(shell, 'fg', args[0]);
		if (job === undefined) return 1;
		if (job.state === 'done') return yield* shell.fail('fg', 'job has terminated');
		yield* shell.print('fg', `${job.text}\n`);
		job.background = false;
		if (shell.terminalFd !== undefined) shell.process.setForegroundGroup(shell.terminalFd, job.pgid);
		continueJob(shell, job);
		return yield* foreground(shell, job);
	},
};

const BG: Builtin = {
	usage: '[job_spec ...]',
	*run(shell, args) {
		if (!shell.options.set.monitor) return yield* shell.fail('bg', 'no job control');
		let status = 0;
		for (const spec of args.length > 0 ? args : [undefined]) {
			const job = yield* jobFor(shell, 'bg', spec);
			if (job === undefined) {
				status = 1;
				continue;
			}
			if (job.state === 'running' && job.background) {
				yield* shell.fail('bg', `job ${job.number} already in background`);
				continue;
			}
			job.background = true;
			continueJob(shell, job);
			yield* shell.print('bg', `[${job.number}]${shell.jobs.mark(job)} ${job.text} &\n`);
		}
		return status;
	},
};

const DISOWN: Builtin = {
	usage: '[-h] [-ar] [jobspec ... | pid ...]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, 'har');
		if (problem !== undefined) return yield* usageError(shell, 'disown', problem, DISOWN.usage);
		let jobs: readonly (Job | 'ambiguous' | undefined)[];
		if (flags.has('a') || flags.has('r'))
			jobs = shell.jobs.jobs.filter((job) => !flags.has('r') || job.state === 'running');
		else if (rest.length === 0) jobs = [shell.jobs.current];
		else {
			jobs = rest.map((spec) => {
				const found = /^\d+$/.test(spec) ? shell.jobs.byPid(Number(spec)) : shell.jobs.find(spec);
				return found;
			});
		}
		let status = 0;
		for (const [index, job] of [...jobs].entries()) {
			if (job === 'ambiguous') yield* ambiguous(shell, 'disown', rest[index] as string, 1);
			if (job === undefined || job === 'ambiguous')
				status = yield* shell.fail('disown', `${rest[index] ?? 'current'}: no such job`);
			else if (flags.has('h')) job.noHangup = true;
			else shell.jobs.remove(job);
		}
		return status;
	},
};

const KILL_USAGE = '[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';
const KILL: Builtin = { usage: KILL_USAGE, run: kill };

/** SIGTERM, TERM, 15 → TERM; 0 is no signal. */
export function parseSignal(text: string): SignalName | 0 | undefined {
	if (/^\d+$/.test(text)) return text === '0' ? 0 : signalByNumber(Number(text));
	const name = text.toUpperCase().replace(/^SIG/, '');
	return Object.hasOwn(SIGNAL_NUMBERS, name) ? (name as SignalName) : undefined;
}

function* kill(shell: Shell, args: readonly string[]): Task<number> {
	let i = 0;
	let signal: SignalName | 0 = 'TERM';
	const first = args[0];
	if (first === undefined) {
		if (shell.isBash) yield* shell.say(`kill: usage: kill ${KILL_USAGE}\n`);
		return 2;
	}
	if (first === '-l' || first === '-L') return yield* listSignals(shell, args.slice(1));
	if (/^-./.test(first) && first !== '--') {
		const given = first === '-s' || first === '-n' ? args[1] : first.slice(first.startsWith('-s') ? 2 : 1);
		i = first === '-s' || first === '-n' ? 2 : 1;
		if (given === undefined) return yield* shell.fail('kill', `${first}: option requires an argument`, 2);
		const parsed =
			parseSignal(first.startsWith('-s') && /^-s./.test(first) ? first.slice(1) : given) ?? parseSignal(given);
		if (parsed === undefined) return yield* shell.fail('kill', `${given}: invalid signal specification`);
		signal = parsed;
	}
	if (args[i] === '--') i++;
	if (i >= args.length) {
		if (shell.isBash) yield* shell.say(`kill: usage: kill ${KILL_USAGE}\n`);
		return 2;
	}
	let failures = 0;
	for (const target of args.slice(i)) failures += (yield* killOne(shell, target, signal)) ? 0 : 1;
	return failures > 0 ? 1 : 0;
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
		pid = shell.options.set.monitor ? -found.pgid : found.lastPid;
	} else if (/^[+-]?\d+$/.test(target)) pid = Number(target);
	else {
		yield* shell.fail('kill', `${target}: arguments must be process or job IDs`);
		return false;
	}
	try {
		shell.process.kill(pid, signal);
		if (job?.state === 'stopped' && (signal === 'TERM' || signal === 'HUP')) continueJob(shell, job);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (shell.isBash) yield* shell.fail('kill', `(${target}) - ${errorMessage(error.errno)}`);
		else if (shell.mode.dialect === 'ash') {
			yield* shell.complain(`can't kill pid ${target}: ${errorMessage(error.errno)}`);
		} else yield* shell.fail('kill', `${errorMessage(error.errno)}\n`);
		return false;
	}
}

function* listSignals(shell: Shell, args: readonly string[]): Task<number> {
	if (args.length === 0) return yield* shell.print('kill', signalTable());
	let status = 0;
	for (const arg of args) {
		const number = /^\d+$/.test(arg) ? Number(arg) & 127 : undefined;
		if (number !== undefined) {
			const name = signalNames()[number - 1];
			if (name === undefined) status = yield* shell.fail('kill', `${arg}: invalid signal specification`);
			else yield* shell.print('kill', `${name.slice(3)}\n`);
			continue;
		}
		const index = signalNames().indexOf(`SIG${arg.toUpperCase().replace(/^SIG/, '')}`);
		if (index < 0) status = yield* shell.fail('kill', `${arg}: invalid signal specification`);
		else yield* shell.print('kill', `${index + 1}\n`);
	}
	return status;
}

/** From SIGHUP on; undefined where a number has no name. */
export function signalNames(): (string | undefined)[] {
	const names: (string | undefined)[] = [...NAMES];
	names.push(undefined, undefined, 'SIGRTMIN');
	for (let i = 1; i <= 15; i++) names.push(`SIGRTMIN+${i}`);
	for (let i = 14; i >= 1; i--) names.push(`SIGRTMAX-${i}`);
	names.push('SIGRTMAX');
	return names;
}

const NAMES = (
	'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG ' +
	'XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
)
	.split(' ')
	.map((name) => `SIG${name}`);

/** Five in a row. Models bash common.c display_signal_list. */
export function signalTable(): string {
	let out = '';
	let column = 0;
	signalNames().forEach((name, index) => {
		if (name === undefined) return;
		out += `${String(index + 1).padStart(2)}) ${name}`;
		column++;
		if (column < 5) out += '\t';
		else {
			out += '\n';
			column = 0;
		}
	});
	return column === 0 ? out : `${out}\n`;
}

const SUSPEND: Builtin = {
	usage: '[-f]',
	*run(shell, args) {
		const { problem } = parseOptions(args, 'f');
		if (problem !== undefined) return yield* usageError(shell, 'suspend', problem, SUSPEND.usage);
		if (shell.mode.login && args[0] !== '-f') return yield* shell.fail('suspend', 'cannot suspend a login shell');
		if (!shell.options.set.monitor) return yield* shell.fail('suspend', 'cannot suspend: no job control');
		shell.process.kill(0, 'STOP');
		return 0;
	},
};

export const JOB_BUILTINS: Readonly<Record<string, Builtin>> = {
	jobs: JOBS,
	fg: FG,
	bg: BG,
	disown: DISOWN,
	kill: KILL,
	suspend: SUSPEND,
};
