import {
	CoreV1Api,
	type KubernetesObject,
	makeInformer,
	type V1ConfigMap,
	type V1Pod,
	Watch,
} from '@kubernetes/client-node';
import { type Check, eventually } from '../check.ts';
import { same } from '../expect.ts';
import type { ServedWorld } from '../served-world.ts';

const namespace = 'default';
const MAPS = `/api/v1/namespaces/${namespace}/configmaps`;

/** List and watch as clients do it, through everything that interrupts them. */
export const INFORMERS: readonly Check[] = [
	{
		name: 'an informer hears adds, updates and deletes',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			const { informer, heard } = mapInformer(served, 'test=informer');
			await informer.start();
			const body = { metadata: { name: 'heard', labels: { test: 'informer' } }, data: { a: '1' } };
			const made = await core.createNamespacedConfigMap({ namespace, body });
			await core.replaceNamespacedConfigMap({ namespace, name: 'heard', body: { ...made, data: { a: '2' } } });
			await eventually('the update', () => heard.includes('update heard 2'));
			await core.deleteNamespacedConfigMap({ namespace, name: 'heard' });
			await eventually('the delete', () => heard.includes('delete heard 2'));
			same('heard', heard, ['add heard 1', 'update heard 2', 'delete heard 2']);
			same('left', informer.list().length, 0);
			await informer.stop();
		},
	},
	{
		name: 'an object that no longer matches is deleted for who selects',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			const { informer, heard } = mapInformer(served, 'test=leaving');
			await informer.start();
			const body = { metadata: { name: 'leaving', labels: { test: 'leaving' } }, data: { a: '1' } };
			const made = await core.createNamespacedConfigMap({ namespace, body });
			await eventually('the add', () => heard.length === 1);
			await core.replaceNamespacedConfigMap({
				namespace,
				name: 'leaving',
				body: { ...made, metadata: { ...made.metadata, labels: {} } },
			});
			await eventually('the delete', () => heard.length === 2);
			same('heard', heard, ['add leaving 1', 'delete leaving 1']);
			await informer.stop();
			await core.deleteNamespacedConfigMap({ namespace, name: 'leaving' });
		},
	},
	{
		name: 'a watch that the server ends goes on where it was',
		async run(served) {
			const events = await watchFor(served, MAPS, {
				resourceVersion: '0',
				timeoutSeconds: 1,
				allowWatchBookmarks: true,
			});
			same('bookmark', events.at(-1)?.type, 'BOOKMARK');
			const version = events.at(-1)?.object.metadata?.resourceVersion ?? '';
			const core = served.config.makeApiClient(CoreV1Api);
			await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'between' } } });
			const later = await watchFor(served, MAPS, { resourceVersion: version, timeoutSeconds: 1 });
			same(
				'later',
				later.map(({ type, object }) => `${type} ${object.metadata?.name}`),
				['ADDED between'],
			);
			await core.deleteNamespacedConfigMap({ namespace, name: 'between' });
		},
	},
	{
		name: 'a version that is forgotten is answered by 410 inside the watch',
		async run(served) {
			served.compact();
			const events = await watchFor(served, MAPS, { resourceVersion: '5', timeoutSeconds: 2 });
			const [only] = events as { type: string; object: { code?: number; reason?: string; message?: string } }[];
			same('events', events.length, 1);
			same(
				'error',
				{ type: only?.type, code: only?.object.code, reason: only?.object.reason },
				{
					type: 'ERROR',
					code: 410,
					reason: 'Expired',
				},
			);
			same('text', /^too old resource version: 5 \(\d+\)$/.test(only?.object.message ?? ''), true);
		},
	},
	{
		name: 'the initial state as a stream, ended by a bookmark',
		async run(served) {
			const events = await watchFor(served, '/api/v1/nodes', {
				sendInitialEvents: true,
				resourceVersionMatch: 'NotOlderThan',
				allowWatchBookmarks: true,
				timeoutSeconds: 1,
			});
			const initial = events.slice(0, 4);
			same(
				'types',
				initial.map(({ type }) => type),
				['ADDED', 'ADDED', 'ADDED', 'BOOKMARK'],
			);
			same('annotation', initial[3]?.object.metadata?.annotations, { 'k8s.io/initial-events-end': 'true' });
		},
	},
	{
		name: 'an informer whose connections break reconnects and misses nothing',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			const { informer, heard } = mapInformer(served, 'test=cut');
			let errors = 0;
			informer.on('error', () => {
				errors++;
				setTimeout(() => void informer.start(), 50);
			});
			await informer.start();
			served.cutConnections();
			const body = { metadata: { name: 'cut', labels: { test: 'cut' } }, data: { a: '1' } };
			await core.createNamespacedConfigMap({ namespace, body });
			await eventually('the add', () => heard.includes('add cut 1'));
			same('at most one error', errors <= 1, true);
			await informer.stop();
			await core.deleteNamespacedConfigMap({ namespace, name: 'cut' });
		},
	},
	{
		name: 'an informer that is too late lists again',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			const { informer, heard } = mapInformer(served, 'test=late');
			informer.on('error', () => setTimeout(() => void informer.start(), 50));
			await informer.start();
			const body = { metadata: { name: 'late', labels: { test: 'late' } }, data: { a: '1' } };
			await core.createNamespacedConfigMap({ namespace, body });
			await eventually('the add', () => heard.includes('add late 1'));
			await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'other' } } });
			served.compact();
			served.cutConnections();
			await core.deleteNamespacedConfigMap({ namespace, name: 'late' });
			await eventually('the delete', () => heard.includes('delete late 1'));
			await informer.stop();
		},
	},
	{
		name: 'an informer of Pods sees them become ready',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			const phases = new Set<string>();
			const informer = makeInformer<V1Pod>(
				served.config,
				`/api/v1/namespaces/${namespace}/pods`,
				() => core.listNamespacedPod({ namespace, labelSelector: 'test=pods' }),
				'test=pods',
			);
			informer.on('change', (pod) => phases.add(pod.status?.phase ?? ''));
			await informer.start();
			const spec = { containers: [{ name: 'nginx', image: 'nginx' }] };
			await core.createNamespacedPod({
				namespace,
				body: { metadata: { name: 'seen', labels: { test: 'pods' } }, spec },
			});
			await eventually('it runs', () => phases.has('Running'));
			same('phases', [...phases], ['Pending', 'Running']);
			await informer.stop();
			await core.deleteNamespacedPod({ namespace, name: 'seen', gracePeriodSeconds: 0 });
		},
	},
];

function mapInformer(
	served: ServedWorld,
	labelSelector: string,
): {
	informer: ReturnType<typeof makeInformer<V1ConfigMap>>;
	heard: string[];
} {
	const core = served.config.makeApiClient(CoreV1Api);
	const heard: string[] = [];
	const informer = makeInformer<V1ConfigMap>(
		served.config,
		MAPS,
		() => core.listNamespacedConfigMap({ namespace, labelSelector }),
		labelSelector,
	);
	for (const verb of ['add', 'update', 'delete'] as const) {
		informer.on(verb, ({ metadata, data }) => heard.push(`${verb} ${metadata?.name} ${data?.a}`));
	}
	return { informer, heard };
}

interface SeenEvent {
	readonly type: string;
	readonly object: KubernetesObject;
}

/** All events of a watch until the server ends it. */
function watchFor(
	served: ServedWorld,
	path: string,
	query: { [name: string]: string | number | boolean },
): Promise<SeenEvent[]> {
	return new Promise((resolve, reject) => {
		const events: SeenEvent[] = [];
		const seen = (type: string, object: KubernetesObject): void => void events.push({ type, object });
		const done = (error?: { name?: string }): void => {
			if (error === null || error === undefined || error.name === 'AbortError') resolve(events);
			else reject(error);
		};
		void new Watch(served.config).watch(path, query, seen, done);
	});
}
