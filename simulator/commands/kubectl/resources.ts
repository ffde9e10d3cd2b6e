import type { KubeObject } from '../../machinery/meta.ts';
import type { LabelSelector } from '../../machinery/selectors.ts';
import { parseLabelSelector, SelectorError } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import type { Manifest } from './decode-manifests.ts';
import { visitManifests } from './decode-manifests.ts';
import { CommandError, isUserError, SeveralErrors, throwAll } from './errors.ts';
import { fetchUrl } from './fetch-url.ts';
import type { Kubectl } from './kubectl.ts';
import { decodeShape, validateShape, validationError } from './manifest-shape.ts';
import type { FilenameFlags, ManifestSource } from './manifests.ts';
import { expandFilenames, readSource } from './manifests.ts';
import type { Query } from './rest-client.ts';
import type { Mapping } from './rest-mapper.ts';
import { visitType } from './visit-type.ts';

/** One object (or one list of a type) that a command is asked to work on. Models cli-runtime resource.Info. */
export interface ResourceInfo {
	/** Absent only with `local`. */
	readonly mapping: Mapping | undefined;
	namespace: string;
	readonly name: string;
	/** Where its manifest came from; '' when it was named on the command line. */
	readonly source: string;
	/** From the manifest or the server; absent while it has only been named. */
	object: KubeObject | undefined;
}

/** What to work on and how. Models cli-runtime resource.Builder. */
export interface ResourceRequest {
	readonly args?: readonly string[];
	readonly files?: FilenameFlags;
	readonly namespace: string;
	/** Manifests in other namespaces are refused. */
	readonly requireNamespace?: boolean;
	readonly allNamespaces?: boolean;
	/** A type without names means all of that type. */
	readonly allowEmptyName?: boolean;
	readonly selector?: string;
	readonly fieldSelector?: string;
	readonly all?: boolean;
	/** Manifests are only the names of what is fetched. */
	readonly latest?: boolean;
	/** Named objects are not fetched first. */
	readonly withoutObjects?: boolean;
	readonly continueOnError?: boolean;
	/** Lists become their items. */
	readonly flatten?: boolean;
	readonly singleType?: boolean;
	readonly chunkSize?: number;
	readonly subresource?: string;
	/** Media types and parameters for what is fetched (tables). */
	readonly accept?: string;
	readonly query?: Query;
	/** Manifests must have what every object has; false leaves that to the server. */
	readonly validate?: boolean;
	/** Nothing is asked of a server. */
	readonly local?: boolean;
	readonly ignore?: (error: Error) => boolean;
	/** What goes wrong while sources are read ends up wrapped twice, and is told without "error: ". */
	readonly wrapsErrors?: boolean;
	/** What is assumed when an argument is a bare name ("pods" of `kubectl logs web`). */
	readonly defaultType?: string;
}

export type Visit = (info: ResourceInfo) => Task<void>;

const MISSING = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Everything that was asked for. Errors are thrown after the rest was collected when `continueOnError` says so. */
export function* collectResources(
	kubectl: Kubectl,
	request: ResourceRequest,
): Task<{ infos: ResourceInfo[]; error: Error | undefined; single: boolean }> {
	const infos: ResourceInfo[] = [];
	let error: Error | undefined;
	let single = false;
	try {
		const plan = yield* makePlan(kubectl, request);
		single = plan.single;
		yield* carryOut(kubectl, request, plan, (info) => {
			infos.push(info);
			return nothing();
		});
	} catch (thrown) {
		if (!isUserError(thrown)) throw thrown;
		error = thrown;
	}
	return { infos, error, single };
}

/**
 * Calls `visit` for every object asked for, in order.
 * @returns whether exactly one object was meant (so that output is not a list).
 */
export function* visitResources(kubectl: Kubectl, request: ResourceRequest, visit: Visit): Task<boolean> {
	const plan = yield* makePlan(kubectl, request);
	yield* carryOut(kubectl, request, plan, visit);
	return plan.single;
}

function* carryOut(kubectl: Kubectl, request: ResourceRequest, plan: Plan, visit: Visit): Task<void> {
	const errors: Error[] = [];
	const unread: Error[] = [];
	for (const step of plan.steps) {
		try {
			yield* step(
				(info) => visitOne(kubectl, request, info, visit, errors),
				(error) => goOn(request, error, errors),
			);
		} catch (error) {
			if (request.continueOnError !== true || !isUserError(error)) {
				if (isUserError(error) && request.ignore?.(error) === true) continue;
				throw error;
			}
			// What the server refuses is told as such.
			const isUnread = !(error instanceof SeveralErrors) && !(error instanceof ApiError);
			if (request.wrapsErrors === true && isUnread) unread.push(error);
			else collect(errors, error, request);
		}
	}
	if (unread.length > 0 && errors.length === 0) throw new SeveralErrors([new SeveralErrors(unread)]);
	throwAll([...errors, ...unread]);
}

function* visitOne(
	kubectl: Kubectl,
	request: ResourceRequest,
	info: ResourceInfo,
	visit: Visit,
	errors: Error[],
): Task<void> {
	try {
		yield* prepare(kubectl, request, info);
		yield* visit(info);
	} catch (error) {
		goOn(request, error, errors);
	}
}

/** Keeps what went wrong with one object where the others are to be worked on all the same. */
function goOn(request: ResourceRequest, error: unknown, errors: Error[]): void {
	if (request.continueOnError !== true || !isUserError(error)) throw error;
	collect(errors, error, request);
}

function collect(errors: Error[], error: Error, request: ResourceRequest): void {
	const all = error instanceof SeveralErrors ? error.errors : [error];
	for (const each of all) if (request.ignore?.(each) !== true) errors.push(each);
}

/** @param failed hears of what cannot be visited; throws when that ends the command. */
type Step = (visit: Visit, failed: (error: unknown) => void) => Task<void>;

interface Plan {
	readonly steps: readonly Step[];
	readonly single: boolean;
}

function* makePlan(kubectl: Kubectl, request: ResourceRequest): Task<Plan> {
	const errors: Error[] = [];
	const files = request.files;
	if (files !== undefined && files.kustomize !== '') {
		if (files.filename.length > 0) throw new CommandError('only one of -f or -k can be specified');
		if (files.recursive) throw new CommandError("the -k flag can't be used with -f or -R");
	}
	const hasFiles = files !== undefined && (files.filename.length > 0 || files.kustomize !== '');
	const expanded = hasFiles ? expandFilenames(kubectl.io, files) : undefined;
	errors.push(...(expanded?.errors ?? []));
	if (request.local === true && !hasFiles && (request.args ?? []).length > 0) {
		throw new CommandError(
			"error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
		);
	}
	const selects = (request.selector ?? '') !== '' || (request.fieldSelector ?? '') !== '';
	if (request.all === true && selects)
		errors.push(new CommandError("setting 'all' parameter but found a non empty selector. "));
	const named = yield* parseArgs(kubectl, request, errors);
	throwAll(errors);
	if (expanded !== undefined) {
		if (named.types.length > 0) {
			throw new CommandError(
				'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
			);
		}
		if (named.names.length > 0) throw new CommandError('name cannot be provided when a path is specified');
		if (named.tuples.length > 0)
			throw new CommandError('resource/name arguments cannot be provided when a path is specified');
		const single = expanded.sources.length === 1 && expanded.sources[0]?.kind === 'file' && !expanded.isDirectory;
		const selector =
			request.selector === undefined || request.selector === '' ? undefined : checkedSelector(request.selector);
		const steps = expanded.sources.map((source): Step => {
			return (visit, failed) => visitSource(kubectl, request, source, { selector, visit, failed });
		});
		return { steps, single };
	}
	return yield* planOfArgs(kubectl, request, named);
}

export function checkedSelector(text: string): LabelSelector {
	try {
		return parseLabelSelector(text);
	} catch (error) {
		if (!(error instanceof SelectorError)) throw error;
		throw new CommandError(`the provided selector ${JSON.stringify(text)} is not valid: ${error.message}`);
	}
}

interface NamedResources {
	readonly types: readonly string[];
	readonly names: readonly string[];
	readonly tuples: readonly { readonly type: string; readonly name: string }[];
}

/** Models resource.Builder ResourceTypeOrNameArgs. */
function* parseArgs(kubectl: Kubectl, request: ResourceRequest, errors: Error[]): Task<NamedResources> {
	let args = [...(request.args ?? [])];
	const none: NamedResources = { types: [], names: [], tuples: [] };
	const { defaultType } = request;
	if (defaultType !== undefined && args.length > 0) {
		if (args.every((arg) => !arg.includes('/'))) return { types: [defaultType], names: args, tuples: [] };
		const tuples = args.flatMap((arg) =>
			arg.includes('/') ? tupleOf(arg, errors) : [{ type: defaultType, name: arg }],
		);
		return { ...none, tuples };
	}
	const types = (args[0] ?? '').split(',');
	if (args.length >= 2 && types.length > 1) {
		args = types.flatMap((type) => args.slice(1).map((name) => `${type}/${name}`));
	}
	const slashes = args.filter((arg) => arg.includes('/')).length;
	if (slashes > 0 && slashes < args.length) {
		errors.push(
			new CommandError(
				"there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
			),
		);
		return none;
	}
	if (slashes > 0) return { ...none, tuples: args.flatMap((arg) => tupleOf(arg, errors)) };
	if (args.length === 0) return none;
	if (args.length >= 2) {
		return { types: yield* expandCategories(kubectl, request, args[0] as string), names: args.slice(1), tuples: [] };
	}
	const hasSelector = (request.selector ?? '') !== '' || (request.fieldSelector ?? '') !== '' || request.all === true;
	const expanded = yield* expandCategories(kubectl, request, args[0] as string);
	if (request.allowEmptyName === true || hasSelector) return { types: expanded, names: [], tuples: [] };
	return { types: expanded, names: [], tuples: [] };
}

function tupleOf(arg: string, errors: Error[]): { type: string; name: string }[] {
	const parts = arg.split('/');
	if (parts.length !== 2) {
		errors.push(new CommandError('arguments in resource/name form may not have more than one slash'));
		return [];
	}
	const [type, name] = parts as [string, string];
	if (type === '' || name === '' || type.includes(',')) {
		errors.push(new CommandError('arguments in resource/name form must have a single resource and name'));
		return [];
	}
	return [{ type, name }];
}

function* expandCategories(kubectl: Kubectl, request: ResourceRequest, text: string): Task<string[]> {
	const words = text.split(',');
	if (request.local === true) return words;
	const mapper = yield* kubectl.mapper(4 + words.length);
	return words.flatMap((word) => mapper.expandCategory(word) ?? [word]);
}

function* planOfArgs(kubectl: Kubectl, request: ResourceRequest, named: NamedResources): Task<Plan> {
	const bySelector = request.all === true || (request.selector ?? '') !== '' || (request.fieldSelector ?? '') !== '';
	if (bySelector || (request.allowEmptyName === true && named.names.length === 0 && named.types.length > 0)) {
		return yield* selectorPlan(kubectl, request, named);
	}
	if (named.tuples.length > 0) {
		if (named.types.length > 0)
			throw new CommandError('you may not specify individual resources and bulk resources in the same call');
		return yield* tuplePlan(kubectl, request, named.tuples, named.tuples.length === 1);
	}
	if (named.names.length > 0) {
		if (named.types.length === 0) throw new CommandError('you must provide a resource and a resource name together');
		if (named.types.length > 1) throw new CommandError('you must specify only one resource');
		const type = named.types[0] as string;
		return yield* tuplePlan(
			kubectl,
			request,
			named.names.map((name) => ({ type, name })),
			named.names.length === 1,
		);
	}
	if (named.types.length > 0) {
		const mapper = yield* kubectl.mapper();
		for (const type of named.types) mapper.mappingFor(type);
		throw new CommandError('resource(s) were provided, but no name was specified');
	}
	throw new CommandError(MISSING);
}

function* selectorPlan(kubectl: Kubectl, request: ResourceRequest, named: NamedResources): Task<Plan> {
	if (named.names.length > 0) throw new CommandError('name cannot be provided when a selector is specified');
	if (named.tuples.length > 0)
		throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
	if (named.types.length === 0) throw new CommandError('at least one resource must be specified to use a selector');
	if ((request.subresource ?? '') !== '')
		throw new CommandError('subresource cannot be used when bulk resources are specified');
	const mapper = yield* kubectl.mapper();
	if (named.types.length > 1 && request.singleType === true)
		throw new CommandError('you may only specify a single resource type');
	const mappings: Mapping[] = [];
	for (const type of named.types) {
		const mapping = mapper.mappingFor(type);
		if (!mappings.some((each) => each.api === mapping.api)) mappings.push(mapping);
	}
	const steps = mappings.map(
		(mapping): Step =>
			(visit) =>
				visitType(kubectl, request, mapping, visit),
	);
	return { steps, single: false };
}

function* tuplePlan(
	kubectl: Kubectl,
	request: ResourceRequest,
	tuples: readonly { readonly type: string; readonly name: string }[],
	single: boolean,
): Task<Plan> {
	const mapper = yield* kubectl.mapper();
	const steps: Step[] = [];
	const kinds = new Set<object>();
	for (const { type, name } of tuples) {
		const mapping = mapper.mappingFor(type);
		kinds.add(mapping.api);
		if (mapping.namespaced && request.allNamespaces === true) {
			throw new CommandError('a resource cannot be retrieved by name across all namespaces');
		}
		if (mapping.namespaced && request.namespace === '') {
			throw new CommandError('namespace may not be empty when retrieving a resource by name');
		}
		const namespace = mapping.namespaced ? request.namespace : '';
		steps.push((visit) => visit({ mapping, namespace, name, source: '', object: undefined }));
	}
	if (kinds.size > 1 && request.singleType === true)
		throw new CommandError('you may only specify a single resource type');
	return { steps, single };
}

interface Visiting {
	readonly selector: LabelSelector | undefined;
	readonly visit: Visit;
	readonly failed: (error: unknown) => void;
}

function* visitSource(
	kubectl: Kubectl,
	request: ResourceRequest,
	source: ManifestSource,
	visiting: Visiting,
): Task<void> {
	const text = yield* readSource(kubectl.io, source, (url) => fetchUrl(kubectl.process, url));
	yield* visitManifests(
		source.path,
		text,
		(manifest) => visitManifest(kubectl, request, manifest, visiting),
		(steps) => kubectl.process.tick(steps),
	);
}

/** What is invalid ends the reading of its source; what cannot be decoded or is not served only itself. */
function* visitManifest(
	kubectl: Kubectl,
	request: ResourceRequest,
	manifest: Manifest,
	{ selector, visit, failed }: Visiting,
): Task<void> {
	yield* validate(kubectl, request, manifest);
	for (const each of request.flatten === true ? flattened(manifest) : [manifest]) {
		let info: ResourceInfo;
		try {
			info = yield* infoOf(kubectl, request, each);
		} catch (error) {
			failed(error);
			continue;
		}
		if (selector !== undefined && !selector.matches(info.object?.metadata.labels)) continue;
		yield* visit(info);
	}
}

function* validate(kubectl: Kubectl, request: ResourceRequest, manifest: Manifest): Task<void> {
	if (request.validate !== true) return;
	validateShape(manifest);
	if (request.local === true) return;
	try {
		yield* kubectl.mapper(0);
	} catch (error) {
		if (!isUserError(error) || error instanceof ApiError) throw error;
		const text = error.message.replace(/\/api\?timeout=32s/, '/openapi/v2?timeout=32s');
		throw validationError(manifest.source, `failed to download openapi: ${text}`);
	}
}

/**
 * The items of a list, themselves flattened; what a list of one kind holds is of that kind. Models
 * unstructured.UnstructuredJSONScheme decodeToList.
 */
export function flattened(manifest: Manifest): Manifest[] {
	const { items, kind, apiVersion } = manifest.object;
	if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List')) return [manifest];
	const ofKind: Manifest['object'] =
		kind === 'List' ? {} : { apiVersion: apiVersion ?? '', kind: kind.slice(0, -'List'.length) };
	return items.flatMap((item) => {
		const object = item as Manifest['object'];
		const anonymous = (object?.apiVersion ?? '') === '' && (object?.kind ?? '') === '';
		return flattened({ source: manifest.source, object: anonymous ? { ...ofKind, ...object } : object });
	});
}

function* infoOf(kubectl: Kubectl, request: ResourceRequest, manifest: Manifest): Task<ResourceInfo> {
	decodeShape(manifest);
	const source = manifest.object as unknown as KubeObject;
	const object: KubeObject = { ...source, metadata: { ...(source.metadata ?? {}) } };
	const name = object.metadata.name ?? '';
	const namespace = object.metadata.namespace ?? '';
	if (request.local === true) return { mapping: undefined, namespace, name, source: manifest.source, object };
	const apiVersion = (object.apiVersion as string | undefined) ?? '';
	const [group, version] = splitApiVersion(apiVersion);
	const mapper = yield* kubectl.mapper();
	const mapping = mapper.byKind(group, version === '' ? undefined : version, object.kind);
	if (mapping === undefined) {
		const kind = JSON.stringify(object.kind);
		throw new CommandError(
			`resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(manifest.source)}: no matches for kind ${kind} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
		);
	}
	// Without a version no path leads to the server's.
	const wanted = apiVersion === '' ? { ...mapping, version: '' } : mapping;
	return { mapping: wanted, namespace, name, source: manifest.source, object };
}

export function splitApiVersion(apiVersion: string): [group: string, version: string] {
	const at = apiVersion.indexOf('/');
	return at < 0 ? ['', apiVersion] : [apiVersion.slice(0, at), apiVersion.slice(at + 1)];
}

/** Namespaces, and fetching what has only been named. */
function* prepare(kubectl: Kubectl, request: ResourceRequest, info: ResourceInfo): Task<void> {
	if (request.local === true) return;
	if (info.mapping?.namespaced !== false && info.object !== undefined && !isCollection(info.object)) {
		if (info.namespace === '' && request.allNamespaces !== true) {
			info.namespace = request.namespace;
			if (request.namespace !== '') info.object.metadata.namespace = request.namespace;
		} else if (request.requireNamespace === true && info.namespace !== request.namespace) {
			throw new CommandError(
				`the namespace from the provided object ${JSON.stringify(info.namespace)} does not match the namespace ${JSON.stringify(request.namespace)}. You must pass '--namespace=${info.namespace}' to perform this operation.`,
			);
		}
	} else if (info.mapping?.namespaced === false) {
		info.namespace = '';
		if (info.object?.metadata?.namespace !== undefined) delete info.object.metadata.namespace;
	}
	const mustFetch =
		info.object === undefined ? request.withoutObjects !== true : request.latest === true && info.source !== '';
	if (!mustFetch || info.mapping === undefined) return;
	const { query, subresource, accept } = request;
	try {
		info.object = yield* kubectl.getObject(info.mapping, info.namespace, info.name, { query, subresource, accept });
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') yield* requireNamespace(kubectl, info.namespace);
		throw error;
	}
}

/** Nothing is found in a namespace that is not there: that is then what is told. Models resource.Info Get. */
function* requireNamespace(kubectl: Kubectl, namespace: string): Task<void> {
	if (namespace === '' || namespace === 'default') return;
	const client = yield* kubectl.client();
	try {
		yield* client.get(`/api/v1/namespaces/${namespace}`);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') throw error;
		if (!isUserError(error)) throw error;
	}
}

/** Lists and tables: what a type without names gives. */
export function isCollection(object: KubeObject): boolean {
	return Array.isArray((object as { items?: unknown }).items) || object.kind === 'Table';
}
