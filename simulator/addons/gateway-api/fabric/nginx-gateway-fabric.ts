import type { Process } from '../../../kernel/process-api.ts';
import { alpineLayer } from '../../../kubelet/images/bases/alpine.ts';
import { distrolessLayer } from '../../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../../kubelet/images/image-version.ts';
import { executable, layer } from '../../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../../kubelet/runtime/image.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Addon, Page } from '../../addon.ts';
import { ControlPlane } from './control-plane.ts';
import { fabricCrdsYaml, fabricDeployYaml } from './fabric-manifest.ts';
import { FabricProxy } from './fabric-proxy.ts';
import { generateCerts } from './generate-certs.ts';
import { FABRIC_IMAGE, FABRIC_RELEASES } from './releases.ts';

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

function pages(): readonly Page[] {
	const raw = 'https://raw.githubusercontent.com/nginx/nginx-gateway-fabric';
	return FABRIC_RELEASES.flatMap(([version]): Page[] => [
		{ url: `${raw}/v${version}/deploy/crds.yaml`, text: fabricCrdsYaml },
		{ url: `${raw}/v${version}/deploy/default/deploy.yaml`, text: () => fabricDeployYaml(version, 'LoadBalancer') },
		{ url: `${raw}/v${version}/deploy/nodeport/deploy.yaml`, text: () => fabricDeployYaml(version, 'NodePort') },
	]);
}

export const NGINX_GATEWAY_FABRIC: Addon = { images: [CONTROL_PLANE, DATA_PLANE], pages: pages() };
