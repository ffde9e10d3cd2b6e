import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { normalizeToMax, type Plugin, unresolvable } from '../framework/plugin.ts';
import { matchesAnyTerm, matchesTerm, nodesNamed } from './node-selection.ts';

/** Node selectors and node affinity. Models plugins/nodeaffinity. */
export const nodeAffinity: Plugin = {
	name: 'NodeAffinity',
	weight: 2,
	wakesOn: ['node-added', 'node-labels'],
	filter: ({ pod }) => {
		const matches = requiredNodeAffinity(pod);
		if (matches === undefined) return undefined;
		const terms =
			pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
		const onlyNodes = terms.length === 0 ? undefined : nodesNamed(terms);
		if (onlyNodes?.size === 0) {
			return { rejectAll: unresolvable('pod affinity terms conflict') };
		}
		return {
			...(onlyNodes === undefined ? {} : { onlyNodes }),
			check: ({ node }) =>
				matches(node) ? undefined : unresolvable("node(s) didn't match Pod's node affinity/selector"),
		};
	},
	score: ({ pod }) => {
		const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
		if (preferred.length === 0) return undefined;
		return {
			of: ({ node }) => {
				let sum = 0;
				for (const { weight, preference } of preferred) if (matchesTerm(preference, node)) sum += weight;
				return sum;
			},
			normalize: (scores) => normalizeToMax(scores, false),
		};
	},
};

/** What a Pod requires of a node; undefined when it requires nothing. Also asked for topology spreading's node inclusion. */
export function requiredNodeAffinity(pod: Pod): ((node: Node) => boolean) | undefined {
	const selector = Object.entries(pod.spec.nodeSelector ?? {});
	const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
	if (selector.length === 0 && required === undefined) return undefined;
	return (node) => {
		const labels = node.metadata.labels ?? {};
		if (!selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)) return false;
		return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node);
	};
}
