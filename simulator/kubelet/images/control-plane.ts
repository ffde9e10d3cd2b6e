import type { PacketFilter } from '../../kernel/packet-filter.ts';
import type { Process, Program } from '../../kernel/process-api.ts';
import { KUBERNETES_RELEASES } from '../../machinery/kubernetes-releases.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import type { ImageConfig, ImageRepository } from '../runtime/image.ts';
import { BUSTER, debianLayer } from './bases/debian.ts';
import { distrolessLayer } from './bases/distroless.ts';
import { imageTags, type VersionInput } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';
import { type ComponentSpec, componentProgram } from './programs/component-program.ts';
import {
	API_SERVER_EARLY_LOG,
	API_SERVER_LOG,
	API_SERVER_OPENING_LOG,
	CONTROLLER_MANAGER_LOG,
	ETCD_LOG,
	ETCD_OPENING_LOG,
	flag,
	SCHEDULER_LOG,
	SELF_SIGNED_LOG,
} from './programs/control-plane-logs.ts';

const MIB = 1024 ** 2;

const PATH_ENV = [
	['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
	['SSL_CERT_FILE', '/etc/ssl/certs/ca-certificates.crt'],
] as const;

/** First releases of older minor versions: nobody runs them here, but scanners look into them. */
const OLDER: readonly (readonly [tag: string, date: string])[] =
	`v1.18.0=2020-03-25 v1.19.0=2020-08-26 v1.20.0=2020-12-08 v1.21.0=2021-04-08 v1.22.0=2021-08-04 v1.23.0=2021-12-07
v1.24.0=2022-05-03 v1.25.0=2022-08-23 v1.26.0=2022-12-09 v1.27.0=2023-04-11 v1.28.0=2023-08-15 v1.29.0=2023-12-13
v1.30.0=2024-04-17 v1.31.0=2024-08-13 v1.32.0=2024-12-11 v1.33.0=2025-04-23`
		.split(/\s+/)
		.map((word) => word.split('=') as [string, string]);

/** Until go-runner came, components stood on debian-base. */
function isOnDebian(release: string): boolean {
	return Number(release.split('.')[1]) < 20;
}

/** An image with one program on distroless, as the release process builds them. */
function componentImage(
	spec: ComponentSpec,
	options: {
		readonly path: string;
		readonly sizeBytes: number;
		readonly binaryBytes: number;
		readonly entrypoint?: readonly string[];
	},
): ImageRepository {
	const { name } = spec;
	const config: ImageConfig = { entrypoint: options.entrypoint ?? [options.path], env: PATH_ENV, workingDir: '/' };
	const layers = (release: string): ReturnType<VersionInput['layers']> => [
		isOnDebian(release) ? debianLayer(BUSTER) : distrolessLayer(),
		layer([executable(options.path, `${name}@${release}`, options.binaryBytes)]),
	];
	return {
		names: [`registry.k8s.io/${name}`],
		tags: imageTags(
			name,
			[
				...KUBERNETES_RELEASES.map(({ version, date }) => [version, date] as const),
				...OLDER.filter(([tag]) => !KUBERNETES_RELEASES.some(({ version }) => version === tag)),
			].map(([tags, date]) => ({
				tags,
				date,
				sizeBytes: options.sizeBytes,
				layers: () => layers(tags),
				config,
				isBare: true,
			})),
		),
		programs: new Map<string, Program>([[name, componentProgram(spec)]]),
	};
}

const local = (): string => '127.0.0.1';

/** Where --bind-address and --secure-port say. */
function flagged(port: number) {
	return {
		address: (args: readonly string[]) => flag(args, 'bind-address') ?? '0.0.0.0',
		port: (args: readonly string[]) => Number(flag(args, 'secure-port') ?? port),
		isSecure: true,
		guarded: true,
	};
}

/** Models pkg/proxy/healthcheck ProxyHealthServer. */
function proxyMode(process: Process): string {
	return process.port<PacketFilter>('packet-filter')?.mode() ?? 'iptables';
}

function proxyHealth(process: Process): string {
	const now = JSON.stringify(`${formatMicroTime(process.now()).slice(0, -1).replace('T', ' ')} +0000 UTC`);
	return `{"lastUpdated": ${now},"currentTime": ${now}, "nodeEligible": true}`;
}

export const KUBE_API_SERVER = componentImage(
	{
		name: 'kube-apiserver',
		early: API_SERVER_EARLY_LOG,
		opening: API_SERVER_OPENING_LOG,
		log: API_SERVER_LOG,
		resting: { cpuMillicores: 38, memoryBytes: 252 * MIB },
	},
	{ path: '/usr/local/bin/kube-apiserver', sizeBytes: 27_682_962, binaryBytes: 86_818_002, entrypoint: ['/go-runner'] },
);

export const KUBE_CONTROLLER_MANAGER = componentImage(
	{
		name: 'kube-controller-manager',
		resting: { cpuMillicores: 14, memoryBytes: 52 * MIB },
		opening: SELF_SIGNED_LOG,
		log: CONTROLLER_MANAGER_LOG,
		health: [{ ...flagged(10_257), checks: new Map([['/healthz', ['leaderElection']]]) }],
	},
	{
		path: '/usr/local/bin/kube-controller-manager',
		sizeBytes: 23_123_108,
		binaryBytes: 71_905_490,
		entrypoint: ['/go-runner'],
	},
);

export const KUBE_SCHEDULER = componentImage(
	{
		name: 'kube-scheduler',
		resting: { cpuMillicores: 6, memoryBytes: 24 * MIB },
		opening: SELF_SIGNED_LOG,
		log: SCHEDULER_LOG,
		health: [
			{
				...flagged(10_259),
				checks: new Map([
					['/healthz', ['leaderElection']],
					['/livez', ['ping']],
					['/readyz', ['leaderElection', 'shutdown', 'sched-handler-sync']],
				]),
			},
		],
	},
	{ path: '/usr/local/bin/kube-scheduler', sizeBytes: 17_402_014, binaryBytes: 49_062_052, entrypoint: ['/go-runner'] },
);

export const KUBE_PROXY = componentImage(
	{
		name: 'kube-proxy',
		resting: { cpuMillicores: 1, memoryBytes: 17 * MIB },
		log: (line, _args, _json, process) => {
			const mode = proxyMode(process);
			if (mode === 'iptables') line('I', 'server_linux.go:53', '"Using iptables proxy"');
			line('I', 'shared_informer.go:349', '"Waiting for caches to sync" controller="node informer cache"');
			line('I', 'shared_informer.go:356', '"Caches are synced" controller="node informer cache"');
			line('I', 'server.go:219', '"Successfully retrieved NodeIPs"');
			line('I', 'server.go:265', '"kube-proxy running in dual-stack mode" primary ipFamily="IPv4"');
			line('I', 'server_linux.go:132', `"Using ${mode} Proxier"`);
			if (mode === 'ipvs') {
				const advice = "Please use 'nftables' instead.";
				line(
					'I',
					'server_linux.go:164',
					`"The ipvs proxier is now deprecated and may be removed in a future release. ${advice}"`,
				);
			}
			line('I', 'server.go:527', '"Version info" version="v1.35.0"');
			line('I', 'config.go:200', '"Starting service config controller"');
			line('I', 'config.go:106', '"Starting endpoint slice config controller"');
			line('I', 'config.go:403', '"Starting serviceCIDR config controller"');
			line('I', 'config.go:309', '"Starting node config controller"');
			line('I', 'shared_informer.go:356', '"Caches are synced" controller="service config"');
			line('I', 'shared_informer.go:356', '"Caches are synced" controller="endpoint slice config"');
		},
		health: [
			{
				address: () => '0.0.0.0',
				port: () => 10_256,
				isSecure: false,
				guarded: false,
				checks: new Map(),
				pages: new Map([
					['/healthz', proxyHealth],
					['/livez', proxyHealth],
				]),
			},
			{
				address: local,
				port: () => 10_249,
				isSecure: false,
				guarded: false,
				checks: new Map([['/healthz', ['ping']]]),
				pages: new Map([['/proxyMode', proxyMode]]),
			},
		],
	},
	{ path: '/usr/local/bin/kube-proxy', sizeBytes: 25_963_701, binaryBytes: 43_126_964 },
);

export const ETCD: ImageRepository = {
	names: ['registry.k8s.io/etcd'],
	tags: imageTags(
		'etcd',
		(
			[
				['3.6.6-0', '2025-11-12', 23_635_752],
				['3.6.5-0', '2025-09-22', 22_871_747],
				['3.6.4-0', '2025-07-28', 74_311_308],
				['3.5.21-0', '2025-04-01', 58_938_593],
				['3.5.16-0', '2024-09-10', 57_680_541],
				['3.5.15-0', '2024-07-22', 56_909_194],
				['3.5.10-0', '2023-10-27', 56_649_232],
				['3.5.9-0', '2023-05-12', 102_894_559],
				['3.5.1-0', '2021-10-15', 98_888_614],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [
				distrolessLayer(),
				layer([
					executable('/usr/local/bin/etcd', 'etcd', 25_149_624),
					executable('/usr/local/bin/etcdctl', 'etcdctl', 16_896_184),
					executable('/usr/local/bin/etcdutl', 'etcdutl', 16_117_944),
					// A bash that brings its own libraries: backup scripts are run in the container.
					executable('/bin/sh', 'bash', 1_740_896),
				]),
			],
			config: {
				cmd: ['etcd'],
				env: PATH_ENV,
				workingDir: '/',
				exposedPorts: ['2379/tcp', '2380/tcp', '4001/tcp', '7001/tcp'],
			},
		})),
	),
	programs: new Map([
		[
			'etcd',
			componentProgram({
				name: 'etcd',
				resting: { cpuMillicores: 19, memoryBytes: 44 * MIB },
				opening: ETCD_OPENING_LOG,
				log: ETCD_LOG,
			}),
		],
	]),
};
