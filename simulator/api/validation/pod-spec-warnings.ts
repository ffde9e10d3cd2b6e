import type { ObjectMeta } from '../../machinery/meta.ts';
import { milliValue } from '../../machinery/quantity.ts';
import type { ContainerPort } from '../core/types/container.ts';
import type { PodSpec, PodTemplateSpec } from '../core/types/pod.ts';
import { claimSpecWarnings } from './claim-spec.ts';
import { ipWarnings } from './ip-address.ts';
import { nodeLabelDeprecation, nodeTermWarnings } from './node-label-warnings.ts';
import { APPARMOR, SECCOMP_CONTAINER, SECCOMP_POD } from './pod-annotations.ts';
import type { ContainerAt } from './pod-containers.ts';
import { containersWithPaths } from './pod-containers.ts';

// Models pkg/api/pod GetWarningsForPod, GetWarningsForPodTemplate.

/** Of a template: its path is in front of the fields. */
export function podTemplateWarnings(template: PodTemplateSpec | undefined, path: string): string[] {
	return template === undefined ? [] : podSpecWarnings(template.spec, template.metadata ?? {}, `${path}.`);
}

/** @param prefix "" for a Pod, "spec.template." for a template. */
export function podSpecWarnings(spec: PodSpec, metadata: Partial<ObjectMeta>, prefix: string): string[] {
	const path = `${prefix}spec`;
	const warnings: string[] = [];
	for (const key of Object.keys(spec.nodeSelector ?? {})) {
		const message = nodeLabelDeprecation(key);
		if (message !== undefined) warnings.push(`${path}.nodeSelector[${key}]: ${message}`);
	}
	warnings.push(...nodeAffinityWarnings(spec, `${path}.affinity.nodeAffinity`));
	for (const [index, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
		const at = `${path}.topologySpreadConstraints[${index}]`;
		const message = nodeLabelDeprecation(topologyKey);
		if (message !== undefined) warnings.push(`${at}.topologyKey: ${topologyKey} is ${message}`);
		if (labelSelector === undefined) {
			warnings.push(`${at}.labelSelector: a null labelSelector results in matching no pod`);
		}
	}
	for (const [key, message] of DEPRECATED_ANNOTATIONS) {
		if (metadata.annotations?.[key] !== undefined) {
			warnings.push(`${prefix}metadata.annotations[${key}]: ${message}`);
		}
	}
	for (const [index, volume] of (spec.volumes ?? []).entries()) {
		for (const [source, message] of DEPRECATED_VOLUMES) {
			if ((volume as unknown as { [key: string]: unknown })[source] === undefined) continue;
			warnings.push(`${path}.volumes[${index}].${source === 'storageos' ? 'storageOS' : source}: ${message}`);
		}
		const claim = volume.ephemeral?.volumeClaimTemplate;
		if (claim === undefined) continue;
		warnings.push(...claimSpecWarnings(claim.spec, `${path}.volumes[${index}].ephemeral.volumeClaimTemplate.spec`));
	}
	warnings.push(...tokenPathWarnings(spec, path));
	warnings.push(...nameWarnings(spec, path));
	warnings.push(...overheadWarnings(spec, path));
	const annotations = `${prefix}metadata.annotations`;
	if (metadata.annotations?.[SECCOMP_POD] !== undefined && spec.securityContext?.seccompProfile === undefined) {
		warnings.push(`${annotations}[${SECCOMP_POD}]: ${OLD_SECCOMP}`);
	}
	const containers = containersWithPaths(spec, path);
	for (const [container, at] of containers) {
		const seccomp = `${SECCOMP_CONTAINER}${container.name}`;
		if (metadata.annotations?.[seccomp] !== undefined && container.securityContext?.seccompProfile === undefined) {
			warnings.push(`${annotations}[${seccomp}]: ${OLD_SECCOMP}`);
		}
		const appArmor = `${APPARMOR}${container.name}`;
		const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
		// Pods' own are told of when the annotation is read.
		if (prefix !== '' && metadata.annotations?.[appArmor] !== undefined && profile === undefined) {
			warnings.push(`${annotations}[${appArmor}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
		}
		warnings.push(...containerWarnings(container, at));
	}
	warnings.push(...portWarnings(containers));
	if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
		warnings.push(
			`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
		);
	}
	warnings.push(...affinityWarnings(spec, path));
	for (const [index, server] of (spec.dnsConfig?.nameservers ?? []).entries()) {
		warnings.push(...ipWarnings(server, `${path}.dnsConfig.nameservers[${index}]`));
	}
	for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
		warnings.push(...ipWarnings(ip, `${path}.hostAliases[${index}].ip`));
	}
	return warnings;
}

const DEPRECATED_ANNOTATIONS: readonly (readonly [string, string])[] = [
	['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
	['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
	['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

const DEPRECATED_VOLUMES: readonly (readonly [string, string])[] = [
	['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
	['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
	['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
	['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
	['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
	['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
	['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
	['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
	['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** Names given twice or not at all. */
function nameWarnings(spec: PodSpec, path: string): string[] {
	const warnings: string[] = [];
	const aliases = new Set<string>();
	for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
		if (aliases.has(ip)) warnings.push(`${path}.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(ip)}`);
		aliases.add(ip);
	}
	const secrets = new Set<string>();
	for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
		const at = `${path}.imagePullSecrets[${index}].name`;
		if (secrets.has(name)) warnings.push(`${at}: duplicate name ${JSON.stringify(name)}`);
		if (name === '') warnings.push(`${at}: invalid empty name ""`);
		secrets.add(name);
	}
	return warnings;
}

const OLD_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead';

function nodeAffinityWarnings({ affinity }: PodSpec, path: string): string[] {
	const needed = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
	const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
	return [
		...nodeTermWarnings(
			needed,
			(index) => `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`,
		),
		...nodeTermWarnings(
			preferred.map(({ preference }) => preference),
			(index) => `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`,
		),
	];
}

/** Files of projected volumes where a token will be. */
function tokenPathWarnings({ volumes }: PodSpec, path: string): string[] {
	const all = (volumes ?? []).map(({ projected }) => projected?.sources ?? []);
	const tokens = new Set(
		all.flat().flatMap(({ serviceAccountToken: token }) => (token === undefined ? [] : [token.path])),
	);
	if (tokens.size === 0) return [];
	const warnings: string[] = [];
	for (const [index, sources] of all.entries()) {
		const at = `${path}.volumes[${index}].projected.sources`;
		for (const { configMap, secret, downwardAPI } of sources) {
			const lists = { configMap: configMap?.items, secrets: secret?.items, downwardAPI: downwardAPI?.items };
			for (const [field, items] of Object.entries(lists)) {
				for (const [i, file] of (items ?? []).entries()) {
					if (!tokens.has(file.path)) continue;
					const shown = JSON.stringify(file.path);
					warnings.push(`${at}.${field}[${i}]: has duplicated path with ServiceAccountToken ${shown}`);
				}
			}
		}
	}
	return warnings;
}

function overheadWarnings({ overhead }: PodSpec, path: string): string[] {
	return ['memory', 'ephemeral-storage'].flatMap((name) => {
		const amount = overhead?.[name];
		if (amount === undefined || milliValue(amount) % 1000 === 0) return [];
		const shown = JSON.stringify(amount);
		return [`${path}.overhead[${name}]: fractional byte value ${shown} is invalid, must be an integer`];
	});
}

function containerWarnings(container: ContainerAt[0], path: string): string[] {
	const warnings: string[] = [];
	for (const name of ['memory', 'ephemeral-storage']) {
		for (const side of ['limits', 'requests'] as const) {
			const amount = container.resources?.[side]?.[name];
			if (amount === undefined || milliValue(amount) % 1000 === 0) continue;
			warnings.push(
				`${path}.resources.${side}[${name}]: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`,
			);
		}
	}
	const seen = new Set<string>();
	for (const [index, { name, value = '', valueFrom }] of (container.env ?? []).entries()) {
		const reference = `$(${name})`;
		const hides = valueFrom !== undefined || value === reference || !value.includes(reference);
		if (seen.has(name) && hides) {
			warnings.push(
				`${path}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
			);
		}
		seen.add(name);
	}
	return warnings;
}

function portWarnings(containers: readonly ContainerAt[]): string[] {
	const warnings: string[] = [];
	const seen = new Map<string, { at: string; port: ContainerPort }[]>();
	const all = containers.flatMap(([{ ports }, path]) =>
		(ports ?? []).map((port, index) => ({ at: `${path}.ports[${index}]`, port })),
	);
	for (const entry of all) {
		const { at, port } = entry;
		if (port.hostIP !== undefined && port.hostPort === undefined) {
			warnings.push(`${at}: hostIP set without hostPort: ${goPort(port)}`);
		}
		const key = `${port.containerPort}/${port.protocol}`;
		const others = seen.get(key) ?? [];
		for (const other of others) {
			const [hostPort, otherPort] = [port.hostPort ?? 0, other.port.hostPort ?? 0];
			const [hostIP, otherIP] = [port.hostIP ?? '', other.port.hostIP ?? ''];
			if (hostIP === otherIP && hostPort === otherPort) {
				warnings.push(`${at}: duplicate port definition with ${other.at}`);
			} else if (hostPort === 0 || otherPort === 0) {
				warnings.push(`${at}: overlapping port definition with ${other.at}`);
			} else if (hostPort === otherPort && (hostIP === '') !== (otherIP === '')) {
				warnings.push(`${at}: dangerously ambiguous port definition with ${other.at}`);
			}
		}
		seen.set(key, [...others, entry]);
	}
	const names = new Map<string, string>();
	for (const { at, port } of all) {
		if (port.name === undefined) continue;
		const other = names.get(port.name);
		if (other === undefined) names.set(port.name, at);
		else {
			warnings.push(
				`${at}: duplicate port name ${JSON.stringify(port.name)} with ${other}, services and probes that select ports by name will use ${other}`,
			);
		}
	}
	return warnings;
}

/** As Go prints the structure with %+v. */
function goPort({ name = '', containerPort, protocol = '', hostIP = '' }: ContainerPort): string {
	return `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}

function affinityWarnings({ affinity }: PodSpec, path: string): string[] {
	const warnings: string[] = [];
	for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
		const needed = affinity?.[field]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
		const preferred = affinity?.[field]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
		const at = `${path}.affinity.${field}`;
		const message = 'a null labelSelector results in matching no pod';
		for (const [index, { labelSelector }] of needed.entries()) {
			if (labelSelector !== undefined) continue;
			warnings.push(`${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector: ${message}`);
		}
		for (const [index, { podAffinityTerm }] of preferred.entries()) {
			if (podAffinityTerm.labelSelector !== undefined) continue;
			warnings.push(
				`${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector: ${message}`,
			);
		}
	}
	return warnings;
}
