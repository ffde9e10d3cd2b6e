import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Account, accountIn } from '../sessions/accounts.ts';
import { type CronJob, CronSyntaxError, nextTime, parseCronTable } from './cron-table.ts';

/** Where users' tables are, named after them. */
export const CRONTABS = '/var/spool/cron/crontabs';
const SYSTEM_TABLE = '/etc/crontab';
const SYSTEM_FOLDER = '/etc/cron.d';
const LOOK_MS = 60_000;
const RESTING = { cpuMillicores: 0, memoryBytes: 2.6 * 1024 ** 2 };

interface OwnedJob {
	readonly job: CronJob;
	readonly account: Account;
}

/**
 * The cron daemon: runs the jobs of users' tables, of /etc/crontab and of /etc/cron.d. It sleeps until the next one,
 * and looks once a minute whether a table has changed, which costs nothing while none has.
 * Differs: local time is UTC; what jobs print is discarded, as without a mail program.
 */
export function* cronProgram(process: Process): Task<number> {
	for (const signal of ['TERM', 'INT', 'HUP'] as const) process.onSignal(signal, 'catch');
	process.onSignal('CHLD', 'ignore');
	process.rest(RESTING);
	yield* note(process, '(CRON) INFO (pidfile fd = 3)\n');
	let jobs = yield* readTables(process);
	yield* note(process, '(CRON) INFO (Running @reboot jobs)\n');
	for (const owned of jobs) if (owned.job.times === 'reboot') runJob(process, owned);
	for (;;) {
		const seen = signature(process);
		const fromMs = process.now();
		const dueMs = earliest(jobs, fromMs);
		try {
			const look = process.lookEvery(LOOK_MS, () => signature(process) !== seen);
			yield* process.block(dueMs === undefined ? look : anyOf([process.timer(dueMs), look]));
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			if (process.takeSignals().some((signal) => signal !== 'HUP')) return 0;
		}
		if (dueMs !== undefined && process.now() >= dueMs) {
			for (const owned of jobs) if (isDue(owned.job, fromMs, dueMs)) runJob(process, owned);
		}
		if (signature(process) !== seen) jobs = yield* readTables(process);
	}
}

function* note(process: Process, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(text));
}

function earliest(jobs: readonly OwnedJob[], afterMs: number): number | undefined {
	let first: number | undefined;
	for (const { job } of jobs) {
		const at = job.times === 'reboot' ? undefined : nextTime(job.times, afterMs);
		if (at !== undefined && (first === undefined || at < first)) first = at;
	}
	return first;
}

function isDue({ times }: CronJob, afterMs: number, dueMs: number): boolean {
	return times !== 'reboot' && nextTime(times, afterMs) === dueMs;
}

/** Names and times of all tables. */
function signature(process: Process): string {
	const parts: string[] = [];
	for (const path of tablesOf(process)) {
		const stat = statOf(process, path);
		parts.push(`${path} ${stat?.inode} ${stat?.mtimeMs} ${stat?.size}`);
	}
	return parts.join('\n');
}

function tablesOf(process: Process): string[] {
	const inside = (folder: string): string[] =>
		statOf(process, folder)?.type === 'directory'
			? [...process.readdir(folder)].sort().map((name) => `${folder}/${name}`)
			: [];
	const system = statOf(process, SYSTEM_TABLE) === undefined ? [] : [SYSTEM_TABLE];
	return [...system, ...inside(SYSTEM_FOLDER), ...inside(CRONTABS)];
}

function statOf(process: Process, path: string): ReturnType<Process['stat']> | undefined {
	try {
		return process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* readTables(process: Process): Task<OwnedJob[]> {
	const accounts = decodeUtf8(yield* readWholeFile(process, '/etc/passwd'));
	const groups = decodeUtf8(yield* readWholeFile(process, '/etc/group'));
	const jobs: OwnedJob[] = [];
	for (const path of tablesOf(process)) {
		const owner = path.startsWith(CRONTABS) ? path.slice(CRONTABS.length + 1) : undefined;
		// Names with dots are passed over, as run-parts does.
		if (owner === undefined && path !== SYSTEM_TABLE && path.slice(SYSTEM_FOLDER.length + 1).includes('.')) continue;
		try {
			const text = decodeUtf8(yield* readWholeFile(process, path));
			for (const job of parseCronTable(text, owner === undefined)) {
				const account = accountIn(accounts, groups, owner ?? (job.user as string));
				if (account !== undefined) jobs.push({ job, account });
			}
		} catch (error) {
			if (error instanceof CronSyntaxError) {
				yield* note(process, `Error: ${error.message}; while reading ${path}\n`);
			} else if (!(error instanceof SystemError)) throw error;
		}
	}
	return jobs;
}

function runJob(process: Process, { job, account }: OwnedJob): void {
	process.spawn({
		argv: ['/usr/sbin/CRON', '-f', '-P'],
		env: process.env,
		program: (child) => serveJob(child, job, account),
		newSession: true,
	});
}

/** The child that becomes the job. */
function* serveJob(process: Process, job: CronJob, account: Account): Task<number> {
	yield* note(
		process,
		`pam_unix(cron:session): session opened for user ${account.name}(uid=${account.credentials.uid}) by ${account.name}(uid=0)\n(${account.name}) CMD (${job.command})\n`,
	);
	const [reading, writing] = process.pipe();
	const sink = yield* process.open('/dev/null', { write: true });
	const shell = job.environment.get('SHELL') ?? '/bin/sh';
	const env = new Map([
		['HOME', account.home],
		['LOGNAME', account.name],
		['PATH', '/usr/bin:/bin'],
		['LANG', 'C.UTF-8'],
		...job.environment,
		['SHELL', shell],
		['USER', account.name],
	]);
	const pid = process.spawn({
		argv: [shell, '-c', job.command],
		env,
		path: shell,
		cwd: process.access(account.home, {}) ? account.home : '/',
		credentials: account.credentials,
		fds: new Map([
			[0, reading],
			[1, sink],
			[2, sink],
		]),
	});
	process.close(reading);
	process.onSignal('PIPE', 'ignore');
	try {
		yield* process.write(writing, encodeUtf8(job.input));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	process.close(writing);
	process.onSignal('CHLD', 'default');
	const result = yield* process.wait(pid);
	yield* note(process, `pam_unix(cron:session): session closed for user ${account.name}\n`);
	return result?.kind === 'exited' ? result.status : 1;
}
