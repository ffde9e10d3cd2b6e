import type { KubeObject } from '../../machinery/meta.ts';
import { dns1123Label } from '../../machinery/names.ts';
import type { PodTemplateSpec } from '../core/types/pod.ts';
import { podTemplateWarnings } from './pod-spec-warnings.ts';

/**
 * What the server warns of when a workload is made, and again when its spec changes.
 * Models the WarningsOnCreate and WarningsOnUpdate of pkg/registry/apps and pkg/registry/batch.
 * @param namesPods whether Pods' names and hostnames are made of this object's name.
 */
export function workloadWarnings(
	object: KubeObject,
	old: KubeObject | undefined,
	template: PodTemplateSpec | undefined,
	{ path = 'spec.template', namesPods = true } = {},
): string[] {
	if (old !== undefined && old.metadata.generation === object.metadata.generation) return [];
	const complaints = old === undefined && namesPods ? dns1123Label(object.metadata.name) : [];
	const name =
		complaints.length === 0
			? []
			: [
					`metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
				];
	return [...name, ...podTemplateWarnings(template, path)];
}
