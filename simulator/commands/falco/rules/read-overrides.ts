import { refuse } from './decode-value.ts';
import { entryOf } from './marked-yaml.ts';
import type { Item } from './rule-items.ts';

/** What `override` says: "append" or "replace" by key. */
export function readOverrides(
	{ node, context }: Item,
	appendable: readonly string[],
	replaceable: readonly string[],
): ReadonlyMap<string, string> {
	const value = entryOf(node, 'override');
	if (value === undefined || value.kind !== 'mapping') return new Map();
	const place = context.within(node.mark, 'overrides');
	const overrides = new Map<string, string>();
	for (const [keyNode, operationNode] of value.entries) {
		const key = keyNode.kind === 'scalar' ? keyNode.value : '';
		const operation = operationNode.kind === 'scalar' ? operationNode.value : '';
		const own = place.within(keyNode.mark, 'overrides', key);
		if (operation === 'append') {
			if (!appendable.includes(key)) refuse(`Key '${key}' cannot be appended to, use 'replace' instead`, own);
		} else if (operation === 'replace') {
			if (!replaceable.includes(key)) refuse(`Key '${key}' cannot be replaced`, own);
		} else {
			const allowed = `${appendable.includes(key) ? 'append ' : ''}${replaceable.includes(key) ? 'replace ' : ''}`;
			const message = `Invalid override operation for key '${key}': '${operation}'. Allowed values are: ${allowed}`;
			refuse(message, place.within(operationNode.mark, 'value for', key));
		}
		overrides.set(key, operation);
	}
	return overrides;
}

/** The keys that an operation is for; each has to be there. */
export function takeOverridden(
	{ node, context }: Item,
	overrides: ReadonlyMap<string, string>,
	operation: 'append' | 'replace',
): readonly string[] {
	const keys = [...overrides].filter(([, each]) => each === operation).map(([key]) => key);
	for (const key of keys) {
		if (entryOf(node, key) !== undefined) continue;
		refuse(`An ${operation} override for '${key}' was specified but '${key}' is not defined`, context);
	}
	return keys;
}
