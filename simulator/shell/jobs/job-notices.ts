import type { SignalName } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import type { Job, JobProcess } from './job.ts';
import { forgetCoprocess, reapJobs } from './reap-jobs.ts';
import { hasDumped, resultText, signalText } from './signal-text.ts';

/** Where the command begins behind a state. */
const STATE_WIDTH = 24;

/** What `jobs` shows of a job: `[1]+  Running                 sleep 10 &`. @param long a line for each process. */
export function jobLine(shell: Shell, job: Job, long: boolean): string {
	if (!shell.isBash) return posixJobLine(shell, job, long);
	const head = `[${job.number}]${shell.jobs.mark(job)} `;
	if (long) return head + longLines(shell, job);
	const last = job.processes.at(-1) as JobProcess;
	return `${head} ${stateText(shell, job, last, false)}${job.text}${ending(shell, job)}`;
}

/** "30888 Killed                  sleep 5". */
export function deathNotice(shell: Shell, job: Job): string {
	return longLines(shell, job);
}

/** Models bash jobs.c print_pipeline. */
function longLines(shell: Shell, job: Job): string {
	const [first] = job.processes;
	const lines = job.processes.map((process, index) => {
		const pid = String(process.pid).padStart(5);
		if (process === first) return `${pid} ${stateText(shell, job, process, true)}${job.texts[index]}`;
		const state = stateText(shell, job, process, true);
		const shown = state === stateText(shell, job, first as JobProcess, true) ? ' '.repeat(STATE_WIDTH - 2) : state;
		return `     ${pid} ${shown}| ${job.texts[index] ?? ''}`;
	});
	return lines.join('\n') + ending(shell, job);
}

function ending(shell: Shell, job: Job): string {
	const ampersand = job.state === 'running' && job.background ? ' &' : '';
	return job.cwd === shell.process.cwd ? ampersand : `${ampersand}  (wd: ${shortened(shell, job.cwd)})`;
}

/** Models bash jobs.c printable_job_status. */
function stateText(shell: Shell, job: Job, { result }: JobProcess, long: boolean): string {
	const dumped = hasDumped(result) && job.state !== 'running' ? '(core dumped) ' : '';
	return plainState(shell, job, result, long).padEnd(STATE_WIDTH) + dumped;
}

function plainState(shell: Shell, job: Job, result: JobProcess['result'], long: boolean): string {
	const { posix } = shell.options.set;
	if (job.state === 'stopped' && !long) {
		return posix && result?.kind === 'stopped' ? `Stopped(SIG${result.signal})` : 'Stopped';
	}
	if (job.state === 'running') return 'Running';
	if (posix && result?.kind === 'exited' && result.status !== 0) return `Done(${result.status})`;
	return result === undefined ? 'Done' : resultText(result);
}

/** Models dash jobs.c showjob; busybox puts the mark one column further left. */
function posixJobLine(shell: Shell, job: Job, long: boolean): string {
	const { result } = job;
	const failed = job.state === 'done' && result?.kind === 'exited' && result.status !== 0;
	const ended = failed ? `Done(${result.status})` : resultText(result);
	const what = job.state === 'running' ? 'Running' : job.state === 'stopped' ? signalText(job.stopSignal) : ended;
	// What a process runs is known of those alone that were begun under job control.
	const text = shell.options.set.monitor ? job.text : job.texts.map(() => '').join(' | ');
	const dumped = hasDumped(job.result) ? ' (core dumped)' : '';
	const mark = shell.jobs.mark(job);
	const head = shell.mode.dialect === 'ash' ? `[${job.number}]${mark}  ` : `[${job.number}] ${mark} `;
	return `${`${head}${long ? `${job.processes[0]?.pid} ` : ''}${what}${dumped}`.padEnd(33)}${text}`;
}

/** Tells of jobs whose state has changed, and forgets the ended ones that have been told. Models bash jobs.c notify_and_cleanup. */
export function* notifyJobs(shell: Shell, foreground?: Job): Task<void> {
	yield* reapJobs(shell);
	if (!shell.isBash) return yield* notifyPosix(shell);
	if (!shell.mode.interactive || !shell.isSubshell) {
		for (const job of shell.jobs.jobs) if (!job.notified) yield* notify(shell, job);
		if (foreground !== undefined && !foreground.notified) yield* notify(shell, foreground);
	}
	forgetNotified(shell);
}

/** What bash does before it reads a line and when it has waited for a job. */
export function* forgetEnded(shell: Shell): Task<void> {
	if (shell.jobs.jobs.length > 0 && shell.isBash) yield* notifyJobs(shell);
}

/** What bash does with each turn of a loop. Models bash jobs.c reap_dead_jobs. */
export function* reapAndForget(shell: Shell): Task<void> {
	shell.jobs.settle();
	yield* reapJobs(shell);
	if (shell.isBash) forgetNotified(shell);
}

/** Forgets the ended jobs that somebody has been told of. Models bash jobs.c cleanup_dead_jobs. */
export function forgetNotified(shell: Shell): void {
	for (const job of shell.jobs.jobs) if (job.notified && job.state === 'done') shell.jobs.remove(job);
	forgetCoprocess(shell);
}

/** Tells of all changes, and forgets nothing. */
export function* notifyOnly(shell: Shell): Task<void> {
	for (const job of shell.jobs.jobs) if (!job.notified) yield* notify(shell, job);
}

/** Ended jobs count as told; but that of `$!` stays for who may still wait for it. */
export function markEnded(shell: Shell): void {
	for (const job of shell.jobs.jobs) if (job.state === 'done' && mayForget(shell, job)) job.notified = true;
}

function mayForget(shell: Shell, job: Job): boolean {
	return (shell.mode.interactive && !shell.isSubshell) || job.lastPid !== shell.lastBackgroundPid;
}

/** A script from a file or standard input keeps what has ended by itself until somebody asks. Models bash jobs.c notify_of_job_status. */
function* notify(shell: Shell, job: Job): Task<void> {
	const { mode, options } = shell;
	const { state, result } = job;
	const signal = result?.kind === 'signaled' ? result.signal : undefined;
	const fromText = mode.input === 'command' || shell.withinSubstitution;
	if (!mode.interactive && !fromText && signal === undefined) {
		if (state === 'stopped' || (state === 'done' && job.background)) return;
	}
	const substituted = fromText && (shell.isSubstitution || options.set.posix);
	if (substituted || (mode.interactive && !options.set.monitor)) {
		if (state === 'done' && (mode.interactive || mayForget(shell, job))) job.notified = true;
		return;
	}
	if (state === 'running') return;
	job.notified = true;
	if (state === 'stopped') yield* shell.say(`\n${jobLine(shell, job, false)}\n${whereNow(shell, job)}`);
	else if (signal !== undefined && !mode.interactive && !UNTOLD.has(signal) && !shell.traps.has(signal)) {
		yield* shell.complain(deathNotice(shell, job));
	} else if (!job.background) {
		if (signal === undefined || signal === 'INT' || signal === 'PIPE') return;
		yield* shell.say(`${signalText(signal)}${hasDumped(result) ? ' (core dumped)' : ''}\n`);
	} else if (options.set.monitor) yield* shell.say(`${jobLine(shell, job, false)}\n${whereNow(shell, job)}`);
}

function whereNow(shell: Shell, job: Job): string {
	return job.cwd === shell.process.cwd ? '' : `(wd now: ${shortened(shell, shell.process.cwd)})\n`;
}

/** Models bash general.c polite_directory_format. */
function shortened(shell: Shell, path: string): string {
	const home = shell.variables.get('HOME') ?? '';
	const inside = home.length > 1 && (path === home || path.startsWith(`${home}/`));
	return inside ? `~${path.slice(home.length)}` : path;
}

const UNTOLD: ReadonlySet<SignalName> = new Set<SignalName>(['INT', 'PIPE', 'TERM']);

function* notifyPosix(shell: Shell): Task<void> {
	for (const job of shell.jobs.jobs) {
		if (job.notified || job.state === 'running') continue;
		job.notified = true;
		if (shell.mode.interactive && !shell.isSubshell) yield* shell.say(`${jobLine(shell, job, false)}\n`);
		if (job.state === 'done') shell.jobs.remove(job);
	}
}
