import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { CILIUM_ROWS, CILIUM_SETUP } from './cilium-policies.ts';
import { answerOf, shell } from './world-rows.ts';

describe('Cilium', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('cilium behaviour', { preset: 'kubeadm-1-1' });
		shell(world, CILIUM_SETUP);
	});

	test.each(CILIUM_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});
