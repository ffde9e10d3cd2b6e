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
	['v0.27.0', '2025-06-10'],
	['v0.26.7', '2025-04-22'],
	['v0.25.7', '2024-10-15'],
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
		...['flannel-io', 'coreos'].map((owner) => ({
			url: `https://raw.githubusercontent.com/${owner}/flannel/master/Documentation/kube-flannel.yml`,
			text: () => kubeFlannelYaml(NEWEST),
		})),
	],
};
