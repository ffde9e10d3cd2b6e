import type { ApiRequest } from '../request.ts';

/** What a request is about, read off its method, path and query. Models apiserver/pkg/endpoints/request RequestInfo. */
export interface RequestInfo {
	readonly isResourceRequest: boolean;
	readonly path: string;
	/** "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"; else the method in lower case. */
	readonly verb: string;
	readonly apiGroup: string;
	readonly apiVersion: string;
	readonly namespace: string;
	readonly resource: string;
	readonly subresource: string;
	readonly name: string;
	/** What follows the subresource: the path of a proxied request, without a leading slash. */
	readonly rest: string;
	/** Of a list, watch or deletecollection. */
	readonly fieldSelector?: string;
}

export function requestInfo(request: ApiRequest): RequestInfo {
	const parts = request.path.split('/').filter((part) => part !== '');
	const isCore = parts[0] === 'api';
	const versionAt = isCore ? 1 : 2;
	if ((!isCore && parts[0] !== 'apis') || parts.length < versionAt + 2) return nonResource(request);
	const apiGroup = isCore ? '' : (parts[1] as string);
	const apiVersion = parts[versionAt] as string;
	let rest = parts.slice(versionAt + 1);
	let verb = METHOD_VERBS.get(request.method) ?? '';
	let watches = firstValue(request, 'watch') === 'true' || firstValue(request, 'watch') === '1';
	if (rest[0] === 'watch' && rest.length > 1) {
		rest = rest.slice(1);
		watches = true;
	}
	let namespace = '';
	if (rest[0] === 'namespaces' && rest.length > 1) {
		namespace = rest[1] as string;
		if (rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize') rest = rest.slice(2);
	}
	const [resource = '', pathName = '', subresource = ''] = rest;
	let name = pathName;
	if (name === '' && verb === 'get') {
		verb = watches ? 'watch' : 'list';
		name = nameInFieldSelector(firstValue(request, 'fieldSelector') ?? '');
	} else if (name === '' && verb === 'delete') verb = 'deletecollection';
	const fieldSelector = firstValue(request, 'fieldSelector');
	return {
		isResourceRequest: true,
		path: request.path,
		verb,
		apiGroup,
		apiVersion,
		namespace,
		resource,
		subresource,
		name,
		rest: rest.slice(3).join('/'),
		...(fieldSelector === undefined ? undefined : { fieldSelector }),
	};
}

/** The first value of a query parameter. */
export function firstValue(request: ApiRequest, name: string): string | undefined {
	return request.query.get(name)?.[0];
}

const METHOD_VERBS: ReadonlyMap<string, string> = new Map([
	['POST', 'create'],
	['GET', 'get'],
	['HEAD', 'get'],
	['PUT', 'update'],
	['PATCH', 'patch'],
	['DELETE', 'delete'],
]);

function nonResource(request: ApiRequest): RequestInfo {
	return {
		isResourceRequest: false,
		path: request.path,
		verb: request.method.toLowerCase(),
		apiGroup: '',
		apiVersion: '',
		namespace: '',
		resource: '',
		subresource: '',
		name: '',
		rest: '',
	};
}

/** A list of one name is authorized as that name. */
function nameInFieldSelector(selector: string): string {
	const match = /(?:^|,)metadata\.name==?([^,]+)(?:,|$)/.exec(selector);
	return match === null ? '' : (match[1] as string);
}
