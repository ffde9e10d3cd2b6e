import type { Program } from '../../kernel/process-api.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { type Addon, releaseAsset } from '../addon.ts';
import { ociPages } from '../charts/oci-pages.ts';
import { repositoryPages } from '../charts/repository-pages.ts';
import { certManagerCaInjector } from './cainjector.ts';
import { CERT_MANAGER_CHART } from './chart.ts';
import { certManagerController } from './controller.ts';
import { certManagerYaml, kindsYaml } from './manifest.ts';
import { RELEASES } from './releases.ts';
import { certManagerWebhook } from './webhook.ts';

function image(component: string, sizeBytes: number, program: Program): ImageRepository {
	const name = `cert-manager-${component}`;
	return {
		names: [`quay.io/jetstack/${name}`],
		tags: imageTags(
			name,
			RELEASES.map(([tags, date]) => ({
				tags,
				date,
				sizeBytes,
				layers: () => [
					distrolessLayer(),
					layer([executable(`/app/cmd/${component}/${component}`, name, 3 * sizeBytes)]),
				],
				config: { entrypoint: [`/app/cmd/${component}/${component}`], env: [['PATH', '/usr/bin:/bin']], user: '1000' },
			})),
		),
		programs: new Map([[name, program]]),
	};
}

const REPOSITORY = 'cert-manager/cert-manager';

/** Certificates in Secrets, kept up to date by who signs them. */
export const CERT_MANAGER: Addon = {
	images: [
		image('cainjector', 14_120_338, certManagerCaInjector),
		image('controller', 22_083_174, certManagerController),
		image('webhook', 17_230_551, certManagerWebhook),
	],
	pages: [
		...ociPages('quay.io/jetstack/charts', CERT_MANAGER_CHART),
		...RELEASES.flatMap(([version], index) =>
			[
				...releaseAsset(REPOSITORY, version, 'cert-manager.yaml', () => certManagerYaml(version)),
				...releaseAsset(REPOSITORY, version, 'cert-manager.crds.yaml', () => kindsYaml(version)),
				...releaseAsset('jetstack/cert-manager', version, 'cert-manager.yaml', () => certManagerYaml(version)),
			].filter(({ url }) => index === 0 || !url.includes('/latest/')),
		),
		...repositoryPages({ url: 'https://charts.jetstack.io', charts: [CERT_MANAGER_CHART] }),
	],
};
