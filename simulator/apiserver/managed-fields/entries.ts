import type { ManagedFieldsEntry } from '../../machinery/meta.ts';

/** Models managedfields/internal sortEncodedManagedFields. */
export function sortEntries(entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
	return entries.sort(
		(a, b) =>
			compare(a.operation, b.operation) ||
			compare(a.time, b.time) ||
			compare(a.manager, b.manager) ||
			compare(a.apiVersion, b.apiVersion) ||
			compare(a.subresource, b.subresource),
	);
}

function compare(a = '', b = ''): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
