import type { Kind } from '../../api/kind.ts';
import type { KindRegistry } from '../../api/kind-registry.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type Group, groupsOf } from './groups.ts';

/** A document that is made once and served until the kinds change. */
export interface CachedDocument {
	readonly body: object;
	/** Its JSON. */
	readonly text: string;
	/** Upper-case hex, for ETags and hashed paths. */
	readonly hash: string;
}

/** Discovery and OpenAPI documents of one server, made when first asked for. */
export class DiscoveryCache {
	readonly #registry: KindRegistry;
	readonly #documents = new Map<string, CachedDocument>();
	#kinds: readonly Kind[] = [];
	#groups: readonly Group[] = [];

	constructor(registry: KindRegistry) {
		this.#registry = registry;
	}

	get groups(): readonly Group[] {
		this.#refresh();
		return this.#groups;
	}

	document(name: string, make: () => object): CachedDocument {
		this.#refresh();
		let document = this.#documents.get(name);
		if (document === undefined) {
			const body = make();
			const text = JSON.stringify(body);
			document = { body, text, hash: sha256Hex(encodeUtf8(text)).toUpperCase() };
			this.#documents.set(name, document);
		}
		return document;
	}

	/** Forgets everything when kinds have come or gone. */
	#refresh(): void {
		const kinds = this.#registry.all();
		if (kinds.length === this.#kinds.length && kinds.every((kind, index) => kind === this.#kinds[index])) return;
		this.#kinds = kinds;
		this.#groups = groupsOf(kinds);
		this.#documents.clear();
	}
}
