import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { bootedImages, newWorld } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
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
		const cpuPerPod = (replicas: number): number =>
			rollOut(newWorld('kubeadm-1-100', `pods-${replicas}`, large), replicas) / replicas;
		const [at100, at500, at1000, at5000] = [cpuPerPod(100), cpuPerPod(500), cpuPerPod(1_000), cpuPerPod(5_000)];
		return [
			lower('deployment-1000', thousand / 1000, 'CPU s', 2),
			lower('pod-cpu-100', at100, 'CPU ms a Pod', 2),
			lower('pod-cpu-500', at500, 'CPU ms a Pod', 2),
			lower('pod-cpu-1000', at1000, 'CPU ms a Pod', 2),
			lower('pod-cpu-5000', at5000, 'CPU ms a Pod', 2),
			lower('pod-cpu-growth', at5000 / at500, 'of a Pod among 500, for one among 5000', 1.5),
		];
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
