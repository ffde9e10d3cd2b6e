import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { bootedImages, newWorld } from '../bench-worlds.ts';
import { type Figure, lower, type Reading } from '../figure.ts';
import { cpuMs } from '../statistics.ts';

const LIMIT_MS = 30 * 60_000;
const WARM_UP = 3;

/** CPU that a Deployment costs until all its replicas are Ready. */
export const deployment: Figure = {
	name: 'deployment',
	async measure() {
		const small = bootedImages('kubeadm-1-10');
		// The first ones pay for the compiler: a server makes many more in its life.
		for (let round = 0; round < WARM_UP; round++) rollOut(newWorld('kubeadm-1-10', `warm-up-${round}`, small), 1_000);
		const thousand = rollOut(newWorld('kubeadm-1-10', 'thousand', small), 1_000);
		const large = bootedImages('kubeadm-1-100');
		const perPod = [100, 1_000, 5_000].map((replicas): Reading => {
			const cpu = rollOut(newWorld('kubeadm-1-100', `pods-${replicas}`, large), replicas);
			return lower(`pod-cpu-${replicas}`, cpu / replicas, 'CPU ms a Pod', 2);
		});
		return [lower('deployment-1000', thousand / 1000, 'CPU s', 2), ...perPod];
	},
};

/** Makes a Deployment and returns the CPU milliseconds until all its Pods are available. */
export function rollOut(world: SimulatedWorld, replicas: number): number {
	// What a copied cluster does when it wakes is not the Deployment's.
	world.runScript({ name: 'wake.sh', script: ':' });
	world.run(world.now() + 10_000);
	const before = cpuMs();
	const script = `kubectl create deployment web --image=nginx --replicas=${replicas}`;
	const result = world.runScript({ name: 'deploy.sh', script });
	if (result.exitCode !== 0) throw new Error(result.stderr);
	const limitMs = world.now() + LIMIT_MS;
	while (available(world) < replicas) {
		if (world.now() > limitMs) throw new Error(`only ${available(world)} of ${replicas} Pods became available`);
		world.run(world.now() + 100);
	}
	return cpuMs() - before;
}

function available(world: SimulatedWorld): number {
	const [entry] = world.cluster.store.list('/registry/deployments/default/web').entries;
	if (entry === undefined) throw new Error('there is no Deployment');
	return (entry.value as { status?: { availableReplicas?: number } }).status?.availableReplicas ?? 0;
}
