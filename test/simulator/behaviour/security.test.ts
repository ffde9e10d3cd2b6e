import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { BINARY_ROWS, ENCRYPTION_ROWS, SECURITY_SETUP } from './security-rows.ts';
import { SECURITY_TOOLS } from './security-tools.ts';
import { answerOf, shell } from './world-rows.ts';

describe('encryption of what is stored', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('security behaviour');
		shell(world, SECURITY_SETUP);
	});

	test.each(ENCRYPTION_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});

describe('what is told by checksums', () => {
	test.each(BINARY_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(newWorld('security behaviour'), row)).toBe(row.told);
	});
});

describe('tools of others', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('security behaviour');
	});

	test.each(SECURITY_TOOLS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});
