import type { ContainerEngine } from '../../hosts/containers/container-engine.ts';
import type { ContainerEngines } from '../../hosts/containers/container-engines.ts';
import { EngineError } from '../../hosts/containers/container-request.ts';
import { type EngineContainer, stateOf } from '../../hosts/containers/engine-container.ts';
import type { DockerApi } from '../../hosts/systemd/docker-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { containerJson, imageJson, networkJson, volumeJson } from './inspect-json.ts';
import { statusText } from './verbs/ps.ts';
import { familiarName } from './words.ts';

const VERSION = '28.5.1';
const API_VERSION = '1.51';
const STOP_GRACE_MS = 10_000;

/**
 * The engine's HTTP interface, of version 1.51: what there is, and containers' lives. Models moby api/server/router.
 * Differs: nothing can be created, built, attached to or followed by it.
 */
export const dockerApi: DockerApi = function* (process, request) {
	const [path = '', query = ''] = request.target.split('?');
	const plain = path.replace(/^\/v1\.\d+(?=\/)/, '');
	const engine = process.port<ContainerEngines>('container-engines')?.get('docker', 0, '/root');
	if (engine === undefined) return answered(process, 503, { message: 'no engine' });
	if (plain === '/_ping' && /^(GET|HEAD)$/.test(request.method)) return ping(process);
	try {
		return yield* route(process, engine, request, plain, new Map(pairs(query)));
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const isMissing = /^No such/i.test(error.message);
		return answered(process, isMissing ? 404 : 409, { message: error.message });
	}
};

function* pairs(query: string): Generator<[string, string]> {
	for (const [, name = '', value = ''] of query.matchAll(/([^&=]+)(?:=([^&]*))?/g)) yield [name, value];
}

function* route(
	process: Process,
	engine: ContainerEngine,
	{ method }: HttpRequest,
	path: string,
	query: ReadonlyMap<string, string>,
): Task<HttpAnswer> {
	const isOn = (name: string): boolean => /^(?:1|true)$/i.test(query.get(name) ?? '');
	const [, kind = '', name = '', verb = ''] =
		/^\/(\w+)(?:\/(.+?))?(?:\/(json|start|stop|kill|restart|logs))?$/.exec(path) ?? [];
	const what = name === 'json' ? `${method} ${kind}` : `${method} ${kind}${name === '' ? '' : '/'}${verb}`;
	const json = (value: unknown): HttpAnswer => answered(process, 200, value);
	switch (what) {
		case 'GET version':
			return json(versionJson(process));
		case 'GET info':
			return json(infoJson(process, engine));
		case 'GET containers': {
			const all = [...engine.containers].reverse();
			return json(
				all
					.filter((each) => isOn('all') || stateOf(each) === 'running' || stateOf(each) === 'paused')
					.map((each) => summaryJson(process, each)),
			);
		}
		case 'GET containers/json':
			return json(containerJson(engine, engine.container(name)));
		case 'POST containers/start':
			return yield* started(process, engine, engine.container(name));
		case 'POST containers/stop':
			return yield* stopped(process, engine, engine.container(name), Number(query.get('t') ?? STOP_GRACE_MS / 1000));
		case 'POST containers/kill':
			return yield* stopped(process, engine, engine.container(name), 0);
		case 'POST containers/restart':
			yield* stopped(process, engine, engine.container(name), Number(query.get('t') ?? STOP_GRACE_MS / 1000));
			return yield* started(process, engine, engine.container(name));
		case 'DELETE containers/':
			yield* engine.remove(engine.container(name), { force: isOn('force'), volumes: isOn('v') });
			return answered(process, 204, undefined);
		case 'GET images':
			return json(engine.images.list().map((stored) => imageSummary(engine, stored)));
		case 'GET images/json':
			return json(imageJson(engine, engine.images.requireStored(decoded(name))));
		case 'GET networks':
			return json(engine.networks.list().map((network) => networkJson(engine, network)));
		case 'GET volumes':
			return json({ Volumes: engine.volumes.list().map((volume) => volumeJson(engine, volume)), Warnings: null });
		default:
			return answered(process, 404, { message: 'page not found' });
	}
}

/** What is no encoding stands for itself. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function* started(process: Process, engine: ContainerEngine, container: EngineContainer): Task<HttpAnswer> {
	if (stateOf(container) === 'running') return answered(process, 304, undefined);
	yield* engine.start(container);
	return answered(process, 204, undefined);
}

function* stopped(
	process: Process,
	engine: ContainerEngine,
	container: EngineContainer,
	seconds: number,
): Task<HttpAnswer> {
	if (stateOf(container) !== 'running') return answered(process, 304, undefined);
	yield* engine.stop(container, Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : STOP_GRACE_MS);
	return answered(process, 204, undefined);
}

function headers(process: Process): [string, string][] {
	return [
		['Api-Version', API_VERSION],
		['Docker-Experimental', 'false'],
		['Ostype', 'linux'],
		['Server', `Docker/${VERSION} (linux)`],
		['Date', formatHttpDate(process.now())],
	];
}

/** @param value undefined: there is nothing to say. */
function answered(process: Process, status: number, value: unknown): HttpAnswer {
	const [version, ...rest] = headers(process);
	const type: [string, string][] = value === undefined ? [] : [['Content-Type', 'application/json']];
	return {
		status,
		headers: [version as [string, string], ...type, ...rest],
		body: value === undefined ? '' : `${JSON.stringify(value)}\n`,
	};
}

function ping(process: Process): HttpAnswer {
	const [version, ...rest] = headers(process);
	const more: [string, string][] = [
		['Builder-Version', '2'],
		['Cache-Control', 'no-cache, no-store, must-revalidate'],
		['Content-Type', 'text/plain; charset=utf-8'],
	];
	const last: [string, string][] = [
		['Pragma', 'no-cache'],
		['Swarm', 'inactive'],
	];
	const all = [version as [string, string], ...more, ...rest, ...last];
	return { status: 200, headers: all.sort(([a], [b]) => (a < b ? -1 : 1)), body: 'OK' };
}

function versionJson({ machine }: Process): Record<string, unknown> {
	return {
		Platform: { Name: 'Docker Engine - Community' },
		Components: [
			{
				Name: 'Engine',
				Version: VERSION,
				Details: {
					ApiVersion: API_VERSION,
					Arch: 'amd64',
					BuildTime: '2025-10-08T12:17:26.000000000+00:00',
					Experimental: 'false',
					GitCommit: 'f8215cc',
					GoVersion: 'go1.24.8',
					KernelVersion: machine.kernelRelease,
					MinAPIVersion: '1.24',
					Os: 'linux',
				},
			},
		],
		Version: VERSION,
		ApiVersion: API_VERSION,
		MinAPIVersion: '1.24',
		GitCommit: 'f8215cc',
		GoVersion: 'go1.24.8',
		Os: 'linux',
		Arch: 'amd64',
		KernelVersion: machine.kernelRelease,
		BuildTime: '2025-10-08T12:17:26.000000000+00:00',
	};
}

function infoJson({ machine }: Process, engine: ContainerEngine): Record<string, unknown> {
	const count = (state: string): number => engine.containers.filter((each) => stateOf(each) === state).length;
	const [running, paused] = [count('running'), count('paused')];
	return {
		Containers: engine.containers.length,
		ContainersRunning: running,
		ContainersPaused: paused,
		ContainersStopped: engine.containers.length - running - paused,
		Images: engine.images.list().length,
		Driver: 'overlay2',
		LoggingDriver: 'json-file',
		CgroupDriver: 'systemd',
		CgroupVersion: '2',
		KernelVersion: machine.kernelRelease,
		OperatingSystem: 'Ubuntu 24.04.3 LTS',
		OSType: 'linux',
		Architecture: 'x86_64',
		NCPU: machine.cpus,
		MemTotal: machine.memoryBytes,
		DockerRootDir: engine.root,
		Name: machine.hostname,
		ServerVersion: VERSION,
	};
}

function summaryJson(process: Process, container: EngineContainer): Record<string, unknown> {
	const { id, name, request, image, command, createdAtMs, ports, attachments, mounts } = container;
	const networks = [...attachments].map(([network, { networkId, address, gateway, mac }]) => [
		network,
		{ NetworkID: networkId, Gateway: gateway, IPAddress: address, MacAddress: mac },
	]);
	return {
		Id: id,
		Names: [`/${name}`],
		Image: request.image,
		ImageID: image.configDigest,
		Command: command.join(' '),
		Created: Math.floor(createdAtMs / 1000),
		Ports: ports.map(({ hostAddress, hostPort, containerPort, protocol }) => ({
			IP: hostAddress,
			PrivatePort: containerPort,
			PublicPort: hostPort,
			Type: protocol,
		})),
		Labels: Object.fromEntries([...(image.config.labels ?? []), ...request.labels]),
		State: stateOf(container),
		Status: statusText(container, process.now(), 'docker'),
		HostConfig: { NetworkMode: request.networks[0] ?? 'bridge' },
		NetworkSettings: { Networks: Object.fromEntries(networks) },
		Mounts: mounts.map(({ type, name: volume, source, target, readOnly }) => ({
			Type: type,
			...(type === 'volume' ? { Name: volume } : {}),
			Source: source,
			Destination: target,
			Mode: readOnly ? 'ro' : '',
			RW: !readOnly,
			Propagation: type === 'bind' ? 'rprivate' : '',
		})),
	};
}

function imageSummary(
	engine: ContainerEngine,
	{ version, tags, digests }: ReturnType<ContainerEngine['images']['requireStored']>,
): Record<string, unknown> {
	return {
		Containers: -1,
		Created: Math.floor(Date.parse(version.createdAt) / 1000),
		Id: version.configDigest,
		Labels: version.config.labels === undefined ? null : Object.fromEntries(version.config.labels),
		ParentId: '',
		RepoDigests: digests.map(familiarName),
		RepoTags: tags.map(familiarName),
		SharedSize: -1,
		Size: engine.images.sizeOf(version),
	};
}
