import type { ResourceQuota } from '../api/core/types/object.ts';
import type { PersistentVolumeClaim } from '../api/core/types/volume.ts';
import { type Amounts, addAmounts, only, sameAmounts } from '../api/quota/amounts.ts';
import { isInScopes, quotaEvaluator } from '../api/quota/evaluators.ts';
import { podHasEnded } from '../api/quota/pod-evaluator.ts';
import type { Change } from '../client/informer.ts';
import type { Resource } from '../client/resource.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Task } from '../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from './controller.ts';
import { RESOURCE_QUOTAS } from './resources.ts';

/** What was charged for nothing is found so. Models --resource-quota-sync-period. */
const RESYNC_MS = 300_000;

/**
 * Counts what namespaces with quotas use: when a quota is new or different, when something goes, and now and then.
 * What comes the API server charges itself. Models pkg/controller/resourcequota.
 */
export const resourceQuotaController: Controller<undefined> = {
	name: 'resourcequota',
	user: 'resourcequota-controller',
	workers: 5,
	wokenBy: [RESOURCE_QUOTAS],
	watches: [
		watch<ResourceQuota, undefined>(RESOURCE_QUOTAS, ({ type, object, old }, scope) => {
			if (type !== 'deleted' && !jsonEqual(object.spec, old?.spec)) scope.queue.add(keyOf(object));
		}),
	],
	onAnyChange: replenish,
	reconcile: (key, scope) => reconcile(key, scope),
};

/** Models DefaultUpdateFilter and replenishQuota. */
function replenish(resource: Resource, change: Change<KubeObject>, scope: Scope<undefined>): void {
	const { type, object, old } = change;
	if (!resource.namespaced || type === 'added') return;
	const quotas = scope.lister(RESOURCE_QUOTAS).list(object.metadata.namespace ?? '');
	if (quotas.length === 0) return;
	if (type === 'updated' && !givesBack(resource, object, old as KubeObject, scope.nowMs())) return;
	const evaluator = quotaEvaluator(resource.group, resource.resource);
	if (evaluator === undefined) return;
	for (const quota of quotas) {
		const concerned = Object.keys(quota.spec.hard ?? {}).some((name) => evaluator.counts(name));
		if (concerned) scope.queue.add(keyOf(quota));
	}
}

function givesBack({ group, resource }: Resource, object: KubeObject, old: KubeObject, nowMs: number): boolean {
	if (group !== '') return false;
	if (resource === 'pods') return podHasEnded(object, old, nowMs);
	if (resource === 'services') return typeOf(object) !== typeOf(old);
	if (resource !== 'persistentvolumeclaims') return false;
	return allocatedOf(object) !== allocatedOf(old);
}

function typeOf(service: KubeObject): string | undefined {
	return (service as KubeObject & { spec: { type?: string } }).spec.type;
}

function allocatedOf(claim: KubeObject): string | undefined {
	return (claim as PersistentVolumeClaim).status.allocatedResources?.storage;
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const quota = scope.lister(RESOURCE_QUOTAS).get(namespace, name);
	if (quota === undefined) return;
	scope.queue.addAfter(key, RESYNC_MS);
	const hard = quota.spec.hard ?? {};
	const counted = yield* countUsage(quota, scope);
	const used = only({ ...quota.status.used, ...counted }, Object.keys(hard));
	const { status } = quota;
	const isCurrent =
		status.hard !== undefined &&
		status.used !== undefined &&
		sameAmounts(status.hard, hard) &&
		sameAmounts(status.used, used);
	if (!isCurrent) yield* scope.client.update(RESOURCE_QUOTAS, { ...quota, status: { hard, used } }, 'status');
}

/** Models apiserver/pkg/quota/v1 CalculateUsage. */
function* countUsage(quota: ResourceQuota, scope: Scope<undefined>): Task<Amounts> {
	const { namespace } = quota.metadata;
	const names = Object.keys(quota.spec.hard ?? {});
	let total: Amounts = {};
	for (const resource of scope.options.kinds) {
		if (!resource.namespaced) continue;
		const evaluator = quotaEvaluator(resource.group, resource.resource);
		const counted = evaluator === undefined ? [] : names.filter((name) => evaluator.counts(name));
		if (evaluator === undefined || counted.length === 0) continue;
		total = addAmounts(total, Object.fromEntries(counted.map((name) => [name, '0'])));
		// From the server, not from memory: what has been charged since must be among it.
		for (const object of yield* scope.client.list(resource, namespace)) {
			if (!isInScopes(quota, evaluator, object)) continue;
			total = addAmounts(total, only(evaluator.usage(object, scope.nowMs()), counted));
		}
	}
	return total;
}
