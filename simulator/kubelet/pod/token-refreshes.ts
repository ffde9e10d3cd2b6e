import type { Beat, BeatTimer, Tally } from '../../machinery/beat.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';

/** What refreshing a Pod's tokens takes. */
export interface TokenRefresh {
	/** Asks for them and writes them. Whether that was all, and done at once. */
	run(): boolean;
	/** When that has to be done next. */
	nextMs(): number | undefined;
	/** Whether a refresh that nobody hears of may be left out when another follows. */
	isPrivate(): boolean;
}

/** Where the node's volumes lie: its inodes have numbers in the order in which they are made. */
export interface InodeTable {
	readonly nextInode: number;
	skipInodes(count: number): void;
}

/** When the tokens of Pods are asked for anew. */
export class TokenRefreshes {
	readonly #loop: EventLoop;
	readonly #inodes: InodeTable;
	/** By Pod. */
	readonly #beats = new Map<string, RefreshBeat>();

	constructor(loop: EventLoop, inodes: InodeTable) {
		this.#loop = loop;
		this.#inodes = inodes;
	}

	/** @param periodMs how long the tokens of the Pod are used. */
	schedule(podUid: string, periodMs: number, refresh: TokenRefresh): void {
		const atMs = refresh.nextMs();
		const known = this.#beats.get(podUid);
		if (atMs === undefined || known?.nextMs === atMs) return;
		known?.cancel();
		const beat = new RefreshBeat(this.#loop, this.#inodes, periodMs, refresh);
		this.#beats.set(podUid, beat);
		beat.start(atMs, (nextMs) => {
			if (this.#beats.get(podUid) !== beat) return;
			this.forget(podUid);
			if (nextMs !== undefined) this.schedule(podUid, periodMs, refresh);
		});
	}

	forget(podUid: string): void {
		this.#beats.get(podUid)?.cancel();
		this.#beats.delete(podUid);
	}

	stop(): void {
		for (const uid of [...this.#beats.keys()]) this.forget(uid);
	}
}

class RefreshBeat implements Beat {
	tally: Tally;
	/** When it comes next. */
	nextMs = 0;
	readonly #loop: EventLoop;
	readonly #inodes: InodeTable;
	readonly #periodMs: number;
	readonly #refresh: TokenRefresh;
	#timer: BeatTimer | undefined;
	#onOtherPace: ((nextMs: number | undefined) => void) | undefined;

	constructor(loop: EventLoop, inodes: InodeTable, periodMs: number, refresh: TokenRefresh) {
		this.#loop = loop;
		this.#inodes = inodes;
		this.#periodMs = periodMs;
		this.#refresh = refresh;
		this.tally = { of: inodes, each: 0 };
	}

	/** @param onOtherPace what comes next is not a period away. */
	start(atMs: number, onOtherPace: (nextMs: number | undefined) => void): void {
		this.nextMs = atMs;
		this.#onOtherPace = onOtherPace;
		this.#timer = this.#loop.every(this.#periodMs, this, Math.max(0, Math.ceil(atMs - this.#loop.now())));
	}

	run(): boolean {
		const first = this.#inodes.nextInode;
		const isDone = this.#once();
		this.tally = { of: this.#inodes, each: this.#inodes.nextInode - first };
		return isDone && this.#refresh.isPrivate();
	}

	skip(_times: number, writes: number): boolean {
		const { each } = this.tally;
		this.#inodes.skipInodes(writes - each);
		const first = this.#inodes.nextInode;
		return this.#once() && this.#inodes.nextInode - first === each && this.#refresh.isPrivate();
	}

	cancel(): void {
		this.#timer?.cancel();
	}

	#once(): boolean {
		const isDone = this.#refresh.run();
		const next = this.#refresh.nextMs();
		this.nextMs = this.#loop.now() + this.#periodMs;
		if (isDone && next === this.nextMs) return true;
		if (isDone) this.#onOtherPace?.(next);
		return false;
	}
}
