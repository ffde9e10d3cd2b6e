import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { ON_UBUNTU } from '../../kubelet/images/bases/base.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer, link } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Addon, Page } from '../addon.ts';
import { repositoryPages } from '../charts/repository-pages.ts';
import { archive, programFile, releaseFile } from '../downloads/release-files.ts';
import { ciliumAgent } from './agent.ts';
import { logLine } from './agent-config.ts';
import { CILIUM_CHART } from './chart.ts';
import { ciliumDbg } from './dbg.ts';
import { DEMO_IMAGES, demoPages } from './demo.ts';
import { ciliumOperator } from './operator.ts';
import { CILIUM_RELEASES } from './releases.ts';

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;
const CLI = 'cilium/cilium-cli';
/** The newest first. */
const CLI_VERSIONS =
	'v0.18.8 v0.18.7 v0.18.6 v0.18.5 v0.18.4 v0.18.3 v0.18.2 v0.18.0 v0.17.0 v0.16.24 v0.16.22 v0.16.20 v0.16.19 v0.16.16 v0.16.15 v0.16.13 v0.16.11 v0.16.10 v0.16.7 v0.16.4 v0.16.0 v0.15.23 v0.15.20 v0.15.19 v0.15.16 v0.15.8 v0.15.0 v0.14.8 v0.14.1'.split(
		' ',
	);
const CLI_BYTES = 120_586_240;

/** Puts the plugin where containerd finds it. Models plugins/cilium-cni/install-plugin.sh. */
function* installPlugin(process: Process): Task<number> {
	for (const name of ['cilium-cni', 'loopback']) {
		const path = `/host/opt/cni/bin/${name}`;
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o755);
		yield* process.write(fd, encodeUtf8('#!/bin/false\n'));
		process.close(fd);
	}
	yield* process.write(
		1,
		encodeUtf8('Installing cilium-cni to /host/opt/cni/bin/ ...\nwrote /host/opt/cni/bin/cilium-cni\n'),
	);
	return 0;
}

function* nothing(): Task<number> {
	return 0;
}

/** Envoy beside the agent: what it does is done where connections pass. */
function* envoy(process: Process): Task<number> {
	return yield* resting(process, { port: 9878, memoryBytes: 60 * 1024 ** 2 });
}

function* plainRest(process: Process): Task<number> {
	return yield* resting(process, { memoryBytes: 40 * 1024 ** 2 });
}

function* resting(
	process: Process,
	{ port, memoryBytes }: { readonly port?: number; readonly memoryBytes: number },
): Task<number> {
	process.rest({ cpuMillicores: 3, memoryBytes });
	const group = new TaskGroup();
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	yield* logLine(process, 'info', `starting ${process.argv[0] ?? ''}`);
	if (port !== undefined) {
		try {
			serveHttp(process, group, '127.0.0.1', port, {
				handle: healthy,
				vouchedStatus: () => 200,
				refuse: (status) => ({ status, headers: [], body: '' }),
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return 1;
		}
	}
	return yield* group.run(process, () => 0);
}

function* healthy(): Task<{ status: number; headers: readonly (readonly [string, string])[]; body: string }> {
	return { status: 200, headers: [], body: '' };
}

const AGENT: ImageRepository = {
	names: ['quay.io/cilium/cilium', 'docker.io/cilium/cilium'],
	tags: imageTags(
		'cilium/cilium',
		CILIUM_RELEASES.map(([version, date]) => ({
			tags: `v${version}`,
			date,
			sizeBytes: 238_114_520,
			layers: () => [
				ON_UBUNTU.layer(),
				layer([
					executable('/usr/bin/cilium-agent', `cilium-agent@v${version}`, 142_606_336),
					executable('/usr/bin/cilium-dbg', `cilium-dbg@v${version}`, 108_003_328),
					link('/usr/bin/cilium', '/usr/bin/cilium-dbg'),
					executable('/install-plugin.sh', 'cilium-install-plugin', 1_330),
					executable('/init-container.sh', 'cilium-nothing', 720),
					executable('/cni-uninstall.sh', 'cilium-nothing', 1_046),
				]),
			],
			config: { cmd: ['/usr/bin/cilium-dbg'], env: ENV, workingDir: '/home/cilium' },
		})),
	),
	programs: new Map([
		['cilium-agent', ciliumAgent],
		['cilium-dbg', ciliumDbg.program],
		['cilium-install-plugin', installPlugin],
		['cilium-nothing', nothing],
	]),
};

function plainImage(
	names: readonly string[],
	tags: readonly (readonly [tag: string, date: string])[],
	path: string,
	run: (process: Process) => Task<number>,
	sizeBytes: number,
): ImageRepository {
	const program = `${names[0]}:${path}`;
	return {
		names,
		tags: imageTags(
			names[0] as string,
			tags.map(([tag, date]) => ({
				tags: tag,
				date,
				sizeBytes,
				layers: () => [distrolessLayer(), layer([executable(path, program, 2 * sizeBytes)])],
				config: { entrypoint: [path], env: ENV },
			})),
		),
		programs: new Map([[program, run]]),
	};
}

const RELEASES = CILIUM_RELEASES.map(([version, date]) => [`v${version}`, date] as const);
const ENVOYS = [
	...new Map(CILIUM_RELEASES.filter(([, , tag]) => tag !== '').map(([, date, tag]) => [tag, date] as const)),
];

const IMAGES: readonly ImageRepository[] = [
	AGENT,
	plainImage(
		['quay.io/cilium/operator-generic', 'docker.io/cilium/operator-generic'],
		RELEASES,
		'/usr/bin/cilium-operator-generic',
		ciliumOperator,
		35_221_180,
	),
	plainImage(['quay.io/cilium/cilium-envoy'], ENVOYS, '/usr/bin/cilium-envoy-starter', envoy, 61_002_447),
	plainImage(['quay.io/cilium/hubble-relay'], RELEASES, '/usr/bin/hubble-relay', plainRest, 24_300_120),
	plainImage(['quay.io/cilium/hubble-ui'], [['v0.13.3', '2025-08-13']], '/docker-entrypoint.sh', plainRest, 11_204_331),
	plainImage(
		['quay.io/cilium/hubble-ui-backend'],
		[['v0.13.3', '2025-08-13']],
		'/usr/bin/backend',
		plainRest,
		20_118_902,
	),
	plainImage(
		['ghcr.io/spiffe/spire-server'],
		[['1.9.6', '2024-05-29']],
		'/opt/spire/bin/spire-server',
		plainRest,
		49_000_221,
	),
	plainImage(
		['ghcr.io/spiffe/spire-agent'],
		[['1.9.6', '2024-05-29']],
		'/opt/spire/bin/spire-agent',
		plainRest,
		36_120_744,
	),
	...DEMO_IMAGES,
];

function cliPages(): readonly Page[] {
	const [newest = ''] = CLI_VERSIONS;
	return [
		...CLI_VERSIONS.flatMap((version) =>
			releaseFile(
				CLI,
				version,
				'cilium-linux-amd64.tar.gz',
				() => archive([programFile('cilium', `cilium@${version}`, CLI_BYTES)])(),
				version === newest,
			),
		),
		...['main', 'master'].flatMap((branch) =>
			['stable.txt', 'stable-v0.14.txt'].map((file) => ({
				url: `https://raw.githubusercontent.com/${CLI}/${branch}/${file}`,
				text: () => `${file === 'stable.txt' ? newest : 'v0.14.8'}\n`,
			})),
		),
		{
			url: 'https://raw.githubusercontent.com/cilium/cilium/main/stable.txt',
			text: () => 'v1.18.3\n',
		},
	];
}

/** eBPF-based Pod network with policies of its own. */
export const CILIUM: Addon = {
	images: IMAGES,
	pages: [...cliPages(), ...demoPages(), ...repositoryPages({ url: 'https://helm.cilium.io', charts: [CILIUM_CHART] })],
};
