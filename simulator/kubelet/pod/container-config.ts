import type { Container, EphemeralContainer, VolumeMount } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { ContainerConfig, ContainerMount } from '../runtime/container-record.ts';
import type { ConfigObjects } from '../volumes/config-objects.ts';
import type { VolumeManager } from '../volumes/volume-manager.ts';
import { cpuShares } from './cpu-shares.ts';
import type { DownwardFacts } from './downward.ts';
import { containerEnvironment } from './environment.ts';
import { ContainerConfigError } from './environment-file.ts';
import { expandVariables } from './expansion.ts';
import { oomScoreAdj } from './oom-score.ts';
import { containerHash, formatPod } from './pod-facts.ts';

export interface ContainerConfigInput {
	readonly pod: Pod;
	readonly container: Container | EphemeralContainer;
	readonly attempt: number;
	readonly services: readonly Service[];
	readonly objects: ConfigObjects;
	readonly volumes: VolumeManager;
	readonly facts: DownwardFacts;
	readonly root: FileTree;
	readonly configuration: KubeletConfiguration;
	/** Of the node. */
	readonly memoryBytes: number;
	/** The image's USER: runAsNonRoot looks at it. */
	readonly imageUser: string;
	/** Makes the name of the termination message file unique. */
	readonly noise: string;
	readonly targetContainerId: string | undefined;
	readonly onInvalidNames: (kind: 'Secret' | 'ConfigMap', name: string, keys: readonly string[]) => void;
}

/** What the runtime is asked to make. Throws ContainerConfigError. Models kuberuntime generateContainerConfig. */
export function* containerConfig(input: ContainerConfigInput): Task<ContainerConfig> {
	const { pod, container } = input;
	verifyNonRoot(input);
	const env = yield* containerEnvironment(input);
	const values = new Map(env);
	const expand = (text: string): string => expandVariables(text, (name) => values.get(name));
	const { uid } = pod.metadata;
	const security = container.securityContext ?? {};
	const podSecurity = pod.spec.securityContext ?? {};
	const messageFile = `/var/lib/kubelet/pods/${uid}/containers/${container.name}/${input.noise}`;
	input.root.writeFile(messageFile, '', { mode: 0o666 });
	const hosts = `/var/lib/kubelet/pods/${uid}/etc-hosts`;
	const limits = container.resources?.limits ?? {};
	return {
		name: container.name,
		attempt: input.attempt,
		image: container.image ?? '',
		command:
			container.command === undefined || container.command.length === 0 ? undefined : container.command.map(expand),
		args: container.args === undefined || container.args.length === 0 ? undefined : container.args.map(expand),
		env,
		workingDir: container.workingDir,
		mounts: [
			...volumeMounts(input, values),
			...devices(input),
			...(container.volumeMounts?.some((mount) => mount.mountPath === '/etc/hosts')
				? []
				: [{ hostPath: hosts, containerPath: '/etc/hosts', readOnly: security.readOnlyRootFilesystem === true }]),
			{
				hostPath: messageFile,
				containerPath: container.terminationMessagePath ?? '/dev/termination-log',
				readOnly: false,
			},
		],
		logPath: `${podLogFolder(pod)}/${container.name}/${input.attempt}.log`,
		stdin: container.stdin === true,
		stdinOnce: container.stdinOnce === true,
		tty: container.tty === true,
		runAsUser: security.runAsUser ?? podSecurity.runAsUser,
		runAsGroup: security.runAsGroup ?? podSecurity.runAsGroup,
		supplementalGroups: [
			...(podSecurity.supplementalGroups ?? []),
			...(podSecurity.fsGroup === undefined ? [] : [podSecurity.fsGroup]),
		],
		strictGroups: podSecurity.supplementalGroupsPolicy === 'Strict',
		privileged: security.privileged === true,
		capabilitiesAdd: security.capabilities?.add ?? [],
		capabilitiesDrop: security.capabilities?.drop ?? [],
		...(security.allowPrivilegeEscalation === false ? { noNewPrivileges: true } : {}),
		readOnlyRoot: security.readOnlyRootFilesystem === true,
		...confinement(pod, container, input.configuration.seccompDefault),
		...(pod.spec.hostUsers === false ? { firstUid: firstUidOf(pod) } : {}),
		oomScoreAdj: oomScoreAdj(pod, container, input.memoryBytes),
		processLimit: input.configuration.podPidsLimit > 0 ? input.configuration.podPidsLimit : undefined,
		memoryLimitBytes: limits.memory === undefined ? undefined : wholeValue(limits.memory),
		cpuLimitMillicores: limits.cpu === undefined ? undefined : milliValue(limits.cpu),
		cpuShares: cpuShares(container.resources ?? {}),
		annotations: new Map([['hash', containerHash({ name: container.name, image: container.image ?? '' })]]),
		terminationMessageFile: messageFile,
		...(input.targetContainerId === undefined ? {} : { targetContainerId: input.targetContainerId }),
	};
}

/** Models kuberuntime getSeccompProfile and getAppArmorProfile. */
function confinement(
	{ spec }: Pod,
	{ securityContext }: Container | EphemeralContainer,
	seccompByDefault: boolean,
): Pick<ContainerConfig, 'apparmorProfile' | 'apparmorUnconfined' | 'seccompFile' | 'seccompDefault'> {
	if (securityContext?.privileged === true) return {};
	const apparmor = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
	const seccomp = securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile;
	const byRuntime = seccomp?.type === 'RuntimeDefault' || (seccomp === undefined && seccompByDefault);
	return {
		...(apparmor?.type === 'Localhost' ? { apparmorProfile: apparmor.localhostProfile ?? '' } : {}),
		...(apparmor?.type === 'Unconfined' ? { apparmorUnconfined: true } : {}),
		...(byRuntime ? { seccompDefault: true } : {}),
		...(seccomp?.type === 'Localhost'
			? { seccompFile: `/var/lib/kubelet/seccomp/${seccomp.localhostProfile ?? ''}` }
			: {}),
	};
}

/** A block of the node's users of the Pod's own. Differs: it follows from its uid. Models pkg/kubelet/userns UsernsManager. */
function firstUidOf({ metadata }: Pod): number {
	return 65_536 * (1 + (Number.parseInt(metadata.uid.slice(0, 4), 16) % 110));
}

/** "/var/log/pods/default_web_7c9e…". */
export function podLogFolder(pod: Pod): string {
	return `/var/log/pods/${pod.metadata.namespace}_${pod.metadata.name}_${pod.metadata.uid}`;
}

/** Models kuberuntime verifyRunAsNonRoot. */
function verifyNonRoot({ pod, container, imageUser }: ContainerConfigInput): void {
	const nonRoot = container.securityContext?.runAsNonRoot ?? pod.spec.securityContext?.runAsNonRoot;
	if (nonRoot !== true) return;
	const runAsUser = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
	const where = `(pod: "${formatPod(pod)}", container: ${container.name})`;
	if (runAsUser !== undefined) {
		if (runAsUser === 0) throw new ContainerConfigError(`container's runAsUser breaks non-root policy ${where}`);
		return;
	}
	const user = imageUser.split(':')[0] ?? '';
	if (user === '' || user === '0')
		throw new ContainerConfigError(`container has runAsNonRoot and image will run as root ${where}`);
	if (!/^\d+$/.test(user)) {
		throw new ContainerConfigError(
			`container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`,
		);
	}
}

function volumeMounts(input: ContainerConfigInput, values: ReadonlyMap<string, string>): ContainerMount[] {
	const { pod, container, volumes, root } = input;
	const mounts: ContainerMount[] = [];
	for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
		const volume = volumes.find(pod.metadata.uid, mount.name);
		if (volume === undefined) {
			throw new ContainerConfigError(
				`cannot find volume ${JSON.stringify(mount.name)} to mount into container ${JSON.stringify(container.name)}`,
			);
		}
		const subPath =
			mount.subPathExpr === undefined ? (mount.subPath ?? '') : expandedSubPath(mount.subPathExpr, values);
		if (volume.image !== undefined) {
			const containerPath = absolute(mount.mountPath, container.workingDir);
			mounts.push({ hostPath: `/${subPath}`, image: volume.image, containerPath, readOnly: true });
			continue;
		}
		let hostPath = volume.hostPath;
		if (subPath !== '') {
			requireSubPath(subPath);
			hostPath = `${volume.hostPath}/${subPath}`;
			// A sub-path that is not there is made, as a directory.
			if (root.list(hostPath) === undefined && root.readFile(hostPath) === undefined)
				root.mkdir(hostPath, { mode: 0o750 });
		}
		const projected = volume.written !== undefined;
		mounts.push({
			hostPath,
			...(volume.inMemory === true ? { inMemory: true } : {}),
			...(subPath === '' ? {} : { toldPath: subPathFolder(pod, mount.name, container.name, index) }),
			containerPath: absolute(mount.mountPath, container.workingDir),
			readOnly: mount.readOnly === true || projected || volume.readOnly === true,
			...propagation(mount),
		});
	}
	return mounts;
}

/** Models pkg/kubelet translateMountPropagation and resolveRecursiveReadOnly. */
function propagation({
	mountPropagation,
	recursiveReadOnly = 'Disabled',
}: VolumeMount): Pick<ContainerMount, 'propagation' | 'recursiveReadOnly'> {
	const isRecursive = recursiveReadOnly !== 'Disabled' ? ({ recursiveReadOnly: true } as const) : {};
	if (mountPropagation === 'HostToContainer') return { propagation: 'in', ...isRecursive };
	return mountPropagation === 'Bidirectional' ? { propagation: 'both' } : isRecursive;
}

/** Models pkg/kubelet makeBlockVolumes. */
function devices({ pod, container, volumes }: ContainerConfigInput): ContainerMount[] {
	return (container.volumeDevices ?? []).map(({ name, devicePath }) => {
		const volume = volumes.find(pod.metadata.uid, name);
		if (volume?.isDevice !== true) {
			throw new ContainerConfigError(
				`cannot find volume ${JSON.stringify(name)} to pass into container ${JSON.stringify(container.name)}`,
			);
		}
		return { hostPath: volume.hostPath, containerPath: devicePath, readOnly: volume.readOnly === true, isDevice: true };
	});
}

/** Models pkg/kubelet/container ExpandContainerVolumeMounts. */
function expandedSubPath(text: string, values: ReadonlyMap<string, string>): string {
	const missing = new Set<string>();
	const path = expandVariables(text, (name) => {
		const value = values.get(name) ?? '';
		if (value === '') missing.add(name);
		return value;
	});
	if (missing.size > 0) throw new ContainerConfigError(`missing value for ${[...missing].sort().join(', ')}`);
	return path;
}

/** Models pkg/kubelet makeMounts. */
function requireSubPath(subPath: string): void {
	if (subPath.startsWith('/')) {
		throw new ContainerConfigError(`error SubPath \`${subPath}\` must not be an absolute path`);
	}
	if (subPath.split('/').includes('..')) {
		throw new ContainerConfigError(`unable to provision SubPath \`${subPath}\`: must not contain '..'`);
	}
}

/** Models pkg/volume/util/subpath getSubpathBindTarget. */
function subPathFolder({ metadata }: Pod, volume: string, container: string, index: number): string {
	return `/var/lib/kubelet/pods/${metadata.uid}/volume-subpaths/${volume}/${container}/${index}`;
}

function absolute(path: string, workingDir: string | undefined): string {
	return path.startsWith('/') ? path : `${workingDir ?? ''}/${path}`;
}
