import type { NodeSelectorTerm } from '../core/types/reference.ts';

const DEPRECATED: ReadonlyMap<string, string> = new Map([
	['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
	['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
	['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
	['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
	['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

/** What is said of a node's label with an old name; undefined for others. Models pkg/api/node GetNodeLabelDeprecatedMessage. */
export function nodeLabelDeprecation(key: string): string | undefined {
	return DEPRECATED.get(key);
}

/** Models pkg/api/node GetWarningsForNodeSelectorTerm. */
export function nodeTermWarnings(terms: readonly NodeSelectorTerm[], path: (index: number) => string): string[] {
	const warnings: string[] = [];
	for (const [index, { matchExpressions }] of terms.entries()) {
		for (const [i, { key }] of (matchExpressions ?? []).entries()) {
			const message = DEPRECATED.get(key);
			if (message !== undefined) warnings.push(`${path(index)}.matchExpressions[${i}].key: ${key} is ${message}`);
		}
	}
	return warnings;
}
