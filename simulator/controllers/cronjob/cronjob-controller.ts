import { type CronSchedule, nextTime, parseCronSchedule } from '../../api/batch/cron-schedule.ts';
import type { CronJob, Job } from '../../api/batch/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTimeIn, type TimeZone, timeZone } from '../../machinery/time-zones.ts';
import { formatRfc1123Z, formatTime } from '../../machinery/timestamp.ts';
import { resolveController } from '../claim.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { BY_CONTROLLER, controllerOf, controllerReference } from '../ownership.ts';
import { isNamespaceTerminating, messageOf } from '../pod-control.ts';
import { timeMs } from '../pod-state.ts';
import { CRON_JOBS, JOBS } from '../resources.ts';

/** Models nextScheduleDelta: so that a run is never looked for a hair too early. */
const NEXT_DELTA_MS = 100;
/** Runs missed at a time of which only the last is made up for; more are told. */
const MISSED_MAX = 100;
const SCHEDULED_TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Starts Jobs by the clock of their zone. Sleeps until the next run. Models pkg/controller/cronjob ControllerV2. */
export const cronJobController: Controller<undefined> = {
	name: 'cronjob',
	user: 'cronjob-controller',
	workers: 5,
	wokenBy: [CRON_JOBS],
	watches: [
		watchOwn(CRON_JOBS),
		watch<Job, undefined>(JOBS, ({ object }, scope) => {
			const owner = resolveController(scope, CRON_JOBS, controllerOf(object), object.metadata.namespace ?? '');
			if (owner !== undefined) scope.queue.add(keyOf(owner));
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

/** One pass; `cronJob` is replaced as its status is written. */
interface Pass {
	readonly key: string;
	readonly scope: Scope<undefined>;
	readonly jobs: readonly Job[];
	cronJob: CronJob;
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const cronJob = scope.lister(CRON_JOBS).get(namespace, name);
	if (cronJob === undefined) return;
	const jobs = scope.lister(JOBS).by(BY_CONTROLLER, cronJob.metadata.uid);
	const pass: Pass = { key, scope, jobs, cronJob };
	yield* trimHistory(pass);
	yield* noteFinished(pass);
	if (cronJob.metadata.deletionTimestamp !== undefined || cronJob.spec.suspend === true) return;
	yield* startDue(pass);
}

function finishedAs(job: Job): 'Complete' | 'Failed' | undefined {
	for (const type of ['Complete', 'Failed'] as const) {
		if (job.status.conditions?.some((each) => each.type === type && each.status === 'True')) return type;
	}
	return undefined;
}

/** Strikes Jobs that have ended from the active list. */
function* noteFinished(pass: Pass): Task<void> {
	const { cronJob, jobs, scope } = pass;
	const status = { ...cronJob.status };
	const active = new Map((status.active ?? []).map((reference) => [reference.uid ?? '', reference]));
	for (const job of jobs) {
		const { uid, name } = job.metadata;
		const as = finishedAs(job);
		const listed = active.has(uid);
		if (as !== undefined && listed) {
			active.delete(uid);
			scope.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${as}`);
		} else if (as === undefined && !listed) {
			scope.event(
				cronJob,
				'Warning',
				'UnexpectedJob',
				`Saw a job that the controller did not create or forgot: ${name}`,
			);
			active.set(uid, referenceTo(job));
		}
		const completed = timeMs(job.status.completionTime);
		if (as === 'Complete' && completed !== undefined && completed > (timeMs(status.lastSuccessfulTime) ?? 0)) {
			status.lastSuccessfulTime = job.status.completionTime;
		}
	}
	for (const uid of [...active.keys()]) {
		if (jobs.some((job) => job.metadata.uid === uid)) continue;
		const reference = active.get(uid);
		const fresh = yield* find(scope, reference?.namespace ?? '', reference?.name ?? '');
		if (fresh?.metadata.uid === uid) continue;
		active.delete(uid);
		scope.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${reference?.name}`);
	}
	yield* writeStatus(pass, { ...status, active: [...active.values()] });
}

function* find(scope: Scope<undefined>, namespace: string, name: string): Task<Job | undefined> {
	try {
		return yield* scope.client.get(JOBS, namespace, name);
	} catch (error) {
		if (error instanceof ApiError && error.code === 404) return undefined;
		throw error;
	}
}

function referenceTo(job: Job): NonNullable<CronJob['status']['active']>[number] {
	const { namespace, name, uid, resourceVersion } = job.metadata;
	return { apiVersion: 'batch/v1', kind: 'Job', namespace, name, uid, resourceVersion };
}

function* writeStatus(pass: Pass, status: CronJob['status']): Task<void> {
	const next = { ...status };
	if (next.active?.length === 0) delete next.active;
	if (jsonEqual(pass.cronJob.status, next)) return;
	pass.cronJob = yield* pass.scope.client.update(CRON_JOBS, { ...pass.cronJob, status: next }, 'status');
}

function* trimHistory({ cronJob, jobs, scope }: Pass): Task<void> {
	const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
	for (const [as, limit] of [
		['Complete', successfulJobsHistoryLimit],
		['Failed', failedJobsHistoryLimit],
	] as const) {
		if (limit === undefined) continue;
		const ended = jobs.filter((job) => finishedAs(job) === as).sort(byStart);
		for (const job of ended.slice(0, Math.max(0, ended.length - limit))) yield* deleteJob(cronJob, job, scope);
	}
}

function byStart(a: Job, b: Job): number {
	const [left, right] = [a.status.startTime ?? '~', b.status.startTime ?? '~'];
	if (left !== right) return left < right ? -1 : 1;
	return a.metadata.name < b.metadata.name ? -1 : 1;
}

function* deleteJob(cronJob: CronJob, job: Job, scope: Scope<undefined>): Task<void> {
	if (job.metadata.deletionTimestamp !== undefined) return;
	const { name } = job.metadata;
	try {
		yield* scope.client.delete(JOBS, job.metadata, { propagationPolicy: 'Background' });
	} catch (error) {
		if (error instanceof ApiError && error.code === 404) return;
		scope.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${messageOf(error)}`);
		throw error;
	}
	scope.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
}

function* startDue(pass: Pass): Task<void> {
	const { cronJob, scope, key } = pass;
	const { schedule: text, timeZone: zoneName = '' } = cronJob.spec;
	const zone = timeZone(zoneName);
	if (zone === undefined) {
		const message = `invalid timeZone: "${zoneName}": unknown time zone ${zoneName}`;
		scope.event(cronJob, 'Warning', 'UnknownTimeZone', message);
		return;
	}
	const { schedule, complaint } = parseCronSchedule(text);
	if (schedule === undefined) {
		const message = `unparseable schedule: ${JSON.stringify(text)} : ${complaint}`;
		scope.event(cronJob, 'Warning', 'UnparseableSchedule', message);
		return;
	}
	const nowMs = scope.nowMs();
	const timetable = { schedule, zone };
	const dueMs = lastDue(cronJob, timetable, scope);
	const wakeMs = nextTime(schedule, schedule.everyMs === undefined ? nowMs : (dueMs ?? startOf(cronJob)), zone);
	if (wakeMs !== undefined) scope.queue.addAfter(key, Math.max(1, wakeMs - nowMs + NEXT_DELTA_MS));
	if (dueMs === undefined) return;
	const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec;
	if (startingDeadlineSeconds !== undefined && dueMs + startingDeadlineSeconds * 1000 < nowMs) {
		const message = `Missed scheduled time to start a job: ${formatRfc1123Z(dueMs)}`;
		scope.event(cronJob, 'Warning', 'MissSchedule', message);
		return;
	}
	const active = pass.cronJob.status.active ?? [];
	if (active.some((reference) => reference.name === jobName(cronJob, dueMs))) return;
	if (concurrencyPolicy === 'Forbid' && active.length > 0) {
		const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
		scope.event(cronJob, 'Normal', 'JobAlreadyActive', message);
		return;
	}
	if (concurrencyPolicy === 'Replace') {
		for (const reference of active) {
			const job = pass.jobs.find((each) => each.metadata.uid === reference.uid);
			if (job !== undefined) yield* deleteJob(cronJob, job, scope);
		}
		pass.cronJob = { ...pass.cronJob, status: { ...pass.cronJob.status, active: [] } };
	}
	yield* startJob(pass, dueMs, zone);
}

function startOf({ metadata, status }: CronJob): number {
	return timeMs(status.lastScheduleTime) ?? timeMs(metadata.creationTimestamp) ?? 0;
}

/** The last time that has come since the last run; undefined when none has. Models mostRecentScheduleTime. */
function lastDue(
	cronJob: CronJob,
	{ schedule, zone }: { readonly schedule: CronSchedule; readonly zone: TimeZone },
	scope: Scope<undefined>,
): number | undefined {
	const nowMs = scope.nowMs();
	let fromMs = startOf(cronJob);
	const deadline = cronJob.spec.startingDeadlineSeconds;
	if (deadline !== undefined) fromMs = Math.max(fromMs, nowMs - deadline * 1000);
	let due: number | undefined;
	let missed = 0;
	for (;;) {
		const time = nextTime(schedule, due ?? fromMs, zone);
		if (time === undefined || time > nowMs) break;
		due = time;
		missed++;
	}
	if (missed > MISSED_MAX) {
		const hint = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
		scope.event(cronJob, 'Warning', 'TooManyMissedTimes', `too many missed start times. ${hint}`);
	}
	return due;
}

function jobName({ metadata }: CronJob, dueMs: number): string {
	return `${metadata.name}-${Math.trunc(dueMs / 60_000)}`;
}

function* startJob(pass: Pass, dueMs: number, zone: TimeZone): Task<void> {
	const { cronJob, scope } = pass;
	const { metadata: template, spec } = cronJob.spec.jobTemplate;
	const name = jobName(cronJob, dueMs);
	let job: Job;
	try {
		job = yield* scope.client.create(JOBS, {
			metadata: {
				name,
				namespace: cronJob.metadata.namespace,
				...(template?.labels === undefined ? {} : { labels: template.labels }),
				annotations: { ...template?.annotations, [SCHEDULED_TIMESTAMP]: formatTimeIn(zone, dueMs) },
				ownerReferences: [controllerReference(cronJob, CRON_JOBS)],
			},
			spec,
		});
	} catch (error) {
		// Started already, by a pass whose outcome was lost.
		if (error instanceof ApiError && error.reason === 'AlreadyExists') return;
		if (!isNamespaceTerminating(error)) {
			scope.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`);
		}
		throw error;
	}
	scope.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
	const active = [...(pass.cronJob.status.active ?? []), referenceTo(job)];
	yield* writeStatus(pass, { ...pass.cronJob.status, active, lastScheduleTime: formatTime(dueMs) });
}
