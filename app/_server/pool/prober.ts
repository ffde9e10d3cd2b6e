import type { z } from 'zod';
import type { JournalEntry, Task, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { log } from '../log.ts';
import { type ProbeResults, probeReplySchema, replicaSchema } from '../worker-protocol.ts';
import type { ClusterEntries, EarlyGrades } from './early-grades.ts';
import { WorkerHandle } from './worker-handle.ts';

/** Entries of a journal that are replayed without a word in between: the watchdog has no patience with a long silence. */
const REPLAY_ENTRIES = 400;

/** A world that lives in a worker, as the prober follows it. */
export interface Probed {
	readonly live: { readonly id: string; readonly handle: number };
	readonly worker: Pick<WorkerHandle, 'ask'>;
	/** Entries that the prober's copy has. */
	probed: number;
}

/** A world as the database has it. */
export interface StoredWorld {
	readonly sandbox: string;
	readonly handle: number;
	readonly options: WorldOptions;
	readonly journal: readonly JournalEntry[];
	/** Where its clock is. */
	readonly nowMs: number;
}

/** What a copy may lack. */
type ReplicaState = Omit<z.infer<typeof replicaSchema>, 'journalLength'> & {
	readonly sandbox: string;
	readonly handle: number;
	readonly from: number;
};

type Answer = { readonly missing: true } | { readonly journalLength: number };

/**
 * The thread with copies of worlds, on which checks try things out while the worlds themselves go on elsewhere. One that
 * dies is replaced, and has no copies then.
 */
export class Prober {
	#worker: WorkerHandle;
	#closing = false;

	/** @param onDeath told which world's check it was (its handle). */
	constructor(workerScript: string, unresponsiveMs: number | undefined, onDeath: (culprit: number) => void) {
		const start = (): WorkerHandle =>
			new WorkerHandle(
				workerScript,
				{
					onMessage: (message) => log.error(`unexpected from the prober: ${message.type}`),
					onDeath: (reason, culprit) => {
						log.error(`the prober has ended: ${reason}`);
						onDeath(culprit);
						if (!this.#closing) this.#worker = start();
					},
				},
				unresponsiveMs,
			);
		this.#worker = start();
	}

	ask<T>(message: Parameters<WorkerHandle['ask']>[0], schema: z.ZodType<T>): Promise<T> {
		return this.#worker.ask(message, schema);
	}

	/** Makes what worlds of these options copy, before the first check of one has to wait for it. */
	prepare(options: WorldOptions): void {
		this.#worker.post({ type: 'prepare', options });
	}

	forget(sandbox: string): void {
		this.#worker.post({ type: 'forget', sandbox });
	}

	/** Asks the copy of a world, which is sent what it lacks. */
	async atReplica<T extends Answer>(
		held: Probed,
		ask: (replica: ReplicaState) => Promise<T>,
	): Promise<Exclude<T, { readonly missing: true }>> {
		const { id: sandbox, handle } = held.live;
		for (const from of new Set([held.probed, 0])) {
			const found = await held.worker.ask({ type: 'export', sandbox, from }, replicaSchema);
			const { journalLength: _, ...replica } = found;
			const answer = await ask({ sandbox, handle, from, ...replica });
			if ('missing' in answer) continue;
			held.probed = answer.journalLength;
			return answer as Exclude<T, { readonly missing: true }>;
		}
		throw new Error('assertion failed: the prober lacks a world it was sent');
	}

	/**
	 * How a world that rests stands in these tasks.
	 * @param probed entries that the copy may have already.
	 * @param early what is known already.
	 */
	async gradeStored(
		world: StoredWorld,
		probed: number,
		tasks: readonly Task[],
		early: Pick<EarlyGrades, 'of'> | undefined,
	): Promise<ProbeResults> {
		const entries = await this.#bringUp(world, probed);
		const { journal, ...replica } = world;
		const results: ProbeResults[] = [];
		for (const task of tasks) {
			const known = early?.of(task, entries);
			if (known !== undefined) {
				results.push(known);
				continue;
			}
			const now = { ...replica, from: journal.length, journal: [], tasks: [task] };
			const answer = await this.ask({ type: 'probe', ...now }, probeReplySchema);
			if ('missing' in answer) throw new Error('assertion failed: the prober lacks a world it was sent');
			results.push(answer.results);
		}
		return Object.assign({}, ...results);
	}

	/** Replays what the copy lacks, in parts. */
	async #bringUp({ journal, nowMs, ...world }: StoredWorld, probed: number): Promise<ClusterEntries> {
		const ask = (from: number, to: number) => {
			const atMs = to === journal.length ? nowMs : (journal[to - 1]?.atMs ?? 0);
			const part = { from, journal: journal.slice(from, to), nowMs: atMs, tasks: [] };
			return this.ask({ type: 'probe', ...world, ...part }, probeReplySchema);
		};
		for (let done = probed; ; ) {
			const next = Math.min(done + REPLAY_ENTRIES, journal.length);
			const answer = await ask(done, next);
			if ('missing' in answer) {
				if (done === 0) throw new Error('assertion failed: the prober lacks a world it was sent');
				done = 0;
				continue;
			}
			done = next;
			if (done === journal.length) return answer.entries;
		}
	}

	async end(): Promise<void> {
		this.#closing = true;
		await this.#worker.end();
	}
}
