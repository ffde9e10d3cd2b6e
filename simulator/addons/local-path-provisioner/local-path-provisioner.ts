import { alpineLayer } from '../../kubelet/images/bases/alpine.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Addon } from '../addon.ts';
import { kustomizationPage } from '../kinds/kustomization-page.ts';
import { IMAGE, localPathStorageYaml } from './manifest.ts';
import { localPathProvisioner } from './provisioner.ts';

const SITE = 'https://raw.githubusercontent.com/rancher/local-path-provisioner';
const RELEASES: readonly (readonly [string, string])[] = [
	['v0.0.35', '2026-03-09'],
	['v0.0.34', '2026-01-06'],
	['v0.0.33', '2025-12-15'],
	['v0.0.32', '2025-07-24'],
	['v0.0.31', '2025-01-23'],
	['v0.0.30', '2024-10-03'],
	['v0.0.29', '2024-09-11'],
	['v0.0.28', '2024-06-13'],
	['v0.0.27', '2024-05-24'],
	['v0.0.26', '2024-01-16'],
	['v0.0.25', '2023-12-06'],
	['v0.0.24', '2023-03-23'],
	['v0.0.23', '2022-10-19'],
	['v0.0.22', '2022-03-01'],
];

const REPOSITORY: ImageRepository = {
	names: [`docker.io/${IMAGE}`],
	tags: imageTags(
		'local-path-provisioner',
		[...RELEASES, ['master-head', '2026-03-20'] as const].map(([tag, date]) => ({
			tags: tag,
			date,
			sizeBytes: 22_084_411,
			layers: () => [
				alpineLayer('3.21.3'),
				layer([executable('/usr/bin/local-path-provisioner', 'local-path-provisioner', 47_808_512)]),
			],
			config: {
				entrypoint: ['local-path-provisioner'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const,
			},
		})),
	),
	programs: new Map([['local-path-provisioner', localPathProvisioner]]),
};

/** Dynamic provisioning of directories of nodes. */
export const LOCAL_PATH_PROVISIONER: Addon = {
	images: [REPOSITORY],
	pages: [...RELEASES.map(([tag]) => tag), 'master'].flatMap((tag) => [
		{
			url: `${SITE}/${tag}/deploy/local-path-storage.yaml`,
			text: () => localPathStorageYaml(tag === 'master' ? 'master-head' : tag),
		},
		kustomizationPage(`${SITE}/${tag}/deploy`, ['local-path-storage.yaml']),
	]),
};
