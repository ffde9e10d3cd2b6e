import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { NETWORK_ROWS, NETWORK_SETUP } from './network-rows.ts';
import { answerOf, shell } from './world-rows.ts';

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('network behaviour');
	shell(world, NETWORK_SETUP);
});

test.each(NETWORK_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});
