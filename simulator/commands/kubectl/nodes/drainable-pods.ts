import type { Pod } from '../../../api/core/types/pod.ts';
import type { OwnerReference } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { mustParseTime } from '../../../machinery/timestamp.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';

/** What a drain may do, and to what. Models kubectl/pkg/drain Helper. */
export interface DrainOptions {
	readonly force: boolean;
	/** Negative: the Pod's own. */
	readonly graceSeconds: number;
	readonly ignoreDaemonSets: boolean;
	/** 0: no limit. */
	readonly timeoutMs: number;
	readonly deleteEmptyDirData: boolean;
	readonly podSelector: string;
	readonly chunkSize: number;
	readonly disableEviction: boolean;
	readonly skipWaitSeconds: number;
	readonly dryRun: 'none' | 'client' | 'server';
}

interface Verdict {
	readonly delete: boolean;
	readonly warning?: string;
	readonly error?: string;
}

export interface DrainPlan {
	readonly pods: readonly Pod[];
	/** '' when there is nothing to warn of. */
	readonly warnings: string;
	readonly errors: readonly CommandError[];
}

const OKAY: Verdict = { delete: true };
const SKIP: Verdict = { delete: false };

/** The Pods of a node, sorted into those to remove and reasons why not. Models GetPodsForDeletion. */
export function* planDrain(kubectl: Kubectl, node: string, options: DrainOptions): Task<DrainPlan> {
	const warnings = new Map<string, string[]>();
	const errors = new Map<string, string[]>();
	const pods: Pod[] = [];
	for (const pod of yield* podsOn(kubectl, node, options)) {
		const verdict = yield* judge(kubectl, pod, options);
		const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
		if (verdict.delete) pods.push({ ...pod, kind: 'Pod', apiVersion: 'v1' });
		if (verdict.warning !== undefined) add(warnings, verdict.warning, name);
		if (verdict.error !== undefined) add(errors, verdict.error, name);
	}
	return {
		pods,
		warnings: [...warnings].map(([text, names]) => `${text}: ${names.join(', ')}`).join('; '),
		errors: [...errors].map(([text, names]) => new CommandError(`cannot delete ${text}: ${names.join(', ')}`)),
	};
}

function add(map: Map<string, string[]>, key: string, value: string): void {
	map.set(key, [...(map.get(key) ?? []), value]);
}

function* podsOn(kubectl: Kubectl, node: string, options: DrainOptions): Task<Pod[]> {
	const client = yield* kubectl.client();
	const query: (readonly [string, string])[] = [['fieldSelector', `spec.nodeName=${node}`]];
	if (options.podSelector !== '') query.push(['labelSelector', options.podSelector]);
	if (options.chunkSize > 0) query.push(['limit', String(options.chunkSize)]);
	const pods: Pod[] = [];
	let token = '';
	do {
		const page = token === '' ? query : [...query, ['continue', token] as const];
		const list = yield* client.get<{ items?: Pod[]; metadata?: { continue?: string } }>('/api/v1/pods', page);
		pods.push(...(list.items ?? []));
		token = list.metadata?.continue ?? '';
	} while (token !== '');
	return pods;
}

/** One rule after the other; the first that keeps the Pod decides. Models drain's filters. */
function* judge(kubectl: Kubectl, pod: Pod, options: DrainOptions): Task<Verdict> {
	if (isLongGone(kubectl, pod, options.skipWaitSeconds)) return SKIP;
	const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
	const controller = pod.metadata.ownerReferences?.find((owner) => owner.controller === true);
	const daemon = finished ? OKAY : yield* judgeDaemon(kubectl, pod, controller, options);
	if (!daemon.delete) return daemon;
	if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return SKIP;
	const hasLocalStorage = pod.spec.volumes?.some((volume) => volume.emptyDir !== undefined) === true;
	if (hasLocalStorage && !finished && !options.deleteEmptyDirData)
		return { delete: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' };
	// Only the last rule's warning counts: that about local storage is always lost.
	if (finished || controller !== undefined) return OKAY;
	if (options.force) return { delete: true, warning: 'deleting Pods that declare no controller' };
	return { delete: false, error: 'cannot delete Pods that declare no controller (use --force to override)' };
}

function* judgeDaemon(
	kubectl: Kubectl,
	pod: Pod,
	controller: OwnerReference | undefined,
	options: DrainOptions,
): Task<Verdict> {
	if (controller?.kind !== 'DaemonSet' || controller.apiVersion !== 'apps/v1') return OKAY;
	const client = yield* kubectl.client();
	try {
		yield* client.get(`/apis/apps/v1/namespaces/${pod.metadata.namespace}/daemonsets/${controller.name}`);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		if (error.reason === 'NotFound' && options.force) return { delete: true, warning: error.message };
		return { delete: false, error: error.message };
	}
	if (!options.ignoreDaemonSets)
		return { delete: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
	return { delete: false, warning: 'ignoring DaemonSet-managed Pods' };
}

/** Whether a Pod has been going for so long that nobody need wait for it. */
export function isLongGone(kubectl: Kubectl, pod: Pod, seconds: number): boolean {
	const { deletionTimestamp } = pod.metadata;
	if (seconds <= 0 || deletionTimestamp === undefined || deletionTimestamp === null) return false;
	return Math.trunc((kubectl.process.now() - mustParseTime(deletionTimestamp)) / 1000) > seconds;
}
