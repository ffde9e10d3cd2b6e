import type { Process } from '../../kernel/process-api.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Task } from '../../machinery/task.ts';
import type { Addon } from '../addon.ts';
import { kustomizationPage } from '../kinds/kustomization-page.ts';
import { Controller } from './controller.ts';
import { metallbYaml } from './manifest.ts';
import { Speaker } from './speaker.ts';

const SITE = 'https://raw.githubusercontent.com/metallb/metallb';
/** The newest first. */
const RELEASES: readonly (readonly [string, string])[] = [
	['v0.15.3', '2025-12-04'],
	['v0.15.2', '2025-06-04'],
	['v0.14.9', '2024-12-17'],
	['v0.14.8', '2024-08-01'],
	['v0.14.5', '2024-04-24'],
	['v0.14.3', '2024-01-30'],
	['v0.13.12', '2023-10-20'],
	['v0.13.11', '2023-09-08'],
	['v0.13.10', '2023-06-08'],
	['v0.13.9', '2023-02-20'],
	['v0.13.7', '2022-10-27'],
	['v0.13.5', '2022-08-25'],
	['v0.13.4', '2022-07-28'],
	['v0.13.3', '2022-06-26'],
];

function* controller(process: Process, prefix: string): Task<number> {
	return yield* new Controller(process, prefix).run();
}

function* speaker(process: Process): Task<number> {
	return yield* new Speaker(process).run();
}

/** Annotations got a new domain with 0.15. */
function prefixOf(version: string): string {
	return version >= 'v0.15' ? 'metallb.io' : 'metallb.universe.tf';
}

function repository(part: 'controller' | 'speaker', sizeBytes: number): ImageRepository {
	const program = (version: string): string => `metallb-${part}-${version}`;
	return {
		names: [`quay.io/metallb/${part}`],
		tags: imageTags(
			`metallb-${part}`,
			RELEASES.map(([version, date]) => ({
				tags: version,
				date,
				sizeBytes,
				layers: () => [distrolessLayer(), layer([executable(`/${part}`, program(version), 2 * sizeBytes)])],
				config: { entrypoint: [`/${part}`], env: [['PATH', '/usr/bin:/bin']] as const },
			})),
		),
		programs: new Map(
			RELEASES.map(([version]) => [
				program(version),
				part === 'speaker' ? speaker : (process: Process) => controller(process, prefixOf(version)),
			]),
		),
	};
}

/** Addresses for Services of type LoadBalancer. */
export const METALLB: Addon = {
	images: [repository('controller', 28_112_455), repository('speaker', 49_213_870)],
	pages: [...RELEASES.map(([version]) => version), 'main'].flatMap((tag) => {
		const version = tag === 'main' ? (RELEASES[0]?.[0] as string) : tag;
		const file = 'metallb-native.yaml';
		return [
			{ url: `${SITE}/${tag}/config/manifests/${file}`, text: () => metallbYaml(version) },
			// Differs: there the pieces of the file lie in folders of their own.
			{ url: `${SITE}/${tag}/config/native/${file}`, text: () => metallbYaml(version) },
			kustomizationPage(`${SITE}/${tag}/config/native`, [file]),
		];
	}),
};
