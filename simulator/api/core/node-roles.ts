import type { Node } from './types/node.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** In alphabetical order. Models findNodeRoles. */
export function nodeRoles(node: Node): string[] {
	const roles = new Set<string>();
	for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
		if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
		else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
	}
	return [...roles].sort();
}
