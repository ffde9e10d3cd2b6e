import { type Check, checkOf } from './check.ts';

type Fields = { readonly [name: string]: unknown };

/** An object of a manifest that makes Pods. */
export interface WorkloadSubject {
	readonly kind: string;
	readonly name: string;
	readonly namespace: string;
	readonly pod: Fields;
	/** All kinds of them. */
	readonly containers: readonly Fields[];
}

export const fields = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const items = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const TEMPLATES: ReadonlySet<string> = new Set(
	'Deployment ReplicaSet StatefulSet DaemonSet Job ReplicationController'.split(' '),
);

/** Undefined: it makes no Pods. */
export function workloadSubject(object: Fields): WorkloadSubject | undefined {
	const spec = fields(object.spec);
	const kind = String(object.kind ?? '');
	const job = fields(fields(spec.jobTemplate).spec);
	const template = kind === 'CronJob' ? fields(job.template) : fields(spec.template);
	const pod = kind === 'Pod' ? spec : kind === 'CronJob' || TEMPLATES.has(kind) ? fields(template.spec) : undefined;
	if (pod === undefined) return undefined;
	const metadata = fields(object.metadata);
	return {
		kind,
		name: String(metadata.name ?? ''),
		namespace: String(metadata.namespace ?? 'default'),
		pod,
		containers: [...items(pod.containers), ...items(pod.initContainers), ...items(pod.ephemeralContainers)],
	};
}

const security = (container: Fields): Fields => fields(container.securityContext);
const added = (container: Fields): readonly string[] => words(fields(security(container).capabilities).add);
const dropsAll = (container: Fields): boolean =>
	words(fields(security(container).capabilities).drop).some((each) => each.toUpperCase() === 'ALL');
const resources = (container: Fields, which: 'limits' | 'requests'): Fields =>
	fields(fields(container.resources)[which]);

/** A check of every container; what it says begins with the container. */
function ofContainers(
	head: string,
	fails: (container: Fields, subject: WorkloadSubject) => boolean,
	says: string,
): Check<WorkloadSubject> {
	return checkOf(head, (subject) =>
		subject.containers
			.filter((each) => fails(each, subject))
			.map((each) => `Container '${each.name}' of ${subject.kind} '${subject.name}' ${says}`),
	);
}

/** A check of the Pod. */
function ofPods(head: string, fails: (subject: WorkloadSubject) => boolean, says: string): Check<WorkloadSubject> {
	return checkOf(head, (subject) => (fails(subject) ? [`${subject.kind} '${subject.name}' ${says}`] : []));
}

/** What the container says of itself, or the Pod for all. */
function effective(container: Fields, { pod }: WorkloadSubject, field: string): unknown {
	return security(container)[field] ?? fields(pod.securityContext)[field];
}

function isUnder(value: unknown, limit: number): boolean {
	return typeof value !== 'number' || value <= limit;
}

const ID_LIMIT = 10_000;
const volumes = ({ pod }: WorkloadSubject): readonly Fields[] => items(pod.volumes);
const seccompOf = (container: Fields, subject: WorkloadSubject): unknown =>
	fields(effective(container, subject, 'seccompProfile')).type;

/** Models the checks of aquasecurity/trivy-checks checks/kubernetes that are about Pods. */
export const WORKLOAD_CHECKS: readonly Check<WorkloadSubject>[] = [
	ofContainers(
		'AVD-KSV-0001|MEDIUM|Can elevate its own privileges|A process that may gain privileges can use programs with the set-user-id bit.',
		(each) => security(each).allowPrivilegeEscalation !== false,
		"should set 'securityContext.allowPrivilegeEscalation' to false",
	),
	ofContainers(
		'AVD-KSV-0003|LOW|Default capabilities: some containers do not drop all|Of capabilities a container should have what it needs.',
		(each) => !dropsAll(each),
		"should add 'ALL' to 'securityContext.capabilities.drop'",
	),
	ofContainers(
		'AVD-KSV-0005|HIGH|SYS_ADMIN capability added|SYS_ADMIN is nearly root of the node.',
		(each) => added(each).includes('SYS_ADMIN'),
		"should not include 'SYS_ADMIN' in 'securityContext.capabilities.add'",
	),
	ofPods(
		'AVD-KSV-0006|HIGH|hostPath volume mounted with docker.sock|Who can talk to the engine has the node.',
		(subject) => volumes(subject).some((each) => fields(each.hostPath).path === '/var/run/docker.sock'),
		"should not specify '/var/run/docker.socker' in 'spec.template.volumes.hostPath.path'",
	),
	ofPods(
		'AVD-KSV-0008|HIGH|Access to host IPC namespace|Processes of the node can be spoken to.',
		({ pod }) => pod.hostIPC === true,
		"should not set 'spec.template.spec.hostIPC' to true",
	),
	ofPods(
		'AVD-KSV-0009|HIGH|Access to host network|It sees all traffic of the node.',
		({ pod }) => pod.hostNetwork === true,
		"should not set 'spec.template.spec.hostNetwork' to true",
	),
	ofPods(
		'AVD-KSV-0010|HIGH|Access to host PID|It sees all processes of the node.',
		({ pod }) => pod.hostPID === true,
		"should not set 'spec.template.spec.hostPID' to true",
	),
	ofContainers(
		'AVD-KSV-0011|LOW|CPU not limited|Without a limit one container can take what others need.',
		(each) => resources(each, 'limits').cpu === undefined,
		"should set 'resources.limits.cpu'",
	),
	ofContainers(
		'AVD-KSV-0012|MEDIUM|Runs as root user|Who breaks out as root is root of the node.',
		(each, subject) => effective(each, subject, 'runAsNonRoot') !== true,
		"should set 'securityContext.runAsNonRoot' to true",
	),
	ofContainers(
		'AVD-KSV-0013|MEDIUM|Image tag ":latest" used|What runs should be told by its version.',
		(each) => /^[^@]*$/.test(String(each.image ?? '')) && /(^|\/)[^/:]+(:latest)?$/.test(String(each.image ?? '')),
		'should specify an image tag',
	),
	ofContainers(
		'AVD-KSV-0014|HIGH|Root file system is not read-only|What cannot be written cannot be replaced.',
		(each) => security(each).readOnlyRootFilesystem !== true,
		"should set 'securityContext.readOnlyRootFilesystem' to true",
	),
	ofContainers(
		'AVD-KSV-0015|LOW|CPU requests not specified|The scheduler knows what is asked for only.',
		(each) => resources(each, 'requests').cpu === undefined,
		"should set 'resources.requests.cpu'",
	),
	ofContainers(
		'AVD-KSV-0016|LOW|Memory requests not specified|The scheduler knows what is asked for only.',
		(each) => resources(each, 'requests').memory === undefined,
		"should set 'resources.requests.memory'",
	),
	ofContainers(
		'AVD-KSV-0017|HIGH|Privileged|A privileged container is the node.',
		(each) => security(each).privileged === true,
		"should set 'securityContext.privileged' to false",
	),
	ofContainers(
		'AVD-KSV-0018|LOW|Memory not limited|Without a limit one container can take what others need.',
		(each) => resources(each, 'limits').memory === undefined,
		"should set 'resources.limits.memory'",
	),
	ofContainers(
		'AVD-KSV-0020|LOW|Runs with UID <= 10000|Small numbers are users of the node.',
		(each, subject) => isUnder(effective(each, subject, 'runAsUser'), ID_LIMIT),
		"should set 'securityContext.runAsUser' > 10000",
	),
	ofContainers(
		'AVD-KSV-0021|LOW|Runs with GID <= 10000|Small numbers are groups of the node.',
		(each, subject) => isUnder(effective(each, subject, 'runAsGroup'), ID_LIMIT),
		"should set 'securityContext.runAsGroup' > 10000",
	),
	ofContainers(
		'AVD-KSV-0022|MEDIUM|Specific capabilities added|Each capability is a piece of root.',
		(each) => added(each).length > 0,
		"should not set 'securityContext.capabilities.add'",
	),
	ofPods(
		'AVD-KSV-0023|MEDIUM|hostPath volumes mounted|The files of the node are the node.',
		(subject) => volumes(subject).some((each) => each.hostPath !== undefined),
		"should not set 'spec.template.volumes.hostPath'",
	),
	ofContainers(
		'AVD-KSV-0024|HIGH|Access to host ports|A Service is the way in.',
		(each) => items(each.ports).some(({ hostPort }) => typeof hostPort === 'number' && hostPort > 0),
		"should not set host ports, 'ports[*].hostPort'",
	),
	ofPods(
		'AVD-KSV-0026|MEDIUM|Unsafe sysctl options set|Kernel settings that are not safe are not for one Pod alone.',
		({ pod }) =>
			items(fields(pod.securityContext).sysctls).some(
				({ name }) =>
					!/^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range))$/.test(
						String(name),
					),
			),
		"should set 'securityContext.sysctl' to the allowed values",
	),
	ofContainers(
		'AVD-KSV-0027|MEDIUM|Non-default /proc masks set|What /proc hides is hidden for a reason.',
		(each) => security(each).procMount === 'Unmasked',
		"should not set 'spec.containers[*].securityContext.procMount'",
	),
	ofContainers(
		'AVD-KSV-0030|LOW|Runtime/Default Seccomp profile not set|System calls that nobody needs should be refused.',
		(each, subject) => !['RuntimeDefault', 'Localhost'].includes(String(seccompOf(each, subject))),
		"should set 'securityContext.seccompProfile.type' to 'RuntimeDefault'",
	),
	ofContainers(
		'AVD-KSV-0104|MEDIUM|Seccomp policies disabled|System calls that nobody needs should be refused.',
		(each, subject) => ['undefined', 'Unconfined'].includes(String(seccompOf(each, subject))),
		'should specify a seccomp profile',
	),
	ofContainers(
		'AVD-KSV-0105|LOW|Containers must not set runAsUser to 0|Zero is root.',
		(each, subject) => effective(each, subject, 'runAsUser') === 0,
		'should not set securityContext.runAsUser to 0',
	),
	ofContainers(
		'AVD-KSV-0106|LOW|Container capabilities must only include NET_BIND_SERVICE|All are dropped, and that one may come back.',
		(each) => !dropsAll(each) || added(each).some((name) => name !== 'NET_BIND_SERVICE'),
		'should drop all capabilities and add only NET_BIND_SERVICE',
	),
	ofPods(
		'AVD-KSV-0110|LOW|Workloads in the default namespace|Rights and quotas are given by namespace.',
		({ namespace }) => namespace === 'default',
		'should not be in the default namespace',
	),
	ofContainers(
		'AVD-KSV-0117|MEDIUM|Prevent binding to privileged ports|Ports below 1024 want a capability.',
		(each) => items(each.ports).some(({ containerPort }) => typeof containerPort === 'number' && containerPort < 1_024),
		'should not set spec.template.spec.containers.ports.containerPort to less than 1024',
	),
	ofContainers(
		'AVD-KSV-0118|HIGH|Default security context configured|What is not said is what root may.',
		(each) => Object.keys(security(each)).length === 0,
		'is using the default security context',
	),
];

/** A Role or a ClusterRole. */
export interface RoleSubject {
	readonly rules: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
}

export function roleSubject(object: Fields): RoleSubject | undefined {
	if (object.kind !== 'Role' && object.kind !== 'ClusterRole') return undefined;
	return { rules: items(object.rules).map((each) => ({ resources: words(each.resources), verbs: words(each.verbs) })) };
}

const ofRoles = (
	head: string,
	fails: (resources: readonly string[], verbs: readonly string[]) => boolean,
	says: string,
): Check<RoleSubject> =>
	checkOf(head, ({ rules }) => rules.filter(({ resources: own, verbs }) => fails(own, verbs)).map(() => says));

const READ_OR_MORE = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const CHANGE = ['create', 'update', 'patch', 'delete', 'deletecollection', 'impersonate', '*'];
const any = (verbs: readonly string[], wanted: readonly string[]): boolean =>
	verbs.some((verb) => wanted.includes(verb));

/** Models the checks that are about rights. */
export const ROLE_CHECKS: readonly Check<RoleSubject>[] = [
	ofRoles(
		'AVD-KSV-0041|CRITICAL|Manage secrets|Who reads Secrets is whoever they are of.',
		(own, verbs) => own.includes('secrets') && any(verbs, READ_OR_MORE),
		"Role should not be allowed to manage resource 'secrets'",
	),
	ofRoles(
		'AVD-KSV-0044|CRITICAL|No wildcard verb and resource roles|That is everything, and what comes later, too.',
		(own, verbs) => own.includes('*') && verbs.includes('*'),
		'Role permits wildcard verb on wildcard resource',
	),
	ofRoles(
		'AVD-KSV-0045|CRITICAL|No wildcard verb roles|That is every verb, and what comes later, too.',
		(own, verbs) => verbs.includes('*') && !own.includes('*'),
		'Role permits wildcard verb on specific resources',
	),
	ofRoles(
		'AVD-KSV-0046|CRITICAL|Manage all resources|That is every kind, and what comes later, too.',
		(own, verbs) => own.includes('*') && any(verbs, CHANGE),
		'ClusterRole should not manage all resources',
	),
	ofRoles(
		'AVD-KSV-0048|MEDIUM|Manage Kubernetes workloads and pods|Who makes Pods can be any service account of the namespace.',
		(own, verbs) =>
			own.some((each) =>
				/^(pods|deployments|jobs|cronjobs|statefulsets|daemonsets|replicasets|replicationcontrollers)$/.test(each),
			) && any(verbs, CHANGE),
		'Role should not have access to manage workloads',
	),
	ofRoles(
		'AVD-KSV-0049|MEDIUM|Manage configmaps|Settings decide what programs do.',
		(own, verbs) => own.includes('configmaps') && any(verbs, CHANGE),
		"Role should not have access to resource 'configmaps' for verbs that change it",
	),
	ofRoles(
		'AVD-KSV-0053|HIGH|Exec into Pods|Who can run something in a Pod is that Pod.',
		(own, verbs) => own.includes('pods/exec') && any(verbs, ['create', '*']),
		'Role should not have access to resource \'["pods/exec"]\' for verbs \'["create"]\'',
	),
];
