import type { NodeInfo } from '../cache/node-info.ts';
import { type Plugin, SCORE_MAX } from '../framework/plugin.ts';

/** Prefers nodes on which these resources are used to like degrees. Models plugins/noderesources BalancedAllocation. */
export function balancedAllocationOf(resources: readonly string[]): Plugin {
	return {
		name: 'NodeResourcesBalancedAllocation',
		weight: 1,
		score: ({ requests: { exact } }) => {
			if (!resources.some((name) => (exact.get(name) ?? 0) > 0)) return undefined;
			return { of: (node) => balance(node, exact, resources) };
		},
	};
}

export const balancedAllocation = balancedAllocationOf(['cpu', 'memory']);

function balance(
	{ allocatable, requested }: NodeInfo,
	asked: ReadonlyMap<string, number>,
	resources: readonly string[],
): number {
	const fractions: number[] = [];
	for (const name of resources) {
		const capacity = allocatable.get(name) ?? 0;
		const own = asked.get(name) ?? 0;
		// A device that a Pod does not ask for says nothing about where it should be.
		if (capacity === 0 || (own === 0 && name !== 'cpu' && name !== 'memory')) continue;
		fractions.push(Math.min(1, ((requested.get(name) ?? 0) + own) / capacity));
	}
	return Math.trunc((1 - deviation(fractions)) * SCORE_MAX);
}

function deviation(fractions: readonly number[]): number {
	const [a = 0, b = a] = fractions;
	if (fractions.length <= 2) return Math.abs((a - b) / 2);
	const mean = fractions.reduce((sum, each) => sum + each, 0) / fractions.length;
	return Math.sqrt(fractions.reduce((sum, each) => sum + (each - mean) ** 2, 0) / fractions.length);
}
