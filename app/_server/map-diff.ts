import type { ClusterMap } from '../../simulator/sandbox/world-api.ts';
import type { MapDiff, MapSectionDiff } from './protocol.ts';

/** What an item of the map is known by, within its section. Also used by the page, which applies the diffs. */
export const mapKey = {
	nodes: (node: ClusterMap['nodes'][number]): string => node.name,
	pods: (pod: ClusterMap['pods'][number]): string => pod.uid,
	services: (service: ClusterMap['services'][number]): string => `${service.namespace}/${service.name}`,
	workloads: (workload: ClusterMap['workloads'][number]): string =>
		`${workload.namespace}/${workload.kind}/${workload.name}`,
};

/** From `before` to `after`; undefined when nothing but the time differs. */
export function diffMaps(before: ClusterMap, after: ClusterMap): MapDiff | undefined {
	const diff: MapDiff = {
		atMs: after.atMs,
		nodes: diffSection(before.nodes, after.nodes, mapKey.nodes),
		pods: diffSection(before.pods, after.pods, mapKey.pods),
		services: diffSection(before.services, after.services, mapKey.services),
		workloads: diffSection(before.workloads, after.workloads, mapKey.workloads),
	};
	const sections = [diff.nodes, diff.pods, diff.services, diff.workloads];
	return sections.some(({ set, removed }) => set.length > 0 || removed.length > 0) ? diff : undefined;
}

/** The map after a diff; items stay sorted by their key. Mutates neither. */
export function applyMapDiff(map: ClusterMap, diff: MapDiff): ClusterMap {
	return {
		atMs: diff.atMs,
		nodes: applySection(map.nodes, diff.nodes, mapKey.nodes, mapKey.nodes),
		pods: applySection(map.pods, diff.pods, mapKey.pods, (pod) => `${pod.namespace}/${pod.name}/${pod.uid}`),
		services: applySection(map.services, diff.services, mapKey.services, mapKey.services),
		workloads: applySection(map.workloads, diff.workloads, mapKey.workloads, mapKey.workloads),
	};
}

function diffSection<T>(before: readonly T[], after: readonly T[], key: (item: T) => string): MapSectionDiff<T> {
	const old = new Map(before.map((item) => [key(item), JSON.stringify(item)]));
	const set: T[] = [];
	for (const item of after) {
		const name = key(item);
		if (old.get(name) !== JSON.stringify(item)) set.push(item);
		old.delete(name);
	}
	return { set, removed: [...old.keys()] };
}

function applySection<T>(
	items: readonly T[],
	diff: MapSectionDiff<T>,
	key: (item: T) => string,
	order: (item: T) => string,
): T[] {
	const result = new Map(items.map((item) => [key(item), item]));
	for (const name of diff.removed) result.delete(name);
	for (const item of diff.set) result.set(key(item), item);
	return [...result.values()].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}
