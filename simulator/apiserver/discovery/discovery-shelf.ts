import type { Kind } from '../../api/kind.ts';
import type { CachedDocument } from './discovery-cache.ts';

/**
 * Documents about the built-in kinds of one release: the same in every world of a preset, so its worlds share one shelf.
 * A server with kinds of its own besides (custom resources) makes documents of its own.
 */
export class DiscoveryShelf {
	readonly kinds: readonly Kind[];
	readonly documents = new Map<string, CachedDocument>();

	constructor(kinds: readonly Kind[]) {
		this.kinds = kinds;
	}
}
