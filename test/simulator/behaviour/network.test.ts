import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { DNS_ROWS, DNS_SETUP } from './network-dns.ts';
import { NODE_ROWS, NODE_SETUP } from './network-nodes.ts';
import { POLICY_ROWS, POLICY_SETUP } from './network-policies.ts';
import { NETWORK_ROWS, NETWORK_SETUP } from './network-rows.ts';
import { SERVICE_ROWS, SERVICE_SETUP } from './network-services.ts';
import { answerOf, shell, type WorldRow } from './world-rows.ts';

const TABLES: readonly (readonly [string, string, readonly WorldRow[]])[] = [
	['connections', NETWORK_SETUP, NETWORK_ROWS],
	['CoreDNS', DNS_SETUP, DNS_ROWS],
	['Services', SERVICE_SETUP, SERVICE_ROWS],
	['policies', POLICY_SETUP, POLICY_ROWS],
	['nodes', NODE_SETUP, NODE_ROWS],
];

/** Numbers of DNS messages. */
const ID = /(?<=status: [A-Z]+, id: )\d+/g;

describe.each(TABLES)('%s', (name, setup, rows) => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld(`network behaviour: ${name}`);
		shell(world, setup);
	});

	test.each(rows.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row).replace(ID, 'ID')).toBe(row.told);
	});
});
