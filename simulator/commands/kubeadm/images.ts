import { RuntimeRefusal, type RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { KubeadmError } from './kubeadm-error.ts';

export const REGISTRY = 'registry.k8s.io';

/** What a control plane of a version needs. Models cmd/kubeadm/app/images GetControlPlaneImages. */
export function controlPlaneImages(version: string, ownRelease: string | undefined, repository = REGISTRY): string[] {
	const own = kubernetesRelease(ownRelease);
	const names = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(
		(name) => `${name}:${version}`,
	);
	const all = [...names, `coredns/coredns:${own.coreDns}`, `pause:${own.pause}`, `etcd:${own.etcd}`];
	return all.map((name) => `${repository}/${repository === REGISTRY ? name : name.replace('coredns/', '')}`);
}

/** Those that are not here come. Throws KubeadmError. @param tell is told of each. */
export function* pullImages(
	run: CobraRun,
	images: readonly string[],
	tell?: (image: string) => Task<void>,
): Task<void> {
	const runtime = run.process.port<RuntimeService>('cri');
	if (runtime === undefined || runtime.state !== 'up') {
		throw new KubeadmError(
			'failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint "unix:///var/run/containerd/containerd.sock": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/containerd/containerd.sock: connect: connection refused"',
		);
	}
	for (const image of images) {
		try {
			if (runtime.imageOf(image) === undefined) yield* runtime.pull(image);
		} catch (error) {
			if (!(error instanceof RuntimeRefusal)) throw error;
			throw new KubeadmError(`failed to pull image "${image}": failed to pull image ${image}: ${error.message}`);
		}
		if (tell !== undefined) yield* tell(image);
	}
}
