import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Change } from '../../store/entry.ts';
import type { Store } from '../../store/store.ts';
import { fieldReader, type Selection } from '../registry/selection.ts';

/** One watcher: hears the changes of its namespace that may concern its selection. */
export interface Watcher {
	/** '' for all namespaces. */
	readonly namespace: string;
	readonly selection: Selection;
	change(change: Change): void;
}

/** One field by whose value watchers are found instead of asked: a node's Pods, one object by its name. */
const TRIGGER_FIELDS = ['metadata.name', 'spec.nodeName'];

/**
 * Hands the changes of one kind to its watchers. Watchers stand under their namespace and, where their selection
 * demands one value of a trigger field, under that value: a change is offered to those whom it may concern only.
 * Models apiserver/pkg/storage/cacher's watchers by scope and trigger value.
 */
export class WatchHub {
	readonly #store: Store;
	readonly #kind: Kind;
	readonly #prefix: string;
	readonly #watchers = new Map<string, Set<Watcher>>();
	/** How many watchers stand under each trigger field; absent while none does. */
	#triggers: Map<string, number> | undefined;
	#unsubscribe: (() => void) | undefined;
	#count = 0;

	constructor(store: Store, kind: Kind, prefix: string) {
		this.#store = store;
		this.#kind = kind;
		this.#prefix = prefix;
	}

	add(watcher: Watcher): void {
		const { field, place } = whereabouts(watcher);
		let watchers = this.#watchers.get(place);
		if (watchers === undefined) {
			watchers = new Set();
			this.#watchers.set(place, watchers);
		}
		watchers.add(watcher);
		if (field !== '') this.#countTrigger(field, 1);
		this.#count++;
		this.#unsubscribe ??= this.#store.subscribe(this.#prefix, (change) => this.#dispatch(change));
	}

	remove(watcher: Watcher): void {
		const { field, place } = whereabouts(watcher);
		const watchers = this.#watchers.get(place);
		if (watchers === undefined || !watchers.delete(watcher)) return;
		if (watchers.size === 0) this.#watchers.delete(place);
		if (field !== '') this.#countTrigger(field, -1);
		this.#count--;
		if (this.#count > 0) return;
		this.#unsubscribe?.();
		this.#unsubscribe = undefined;
	}

	#countTrigger(field: string, by: number): void {
		this.#triggers ??= new Map();
		this.#triggers.set(field, (this.#triggers.get(field) ?? 0) + by);
	}

	#dispatch(change: Change): void {
		const object = change.entry.value as KubeObject;
		const namespace = object.metadata.namespace ?? '';
		this.#offer(namespace, '', '', change);
		if (this.#triggers === undefined) return;
		for (const field of TRIGGER_FIELDS) {
			if ((this.#triggers.get(field) ?? 0) === 0) continue;
			const value = fieldReader(this.#kind, object)(field);
			this.#offer(namespace, field, value, change);
			if (change.previous === undefined) continue;
			const before = fieldReader(this.#kind, change.previous.value as KubeObject)(field);
			if (before !== value) this.#offer(namespace, field, before, change);
		}
	}

	#offer(namespace: string, field: string, value: string, change: Change): void {
		this.#offerAt(placeOf('', field, value), change);
		if (namespace !== '') this.#offerAt(placeOf(namespace, field, value), change);
	}

	#offerAt(place: string, change: Change): void {
		const watchers = this.#watchers.get(place);
		if (watchers === undefined) return;
		for (const watcher of [...watchers]) watcher.change(change);
	}
}

/** Under which trigger field a watcher stands ('' for none), and where. */
function whereabouts({ namespace, selection }: Watcher): { readonly field: string; readonly place: string } {
	for (const field of TRIGGER_FIELDS) {
		const value = selection.fields.requiredValue(field);
		if (value !== undefined) return { field, place: placeOf(namespace, field, value) };
	}
	return { field: '', place: placeOf(namespace, '', '') };
}

function placeOf(namespace: string, field: string, value: string): string {
	return field === '' ? namespace : `${namespace}\0${field}\0${value}`;
}
