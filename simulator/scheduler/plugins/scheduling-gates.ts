import type { Plugin } from '../framework/plugin.ts';

/** Models plugins/schedulinggates. */
export const schedulingGates: Plugin = {
	name: 'SchedulingGates',
	preEnqueue: ({ pod }) => {
		const gates = pod.spec.schedulingGates ?? [];
		if (gates.length === 0) return undefined;
		return `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`;
	},
};
