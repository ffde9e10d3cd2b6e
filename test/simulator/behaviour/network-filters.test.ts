import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { FILTER_ROWS, FILTER_SETUP } from './network-filters.ts';
import { answerOf, shell } from './world-rows.ts';

describe('packet filters', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('packet filters', { preset: 'kubeadm-1-1' });
		shell(world, FILTER_SETUP);
	});

	test.each(FILTER_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});
