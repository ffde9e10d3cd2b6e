import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import {
	configMapKey,
	dns1123Label,
	nameIsDnsSubdomain,
	qualifiedName,
	relaxedEnvVarName,
} from '../../machinery/names.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { EnvFromSource, EnvVar, EnvVarSource } from '../core/types/container.ts';
import type { ObjectFieldSelector, ResourceFieldSelector } from '../core/types/reference.ts';
import { validateNoBacksteps } from './paths.ts';

// Models pkg/apis/core/validation ValidateEnv, ValidateEnvFrom.

export function validateEnv(variables: readonly EnvVar[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, variable] of variables.entries()) {
		const at = `${path}[${index}]`;
		if (variable.name === '') errors.push(required(`${at}.name`));
		else {
			for (const complaint of relaxedEnvVarName(variable.name)) {
				errors.push(invalidValue(`${at}.name`, variable.name, complaint));
			}
		}
		if (variable.valueFrom !== undefined) {
			errors.push(...validateValueFrom(variable.valueFrom, variable.value ?? '', `${at}.valueFrom`));
		}
	}
	return errors;
}

const ENV_FIELDS = [
	'metadata.name',
	'metadata.namespace',
	'metadata.uid',
	'spec.nodeName',
	'spec.serviceAccountName',
	'status.hostIP',
	'status.hostIPs',
	'status.podIP',
	'status.podIPs',
];

function validateValueFrom(source: EnvVarSource, value: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (source.fieldRef !== undefined) errors.push(...validateFieldRef(source.fieldRef, ENV_FIELDS, `${path}.fieldRef`));
	if (source.resourceFieldRef !== undefined) {
		errors.push(...validateResourceFieldRef(source.resourceFieldRef, `${path}.resourceFieldRef`, false));
	}
	for (const field of ['configMapKeyRef', 'secretKeyRef'] as const) {
		const reference = source[field];
		if (reference !== undefined) errors.push(...validateKeyRef(reference, `${path}.${field}`));
	}
	if (source.fileKeyRef !== undefined) errors.push(...validateFileKeyRef(source.fileKeyRef, `${path}.fileKeyRef`));
	const sources = Object.keys(source).length;
	if (sources === 0) {
		errors.push(
			invalidValue(
				path,
				'',
				'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
			),
		);
	} else if (value !== '') {
		errors.push(invalidValue(path, '', 'may not be specified when `value` is not empty'));
	} else if (sources > 1) {
		errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
	}
	return errors;
}

/** Fields of a Pod that have a name in the downward API. Models ConvertDownwardAPIFieldLabel. */
const DOWNWARD_FIELDS = new Set([
	...ENV_FIELDS,
	'metadata.annotations',
	'metadata.labels',
	'spec.restartPolicy',
	'spec.schedulerName',
	'status.phase',
]);

/** Models validateObjectFieldSelector. */
export function validateFieldRef(
	{ apiVersion = '', fieldPath }: ObjectFieldSelector,
	allowed: readonly string[],
	path: string,
): FieldError[] {
	if (apiVersion === '') return [required(`${path}.apiVersion`)];
	if (fieldPath === '') return [required(`${path}.fieldPath`)];
	const converting = (because: string): FieldError[] => [
		invalidValue(`${path}.fieldPath`, fieldPath, `error converting fieldPath: ${because}`),
	];
	if (apiVersion !== 'v1') return converting(`unsupported pod version: ${apiVersion}`);
	const subscripted = /^(.+?)\['(.*)'\]$/s.exec(fieldPath);
	if (subscripted !== null) {
		const [, name = '', subscript = ''] = subscripted;
		if (name !== 'metadata.annotations' && name !== 'metadata.labels') {
			return converting(`field label does not support subscript: ${fieldPath}`);
		}
		const key = name === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
		return qualifiedName(key).map((complaint) => invalidValue(path, key, complaint));
	}
	const name = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
	if (!DOWNWARD_FIELDS.has(name)) return converting(`field label not supported: ${fieldPath}`);
	return allowed.includes(name) ? [] : [notSupported(`${path}.fieldPath`, name, [...allowed].sort())];
}

const CONTAINER_RESOURCES = ['limits', 'requests'].flatMap((side) =>
	['cpu', 'ephemeral-storage', 'memory'].map((name) => `${side}.${name}`),
);
const BINARY_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** Models validateContainerResourceFieldSelector. @param volume in a volume the container must be named. */
export function validateResourceFieldRef(
	{ containerName, resource, divisor }: ResourceFieldSelector,
	path: string,
	volume: boolean,
): FieldError[] {
	const errors: FieldError[] = [];
	const hugePages = /^(requests|limits)\.hugepages-/.test(resource);
	if (volume && (containerName === undefined || containerName === '')) errors.push(required(`${path}.containerName`));
	else if (resource === '') errors.push(required(`${path}.resource`));
	else if (!CONTAINER_RESOURCES.includes(resource) && !hugePages) {
		errors.push(notSupported(`${path}.resource`, resource, CONTAINER_RESOURCES));
	}
	if (divisor === undefined || compareQuantities(divisor, '0') === 0) return errors;
	const refuse = (values: string, of: string): void => {
		errors.push(
			invalidValue(`${path}.divisor`, resource, `only divisor's values ${values} are supported with the ${of}`),
		);
	};
	const binary = BINARY_DIVISORS.join(', ');
	if (resource.endsWith('.cpu')) {
		if (divisor !== '1m' && divisor !== '1') refuse('1m and 1', 'cpu resource');
	} else if (!BINARY_DIVISORS.includes(divisor)) {
		if (resource.endsWith('.memory')) refuse(binary, 'memory resource');
		else if (resource.endsWith('.ephemeral-storage')) refuse(binary, 'local ephemeral storage resource');
		else if (hugePages) refuse(binary, 'hugepages resource');
	}
	return errors;
}

/** Models validateConfigMapKeySelector, validateSecretKeySelector. */
function validateKeyRef({ name = '', key }: { name?: string; key: string }, path: string): FieldError[] {
	const errors = nameIsDnsSubdomain(name, false).map((complaint) => invalidValue(`${path}.name`, name, complaint));
	if (key === '') errors.push(required(`${path}.key`));
	else for (const complaint of configMapKey(key)) errors.push(invalidValue(`${path}.key`, key, complaint));
	return errors;
}

function validateFileKeyRef(reference: NonNullable<EnvVarSource['fileKeyRef']>, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (reference.key === '') errors.push(required(`${path}.key`));
	for (const complaint of reference.key === '' ? [] : relaxedEnvVarName(reference.key)) {
		errors.push(invalidValue(`${path}.key`, reference.key, complaint));
	}
	if (reference.volumeName === '') errors.push(required(`${path}.volumeName`));
	for (const complaint of reference.volumeName === '' ? [] : dns1123Label(reference.volumeName)) {
		errors.push(invalidValue(`${path}.volumeName`, reference.volumeName, complaint));
	}
	if (reference.path === '') errors.push(required(`${path}.path`));
	else errors.push(...validateNoBacksteps(reference.path, `${path}.path`));
	return errors;
}

export function validateEnvFrom(sources: readonly EnvFromSource[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, source] of sources.entries()) {
		const at = `${path}[${index}]`;
		if (source.prefix !== undefined) {
			for (const complaint of relaxedEnvVarName(source.prefix)) {
				errors.push(invalidValue(`${at}.prefix`, source.prefix, complaint));
			}
		}
		for (const field of ['configMapRef', 'secretRef'] as const) {
			const name = source[field]?.name ?? '';
			if (source[field] === undefined) continue;
			if (name === '') errors.push(required(`${at}.${field}.name`));
			else {
				for (const complaint of nameIsDnsSubdomain(name, true)) {
					errors.push(invalidValue(`${at}.${field}.name`, name, complaint));
				}
			}
		}
		const { configMapRef, secretRef } = source;
		if (configMapRef === undefined && secretRef === undefined) {
			errors.push(invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
		} else if (configMapRef !== undefined && secretRef !== undefined) {
			errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
		}
	}
	return errors;
}
