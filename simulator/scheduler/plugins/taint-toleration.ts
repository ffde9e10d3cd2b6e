import { toleratesAny } from '../../machinery/toleration.ts';
import { normalizeToMax, type Plugin, unresolvable } from '../framework/plugin.ts';

/** Models plugins/tainttoleration. */
export const taintToleration: Plugin = {
	name: 'TaintToleration',
	weight: 3,
	wakesOn: ['node-added', 'node-taints'],
	filter: ({ pod }) => {
		const tolerations = pod.spec.tolerations ?? [];
		return {
			check: ({ node }) => {
				const repelled = node.spec?.taints?.some(
					(taint) => taint.effect !== 'PreferNoSchedule' && !toleratesAny(tolerations, taint),
				);
				return repelled === true ? unresolvable('node(s) had untolerated taint(s)') : undefined;
			},
		};
	},
	score: ({ pod }) => {
		const tolerations = (pod.spec.tolerations ?? []).filter(({ effect = '' }) =>
			['', 'PreferNoSchedule'].includes(effect),
		);
		return {
			of: ({ node }) =>
				(node.spec?.taints ?? []).filter(
					(taint) => taint.effect === 'PreferNoSchedule' && !toleratesAny(tolerations, taint),
				).length,
			normalize: (scores) => normalizeToMax(scores, true),
		};
	},
};
