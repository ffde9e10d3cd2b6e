import { CommandError } from '../errors.ts';
import type { Kustomization } from './kustomization-file.ts';
import { formatGvk, type ResourceId } from './resource-id.ts';
import type { ResourceList } from './resource-list.ts';

const FIRST = [
	'Namespace',
	'ResourceQuota',
	'StorageClass',
	'CustomResourceDefinition',
	'ServiceAccount',
	'PodSecurityPolicy',
	'Role',
	'ClusterRole',
	'RoleBinding',
	'ClusterRoleBinding',
	'ConfigMap',
	'Secret',
	'Endpoints',
	'Service',
	'LimitRange',
	'PriorityClass',
	'PersistentVolume',
	'PersistentVolumeClaim',
	'Deployment',
	'StatefulSet',
	'CronJob',
	'PodDisruptionBudget',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** What others need comes first, unless the kustomization wants its own order. Models SortOrderTransformer. */
export function sortResources(list: ResourceList, options: Kustomization['sortOptions']): void {
	const order = options === undefined ? 'legacy' : (options.order ?? '');
	if (order !== 'fifo' && order !== 'legacy')
		throw new CommandError(`the field 'sortOptions.order' must be one of [fifo, legacy]`);
	const own = options?.legacySortOptions;
	if (order === 'fifo') {
		if (own === undefined) return;
		throw new CommandError(
			`the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'`,
		);
	}
	const ranks = ranksOf(
		own === undefined ? FIRST : (own.orderFirst ?? []),
		own === undefined ? LAST : (own.orderLast ?? []),
	);
	const entries = list.resources.map((resource) => ({ resource, id: resource.currentId() }));
	entries.sort((a, b) => compare(a.id, b.id, ranks));
	list.resources = entries.map((entry) => entry.resource);
}

function ranksOf(first: readonly string[], last: readonly string[]): ReadonlyMap<string, number> {
	const ranks = new Map<string, number>();
	for (const [index, kind] of first.entries()) ranks.set(kind, index - first.length);
	for (const [index, kind] of last.entries()) ranks.set(kind, 1 + index);
	return ranks;
}

function compare(a: ResourceId, b: ResourceId, ranks: ReadonlyMap<string, number>): number {
	const rank = (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0);
	if (rank !== 0) return rank;
	return compareText(sortText(a), sortText(b)) || compareText(fullText(a), fullText(b));
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function sortText({ group, version, kind }: ResourceId): string {
	return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}

function fullText(id: ResourceId): string {
	return `${formatGvk(id)}|${id.namespace || '~X'}|${id.name || '~N'}`;
}
