import type { JournalEntry } from '../../../simulator/sandbox/world-api.ts';
import type { Snapshot, TimelineMark } from '../protocol.ts';
import type { FromWorker, Origin, WorldNews, WorldView } from '../worker-protocol.ts';
import type { JournalRow } from './journal-writer.ts';
import type { Viewer } from './viewer.ts';

export interface LiveSandboxOptions {
	readonly id: string;
	readonly handle: number;
	readonly exerciseId: string;
	readonly attemptId: string;
	/** Entries that the database holds. */
	readonly journalLength: number;
	/** The last running number of each tab in them. */
	readonly lastSeqs: ReadonlyMap<string, number>;
	readonly marks: readonly TimelineMark[];
	/** Of a mock exam. */
	readonly examEndsAt?: Date | undefined;
	/** Of a mock exam: a command was entered. */
	readonly onTick?: ((tick: Extract<WorldNews, { kind: 'tick' }>['tick']) => void) | undefined;
	readonly append: (row: JournalRow) => void;
	readonly onChange: (change: TaskNews['changes'][number], at: { journalIndex: number; atMs: number }) => void;
}

type TaskNews = Extract<WorldNews, { kind: 'tasks' }>;

/**
 * The main thread's side of one world in memory: who looks at it, and what they may see already.
 *
 * Invariant: a viewer sees nothing that follows from a journal entry before that entry is in the database. What the
 * worker sends is held back until the last entry it sent before is stored.
 */
export class LiveSandbox {
	readonly id: string;
	readonly handle: number;
	readonly exerciseId: string;
	readonly attemptId: string;
	/** A mock exam's: a terminal and nothing else, until then. */
	readonly examEndsAt: Date | undefined;
	readonly viewers = new Set<Viewer>();
	/** Those whose snapshot is on its way: they get no news before it. */
	readonly #coming = new Set<Viewer>();
	readonly #options: LiveSandboxOptions;
	readonly #marks: TimelineMark[];
	/** Last running number passed to the worker, by tab. */
	readonly #taken: Map<string, number>;
	/** And of those, the last that is in the journal (or was refused). */
	readonly #settled: Map<string, number>;
	/** Entries sent by the worker, and of those the stored ones. */
	#sent: number;
	#stored: number;
	readonly #held: { readonly need: number; readonly deliver: () => void }[] = [];

	constructor(options: LiveSandboxOptions) {
		this.#options = options;
		this.id = options.id;
		this.handle = options.handle;
		this.exerciseId = options.exerciseId;
		this.attemptId = options.attemptId;
		this.examEndsAt = options.examEndsAt;
		this.#sent = options.journalLength;
		this.#stored = options.journalLength;
		this.#taken = new Map(options.lastSeqs);
		this.#settled = new Map(options.lastSeqs);
		this.#marks = [...options.marks];
	}

	/** Entries of the journal that are stored. */
	get journalLength(): number {
		return this.#stored;
	}

	/**
	 * Whether the worker should get this event: false when it has had it before (the tab sends again after a reconnect),
	 * in which case the tab is told how far we are.
	 */
	takes(client: string, seq: number): boolean {
		if (seq > (this.#taken.get(client) ?? 0)) {
			this.#taken.set(client, seq);
			return true;
		}
		const settled = this.#settled.get(client) ?? 0;
		if (seq <= settled) this.#tell(client, (viewer) => viewer.send({ type: 'ack', seq: settled }));
		return false;
	}

	/** Events of the tab that wait for the journal. */
	unsettled(client: string): number {
		return (this.#taken.get(client) ?? 0) - (this.#settled.get(client) ?? 0);
	}

	expect(viewer: Viewer): void {
		this.#coming.add(viewer);
	}

	/** The snapshot that `viewer` waits for: it is sent when all it shows is stored, and news from there on. */
	welcome(viewer: Viewer, view: WorldView, reason: Snapshot['reason']): void {
		this.#deliver(() => {
			if (!this.#coming.delete(viewer)) return;
			this.viewers.add(viewer);
			const { screens, ...world } = view;
			viewer.send({
				type: 'snapshot',
				...world,
				sandbox: this.id,
				exercise: this.exerciseId,
				attempt: this.attemptId,
				reason,
				lastSeq: this.#settled.get(viewer.client) ?? 0,
				marks: this.#marks,
			});
			for (const { terminal, data } of screens) viewer.frame('screen', terminal, data);
		});
	}

	/** It looks no longer. */
	leave(viewer: Viewer): void {
		this.viewers.delete(viewer);
		this.#coming.delete(viewer);
	}

	get attended(): boolean {
		return this.viewers.size > 0 || this.#coming.size > 0;
	}

	/** All that look, or are about to. */
	everyone(): Viewer[] {
		return [...this.viewers, ...this.#coming];
	}

	/** Runs `deliver` when everything the worker has sent so far is stored. */
	whenStored(deliver: () => void): void {
		this.#deliver(deliver);
	}

	take(message: Extract<FromWorker, { type: 'journal' | 'refused' | 'news' }>): void {
		if (message.type === 'journal') this.#journal(message.index, message.entry, message.origin);
		else if (message.type === 'refused') this.#refuse(message.message, message.origin);
		else this.#deliver(() => this.#news(message.news));
	}

	/** Everything up to `index` is in the database. */
	stored(index: number): void {
		this.#stored = Math.max(this.#stored, index + 1);
		let ready = 0;
		while (ready < this.#held.length && (this.#held[ready]?.need ?? 0) <= this.#stored) ready++;
		for (const { deliver } of this.#held.splice(0, ready)) deliver();
	}

	#journal(index: number, entry: JournalEntry, origin: Origin | undefined): void {
		if (index !== this.#sent)
			throw new Error(`assertion failed: ${this.id} sent entry ${index} after ${this.#sent - 1}`);
		this.#sent = index + 1;
		this.#options.append({
			sandboxId: this.id,
			index,
			atMs: entry.atMs,
			data: JSON.stringify(entry),
			client: origin?.client ?? null,
			seq: origin?.seq ?? null,
		});
		if (origin !== undefined) this.#deliver(() => this.#settle(origin));
	}

	#refuse(message: string, origin: Origin | undefined): void {
		this.#deliver(() => {
			if (origin === undefined) return;
			this.#settle(origin);
			this.#tell(origin.client, (viewer) =>
				viewer.send({ type: 'refused', code: 'beyond-limits', message, seq: origin.seq }),
			);
		});
	}

	#settle({ client, seq }: Origin): void {
		this.#settled.set(client, seq);
		this.#tell(client, (viewer) => viewer.send({ type: 'ack', seq }));
	}

	#news(news: WorldNews): void {
		if (news.kind === 'tick') this.#options.onTick?.(news.tick);
		if (news.kind === 'tasks') {
			this.#tasks(news);
			return;
		}
		for (const viewer of this.viewers) {
			if (news.kind === 'output') viewer.frame('output', news.terminal, news.data);
			else if (news.kind === 'map') viewer.send({ type: 'map', ...news.diff });
			else if (news.kind === 'tick') viewer.send({ type: 'tick', ...news.tick });
			else if (news.kind === 'terminal-open') viewer.send({ type: 'terminal-open', terminal: news.terminal });
			else viewer.send({ type: 'terminal-exit', terminal: news.terminal, status: news.status });
		}
	}

	#tasks({ tasks, changes, journalIndex, atMs }: TaskNews): void {
		for (const change of changes) {
			const mark = { task: change.task, won: change.won, journalIndex, atMs };
			this.#marks.push(mark);
			this.#options.onChange(change, { journalIndex, atMs });
			for (const viewer of this.viewers) viewer.send({ type: 'mark', ...mark });
		}
		for (const viewer of this.viewers) viewer.send({ type: 'tasks', tasks });
	}

	#deliver(deliver: () => void): void {
		if (this.#sent <= this.#stored) deliver();
		else this.#held.push({ need: this.#sent, deliver });
	}

	#tell(client: string, tell: (viewer: Viewer) => void): void {
		for (const viewer of this.viewers) if (viewer.client === client) tell(viewer);
	}
}
