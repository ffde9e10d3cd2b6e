/** Ids by Pod, newest first, so that looking up one Pod's does not cost more with more Pods. */
export class PodIds {
	readonly #ids = new Map<string, string[]>();

	of(podUid: string): readonly string[] {
		return this.#ids.get(podUid) ?? NONE;
	}

	pods(): Iterable<string> {
		return this.#ids.keys();
	}

	add(podUid: string, id: string): void {
		const ids = this.#ids.get(podUid);
		if (ids === undefined) this.#ids.set(podUid, [id]);
		else ids.unshift(id);
	}

	remove(podUid: string, id: string): void {
		const ids = this.#ids.get(podUid);
		const index = ids?.indexOf(id) ?? -1;
		if (ids === undefined || index < 0) return;
		ids.splice(index, 1);
		if (ids.length === 0) this.#ids.delete(podUid);
	}
}

const NONE: readonly string[] = [];
