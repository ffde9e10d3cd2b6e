import type { BeatTimer } from '../../machinery/beat.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';

/** When the tokens of Pods are asked for anew. */
export class TokenRefreshes {
	readonly #loop: EventLoop;
	/** By Pod. */
	readonly #waiting = new Map<string, { readonly atMs: number; readonly timer: BeatTimer }>();

	constructor(loop: EventLoop) {
		this.#loop = loop;
	}

	/** @param refresh whether that was done at once, and will be done next time at another. */
	schedule(podUid: string, atMs: number, refresh: () => boolean): void {
		const waiting = this.#waiting.get(podUid);
		if (waiting?.atMs === atMs) return;
		waiting?.timer.cancel();
		const delayMs = Math.max(0, Math.ceil(atMs - this.#loop.now()));
		const timer = this.#loop.every(Math.max(1, delayMs), { always: true, run: refresh }, delayMs);
		this.#waiting.set(podUid, { atMs, timer });
	}

	forget(podUid: string): void {
		this.#waiting.get(podUid)?.timer.cancel();
		this.#waiting.delete(podUid);
	}

	stop(): void {
		for (const uid of [...this.#waiting.keys()]) this.forget(uid);
	}
}
