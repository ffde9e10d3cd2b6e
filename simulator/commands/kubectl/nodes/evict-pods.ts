import type { Pod } from '../../../api/core/types/pod.ts';
import { formatDuration } from '../../../machinery/duration.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { DrainOptions } from './drainable-pods.ts';
import { isLongGone } from './drainable-pods.ts';

const POLL_MS = 1000;
const RETRY_MS = 5000;

/** Tells that a Pod is gone: "evicted", "deleted". */
type Report = (pod: Pod, operation: string) => Task<void>;

/** One Pod on its way out. */
interface Leaving {
	pod: Pod;
	stage: 'evict' | 'wait' | 'done';
	nextAtMs: number;
}

/** Evicts (or deletes) the Pods, all at the same time, and waits until they are gone. Models DeleteOrEvictPods. */
export function* removePods(kubectl: Kubectl, pods: readonly Pod[], options: DrainOptions, report: Report): Task<void> {
	if (pods.length === 0) return;
	const deadlineMs = options.timeoutMs === 0 ? Infinity : kubectl.process.now() + options.timeoutMs;
	if (options.disableEviction) {
		yield* deleteAll(kubectl, pods, options, report, deadlineMs);
		return;
	}
	const errors: Error[] = [];
	const leaving: Leaving[] = pods.map((pod) => ({ pod, stage: 'evict', nextAtMs: 0 }));
	for (;;) {
		const waiting = leaving.filter((each) => each.stage !== 'done');
		if (waiting.length === 0) break;
		const nextAtMs = Math.min(...waiting.map((each) => each.nextAtMs));
		const pauseMs = nextAtMs - kubectl.process.now();
		if (pauseMs > 0) yield* kubectl.process.sleep(pauseMs);
		for (const each of waiting) {
			if (each.nextAtMs > kubectl.process.now()) continue;
			try {
				if (each.stage === 'evict') yield* evictOne(kubectl, each, options, deadlineMs);
				else yield* lookAfter(kubectl, each, options, report, deadlineMs);
			} catch (error) {
				if (!(error instanceof CommandError)) throw error;
				each.stage = 'done';
				errors.push(error);
			}
		}
	}
	throwAll(errors);
}

function* evictOne(kubectl: Kubectl, each: Leaving, options: DrainOptions, deadlineMs: number): Task<void> {
	const { namespace = '', name } = each.pod.metadata;
	const note = options.dryRun === 'server' ? ' (server dry run)' : '';
	yield* kubectl.io.out(`evicting pod ${namespace}/${name}${note}\n`);
	const where = `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
	if (kubectl.process.now() >= deadlineMs) {
		throw new CommandError(
			`error when evicting ${where}: global timeout reached: ${formatDuration(options.timeoutMs)}`,
		);
	}
	try {
		yield* postEviction(kubectl, namespace, name, options);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		if (error.reason === 'NotFound') {
			each.stage = 'done';
			return;
		}
		if (error.reason !== 'TooManyRequests') throw new CommandError(`error when evicting ${where}: ${error.message}`);
		yield* kubectl.io.err(`error when evicting ${where} (will retry after 5s): ${error.message}\n`);
		each.nextAtMs = kubectl.process.now() + RETRY_MS;
		each.pod = (yield* podNow(kubectl, each.pod)) ?? each.pod;
		return;
	}
	each.stage = options.dryRun === 'server' ? 'done' : 'wait';
}

function* postEviction(kubectl: Kubectl, namespace: string, name: string, options: DrainOptions): Task<void> {
	const client = yield* kubectl.client();
	const deleteOptions = {
		...(options.graceSeconds >= 0 ? { gracePeriodSeconds: options.graceSeconds } : {}),
		...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
	};
	const body = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace }, deleteOptions };
	yield* client.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, body });
}

function* lookAfter(
	kubectl: Kubectl,
	each: Leaving,
	options: DrainOptions,
	report: Report,
	deadlineMs: number,
): Task<void> {
	const { namespace, name } = each.pod.metadata;
	const now = yield* podNow(kubectl, each.pod);
	if (now === undefined || now.metadata.uid !== each.pod.metadata.uid) {
		each.stage = 'done';
		yield* report(each.pod, options.disableEviction ? 'deleted' : 'evicted');
		return;
	}
	if (isLongGone(kubectl, now, options.skipWaitSeconds)) {
		each.stage = 'done';
		yield* kubectl.io.out(
			`pod ${JSON.stringify(name)} has DeletionTimestamp older than ${options.skipWaitSeconds} seconds, skipping\n`,
		);
		return;
	}
	if (kubectl.process.now() >= deadlineMs) {
		throw new CommandError(
			options.disableEviction
				? 'context deadline exceeded'
				: `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: context deadline exceeded`,
		);
	}
	each.nextAtMs = Math.min(kubectl.process.now() + POLL_MS, deadlineMs);
}

function* podNow(kubectl: Kubectl, pod: Pod): Task<Pod | undefined> {
	const client = yield* kubectl.client();
	try {
		return yield* client.get<Pod>(`/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
}

function* deleteAll(
	kubectl: Kubectl,
	pods: readonly Pod[],
	options: DrainOptions,
	report: Report,
	deadlineMs: number,
): Task<void> {
	const client = yield* kubectl.client();
	for (const { metadata } of pods) {
		const body = {
			kind: 'DeleteOptions',
			apiVersion: 'v1',
			...(options.graceSeconds >= 0 ? { gracePeriodSeconds: options.graceSeconds } : {}),
			...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
		};
		try {
			const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
			yield* client.request({ method: 'DELETE', path, body });
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
		}
	}
	const leaving: Leaving[] = pods.map((pod) => ({ pod, stage: 'wait', nextAtMs: 0 }));
	for (;;) {
		for (const each of leaving) if (each.stage === 'wait') yield* lookAfter(kubectl, each, options, report, deadlineMs);
		if (leaving.every((each) => each.stage === 'done')) return;
		yield* kubectl.process.sleep(POLL_MS);
	}
}
