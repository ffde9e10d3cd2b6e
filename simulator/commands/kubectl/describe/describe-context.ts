import type { DescribeContext } from '../../../api/kind.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Kubectl } from '../kubectl.ts';
import type { RestClient } from '../rest-client.ts';

interface Gvr {
	readonly group: string;
	readonly version: string;
	readonly resource: string;
}

/** What describers see of the cluster: requests of this kubectl. */
export function describeContextOf(
	kubectl: Kubectl,
	client: RestClient,
	options: { readonly showEvents: boolean; readonly chunkSize: number },
): DescribeContext {
	return {
		nowMs: kubectl.process.now(),
		showEvents: options.showEvents,
		get: (gvr, namespace, name) => getIfThere(client, `${collectionPath(gvr, namespace)}/${name}`),
		list: (gvr, namespace, selectors) => listAll(client, collectionPath(gvr, namespace), selectors, options.chunkSize),
	};
}

function* getIfThere(client: RestClient, path: string): Task<KubeObject | undefined> {
	try {
		return yield* client.get<KubeObject>(path);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
}

function* listAll(
	client: RestClient,
	path: string,
	{ labelSelector, fieldSelector }: { readonly labelSelector?: string; readonly fieldSelector?: string },
	chunkSize: number,
): Task<KubeObject[]> {
	const query: (readonly [string, string])[] = [];
	if (labelSelector !== undefined && labelSelector !== '') query.push(['labelSelector', labelSelector]);
	if (fieldSelector !== undefined && fieldSelector !== '') query.push(['fieldSelector', fieldSelector]);
	if (chunkSize > 0) query.push(['limit', String(chunkSize)]);
	const objects: KubeObject[] = [];
	let token = '';
	do {
		const page = token === '' ? query : [...query, ['continue', token] as const];
		const list = yield* client.get<ObjectList>(path, page);
		objects.push(...(list.items ?? []));
		token = list.metadata?.continue ?? '';
	} while (token !== '');
	return objects;
}

interface ObjectList {
	readonly items?: KubeObject[] | null;
	readonly metadata?: { readonly continue?: string };
}

function collectionPath({ group, version, resource }: Gvr, namespace: string): string {
	const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	return namespace === '' ? `${root}/${resource}` : `${root}/namespaces/${namespace}/${resource}`;
}
