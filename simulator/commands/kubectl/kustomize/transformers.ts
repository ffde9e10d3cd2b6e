import type { Json } from '../../../machinery/meta.ts';
import { isObject } from '../../../machinery/patch/json-object.ts';
import { CommandError } from '../errors.ts';
import { setEntry, setScalar, visitField } from './field-path.ts';
import type { FieldSpec } from './kustomization-file.ts';
import type { Resource } from './resource.ts';
import { textOf } from './resource.ts';
import { formatGvk, idKey, isClusterScoped, isOfKind, splitApiVersion } from './resource-id.ts';
import type { ResourceList } from './resource-list.ts';

/** Changes the resources of a build in place. */
export type Transformer = (list: ResourceList) => void;

/** Kinds whose names other things depend on. */
const KEEP_THEIR_NAMES = [
	{ kind: 'CustomResourceDefinition' },
	{ kind: 'APIService', group: 'apiregistration.k8s.io' },
	{ kind: 'Namespace' },
];

/** Models PrefixTransformer and SuffixTransformer. */
export function renamer(affix: string, side: 'prefix' | 'suffix', specs: readonly FieldSpec[]): Transformer {
	return (list) => {
		for (const resource of list.resources) rename(resource, affix, side, specs);
	};
}

function rename(resource: Resource, affix: string, side: 'prefix' | 'suffix', specs: readonly FieldSpec[]): void {
	const id = resource.originalId();
	if (KEEP_THEIR_NAMES.some((each) => isOfKind(id, each))) return;
	for (const spec of specs) {
		if (!isOfKind(id, spec)) continue;
		if (spec.path === 'metadata/name') {
			(side === 'prefix' ? resource.prefixes : resource.suffixes).push(affix);
			resource.storePreviousId();
		}
		visitField(
			resource,
			spec,
			(slot) => {
				const text = textOf(slot.value);
				setScalar(slot, side === 'prefix' ? `${affix}${text}` : `${text}${affix}`);
			},
			'scalar',
		);
	}
}

/** Models NamespaceTransformer. */
export function namespaceSetter(namespace: string, specs: readonly FieldSpec[]): Transformer {
	return (list) => {
		const counts = new Map<string, number>();
		const count = (resource: Resource, change: number): number => {
			const key = idKey(resource.currentId());
			const now = (counts.get(key) ?? 0) + change;
			counts.set(key, now);
			return now;
		};
		for (const resource of list.resources) count(resource, 1);
		for (const resource of list.resources) {
			if (resource.isEmpty) continue;
			resource.storePreviousId();
			count(resource, -1);
			setNamespace(resource, namespace, specs);
			if (count(resource, 1) === 1) continue;
			const same = list.withCurrentId(resource.currentId());
			const all = same.map((each) => each.toComplaint()).join(' ');
			throw new CommandError(`namespace transformation produces ID conflict: [${all}]`);
		}
	};
}

function setNamespace(resource: Resource, namespace: string, specs: readonly FieldSpec[]): void {
	const { group, version } = splitApiVersion(resource.apiVersion);
	if (!isClusterScoped(group, version, resource.kind)) resource.ownMetadata().namespace = namespace;
	const isBinding = resource.kind === 'RoleBinding' || resource.kind === 'ClusterRoleBinding';
	const subjects = resource.object?.subjects;
	if (isBinding && Array.isArray(subjects)) {
		for (const subject of subjects) if (isObject(subject) && subject.name === 'default') subject.namespace = namespace;
	}
	for (const spec of specs) {
		if (spec.path === 'metadata/namespace') continue;
		if (spec.path === 'metadata/name' && resource.apiVersion !== 'v1') continue;
		if (spec.path === 'subjects/namespace' && (spec.kind === 'RoleBinding' || spec.kind === 'ClusterRoleBinding'))
			continue;
		try {
			visitField(resource, spec, (slot) => setScalar(slot, namespace), 'scalar');
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			throw new CommandError(`namespace transformation failed: ${error.message}`);
		}
	}
}

/** Labels and annotations. Models LabelTransformer and AnnotationsTransformer. */
export function entrySetter(entries: { readonly [key: string]: string }, specs: readonly FieldSpec[]): Transformer {
	const keys = Object.keys(entries).sort();
	return (list) => {
		for (const resource of list.resources) {
			for (const key of keys) {
				for (const spec of specs)
					visitField(resource, spec, (slot) => setEntry(slot, key, entries[key] as Json), 'map');
			}
		}
	};
}

/** Models ReplicaCountTransformer. */
export function replicaSetter(
	{ name = '', count = 0 }: { readonly name?: string; readonly count?: number },
	specs: readonly FieldSpec[],
): Transformer {
	return (list) => {
		let found = false;
		for (const spec of specs) {
			for (const resource of list.withAnyId((id) => id.name === name && isOfKind(id, spec))) {
				found = true;
				visitField(resource, spec, (slot) => setScalar(slot, count), 'scalar');
			}
		}
		if (found) return;
		throw new CommandError(
			`resource with name ${name} does not match a config with the following GVK [${specs.map(formatGvk).join(' ')}]`,
		);
	};
}
