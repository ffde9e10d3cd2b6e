import type { KubeObject } from '../../simulator/machinery/meta.ts';
import { Random } from '../../simulator/machinery/random.ts';
import type { SimulatedWorld } from '../../simulator/sandbox/index.ts';
import { problemsOf, type Snapshot, snapshotOf } from './convergence.ts';
import { Workloads } from './workloads.ts';

const HOUR_MS = 3_600_000;
/** How long a fault lasts at most, and how long everything then has to come to rest. */
const FAULT_MS = 12 * 60_000;
const REST_MS = 20 * 60_000;
const ROUND_MS = 4 * HOUR_MS;

export interface SoakResult {
	/** What was not as declared, with its round. */
	readonly faults: readonly string[];
	readonly hash: string;
	readonly rounds: number;
	readonly steps: readonly string[];
}

/** Random workloads, faults and repairs for `days` of virtual time; after every repair all has to be as declared. */
export function soak(world: SimulatedWorld, seed: string, days: number): SoakResult {
	const random = new Random(`soak/${seed}`);
	const steps: string[] = [];
	const faults: string[] = [];
	const workloads = new Workloads(world, random, (step) => steps.push(step));
	world.run(world.now() + 60_000);
	workloads.run('true');
	const before = snapshotOf(world);
	const rounds = Math.ceil((days * 24 * HOUR_MS) / ROUND_MS);
	for (let round = 0; round < rounds; round++) {
		const endMs = world.now() + ROUND_MS;
		for (let change = random.below(3); change >= 0; change--) workloads.change();
		world.run(world.now() + random.below(FAULT_MS));
		const repair = random.below(2) === 0 ? workloads.fault() : undefined;
		if (repair !== undefined) {
			world.run(world.now() + random.below(FAULT_MS));
			if (random.below(2) === 0) workloads.change();
			repair();
		}
		world.run(world.now() + REST_MS);
		for (const problem of problemsOf(snapshotOf(world), world.now())) faults.push(`round ${round}: ${problem}`);
		world.run(Math.max(endMs, world.now()));
	}
	workloads.removeAll();
	world.run(world.now() + REST_MS);
	faults.push(...leaksBetween(before, snapshotOf(world)));
	return { faults, hash: world.hash(), rounds, steps };
}

/** Objects that are there without anybody wanting them. */
function leaksBetween(before: Snapshot, after: Snapshot): string[] {
	const known = new Set(before.objects.map(idOf));
	return after.objects
		.filter((object) => !known.has(idOf(object)) && !PASSING.has(object.kind) && !isSystemPod(object))
		.map((object) => `at the end: ${idOf(object)} is left`);
}

const PASSING: ReadonlySet<string> = new Set(['Event', 'Lease']);

/** Those of kube-system may have been made anew. */
function isSystemPod({ kind, metadata }: KubeObject): boolean {
	return kind === 'Pod' && metadata.namespace === 'kube-system';
}

function idOf({ kind, metadata }: KubeObject): string {
	return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
