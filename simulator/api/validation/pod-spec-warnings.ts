import type { ObjectMeta } from '../../machinery/meta.ts';
import { milliValue } from '../../machinery/quantity.ts';
import type { Container, ContainerPort } from '../core/types/container.ts';
import type { PodSpec, PodTemplateSpec } from '../core/types/pod.ts';
import { ipWarnings } from './ip-address.ts';

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
		const message = DEPRECATED_NODE_LABELS.get(key);
		if (message !== undefined) warnings.push(`${path}.nodeSelector[${key}]: ${message}`);
	}
	for (const [index, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
		const at = `${path}.topologySpreadConstraints[${index}]`;
		const message = DEPRECATED_NODE_LABELS.get(topologyKey);
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
			if ((volume as unknown as { [key: string]: unknown })[source] !== undefined) {
				warnings.push(`${path}.volumes[${index}].${source}: ${message}`);
			}
		}
	}
	warnings.push(...nameWarnings(spec, path));
	const containers = withPaths(spec, path);
	for (const [container, at] of containers) warnings.push(...containerWarnings(container, at));
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

const DEPRECATED_NODE_LABELS: ReadonlyMap<string, string> = new Map([
	['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
	['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
	['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
	['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
	['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

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

type WithPath = readonly [Container, string];

/** Init containers first, as the server visits them. */
function withPaths(spec: PodSpec, path: string): readonly WithPath[] {
	return [
		...(spec.initContainers ?? []).map((each, index): WithPath => [each, `${path}.initContainers[${index}]`]),
		...(spec.containers ?? []).map((each, index): WithPath => [each, `${path}.containers[${index}]`]),
	];
}

function containerWarnings(container: Container, path: string): string[] {
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

function portWarnings(containers: readonly WithPath[]): string[] {
	const warnings: string[] = [];
	const seen = new Map<string, { at: string; port: ContainerPort }[]>();
	const all = containers.flatMap(([{ ports }, path]) =>
		(ports ?? []).map((port, index) => ({ at: `${path}.ports[${index}]`, port })),
	);
	for (const entry of all) {
		const { at, port } = entry;
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
