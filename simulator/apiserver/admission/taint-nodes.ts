import type { Node } from '../../api/core/types/node.ts';
import type { AdmissionPlugin } from './admission.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** Models plugin/pkg/admission/nodetaint: a new node takes no Pods until its conditions have been looked at. */
export const TAINT_NODES_BY_CONDITION: AdmissionPlugin = {
	name: 'TaintNodesByCondition',
	mutate({ kind, operation, subresource, object }) {
		if (operation !== 'CREATE' || kind.group !== '' || kind.plural !== 'nodes' || subresource !== '') return undefined;
		const node = object as unknown as Node;
		const taints = node.spec.taints ?? [];
		if (taints.some((taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect)) return undefined;
		node.spec.taints = [...taints, { ...NOT_READY }];
		return undefined;
	},
};
