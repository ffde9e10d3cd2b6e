import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Kubectl } from './kubectl.ts';
import type { ResourceRequest, Visit } from './resources.ts';
import type { Mapping } from './rest-mapper.ts';
import { resourcePath } from './rest-mapper.ts';

interface FetchedList {
	kind: string;
	apiVersion: string;
	metadata?: { continue?: string; resourceVersion?: string; remainingItemCount?: number };
	items?: KubeObject[] | null;
	rows?: unknown[] | null;
	columnDefinitions?: unknown[];
}

/** Lists a type chunk by chunk. Models resource.Selector Visit. */
export function* visitType(kubectl: Kubectl, request: ResourceRequest, mapping: Mapping, visit: Visit): Task<void> {
	const client = yield* kubectl.client();
	const namespace = mapping.namespaced && request.allNamespaces !== true ? request.namespace : '';
	const path = resourcePath(mapping, namespace);
	const query: (readonly [string, string])[] = [...(request.query ?? [])];
	if ((request.selector ?? '') !== '') query.push(['labelSelector', request.selector as string]);
	if ((request.fieldSelector ?? '') !== '') query.push(['fieldSelector', request.fieldSelector as string]);
	if ((request.chunkSize ?? 0) > 0) query.push(['limit', String(request.chunkSize)]);
	let token = '';
	do {
		const page: readonly (readonly [string, string])[] = token === '' ? query : [...query, ['continue', token]];
		const list = yield* listPage(client.get<FetchedList>(path, page, request.accept), request, mapping);
		token = list.metadata?.continue ?? '';
		yield* visitList(list, mapping, namespace, request, visit);
	} while (token !== '');
}

/** Models cli-runtime EnhanceListError: says what was looked for. */
function* listPage(page: Task<FetchedList>, request: ResourceRequest, mapping: Mapping): Task<FetchedList> {
	try {
		return yield* page;
	} catch (error) {
		if (!(error instanceof ApiError) || (error.reason !== 'BadRequest' && error.reason !== 'NotFound')) throw error;
		const subject = JSON.stringify(`${mapping.group}/${mapping.version}, Resource=${mapping.resource}`);
		const selector = request.selector ?? '';
		const fieldSelector = request.fieldSelector ?? '';
		const head =
			selector === '' && fieldSelector === ''
				? `Unable to list ${subject}`
				: `Unable to find ${subject} that match label selector ${JSON.stringify(selector)}, field selector ${JSON.stringify(fieldSelector)}`;
		throw new ApiError({ ...error.status, message: `${head}: ${error.status.message ?? ''}` });
	}
}

function* visitList(
	list: FetchedList,
	mapping: Mapping,
	namespace: string,
	request: ResourceRequest,
	visit: Visit,
): Task<void> {
	if (list.kind === 'Table' || request.flatten !== true) {
		yield* visit({ mapping, namespace, name: '', source: '', object: list as unknown as KubeObject });
		return;
	}
	const kind = list.kind.replace(/List$/, '');
	for (const item of list.items ?? []) {
		const object = item.kind === undefined ? { ...item, apiVersion: list.apiVersion, kind } : item;
		yield* visit({
			mapping,
			namespace: object.metadata.namespace ?? '',
			name: object.metadata.name,
			source: '',
			object,
		});
	}
}
