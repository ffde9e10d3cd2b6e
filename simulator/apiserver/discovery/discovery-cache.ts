import type { Kind } from '../../api/kind.ts';
import type { KindRegistry } from '../../api/kind-registry.ts';
import { safeInHtml } from '../../machinery/format-json.ts';
import { resting } from '../../machinery/rest.ts';
import { sha256HexInSteps } from '../../machinery/sha256.ts';
import { runToCompletion, type Task, type Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { DiscoveryShelf } from './discovery-shelf.ts';
import { type Group, groupsOf } from './groups.ts';

/** A document that is made once and served until the kinds change. */
export interface CachedDocument {
	readonly body: object;
	/** Its JSON. */
	readonly text: string;
	/** Its JSON as it is sent. */
	readonly bytes: Uint8Array;
	/** Upper-case hex, for ETags and hashed paths. */
	readonly hash: string;
	/** How often making it rests. Who is given what another has made rests as often: no world tells which it was. */
	readonly rests: number;
	/** All that it is about. Undefined: every kind. */
	readonly kinds?: readonly Kind[] | undefined;
}

export function makeDocument(body: object): CachedDocument {
	return { ...runToCompletion(makeInSteps(body, undefined)), rests: 0 };
}

function* makeInSteps(body: object, rest: Wait | undefined): Task<Omit<CachedDocument, 'rests'>> {
	const text = JSON.stringify(body);
	yield* resting(rest);
	const bytes = encodeUtf8(`${safeInHtml(text)}\n`);
	yield* resting(rest);
	const hash = (yield* sha256HexInSteps(encodeUtf8(text), rest)).toUpperCase();
	return { body, text, bytes, hash };
}

/** Discovery and OpenAPI documents of one server, made when first asked for. */
export class DiscoveryCache {
	readonly #registry: KindRegistry;
	readonly #shelf: DiscoveryShelf | undefined;
	#documents = new Map<string, CachedDocument>();
	#encoded = new Map<string, Uint8Array>();
	#kinds: readonly Kind[] = [];
	#groups: readonly Group[] = [];

	constructor(registry: KindRegistry, shelf?: DiscoveryShelf) {
		this.#registry = registry;
		this.#shelf = shelf;
	}

	get groups(): readonly Group[] {
		this.#refresh();
		return this.#groups;
	}

	/** @param about the kinds that it depends on: it outlasts changes of the others. */
	document(name: string, make: () => object, about?: readonly Kind[]): CachedDocument {
		return runToCompletion(this.#documentOf(name, about, undefined, () => done(make())));
	}

	/** The same of one that is large: `make` may rest, too. */
	documentInSteps(
		name: string,
		make: (rest: Wait) => Task<object>,
		about: readonly Kind[] | undefined,
		rest: Wait | undefined,
	): Task<CachedDocument> {
		return this.#documentOf(name, about, rest, make);
	}

	*#documentOf(
		name: string,
		about: readonly Kind[] | undefined,
		rest: Wait | undefined,
		make: (rest: Wait) => Task<object>,
	): Task<CachedDocument> {
		this.#refresh();
		const known = this.#documents.get(name);
		if (known !== undefined && (about === undefined || sameKinds(about, known.kinds ?? []))) {
			for (let left = known.rests; left > 0; left--) yield* resting(rest);
			return known;
		}
		const work = makeWhole(make);
		let rests = 0;
		let step = work.next();
		for (; step.done !== true; step = work.next()) {
			rests++;
			yield* resting(rest);
		}
		const { body, text, bytes, hash } = step.value;
		const document = { body, text, bytes, hash, rests, kinds: about };
		const before = this.#kinds;
		this.#refresh();
		// Of kinds that have changed meanwhile it is told once.
		if (this.#kinds === before) this.#documents.set(name, document);
		return document;
	}

	/** A document in another encoding than JSON, made when first asked for. */
	bytes(name: string, make: () => Uint8Array): Uint8Array {
		this.#refresh();
		let bytes = this.#encoded.get(name);
		if (bytes === undefined) {
			bytes = make();
			this.#encoded.set(name, bytes);
		}
		return bytes;
	}

	/** Forgets everything when kinds have come or gone. */
	#refresh(): void {
		const kinds = this.#registry.all();
		if (sameKinds(kinds, this.#kinds)) return;
		this.#kinds = kinds;
		this.#groups = groupsOf(kinds);
		this.#encoded = new Map();
		const shelf = this.#shelf;
		if (shelf !== undefined && sameKinds(kinds, shelf.kinds)) this.#documents = shelf.documents;
		else this.#documents = new Map([...this.#documents].filter(([, { kinds: about }]) => about !== undefined));
	}
}

/** Where making a document rests: whoever makes it counts that. */
const HERE: Wait = { arm: () => () => {} };

function* makeWhole(make: (rest: Wait) => Task<object>): Task<Omit<CachedDocument, 'rests'>> {
	return yield* makeInSteps(yield* make(HERE), HERE);
}

function* done<T>(value: T): Task<T> {
	return value;
}

function sameKinds(a: readonly Kind[], b: readonly Kind[]): boolean {
	return a === b || (a.length === b.length && a.every((kind, index) => kind === b[index]));
}
