import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	forbiddenField,
	invalidValue,
	notSupported,
	required,
	tooLong,
} from '../../machinery/field-error.ts';
import { dns1123Label, portName, portNumber } from '../../machinery/names.ts';
import type { Container, ContainerPort } from '../core/types/container.ts';
import type { Volume } from '../core/types/volume.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateDevices, validateMounts } from './mounts.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateContainerResourceName, validateResourceRequirements } from './resources.ts';
import { validateSecurityContext } from './security-context.ts';

/** What the checks of containers need to know of their Pod. */
export interface PodFacts {
	/** Volumes that are in order, by name. */
	readonly volumes: ReadonlyMap<string, Volume>;
	readonly claimNames: ReadonlySet<string>;
	readonly graceSeconds: number | undefined;
	readonly restartPolicy: string | undefined;
	readonly hostUsers: boolean;
}

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** Models pkg/apis/core/validation validateContainerCommon. */
export function validateContainerCommon(container: Container, pod: PodFacts, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (container.name === '') errors.push(required(`${path}.name`));
	else {
		for (const complaint of dns1123Label(container.name)) {
			errors.push(invalidValue(`${path}.name`, container.name, complaint));
		}
	}
	if (!container.image) errors.push(required(`${path}.image`));
	const messagePolicy = container.terminationMessagePolicy ?? '';
	if (messagePolicy === '') errors.push(required(`${path}.terminationMessagePolicy`));
	else if (!MESSAGE_POLICIES.includes(messagePolicy)) {
		errors.push(notSupported(`${path}.terminationMessagePolicy`, messagePolicy, MESSAGE_POLICIES));
	}
	if (container.ports !== undefined) errors.push(...validatePorts(container.ports, `${path}.ports`));
	if (container.env !== undefined) errors.push(...validateEnv(container.env, `${path}.env`));
	if (container.envFrom !== undefined) errors.push(...validateEnvFrom(container.envFrom, `${path}.envFrom`));
	errors.push(...validateMounts(container, pod.volumes, `${path}.volumeMounts`));
	errors.push(...validateDevices(container, pod.volumes, `${path}.volumeDevices`));
	const pullPolicy = container.imagePullPolicy ?? '';
	if (pullPolicy === '') errors.push(required(`${path}.imagePullPolicy`));
	else if (!PULL_POLICIES.includes(pullPolicy)) {
		errors.push(notSupported(`${path}.imagePullPolicy`, pullPolicy, PULL_POLICIES));
	}
	const rules = { claimNames: pod.claimNames, validateName: validateContainerResourceName };
	errors.push(...validateResourceRequirements(container.resources, rules, `${path}.resources`));
	errors.push(...validateResizePolicies(container, pod, `${path}.resizePolicy`));
	errors.push(...validateSecurityContext(container.securityContext, pod.hostUsers, `${path}.securityContext`));
	return errors;
}

/** Models validateContainers. */
export function validateContainers(containers: readonly Container[], pod: PodFacts, path: string): FieldError[] {
	if (containers.length === 0) return [required(path)];
	const errors: FieldError[] = [];
	const names = new Set<string>();
	for (const [index, container] of containers.entries()) {
		const at = `${path}[${index}]`;
		errors.push(...validateContainerCommon(container, pod, at));
		if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
		names.add(container.name);
		if (container.lifecycle !== undefined) {
			errors.push(...validateLifecycle(container.lifecycle, pod.graceSeconds, `${at}.lifecycle`));
		}
		errors.push(...validateProbes(container, pod.graceSeconds, at));
		errors.push(...validateRestartRules(container, at));
	}
	errors.push(...validateHostPorts(containers, path));
	return errors;
}

/** Models validateInitContainers. */
export function validateInitContainers(
	containers: readonly Container[],
	others: readonly Container[],
	pod: PodFacts,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	const names = new Set(others.map(({ name }) => name));
	for (const [index, container] of containers.entries()) {
		const at = `${path}[${index}]`;
		errors.push(...validateContainerCommon(container, pod, at));
		const sidecar = container.restartPolicy === 'Always';
		if (sidecar && (container.restartPolicyRules ?? []).length > 0) {
			errors.push(
				forbiddenField(
					`${at}.restartPolicyRules`,
					'restartPolicyRules are not allowed for init containers with restart policy Always',
				),
			);
		} else if (!sidecar) errors.push(...validateRestartRules(container, at));
		if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
		else if (container.name !== '') names.add(container.name);
		errors.push(...validateHostPorts([container], path));
		if (sidecar) {
			if (container.lifecycle !== undefined) {
				errors.push(...validateLifecycle(container.lifecycle, pod.graceSeconds, `${at}.lifecycle`));
			}
			errors.push(...validateProbes(container, pod.graceSeconds, at));
			continue;
		}
		for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
			if (container[field] === undefined) continue;
			errors.push(forbiddenField(`${at}.${field}`, 'may not be set for init containers without restartPolicy=Always'));
		}
	}
	return errors;
}

/** Models validateContainerPorts. */
function validatePorts(ports: readonly ContainerPort[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	const names = new Set<string>();
	for (const [index, port] of ports.entries()) {
		const at = `${path}[${index}]`;
		if (port.name !== undefined) {
			const complaints = portName(port.name);
			for (const complaint of complaints) errors.push(invalidValue(`${at}.name`, port.name, complaint));
			if (complaints.length === 0) {
				if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
				names.add(port.name);
			}
		}
		if (!port.containerPort) errors.push(required(`${at}.containerPort`));
		else validateNumber(port.containerPort, `${at}.containerPort`, errors);
		if (port.hostPort !== undefined) validateNumber(port.hostPort, `${at}.hostPort`, errors);
		const protocol = port.protocol ?? '';
		if (protocol === '') errors.push(required(`${at}.protocol`));
		else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
	}
	return errors;
}

function validateNumber(port: number, path: string, errors: FieldError[]): void {
	for (const complaint of portNumber(port)) errors.push(invalidValue(path, port, complaint));
}

/** Models checkHostPortConflicts. */
function validateHostPorts(containers: readonly Container[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	const taken = new Set<string>();
	for (const [index, { ports }] of containers.entries()) {
		for (const [portIndex, { protocol, hostIP, hostPort }] of (ports ?? []).entries()) {
			if (hostPort === undefined) continue;
			const key = `${protocol}/${hostIP ?? ''}/${hostPort}`;
			if (taken.has(key)) errors.push(duplicate(`${path}[${index}].ports[${portIndex}].hostPort`, key));
			taken.add(key);
		}
	}
	return errors;
}

const RESIZE_RESOURCES = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** Models validateResizePolicy: the index is only named for duplicates. */
function validateResizePolicies({ resizePolicy }: Container, pod: PodFacts, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { resourceName, restartPolicy }] of (resizePolicy ?? []).entries()) {
		if (seen.has(resourceName)) errors.push(duplicate(`${path}[${index}]`, resourceName));
		seen.add(resourceName);
		if (resourceName === '') errors.push(required(path));
		else if (!RESIZE_RESOURCES.includes(resourceName)) {
			errors.push(notSupported(path, resourceName, RESIZE_RESOURCES));
		}
		if (restartPolicy === '') errors.push(required(path));
		else if (!RESIZE_POLICIES.includes(restartPolicy)) {
			errors.push(notSupported(path, restartPolicy, RESIZE_POLICIES));
		}
		if (pod.restartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
			errors.push(invalidValue(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
		}
	}
	return errors;
}

const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;

/** Models validateContainerRestartPolicy. */
function validateRestartRules(container: Container, path: string): FieldError[] {
	const rules = container.restartPolicyRules ?? [];
	const errors: FieldError[] = [];
	const policy = container.restartPolicy;
	if (policy === undefined) {
		if (rules.length === 0) return [];
		errors.push(required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
	} else if (!RESTART_POLICIES.includes(policy)) {
		errors.push(notSupported(`${path}.restartPolicy`, policy, RESTART_POLICIES));
	}
	if (rules.length > RULES_MAX) errors.push(tooLong(`${path}.restartPolicyRules`, RULES_MAX));
	for (const [index, { action, exitCodes }] of rules.entries()) {
		const at = `${path}.restartPolicyRules[${index}]`;
		if (action !== 'Restart') errors.push(notSupported(`${at}.action`, action, ['Restart']));
		if (exitCodes === undefined) {
			errors.push(required(`${at}.exitCodes`, 'must be specified'));
			continue;
		}
		if (exitCodes.operator !== 'In' && exitCodes.operator !== 'NotIn') {
			errors.push(notSupported(`${at}.exitCodes.operator`, exitCodes.operator, ['In', 'NotIn']));
		}
		if ((exitCodes.values ?? []).length > EXIT_CODES_MAX) {
			errors.push(tooLong(`${at}.exitCodes.values`, EXIT_CODES_MAX));
		}
	}
	return errors;
}
