import type { Namespace, NamespaceCondition } from '../api/core/types/object.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Resource } from '../client/resource.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import type { KubeObject } from '../machinery/meta.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { findCondition } from './conditions.ts';
import { type Controller, type Scope, watch } from './controller.ts';
import { hasEnded, timeMs } from './pod-state.ts';
import { NAMESPACES } from './resources.ts';

/** Time for caches everywhere to learn that the namespace is going. Models namespaceDeletionGracePeriod. */
const GRACE_MS = 5_000;
/** Guess for content that finalizers hold. Models finalizerEstimateSeconds. */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** Empties a namespace that is being deleted and lets it go. Models pkg/controller/namespace. */
export const namespaceController: Controller<undefined> = {
	name: 'namespace',
	user: 'namespace-controller',
	workers: 10,
	watches: [
		watch<Namespace, undefined>(NAMESPACES, ({ type, object }, scope) => {
			const since = timeMs(object.metadata.deletionTimestamp);
			if (type === 'deleted' || since === undefined) return;
			if (!(object.spec.finalizers ?? []).includes('kubernetes')) return;
			scope.queue.addAfter(object.metadata.name, GRACE_MS);
		}),
	],
	reconcile: (name, scope) => reconcile(name, scope),
};

interface Remains {
	/** Objects left by resource: "pods. has 1 resource instances". */
	readonly resources: Map<string, number>;
	readonly finalizers: Map<string, number>;
	estimateSeconds: number;
}

function* reconcile(name: string, scope: Scope<undefined>): Task<void> {
	const namespace = scope.lister(NAMESPACES).get('', name);
	if (namespace?.metadata.deletionTimestamp === undefined) return;
	if (!(namespace.spec.finalizers ?? []).includes('kubernetes')) return;
	const remains = yield* deleteContent(name, scope);
	const updated = yield* writeConditions(namespace, remains, scope);
	if (remains.resources.size > 0) {
		scope.queue.addAfter(name, (Math.trunc(remains.estimateSeconds / 2) + 1) * 1000);
		return;
	}
	const finalizers = (updated.spec.finalizers ?? []).filter((each) => each !== 'kubernetes');
	yield* scope.client.update(NAMESPACES, { ...updated, spec: { ...updated.spec, finalizers } }, 'finalize');
}

/** Pods first; the rest when no Pod is left. Models deletion/namespaced_resources_deleter.go deleteAllContent. */
function* deleteContent(namespace: string, scope: Scope<undefined>): Task<Remains> {
	const remains: Remains = { resources: new Map(), finalizers: new Map(), estimateSeconds: 0 };
	const namespaced = scope.options.kinds.filter((each) => each.namespaced);
	for (const stage of [namespaced.filter(isPods), namespaced.filter((each) => !isPods(each))]) {
		for (const resource of stage) yield* deleteAll(resource, namespace, remains, scope);
		if (remains.resources.size > 0) break;
	}
	return remains;
}

function isPods({ group, resource }: Resource): boolean {
	return group === '' && resource === 'pods';
}

function* deleteAll(resource: Resource, namespace: string, remains: Remains, scope: Scope<undefined>): Task<void> {
	const before = yield* listQuietly(resource, namespace, scope);
	if (before.length === 0) return;
	yield* scope.client.deleteCollection(resource, namespace);
	const left = yield* listQuietly(resource, namespace, scope);
	if (left.length === 0) return;
	const text = `${resource.resource}.${resource.group}`;
	remains.resources.set(text, left.length);
	for (const finalizer of left.flatMap((object) => object.metadata.finalizers ?? [])) {
		remains.finalizers.set(finalizer, (remains.finalizers.get(finalizer) ?? 0) + 1);
	}
	const estimate = isPods(resource) ? podsEstimate(left as readonly Pod[]) : 0;
	const held = left.some((object) => (object.metadata.finalizers ?? []).length > 0);
	remains.estimateSeconds = Math.max(remains.estimateSeconds, estimate, held ? FINALIZER_ESTIMATE_SECONDS : 0);
}

/** The longest grace that a Pod left has. Models estimateGracefulTerminationForPods. */
function podsEstimate(pods: readonly Pod[]): number {
	const running = pods.filter((pod) => !hasEnded(pod));
	return Math.max(0, ...running.map((pod) => pod.spec.terminationGracePeriodSeconds ?? 0));
}

function* listQuietly(resource: Resource, namespace: string, scope: Scope<undefined>): Task<readonly KubeObject[]> {
	try {
		return yield* scope.client.list(resource, namespace);
	} catch (error) {
		// Not a resource that can be listed (any more).
		if (error instanceof ApiError && (error.code === 404 || error.code === 405)) return [];
		throw error;
	}
}

/** Models deletion/status_condition_utils.go. */
function* writeConditions(namespace: Namespace, remains: Remains, scope: Scope<undefined>): Task<Namespace> {
	const wanted = [
		['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
		['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
		[
			'NamespaceDeletionContentFailure',
			'ContentDeleted',
			'All content successfully deleted, may be waiting on finalization',
		],
		['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
		['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
	].map(([type = '', reason = '', message = '']): NamespaceCondition => ({ type, status: 'False', reason, message }));
	const say = (type: string, reason: string, message: string): void => {
		const index = wanted.findIndex((each) => each.type === type);
		wanted[index] = { type, status: 'True', reason, message };
	};
	if (remains.resources.size > 0) {
		const parts = [...remains.resources].map(([text, count]) => `${text} has ${count} resource instances`).sort();
		say('NamespaceContentRemaining', 'SomeResourcesRemain', `Some resources are remaining: ${parts.join(', ')}`);
	}
	if (remains.finalizers.size > 0) {
		const parts = [...remains.finalizers].map(([text, count]) => `${text} in ${count} resource instances`).sort();
		const message = `Some content in the namespace has finalizers remaining: ${parts.join(', ')}`;
		say('NamespaceFinalizersRemaining', 'SomeFinalizersRemain', message);
	}
	const conditions = wanted.map((each) => {
		const current = findCondition(namespace.status.conditions, each.type);
		const since = current?.status === each.status ? current.lastTransitionTime : undefined;
		return { ...each, lastTransitionTime: since ?? scope.timestamp() };
	});
	if (jsonEqual(namespace.status.conditions ?? [], conditions)) return namespace;
	return yield* scope.client.update(
		NAMESPACES,
		{ ...namespace, status: { ...namespace.status, conditions } },
		'status',
	);
}
