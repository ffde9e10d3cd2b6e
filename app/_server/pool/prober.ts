import type { z } from 'zod';
import type { WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { log } from '../log.ts';
import { replicaSchema } from '../worker-protocol.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { WorkerHandle } from './worker-handle.ts';

/** A world that lives in a worker, as the prober follows it. */
export interface Probed {
	readonly live: { readonly id: string; readonly handle: number };
	readonly worker: Pick<WorkerHandle, 'ask'>;
	/** Entries that the prober's copy has. */
	probed: number;
}

/** What a copy may lack. */
type ReplicaState = Omit<z.infer<typeof replicaSchema>, 'journalLength'> & {
	readonly sandbox: string;
	readonly handle: number;
	readonly from: number;
};

/** A check may wait; a keystroke in a world may not, where there are no more cores than threads with worlds. */
const NICENESS = 5;

type Answer = { readonly missing: true } | { readonly journalLength: number };

/**
 * The thread with copies of worlds, on which checks try things out while the worlds themselves go on elsewhere. One that
 * dies is replaced, and has no copies then.
 */
export class Prober {
	#worker: WorkerHandle;
	readonly #turns = new KeyedMutex();
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
				{ unresponsiveMs, niceness: NICENESS },
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

	/**
	 * Asks the copy of a world, which is sent what it lacks. One after another: a copy stays as it is while it is looked at,
	 * and forks of many at once would want much memory.
	 */
	atReplica<T extends Answer>(
		held: Probed,
		ask: (replica: ReplicaState) => Promise<T>,
	): Promise<Exclude<T, { readonly missing: true }>> {
		return this.#turns.run('replicas', async () => {
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
		});
	}

	async end(): Promise<void> {
		this.#closing = true;
		await this.#worker.end();
	}
}
