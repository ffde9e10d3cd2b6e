import { builtInKind } from '../built-in-kinds.ts';

/** A resource's group, version, kind, name and namespace. Models kyaml resid.ResId. */
export interface ResourceId {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly name: string;
	readonly namespace: string;
	/** Known to be outside of namespaces. Ids that a resource had before do not tell. */
	readonly clusterScoped: boolean;
}

export interface GvkSelector {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
}

/** What stands for the namespace of what has none. */
const NO_NAMESPACE = '_non_namespaceable_';

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
	const slash = apiVersion.indexOf('/');
	if (slash < 0) return { group: '', version: apiVersion };
	return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function isClusterScoped(group: string, version: string, kind: string): boolean {
	return builtInKind(group, version, kind)?.namespaced === false;
}

export function effectiveNamespace(id: ResourceId): string {
	if (id.clusterScoped) return NO_NAMESPACE;
	return id.namespace === '' ? 'default' : id.namespace;
}

export function sameId(a: ResourceId, b: ResourceId): boolean {
	return effectiveNamespace(a) === effectiveNamespace(b) && sameKindAndName(a, b);
}

/** A text that two ids have in common exactly when they are the same. */
export function idKey(id: ResourceId): string {
	return [id.group, id.version, id.kind, effectiveNamespace(id), id.name].join('\0');
}

export function sameKindAndName(a: ResourceId, b: ResourceId): boolean {
	return a.name === b.name && a.group === b.group && a.version === b.version && a.kind === b.kind;
}

/** Whether what the selector says of group, version and kind is so. */
export function isOfKind(id: GvkSelector, selector: GvkSelector): boolean {
	return says(selector.group, id.group) && says(selector.version, id.version) && says(selector.kind, id.kind);
}

function says(wanted: string | undefined, found: string | undefined): boolean {
	return wanted === undefined || wanted === '' || wanted === found;
}

export function idFromSelector(selector: GvkSelector & { name?: string; namespace?: string }): ResourceId {
	const { group = '', version = '', kind = '', name = '', namespace = '' } = selector;
	return { group, version, kind, name, namespace, clusterScoped: false };
}

/** Whether an id has the name, namespace and kind that a replacement's selector asks for. */
export function isSelectedBy(id: ResourceId, selector: GvkSelector & { name?: string; namespace?: string }): boolean {
	const wanted = idFromSelector(selector);
	return (
		(wanted.name === '' || wanted.name === id.name) &&
		(wanted.namespace === '' || effectiveNamespace(wanted) === effectiveNamespace(id)) &&
		isOfKind(id, wanted)
	);
}

/** "Deployment.v1.apps". */
export function formatGvk({ group, version, kind }: GvkSelector): string {
	return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** "Deployment.v1.apps/web.[noNs]". */
export function formatId(id: ResourceId): string {
	return `${formatGvk(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}

/** The id as Go's %#v prints it. */
export function formatIdAsGo(id: ResourceId): string {
	const text = JSON.stringify;
	return `resid.ResId{Gvk:resid.Gvk{Group:${text(id.group)}, Version:${text(id.version)}, Kind:${text(id.kind)}, isClusterScoped:${id.clusterScoped}}, Name:${text(id.name)}, Namespace:${text(id.namespace)}}`;
}
