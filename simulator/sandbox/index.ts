/** The public face of the simulator: what the server, the tests and the headless commands use. */

import { CompositeWorld, clusterWorld, firstPreset } from './composite/composite-world.ts';
import { GradableWorld } from './grading/gradable-world.ts';
import { gradeAndSpend } from './grading/grade.ts';
import { PresetImages } from './preset-images.ts';
import { WORKSTATION_PRESET } from './presets/presets.ts';
import { replay, SimulatedWorld } from './world.ts';
import type { JournalEntry, Task, TaskResult, World, WorldHistory, WorldOptions } from './world-api.ts';

export { type ApiConnection, type ApiConnectionOptions, connectApi } from './api-access.ts';
export { EVIDENCE_CODES } from './grading/evidence.ts';
export { needsFork } from './grading/grade.ts';
export { DEFAULT_PRESET, PRESETS } from './presets/presets.ts';
export { type ServingCredentials, servingCredentials } from './serving-credentials.ts';
export { CompositeWorld, PresetImages, SimulatedWorld };

/**
 * A world in its initial state, or, with a journal, where the journal leaves it. `images` is kept by the host process
 * and shared by all its worlds. Throws RangeError for an unknown preset.
 */
export function createWorld(options: WorldOptions, images: PresetImages, journal?: readonly JournalEntry[]): World {
	if (options.clusters !== undefined) {
		if (journal !== undefined) throw new Error('assertion failed: a world of several clusters is replayed by its fork');
		return new CompositeWorld(options, images);
	}
	return journal === undefined ? new SimulatedWorld(options, images) : replay(options, journal, images);
}

/** Makes what `createWorld` of these options copies, a little at a time: each step is a few milliseconds at most. */
export function* prepareWorld(options: WorldOptions, images: PresetImages): Generator<void, void> {
	// A workstation has certificates of all its clusters.
	for (const { preset } of options.preset === WORKSTATION_PRESET ? (options.clusters ?? []) : []) {
		images.blueprint(preset);
		yield;
	}
	yield* images.prepare(firstPreset(options, images), options.setup);
}

/**
 * How a world with this history stands. Grades as it would itself, and costs one copy less. Of a world of several
 * clusters, which nobody may have entered: the one that the tasks are of. What it begins as is made a little at a time.
 */
export function* gradeHistory(
	{ options, journal, nowMs }: WorldHistory,
	tasks: readonly Task[],
	images: PresetImages,
): Generator<void, TaskResult[]> {
	const own = options.clusters === undefined ? options : clusterWorld(options, tasks[0]?.cluster ?? '');
	yield* images.prepare(own.preset, own.setup);
	const world = replay(own, journal, images, nowMs);
	const atMs = world.now();
	const copy = () => new GradableWorld(replay(own, journal, images, atMs));
	return yield* gradeAndSpend(new GradableWorld(world), copy, tasks);
}

/** As `prepareWorld`: what the clusters of a world copy when somebody enters them. */
export function* prepareClusters({ clusters = [] }: WorldOptions, images: PresetImages): Generator<void, void> {
	for (const { preset, setup } of clusters) yield* images.prepare(preset, setup);
}
