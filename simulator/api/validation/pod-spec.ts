import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	forbiddenField,
	invalidValue,
	notFoundValue,
	notSupported,
	required,
	tooLong,
} from '../../machinery/field-error.ts';
import {
	dns1123Label,
	dns1123Subdomain,
	dns1123SubdomainWithUnderscore,
	nameIsDnsSubdomain,
	rangeComplaint,
} from '../../machinery/names.ts';
import type { PodSpec } from '../core/types/pod.ts';
import type { PodFacts } from './container.ts';
import { validateContainers, validateInitContainers } from './container.ts';
import { validateEphemeralContainers } from './ephemeral-containers.ts';
import { validateIp } from './ip-address.ts';
import { validateLabelName } from './label-selector.ts';
import { validateLabels } from './object-meta.ts';
import { containersWithPaths } from './pod-containers.ts';
import { validateHostProcesses, validateOs } from './pod-os.ts';
import { validatePodLevelResources } from './pod-resources.ts';
import { validateContainerResourceName, validateResourceRequirements } from './resources.ts';
import { validateAffinity, validateSpreadConstraints, validateTolerations } from './scheduling.ts';
import { validateHostUsers, validatePodSecurityContext } from './security-context.ts';
import { validateVolumes } from './volumes.ts';

const INT32_MAX = 2147483647;

/**
 * Checks a Pod's spec, its own or a template's. Defaults must have been applied.
 * Models pkg/apis/core/validation ValidatePodSpec.
 * @param podName of a Pod; undefined for templates.
 */
export function validatePodSpec(spec: PodSpec, podName: string | undefined, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const volumes = validateVolumes(spec.volumes ?? [], podName, `${path}.volumes`, errors);
	const facts: PodFacts = {
		volumes,
		claimNames: new Set((spec.resourceClaims ?? []).map(({ name }) => name)),
		graceSeconds: spec.terminationGracePeriodSeconds,
		restartPolicy: spec.restartPolicy,
		hostUsers: spec.hostUsers !== false,
	};
	errors.push(...validateResourceClaims(spec, `${path}.resourceClaims`));
	const containers = spec.containers ?? [];
	errors.push(...validateContainers(containers, facts, `${path}.containers`));
	errors.push(...validateInitContainers(spec.initContainers ?? [], containers, facts, `${path}.initContainers`));
	errors.push(...validateEphemeralContainers(spec, facts, `${path}.ephemeralContainers`));
	errors.push(...validatePodLevelResources(spec, facts.claimNames, `${path}.resources`));
	errors.push(...validateHostNetwork(spec, podName !== undefined, path));
	errors.push(...validateChoice(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`));
	const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
	errors.push(...validateChoice(spec.dnsPolicy, dnsPolicies, `${path}.dnsPolicy`));
	errors.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`));
	errors.push(...validatePodSecurityContext(spec.securityContext, spec, `${path}.securityContext`));
	errors.push(...validateAffinity(spec.affinity, `${path}.affinity`));
	errors.push(...validateDns(spec, `${path}.dnsConfig`));
	for (const [index, gate] of (spec.readinessGates ?? []).entries()) {
		errors.push(...validateLabelName(gate.conditionType, `${path}.readinessGates[${index}].conditionType`));
	}
	errors.push(...validateSchedulingGates(spec, `${path}.schedulingGates`));
	errors.push(...validateSpreadConstraints(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`));
	errors.push(...validateHostProcesses(spec, path));
	errors.push(...validateHostUsers(spec, path));
	errors.push(...validateHostnameOverride(spec, `${path}.hostnameOverride`));
	errors.push(...validateNames(spec, path));
	errors.push(...validateRest(spec, facts, path));
	return errors;
}

function validateChoice(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
	if (value === undefined || value === '') return [required(path)];
	return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

/** Fields that name other objects or the Pod itself in DNS. */
function validateNames(spec: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const check = (field: 'serviceAccountName' | 'nodeName'): void => {
		const name = spec[field];
		if (name === undefined) return;
		for (const complaint of nameIsDnsSubdomain(name, false)) {
			errors.push(invalidValue(`${path}.${field}`, name, complaint));
		}
	};
	check('serviceAccountName');
	check('nodeName');
	const deadline = spec.activeDeadlineSeconds;
	if (deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)) {
		errors.push(invalidValue(`${path}.activeDeadlineSeconds`, deadline, rangeComplaint(1, INT32_MAX)));
	}
	for (const field of ['hostname', 'subdomain'] as const) {
		const name = spec[field];
		if (name === undefined) continue;
		for (const complaint of dns1123Label(name)) errors.push(invalidValue(`${path}.${field}`, name, complaint));
	}
	return errors;
}

function validateRest(spec: PodSpec, facts: PodFacts, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (spec.tolerations !== undefined) errors.push(...validateTolerations(spec.tolerations, `${path}.tolerations`));
	for (const [index, { ip, hostnames }] of (spec.hostAliases ?? []).entries()) {
		errors.push(...validateIp(ip, `${path}.hostAliases[${index}].ip`));
		for (const [nameIndex, name] of (hostnames ?? []).entries()) {
			for (const complaint of dns1123Subdomain(name)) {
				errors.push(invalidValue(`${path}.hostAliases[${index}].hostnames[${nameIndex}]`, name, complaint));
			}
		}
	}
	for (const field of ['priorityClassName', 'runtimeClassName'] as const) {
		const name = spec[field];
		if (name === undefined || (name === '' && field === 'priorityClassName')) continue;
		for (const complaint of nameIsDnsSubdomain(name, false)) {
			errors.push(invalidValue(`${path}.${field}`, name, complaint));
		}
	}
	if (spec.preemptionPolicy !== undefined) {
		const policies = ['PreemptLowerPriority', 'Never'];
		errors.push(...validateChoice(spec.preemptionPolicy, policies, `${path}.preemptionPolicy`));
	}
	if (spec.overhead !== undefined) {
		const rules = { claimNames: facts.claimNames, validateName: validateContainerResourceName };
		errors.push(...validateResourceRequirements({ limits: spec.overhead }, rules, `${path}.overhead`));
	}
	if (spec.os !== undefined) errors.push(...validateOs(spec, path));
	errors.push(...validateEnvFiles(spec, path));
	return errors;
}

/** Files of variables are read from volumes that only the Pod writes. Models validateFileKeyRefVolumes. */
function validateEnvFiles(spec: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [{ env }, at] of containersWithPaths(spec, path)) {
		for (const [index, { valueFrom }] of (env ?? []).entries()) {
			const name = valueFrom?.fileKeyRef?.volumeName;
			if (name === undefined) continue;
			const field = `${at}.env[${index}].valueFrom.fileKeyRef.volumeName`;
			const volume = spec.volumes?.findLast((each) => each.name === name);
			if (volume === undefined) errors.push(notFoundValue(field, name));
			else if (volume.emptyDir === undefined) {
				errors.push(invalidValue(field, name, 'referenced volume must be of type emptyDir'));
			}
		}
	}
	return errors;
}

/** Models validatePodHostNetworkDeps. @param isPod in a template a port that was left out may stay so. */
function validateHostNetwork(spec: PodSpec, isPod: boolean, path: string): FieldError[] {
	if (spec.hostNetwork !== true) return [];
	const errors: FieldError[] = [];
	for (const [index, { ports }] of (spec.containers ?? []).entries()) {
		for (const [portIndex, { hostPort = 0, containerPort }] of (ports ?? []).entries()) {
			if ((!isPod && hostPort === 0) || hostPort === containerPort) continue;
			errors.push(
				invalidValue(
					`${path}.containers[${index}].ports[${portIndex}].hostPort`,
					hostPort,
					'must match `containerPort` when `hostNetwork` is true',
				),
			);
		}
	}
	return errors;
}

const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCH_CHARACTERS_MAX = 2048;

/** Models validatePodDNSConfig. */
function validateDns({ dnsConfig, dnsPolicy }: PodSpec, path: string): FieldError[] {
	if (dnsPolicy === 'None') {
		if (dnsConfig === undefined) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
		if ((dnsConfig.nameservers ?? []).length === 0) {
			const because = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
			return [required(`${path}.nameservers`, because)];
		}
	}
	const errors: FieldError[] = [];
	const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
	if (nameservers.length > NAMESERVERS_MAX) {
		const because = `must not have more than ${NAMESERVERS_MAX} nameservers`;
		errors.push(invalidValue(`${path}.nameservers`, nameservers, because));
	}
	for (const [index, ip] of nameservers.entries()) errors.push(...validateIp(ip, `${path}.nameservers[${index}]`));
	if (searches.length > SEARCHES_MAX) {
		const because = `must not have more than ${SEARCHES_MAX} search paths`;
		errors.push(invalidValue(`${path}.searches`, searches, because));
	}
	if (searches.join(' ').length > SEARCH_CHARACTERS_MAX) {
		const because = `must not have more than ${SEARCH_CHARACTERS_MAX} characters (including spaces) in the search list`;
		errors.push(invalidValue(`${path}.searches`, searches, because));
	}
	for (const [index, search] of searches.entries()) {
		if (search === '.') continue;
		const name = search.replace(/\.$/, '');
		for (const complaint of dns1123SubdomainWithUnderscore(name)) {
			errors.push(invalidValue(`${path}.searches[${index}]`, name, complaint));
		}
	}
	for (const [index, { name }] of options.entries()) {
		if (!name) errors.push(required(`${path}.options[${index}]`, 'must not be empty'));
	}
	return errors;
}

function validateSchedulingGates({ schedulingGates }: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { name }] of (schedulingGates ?? []).entries()) {
		errors.push(...validateLabelName(name, `${path}[${index}]`));
		if (seen.has(name)) errors.push(duplicate(`${path}[${index}]`, name));
		seen.add(name);
	}
	return errors;
}

/** Models validatePodHostName. */
function validateHostnameOverride(spec: PodSpec, path: string): FieldError[] {
	const name = spec.hostnameOverride;
	if (name === undefined) return [];
	const errors: FieldError[] = [];
	if (spec.setHostnameAsFQDN === true) {
		errors.push(forbiddenField(path, 'may not be specified when setHostnameAsFQDN is true'));
	}
	if (spec.hostNetwork === true) {
		errors.push(forbiddenField(path, 'may not be specified when hostNetwork is true'));
	}
	if (name.length > 64) errors.push(tooLong(path, 64));
	for (const complaint of dns1123Subdomain(name)) errors.push(invalidValue(path, name, complaint));
	return errors;
}

/** Models validatePodResourceClaims. */
function validateResourceClaims({ resourceClaims }: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, claim] of (resourceClaims ?? []).entries()) {
		const at = `${path}[${index}]`;
		if (claim.name === '') errors.push(required(`${at}.name`));
		else if (seen.has(claim.name)) errors.push(duplicate(`${at}.name`, claim.name));
		else
			for (const complaint of dns1123Label(claim.name)) errors.push(invalidValue(`${at}.name`, claim.name, complaint));
		seen.add(claim.name);
		const sources = [claim.resourceClaimName, claim.resourceClaimTemplateName].filter((each) => each !== undefined);
		if (sources.length === 1) continue;
		const because =
			sources.length === 0
				? 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'
				: 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
		errors.push(invalidValue(at, claim, because));
	}
	return errors;
}
