import type { Kind } from '../../api/kind.ts';

interface Operation {
	readonly verb: string;
	readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
	/** "get", "list", "post", …: the value of x-kubernetes-action. */
	readonly action: string;
	readonly parameters: readonly string[];
	readonly onItem: boolean;
}

const LIST_PARAMETERS = [
	'allowWatchBookmarks',
	'continue',
	'fieldSelector',
	'labelSelector',
	'limit',
	'resourceVersion',
	'resourceVersionMatch',
	'sendInitialEvents',
	'timeoutSeconds',
	'watch',
];
const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE_PARAMETERS = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];

const OPERATIONS: readonly Operation[] = [
	{ verb: 'list', method: 'get', action: 'list', parameters: LIST_PARAMETERS, onItem: false },
	{ verb: 'create', method: 'post', action: 'post', parameters: WRITE_PARAMETERS, onItem: false },
	{
		verb: 'deletecollection',
		method: 'delete',
		action: 'deletecollection',
		parameters: [...DELETE_PARAMETERS, ...LIST_PARAMETERS],
		onItem: false,
	},
	{ verb: 'get', method: 'get', action: 'get', parameters: [], onItem: true },
	{ verb: 'update', method: 'put', action: 'put', parameters: WRITE_PARAMETERS, onItem: true },
	{ verb: 'patch', method: 'patch', action: 'patch', parameters: [...WRITE_PARAMETERS, 'force'], onItem: true },
	{ verb: 'delete', method: 'delete', action: 'delete', parameters: DELETE_PARAMETERS, onItem: true },
];

const PATCH_TYPES = [
	'application/apply-patch+yaml',
	'application/json-patch+json',
	'application/merge-patch+json',
	'application/strategic-merge-patch+json',
];

const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
const PATCH = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
const STATUS = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';

/** The paths of a kind with their operations, in OpenAPI 3. Models kube-openapi/pkg/builder3. */
export function openApiPaths(kind: Kind): { [path: string]: object } {
	const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
	const collection = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
	const paths: { [path: string]: object } = {};
	paths[collection] = pathItem(kind, false);
	paths[`${collection}/{name}`] = pathItem(kind, true);
	return paths;
}

function pathItem(kind: Kind, onItem: boolean): object {
	const item: { [method: string]: unknown } = {};
	for (const operation of OPERATIONS) {
		if (operation.onItem !== onItem || !(kind.verbs as readonly string[]).includes(operation.verb)) continue;
		item[operation.method] = operationObject(kind, operation);
	}
	const inPath = [...(onItem ? ['name'] : []), ...(kind.namespaced ? ['namespace'] : [])];
	item.parameters = [
		...inPath.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } })),
		{ name: 'pretty', in: 'query', schema: { type: 'string', uniqueItems: true } },
	];
	return item;
}

function operationObject(kind: Kind, { method, action, parameters, verb }: Operation): object {
	const answer = verb === 'list' ? `${kind.schema}List` : verb.startsWith('delete') ? STATUS : kind.schema;
	const body =
		method === 'patch' ? PATCH : method === 'delete' ? DELETE_OPTIONS : method === 'get' ? undefined : kind.schema;
	const patchTypes =
		kind.custom === undefined ? PATCH_TYPES : PATCH_TYPES.filter((type) => !type.includes('strategic'));
	const bodyTypes = method === 'patch' ? patchTypes : ['*/*'];
	return {
		tags: [tagOf(kind)],
		operationId: `${action}${capital(tagOf(kind))}${kind.namespaced ? 'Namespaced' : ''}${kind.kind}`,
		parameters: parameters.map((name) => ({
			name,
			in: 'query',
			schema: { type: parameterType(name), uniqueItems: true },
		})),
		...(body === undefined ? {} : { requestBody: { content: contentOf(bodyTypes, body) } }),
		responses: { 200: { description: 'OK', content: contentOf(['application/json', 'application/yaml'], answer) } },
		'x-kubernetes-action': action,
		'x-kubernetes-group-version-kind': { group: kind.group, kind: kind.kind, version: kind.version },
	};
}

function contentOf(types: readonly string[], schema: string): object {
	return Object.fromEntries(types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]));
}

function tagOf(kind: Kind): string {
	return `${kind.group === '' ? 'core' : (kind.group.split('.')[0] as string)}_${kind.version}`;
}

function capital(tag: string): string {
	return tag.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

function parameterType(name: string): string {
	if (name === 'limit' || name === 'timeoutSeconds' || name === 'gracePeriodSeconds') return 'integer';
	const booleans = ['watch', 'allowWatchBookmarks', 'sendInitialEvents', 'force', 'orphanDependents'];
	return booleans.includes(name) ? 'boolean' : 'string';
}
