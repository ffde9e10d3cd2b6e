import type { Resource } from '../../client/resource.ts';
import type { KubeObject, OwnerReference } from '../../machinery/meta.ts';

/** An object as garbage collection sees it. */
export interface GraphNode {
	readonly uid: string;
	/** Undefined for an owner that is only known from references and whose kind nothing serves. */
	readonly resource: Resource | undefined;
	readonly reference: { readonly apiVersion: string; readonly kind: string; readonly name: string };
	readonly namespace: string;
	owners: readonly OwnerReference[];
	/** Made with the first one: most objects have none. */
	dependents: Set<GraphNode> | undefined;
	/** Waits for its dependents (foreground deletion). */
	deletingDependents: boolean;
	beingDeleted: boolean;
	/** Not seen itself yet: some object names it as its owner. */
	virtual: boolean;
}

/**
 * Who owns whom, from the objects of all resources. Updated with every change; a change that touches no
 * reference costs a look-up. Models pkg/controller/garbagecollector GraphBuilder.
 */
export class OwnerGraph {
	readonly #nodes = new Map<string, GraphNode>();
	readonly #resourceOf: (apiVersion: string, kind: string) => Resource | undefined;

	constructor(resourceOf: (apiVersion: string, kind: string) => Resource | undefined) {
		this.#resourceOf = resourceOf;
	}

	get(uid: string): GraphNode | undefined {
		return this.#nodes.get(uid);
	}

	/** Takes an object's latest state. @returns its node and the owners it has lost or that no longer wait for it. */
	put(resource: Resource, object: KubeObject): { node: GraphNode; isNew: boolean; unblocked: readonly GraphNode[] } {
		const { uid, namespace = '', name, ownerReferences = NO_OWNERS, finalizers = [] } = object.metadata;
		const known = this.#nodes.get(uid);
		const reference = { apiVersion: object.apiVersion, kind: object.kind, name };
		let node = known;
		if (node === undefined || node.resource === undefined || node.namespace !== namespace) {
			node = { uid, resource, reference, namespace, owners: NO_OWNERS, dependents: known?.dependents, ...FRESH };
			this.#nodes.set(uid, node);
		}
		const isNew = known === undefined || known.virtual;
		node.virtual = false;
		node.beingDeleted = object.metadata.deletionTimestamp !== undefined;
		node.deletingDependents = node.beingDeleted && finalizers.includes('foregroundDeletion');
		return { node, isNew, unblocked: this.#setOwners(node, ownerReferences) };
	}

	/** Forgets an object. @returns its dependents, and owners that may have waited for it. */
	remove(uid: string): { dependents: readonly GraphNode[]; owners: readonly GraphNode[] } {
		const node = this.#nodes.get(uid);
		if (node === undefined) return { dependents: [], owners: [] };
		const owners: GraphNode[] = [];
		for (const owner of node.owners) {
			const ownerNode = this.#nodes.get(owner.uid);
			if (ownerNode === undefined) continue;
			ownerNode.dependents?.delete(node);
			owners.push(ownerNode);
			if (ownerNode.virtual && (ownerNode.dependents?.size ?? 0) === 0) this.#nodes.delete(owner.uid);
		}
		const dependents = [...(node.dependents ?? [])];
		this.#nodes.delete(uid);
		return { dependents, owners };
	}

	#setOwners(node: GraphNode, owners: readonly OwnerReference[]): GraphNode[] {
		const unblocked: GraphNode[] = [];
		if (sameOwners(node.owners, owners)) return unblocked;
		const now = new Map(owners.map((owner) => [owner.uid, owner]));
		for (const before of node.owners) {
			const ownerNode = this.#nodes.get(before.uid);
			const after = now.get(before.uid);
			if (after === undefined) ownerNode?.dependents?.delete(node);
			const released = before.blockOwnerDeletion === true && after?.blockOwnerDeletion !== true;
			if (ownerNode !== undefined && (after === undefined || released)) unblocked.push(ownerNode);
		}
		for (const owner of owners) {
			const ownerNode = this.#ownerNode(owner, node.namespace);
			ownerNode.dependents ??= new Set();
			ownerNode.dependents.add(node);
		}
		node.owners = owners;
		return unblocked;
	}

	#ownerNode(owner: OwnerReference, dependentNamespace: string): GraphNode {
		const known = this.#nodes.get(owner.uid);
		if (known !== undefined) return known;
		const resource = this.#resourceOf(owner.apiVersion, owner.kind);
		const made: GraphNode = {
			uid: owner.uid,
			resource,
			reference: owner,
			namespace: resource?.namespaced === false ? '' : dependentNamespace,
			owners: NO_OWNERS,
			dependents: undefined,
			...FRESH,
			virtual: true,
		};
		this.#nodes.set(owner.uid, made);
		return made;
	}
}

const NO_OWNERS: readonly OwnerReference[] = [];
const FRESH = { deletingDependents: false, beingDeleted: false, virtual: false };

function sameOwners(a: readonly OwnerReference[], b: readonly OwnerReference[]): boolean {
	if (a === b) return true;
	if (a.length !== b.length) return false;
	return a.every((each, index) => {
		const other = b[index];
		return other?.uid === each.uid && other.blockOwnerDeletion === each.blockOwnerDeletion;
	});
}

/** Dependents whose reference holds up this owner's foreground deletion. */
export function blockingDependents(node: GraphNode): GraphNode[] {
	return [...(node.dependents ?? [])].filter((dependent) =>
		dependent.owners.some((owner) => owner.uid === node.uid && owner.blockOwnerDeletion === true),
	);
}
