import type { ContainerFacts, RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import { nanoTime } from './crictl-run.ts';

type Sandbox = ReturnType<RuntimeService['sandboxes']>[number];
type Image = ReturnType<RuntimeService['images']>[number];

// What the CRI's messages look like as JSON. Models cri-api runtime/v1 api.proto, with the fields that are known here.

export function containerListItem(facts: ContainerFacts): object {
	const { record } = facts;
	return {
		id: record.id,
		podSandboxId: record.sandboxId,
		metadata: { name: record.config.name, attempt: record.config.attempt },
		image: imageSpec(facts.imageId, record.config.image),
		imageRef: facts.imageId,
		state: containerState(record.state),
		createdAt: nanos(record.createdAtMs),
		labels: containerLabels(facts),
		annotations: containerAnnotations(facts),
		imageId: facts.imageId,
	};
}

export function sandboxItem({ id, config, state, createdAtMs }: Sandbox): object {
	return {
		id,
		metadata: { name: config.podName, uid: config.podUid, namespace: config.podNamespace, attempt: config.attempt },
		state: state === 'ready' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
		createdAt: nanos(createdAtMs),
		labels: sandboxLabels(config),
		annotations: {},
		runtimeHandler: '',
	};
}

export function imageItem({ version, tags, digests }: Image): object {
	return {
		id: version.configDigest,
		repoTags: tags,
		repoDigests: digests,
		size: String(version.sizeBytes),
		uid: null,
		username: '',
		spec: null,
		pinned: tags.some((tag) => tag.includes('/pause:')),
	};
}

/** `crictl inspect`. */
export function containerStatus(facts: ContainerFacts): object {
	const { record, pid, sandbox, imageId } = facts;
	const { config } = record;
	const memory = config.memoryLimitBytes ?? 0;
	const cpu = config.cpuLimitMillicores ?? 0;
	const status = {
		annotations: containerAnnotations(facts),
		createdAt: nanoTime(record.createdAtMs),
		exitCode: record.exitCode,
		finishedAt: nanoTime(record.state === 'exited' ? record.finishedAtMs : 0),
		id: record.id,
		image: imageSpec(record.imageName, config.image),
		imageId,
		imageRef: record.imageRef,
		labels: containerLabels(facts),
		logPath: config.logPath,
		message: record.message,
		metadata: { attempt: config.attempt, name: config.name },
		mounts: config.mounts.map(({ containerPath, hostPath, readOnly }) => ({
			containerPath,
			gidMappings: [],
			hostPath,
			image: null,
			image_sub_path: '',
			propagation: 'PROPAGATION_PRIVATE',
			readonly: readOnly,
			recursiveReadOnly: false,
			selinuxRelabel: false,
			uidMappings: [],
		})),
		reason: record.state === 'exited' ? record.reason : '',
		resources: {
			linux: {
				cpuPeriod: '100000',
				cpuQuota: String(cpu * 100),
				memoryLimitInBytes: String(memory),
			},
		},
		startedAt: nanoTime(record.state === 'created' ? 0 : record.startedAtMs),
		state: containerState(record.state),
		stopSignal: `SIG${record.stopSignal}`,
		user: { linux: { gid: String(record.user.gid), supplementalGroups: [], uid: String(record.user.uid) } },
	};
	const info = {
		pid,
		removing: false,
		runtimeSpec: {
			hostname: sandbox?.config.hostname ?? '',
			ociVersion: '1.2.1',
			process: {
				args: config.command ?? [],
				env: config.env.map(([name, value]) => `${name}=${value}`),
				user: { gid: record.user.gid, uid: record.user.uid },
			},
			root: { path: 'rootfs', readonly: config.readOnlyRoot },
		},
		runtimeType: 'io.containerd.runc.v2',
		sandboxID: record.sandboxId,
		snapshotKey: record.id,
		snapshotter: 'overlayfs',
	};
	return { info, status };
}

/** `crictl inspectp`. */
export function sandboxStatus(sandbox: Sandbox): object {
	const { config } = sandbox;
	const namespaces = {
		ipc: 'POD',
		network: config.hostNetwork ? 'NODE' : 'POD',
		pid: config.hostPid ? 'NODE' : config.shareProcessNamespace ? 'POD' : 'CONTAINER',
		targetId: '',
		usernsOptions: null,
	};
	const { createdAt: _, ...item } = sandboxItem(sandbox) as { createdAt: string };
	const status = {
		...item,
		createdAt: nanoTime(sandbox.createdAtMs),
		linux: { namespaces: { options: namespaces } },
		network: { additionalIps: [], ip: config.hostNetwork ? '' : (sandbox.address ?? '') },
	};
	const info = {
		image: 'registry.k8s.io/pause:3.10.1',
		runtimeHandler: '',
		runtimeType: 'io.containerd.runc.v2',
		snapshotter: 'overlayfs',
	};
	return { info, status };
}

/** `crictl inspecti`. */
export function imageStatus(image: Image): object {
	const { config, createdAt } = image.version;
	const spec = {
		architecture: 'amd64',
		config: {
			...(config.cmd === undefined ? {} : { Cmd: config.cmd }),
			...(config.entrypoint === undefined ? {} : { Entrypoint: config.entrypoint }),
			Env: config.env.map(([name, value]) => `${name}=${value}`),
			...(config.exposedPorts === undefined
				? {}
				: { ExposedPorts: Object.fromEntries(config.exposedPorts.map((port) => [port, {}])) }),
			...(config.stopSignal === undefined ? {} : { StopSignal: `SIG${config.stopSignal}` }),
			...(config.user === undefined ? {} : { User: config.user }),
			...(config.workingDir === undefined ? {} : { WorkingDir: config.workingDir }),
		},
		created: createdAt,
		os: 'linux',
	};
	return { info: { chainID: image.version.digest, imageSpec: spec }, status: imageItem(image) };
}

function containerState(state: ContainerFacts['record']['state']): string {
	return `CONTAINER_${state.toUpperCase()}`;
}

function imageSpec(image: string, asked: string): object {
	return { annotations: {}, image, runtimeHandler: '', userSpecifiedImage: asked };
}

export function containerLabels({ record, sandbox }: ContainerFacts): object {
	return {
		'io.kubernetes.container.name': record.config.name,
		'io.kubernetes.pod.name': sandbox?.config.podName ?? '',
		'io.kubernetes.pod.namespace': sandbox?.config.podNamespace ?? '',
		'io.kubernetes.pod.uid': sandbox?.config.podUid ?? '',
	};
}

function containerAnnotations({ record }: ContainerFacts): object {
	return {
		'io.kubernetes.container.hash': fnv32a(record.config.annotations.get('hash') ?? '').toString(16),
		'io.kubernetes.container.restartCount': String(record.config.attempt),
		'io.kubernetes.container.terminationMessagePath': '/dev/termination-log',
		'io.kubernetes.container.terminationMessagePolicy': 'File',
		'io.kubernetes.pod.terminationGracePeriod': '30',
	};
}

export function sandboxLabels(config: Sandbox['config']): object {
	return {
		...Object.fromEntries(config.labels),
		'io.kubernetes.pod.name': config.podName,
		'io.kubernetes.pod.namespace': config.podNamespace,
		'io.kubernetes.pod.uid': config.podUid,
	};
}

/** Nanoseconds since the epoch, as a text: JSON's numbers are too small. */
function nanos(ms: number): string {
	return `${ms}000000`;
}
