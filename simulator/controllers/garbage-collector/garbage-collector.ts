import type { Change } from '../../client/informer.ts';
import type { Resource } from '../../client/resource.ts';
import type { KubeObject, OwnerReference } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Controller, Scope } from '../controller.ts';
import { blockingDependents, type GraphNode, OwnerGraph } from './graph.ts';

interface State {
	readonly graph: OwnerGraph;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/**
 * Deletes what has lost its owners, holds owners that wait for their dependents, and sets dependents free that are to
 * be orphaned. Keys are uids. Models pkg/controller/garbagecollector GarbageCollector.
 */
export const garbageCollector: Controller<State> = {
	name: 'garbagecollector',
	user: 'generic-garbage-collector',
	eventSource: 'garbage-collector-controller',
	workers: 20,
	watches: [],
	state: ({ options }) => {
		const byKind = new Map(options.kinds.map((each) => [`${each.group}/${each.kind}`, each]));
		const graph = new OwnerGraph((apiVersion, kind) => {
			const group = groupOf(apiVersion);
			// Custom kinds come and go.
			return byKind.get(`${group}/${kind}`) ?? options.kinds.find((each) => each.group === group && each.kind === kind);
		});
		return { graph };
	},
	onAnyChange: onChange,
	reconcile: (uid, scope) => reconcile(uid, scope),
};

function onChange(resource: Resource, { type, object, old }: Change<KubeObject>, scope: Scope<State>): void {
	const { graph } = scope.state;
	if (old !== undefined && old.metadata.uid !== object.metadata.uid) onDeleted(old, scope);
	if (type === 'deleted') {
		onDeleted(object, scope);
		return;
	}
	const { node, isNew, unblocked } = graph.put(resource, object);
	for (const owner of unblocked) if (owner.deletingDependents) scope.queue.add(owner.uid);
	const { finalizers = [], deletionTimestamp, ownerReferences } = object.metadata;
	if (deletionTimestamp !== undefined && (finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND))) {
		scope.queue.add(node.uid);
		return;
	}
	// An owner nobody has seen may never have been, or be gone: look. Owners that are known to be fine need no look.
	if (isNew || old?.metadata.ownerReferences !== ownerReferences) {
		let suspicious = false;
		for (const owner of node.owners) {
			const ownerNode = graph.get(owner.uid);
			if (ownerNode === undefined || ownerNode.virtual || ownerNode.deletingDependents) suspicious = true;
			else if (!isMeant(owner, ownerNode)) suspicious = true;
			else if (ownerNode.namespace !== '' && ownerNode.namespace !== node.namespace) {
				suspicious = true;
				reportStranger(object, owner, scope);
			}
		}
		if (suspicious) scope.queue.add(node.uid);
	}
}

/** Models ownerReferenceMatchesCoordinates. */
function isMeant({ kind, name, apiVersion }: OwnerReference, { reference }: GraphNode): boolean {
	return kind === reference.kind && name === reference.name && groupOf(apiVersion) === groupOf(reference.apiVersion);
}

/** Nothing is owned across namespaces. Models graph_builder.go reportInvalidNamespaceOwnerRef. */
function reportStranger(dependent: KubeObject, owner: OwnerReference, scope: Scope<State>): void {
	const { namespace = '' } = dependent.metadata;
	const who = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
	const message = `ownerRef ${who} does not exist in namespace ${JSON.stringify(namespace)}`;
	scope.event(dependent, 'Warning', 'OwnerRefInvalidNamespace', message);
}

function onDeleted(object: KubeObject, scope: Scope<State>): void {
	const { dependents, owners } = scope.state.graph.remove(object.metadata.uid);
	for (const dependent of dependents) scope.queue.add(dependent.uid);
	for (const owner of owners) if (owner.deletingDependents) scope.queue.add(owner.uid);
}

function* reconcile(uid: string, scope: Scope<State>): Task<void> {
	const node = scope.state.graph.get(uid);
	if (node?.resource === undefined || node.virtual) return;
	const latest = yield* fetch(scope, node.resource, node.namespace, node.reference.name);
	if (latest === undefined || latest.metadata.uid !== uid) return;
	const { deletionTimestamp, finalizers = [] } = latest.metadata;
	if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN)) yield* orphanDependents(node, latest, scope);
	else if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND)) {
		yield* holdForDependents(node, latest, scope);
	} else if (deletionTimestamp === undefined) yield* collect(node, latest, scope);
}

/** Models attemptToDeleteItem. */
function* collect(node: GraphNode, latest: KubeObject, scope: Scope<State>): Task<void> {
	const { ownerReferences = [], finalizers = [] } = latest.metadata;
	if (ownerReferences.length === 0 || node.resource === undefined) return;
	const solid: OwnerReference[] = [];
	const waiting: OwnerReference[] = [];
	const dangling: OwnerReference[] = [];
	for (const reference of ownerReferences) {
		const state = yield* ownerState(node, reference, scope);
		(state === 'solid' ? solid : state === 'waiting' ? waiting : dangling).push(reference);
	}
	if (solid.length > 0) {
		if (waiting.length + dangling.length > 0)
			yield* dropReferences(node.resource, latest, [...dangling, ...waiting], scope);
		return;
	}
	if (waiting.length > 0 && (node.dependents?.size ?? 0) > 0) {
		// The owner waits for this one, and this one shall wait for its own.
		yield* remove(node.resource, latest, 'Foreground', scope);
		return;
	}
	const policy = finalizers.includes(ORPHAN) ? 'Orphan' : finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
	yield* remove(node.resource, latest, policy, scope);
}

function* ownerState(
	node: GraphNode,
	reference: OwnerReference,
	scope: Scope<State>,
): Task<'solid' | 'waiting' | 'dangling'> {
	const known = scope.state.graph.get(reference.uid);
	if (known !== undefined && !known.virtual) {
		const { kind, name } = known.reference;
		const isSame = kind === reference.kind && name === reference.name;
		const reachable = known.namespace === '' || known.namespace === node.namespace;
		if (isSame && reachable) return known.deletingDependents ? 'waiting' : 'solid';
	}
	const resource = scope.options.kinds.find(
		(each) => each.kind === reference.kind && each.group === groupOf(reference.apiVersion),
	);
	// A kind that nothing serves may come back: its dependents are kept.
	if (resource === undefined) return 'solid';
	if (resource.namespaced && node.namespace === '') return 'solid';
	const owner = yield* fetch(scope, resource, resource.namespaced ? node.namespace : '', reference.name);
	if (owner === undefined || owner.metadata.uid !== reference.uid) return 'dangling';
	const { deletionTimestamp, finalizers = [] } = owner.metadata;
	return deletionTimestamp !== undefined && finalizers.includes(FOREGROUND) ? 'waiting' : 'solid';
}

/** Models processDeletingDependentsItem. */
function* holdForDependents(node: GraphNode, latest: KubeObject, scope: Scope<State>): Task<void> {
	const blocking = blockingDependents(node);
	if (blocking.length === 0 && node.resource !== undefined) {
		yield* removeFinalizer(node.resource, latest, FOREGROUND, scope);
		return;
	}
	for (const dependent of blocking) if (!dependent.deletingDependents) scope.queue.add(dependent.uid);
}

/** Models orphanDependents. */
function* orphanDependents(node: GraphNode, latest: KubeObject, scope: Scope<State>): Task<void> {
	for (const dependent of [...(node.dependents ?? [])]) {
		if (dependent.resource === undefined || dependent.virtual) continue;
		const object = yield* fetch(scope, dependent.resource, dependent.namespace, dependent.reference.name);
		if (object === undefined || object.metadata.uid !== dependent.uid) continue;
		const owner = object.metadata.ownerReferences?.find((each) => each.uid === node.uid);
		if (owner !== undefined) yield* dropReferences(dependent.resource, object, [owner], scope);
	}
	if (node.resource !== undefined) yield* removeFinalizer(node.resource, latest, ORPHAN, scope);
}

function* dropReferences(
	resource: Resource,
	object: KubeObject,
	references: readonly OwnerReference[],
	scope: Scope<State>,
): Task<void> {
	const gone = new Set(references.map((each) => each.uid));
	const left = (object.metadata.ownerReferences ?? []).filter((each) => !gone.has(each.uid));
	const { uid, resourceVersion } = object.metadata;
	const metadata = { uid, resourceVersion, ownerReferences: left.length === 0 ? null : left };
	yield* unlessGone(scope.client.patch(resource, object.metadata, 'merge', { metadata }));
}

function* removeFinalizer(resource: Resource, object: KubeObject, finalizer: string, scope: Scope<State>): Task<void> {
	const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
	const metadata = { resourceVersion: object.metadata.resourceVersion, finalizers };
	yield* unlessGone(scope.client.patch(resource, object.metadata, 'merge', { metadata }));
}

function* remove(
	resource: Resource,
	{ metadata }: KubeObject,
	propagationPolicy: 'Orphan' | 'Background' | 'Foreground',
	scope: Scope<State>,
): Task<void> {
	const preconditions = { uid: metadata.uid, resourceVersion: metadata.resourceVersion };
	yield* unlessGone(scope.client.delete(resource, metadata, { ...preconditions, propagationPolicy }));
}

function* fetch(
	scope: Scope<State>,
	resource: Resource,
	namespace: string,
	name: string,
): Task<KubeObject | undefined> {
	try {
		return yield* scope.client.get(resource, namespace, name);
	} catch (error) {
		if (error instanceof ApiError && error.code === 404) return undefined;
		throw error;
	}
}

function* unlessGone(request: Task<unknown>): Task<void> {
	try {
		yield* request;
	} catch (error) {
		if (!(error instanceof ApiError) || error.code !== 404) throw error;
	}
}

/** Any version of a group does: they are the same objects. */
function groupOf(apiVersion: string): string {
	const slash = apiVersion.indexOf('/');
	return slash < 0 ? '' : apiVersion.slice(0, slash);
}
