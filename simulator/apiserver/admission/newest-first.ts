import type { KubeObject } from '../../machinery/meta.ts';

/** Of several defaults the newest counts, of equally new ones the first by name. */
export function newestFirst<T extends KubeObject>(objects: readonly T[]): T[] {
	return [...objects].sort((a, b) => {
		const since = a.metadata.creationTimestamp ?? '';
		const sinceB = b.metadata.creationTimestamp ?? '';
		if (since !== sinceB) return since > sinceB ? -1 : 1;
		return a.metadata.name < b.metadata.name ? -1 : 1;
	});
}
