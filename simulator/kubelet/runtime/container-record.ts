import type { SignalName } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { ContainerUser } from './container-user.ts';
import type { SeccompProfile } from './seccomp-profile.ts';

// What the runtime remembers: plain data, so that it survives kubelet restarts and can be snapshotted.

export interface SandboxConfig {
	readonly podName: string;
	readonly podNamespace: string;
	readonly podUid: string;
	readonly attempt: number;
	readonly hostname: string;
	readonly hostNetwork: boolean;
	readonly hostPid: boolean;
	/** Of the Pod's RuntimeClass; '' for the default. */
	readonly runtimeHandler: string;
	readonly shareProcessNamespace: boolean;
	/** Set in its namespaces: ["net.core.somaxconn", "1024"]. */
	readonly sysctls?: readonly (readonly [string, string])[];
	/** Content of /etc/resolv.conf. */
	readonly resolvConf: string;
	readonly labels: ReadonlyMap<string, string>;
	/** Given by who manages the network; '' for none. Absent: one of the node's range. */
	readonly address?: string;
}

export interface SandboxRecord {
	readonly id: string;
	readonly config: SandboxConfig;
	readonly createdAtMs: number;
	state: 'ready' | 'notready';
	/** The Pod's own address; undefined on the host's network. */
	readonly address: string | undefined;
}

/** A file or directory of the node seen in the container. */
export interface ContainerMount {
	readonly hostPath: string;
	/** What the runtime is told of a part of a volume: a bind mount of it, that is nowhere else to be seen. */
	readonly toldPath?: string;
	/** Whose content it is, when it is an image's: `hostPath` is a path there. */
	readonly image?: string;
	/** It is in a file system of the node's memory. */
	readonly inMemory?: boolean;
	/** It is a device, which is not mounted but there. */
	readonly isDevice?: boolean;
	/** What is mounted in it later shows in the container; with 'both', on the node as well. */
	readonly propagation?: 'in' | 'both';
	/** Nothing that is mounted in it can be written to either. */
	readonly recursiveReadOnly?: boolean;
	readonly containerPath: string;
	readonly readOnly: boolean;
}

export interface ContainerConfig {
	/** Chosen by who makes it; absent: the runtime's choice. */
	readonly id?: string;
	readonly name: string;
	/** How often this container was started before in this Pod. */
	readonly attempt: number;
	/** As the Pod names it. */
	readonly image: string;
	/** Undefined: the image's own. */
	readonly command: readonly string[] | undefined;
	readonly args: readonly string[] | undefined;
	readonly env: readonly (readonly [string, string])[];
	readonly workingDir: string | undefined;
	readonly mounts: readonly ContainerMount[];
	readonly logPath: string;
	readonly stdin: boolean;
	readonly stdinOnce: boolean;
	readonly tty: boolean;
	/** In place of the image's: "nginx", "101:101". */
	readonly user?: string | undefined;
	/** In place of the image's. */
	readonly stopSignal?: SignalName | undefined;
	readonly runAsUser: number | undefined;
	readonly runAsGroup: number | undefined;
	readonly supplementalGroups: readonly number[];
	readonly strictGroups: boolean;
	readonly privileged: boolean;
	readonly capabilitiesAdd: readonly string[];
	readonly capabilitiesDrop: readonly string[];
	/** Its processes get no more than they begin with. */
	readonly noNewPrivileges?: boolean;
	readonly readOnlyRoot: boolean;
	/** Profiles of the node that confine it: AppArmor's by name, seccomp's by file. Absent: the runtime's own, or none. */
	readonly apparmorProfile?: string;
	readonly apparmorUnconfined?: true;
	readonly seccompFile?: string;
	/** The runtime's own. */
	readonly seccompDefault?: true;
	/** Of the node's users, the first of those that stand for the container's. */
	readonly firstUid?: number;
	readonly oomScoreAdj?: number;
	readonly processLimit?: number | undefined;
	readonly memoryLimitBytes: number | undefined;
	readonly cpuLimitMillicores: number | undefined;
	/** 1024 when absent. */
	readonly cpuShares?: number;
	/** What the kubelet wants to find again after a restart. */
	readonly annotations: ReadonlyMap<string, string>;
	/** File of the node that the termination message is read from. */
	readonly terminationMessageFile: string | undefined;
	/** Id of the container whose processes it joins (kubectl debug --target). */
	readonly targetContainerId?: string;
}

export interface ContainerRecord {
	readonly id: string;
	readonly sandboxId: string;
	readonly config: ContainerConfig;
	/** "docker.io/library/nginx:1.27". */
	readonly imageName: string;
	/** "docker.io/library/nginx@sha256:…". */
	readonly imageRef: string;
	/** Which system calls it may make. */
	readonly seccomp?: SeccompProfile;
	readonly user: ContainerUser;
	readonly stopSignal: SignalName;
	readonly createdAtMs: number;
	state: 'created' | 'running' | 'exited';
	/** 0 when it never ran. */
	startedAtMs: number;
	finishedAtMs: number;
	exitCode: number;
	/** "Completed", "Error", "OOMKilled", "StartError". */
	reason: string;
	message: string;
}

/** Exit status that a shell, and Kubernetes, shows for a signal. */
export function signalExitCode(signal: SignalName): number {
	return 128 + SIGNAL_NUMBERS[signal];
}
