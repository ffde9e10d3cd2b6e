import type { Process } from '../../../kernel/process-api.ts';
import { alpineLayer } from '../../../kubelet/images/bases/alpine.ts';
import { distrolessLayer } from '../../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../../kubelet/images/image-version.ts';
import { executable, layer } from '../../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../../kubelet/runtime/image.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Addon, Page } from '../../addon.ts';
import { ociPages } from '../../charts/oci-pages.ts';
import { kustomizationPage } from '../../kinds/kustomization-page.ts';
import { ControlPlane } from './control-plane.ts';
import { FABRIC_CHART } from './fabric-chart.ts';
import { fabricCrdsYaml, fabricDeployYaml } from './fabric-manifest.ts';
import { FabricProxy } from './fabric-proxy.ts';
import { generateCerts } from './generate-certs.ts';
import { FABRIC_IMAGE, FABRIC_RELEASES, GATEWAY_API_OF } from './releases.ts';

const PATH = ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] as const;

function* gateway(process: Process, version: string): Task<number> {
	if (process.argv[1] === 'generate-certs') return yield* generateCerts(process);
	return yield* new ControlPlane(process, version).run();
}

function* proxy(process: Process): Task<number> {
	return yield* new FabricProxy(process).run();
}

const CONTROL_PLANE: ImageRepository = {
	names: [FABRIC_IMAGE],
	tags: imageTags(
		'nginx-gateway-fabric',
		FABRIC_RELEASES.map(([version, date]) => ({
			tags: version,
			date,
			sizeBytes: 39_112_340,
			layers: () => [
				distrolessLayer(),
				layer([executable('/usr/bin/gateway', `fabric-gateway-${version}`, 71_303_168)]),
			],
			config: { entrypoint: ['/usr/bin/gateway'], env: [PATH], user: '101:1001' },
		})),
	),
	programs: new Map(
		FABRIC_RELEASES.map(([version]) => [`fabric-gateway-${version}`, (process: Process) => gateway(process, version)]),
	),
};

const DATA_PLANE: ImageRepository = {
	names: [`${FABRIC_IMAGE}/nginx`],
	tags: imageTags(
		'nginx-gateway-fabric-nginx',
		FABRIC_RELEASES.map(([version, date]) => ({
			tags: version,
			date,
			sizeBytes: 41_890_117,
			layers: () => [alpineLayer('3.22.1'), layer([executable('/agent/entrypoint.sh', 'fabric-nginx', 2_048)])],
			config: { entrypoint: ['/agent/entrypoint.sh'], env: [PATH], user: '101:1001', stopSignal: 'QUIT' },
		})),
	),
	programs: new Map([['fabric-nginx', proxy]]),
};

/** The project has moved from one owner to the other; GitHub knows it under both. */
const OWNERS = ['nginx', 'nginxinc'];

function pages(): readonly Page[] {
	return OWNERS.flatMap((owner) => [
		...pagesAt(`https://raw.githubusercontent.com/${owner}/nginx-gateway-fabric`),
		...ociPages(`ghcr.io/${owner}/charts`, FABRIC_CHART),
	]);
}

function pagesAt(raw: string): readonly Page[] {
	const releases = FABRIC_RELEASES.flatMap(([version]): Page[] => [
		{ url: `${raw}/v${version}/deploy/crds.yaml`, text: fabricCrdsYaml },
		{ url: `${raw}/v${version}/deploy/default/deploy.yaml`, text: () => fabricDeployYaml(version, 'LoadBalancer') },
		{ url: `${raw}/v${version}/deploy/nodeport/deploy.yaml`, text: () => fabricDeployYaml(version, 'NodePort') },
	]);
	const [newest] = GATEWAY_API_OF as readonly [(typeof GATEWAY_API_OF)[number], ...unknown[]];
	const refs = [
		...GATEWAY_API_OF.map(([version, bundle]) => [`v${version}`, bundle] as const),
		['main', newest[1]] as const,
	];
	return [
		...releases,
		...refs.flatMap(([ref, bundle]) => [
			kustomizationPage(`${raw}/${ref}/config/crd/gateway-api/standard`, [gatewayApi('config/crd', bundle)]),
			kustomizationPage(`${raw}/${ref}/config/crd/gateway-api/experimental`, [
				gatewayApi('config/crd/experimental', bundle),
			]),
		]),
	];
}

function gatewayApi(path: string, bundle: string): string {
	return `https://github.com/kubernetes-sigs/gateway-api/${path}?timeout=120&ref=${bundle}`;
}

export const NGINX_GATEWAY_FABRIC: Addon = { images: [CONTROL_PLANE, DATA_PLANE], pages: pages() };
