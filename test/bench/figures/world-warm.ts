import { assertSystemReady, bootedImages, newWorld, openUntilPrompt } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';

const PRESET = 'kubeadm-1-2';
const WARM_UP = 150;
const WORLDS = 300;

/** A copy of a warm world until its prompt, in a process that has made many. */
export const worldWarm: Figure = {
	name: 'world-warm',
	async measure() {
		const template = newWorld(PRESET, 'warm', bootedImages(PRESET));
		const samples: number[] = [];
		for (let index = 0; index < WARM_UP + WORLDS; index++) {
			const milliseconds = busyMs(() => openUntilPrompt(template.fork()));
			if (index >= WARM_UP) samples.push(milliseconds);
		}
		const last = template.fork();
		openUntilPrompt(last);
		assertSystemReady(last);
		return [lower('world-warm', percentile(samples, 0.95), 'ms p95', 5)];
	},
};
