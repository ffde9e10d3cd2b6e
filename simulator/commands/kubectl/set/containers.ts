import type { JsonObject } from '../../../machinery/patch/json-object.ts';

/** Containers whose names a pattern with `*` matches. Models kubectl/pkg/cmd/set selectContainers. */
export function selectContainers(spec: JsonObject, pattern: string): JsonObject[] {
	const all = [...((spec.containers ?? []) as JsonObject[]), ...((spec.initContainers ?? []) as JsonObject[])];
	const expression = new RegExp(
		`^${pattern
			.split('*')
			.map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
			.join('.*')}$`,
	);
	return all.filter((container) => expression.test(String(container.name)));
}
