import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { resourcePath } from '../../kubectl/rest-mapper.ts';
import { HelmError } from '../helm-error.ts';
import { multiError } from './kube-client.ts';
import type { KubeSession } from './kube-session.ts';
import { isReady } from './readiness.ts';
import type { Resource } from './resources.ts';

const POLL_MS = 2_000;
const RETRIES_MAX = 30;
const DEADLINE = 'context deadline exceeded';

/** Until all are ready. @throws HelmError when time is up. Models helm.sh/helm/v3/pkg/kube waiter.waitForResources. */
export function* waitUntilReady(
	kube: KubeSession,
	resources: readonly Resource[],
	timeoutMs: number,
	withJobs: boolean,
): Task<void> {
	const deadlineMs = kube.kubectl.process.now() + timeoutMs;
	let failures = 0;
	for (;;) {
		try {
			if (yield* areReady(kube, resources, withJobs)) return;
			failures = 0;
		} catch (error) {
			if (!isUserError(error) && !(error instanceof HelmError)) throw error;
			const code = error instanceof ApiError ? (error.status.code ?? 0) : 0;
			const retryable = code === 0 || code === 429 || (code >= 500 && code !== 501);
			if (!retryable || ++failures > RETRIES_MAX) throw new HelmError(error.message);
		}
		yield* pause(kube, deadlineMs);
	}
}

function* areReady(kube: KubeSession, resources: readonly Resource[], withJobs: boolean): Task<boolean> {
	for (const resource of resources) if (!(yield* isReady(kube, resource, withJobs))) return false;
	return true;
}

/** To the next look, or to the end of the time. */
function* pause(kube: KubeSession, deadlineMs: number): Task<void> {
	const { process } = kube.kubectl;
	const left = deadlineMs - process.now();
	if (left > POLL_MS) {
		yield* process.sleep(POLL_MS);
		return;
	}
	yield* process.sleep(Math.max(left, 0));
	throw new HelmError(DEADLINE);
}

/** Until none is left. @throws HelmError. */
export function* waitUntilGone(kube: KubeSession, resources: readonly Resource[], timeoutMs: number): Task<void> {
	const deadlineMs = kube.kubectl.process.now() + timeoutMs;
	while (yield* isAnyLeft(kube, resources)) yield* pause(kube, deadlineMs);
}

function* isAnyLeft(kube: KubeSession, resources: readonly Resource[]): Task<boolean> {
	for (const { mapping, namespace, name } of resources) {
		try {
			yield* kube.kubectl.getObject(mapping, namespace, name);
			return true;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.reason !== 'NotFound') throw new HelmError(error.message);
		}
	}
	return false;
}

/** Until Jobs and Pods have done their work; others are done at once. @throws HelmError. Models Client.WatchUntilReady. */
export function* watchUntilDone(kube: KubeSession, resources: readonly Resource[], timeoutMs: number): Task<void> {
	const failures: string[] = [];
	for (const resource of resources) {
		const failure = yield* watchOne(kube, resource, timeoutMs);
		if (failure !== undefined) failures.push(failure);
	}
	if (failures.length > 0) throw multiError(failures);
}

function* watchOne(kube: KubeSession, resource: Resource, timeoutMs: number): Task<string | undefined> {
	const { mapping, namespace, name } = resource;
	if (mapping.kind !== 'Job' && mapping.kind !== 'Pod') return undefined;
	const { process } = kube.kubectl;
	const deadlineMs = process.now() + timeoutMs;
	const client = yield* kube.kubectl.client();
	const stream = yield* client.watch(resourcePath(mapping, namespace), [['fieldSelector', `metadata.name=${name}`]]);
	try {
		for (;;) {
			const event = yield* stream.next(deadlineMs);
			if (event === undefined || event === 'timeout') return 'timed out waiting for the condition';
			if (event.type === 'DELETED') return undefined;
			const verdict = verdictOf(event.object as KubeObject, mapping.kind, name);
			if (verdict !== undefined) return verdict === 'done' ? undefined : verdict.failure;
		}
	} finally {
		stream.close();
	}
}

type Verdict = 'done' | { readonly failure: string } | undefined;

function verdictOf(object: KubeObject, kind: string, name: string): Verdict {
	const status = ((object as { status?: unknown }).status ?? {}) as {
		readonly phase?: string;
		readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
	};
	if (kind === 'Pod') {
		if (status.phase === 'Succeeded') return 'done';
		return status.phase === 'Failed' ? { failure: `pod ${name} failed` } : undefined;
	}
	for (const { type, status: is, reason } of status.conditions ?? []) {
		if (is !== 'True') continue;
		if (type === 'Complete') return 'done';
		if (type === 'Failed') return { failure: `job ${name} failed: ${reason ?? ''}` };
	}
	return undefined;
}
