import type { EventView } from './field.ts';

/**
 * Whether a container executes a file that its image does not have: one that was made or changed since the container
 * was there.
 */
export function isOfUpperLayer({ event, containerId, container }: EventView): boolean {
	if (containerId === undefined) return false;
	const file = event.process.executableFile();
	if (file === undefined || file.fileSystem !== 'overlay') return false;
	const sinceMs = container?.record.createdAtMs ?? event.process.namespaceStartedAtMs;
	return sinceMs !== undefined && file.ctimeMs >= sinceMs;
}
