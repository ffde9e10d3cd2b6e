import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { Container, EnvVar } from '../core/types/container.ts';
import type { Pod } from '../core/types/pod.ts';
import type { ResourceFieldSelector } from '../core/types/reference.ts';
import type { Description } from './description.ts';

/** "Environment Variables from:" and "Environment:". `pod` gives the values of fields; a template has none. */
export function describeEnvironment(description: Description, container: Container, pod: Pod | undefined): void {
	describeSources(description, container);
	const { env = [] } = container;
	description.write(2, env.length === 0 ? 'Environment:\t<none>\n' : 'Environment:\n');
	for (const variable of env) describeVariable(description, variable, container, pod);
}

function describeSources(description: Description, { envFrom = [] }: Container): void {
	if (envFrom.length > 0) description.row(2, 'Environment Variables from:');
	for (const { prefix, configMapRef, secretRef } of envFrom) {
		const from = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
		const source = configMapRef ?? secretRef;
		description.row(
			3,
			source?.name ?? '',
			prefix === undefined ? from : `${from} with prefix '${prefix}'`,
			`Optional: ${source?.optional === true}`,
		);
	}
}

function describeVariable(
	description: Description,
	variable: EnvVar,
	container: Container,
	pod: Pod | undefined,
): void {
	const { name, value = '', valueFrom } = variable;
	if (valueFrom === undefined) {
		value.split('\n').forEach((line, index) => {
			description.row(3, index === 0 ? `${name}:` : '', line);
		});
		return;
	}
	const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
	if (fieldRef !== undefined) {
		const shown = pod === undefined ? '' : fieldText(pod, fieldRef.fieldPath);
		description.field(name, `${shown} (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})`, 3);
	} else if (resourceFieldRef !== undefined) {
		description.field(name, `${resourceText(resourceFieldRef, container)} (${resourceFieldRef.resource})`, 3);
	} else if (secretKeyRef !== undefined) {
		const place = `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>`;
		description.row(3, `${name}:`, place, `Optional: ${secretKeyRef.optional === true}`);
	} else if (configMapKeyRef !== undefined) {
		const place = `<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>`;
		description.row(3, `${name}:`, place, `Optional: ${configMapKeyRef.optional === true}`);
	}
}

/**
 * kubectl's scheme has no field labels of its own for Pods, so that it knows the two that every object has and shows
 * nothing for the others. Models EnvValueRetriever.
 */
function fieldText(pod: Pod, path: string): string {
	if (path === 'metadata.name') return pod.metadata.name;
	return path === 'metadata.namespace' ? (pod.metadata.namespace ?? '') : '';
}

/** Models kubectl/pkg/util/resource ExtractContainerResourceValue. */
function resourceText({ resource, divisor = '0' }: ResourceFieldSelector, { resources }: Container): string {
	const [, list, name = ''] = /^(limits|requests)\.(.+)$/.exec(resource) ?? [];
	if (!/^(cpu|memory|ephemeral-storage|hugepages-.*)$/.test(name)) return '';
	const amount = (list === 'limits' ? resources?.limits : resources?.requests)?.[name] ?? '0';
	const count = name === 'cpu' ? milliValue : wholeValue;
	const value = Math.ceil(count(amount) / count(wholeValue(divisor) === 0 ? '1' : divisor));
	return value === 0 && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : `${value}`;
}
