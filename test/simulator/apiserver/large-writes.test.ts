import { expect, test } from 'vitest';
import type { ApiResponse } from '../../../simulator/apiserver/request.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { ADMIN, type TestServer, testServer } from './test-server.ts';

const MAP = '/api/v1/namespaces/default/configmaps/large';

interface ConfigMap {
	readonly metadata: { readonly resourceVersion: string };
	readonly data: { readonly [key: string]: string };
}

function server(): TestServer {
	const world = testServer();
	const data = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, 'v']));
	// Parts of the server are answered at once.
	const made = world.server.handle({
		method: 'POST',
		path: MAP.replace('/large', ''),
		query: new Map(),
		headers: new Map([['x-in-process', 'true']]),
		body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' }, data },
		peer: ADMIN,
	});
	expect(made.next()).toMatchObject({ done: true, value: { status: 201 } });
	return world;
}

function request(world: TestServer, method: 'PATCH' | 'PUT', type: string, body: object): Task<ApiResponse> {
	const query = new Map(type.includes('apply') ? [['fieldManager', ['me']]] : []);
	const headers = new Map([['content-type', type]]);
	return world.server.handle({
		method,
		path: MAP,
		query,
		headers,
		body: encodeUtf8(JSON.stringify(body)),
		peer: ADMIN,
	});
}

/** Its steps; between the second and the third somebody else does something. */
function interrupted(world: TestServer, task: Task<ApiResponse>, between: () => void): ApiResponse {
	for (let steps = 0; ; steps++) {
		if (steps === 2) between();
		const next = task.next();
		if (next.done) {
			expect(steps).toBeGreaterThan(4);
			return next.value;
		}
		let woken = false;
		next.value.arm(() => {
			woken = true;
		});
		while (!woken && world.context.loop.step());
		expect(woken).toBe(true);
	}
}

/** As one of the server's parts does it. */
function touch(world: TestServer): void {
	const task = world.server.handle({
		method: 'PATCH',
		path: MAP,
		query: new Map(),
		headers: new Map([['content-type', 'application/merge-patch+json']]),
		body: { data: { other: 'here' } },
		peer: ADMIN,
	});
	expect(task.next()).toMatchObject({ done: true, value: { status: 200 } });
}

const NAMED = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' } };

test.each([
	['application/merge-patch+json', { data: { mine: 'too' } }],
	['application/json-patch+json', [{ op: 'add', path: '/data/mine', value: 'too' }]],
	['application/apply-patch+yaml', { ...NAMED, data: { mine: 'too' } }],
])('%s of a large object is tried anew when somebody else has written meanwhile', (type, body) => {
	const world = server();
	const answer = interrupted(world, request(world, 'PATCH', type, body), () => touch(world));
	expect(answer.status).toBe(200);
	const { data } = world.ask<ConfigMap>('GET', MAP);
	expect([data.mine, data.other, data.k7]).toEqual(['too', 'here', 'v']);
});

test('a version that is asked for and no longer there is a conflict', () => {
	const world = server();
	const before = world.ask<ConfigMap>('GET', MAP);
	const changed = { ...before, data: { ...before.data, mine: 'too' } };
	const answer = interrupted(world, request(world, 'PUT', 'application/json', changed), () => touch(world));
	expect(answer).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
	expect(world.ask<ConfigMap>('GET', MAP).data.other).toBe('here');
});

test('without a version the last one wins', () => {
	const world = server();
	const put = request(world, 'PUT', 'application/json', { ...NAMED, data: { only: 'this' } });
	expect(interrupted(world, put, () => touch(world)).status).toBe(200);
	expect(world.ask<ConfigMap>('GET', MAP).data).toEqual({ only: 'this' });
});
