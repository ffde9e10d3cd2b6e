import type { Labels } from '../../machinery/selectors.ts';

/**
 * What policies know Pods by. Those of one workload share a profile, so that what has been found out about one of them
 * is known of all.
 */
export interface PodProfile {
	readonly namespace: string;
	readonly labels: Labels;
	readonly namespaceLabels: Labels;
}

/** The same for the same profile. */
export function profileKey(namespace: string, labels: Labels): string {
	const pairs = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify([namespace, pairs]);
}
