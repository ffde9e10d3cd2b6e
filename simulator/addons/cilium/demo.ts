import type { Process } from '../../kernel/process-api.ts';
import type { HttpRequest } from '../../kernel/serving/http-server.ts';
import { ON_ALPINE, ON_SCRATCH } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { commands } from '../../kubelet/images/layer-builder.ts';
import { type Page as Answer, serverProgram } from '../../kubelet/images/programs/server-program.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Page } from '../addon.ts';
import { CILIUM_RELEASES } from './releases.ts';

// The application of Cilium's own guide to policies: a server, a client that may use it and one that may not.

const API = {
	name: 'Death Star',
	hostname: '',
	model: 'DS-1 Orbital Battle Station',
	manufacturer: 'Imperial Department of Military Research, Sienar Fleet Systems',
	cost_in_credits: '1000000000000',
	length: '120000',
	crew: '342953',
	passengers: '843342',
	cargo_capacity: '1000000000000',
	hyperdrive_rating: '4.0',
	starship_class: 'Deep Space Mobile Battlestation',
	api: [
		'GET   /v1',
		'GET   /v1/healthz',
		'POST  /v1/request-landing',
		'PUT   /v1/cargobay',
		'GET   /v1/hyper-matter-reactor/status',
		'PUT   /v1/exhaust-port',
	],
};

function deathStar(process: Process, { method, target }: HttpRequest): Answer | undefined {
	const path = target.replace(/\?.*$/, '').replace(/\/$/, '');
	switch (`${method} ${path}`) {
		case 'GET /v1':
			return `${JSON.stringify({ ...API, hostname: process.hostname }, undefined, '\t')}\n`;
		case 'GET /v1/healthz':
			return 'ok\n';
		case 'POST /v1/request-landing':
			return 'Ship landed\n';
		case 'PUT /v1/exhaust-port':
			return {
				status: 503,
				body: 'Panic: deathstar exploded\n\ngoroutine 1 [running]:\nmain.HandleGarbage(0x2080c3f50, 0x2, 0x4, 0x425c0, 0x5, 0xa)\n        /code/src/github.com/empire/deathstar/\n        temp/main.go:9 +0x64\nmain.main()\n        /code/src/github.com/empire/deathstar/\n        temp/main.go:5 +0x85\n',
			};
		default:
			return undefined;
	}
}

const server = serverProgram({ ports: [80], page: deathStar, memoryBytes: 8 * 1024 ** 2 });
const mock = serverProgram({ ports: [3000], page: () => undefined, memoryBytes: 40 * 1024 ** 2 });

export const DEMO_IMAGES: readonly ImageRepository[] = [
	cataloguedImage({
		names: 'quay.io/cilium/starwars cilium/starwars',
		versions: [['v2.1 latest v1.0 v2.0', '2023-04-24', 4_214_000]],
		base: ON_SCRATCH,
		entrypoint: ['/starwars-docker'],
		programs: [['/starwars-docker', server, 6_340_608]],
		ports: '80',
	}),
	cataloguedImage({
		names: 'quay.io/cilium/json-mock cilium/json-mock',
		versions: [['v1.3.8 v1.3.9 v1.3.5 v1.3.2 latest', '2023-09-15', 48_113_220]],
		base: ON_ALPINE,
		entrypoint: ['/run.sh'],
		programs: [['/run.sh', mock, 220]],
		files: () => commands('/usr/bin', 'curl bash', 260_000),
		ports: '3000',
	}),
];

function pod(name: string, org: string, kind: string): object {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name, labels: { org, class: kind, 'app.kubernetes.io/name': name } },
		spec: { containers: [{ name: 'spaceship', image: 'quay.io/cilium/json-mock:v1.3.8' }] },
	};
}

const APPLICATION: readonly object[] = [
	{
		apiVersion: 'v1',
		kind: 'Service',
		metadata: { name: 'deathstar', labels: { 'app.kubernetes.io/name': 'deathstar' } },
		spec: { type: 'ClusterIP', ports: [{ port: 80 }], selector: { org: 'empire', class: 'deathstar' } },
	},
	{
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name: 'deathstar', labels: { 'app.kubernetes.io/name': 'deathstar' } },
		spec: {
			replicas: 2,
			selector: { matchLabels: { org: 'empire', class: 'deathstar' } },
			template: {
				metadata: { labels: { org: 'empire', class: 'deathstar', 'app.kubernetes.io/name': 'deathstar' } },
				spec: { containers: [{ name: 'deathstar', image: 'quay.io/cilium/starwars:v2.1' }] },
			},
		},
	},
	pod('tiefighter', 'empire', 'tiefighter'),
	pod('xwing', 'alliance', 'xwing'),
];

function policy(description: string, rules?: object): object {
	const ports = { ports: [{ port: '80', protocol: 'TCP' }], ...(rules && { rules }) };
	return {
		apiVersion: 'cilium.io/v2',
		kind: 'CiliumNetworkPolicy',
		metadata: { name: 'rule1' },
		spec: {
			description,
			endpointSelector: { matchLabels: { org: 'empire', class: 'deathstar' } },
			ingress: [{ fromEndpoints: [{ matchLabels: { org: 'empire' } }], toPorts: [ports] }],
		},
	};
}

const FILES: ReadonlyMap<string, readonly object[]> = new Map([
	['http-sw-app.yaml', APPLICATION],
	['sw_l3_l4_policy.yaml', [policy('L3-L4 policy to restrict deathstar access to empire ships only')]],
	[
		'sw_l3_l4_l7_policy.yaml',
		[
			policy('L7 policy to restrict access to specific HTTP call', {
				http: [{ method: 'POST', path: '/v1/request-landing' }],
			}),
		],
	],
]);

export function demoPages(): readonly Page[] {
	const branches = ['HEAD', 'main', 'master', ...CILIUM_RELEASES.map(([version]) => version)];
	const minors = [...new Set(CILIUM_RELEASES.map(([version]) => version.replace(/\.\d+$/, '')))];
	const tags = [
		...branches.map((each) => (/^\d/.test(each) ? `v${each}` : each)),
		...branches.slice(3),
		...minors.map((minor) => `v${minor}`),
	];
	return [...new Set(tags)].flatMap((tag) =>
		[...FILES].map(([file, objects]) => ({
			url: `https://raw.githubusercontent.com/cilium/cilium/${tag}/examples/minikube/${file}`,
			text: () => `---\n${objects.map((object) => formatYaml(object as never)).join('---\n')}`,
		})),
	);
}
