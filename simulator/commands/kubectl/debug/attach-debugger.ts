import { ApiError, notFound } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PodLike } from '../pods/pod.ts';
import { attachToPod } from '../remote/attach-to-pod.ts';
import { copyLogs } from '../run/run-attached.ts';

interface AttachFlags {
	readonly stdin: boolean;
	readonly tty: boolean;
	readonly quiet: boolean;
}

interface ContainerStatus {
	readonly name: string;
	readonly state?: {
		readonly running?: object;
		readonly terminated?: object;
		readonly waiting?: { readonly message?: string };
	};
}

/** Waits for a debugging container and attaches to it; one that has ended shows its log. Models handleAttachPod. */
export function* attachDebugger(
	kubectl: Kubectl,
	{ namespace, name }: { readonly namespace: string; readonly name: string },
	container: string,
	flags: AttachFlags,
): Task<void> {
	const pod = yield* waitForContainer(kubectl, namespace, name, container, flags.quiet);
	const timeoutMs = 0;
	if (statusOf(pod, container)?.state?.terminated !== undefined) {
		yield* copyLogs(kubectl, pod, timeoutMs, container);
		return;
	}
	try {
		yield* attachToPod(kubectl, pod, { ...flags, container }, 'kubectl attach');
	} catch (error) {
		if (!isUserError(error)) throw error;
		yield* kubectl.io.err(
			`warning: couldn't attach to pod/${name}, falling back to streaming logs: ${messageOf(error)}\n`,
		);
		yield* copyLogs(kubectl, pod, timeoutMs, container);
	}
}

function* waitForContainer(
	kubectl: Kubectl,
	namespace: string,
	name: string,
	container: string,
	quiet: boolean,
): Task<PodLike> {
	const client = yield* kubectl.client();
	const path = `/api/v1/namespaces/${namespace}/pods`;
	const selector = ['fieldSelector', `metadata.name=${name}`] as const;
	for (;;) {
		const list = yield* client.get<{ metadata: { resourceVersion: string }; items?: PodLike[] }>(path, [selector]);
		const current = list.items?.[0];
		if (current !== undefined && (yield* hasStarted(kubectl, current, container, quiet)))
			return { ...current, apiVersion: 'v1', kind: 'Pod' };
		const stream = yield* client.watch(path, [selector, ['resourceVersion', list.metadata.resourceVersion]]);
		for (;;) {
			const event = yield* stream.next();
			if (event === undefined || event === 'timeout') break;
			if (event.type === 'DELETED') throw new ApiError(notFound({ group: '', resource: 'pods' }, '').status);
			if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
			if (!(yield* hasStarted(kubectl, event.object as PodLike, container, quiet))) continue;
			stream.close();
			return event.object as PodLike;
		}
	}
}

/** Whether the container runs or has run; tells what it waits for. */
function* hasStarted(kubectl: Kubectl, pod: PodLike, container: string, quiet: boolean): Task<boolean> {
	const state = statusOf(pod, container)?.state;
	if (state?.running !== undefined || state?.terminated !== undefined) return true;
	const message = state?.waiting?.message ?? '';
	if (!quiet && message !== '') yield* kubectl.io.err(`Warning: container ${container}: ${message}\n`);
	return false;
}

function statusOf(pod: PodLike, container: string): ContainerStatus | undefined {
	const status = (pod.status ?? {}) as { readonly [field: string]: readonly ContainerStatus[] | undefined };
	for (const field of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']) {
		const found = status[field]?.find((each) => each.name === container);
		if (found !== undefined) return found;
	}
	return undefined;
}
