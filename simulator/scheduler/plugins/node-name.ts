import { type Plugin, unresolvable } from '../framework/plugin.ts';

/** Models plugins/nodename. */
export const nodeName: Plugin = {
	name: 'NodeName',
	wakesOn: ['node-added'],
	filter: ({ pod }) => {
		const wanted = pod.spec.nodeName ?? '';
		if (wanted === '') return undefined;
		return {
			check: (node) =>
				node.name === wanted ? undefined : unresolvable("node(s) didn't match the requested node name"),
		};
	},
};
