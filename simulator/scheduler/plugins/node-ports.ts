import { type Plugin, unschedulable } from '../framework/plugin.ts';

/** Models plugins/nodeports. */
export const nodePorts: Plugin = {
	name: 'NodePorts',
	wakesOn: ['node-added', 'pod-removed'],
	filter: ({ hostPorts }) => {
		if (hostPorts.length === 0) return undefined;
		return {
			check: (node) =>
				hostPorts.some((port) => node.portTaken(port))
					? unschedulable("node(s) didn't have free ports for the requested pod ports")
					: undefined,
		};
	},
};
