import { compareUtf8 } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { resourcePath } from '../../kubectl/rest-mapper.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { createResources, deleteResources } from '../kube/kube-client.ts';
import { buildResources } from '../kube/resources.ts';
import { waitUntilGone, watchUntilDone } from '../kube/waiting.ts';
import type { Hook, HookEvent, Release } from '../release/release.ts';
import type { ReleaseStorage } from '../release/storage.ts';

/** Runs what a release wants done at an event, by weight. @throws HelmError. Models Configuration.execHook. */
export function* runHooks(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	event: HookEvent,
	timeoutMs: number,
): Task<void> {
	const hooks = release.hooks
		.filter(({ events }) => events.includes(event))
		.sort((a, b) => a.weight - b.weight || compareUtf8(a.name, b.name));
	for (const [index, hook] of hooks.entries()) {
		if (hook.deletePolicies.length === 0) hook.deletePolicies = ['before-hook-creation'];
		yield* removeHook(helm, hook, release.namespace, 'before-hook-creation', timeoutMs);
		const resources = yield* buildHook(helm, hook, release.namespace, event);
		hook.lastRun.startedAtMs = helm.now();
		hook.lastRun.completedAtMs = undefined;
		hook.lastRun.phase = 'Running';
		yield* record(storage, release);
		hook.lastRun.phase = 'Unknown';
		try {
			yield* createResources(helm.kube, resources);
		} catch (error) {
			hook.lastRun.completedAtMs = helm.now();
			hook.lastRun.phase = 'Failed';
			throw wrapError(error, `warning: Hook ${event} ${hook.path} failed`);
		}
		try {
			yield* watchUntilDone(helm.kube, resources, timeoutMs);
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			hook.lastRun.completedAtMs = helm.now();
			hook.lastRun.phase = 'Failed';
			yield* tellLogs(helm, hook, release.namespace, 'hook-failed');
			yield* removeHook(helm, hook, release.namespace, 'hook-failed', timeoutMs);
			for (const earlier of hooks.slice(0, index)) {
				yield* removeHook(helm, earlier, release.namespace, 'hook-succeeded', timeoutMs);
			}
			throw error;
		}
		hook.lastRun.completedAtMs = helm.now();
		hook.lastRun.phase = 'Succeeded';
	}
	for (const hook of hooks.toReversed()) {
		yield* tellLogs(helm, hook, release.namespace, 'hook-succeeded');
		yield* removeHook(helm, hook, release.namespace, 'hook-succeeded', timeoutMs);
	}
}

/** A record that cannot be written does not stop anything. */
export function* record(storage: ReleaseStorage, release: Release): Task<void> {
	try {
		yield* storage.update(release);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
	}
}

function* buildHook(helm: HelmSession, hook: Hook, namespace: string, event: string) {
	try {
		return yield* buildResources(helm.kube, hook.manifest, namespace, true);
	} catch (error) {
		throw wrapError(error, `unable to build kubernetes object for ${event} hook ${hook.path}`);
	}
}

function* removeHook(helm: HelmSession, hook: Hook, namespace: string, policy: string, timeoutMs: number): Task<void> {
	// Custom resources would go with their kind.
	if (hook.kind === 'CustomResourceDefinition' || !hook.deletePolicies.includes(policy)) return;
	const resources = yield* buildResources(helm.kube, hook.manifest, namespace, false);
	const failures = yield* deleteResources(helm.kube, resources);
	if (failures.length > 0) throw new HelmError(failures.join('; '));
	yield* waitUntilGone(helm.kube, resources, timeoutMs);
}

/** Logs of the hook's Pods, if it wants them shown. */
function* tellLogs(helm: HelmSession, hook: Hook, namespace: string, policy: string): Task<void> {
	if (!hook.outputLogPolicies.includes(policy)) return;
	const selector =
		hook.kind === 'Job'
			? (['labelSelector', `job-name=${hook.name}`] as const)
			: (['fieldSelector', `metadata.name=${hook.name}`] as const);
	if (hook.kind !== 'Job' && hook.kind !== 'Pod') return;
	const pods = { group: '', version: 'v1', resource: 'pods', namespaced: true };
	const path = resourcePath(pods, namespace);
	const { items } = yield* helm.kube.get<{ items: readonly PodNames[] }>(path, [selector]);
	const client = yield* helm.kube.kubectl.client();
	for (const { metadata, spec } of items) {
		for (const { name } of spec.containers) {
			const logs = resourcePath(pods, namespace, metadata.name, 'log');
			const stream = yield* client.stream(logs, [['container', name]]);
			yield* helm.err(decodeUtf8(yield* stream.all()));
		}
	}
}

interface PodNames {
	readonly metadata: { readonly name: string };
	readonly spec: { readonly containers: readonly { readonly name: string }[] };
}
