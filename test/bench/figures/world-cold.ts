import { assertSystemReady, bootedImages, newWorld, openUntilPrompt } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';

const PRESET = 'kubeadm-1-2';
const WORLDS = 100;

/**
 * A new world until its prompt, from the first that a process makes on: the preset has been booted, no world of it has
 * been made and no terminal been opened.
 */
export const worldCold: Figure = {
	name: 'world-cold',
	async measure() {
		const images = bootedImages(PRESET);
		const samples: number[] = [];
		for (let index = 0; index < WORLDS; index++) {
			samples.push(
				busyMs(() => {
					const world = newWorld(PRESET, `cold-${index}`, images);
					openUntilPrompt(world);
					assertSystemReady(world);
				}),
			);
		}
		return [
			lower('world-cold', percentile(samples, 0.95), 'ms p95', 50),
			lower('world-cold-first', samples[0] as number, 'ms', 50),
		];
	},
};
