/** A version of a group that another server serves. */
export interface RemoteVersion {
	readonly group: string;
	readonly version: string;
	readonly isAvailable: boolean;
	/** Entries of its APIResourceList. */
	readonly resources: readonly object[];
}

interface Entry {
	readonly name: string;
	readonly singularName?: string;
	readonly namespaced?: boolean;
	readonly kind: string;
	readonly group?: string;
	readonly version?: string;
	readonly verbs?: readonly string[];
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
}

/** Items of an APIGroupDiscoveryList. Models kube-aggregator/pkg/apiserver discoveryManager. */
export function remoteGroupItems(versions: readonly RemoteVersion[]): object[] {
	return [...byGroup(versions)].map(([name, members]) => ({
		metadata: { name },
		versions: members.map(({ group, version, isAvailable, resources }) => ({
			version,
			...(resources.length === 0 ? {} : { resources: discoveryResources(group, version, resources as Entry[]) }),
			freshness: isAvailable ? 'Current' : 'Stale',
		})),
	}));
}

/** Entries of an APIGroupList. Models kube-aggregator/pkg/apiserver convertToDiscoveryAPIGroup. */
export function remoteGroups(versions: readonly RemoteVersion[]): object[] {
	return [...byGroup(versions)].map(([name, members]) => {
		const entries = members.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
		return { name, versions: entries, preferredVersion: entries[0] };
	});
}

function byGroup(versions: readonly RemoteVersion[]): Map<string, RemoteVersion[]> {
	const groups = new Map<string, RemoteVersion[]>();
	for (const each of versions) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
	return groups;
}

/** Models apiserver/pkg/endpoints ConvertGroupVersionIntoToDiscovery. */
function discoveryResources(group: string, version: string, entries: readonly Entry[]): object[] {
	const main = entries.filter(({ name }) => !name.includes('/'));
	return main.map((entry) => {
		const subresources = entries.filter(({ name }) => name.startsWith(`${entry.name}/`));
		return {
			resource: entry.name,
			responseKind: { group: entry.group ?? group, version: entry.version ?? version, kind: entry.kind },
			scope: entry.namespaced === true ? 'Namespaced' : 'Cluster',
			singularResource: entry.singularName ?? '',
			verbs: entry.verbs ?? [],
			...(entry.shortNames === undefined ? {} : { shortNames: entry.shortNames }),
			...(entry.categories === undefined ? {} : { categories: entry.categories }),
			...(subresources.length === 0
				? {}
				: {
						subresources: subresources.map((each) => ({
							subresource: each.name.slice(entry.name.length + 1),
							responseKind: { group: each.group ?? group, version: each.version ?? version, kind: each.kind },
							verbs: each.verbs ?? [],
						})),
					}),
		};
	});
}
