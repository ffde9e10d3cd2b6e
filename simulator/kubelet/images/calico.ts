import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { calendarTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { BULLSEYE, debianLayer } from './bases/debian.ts';
import { imageTags } from './image-version.ts';
import { executable, layer, type PathEntry } from './layer-builder.ts';
import type { ComponentHandle, ComponentPort } from './programs/component-program.ts';
import { readWholeFile } from './programs/read-file.ts';

/** Newest first, with the day of each. */
export const CALICO_RELEASES = [
	['v3.32.1', '2026-06-17'],
	['v3.32.0', '2026-05-06'],
	['v3.31.5', '2026-04-08'],
	['v3.31.4', '2026-02-19'],
	['v3.31.3', '2025-12-19'],
	['v3.31.2', '2025-11-20'],
	['v3.31.0', '2025-10-29'],
	['v3.30.4', '2025-10-21'],
	['v3.30.3', '2025-08-20'],
	['v3.30.2', '2025-06-30'],
	['v3.30.1', '2025-05-29'],
	['v3.30.0', '2025-05-07'],
	['v3.29.3', '2025-03-26'],
	['v3.29.2', '2025-02-07'],
	['v3.29.1', '2024-12-02'],
	['v3.29.0', '2024-10-29'],
	['v3.28.2', '2024-09-17'],
	['v3.28.1', '2024-07-26'],
	['v3.28.0', '2024-05-12'],
	['v3.28.5', '2025-05-20'],
	['v3.27.5', '2025-01-10'],
	['v3.27.4', '2024-08-13'],
	['v3.27.3', '2024-03-28'],
	['v3.27.2', '2024-02-09'],
	['v3.27.0', '2023-12-16'],
	['v3.26.4', '2023-11-18'],
	['v3.26.3', '2023-10-13'],
	['v3.26.1', '2023-06-20'],
	['v3.26.0', '2023-05-31'],
	['v3.25.2', '2023-08-01'],
	['v3.25.1', '2023-03-31'],
	['v3.25.0', '2023-01-06'],
] as const;

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

function calicoImage(
	name: string,
	options: {
		readonly sizeBytes: number;
		readonly entries: readonly PathEntry[];
		readonly command: readonly string[];
		readonly programs: ImageRepository['programs'];
	},
): ImageRepository {
	return {
		names: [`docker.io/calico/${name}`, `quay.io/calico/${name}`],
		tags: imageTags(
			`calico/${name}`,
			CALICO_RELEASES.map(([tags, date]) => ({
				tags,
				date,
				sizeBytes: options.sizeBytes,
				layers: () => [debianLayer(BULLSEYE), layer(options.entries)],
				config: { cmd: options.command, env: ENV, workingDir: '/' },
			})),
		),
		...(options.programs === undefined ? {} : { programs: options.programs }),
	};
}

const CONFLIST = {
	name: 'k8s-pod-network',
	cniVersion: '0.3.1',
	plugins: [
		{
			type: 'calico',
			log_level: 'info',
			log_file_path: '/var/log/calico/cni/cni.log',
			datastore_type: 'kubernetes',
			mtu: 0,
			ipam: { type: 'host-local', subnet: 'usePodCidr' },
			policy: { type: 'k8s' },
			kubernetes: { kubeconfig: '/etc/cni/net.d/calico-kubeconfig' },
		},
		{ type: 'portmap', snat: true, capabilities: { portMappings: true } },
		{ type: 'bandwidth', capabilities: { bandwidth: true } },
	],
};

/** Puts the plugin's configuration and binaries where the node's runtime looks. Models calico cni-plugin/pkg/install. */
function* installCni(process: Process): Task<number> {
	const log = (text: string): Task<void> =>
		process.write(2, encodeUtf8(`${calicoStamp(process.now())} [INFO][1] cni-installer/ ${text}\n`));
	const { env: environment } = process;
	for (const plugin of ['bandwidth', 'calico', 'calico-ipam', 'host-local', 'loopback', 'portmap', 'tuning']) {
		yield* put(process, `/host/opt/cni/bin/${plugin}`, '#!/bin/false\n', 0o755);
		yield* log(`install.go 144: Installed /host/opt/cni/bin/${plugin}`);
	}
	yield* log('install.go 199: Wrote Calico CNI binaries to /host/opt/cni/bin');
	const file = environment.get('CNI_CONF_NAME') ?? '10-calico.conflist';
	yield* put(process, `/host/etc/cni/net.d/${file}`, `${JSON.stringify(CONFLIST, undefined, 2)}\n`, 0o644);
	yield* put(
		process,
		'/host/etc/cni/net.d/calico-kubeconfig',
		'# Kubeconfig file for Calico CNI plugin. Installed by calico/node.\n',
		0o600,
	);
	yield* log(`install.go 438: Created /host/etc/cni/net.d/${file}`);
	yield* log('install.go 244: Done configuring CNI.');
	return 0;
}

function* put(process: Process, path: string, text: string, mode: number): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

/** Runs a part of Calico for as long as its container lives. */
function calicoDaemon(port: string, resting: Resting, lines: readonly string[]): (process: Process) => Task<number> {
	return (process) => daemon(process, port, resting, lines);
}

type Resting = Parameters<Process['rest']>[0];

function* daemon(process: Process, port: string, resting: Resting, lines: readonly string[]): Task<number> {
	process.rest(resting);
	const namespace = yield* ownNamespace(process);
	const handle: ComponentHandle | undefined = process
		.port<ComponentPort>(`component:${port}`)
		?.start(namespace === undefined ? [] : [namespace]);
	if (handle !== undefined) process.onEnd(() => handle.stop());
	const stamp = calicoStamp(process.now());
	yield* process.write(1, encodeUtf8(lines.map((line) => `${stamp} ${line}\n`).join('')));
	process.onSignal('TERM', 'catch');
	return yield* new TaskGroup().run(process, () => 0);
}

/** Its Pod's; undefined when nobody has told. */
function* ownNamespace(process: Process): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readWholeFile(process, NAMESPACE_FILE)).trim();
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** "2026-11-20 09:00:00.123". */
function calicoStamp(nowMs: number): string {
	const time = calendarTime(nowMs);
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${time.year}-${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${String(time.millisecond).padStart(3, '0')}`;
}

/** Health checks of calico-node and calico-kube-controllers: healthy while they run. */
const HEALTH_CHECK: Program = Object.assign(
	function* healthCheck(): Task<number> {
		return 0;
	},
	{ onlyExits: 0 },
);

export const CALICO_CNI = calicoImage('cni', {
	sizeBytes: 71_057_620,
	entries: [executable('/opt/cni/bin/install', 'calico-install', 71_432_376)],
	command: ['/opt/cni/bin/install'],
	programs: new Map([['calico-install', installCni]]),
});

export const CALICO_NODE = calicoImage('node', {
	sizeBytes: 158_501_912,
	entries: [
		executable('/usr/sbin/start_runit', 'calico-node', 1_200),
		executable('/bin/calico-node', 'calico-node-check', 66_113_408),
	],
	command: ['start_runit'],
	programs: new Map([
		[
			'calico-node',
			calicoDaemon('calico-node', { cpuMillicores: 24, memoryBytes: 112 * 1024 ** 2 }, [
				'[INFO][9] startup/startup.go 431: Early log level set to info',
				'[INFO][9] startup/startup.go 623: Using autodetected IPv4 address',
				'[INFO][9] startup/startup.go 180: Using node name',
				'[INFO][51] felix/daemon.go 378: Successfully loaded configuration.',
				'[INFO][51] felix/daemon.go 1007: Starting the datastore Syncer',
				'[INFO][51] felix/health.go 336: Overall health status changed: live=true ready=true',
			]),
		],
		['calico-node-check', HEALTH_CHECK],
	]),
});

export const CALICO_KUBE_CONTROLLERS = calicoImage('kube-controllers', {
	sizeBytes: 51_644_372,
	entries: [
		executable('/usr/bin/kube-controllers', 'calico-kube-controllers', 60_000_000),
		executable('/usr/bin/check-status', 'calico-node-check', 3_000_000),
	],
	command: ['/usr/bin/kube-controllers'],
	programs: new Map([
		[
			'calico-kube-controllers',
			calicoDaemon('calico-kube-controllers', { cpuMillicores: 3, memoryBytes: 21 * 1024 ** 2 }, [
				'[INFO][1] kube-controllers/main.go 107: Loaded configuration from environment',
				'[INFO][1] kube-controllers/main.go 131: Ensuring Calico datastore is initialized',
				'[INFO][1] kube-controllers/main.go 155: Calico datastore is initialized',
				'[INFO][1] kube-controllers/main.go 192: Getting initial config snapshot from datastore',
				'[INFO][1] kube-controllers/main.go 352: Starting status report routine',
				'[INFO][1] kube-controllers/main.go 373: Starting controller ControllerType="Node"',
			]),
		],
	]),
});
