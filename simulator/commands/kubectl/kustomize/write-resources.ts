import type { Task } from '../../../machinery/task.ts';
import type { Streams } from '../streams.ts';
import { formatResources } from './build.ts';
import type { Resource } from './resource.ts';
import { splitApiVersion } from './resource-id.ts';

/** `--output`: a file with everything, or one file a resource in a directory. Models kustomize commands/build Writer. */
export function* writeResources(io: Streams, output: string, resources: readonly Resource[]): Task<void> {
	if (io.fileType(output) !== 'directory') {
		yield* io.writeFile(output, formatResources(resources), 0o666);
		return;
	}
	const byNamespace = new Map<string, Resource[]>();
	for (const resource of resources) {
		const { namespace } = resource;
		byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), resource]);
	}
	for (const [namespace, all] of byNamespace) {
		// Names tell the namespace only where there are several.
		const prefix = byNamespace.size > 1 && namespace !== '' ? `${namespace}_` : '';
		for (const resource of all)
			yield* io.writeFile(`${output}/${prefix}${fileName(resource)}`, resource.toYaml(), 0o666);
	}
}

function fileName(resource: Resource): string {
	const { group, version } = splitApiVersion(resource.apiVersion);
	const parts = [group, version, resource.kind].filter((part) => part !== '');
	return `${parts.join('_').toLowerCase()}_${resource.name.toLowerCase()}.yaml`;
}
