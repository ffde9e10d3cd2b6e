import { matchesTerm, nodesNamed, requiredNodeAffinity } from '../../machinery/node-selection.ts';
import { normalizeToMax, type Plugin, unresolvable } from '../framework/plugin.ts';

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
