/** A container of a manifest, as far as rules look at it. */
interface ContainerFields {
	readonly securityContext?: ContextFields;
	readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
	readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: object } }[];
	readonly envFrom?: readonly { readonly secretRef?: object }[];
}

interface Amounts {
	readonly cpu?: unknown;
	readonly memory?: unknown;
}

interface ContextFields {
	readonly readOnlyRootFilesystem?: boolean;
	readonly runAsNonRoot?: boolean;
	readonly runAsUser?: number;
	readonly runAsGroup?: number;
	readonly privileged?: boolean;
	readonly allowPrivilegeEscalation?: boolean;
	readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
	readonly seccompProfile?: { readonly type?: string };
	readonly appArmorProfile?: { readonly type?: string };
}

export interface PodFields {
	readonly containers?: readonly ContainerFields[];
	readonly initContainers?: readonly ContainerFields[];
	readonly securityContext?: ContextFields;
	readonly volumes?: readonly { readonly hostPath?: { readonly path?: string } }[];
	readonly hostNetwork?: boolean;
	readonly hostPID?: boolean;
	readonly hostIPC?: boolean;
	readonly hostUsers?: boolean;
	readonly hostAliases?: readonly object[];
	readonly serviceAccountName?: string;
	readonly automountServiceAccountToken?: boolean;
}

export interface Rule {
	readonly id: string;
	readonly selector: string;
	readonly reason: string;
	readonly points: number;
	readonly applies: (pod: PodFields) => boolean;
}

const containers = ({ containers: own = [], initContainers = [] }: PodFields): readonly ContainerFields[] => [
	...initContainers,
	...own,
];

type ContextTest = (context: ContextFields) => boolean | undefined;

/** Whether a container's context says so. */
const some =
	(test: ContextTest) =>
	(pod: PodFields): boolean =>
		containers(pod).some(({ securityContext = {} }) => test(securityContext) === true);

/** Whether it holds for a container, by its own context or, where that is silent, by the Pod's. */
const inherited =
	(test: ContextTest) =>
	(pod: PodFields): boolean => {
		const ofPod = test(pod.securityContext ?? {});
		return containers(pod).some(({ securityContext = {} }) => (test(securityContext) ?? ofPod) === true);
	};

const contexts = (pod: PodFields): readonly ContextFields[] => [
	pod.securityContext ?? {},
	...containers(pod).map(({ securityContext = {} }) => securityContext),
];

const mounts =
	(path: string) =>
	({ volumes = [] }: PodFields): boolean =>
		volumes.some(({ hostPath }) => hostPath?.path === path);

const amount =
	(kind: 'requests' | 'limits', of: 'cpu' | 'memory') =>
	(pod: PodFields): boolean =>
		(pod.containers ?? []).some(({ resources }) => resources?.[kind]?.[of] !== undefined);

const profileSelector = (field: string): string =>
	['.spec', '.spec .containers[]', '.spec .initContainers[]', '.spec .ephemeralContainers[]']
		.map((place) => `${place} .securityContext .${field} .type`)
		.join(' | ');
const SECRETS = ['containers', 'initContainers', 'ephemeralContainers'];
const SECRETS_SELECTOR = [
	...SECRETS.map((place) => `.spec .${place}[] .env[] .valueFrom .secretKeyRef`),
	...SECRETS.map((place) => `.spec .${place}[] .envFrom[] .secretRef`),
].join(' | ');

type Row = readonly [id: string, points: number, selector: string, reason: string, applies: Rule['applies']];

// Models controlplaneio/kubesec pkg/ruler/ruleset.go; what is not about Pods' templates is left out.
const ROWS: readonly Row[] = [
	[
		'HostNetwork',
		-9,
		'.spec .hostNetwork == true',
		"Sharing the host's network namespace permits processes in the pod to communicate with processes bound to the host's loopback adapter",
		({ hostNetwork }) => hostNetwork === true,
	],
	[
		'HostPID',
		-9,
		'.spec .hostPID == true',
		"Sharing the host's PID namespace allows visibility of processes on the host, potentially leaking information such as environment variables and configuration",
		({ hostPID }) => hostPID === true,
	],
	[
		'HostIPC',
		-9,
		'.spec .hostIPC == true',
		"Sharing the host's IPC namespace allows container processes to communicate with processes on the host",
		({ hostIPC }) => hostIPC === true,
	],
	[
		'ReadOnlyRootFilesystem',
		1,
		'containers[] .securityContext .readOnlyRootFilesystem == true',
		'An immutable root filesystem can prevent malicious binaries being added to PATH and increase attack cost',
		some(({ readOnlyRootFilesystem }) => readOnlyRootFilesystem),
	],
	[
		'RunAsNonRoot',
		1,
		'.spec, .spec.containers[] | .securityContext .runAsNonRoot == true',
		'Force the running image to run as a non-root user to ensure least privilege',
		inherited(({ runAsNonRoot }) => runAsNonRoot),
	],
	[
		'RunAsUser',
		1,
		'.spec, .spec.containers[] | .securityContext .runAsUser -gt 10000',
		"Run as a high-UID user to avoid conflicts with the host's users",
		inherited(({ runAsUser }) => (runAsUser === undefined ? undefined : runAsUser > 10_000)),
	],
	[
		'RunAsGroup',
		1,
		'.spec, .spec.containers[] | .securityContext .runAsGroup -gt 10000',
		"Run as a high-UID group to avoid conflicts with the host's groups",
		inherited(({ runAsGroup }) => (runAsGroup === undefined ? undefined : runAsGroup > 10_000)),
	],
	[
		'Privileged',
		-30,
		'containers[] .securityContext .privileged == true',
		'Privileged containers can allow almost completely unrestricted host access',
		some(({ privileged }) => privileged),
	],
	[
		'CapSysAdmin',
		-30,
		'containers[] .securityContext .capabilities .add == SYS_ADMIN',
		'CAP_SYS_ADMIN is the most privileged capability and should always be avoided',
		some(({ capabilities }) => capabilities?.add?.includes('SYS_ADMIN')),
	],
	[
		'CapDropAny',
		1,
		'containers[] .securityContext .capabilities .drop',
		'Reducing kernel capabilities available to a container limits its attack surface',
		some(({ capabilities }) => (capabilities?.drop ?? []).length > 0),
	],
	[
		'CapDropAll',
		1,
		'containers[] .securityContext .capabilities .drop | index("ALL")',
		'Drop all capabilities and add only those required to reduce syscall attack surface',
		some(({ capabilities }) => capabilities?.drop?.includes('ALL')),
	],
	[
		'DockerSock',
		-9,
		'volumes[] .hostPath .path == /var/run/docker.sock',
		'Mounting the docker.socket leaks information about other containers and can allow container breakout',
		mounts('/var/run/docker.sock'),
	],
	[
		'ProcMount',
		-9,
		'volumes[] .hostPath .path == /proc',
		'Mounting the proc directory from the host system into a container gives access to information about other containers running on the same host and can allow container breakout',
		mounts('/proc'),
	],
	[
		'RequestsCPU',
		1,
		'containers[] .resources .requests .cpu',
		'Enforcing CPU requests aids a fair balancing of resources across the cluster',
		amount('requests', 'cpu'),
	],
	[
		'LimitsCPU',
		1,
		'containers[] .resources .limits .cpu',
		'Enforcing CPU limits prevents DOS via resource exhaustion',
		amount('limits', 'cpu'),
	],
	[
		'RequestsMemory',
		1,
		'containers[] .resources .requests .memory',
		'Enforcing memory requests aids a fair balancing of resources across the cluster',
		amount('requests', 'memory'),
	],
	[
		'LimitsMemory',
		1,
		'containers[] .resources .limits .memory',
		'Enforcing memory limits prevents DOS via resource exhaustion',
		amount('limits', 'memory'),
	],
	[
		'ServiceAccountName',
		3,
		'.spec .serviceAccountName',
		'Service accounts restrict Kubernetes API access and should be configured with least privilege',
		({ serviceAccountName }) => serviceAccountName !== undefined,
	],
	[
		'HostAliases',
		-3,
		'.spec .hostAliases',
		"Managing /etc/hosts aliases can prevent the container from modifying the file after a pod's containers have already been started. DNS should be managed by the orchestrator",
		({ hostAliases = [] }) => hostAliases.length > 0,
	],
	[
		'SeccompAny',
		1,
		profileSelector('seccompProfile'),
		'Seccomp profiles set minimum privilege and secure against unknown threats',
		(pod) => contexts(pod).some(({ seccompProfile: { type = 'Unconfined' } = {} }) => type !== 'Unconfined'),
	],
	[
		'SeccompUnconfined',
		-1,
		profileSelector('seccompProfile'),
		'Unconfined Seccomp profiles have full system call access',
		(pod) => contexts(pod).some(({ seccompProfile }) => seccompProfile?.type === 'Unconfined'),
	],
	[
		'ApparmorAny',
		3,
		profileSelector('appArmorProfile'),
		'Well defined AppArmor policies may provide greater protection from unknown threats.',
		(pod) => contexts(pod).some(({ appArmorProfile: { type = 'Unconfined' } = {} }) => type !== 'Unconfined'),
	],
	[
		'ApparmorUnconfined',
		-1,
		profileSelector('appArmorProfile'),
		'Unconfined AppArmor profiles disable AppArmor enforcement on the workloads',
		(pod) => contexts(pod).some(({ appArmorProfile }) => appArmorProfile?.type === 'Unconfined'),
	],
	[
		'AllowPrivilegeEscalation',
		-7,
		'containers[] .securityContext .allowPrivilegeEscalation == true',
		'Ensure a non-root process can not gain more privileges',
		some(({ allowPrivilegeEscalation }) => allowPrivilegeEscalation),
	],
	[
		'AutomountServiceAccountToken',
		1,
		'.spec .automountServiceAccountToken == false',
		'Disabling the automounting of Service Account Token reduces the attack surface of the API server',
		({ automountServiceAccountToken }) => automountServiceAccountToken === false,
	],
	[
		'HostUsers',
		1,
		'.spec .hostUsers == false',
		'A user namespace for a Pod is enabled by setting the hostUsers field of Pod .spec, which can prevent various attacks',
		({ hostUsers }) => hostUsers === false,
	],
	[
		'SecretsAsEnvironmentVariables',
		-5,
		SECRETS_SELECTOR,
		'Secrets passed as environment variables can be easily exposed through application logs, crash dumps, and system process inspection',
		(pod) =>
			containers(pod).some(
				({ env = [], envFrom = [] }) =>
					env.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
					envFrom.some(({ secretRef }) => secretRef !== undefined),
			),
	],
];

export const RULES: readonly Rule[] = ROWS.map(([id, points, selector, reason, applies]) => ({
	id,
	points,
	selector,
	reason,
	applies,
}));
