import { alpineLayer } from '../../kubelet/images/bases/alpine.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, file, layer, type PathEntry } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { type Addon, releaseAsset } from '../addon.ts';
import { flanneld } from './flanneld.ts';
import { kubeFlannelYaml, PLUGIN_TAG } from './manifest.ts';

const RELEASES: readonly (readonly [string, string])[] = [
	['v0.28.0', '2026-01-08'],
	['v0.27.4', '2025-10-01'],
	['v0.27.3', '2025-09-03'],
	['v0.27.2', '2025-07-23'],
	['v0.27.1', '2025-07-09'],
	['v0.27.0', '2025-06-10'],
	['v0.26.7', '2025-04-22'],
	['v0.26.5', '2025-03-13'],
	['v0.26.4', '2025-02-06'],
	['v0.26.3', '2025-01-23'],
	['v0.26.2', '2024-12-09'],
	['v0.26.1', '2024-11-08'],
	['v0.26.0', '2024-10-24'],
	['v0.25.7', '2024-10-15'],
	['v0.25.6', '2024-08-20'],
	['v0.25.5', '2024-07-02'],
	['v0.25.4', '2024-06-17'],
	['v0.25.1', '2024-04-11'],
	['v0.24.4', '2024-03-18'],
	['v0.24.2', '2024-01-22'],
	['v0.24.0', '2023-12-18'],
	['v0.22.3', '2023-09-27'],
	['v0.22.0', '2023-05-30'],
];
const [[NEWEST]] = RELEASES as readonly [readonly [string, string]];
const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

function image(
	name: string,
	releases: readonly (readonly [string, string])[],
	sizeBytes: number,
	program: PathEntry,
	rest: Pick<ImageRepository, 'programs'> & { readonly entrypoint?: readonly string[] },
): ImageRepository {
	const { programs, entrypoint } = rest;
	return {
		names: [`ghcr.io/flannel-io/${name}`, `docker.io/flannel/${name}`],
		tags: imageTags(
			name,
			releases.map(([tags, date]) => ({
				tags,
				date,
				sizeBytes,
				layers: () => [alpineLayer('3.21.3'), layer([program])],
				config: { env: ENV, ...(entrypoint === undefined ? {} : { entrypoint }) },
			})),
		),
		...(programs === undefined ? {} : { programs }),
	};
}

/** The Pod network that only carries packets. */
export const FLANNEL: Addon = {
	images: [
		image('flannel', RELEASES, 32_870_000, executable('/opt/bin/flanneld', 'flanneld', 42_112_000), {
			entrypoint: ['/opt/bin/flanneld'],
			programs: new Map([['flanneld', flanneld]]),
		}),
		image('flannel-cni-plugin', [[PLUGIN_TAG, '2025-10-01']], 4_910_000, file('/flannel', '#!/bin/false\n', 0o755), {}),
	],
	pages: [
		...RELEASES.flatMap(([version]) =>
			releaseAsset('flannel-io/flannel', version, 'kube-flannel.yml', () => kubeFlannelYaml(version)),
		).filter(({ url }, index, all) => all.findIndex((each) => each.url === url) === index),
		...['flannel-io', 'coreos'].flatMap((owner) =>
			['master', ...RELEASES.map(([version]) => version)].map((tag) => ({
				url: `https://raw.githubusercontent.com/${owner}/flannel/${tag}/Documentation/kube-flannel.yml`,
				text: () => kubeFlannelYaml(tag === 'master' ? NEWEST : tag),
			})),
		),
	],
};
