import {
	matchesAnyTerm,
	matchesTerm,
	type NodeSelectorTerm,
	nodesNamed,
	requiredNodeAffinity,
} from '../../machinery/node-selection.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Filter, normalizeToMax, type Plugin, unresolvable } from '../framework/plugin.ts';

/** A nodeAffinity that a profile adds to its Pods' own. */
interface AddedAffinity {
	readonly requiredDuringSchedulingIgnoredDuringExecution?: {
		readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
	};
	readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
		readonly weight: number;
		readonly preference: NodeSelectorTerm;
	}[];
}

/** Node selectors and node affinity, the Pods' own and their profile's. Models plugins/nodeaffinity. */
export function nodeAffinityWith(added: AddedAffinity): Plugin {
	const terms = added.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
	const addedPreferred = added.preferredDuringSchedulingIgnoredDuringExecution ?? [];
	return {
		name: 'NodeAffinity',
		weight: 2,
		wakesOn: ['node-added', 'node-labels'],
		filter: (pod) => filterOf(pod, terms),
		score: ({ pod }) => {
			const own = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
			if (own.length === 0 && addedPreferred.length === 0) return undefined;
			const preferred = [...addedPreferred, ...own];
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
}

export const nodeAffinity = nodeAffinityWith({});

function filterOf({ pod }: PodInfo, added: readonly NodeSelectorTerm[] | undefined): Filter | undefined {
	const matches = requiredNodeAffinity(pod);
	if (matches === undefined && added === undefined) return undefined;
	const terms =
		pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
	const onlyNodes = terms.length === 0 ? undefined : nodesNamed(terms);
	if (onlyNodes?.size === 0) return { rejectAll: unresolvable('pod affinity terms conflict') };
	return {
		...(onlyNodes === undefined ? {} : { onlyNodes }),
		check: ({ node }) => {
			if (added !== undefined && !matchesAnyTerm(added, node)) return notEnforced;
			return matches === undefined || matches(node) ? undefined : notMatching;
		},
	};
}

const notMatching = unresolvable("node(s) didn't match Pod's node affinity/selector");
const notEnforced = unresolvable("node(s) didn't match scheduler-enforced node affinity");
