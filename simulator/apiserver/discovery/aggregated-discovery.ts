import type { Kind, Subresource } from '../../api/kind.ts';
import type { Group } from './groups.ts';

/**
 * Discovery in its aggregated form: everything in one document.
 * Models apiserver/pkg/endpoints/discovery/aggregated and api/apidiscovery/v2.
 */
export function groupDiscoveryList(groups: readonly Group[], version: string): object {
	return {
		kind: 'APIGroupDiscoveryList',
		apiVersion: `apidiscovery.k8s.io/${version}`,
		metadata: {},
		items: groups.map((group) => ({
			metadata: { ...(group.name === '' ? {} : { name: group.name }) },
			versions: group.versions.map((each) => ({
				version: each.version,
				resources: each.kinds.map(resourceEntry),
				freshness: 'Current',
			})),
		})),
	};
}

function resourceEntry(kind: Kind): object {
	return {
		resource: kind.plural,
		responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
		scope: kind.namespaced ? 'Namespaced' : 'Cluster',
		singularResource: kind.singular,
		verbs: kind.custom?.listedVerbs ?? [...kind.verbs].sort(),
		...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
		...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
		...(kind.subresources.length === 0
			? {}
			: { subresources: kind.subresources.map((each) => subresourceEntry(kind, each)) }),
	};
}

function subresourceEntry(kind: Kind, subresource: Subresource): object {
	const { group, version, kind: name } = subresource.kind ?? kind;
	return {
		subresource: subresource.name,
		responseKind: { group, version, kind: name },
		verbs: [...subresource.verbs].sort(),
	};
}
