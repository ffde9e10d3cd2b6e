import type { CustomKind, Kind } from '../../api/kind.ts';
import type { KubeList, KubeObject } from '../../machinery/meta.ts';
import { badRequest, gone } from '../../machinery/status.ts';
import type { Entry } from '../../store/entry.ts';
import { StoreError } from '../../store/store.ts';
import { outputForm } from '../output/accept.ts';
import { type Presentation, presentList, presentObject } from '../output/present.ts';
import { includeObjectOf } from '../output/table.ts';
import { parseSelection, type Selection } from '../registry/selection.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import {
	decodeContinuation,
	encodeContinuation,
	expiredContinuation,
	type ListOptions,
	listOptions,
	parseVersion,
	tooLargeVersion,
} from './list-options.ts';
import { objectResponse } from './response.ts';
import type { RequestScope } from './scope.ts';

/** How this request's objects are to look. Throws ApiError. */
export function presentationOf(scope: RequestScope, kind: Kind = scope.kind): Presentation {
	const form = outputForm(scope.request);
	return {
		kind,
		form,
		include: form.as === 'Table' ? includeObjectOf(scope.request) : 'None',
		nowMs: () => scope.core.world.loop.now(),
		descriptions: scope.core.descriptions,
	};
}

export function handleGet(scope: RequestScope): ApiResponse {
	const presentation = presentationOf(scope);
	const object = scope.storage.fetch(scope.info.namespace, scope.info.name);
	return objectResponse(200, presentObject(scope.storage.present(object), presentation));
}

/** Models apiserver/pkg/endpoints/handlers ListResource. */
export function handleList(scope: RequestScope): ApiResponse {
	const presentation = presentationOf(scope);
	return objectResponse(200, presentList(listObjects(scope, scope.request), presentation));
}

export function listObjects(scope: RequestScope, request: ApiRequest): KubeList {
	const { storage, info } = scope;
	const options = listOptions(request, false);
	const selection = parseSelection(storage.stored, options.labelSelector, options.fieldSelector);
	const page = selectPage(scope, options, selection);
	if (storage.kind.custom !== undefined) return customList(scope, page, selection, storage.kind.custom);
	return {
		kind: `${storage.kind.kind}List`,
		apiVersion: storage.apiVersion,
		metadata: {
			resourceVersion: String(page.revision),
			...(page.next === undefined
				? {}
				: {
						continue: encodeContinuation({
							revision: page.revision,
							start: page.next.slice(storage.prefixOf(info.namespace).length),
						}),
					}),
			...(page.next === undefined || !selection.isEverything ? {} : { remainingItemCount: page.remaining }),
		},
		items: page.entries.map(({ value }) => storage.present(value as KubeObject)),
	};
}

/** Lists of custom resources have sorted keys, too, and say what they do not have. */
function customList(
	{ storage, info }: RequestScope,
	{ entries, next, remaining, revision }: Page,
	selection: Selection,
	custom: CustomKind,
): KubeList {
	const start = next?.slice(storage.prefixOf(info.namespace).length);
	return {
		apiVersion: storage.apiVersion,
		items: entries.map(({ value }) => storage.present(value as KubeObject)),
		kind: custom.listKind,
		metadata: {
			continue: start === undefined ? '' : encodeContinuation({ revision, start }),
			...(next === undefined || !selection.isEverything ? {} : { remainingItemCount: remaining }),
			resourceVersion: String(revision),
		},
	};
}

interface Page {
	readonly entries: readonly Entry[];
	readonly revision: number;
	/** First key of the next page. */
	readonly next: string | undefined;
	readonly remaining: number;
}

function selectPage(scope: RequestScope, options: ListOptions, selection: Selection): Page {
	const { storage, info } = scope;
	const prefix = storage.prefixOf(info.namespace);
	let revision = 0;
	let from = prefix;
	// Any version will do: that is the cache's, which knows no pages. Models storage/cacher computeListLimit.
	const limit = options.resourceVersion === '0' && options.continue === '' ? 0 : options.limit;
	if (options.continue !== '') {
		if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
			throw badRequest('specifying resource version is not allowed when using continue');
		}
		const continuation = decodeContinuation(options.continue);
		from = prefix + continuation.start;
		revision = Math.max(0, continuation.revision);
	} else {
		const version = parseVersion(options.resourceVersion);
		if (version > storage.revision) throw tooLargeVersion(version, storage.revision);
		const exact = options.resourceVersionMatch === 'Exact' || (limit > 0 && options.resourceVersionMatch === '');
		if (exact && version > 0) revision = version;
	}
	if (revision === 0 && limit === 0 && from === prefix) {
		const entries = storage.entries(info.namespace, selection);
		return { entries, revision: storage.revision, next: undefined, remaining: 0 };
	}
	try {
		const listed = storage.list(info.namespace, { from, revision });
		return cutPage(listed.entries, selection, limit, listed.revision);
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		if (options.continue !== '') throw expiredContinuation(from.slice(prefix.length));
		throw gone('The resourceVersion for the provided list is too old.');
	}
}

function cutPage(all: readonly Entry[], selection: Selection, limit: number, revision: number): Page {
	if (limit === 0) {
		const entries = selection.isEverything ? all : all.filter(({ value }) => selection.matches(value as KubeObject));
		return { entries, revision, next: undefined, remaining: 0 };
	}
	const entries: Entry[] = [];
	for (const [index, entry] of all.entries()) {
		if (!selection.matches(entry.value as KubeObject)) continue;
		entries.push(entry);
		if (entries.length < limit) continue;
		const remaining = all.length - index - 1;
		return { entries, revision, next: remaining > 0 ? `${entry.key}\0` : undefined, remaining };
	}
	return { entries, revision, next: undefined, remaining: 0 };
}
