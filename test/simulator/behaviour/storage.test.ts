import { beforeAll, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { CLAIM_ROWS } from './storage-claims.ts';
import { VOLUME_ROWS } from './storage-volumes.ts';
import { answerOf, shell, type WorldRow } from './world-rows.ts';

const named = (rows: readonly WorldRow[]): (readonly [string, WorldRow])[] => rows.map((row) => [row.cause, row]);

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('storage behaviour');
	shell(world, 'kubectl taint node node02 only=one:NoSchedule >/dev/null');
});

test.each(named(VOLUME_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});

test.each(named(CLAIM_ROWS))('%s', (_, row) => {
	expect(answerOf(world, row)).toBe(row.told);
});
