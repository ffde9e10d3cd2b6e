import type { LifecycleHandler, Probe, SELinuxOptions } from '../../../api/core/types/container.ts';
import {
	badContainers,
	type Check,
	type CheckedPod,
	type CheckPod,
	containersText,
	distinct,
	hasUserNamespace,
	plural,
	quoted,
	settersText,
	settingOf,
	type Violation,
} from './check.ts';

const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Models pod-security-admission/policy check_appArmorProfile.go. */
function appArmorProfile(pod: CheckedPod): Violation | undefined {
	const isBad = (type: string | undefined): type is string => type !== 'RuntimeDefault' && type !== 'Localhost';
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.appArmorProfile);
	const podIsBad = ofPod !== undefined && isBad(ofPod.type);
	const bad = [...ofContainer].filter(([, profile]) => isBad(profile.type));
	const annotations = Object.entries(pod.annotations)
		.filter(([key, value]) => key.startsWith(APP_ARMOR_ANNOTATION) && !isAllowedAnnotation(value))
		.map(([key, value]) => `${key}=${JSON.stringify(value)}`)
		.sort();
	if (!podIsBad && bad.length === 0 && annotations.length === 0) return undefined;
	const types = distinct([...(podIsBad ? [ofPod.type] : []), ...bad.map(([, { type }]) => type)]);
	const values = [...types, ...annotations];
	const setters = settersText(
		podIsBad,
		bad.map(([{ name }]) => name),
		annotations.length > 0 ? [plural('annotation', annotations.length)] : [],
	);
	return {
		reason: plural('forbidden AppArmor profile', values.length),
		detail: `${setters} must not set AppArmor profile type to ${quoted(values)}`,
	};
}

function isAllowedAnnotation(value: string): boolean {
	return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
	'AUDIT_WRITE',
	'CHOWN',
	'DAC_OVERRIDE',
	'FOWNER',
	'FSETID',
	'KILL',
	'MKNOD',
	'NET_BIND_SERVICE',
	'SETFCAP',
	'SETGID',
	'SETPCAP',
	'SETUID',
	'SYS_CHROOT',
]);

/** Models check_capabilities_baseline.go. */
function capabilities(pod: CheckedPod): Violation | undefined {
	const forbidden = new Set<string>();
	const bad = badContainers(pod, ({ securityContext }) => {
		const added = (securityContext?.capabilities?.add ?? []).filter((each) => !DEFAULT_CAPABILITIES.has(each));
		for (const each of added) forbidden.add(each);
		return added.length > 0;
	});
	if (bad.length === 0) return undefined;
	const detail = `${containersText(bad)} must not include ${quoted(distinct(forbidden))} in securityContext.capabilities.add`;
	return { reason: 'non-default capabilities', detail };
}

/** Models check_hostNamespaces.go. */
function hostNamespaces({ spec }: CheckedPod): Violation | undefined {
	const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
	if (shared.length === 0) return undefined;
	return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
}

/** Models check_hostPathVolumes.go. */
function hostPathVolumes({ spec }: CheckedPod): Violation | undefined {
	const names = (spec.volumes ?? []).filter((volume) => volume.hostPath !== undefined).map(({ name }) => name);
	if (names.length === 0) return undefined;
	return { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quoted(names)}` };
}

/** Models check_hostPorts.go. */
function hostPorts(pod: CheckedPod): Violation | undefined {
	const ports = new Set<string>();
	const bad = badContainers(pod, (container) => {
		const forbidden = (container.ports ?? []).filter(({ hostPort }) => hostPort !== undefined && hostPort !== 0);
		for (const { hostPort } of forbidden) ports.add(String(hostPort));
		return forbidden.length > 0;
	});
	if (bad.length === 0) return undefined;
	const detail = `${containersText(bad)} ${uses(bad.length)} ${plural('hostPort', ports.size)} ${distinct(ports).join(', ')}`;
	return { reason: 'hostPort', detail };
}

function uses(count: number): string {
	return count === 1 ? 'uses' : 'use';
}

/** Models check_hostProbesAndhostLifecycle.go. */
function hostProbes(pod: CheckedPod): Violation | undefined {
	const hosts = new Set<string>();
	const bad = badContainers(pod, ({ livenessProbe, readinessProbe, startupProbe, lifecycle }) => {
		const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
		const named = handlers.flatMap(hostsOf);
		for (const host of named) hosts.add(host);
		return named.length > 0;
	});
	if (bad.length === 0) return undefined;
	const reason = 'probe or lifecycle host';
	const names = distinct(bad);
	const detail = `${containersText(names)} ${uses(names.length)} ${plural(reason, hosts.size)} ${quoted(distinct(hosts))}`;
	return { reason, detail };
}

function hostsOf(handler: Probe | LifecycleHandler | undefined): string[] {
	const hosts = [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''];
	return hosts.filter((host) => host !== '');
}

/** Models check_privileged.go. */
function privileged(pod: CheckedPod): Violation | undefined {
	const bad = badContainers(pod, ({ securityContext }) => securityContext?.privileged === true);
	if (bad.length === 0) return undefined;
	return { reason: 'privileged', detail: `${containersText(bad)} must not set securityContext.privileged=true` };
}

/** Models check_procMount_baseline.go. */
export function procMount(pod: CheckedPod): Violation | undefined {
	const types = new Set<string>();
	const bad = badContainers(pod, ({ securityContext }) => {
		const type = securityContext?.procMount;
		if (type === undefined || type === 'Default') return false;
		types.add(type);
		return true;
	});
	if (bad.length === 0) return undefined;
	const detail = `${containersText(bad)} must not set securityContext.procMount to ${quoted(distinct(types))}`;
	return { reason: 'procMount', detail };
}

/** A check that does not concern Pods in a user namespace of their own. */
export function unlessUserNamespace(check: CheckPod): CheckPod {
	return (pod) => (hasUserNamespace(pod) ? undefined : check(pod));
}

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** Models check_seLinuxOptions.go. */
function seLinuxOptions(allowed: ReadonlySet<string>): CheckPod {
	const isBad = ({ type = '', user = '', role = '' }: SELinuxOptions): boolean =>
		!allowed.has(type) || user !== '' || role !== '';
	return (pod) => {
		const { ofPod, ofContainer } = settingOf(pod, (context) => context.seLinuxOptions);
		const podIsBad = ofPod !== undefined && isBad(ofPod);
		const bad = [...ofContainer].filter(([, options]) => isBad(options));
		if (!podIsBad && bad.length === 0) return undefined;
		const all = [...(podIsBad ? [ofPod] : []), ...bad.map(([, options]) => options)];
		const types = distinct(all.map(({ type = '' }) => type).filter((type) => !allowed.has(type)));
		const faults = [
			...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
			...(all.some(({ user = '' }) => user !== '') ? ['user may not be set'] : []),
			...(all.some(({ role = '' }) => role !== '') ? ['role may not be set'] : []),
		];
		const setters = settersText(
			podIsBad,
			bad.map(([{ name }]) => name),
		);
		const detail = `${setters} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`;
		return { reason: 'seLinuxOptions', detail };
	};
}

const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** Models check_seccompProfile_baseline.go seccompProfileBaseline_1_0. */
function seccompAnnotations(pod: CheckedPod): Violation | undefined {
	const keys = [SECCOMP_POD_ANNOTATION, ...pod.containers.map(({ name }) => SECCOMP_ANNOTATION + name)];
	const forbidden = distinct(
		keys.flatMap((key) => {
			const value = pod.annotations[key];
			return value === undefined || isAllowedSeccomp(value) ? [] : [`${key}=${JSON.stringify(value)}`];
		}),
	);
	if (forbidden.length === 0) return undefined;
	const detail = `forbidden ${plural('annotation', forbidden.length)} ${forbidden.join(', ')}`;
	return { reason: 'seccompProfile', detail };
}

function isAllowedSeccomp(value: string): boolean {
	return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}

/** Models seccompProfileBaseline_1_19. */
export function forbiddenSeccompProfile(pod: CheckedPod): Violation | undefined {
	const isBad = (type: string): boolean => type !== 'RuntimeDefault' && type !== 'Localhost';
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.seccompProfile?.type);
	const podIsBad = ofPod !== undefined && isBad(ofPod);
	const bad = [...ofContainer].filter(([, type]) => isBad(type));
	if (!podIsBad && bad.length === 0) return undefined;
	const types = distinct([...(podIsBad ? [ofPod] : []), ...bad.map(([, type]) => type)]);
	const setters = settersText(
		podIsBad,
		bad.map(([{ name }]) => name),
	);
	const detail = `${setters} must not set securityContext.seccompProfile.type to ${quoted(types)}`;
	return { reason: 'seccompProfile', detail };
}

const SYSCTLS_1_0 = [
	'kernel.shm_rmid_forced',
	'net.ipv4.ip_local_port_range',
	'net.ipv4.tcp_syncookies',
	'net.ipv4.ping_group_range',
	'net.ipv4.ip_unprivileged_port_start',
];
const SYSCTLS_1_27 = [...SYSCTLS_1_0, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_1_29 = [
	...SYSCTLS_1_27,
	'net.ipv4.tcp_keepalive_time',
	'net.ipv4.tcp_fin_timeout',
	'net.ipv4.tcp_keepalive_intvl',
	'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_1_32 = [...SYSCTLS_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

/** Models check_sysctls.go. */
function sysctls(names: readonly string[]): CheckPod {
	const allowed = new Set(names);
	return ({ spec }) => {
		const set = (spec.securityContext?.sysctls ?? []).map(({ name }) => name);
		const forbidden = set.filter((name) => !allowed.has(name));
		return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
	};
}

/** Models check_windowsHostProcess.go. */
function windowsHostProcess(pod: CheckedPod): Violation | undefined {
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.windowsOptions?.hostProcess);
	const bad = [...ofContainer].filter(([, is]) => is).map(([{ name }]) => name);
	if (ofPod !== true && bad.length === 0) return undefined;
	const detail = `${settersText(ofPod === true, bad)} must not set securityContext.windowsOptions.hostProcess=true`;
	return { reason: 'hostProcess', detail };
}

/** The rules of level "baseline", by id. */
export const BASELINE_CHECKS: readonly Check[] = [
	{ id: 'appArmorProfile', versions: [{ since: 0, check: appArmorProfile }] },
	{ id: 'capabilities_baseline', versions: [{ since: 0, check: capabilities }] },
	{ id: 'hostNamespaces', versions: [{ since: 0, check: hostNamespaces }] },
	{ id: 'hostPathVolumes', versions: [{ since: 0, check: hostPathVolumes }] },
	{ id: 'hostPorts', versions: [{ since: 0, check: hostPorts }] },
	{ id: 'hostProbesAndHostLifecycle', versions: [{ since: 34, check: hostProbes }] },
	{ id: 'privileged', versions: [{ since: 0, check: privileged }] },
	{
		id: 'procMount',
		versions: [
			{ since: 0, check: procMount },
			{ since: 35, check: unlessUserNamespace(procMount) },
		],
	},
	{
		id: 'seLinuxOptions',
		versions: [
			{ since: 0, check: seLinuxOptions(new Set(SELINUX_TYPES)) },
			{ since: 31, check: seLinuxOptions(new Set([...SELINUX_TYPES, 'container_engine_t'])) },
		],
	},
	{
		id: 'seccompProfile_baseline',
		versions: [
			{ since: 0, check: seccompAnnotations },
			{ since: 19, check: forbiddenSeccompProfile },
		],
	},
	{
		id: 'sysctls',
		versions: [
			{ since: 0, check: sysctls(SYSCTLS_1_0) },
			{ since: 27, check: sysctls(SYSCTLS_1_27) },
			{ since: 29, check: sysctls(SYSCTLS_1_29) },
			{ since: 32, check: sysctls(SYSCTLS_1_32) },
		],
	},
	{ id: 'windowsHostProcess', versions: [{ since: 0, check: windowsHostProcess }] },
];
