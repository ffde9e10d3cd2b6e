import { CommandError } from '../errors.ts';

/** A Pod on its way to the server: changed in place. */
export interface DebugPod {
	metadata: { name?: string; namespace?: string; labels?: object | undefined; annotations?: object | undefined };
	spec: DebugPodSpec;
	[field: string]: unknown;
}

interface DebugPodSpec {
	containers: DebugContainer[];
	initContainers?: DebugContainer[] | undefined;
	ephemeralContainers?: DebugContainer[] | undefined;
	volumes?: object[];
	shareProcessNamespace?: boolean;
	[field: string]: unknown;
}

export interface DebugContainer {
	name: string;
	securityContext?: SecurityContext | undefined;
	volumeMounts?: object[];
	[field: string]: unknown;
}

interface SecurityContext {
	capabilities?: { add?: string[]; drop?: string[] };
	[field: string]: unknown;
}

/** What is debugged: a node, a copy of a Pod, or a running Pod. */
export type DebugStyle = 'node' | 'copy' | 'ephemeral';

/** What a copy keeps of the Pod it was made of. */
export interface KeepFlags {
	readonly 'keep-labels': boolean;
	readonly 'keep-annotations': boolean;
	readonly 'keep-liveness': boolean;
	readonly 'keep-readiness': boolean;
	readonly 'keep-startup': boolean;
	readonly 'keep-init-containers': boolean;
}

export type Profile = (pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags) => void;

/** The profile of that name. Models kubectl/pkg/cmd/debug profiles. */
export function profileNamed(name: string): Profile {
	const profile = PROFILES.get(name);
	if (profile === undefined) throw new CommandError(`unknown profile: ${name}`);
	return profile;
}

const PROFILES: ReadonlyMap<string, Profile> = new Map<string, Profile>([
	['legacy', legacy],
	['general', general],
	['baseline', baseline],
	['netadmin', netadmin],
	['restricted', restricted],
	['sysadmin', sysadmin],
]);

function legacy(pod: DebugPod, container: string, style: DebugStyle): void {
	if (style === 'node') {
		mountHost(pod, container);
		joinHostNamespaces(pod);
	} else if (style === 'copy') {
		delete pod.metadata.labels;
	}
}

function general(pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags): void {
	if (style === 'node') {
		mountHost(pod, container);
		change(pod, container, (each) => delete each.securityContext);
		joinHostNamespaces(pod);
		return;
	}
	if (style === 'copy') cleanCopy(pod, keep);
	addCapabilities(pod, container, ['SYS_PTRACE']);
}

function baseline(pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags): void {
	change(pod, container, (each) => delete each.securityContext);
	if (style === 'copy') cleanCopy(pod, keep);
}

function restricted(pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags): void {
	change(pod, container, (each) => {
		each.securityContext = {
			runAsNonRoot: true,
			capabilities: { drop: ['ALL'] },
			seccompProfile: { type: 'RuntimeDefault' },
			allowPrivilegeEscalation: false,
		};
	});
	if (style === 'copy') cleanCopy(pod, keep);
}

function netadmin(pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags): void {
	addCapabilities(pod, container, ['NET_ADMIN', 'NET_RAW']);
	if (style === 'node') joinHostNamespaces(pod);
	if (style === 'copy') cleanCopy(pod, keep);
}

function sysadmin(pod: DebugPod, container: string, style: DebugStyle, keep: KeepFlags): void {
	change(pod, container, (each) => {
		each.securityContext = { ...each.securityContext, privileged: true };
	});
	if (style === 'node') {
		joinHostNamespaces(pod);
		mountHost(pod, container);
	}
	if (style === 'copy') cleanCopy(pod, keep);
}

/** What would have the copy found, restarted or ended goes; its processes are seen. */
function cleanCopy(pod: DebugPod, keep: KeepFlags): void {
	const { metadata, spec } = pod;
	if (!keep['keep-labels']) delete metadata.labels;
	if (!keep['keep-annotations']) delete metadata.annotations;
	for (const container of spec.containers) {
		if (!keep['keep-liveness']) delete container.livenessProbe;
		if (!keep['keep-readiness']) delete container.readinessProbe;
		if (!keep['keep-startup']) delete container.startupProbe;
	}
	if (!keep['keep-init-containers']) delete spec.initContainers;
	spec.shareProcessNamespace ??= true;
}

function change(pod: DebugPod, name: string, work: (container: DebugContainer) => void): void {
	const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
	for (const container of [...initContainers, ...containers, ...ephemeralContainers]) {
		if (container.name === name) work(container);
	}
}

function addCapabilities(pod: DebugPod, name: string, more: readonly string[]): void {
	change(pod, name, (container) => {
		const { capabilities, ...rest } = container.securityContext ?? {};
		container.securityContext = {
			...rest,
			capabilities: { ...capabilities, add: [...(capabilities?.add ?? []), ...more] },
		};
	});
}

function joinHostNamespaces({ spec }: DebugPod): void {
	spec.hostNetwork = true;
	spec.hostPID = true;
	spec.hostIPC = true;
}

function mountHost(pod: DebugPod, container: string): void {
	const name = 'host-root';
	pod.spec.volumes = [...(pod.spec.volumes ?? []), { name, hostPath: { path: '/' } }];
	change(pod, container, (each) => {
		each.volumeMounts = [...(each.volumeMounts ?? []), { name, mountPath: '/host' }];
	});
}
