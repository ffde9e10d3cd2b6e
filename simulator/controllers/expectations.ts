import type { EventLoop } from '../machinery/event-loop.ts';

/**
 * What a controller has done and its informer has not shown yet. Until it has, the controller must not act on that key
 * again: it would create or delete twice. Models pkg/controller ControllerExpectations with the uids of UIDTrackingControllerExpectations.
 */
export class Expectations {
	readonly #byKey = new Map<string, { creations: number; deletions: Set<string>; sinceMs: number }>();
	readonly #loop: EventLoop;

	constructor(loop: EventLoop) {
		this.#loop = loop;
	}

	/** Replaces what was expected for `key`: so many objects to appear, these (by uid) to go. */
	expect(key: string, creations: number, deletions: readonly string[] = []): void {
		this.#byKey.set(key, { creations, deletions: new Set(deletions), sinceMs: this.#loop.now() });
	}

	/** An object has appeared, or its creation has failed. */
	creationSeen(key: string, count = 1): void {
		const expected = this.#byKey.get(key);
		if (expected !== undefined) expected.creations -= count;
	}

	/** An object is going or gone, or its deletion has failed. */
	deletionSeen(key: string, uid: string): void {
		this.#byKey.get(key)?.deletions.delete(uid);
	}

	/** Also true after five minutes: something was missed then, and looking again is better than never. */
	satisfied(key: string): boolean {
		const expected = this.#byKey.get(key);
		if (expected === undefined) return true;
		if (expected.creations <= 0 && expected.deletions.size === 0) return true;
		return this.#loop.now() - expected.sinceMs > TIMEOUT_MS;
	}

	forget(key: string): void {
		this.#byKey.delete(key);
	}
}

/** Models pkg/controller ExpectationsTimeout. */
const TIMEOUT_MS = 300_000;
