import { useSyncExternalStore } from 'react';
import type { SittingState } from '../../../_lib/exams/sitting-view.ts';

export interface ShownSitting {
	/** Which question is shown, from 0. */
	readonly question: number;
	readonly flags: readonly number[];
	readonly notes: string;
	/** Whether the server has all of it. */
	readonly saving: 'saved' | 'saving' | 'waiting';
	readonly endsMs: number;
	/** The server's clock less this browser's. */
	readonly aheadMs: number;
	/** Handed in, perhaps in another tab, or the time is up. */
	readonly over: boolean;
}

interface Change {
	readonly flag?: { readonly question: number; readonly on: boolean };
	readonly notes?: string;
	readonly visit?: number;
}

const RETRY_MS = 2_000;
/** A pause in typing after which the notes are sent. */
const PAUSE_MS = 700;
const OVER = 409;

/** What the exam's page knows of its sitting; keeps every change at the server, one after the other, until it has it. */
export class SittingStore {
	readonly id: string;
	readonly #listeners = new Set<() => void>();
	#state: ShownSitting;
	#changes: Change[] = [];
	#sending = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor(id: string, { question, flags, notes, nowMs, endsMs, finished }: SittingState) {
		this.id = id;
		const aheadMs = nowMs - Date.now();
		this.#state = { question, flags, notes, saving: 'saved', endsMs, aheadMs, over: finished };
	}

	get state(): ShownSitting {
		return this.#state;
	}

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	/** Milliseconds that are left by the server's clock. */
	leftMs(): number {
		return this.#state.endsMs - Date.now() - this.#state.aheadMs;
	}

	/** The page is there: notes what it shows, and asks what the server's clock says. */
	begin(): void {
		this.#stopped = false;
		this.go(this.#state.question);
		void this.synchronize();
	}

	stop(): void {
		this.#stopped = true;
		this.flush();
	}

	/** The page is left: what is not sent yet goes at once, for there may be no later. */
	flush(): void {
		clearTimeout(this.#timer);
		for (const change of this.#changes) void this.#post(change, true).catch(() => undefined);
		this.#changes = [];
	}

	go(question: number): void {
		this.#set({ question });
		this.#keep({ visit: question }, 0);
	}

	flag(question: number): void {
		const { flags } = this.#state;
		const on = !flags.includes(question);
		this.#set({ flags: on ? [...flags, question].sort((a, b) => a - b) : flags.filter((each) => each !== question) });
		this.#keep({ flag: { question, on } }, 0);
	}

	write(notes: string): void {
		this.#set({ notes });
		this.#changes = this.#changes.filter((change) => change.notes === undefined);
		this.#keep({ notes }, PAUSE_MS);
	}

	/** Hands the exam in; false: the server could not be reached. */
	async finish(): Promise<boolean> {
		this.#changes = [];
		try {
			const response = await fetch(`/api/exams/sittings/${this.id}/finish`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: '{}',
			});
			return response.ok;
		} catch {
			return false;
		}
	}

	/** Another tab may have handed it in; this browser's clock may have been set. */
	async synchronize(): Promise<void> {
		try {
			const response = await fetch(`/api/exams/sittings/${this.id}`);
			if (!response.ok) return;
			const { nowMs, endsMs, finished } = (await response.json()) as SittingState;
			this.#set({ aheadMs: nowMs - Date.now(), endsMs, over: finished || this.#state.over });
		} catch {
			// The network is away: the clock goes on by what it knows.
		}
	}

	#keep(change: Change, delayMs: number): void {
		if (this.#state.over) return;
		this.#changes.push(change);
		this.#set({ saving: this.#state.saving === 'waiting' ? 'waiting' : 'saving' });
		this.#sendIn(delayMs);
	}

	#sendIn(delayMs: number): void {
		if (this.#stopped || this.#sending) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#send(), delayMs);
	}

	async #send(): Promise<void> {
		const [change] = this.#changes;
		if (change === undefined) return this.#set({ saving: 'saved' });
		this.#sending = true;
		const status = await this.#post(change, false).catch(() => 0);
		this.#sending = false;
		// 404 and 422 would be the same the next time.
		const settled = status !== 0 && status !== 429 && status < 500;
		if (settled) this.#changes = this.#changes.filter((each) => each !== change);
		if (status === OVER) this.#set({ over: true });
		if (!settled) this.#set({ saving: 'waiting' });
		this.#sendIn(settled ? 0 : RETRY_MS);
	}

	async #post(change: Change, keepalive: boolean): Promise<number> {
		const response = await fetch(`/api/exams/sittings/${this.id}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(change),
			keepalive,
		});
		if (response.ok) {
			const { nowMs, endsMs } = (await response.json()) as Pick<SittingState, 'nowMs' | 'endsMs'>;
			this.#set({ aheadMs: nowMs - Date.now(), endsMs });
		}
		return response.status;
	}

	#set(change: Partial<ShownSitting>): void {
		this.#state = { ...this.#state, ...change };
		for (const listener of this.#listeners) listener();
	}
}

/** All that the page shows of its sitting. */
export function useSitting(store: SittingStore): ShownSitting {
	const read = () => store.state;
	return useSyncExternalStore(store.subscribe, read, read);
}
