import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../../simulator/sandbox/world-api.ts';
import { bootedImages, newWorld, openUntilPrompt } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { cpuMs, liveHeapBytes, percentile } from '../statistics.ts';

const PRESET = 'kubeadm-1-2';
const WORLDS = 1_000;
const WOKEN = 100;
/** Virtual time after which kubelets and controllers have found everything as it was. */
const SETTLED_MS = 5_000;
const GARBAGE_MS = 10_000;
const HELD_MS = 10_000;
const DAY_MS = 86_400_000;
const DAYS = 5;

/**
 * 1,000 worlds of three nodes, each at its prompt and at rest: what they weigh, and what holding them costs. Most of a
 * cluster sleeps until somebody presses a key: what it weighs from then on is `woken-heap`.
 */
export const idle: Figure = {
	name: 'idle',
	async measure() {
		const images = bootedImages(PRESET);
		idleWorld('first', images);
		const before = liveHeapBytes();
		const worlds: World[] = [];
		for (let index = 0; index < WORLDS; index++) worlds.push(idleWorld(`idle-${index}`, images));
		const heapKilobytes = (liveHeapBytes() - before) / 1024 / WORLDS;
		// What the collector has begun on its own threads is not the worlds'.
		await sleep(GARBAGE_MS);
		const cpuBefore = cpuMs();
		await sleep(HELD_MS);
		const cpuPercent = ((cpuMs() - cpuBefore) / HELD_MS) * 100;
		const wokenKilobytes = heapKilobytes + growth(worlds.slice(0, WOKEN)) / 1024 / WOKEN;
		return [
			lower('idle-heap', heapKilobytes, 'KB a world', 300),
			lower('woken-heap', wokenKilobytes, 'KB a world', 300),
			lower('idle-cpu', cpuPercent, '% of a CPU for 1,000 worlds', 0.5),
		];
	},
};

/** What a virtual day costs a cluster of three nodes that has been woken and that nobody uses; the first one warms up. */
export const idleDay: Figure = {
	name: 'idle-day',
	async measure() {
		const world = idleWorld('idle-day', bootedImages(PRESET));
		world.apply({ kind: 'input', terminal: 't1', data: '\r' });
		world.run(world.now() + DAY_MS);
		const spent: number[] = [];
		for (let day = 0; day < DAYS; day++) {
			const before = cpuMs();
			world.run(world.now() + DAY_MS);
			spent.push(cpuMs() - before);
		}
		return [lower('idle-day', percentile(spent, 0.5), 'ms of CPU for a virtual day', 100)];
	},
};

/** Bytes of heap that worlds take more when somebody has pressed a key in each, and all components have looked around. */
function growth(worlds: readonly World[]): number {
	const before = liveHeapBytes();
	for (const world of worlds) {
		world.apply({ kind: 'input', terminal: 't1', data: '\r' });
		world.run(world.now() + SETTLED_MS);
	}
	return liveHeapBytes() - before;
}

function idleWorld(seed: string, images: ReturnType<typeof bootedImages>): World {
	const world = newWorld(PRESET, seed, images);
	openUntilPrompt(world);
	world.run(world.now() + SETTLED_MS);
	return world;
}
