import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { ConnectionFailure } from './errors.ts';
import type { RestClient } from './rest-client.ts';

/** One resource that the server serves. */
export interface ApiResource {
	readonly group: string;
	readonly version: string;
	readonly resource: string;
	readonly singular: string;
	readonly kind: string;
	readonly namespaced: boolean;
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly verbs: readonly string[];
	readonly subresources: readonly {
		readonly name: string;
		readonly verbs: readonly string[];
		readonly kind: string;
		readonly group: string;
		readonly version: string;
	}[];
}

export interface ApiGroup {
	readonly name: string;
	/** Preferred first. */
	readonly versions: readonly string[];
}

export interface DiscoveredApi {
	/** In the server's order, the core group first. */
	readonly groups: readonly ApiGroup[];
	/** Of every version, in the server's order. */
	readonly resources: readonly ApiResource[];
	/** Groups that could not be asked ("metrics.k8s.io/v1beta1"). */
	readonly stale: readonly string[];
}

const AGGREGATED =
	'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
const TIMEOUT = [['timeout', '32s']] as const;

interface AggregatedList {
	readonly kind: string;
	readonly items?: readonly {
		readonly metadata?: { readonly name?: string };
		readonly versions: readonly {
			readonly version: string;
			readonly freshness?: string;
			readonly resources?: readonly AggregatedResource[];
		}[];
	}[];
	readonly versions?: readonly string[];
	readonly groups?: readonly {
		readonly name: string;
		readonly versions: readonly { readonly version: string }[];
		readonly preferredVersion: { readonly version: string };
	}[];
}

interface ResponseKind {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
}

interface AggregatedResource {
	readonly resource: string;
	readonly responseKind?: ResponseKind;
	readonly scope: string;
	readonly singularResource?: string;
	readonly verbs: readonly string[];
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
	readonly subresources?: readonly {
		readonly subresource: string;
		readonly responseKind?: ResponseKind;
		readonly verbs: readonly string[];
	}[];
}

/** Asks the server what it serves. Models client-go/discovery's aggregated discovery with its fallback. */
export function* discover(client: RestClient): Task<DiscoveredApi> {
	const core = yield* client.get<AggregatedList>('/api', TIMEOUT, AGGREGATED);
	const named = yield* client.get<AggregatedList>('/apis', TIMEOUT, AGGREGATED);
	if (core.kind !== 'APIGroupDiscoveryList' || named.kind !== 'APIGroupDiscoveryList')
		return yield* discoverLegacy(client, core, named);
	const groups: ApiGroup[] = [];
	const resources: ApiResource[] = [];
	const stale: string[] = [];
	for (const item of [...(core.items ?? []), ...(named.items ?? [])]) {
		const name = item.metadata?.name ?? '';
		// What could not be asked is not there. Models client-go/discovery convertAPIGroup.
		const fresh = item.versions.filter(({ freshness }) => freshness !== 'Stale');
		groups.push({ name, versions: fresh.map((version) => version.version) });
		for (const { version } of item.versions.filter((each) => !fresh.includes(each))) stale.push(`${name}/${version}`);
		for (const version of fresh) {
			for (const resource of version.resources ?? []) resources.push(fromAggregated(name, version.version, resource));
		}
	}
	return { groups, resources, stale };
}

function fromAggregated(group: string, version: string, resource: AggregatedResource): ApiResource {
	return {
		group,
		version,
		resource: resource.resource,
		singular: resource.singularResource ?? '',
		kind: resource.responseKind?.kind ?? '',
		namespaced: resource.scope === 'Namespaced',
		shortNames: resource.shortNames ?? [],
		categories: resource.categories ?? [],
		verbs: resource.verbs,
		subresources: (resource.subresources ?? []).map((each) => ({
			name: each.subresource,
			verbs: each.verbs,
			kind: each.responseKind?.kind ?? '',
			group: each.responseKind?.group ?? '',
			version: each.responseKind?.version ?? '',
		})),
	};
}

interface LegacyResource {
	readonly name: string;
	readonly singularName: string;
	readonly namespaced: boolean;
	readonly kind: string;
	readonly verbs: readonly string[];
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
	readonly group?: string;
	readonly version?: string;
}

function* discoverLegacy(client: RestClient, core: AggregatedList, named: AggregatedList): Task<DiscoveredApi> {
	const groups: ApiGroup[] = [{ name: '', versions: core.versions ?? [] }];
	for (const group of named.groups ?? []) {
		const preferred = group.preferredVersion.version;
		const others = group.versions.map((version) => version.version).filter((version) => version !== preferred);
		groups.push({ name: group.name, versions: [preferred, ...others] });
	}
	const resources: ApiResource[] = [];
	const stale: string[] = [];
	for (const { name, versions } of groups) {
		for (const version of versions) {
			try {
				const path = name === '' ? `/api/${version}` : `/apis/${name}/${version}`;
				const list = yield* client.get<{ resources: readonly LegacyResource[] }>(path, TIMEOUT);
				resources.push(...fromLegacy(name, version, list.resources));
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				stale.push(`${name}/${version}`);
			}
		}
	}
	return { groups, resources, stale };
}

function fromLegacy(group: string, version: string, resources: readonly LegacyResource[]): ApiResource[] {
	return resources
		.filter((resource) => !resource.name.includes('/'))
		.map((resource) => ({
			group,
			version,
			resource: resource.name,
			singular: resource.singularName,
			kind: resource.kind,
			namespaced: resource.namespaced,
			shortNames: resource.shortNames ?? [],
			categories: resource.categories ?? [],
			verbs: resource.verbs,
			subresources: resources
				.filter((each) => each.name.startsWith(`${resource.name}/`))
				.map((each) => ({
					name: each.name.slice(resource.name.length + 1),
					verbs: each.verbs,
					kind: each.kind,
					group: each.group ?? '',
					version: each.version ?? '',
				})),
		}));
}

/** What klog prints when the server's groups cannot be asked. */
export function discoveryComplaint(error: ConnectionFailure | ApiError): string {
	const text = error instanceof ConnectionFailure ? error.message : error.message;
	return `couldn't get current server API group list: ${text}`;
}
