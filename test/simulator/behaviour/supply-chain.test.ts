import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { SUPPLY_CHAIN } from './supply-chain-rows.ts';
import { answerOf } from './world-rows.ts';

describe('what images are made of, and who has signed them', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('supply chain behaviour');
	});

	test.each(SUPPLY_CHAIN.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});
