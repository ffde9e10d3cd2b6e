import type { EngineContainer, EngineMount } from '../../../hosts/containers/engine-container.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { bool, int, string } from '../../flags.ts';
import { complaint, type EngineCommand, type EngineRun } from '../engine-command.ts';

const HEADER = `# Save the output of this file and use kubectl create -f to import
# it into Kubernetes.
#
# Created with podman-4.9.3
`;

/** Models containers/podman pkg/domain/infra/abi/generate.go and libpod/kube.go. Differs: of containers only, not of Pods; ports of nodes are the cluster's to choose. */
export const generateKube: EngineCommand = {
	names: ['kube generate', 'generate kube'],
	usage: '[options] {CONTAINER...|POD...|VOLUME...}',
	short: 'Generate Kubernetes YAML from containers, pods or volumes.',
	only: 'podman',
	flags: {
		filename: string('', 'Write output to the specified path', { shorthand: 'f' }),
		replicas: int(1, 'Set the replicas number for Deployment kind'),
		service: bool(false, 'Generate YAML for a Kubernetes service object', { shorthand: 's' }),
		type: string('pod', 'Generate YAML for the given Kubernetes kind', { shorthand: 't' }),
	},
	least: 1,
	*run(run) {
		const type = run.text('type');
		if (type !== 'pod' && type !== 'deployment') {
			throw complaint(
				'podman',
				`invalid generation type: ${type} - only pods, deployments and daemonsets are currently supported`,
			);
		}
		const containers = run.operands.map((name) => found(run, name));
		const name = `${containers[0]?.name}-pod`;
		const pod = podOf(run, name, containers);
		const service = run.isOn('service') ? [serviceOf(name, containers)] : [];
		const object = type === 'pod' ? pod : deploymentOf(run, name, pod);
		const text = `${HEADER}${[...service, object].map((each) => `---\n${formatYaml(each)}`).join('')}`;
		if (run.text('filename') === '') {
			yield* run.out.write(text);
			return 0;
		}
		const { process } = run;
		const fd = yield* process.open(run.text('filename'), { write: true, create: true, exclusive: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
		return 0;
	},
};

function found(run: EngineRun, name: string): EngineContainer {
	const container = run.engine().find(name);
	if (container !== undefined) return container;
	throw complaint('podman', `name or ID "${name}" not found: no such container, pod or volume`);
}

type Fields = { readonly [field: string]: unknown };

function podOf(run: EngineRun, name: string, containers: readonly EngineContainer[]): Fields {
	const volumes = containers.flatMap((container) => container.mounts.map((mount) => volumeOf(container, mount)));
	const [first] = containers;
	const policy = { no: undefined, always: 'Always', 'on-failure': 'OnFailure', 'unless-stopped': 'Always' }[
		first?.request.restart.policy ?? 'no'
	];
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			creationTimestamp: `${formatTime(run.process.now()).slice(0, 19)}Z`,
			labels: { app: name },
			name,
		},
		spec: {
			containers: containers.map((container) => containerOf(run, container)),
			...(first?.request.networks.includes('host') === true && { hostNetwork: true }),
			...(policy !== undefined && { restartPolicy: policy }),
			...(volumes.length > 0 && { volumes }),
		},
	};
}

function containerOf(run: EngineRun, container: EngineContainer): Fields {
	const { request, image, name, mounts } = container;
	const { images } = run.engine();
	const stored = images.store.list().find((each) => each.version === image);
	const own = images.namesOf(request.image).find((each) => stored?.tags.includes(each));
	const entrypoint = request.entrypoint ?? [];
	const ports = request.ports.map(({ containerPort, hostPort, protocol, hostAddress }) => ({
		containerPort,
		...(hostAddress !== '' && { hostIP: hostAddress }),
		...(hostPort !== 0 && { hostPort: hostPort }),
		...(protocol === 'udp' && { protocol: 'UDP' }),
	}));
	const security = securityOf(container);
	const limits = limitsOf(container);
	return {
		...(entrypoint.length > 0 && { command: entrypoint }),
		...(request.command.length > 0 && { args: request.command }),
		...(request.env.length > 0 && { env: request.env.map(([key, value]) => ({ name: key, value })) }),
		image: own ?? stored?.tags[0] ?? request.image,
		name,
		...(ports.length > 0 && { ports }),
		...(Object.keys(limits).length > 0 && { resources: { limits } }),
		...(Object.keys(security).length > 0 && { securityContext: security }),
		...(request.stdin && { stdin: true }),
		...(request.tty && { tty: true }),
		...(mounts.length > 0 && {
			volumeMounts: mounts.map((mount) => ({
				mountPath: mount.target,
				name: volumeName(container, mount),
				...(mount.readOnly && { readOnly: true }),
			})),
		}),
		...(request.workingDir !== undefined && { workingDir: request.workingDir }),
	};
}

function limitsOf({ request }: EngineContainer): Fields {
	return {
		...(request.cpuMillicores !== undefined && { cpu: `${request.cpuMillicores}m` }),
		...(request.memoryBytes !== undefined && { memory: memoryText(request.memoryBytes) }),
	};
}

function memoryText(bytes: number): string {
	for (const [unit, size] of [
		['Gi', 2 ** 30],
		['Mi', 2 ** 20],
		['Ki', 2 ** 10],
	] as const) {
		if (bytes % size === 0) return `${bytes / size}${unit}`;
	}
	return String(bytes);
}

function securityOf({ request }: EngineContainer): Fields {
	const [user, group] = (request.user ?? '').split(':');
	return {
		...((request.capAdd.length > 0 || request.capDrop.length > 0) && {
			capabilities: {
				...(request.capAdd.length > 0 && { add: request.capAdd }),
				...(request.capDrop.length > 0 && { drop: request.capDrop }),
			},
		}),
		...(request.privileged && { privileged: true }),
		...(request.readOnly && { readOnlyRootFilesystem: true }),
		...(/^\d+$/.test(group ?? '') && { runAsGroup: Number(group) }),
		...(/^\d+$/.test(user ?? '') && { runAsUser: Number(user) }),
	};
}

function volumeName({ mounts }: EngineContainer, mount: EngineMount): string {
	if (mount.type === 'volume') return `${mount.name}-pvc`;
	const path = mount.source
		.replace(/^\//, '')
		.replace(/[^a-zA-Z0-9]+/g, '-')
		.toLowerCase();
	return `${path === '' ? 'root' : path}-host-${mounts.indexOf(mount)}`;
}

function volumeOf(container: EngineContainer, mount: EngineMount): Fields {
	const name = volumeName(container, mount);
	if (mount.type === 'volume') return { name, persistentVolumeClaim: { claimName: mount.name } };
	if (mount.type === 'tmpfs') return { emptyDir: { medium: 'Memory' }, name };
	return { hostPath: { path: mount.source, type: 'Directory' }, name };
}

function serviceOf(name: string, containers: readonly EngineContainer[]): Fields {
	const ports = containers.flatMap(({ request }) =>
		request.ports.map(({ containerPort }) => ({
			name: String(containerPort),
			port: containerPort,
			targetPort: containerPort,
		})),
	);
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: { labels: { app: name }, name },
		spec: { ports, selector: { app: name }, type: 'NodePort' },
	};
}

function deploymentOf(run: EngineRun, name: string, pod: Fields): Fields {
	const { metadata, spec } = pod as { metadata: Fields; spec: Fields };
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { ...metadata, name: `${name}-deployment` },
		spec: {
			replicas: run.number('replicas'),
			selector: { matchLabels: { app: name } },
			template: { metadata, spec },
		},
	};
}
