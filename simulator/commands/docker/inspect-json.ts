import type { ContainerEngine } from '../../hosts/containers/container-engine.ts';
import { type EngineContainer, stateOf } from '../../hosts/containers/engine-container.ts';
import type { EngineNetwork } from '../../hosts/containers/engine-networks.ts';
import type { EngineVolume } from '../../hosts/containers/engine-volumes.ts';
import { familiarName, nanoTimeText, splitTag } from './words.ts';

type Stored = ReturnType<ContainerEngine['images']['requireStored']>;

/** What `inspect` shows of a container. Models moby api/types/container InspectResponse, podman's InspectContainerData. */
export function containerJson(engine: ContainerEngine, container: EngineContainer): Record<string, unknown> {
	const { id, name, request, createdAtMs, live, command, image, restarts, mounts } = container;
	const isDocker = engine.kind === 'docker';
	const { record } = live;
	const entrypoint = request.entrypoint ?? image.config.entrypoint ?? [];
	const args = command.slice(1);
	const folder = `${engine.root}/containers/${id}`;
	return {
		Id: id,
		Created: nanoTimeText(createdAtMs),
		Path: command[0] ?? '',
		Args: args,
		State: stateJson(container),
		Image: isDocker ? image.configDigest : image.configDigest.slice('sha256:'.length),
		...(isDocker ? {} : { ImageName: imageName(engine, container) }),
		ResolvConfPath: `${folder}/resolv.conf`,
		HostnamePath: `${folder}/hostname`,
		HostsPath: `${folder}/hosts`,
		LogPath: record.config.logPath,
		Name: isDocker ? `/${name}` : name,
		RestartCount: restarts,
		Driver: isDocker ? 'overlay2' : 'overlay',
		Platform: 'linux',
		MountLabel: '',
		ProcessLabel: '',
		AppArmorProfile: isDocker ? 'docker-default' : 'containers-default-0.57.4',
		ExecIDs: null,
		HostConfig: hostConfig(container),
		GraphDriver: { Data: {}, Name: isDocker ? 'overlay2' : 'overlay' },
		Mounts: mounts.map((mount) => ({
			Type: mount.type,
			...(mount.type === 'volume' ? { Name: mount.name } : {}),
			Source: mount.source,
			Destination: mount.target,
			...(mount.type === 'volume' ? { Driver: 'local' } : {}),
			Mode: mount.readOnly ? 'ro' : mount.type === 'volume' ? 'z' : '',
			RW: !mount.readOnly,
			Propagation: mount.type === 'bind' ? 'rprivate' : '',
		})),
		Config: {
			Hostname: container.hostname,
			Domainname: '',
			User: request.user ?? image.config.user ?? '',
			AttachStdin: request.stdin,
			AttachStdout: true,
			AttachStderr: true,
			...(ports(container).length === 0
				? {}
				: { ExposedPorts: Object.fromEntries(ports(container).map((port) => [port, {}])) }),
			Tty: request.tty,
			OpenStdin: request.stdin,
			StdinOnce: request.stdin,
			Env: environment(container),
			Cmd: commandOf(container),
			Image: request.image,
			Volumes:
				image.config.volumes === undefined ? null : Object.fromEntries(image.config.volumes.map((path) => [path, {}])),
			WorkingDir: request.workingDir ?? image.config.workingDir ?? '',
			Entrypoint: entrypoint.length === 0 ? null : entrypoint,
			OnBuild: null,
			Labels: Object.fromEntries([...(image.config.labels ?? []), ...request.labels]),
			...(record.stopSignal === 'TERM' ? {} : { StopSignal: `SIG${record.stopSignal}` }),
		},
		NetworkSettings: networkSettings(container),
	};
}

function imageName(engine: ContainerEngine, { request, image }: EngineContainer): string {
	const stored = engine.images.store.list().find((each) => each.version === image);
	return (
		engine.images.namesOf(request.image).find((each) => stored?.tags.includes(each)) ??
		stored?.tags[0] ??
		image.configDigest
	);
}

function commandOf({ command, request, image }: EngineContainer): readonly string[] | null {
	const entrypoint = request.entrypoint ?? image.config.entrypoint ?? [];
	const rest = command.slice(entrypoint.length);
	return rest.length === 0 ? null : rest;
}

function environment({ request, image, live }: EngineContainer): string[] {
	const all = new Map([...image.config.env, ...request.env]);
	if (!all.has('PATH')) all.set('PATH', live.env.get('PATH') ?? '');
	return [
		...request.env.map(([name]) => name),
		...[...all.keys()].filter((name) => !request.env.some(([each]) => each === name)),
	].map((name) => `${name}=${all.get(name)}`);
}

function ports({ image, request }: EngineContainer): string[] {
	const published = request.ports.map((port) => `${port.containerPort}/${port.protocol}`);
	return [
		...new Set([
			...(image.config.exposedPorts ?? []).map((port) => (port.includes('/') ? port : `${port}/tcp`)),
			...published,
		]),
	];
}

function stateJson(container: EngineContainer): Record<string, unknown> {
	const { record, process, group } = container.live;
	const state = stateOf(container);
	const running = state === 'running' || state === 'paused';
	return {
		Status: state,
		Running: running,
		Paused: state === 'paused',
		Restarting: false,
		OOMKilled: group.oomKills > 0,
		Dead: false,
		Pid: running ? (process?.hostPid ?? 0) : 0,
		ExitCode: state === 'created' && container.error !== '' ? 127 : record.exitCode,
		Error: container.error,
		StartedAt: nanoTimeText(record.startedAtMs),
		FinishedAt: nanoTimeText(record.finishedAtMs),
		...healthJson(container),
	};
}

function healthJson({ health }: EngineContainer): Record<string, unknown> {
	if (health === undefined) return {};
	return {
		Health: {
			Status: health.status,
			FailingStreak: health.failingStreak,
			Log: health.log.map(({ startMs, endMs, exitCode, output }) => ({
				Start: nanoTimeText(startMs),
				End: nanoTimeText(endMs),
				ExitCode: exitCode,
				Output: output,
			})),
		},
	};
}

function hostConfig(container: EngineContainer): Record<string, unknown> {
	const { request } = container;
	const bindings = Object.fromEntries(
		request.ports.map((port) => [
			`${port.containerPort}/${port.protocol}`,
			[{ HostIp: port.hostAddress, HostPort: port.hostPort === 0 ? '' : String(port.hostPort) }],
		]),
	);
	const binds = request.mounts
		.filter(({ type }) => type !== 'tmpfs')
		.map((mount) => `${mount.source}:${mount.target}${mount.readOnly ? ':ro' : ''}`);
	return {
		Binds: binds.length === 0 ? null : binds,
		NetworkMode: request.networks[0] ?? 'bridge',
		PortBindings: bindings,
		RestartPolicy: { Name: request.restart.policy, MaximumRetryCount: request.restart.retries },
		AutoRemove: request.autoRemove,
		CapAdd: request.capAdd.length === 0 ? null : request.capAdd.map((name) => `CAP_${name}`),
		CapDrop:
			request.capDrop.length === 0 ? null : request.capDrop.map((name) => (name === 'ALL' ? name : `CAP_${name}`)),
		Dns: request.dns,
		ExtraHosts:
			request.extraHosts.length === 0 ? null : request.extraHosts.map(([name, address]) => `${name}:${address}`),
		Privileged: request.privileged,
		PublishAllPorts: request.publishAll,
		ReadonlyRootfs: request.readOnly,
		SecurityOpt: request.noNewPrivileges ? ['no-new-privileges'] : null,
		ShmSize: 67_108_864,
		Runtime: 'runc',
		Memory: request.memoryBytes ?? 0,
		NanoCpus: (request.cpuMillicores ?? 0) * 1_000_000,
		MemorySwap: (request.memoryBytes ?? 0) * 2,
	};
}

function networkSettings(container: EngineContainer): Record<string, unknown> {
	const running = stateOf(container) === 'running';
	const [first] = container.attachments.values();
	const published = new Map<string, { HostIp: string; HostPort: string }[] | null>(
		ports(container).map((port) => [port, null]),
	);
	for (const { hostAddress, hostPort, containerPort, protocol } of container.ports) {
		const all = [{ HostIp: hostAddress, HostPort: String(hostPort) }];
		if (hostAddress === '0.0.0.0') all.push({ HostIp: '::', HostPort: String(hostPort) });
		published.set(`${containerPort}/${protocol}`, all);
	}
	const shown = (text: string | undefined): string => (running ? (text ?? '') : '');
	return {
		Bridge: '',
		SandboxID: running ? container.sandboxId : '',
		SandboxKey: running ? `/var/run/docker/netns/${container.sandboxId.slice(0, 12)}` : '',
		Ports: running ? Object.fromEntries(published) : {},
		Gateway: shown(first?.gateway),
		IPAddress: shown(first?.address),
		IPPrefixLen: running && first !== undefined ? 16 : 0,
		MacAddress: shown(first?.mac),
		Networks: Object.fromEntries(
			[...container.attachments].map(([name, each]) => [
				name,
				{
					IPAMConfig: null,
					Links: null,
					Aliases: each.aliases.length === 0 ? null : each.aliases,
					MacAddress: shown(each.mac),
					NetworkID: each.networkId,
					EndpointID: '',
					Gateway: shown(each.gateway),
					IPAddress: shown(each.address),
					IPPrefixLen: running ? 16 : 0,
					IPv6Gateway: '',
					GlobalIPv6Address: '',
					GlobalIPv6PrefixLen: 0,
					DNSNames: [container.name, container.id.slice(0, 12), ...each.aliases],
				},
			]),
		),
	};
}

/** What `inspect` shows of an image. */
export function imageJson(engine: ContainerEngine, { version, tags, digests }: Stored): Record<string, unknown> {
	const isDocker = engine.kind === 'docker';
	const { layers, history, configJson } = engine.images.contentOf(version);
	const { config } = JSON.parse(configJson) as { config: Record<string, unknown> };
	const bytes = engine.images.sizeOf(version);
	const name = (full: string): string => (isDocker ? familiarName(full) : full);
	return {
		Id: isDocker ? version.configDigest : version.configDigest.slice('sha256:'.length),
		...(isDocker ? {} : { Digest: version.digest }),
		RepoTags: tags.map(name),
		RepoDigests: (isDocker || digests.length > 0
			? digests
			: tags.map((tag) => `${splitTag(tag)[0]}@${version.digest}`)
		).map(name),
		Parent: '',
		Comment: history.at(-1)?.comment ?? '',
		Created: version.createdAt,
		...(isDocker ? { DockerVersion: '', Author: '' } : {}),
		Config: config,
		...(isDocker ? {} : { Version: '', Author: '' }),
		Architecture: 'amd64',
		Os: 'linux',
		Size: bytes,
		...(isDocker ? {} : { VirtualSize: bytes }),
		GraphDriver: { Data: null, Name: isDocker ? 'overlay2' : 'overlay' },
		RootFS: { Type: 'layers', Layers: layers.map(({ diffId }) => diffId) },
		...(isDocker
			? { Metadata: { LastTagTime: '0001-01-01T00:00:00Z' } }
			: {
					Labels: config.Labels ?? null,
					Annotations: {},
					ManifestType: 'application/vnd.oci.image.manifest.v1+json',
					User: config.User ?? '',
					History: history.map((each) => ({
						created: each.created,
						created_by: each.createdBy,
						...(each.comment === '' ? {} : { comment: each.comment }),
						...(each.empty ? { empty_layer: true } : {}),
					})),
					NamesHistory: tags,
				}),
	};
}

/** What `network inspect` shows. */
export function networkJson(engine: ContainerEngine, network: EngineNetwork): Record<string, unknown> {
	const { id, name, driver, subnet, gateway, createdAtMs, labels, internal } = network;
	if (engine.kind === 'podman') {
		return {
			name,
			id,
			driver,
			network_interface: name === 'podman' ? 'podman0' : `podman${engine.networks.list().indexOf(network)}`,
			created: nanoTimeText(createdAtMs),
			subnets: [{ subnet, gateway }],
			ipv6_enabled: false,
			internal,
			dns_enabled: network.hasNames,
			ipam_options: { driver: 'host-local' },
		};
	}
	const plugged = engine.containers.filter((each) => each.attachments.has(name) && stateOf(each) === 'running');
	return {
		Name: name,
		Id: id,
		Created: nanoTimeText(createdAtMs),
		Scope: 'local',
		Driver: driver,
		EnableIPv4: true,
		EnableIPv6: false,
		IPAM: {
			Driver: 'default',
			Options: engine.networks.isOwn(name) ? null : {},
			Config: subnet === '' ? null : [{ Subnet: subnet, Gateway: gateway }],
		},
		Internal: internal,
		Attachable: false,
		Ingress: false,
		ConfigFrom: { Network: '' },
		ConfigOnly: false,
		Containers: Object.fromEntries(
			plugged.map((each) => {
				const at = each.attachments.get(name);
				const bits = subnet.split('/')[1] ?? '16';
				return [
					each.id,
					{
						Name: each.name,
						EndpointID: '',
						MacAddress: at?.mac ?? '',
						IPv4Address: `${at?.address}/${bits}`,
						IPv6Address: '',
					},
				];
			}),
		),
		Options: name === 'bridge' ? BRIDGE_OPTIONS : {},
		Labels: Object.fromEntries(labels),
	};
}

const BRIDGE_OPTIONS = {
	'com.docker.network.bridge.default_bridge': 'true',
	'com.docker.network.bridge.enable_icc': 'true',
	'com.docker.network.bridge.enable_ip_masquerade': 'true',
	'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
	'com.docker.network.bridge.name': 'docker0',
	'com.docker.network.driver.mtu': '1500',
};

/** What `volume inspect` shows. */
export function volumeJson(
	engine: ContainerEngine,
	{ name, path, labels, anonymous, createdAtMs }: EngineVolume,
): Record<string, unknown> {
	const all = { ...(anonymous ? { 'com.docker.volume.anonymous': '' } : {}), ...Object.fromEntries(labels) };
	const isDocker = engine.kind === 'docker';
	const own = {
		CreatedAt: nanoTimeText(createdAtMs),
		Driver: 'local',
		Labels: Object.keys(all).length === 0 && isDocker ? null : all,
		Mountpoint: path,
		Name: name,
		Options: isDocker ? null : {},
		Scope: 'local',
	};
	return isDocker
		? own
		: {
				...own,
				MountCount: 0,
				NeedsCopyUp: true,
				NeedsChown: true,
				LockNumber: 1,
			};
}
