import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import type { JournalEntry, JournalInput } from '../../../simulator/sandbox/world-api.ts';
import { newWorld, recordOutput } from './world-bench.ts';

export interface Outcome {
	readonly hash: string;
	/** Terminal and every byte it printed, in latin1. */
	readonly printed: readonly (readonly [string, string])[];
}

export function outcome(world: SimulatedWorld, printed: ReadonlyMap<string, string>): Outcome {
	return { hash: world.hash(), printed: [...printed] };
}

/** What comes of a journal in a new world, up to `nowMs`. */
export function replayed(seed: string, journal: readonly JournalEntry[], nowMs: number): Outcome {
	const world = newWorld(seed);
	const printed = recordOutput(world);
	for (const { atMs, ...event } of journal) {
		world.run(atMs);
		world.apply(event as JournalInput);
	}
	world.run(nowMs);
	return outcome(world, printed);
}
