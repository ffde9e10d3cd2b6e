import { formatJson } from '../../../machinery/format-json.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import { CommandError } from '../errors.ts';
import type { ResourceInfo } from '../resources.ts';
import { splitApiVersion } from '../resources.ts';
import { requireTyped } from '../typed-form.ts';

/** What one object has to be sent to become what a command wants. */
export interface CalculatedPatch {
	readonly info: ResourceInfo;
	/** Strategic merge patch as JSON; "{}" when nothing changes. */
	readonly patch: string;
	/** The object with the change made. */
	readonly after: KubeObject;
	readonly error: CommandError | undefined;
}

/**
 * Changes a copy of each object and works out the patch. @param change edits in place; undefined when there is nothing
 * to do, a thrown CommandError is kept with its object. Models kubectl/pkg/cmd/set CalculatePatches.
 */
export function calculatePatches(
	infos: readonly ResourceInfo[],
	change: (object: JsonObject) => boolean,
): CalculatedPatch[] {
	const patches: CalculatedPatch[] = [];
	for (const info of infos) {
		const before = requireTyped(info.object as KubeObject);
		const after = JSON.parse(JSON.stringify(before)) as JsonObject;
		try {
			if (!change(after)) continue;
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			patches.push({ info, patch: '', after: before, error });
			continue;
		}
		const [group, version] = splitApiVersion(before.apiVersion);
		const typed = requireTyped(after as unknown as KubeObject);
		const body = createTwoWayMergePatch(
			before as unknown as JsonObject,
			typed as unknown as JsonObject,
			patchSchemaOf(group, version, before.kind),
		);
		patches.push({ info, patch: formatJson(body), after: typed, error: undefined });
	}
	return patches;
}

/** "deployments/web" as error messages name it. Models resource.Info ObjectName. */
export function objectName(info: ResourceInfo): string {
	if (info.mapping !== undefined) return `${info.mapping.resource}/${info.name}`;
	const object = info.object as KubeObject;
	const [group] = splitApiVersion(object.apiVersion);
	const kind = object.kind.toLowerCase();
	return group === '' ? `${kind}/${info.name}` : `${kind}.${group}/${info.name}\n`;
}

/** The Pod spec inside a workload. Models polymorphichelpers.UpdatePodSpecForObject. */
export function podSpecOf(object: JsonObject): JsonObject {
	const spec = object.spec as JsonObject;
	switch (object.kind) {
		case 'Pod':
			return spec;
		case 'ReplicationController':
		case 'Deployment':
		case 'DaemonSet':
		case 'ReplicaSet':
		case 'StatefulSet':
		case 'Job':
			return (spec.template as JsonObject).spec as JsonObject;
		case 'CronJob':
			return (((spec.jobTemplate as JsonObject).spec as JsonObject).template as JsonObject).spec as JsonObject;
		default:
			throw new CommandError(
				`the object is not a pod or does not have a pod template: *${splitApiVersion(String(object.apiVersion))[1]}.${object.kind}`,
			);
	}
}

/** "deployment/web a=b c=d-" cut into resources and changes. Models cmdutil.GetResourcesAndPairs. */
export function resourcesAndPairs(args: readonly string[], type: string): { resources: string[]; pairs: string[] } {
	const isPair = (arg: string): boolean =>
		(arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-');
	const resources: string[] = [];
	const pairs: string[] = [];
	for (const arg of args) {
		if (isPair(arg)) pairs.push(arg);
		else if (pairs.length === 0) resources.push(arg);
		else throw new CommandError(`all resources must be specified before ${type} changes: ${arg}`);
	}
	return { resources, pairs };
}
