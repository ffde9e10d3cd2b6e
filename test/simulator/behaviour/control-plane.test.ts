import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { API_ACCESS_ROWS, API_ACCESS_SETUP } from './api-access-rows.ts';
import { API_SERVER_ROWS } from './api-server-rows.ts';
import { CONTROL_PLANE_ROWS, CONTROL_PLANE_SETUP } from './control-plane-rows.ts';
import { ETCD_ROWS, ETCD_SETUP } from './etcd-rows.ts';
import { KUBE_PROXY_ROWS, KUBE_PROXY_SETUP } from './kube-proxy-rows.ts';
import { KUBELET_ACCESS_ROWS, KUBELET_ACCESS_SETUP } from './kubelet-access-rows.ts';
import { KUBELET_ROWS } from './kubelet-rows.ts';
import { answerOf, shell } from './world-rows.ts';

describe('certificates, tokens and kubelets', () => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld('control-plane behaviour');
		shell(world, CONTROL_PLANE_SETUP);
	});

	test.each(CONTROL_PLANE_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});

describe.each([
	['API servers', '', API_SERVER_ROWS],
	['API servers and whom they let in', API_ACCESS_SETUP, API_ACCESS_ROWS],
	['etcd and its members', ETCD_SETUP, ETCD_ROWS],
	['kubelets and who may ask them', KUBELET_ACCESS_SETUP, KUBELET_ACCESS_ROWS],
	['kubelets and their Nodes', '', KUBELET_ROWS],
	['kube-proxy and its kubeconfig', KUBE_PROXY_SETUP, KUBE_PROXY_ROWS],
] as const)('%s', (name, setup, rows) => {
	let world: SimulatedWorld;

	beforeAll(() => {
		world = newWorld(name);
		shell(world, setup);
	});

	test.each(rows.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		expect(answerOf(world, row)).toBe(row.told);
	});
});
