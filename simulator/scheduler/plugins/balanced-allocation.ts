import { type Plugin, SCORE_MAX } from '../framework/plugin.ts';

/** Prefers nodes on which cpu and memory are used to like degrees. Models plugins/noderesources BalancedAllocation. */
export const balancedAllocation: Plugin = {
	name: 'NodeResourcesBalancedAllocation',
	weight: 1,
	score: ({ requests }) => {
		const cpu = requests.exact.get('cpu') ?? 0;
		const memory = requests.exact.get('memory') ?? 0;
		if (cpu === 0 && memory === 0) return undefined;
		return {
			of: ({ allocatable, requested }) => {
				const fractions: number[] = [];
				for (const [name, asked] of [
					['cpu', cpu],
					['memory', memory],
				] as const) {
					const capacity = allocatable.get(name) ?? 0;
					if (capacity > 0) fractions.push(Math.min(1, ((requested.get(name) ?? 0) + asked) / capacity));
				}
				const [a = 0, b = a] = fractions;
				return Math.trunc((1 - Math.abs((a - b) / 2)) * SCORE_MAX);
			},
		};
	},
};
