import { toleratesAny } from '../../machinery/toleration.ts';
import { type Plugin, unresolvable } from '../framework/plugin.ts';

/** A cordoned node takes only Pods that tolerate its taint. Models plugins/nodeunschedulable. */
export const nodeUnschedulable: Plugin = {
	name: 'NodeUnschedulable',
	wakesOn: ['node-added', 'node-taints'],
	filter: ({ pod }) => {
		const tolerated = toleratesAny(pod.spec.tolerations ?? [], {
			key: 'node.kubernetes.io/unschedulable',
			effect: 'NoSchedule',
		});
		if (tolerated) return undefined;
		return {
			check: ({ node }) => (node.spec?.unschedulable === true ? unresolvable('node(s) were unschedulable') : undefined),
		};
	},
};
