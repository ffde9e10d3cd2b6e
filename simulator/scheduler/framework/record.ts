/** What one scheduling attempt decided and why, for whoever wants to show it. Plain JSON. */
export interface SchedulingRecord {
	readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
	readonly atMs: number;
	/** Chosen node; undefined when none would do. */
	readonly node: string | undefined;
	/** Nodes that were filtered out: by which plugin, for which reasons. */
	readonly rejected: readonly { readonly node: string; readonly plugin: string; readonly reasons: readonly string[] }[];
	/** Weighted scores of the nodes left, plugin by plugin. Empty when there was only one. */
	readonly scores: readonly {
		readonly node: string;
		readonly total: number;
		readonly byPlugin: { readonly [plugin: string]: number };
	}[];
	/** The FailedScheduling text, when it failed. */
	readonly message: string | undefined;
	/** The node on which Pods are being preempted for this one. */
	readonly nominatedNode: string | undefined;
}

/** The last attempt of each of the Pods that were scheduled last. */
export class SchedulingRecords {
	readonly #byUid = new Map<string, SchedulingRecord>();
	readonly #kept: number;

	constructor(kept: number) {
		this.#kept = kept;
	}

	add(record: SchedulingRecord): void {
		this.#byUid.delete(record.pod.uid);
		this.#byUid.set(record.pod.uid, record);
		if (this.#byUid.size <= this.#kept) return;
		const oldest = this.#byUid.keys().next();
		if (!oldest.done) this.#byUid.delete(oldest.value);
	}

	get(uid: string): SchedulingRecord | undefined {
		return this.#byUid.get(uid);
	}

	/** Oldest first. */
	all(): readonly SchedulingRecord[] {
		return [...this.#byUid.values()];
	}
}
