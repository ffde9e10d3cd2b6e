import { stateOf } from '../../../hosts/containers/engine-container.ts';
import { TabWriter } from '../../../machinery/tab-writer.ts';
import { bool, string, stringArray } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { render, writeRows } from '../table.ts';
import { binarySize, humanSize } from '../words.ts';
import { prunedNetworks } from './networks.ts';
import { prunedImages } from './rmi.ts';
import { prunedVolumes } from './volumes.ts';

export const version: EngineCommand = {
	names: ['version'],
	usage: '[OPTIONS]',
	short: 'Show the Docker version information',
	flags: { format: string('', 'Format output using a custom template', { shorthand: 'f' }) },
	most: 0,
	*run(run) {
		const format = run.text('format');
		if (run.kind === 'podman') {
			yield* run.out.write(
				format === ''
					? 'Client:       Podman Engine\nVersion:      4.9.3\nAPI Version:  4.9.3\nGo Version:   go1.22.2\nBuilt:        Thu Jan  1 00:00:00 1970\nOS/Arch:      linux/amd64\n'
					: `${render('podman', format, { Client: { Version: '4.9.3', APIVersion: '4.9.3', GoVersion: 'go1.22.2', OsArch: 'linux/amd64' } })}\n`,
			);
			return 0;
		}
		run.engine();
		const client = {
			Version: '28.5.1',
			ApiVersion: '1.51',
			DefaultAPIVersion: '1.51',
			GoVersion: 'go1.24.8',
			GitCommit: 'e180ab8',
			Os: 'linux',
			Arch: 'amd64',
			BuildTime: 'Wed Oct  8 12:17:26 2025',
			Context: 'default',
		};
		const server = {
			Version: '28.5.1',
			ApiVersion: '1.51',
			MinAPIVersion: '1.24',
			GoVersion: 'go1.24.8',
			GitCommit: 'f8215cc',
			Os: 'linux',
			Arch: 'amd64',
			BuildTime: 'Wed Oct  8 12:17:26 2025',
		};
		if (format !== '') {
			const data = { Client: client, Server: server };
			yield* run.out.write(`${format === 'json' ? JSON.stringify(data) : render('docker', format, data)}\n`);
			return 0;
		}
		yield* run.out.write(DOCKER_VERSION);
		return 0;
	},
};

const DOCKER_VERSION = `Client: Docker Engine - Community
 Version:           28.5.1
 API version:       1.51
 Go version:        go1.24.8
 Git commit:        e180ab8
 Built:             Wed Oct  8 12:17:26 2025
 OS/Arch:           linux/amd64
 Context:           default

Server: Docker Engine - Community
 Engine:
  Version:          28.5.1
  API version:      1.51 (minimum version 1.24)
  Go version:       go1.24.8
  Git commit:       f8215cc
  Built:            Wed Oct  8 12:17:26 2025
  OS/Arch:          linux/amd64
  Experimental:     false
 containerd:
  Version:          v2.1.4
  GitCommit:        75cb2b7193e4e490e9fbdc236c0e811ccaba3376
 runc:
  Version:          1.3.0
  GitCommit:        v1.3.0-0-g4ca628d1
 docker-init:
  Version:          0.19.0
  GitCommit:        de40ad0
`;

export const info: EngineCommand = {
	names: ['info', 'system info'],
	usage: '[OPTIONS]',
	short: 'Display system-wide information',
	flags: { format: string('', 'Format output using a custom template', { shorthand: 'f' }) },
	most: 0,
	*run(run) {
		const engine = run.engine();
		const count = (state: string): number => engine.containers.filter((each) => stateOf(each) === state).length;
		const { machine } = run.process;
		const facts = {
			Containers: engine.containers.length,
			ContainersRunning: count('running'),
			ContainersPaused: count('paused'),
			ContainersStopped: engine.containers.length - count('running') - count('paused'),
			Images: engine.images.list().length,
			Driver: run.kind === 'docker' ? 'overlay2' : 'overlay',
			LoggingDriver: 'json-file',
			CgroupDriver: 'systemd',
			CgroupVersion: '2',
			KernelVersion: machine.kernelRelease,
			OperatingSystem: 'Ubuntu 24.04.3 LTS',
			OSType: 'linux',
			Architecture: 'x86_64',
			NCPU: machine.cpus,
			MemTotal: machine.memoryBytes,
			Name: machine.hostname,
			DockerRootDir: engine.root,
			ServerVersion: '28.5.1',
		};
		const format = run.text('format');
		if (format !== '') {
			yield* run.out.write(
				`${format === 'json' ? JSON.stringify(facts) : render(run.kind, format, run.kind === 'docker' ? facts : podmanFacts(run, facts))}\n`,
			);
			return 0;
		}
		yield* run.out.write(run.kind === 'docker' ? dockerInfo(facts) : podmanInfo(run, facts));
		return 0;
	},
};

type Facts = Readonly<Record<string, string | number>>;

function podmanFacts(run: EngineRun, facts: Facts): object {
	const { machine } = run.process;
	return {
		Host: {
			Arch: 'amd64',
			CPUs: machine.cpus,
			Hostname: machine.hostname,
			Kernel: machine.kernelRelease,
			MemTotal: machine.memoryBytes,
			OS: 'linux',
			CgroupManager: 'systemd',
			Security: { Rootless: run.process.credentials.uid !== 0 },
		},
		Store: {
			GraphRoot: facts.DockerRootDir,
			GraphDriverName: 'overlay',
			ContainerStore: { Number: facts.Containers },
			ImageStore: { Number: facts.Images },
		},
		Version: { Version: '4.9.3', APIVersion: '4.9.3' },
	};
}

function dockerInfo(facts: Facts): string {
	return `Client: Docker Engine - Community
 Version:    28.5.1
 Context:    default
 Debug Mode: false
 Plugins:
  buildx: Docker Buildx (Docker Inc.)
    Version:  v0.29.1
    Path:     /usr/libexec/docker/cli-plugins/docker-buildx

Server:
 Containers: ${facts.Containers}
  Running: ${facts.ContainersRunning}
  Paused: ${facts.ContainersPaused}
  Stopped: ${facts.ContainersStopped}
 Images: ${facts.Images}
 Server Version: 28.5.1
 Storage Driver: overlay2
  Backing Filesystem: extfs
  Supports d_type: true
  Using metacopy: false
  Native Overlay Diff: true
  userxattr: false
 Logging Driver: json-file
 Cgroup Driver: systemd
 Cgroup Version: 2
 Plugins:
  Volume: local
  Network: bridge host ipvlan macvlan null overlay
  Log: awslogs fluentd gcplogs gelf journald json-file local splunk syslog
 Swarm: inactive
 Runtimes: io.containerd.runc.v2 runc
 Default Runtime: runc
 Init Binary: docker-init
 containerd version: 75cb2b7193e4e490e9fbdc236c0e811ccaba3376
 runc version: v1.3.0-0-g4ca628d1
 init version: de40ad0
 Security Options:
  apparmor
  seccomp
   Profile: builtin
  cgroupns
 Kernel Version: ${facts.KernelVersion}
 Operating System: ${facts.OperatingSystem}
 OSType: linux
 Architecture: x86_64
 CPUs: ${facts.NCPU}
 Total Memory: ${binarySize(Number(facts.MemTotal))}
 Name: ${facts.Name}
 Docker Root Dir: ${facts.DockerRootDir}
 Debug Mode: false
 Experimental: false
 Insecure Registries:
  ::1/128
  127.0.0.0/8
 Live Restore Enabled: false

`;
}

function podmanInfo(run: EngineRun, facts: Facts): string {
	const { machine, credentials } = run.process;
	return `host:
  arch: amd64
  buildahVersion: 1.33.7
  cgroupManager: systemd
  cgroupVersion: v2
  cpus: ${machine.cpus}
  hostname: ${machine.hostname}
  kernel: ${machine.kernelRelease}
  memTotal: ${machine.memoryBytes}
  networkBackend: netavark
  ociRuntime:
    name: crun
    path: /usr/bin/crun
  os: linux
  security:
    rootless: ${credentials.uid !== 0}
registries:
  search:
  - docker.io
store:
  containerStore:
    number: ${facts.Containers}
    paused: ${facts.ContainersPaused}
    running: ${facts.ContainersRunning}
    stopped: ${facts.ContainersStopped}
  graphDriverName: overlay
  graphRoot: ${facts.DockerRootDir}
  imageStore:
    number: ${facts.Images}
version:
  APIVersion: 4.9.3
  GoVersion: go1.22.2
  OsArch: linux/amd64
  Version: 4.9.3
`;
}

const USAGE = {
	headers: { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' },
	columns: ['Type', 'TotalCount', 'Active', 'Size', 'Reclaimable'],
};

export const systemDf: EngineCommand = {
	names: ['system df'],
	usage: '[OPTIONS]',
	short: 'Show docker disk usage',
	flags: {
		format: string('', 'Format output using a custom template'),
		verbose: bool(false, 'Show detailed information on space usage', { shorthand: 'v' }),
	},
	most: 0,
	*run(run) {
		const engine = run.engine();
		const images = engine.images.list();
		const used = new Set(engine.containers.map((each) => each.image.configDigest));
		const layers = new Map(
			images.flatMap(({ version }) =>
				engine.images.contentOf(version).layers.map(({ diffId, sizeBytes }) => [diffId, sizeBytes] as const),
			),
		);
		const usedLayers = new Set(
			images
				.filter(({ version }) => used.has(version.configDigest))
				.flatMap(({ version }) => engine.images.contentOf(version).layers.map(({ diffId }) => diffId)),
		);
		const sum = (values: Iterable<number>): number => [...values].reduce((all, each) => all + each, 0);
		const imageBytes = sum(layers.values());
		const freeBytes = sum([...layers].filter(([id]) => !usedLayers.has(id)).map(([, bytes]) => bytes));
		const written = (running: boolean): number =>
			sum(
				engine.containers
					.filter((each) => (stateOf(each) === 'running') === running)
					.map((each) => each.live.content.writtenBytes()),
			);
		const volumes = engine.volumes.list();
		const isUsed = (name: string): boolean =>
			engine.containers.some(({ mounts }) => mounts.some((each) => each.name === name));
		const volumeBytes = (free: boolean): number =>
			sum(volumes.filter(({ name }) => !free || !isUsed(name)).map(({ path }) => engine.machine.root.bytesBelow(path)));
		const share = (part: number, all: number): string =>
			`${humanSize(part)}${all === 0 ? '' : ` (${Math.floor((part / all) * 100)}%)`}`;
		const row = (Type: string, total: number, active: number, bytes: number, free: number) => ({
			Type,
			TotalCount: String(total),
			Active: String(active),
			Size: humanSize(bytes),
			Reclaimable: share(free, bytes),
		});
		const containers = written(true) + written(false);
		const rows = [
			row(
				'Images',
				images.length,
				images.filter(({ version }) => used.has(version.configDigest)).length,
				imageBytes,
				freeBytes,
			),
			row(
				'Containers',
				engine.containers.length,
				engine.containers.filter((each) => stateOf(each) === 'running').length,
				containers,
				written(false),
			),
			row(
				'Local Volumes',
				volumes.length,
				volumes.filter(({ name }) => isUsed(name)).length,
				volumeBytes(false),
				volumeBytes(true),
			),
			...(run.kind === 'docker'
				? [
						{
							...row('Build Cache', engine.buildCache.size, 0, engine.buildCache.sizeBytes, 0),
							Reclaimable: humanSize(engine.buildCache.sizeBytes),
						},
					]
				: []),
		];
		yield* writeRows(run, USAGE, rows, run.text('format'));
		return 0;
	},
};

export const systemPrune: EngineCommand = {
	names: ['system prune'],
	usage: '[OPTIONS]',
	short: 'Remove unused data',
	flags: {
		all: bool(false, 'Remove all unused images not just dangling ones', { shorthand: 'a' }),
		filter: stringArray('Provide filter values (e.g. "label=<key>=<value>")'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
		volumes: bool(false, 'Prune anonymous volumes'),
	},
	most: 0,
	*run(run) {
		const engine = run.engine();
		let bytes = 0;
		const section = (title: string, names: readonly string[]): string =>
			names.length === 0 ? '' : `${title}:\n${names.join('\n')}\n\n`;
		const gone = engine.containers.filter((each) => stateOf(each) !== 'running');
		for (const container of gone) {
			bytes += container.live.content.writtenBytes();
			yield* engine.remove(container, { force: true, volumes: false });
		}
		yield* run.out.write(
			section(
				'Deleted Containers',
				gone.map(({ id }) => id),
			),
		);
		yield* run.out.write(section('Deleted Networks', prunedNetworks(run)));
		if (run.isOn('volumes')) {
			const volumes = prunedVolumes(run, false);
			bytes += volumes.bytes;
			yield* run.out.write(section('Deleted Volumes', volumes.names));
		}
		const images = prunedImages(run, run.isOn('all'));
		bytes += images.bytes;
		yield* run.out.write(images.text.replace(/Total reclaimed space: .*\n$/, ''));
		bytes += engine.buildCache.sizeBytes;
		engine.buildCache.clear();
		yield* run.out.write(`Total reclaimed space: ${humanSize(bytes, 4)}\n`);
		return 0;
	},
};

export const builderPrune: EngineCommand = {
	names: ['builder prune', 'buildx prune'],
	usage: '',
	short: 'Remove build cache',
	flags: {
		all: bool(false, 'Remove all unused build cache, not just dangling ones', { shorthand: 'a' }),
		filter: stringArray('Provide filter values (e.g. "until=24h")'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
	},
	only: 'docker',
	*run(run) {
		const { buildCache } = run.engine();
		const bytes = buildCache.sizeBytes;
		buildCache.clear();
		yield* run.out.write(`Total:\t${humanSize(bytes, 4)}\n`);
		return 0;
	},
};

export const contextList: EngineCommand = {
	names: ['context ls', 'context list'],
	usage: '[OPTIONS]',
	short: 'List contexts',
	flags: {
		format: string('', 'Format output using a custom template'),
		quiet: bool(false, 'Only show context names', { shorthand: 'q' }),
	},
	only: 'docker',
	*run(run) {
		if (run.isOn('quiet')) {
			yield* run.out.write('default\n');
			return 0;
		}
		const writer = new TabWriter({ minWidth: 10, padding: 3, rememberWidths: false });
		writer.write('NAME\tDESCRIPTION\tDOCKER ENDPOINT\tERROR\n');
		writer.write('default *\tCurrent DOCKER_HOST based configuration\tunix:///var/run/docker.sock\t\n');
		yield* run.out.write(writer.flush());
		return 0;
	},
};
