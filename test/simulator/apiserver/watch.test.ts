import { expect, test } from 'vitest';
import type { ApiStream, WatchEvent } from '../../../simulator/apiserver/request.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { type TestServer, testServer } from './test-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

const watch = (world: TestServer, query: string, headers = {}): ApiStream =>
	world.call('GET', `${MAPS}?watch=true&${query}`, undefined, { headers }).stream as ApiStream;

/** "ADDED a 5": what has come in. */
function heard(stream: ApiStream): string[] {
	const out: string[] = [];
	for (;;) {
		const event = stream.next() as WatchEvent | 'end' | undefined;
		if (event === undefined || event === 'end') return event === 'end' ? [...out, 'end'] : out;
		const { metadata, message } = event.object as KubeObject & { message?: string };
		out.push(message ?? `${event.type} ${metadata?.name} ${metadata?.resourceVersion}`);
	}
}

test('a watch starts where it is told', () => {
	const world = testServer();
	world.ask('POST', MAPS, { metadata: { name: 'a' } });
	world.ask('POST', MAPS, { metadata: { name: 'b' } });
	const all = watch(world, '');
	const later = watch(world, 'resourceVersion=4');
	const initial = watch(world, 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
	world.ask('DELETE', `${MAPS}/a`);
	expect(heard(all)).toEqual(['ADDED a 4', 'ADDED b 5', 'DELETED a 6']);
	expect(heard(later)).toEqual(['ADDED b 5', 'DELETED a 6']);
	expect(heard(initial)).toEqual(['ADDED a 4', 'ADDED b 5', 'BOOKMARK undefined 5', 'DELETED a 6']);
});

test('what stops matching is deleted as far as the watcher sees', () => {
	const world = testServer();
	const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
	const stream = watch(world, 'labelSelector=app%3Dweb');
	const named = watch(world, 'fieldSelector=metadata.name%3Db');
	world.ask('POST', MAPS, { metadata: { name: 'a' } });
	world.ask('PATCH', `${MAPS}/a`, { metadata: { labels: { app: 'web' } } }, merge);
	world.ask('PATCH', `${MAPS}/a`, { data: { x: '1' } }, merge);
	world.ask('PATCH', `${MAPS}/a`, { metadata: { labels: { app: 'api' } } }, merge);
	world.ask('POST', MAPS, { metadata: { name: 'b' } });
	expect(heard(stream)).toEqual(['ADDED a 5', 'MODIFIED a 6', 'DELETED a 7']);
	expect(heard(named)).toEqual(['ADDED b 8']);
});

test('a revision that is forgotten ends the watch with 410', () => {
	const world = testServer();
	world.ask('POST', MAPS, { metadata: { name: 'a' } });
	world.store.compact(4);
	expect(heard(watch(world, 'resourceVersion=2'))).toEqual(['too old resource version: 2 (4)', 'end']);
});

test('a watch ends in its time, with a bookmark a minute', () => {
	const world = testServer();
	const stream = watch(world, 'resourceVersion=3&timeoutSeconds=90&allowWatchBookmarks=true');
	world.context.loop.runUntil(world.context.loop.now() + 120_000);
	expect(heard(stream)).toEqual(['BOOKMARK undefined 3', 'BOOKMARK undefined 3', 'end']);
});

test('a watch for a table gives the columns once', () => {
	const world = testServer();
	const stream = watch(world, '', { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' });
	world.ask('POST', MAPS, { metadata: { name: 'a' }, data: { x: '1' } });
	world.ask('DELETE', `${MAPS}/a`);
	const [first, second] = [stream.next(), stream.next()] as WatchEvent[];
	expect(first?.object).toMatchObject({
		kind: 'Table',
		columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
		rows: [{ cells: ['a', 1, '0s'], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }],
	});
	expect(second).toMatchObject({ type: 'DELETED', object: { columnDefinitions: null } });
});

test('the end of the server ends its watches', () => {
	const world = testServer();
	const stream = watch(world, 'resourceVersion=3');
	world.server.stop();
	expect(heard(stream)).toEqual(['end']);
});
