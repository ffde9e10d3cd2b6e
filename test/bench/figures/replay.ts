import { createWorld } from '../../../simulator/sandbox/index.ts';
import type { JournalEntry, World, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { bootedImages, openUntilPrompt } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';

const OPTIONS: WorldOptions = { preset: 'kubeadm-1-2', seed: 'session' };
const HOUR_MS = 3_600_000;
const COMMANDS = 300;
const KEY_INTERVAL_MS = 90;
const RUNS = 5;

/** What a student of the Deployment lessons types, over and over. */
const SESSION = [
	'kubectl get nodes',
	'ls -l',
	'kubectl create deployment web --image=nginx --replicas=3',
	'kubectl get pods',
	'kubectl get pods -o wide',
	'kubectl describe deployment web',
	'kubectl get rs',
	'echo "replicas: 3" > notes.txt',
	'cat notes.txt',
	'kubectl scale deployment web --replicas=5',
	'kubectl rollout status deployment web',
	'kubectl get deployment web -o yaml | grep image',
	'kubectl set image deployment/web nginx=nginx:1.29',
	'kubectl get pods -l app=web',
	'kubectl rollout history deployment web',
	'kubectl rollout undo deployment web',
	'kubectl get events | tail -n 3',
	'pwd',
	'kubectl delete deployment web',
	'kubectl get all',
];

/** A recorded hour of typing, played into a new world. */
export const replay: Figure = {
	name: 'replay',
	async measure() {
		const images = bootedImages(OPTIONS.preset);
		const recorded = record(createWorld(OPTIONS, images));
		const samples: number[] = [];
		for (let run = 0; run < RUNS; run++) {
			let replayed: World | undefined;
			samples.push(
				busyMs(() => {
					replayed = createWorld(OPTIONS, images, recorded.journal);
					replayed.run(recorded.endMs);
				}),
			);
			if (replayed?.hash() !== recorded.hash) throw new Error('the replayed world is another one');
		}
		return [lower('replay-1h', percentile(samples, 0.5), 'ms median', 500)];
	},
};

function record(world: World): { journal: readonly JournalEntry[]; endMs: number; hash: string } {
	openUntilPrompt(world);
	const startedMs = world.now();
	for (let index = 0; index < COMMANDS; index++) {
		world.run(Math.max(world.now(), startedMs + Math.floor((index * HOUR_MS) / COMMANDS)));
		for (const key of `${SESSION[index % SESSION.length]}\r`) {
			world.apply({ kind: 'input', terminal: 't1', data: key });
			world.run(world.now() + KEY_INTERVAL_MS);
		}
	}
	const endMs = startedMs + HOUR_MS;
	world.run(endMs);
	return { journal: [...world.journal], endMs, hash: world.hash() };
}
