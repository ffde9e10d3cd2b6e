import { ApiError, notFound } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError, isUserError, messageOf, RawError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { logRequestsFor } from '../pods/log-requests.ts';
import type { PodLike } from '../pods/pod.ts';
import { isReady } from '../pods/pod.ts';
import { attachToPod } from '../remote/attach-to-pod.ts';

interface RunFlags {
	readonly stdin: boolean;
	readonly tty: boolean;
	readonly quiet: boolean;
	readonly restart: string;
	readonly 'leave-stdin-open': boolean;
	readonly 'pod-running-timeout': number;
}

/** Attaches to a Pod that was just created and returns its outcome as `kubectl run` does. */
export function* runAttached(kubectl: Kubectl, created: PodLike, flags: RunFlags): Task<void> {
	const timeoutMs = flags['pod-running-timeout'];
	const pod = yield* waitForPod(
		kubectl,
		created,
		timeoutMs,
		(each) => isCompleted(each) || (each.status?.phase === 'Running' && isReady(each)),
	);
	if (isCompleted(pod)) yield* copyLogs(kubectl, pod, timeoutMs);
	else yield* attachOrLogs(kubectl, pod, flags);
	const waitsForEnd = !flags['leave-stdin-open'] && (flags.restart === 'Never' || flags.restart === 'OnFailure');
	if (!waitsForEnd) return;
	const ended = yield* waitForPod(kubectl, created, timeoutMs, (each) =>
		flags.restart === 'OnFailure' ? each.status?.phase === 'Succeeded' : isCompleted(each),
	);
	yield* reportEnd(ended);
}

function* attachOrLogs(kubectl: Kubectl, pod: PodLike, flags: RunFlags): Task<void> {
	try {
		yield* attachToPod(kubectl, pod, { ...flags, container: '' }, 'kubectl attach');
	} catch (error) {
		if (!isUserError(error)) throw error;
		if (error instanceof RawError) return;
		yield* kubectl.io.err(
			`warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${messageOf(error)}\n`,
		);
		yield* copyLogs(kubectl, pod, flags['pod-running-timeout']);
	}
}

function* reportEnd(pod: PodLike): Task<void> {
	const { name, namespace } = pod.metadata;
	const phase = pod.status?.phase;
	if (phase === 'Succeeded') return;
	if (phase !== 'Failed') throw new CommandError(`pod ${namespace}/${name} left in phase ${phase}`);
	const terminated = pod.status?.containerStatuses?.[0]?.state?.terminated;
	if (terminated === undefined || terminated.exitCode === 0)
		throw new CommandError(`pod ${namespace}/${name} failed with unknown exit code`);
	throw new RawError(
		`pod ${namespace}/${name} terminated (${terminated.reason ?? ''})\n${terminated.message ?? ''}`,
		terminated.exitCode,
	);
}

function isCompleted(pod: PodLike): boolean {
	return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function* waitForPod(
	kubectl: Kubectl,
	created: PodLike,
	timeoutMs: number,
	until: (pod: PodLike) => boolean,
): Task<PodLike> {
	const client = yield* kubectl.client();
	const path = `/api/v1/namespaces/${created.metadata.namespace}/pods`;
	const selector = ['fieldSelector', `metadata.name=${created.metadata.name}`] as const;
	const deadlineMs = kubectl.process.now() + timeoutMs;
	for (;;) {
		const list = yield* client.get<{ metadata: { resourceVersion: string }; items?: PodLike[] }>(path, [selector]);
		const current = list.items?.[0];
		if (current !== undefined && until(current)) return { ...current, apiVersion: 'v1', kind: 'Pod' };
		const stream = yield* client.watch(path, [selector, ['resourceVersion', list.metadata.resourceVersion]]);
		for (;;) {
			const event = yield* stream.next(deadlineMs);
			if (event === undefined) break;
			if (event === 'timeout') {
				stream.close();
				throw new CommandError('timed out waiting for the condition');
			}
			if (event.type === 'DELETED') throw new ApiError(notFound({ group: '', resource: 'pods' }, '').status);
			if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
			if (!until(event.object as PodLike)) continue;
			stream.close();
			return event.object as PodLike;
		}
	}
}

/** Writes the log of a container, of the first one when none is named. */
export function* copyLogs(kubectl: Kubectl, pod: PodLike, timeoutMs: number, container = ''): Task<void> {
	const client = yield* kubectl.client();
	const requests = yield* logRequestsFor(kubectl, pod, {
		container,
		allContainers: false,
		allPods: false,
		timeoutMs,
	});
	for (const request of requests) {
		const stream = yield* client.stream(`/api/v1/namespaces/${request.namespace}/pods/${request.pod}/log`, [
			['container', request.container],
		]);
		yield* kubectl.io.outBytes(yield* stream.all());
	}
}
