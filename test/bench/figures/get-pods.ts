import { bootedImages, newWorld } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';
import { rollOut } from './deployment.ts';

const PRESET = 'kubeadm-1-10';
const WARM_UP = 10;
const RUNS = 40;

/** `kubectl get pods` in a world of 1,000 Pods, bash and all. */
export const getPods: Figure = {
	name: 'get-pods',
	async measure() {
		const world = newWorld(PRESET, 'get-pods', bootedImages(PRESET));
		rollOut(world, 1_000);
		const samples: number[] = [];
		for (let run = 0; run < WARM_UP + RUNS; run++) {
			let lines = 0;
			const milliseconds = busyMs(() => {
				const { stdout } = world.runScript({ name: 'get.sh', script: 'kubectl get pods' });
				lines = stdout.split('\n').length - 2;
			});
			if (lines !== 1_000) throw new Error(`${lines} Pods`);
			if (run >= WARM_UP) samples.push(milliseconds);
		}
		return [lower('get-pods-1000', percentile(samples, 0.5), 'ms median', 20)];
	},
};
