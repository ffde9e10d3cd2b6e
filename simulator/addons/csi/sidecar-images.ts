import type { Program } from '../../kernel/process-api.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { csiAttacher } from './attacher.ts';
import { csiProvisioner } from './provisioner.ts';
import { livenessProbe, nodeDriverRegistrar, watchingSidecar } from './registrar.ts';
import { csiResizer } from './resizer.ts';
import { csiSnapshotter } from './snapshotter.ts';

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

/** An image of the CSI project's with one program in it. */
export function storageImage(name: string, tags: string, sizeBytes: number, program: Program): ImageRepository {
	const repository = `registry.k8s.io/sig-storage/${name}`;
	return {
		names: [repository],
		tags: imageTags(repository, [
			{
				tags,
				date: '2025-05-20',
				sizeBytes,
				layers: () => [distrolessLayer(), layer([executable(`/${name}`, name, 2 * sizeBytes)])],
				config: { entrypoint: [`/${name}`], env: ENV },
			},
		]),
		programs: new Map([[name, program]]),
	};
}

/** What runs beside a driver, whichever it is. */
export const SIDECAR_IMAGES: readonly ImageRepository[] = [
	storageImage(
		'csi-provisioner',
		'v6.0.0 v5.3.0 v5.2.0 v5.1.0 v5.0.2 v5.0.1 v4.0.0 v3.6.0',
		27_402_110,
		csiProvisioner,
	),
	storageImage('csi-attacher', 'v4.10.0 v4.9.0 v4.8.1 v4.8.0 v4.7.0 v4.6.1 v4.5.0 v4.4.0', 26_110_804, csiAttacher),
	storageImage('csi-resizer', 'v2.0.0 v1.14.0 v1.13.2 v1.13.1 v1.12.0 v1.11.1 v1.10.0 v1.9.0', 26_704_312, csiResizer),
	storageImage(
		'csi-snapshotter',
		'v8.4.0 v8.3.0 v8.2.1 v8.2.0 v8.1.0 v8.0.1 v7.0.0 v6.3.0',
		27_001_204,
		csiSnapshotter,
	),
	storageImage(
		'csi-node-driver-registrar',
		'v2.15.0 v2.14.0 v2.13.0 v2.12.0 v2.11.1 v2.10.0 v2.9.0',
		10_720_331,
		nodeDriverRegistrar,
	),
	storageImage('livenessprobe', 'v2.17.0 v2.16.0 v2.15.0 v2.14.0 v2.13.1 v2.12.0 v2.11.0', 10_402_115, livenessProbe),
	storageImage(
		'csi-external-health-monitor-controller',
		'v0.16.0 v0.15.0 v0.14.0 v0.13.0 v0.12.1 v0.11.0 v0.10.0',
		25_804_110,
		watchingSidecar,
	),
];
