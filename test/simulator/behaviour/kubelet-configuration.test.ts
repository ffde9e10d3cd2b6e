import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { KUBELET_CONFIGURATION_ROWS } from './kubelet-configuration.ts';
import { answerOf } from './world-rows.ts';

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('kubelet configuration');
});

test.each(KUBELET_CONFIGURATION_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});
