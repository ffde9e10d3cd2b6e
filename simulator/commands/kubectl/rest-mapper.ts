import type { ApiResource, DiscoveredApi } from './discovery.ts';
import { CommandError } from './errors.ts';

/** Where a kind is served. */
export interface Mapping {
	readonly group: string;
	readonly version: string;
	readonly resource: string;
	readonly kind: string;
	readonly namespaced: boolean;
	readonly api: ApiResource;
}

/** Finds resources by what users type and by what manifests say. Models client-go/restmapper with its shortcuts. */
export class RestMapper {
	readonly #api: DiscoveredApi;

	constructor(api: DiscoveredApi) {
		this.#api = api;
	}

	/** Splits "deployments.v1.apps", "deploy.apps" or "deploy" and finds it. Models resource.Builder mappingFor. */
	mappingFor(text: string): Mapping {
		const found = this.tryMappingFor(text);
		if (found !== undefined) return found;
		throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(text.split('.')[0])}`);
	}

	tryMappingFor(text: string): Mapping | undefined {
		const parts = text.split('.');
		const name = parts[0] as string;
		if (parts.length >= 3) {
			const last = parts.slice(2).join('.');
			const found = this.#byResource(name, last === '' ? undefined : last, parts[1]);
			if (found !== undefined) return found;
		}
		const group = parts.length > 1 ? parts.slice(1).join('.') : undefined;
		return (
			this.#byResource(name, group, undefined) ??
			(parts.length >= 3 ? this.byKind(parts.slice(2).join('.'), parts[1], name) : undefined) ??
			(group === undefined ? this.#byKindName(name) : (this.byKind(group, undefined, name) ?? undefined))
		);
	}

	/**
	 * The kind of a manifest, also in lower case; the preferred version when `version` is not given. Undefined when it
	 * is not served. Models client-go restmapper NewDiscoveryRESTMapper.
	 */
	byKind(group: string, version: string | undefined, kind: string): Mapping | undefined {
		const all = this.#api.resources.filter((each) => each.group === group && isCalled(each, kind) && isMain(each));
		if (version !== undefined) {
			const exact = all.find((each) => each.version === version);
			return exact === undefined ? undefined : toMapping(exact);
		}
		const preferred = this.#preferred(all);
		return preferred === undefined ? undefined : toMapping(preferred);
	}

	#byKindName(kind: string): Mapping | undefined {
		const found = this.#preferred(this.#api.resources.filter((each) => each.kind === kind && isMain(each)));
		return found === undefined ? undefined : toMapping(found);
	}

	#byResource(text: string, group: string | undefined, version: string | undefined): Mapping | undefined {
		const name = text.toLowerCase();
		const ofGroup = this.#api.resources.filter((each) => groupMatches(each.group, group) && isMain(each));
		// A short name stands for its resource before anything else is looked at; whatever version is said with it.
		const short = ofGroup.find((each) => each.shortNames.includes(name));
		const anyVersion = version === undefined || short !== undefined;
		const inScope = anyVersion ? ofGroup : ofGroup.filter((each) => each.version === version);
		const wanted = short === undefined ? name : short.resource;
		const exactGroup = inScope.filter((each) => each.group === (short?.group ?? group ?? each.group));
		const matches = exactGroup.filter((each) => each.resource === wanted || singularOf(each) === wanted);
		const found = this.#preferred(matches);
		return found === undefined ? undefined : toMapping(found);
	}

	/** The first group's preferred version. */
	#preferred(resources: readonly ApiResource[]): ApiResource | undefined {
		const first = resources[0];
		if (first === undefined) return undefined;
		const versions = this.#api.groups.find((group) => group.name === first.group)?.versions ?? [];
		const sameGroup = resources.filter((each) => each.group === first.group);
		const rank = (each: ApiResource): number => {
			const at = versions.indexOf(each.version);
			return at < 0 ? versions.length : at;
		};
		return sameGroup.reduce((best, each) => (rank(each) < rank(best) ? each : best), first);
	}

	/** Resources of a category ("all"), or undefined when there is none of that name. */
	expandCategory(category: string): string[] | undefined {
		const names = new Set<string>();
		for (const each of this.#api.resources) {
			if (!each.categories.includes(category)) continue;
			names.add(each.group === '' ? each.resource : `${each.resource}.${each.group}`);
		}
		return names.size === 0 ? undefined : [...names];
	}

	get api(): DiscoveredApi {
		return this.#api;
	}
}

function isMain(resource: ApiResource): boolean {
	return resource.verbs.length > 0 && !resource.resource.includes('/');
}

function singularOf(resource: ApiResource): string {
	return resource.singular === '' ? resource.kind.toLowerCase() : resource.singular;
}

/** A group may be given by its first part: "deployments.apps", "ingress.networking". */
function groupMatches(group: string, wanted: string | undefined): boolean {
	return wanted === undefined || group === wanted || (wanted !== '' && group.startsWith(wanted));
}

function isCalled(api: ApiResource, kind: string): boolean {
	return api.kind === kind || api.kind.toLowerCase() === kind;
}

function toMapping(api: ApiResource): Mapping {
	const { group, version, resource, kind, namespaced } = api;
	return { group, version, resource, kind, namespaced, api };
}

/** "/apis/apps/v1/namespaces/default/deployments/web/status". An empty namespace means all of them. */
export function resourcePath(
	mapping: Pick<Mapping, 'group' | 'version' | 'resource' | 'namespaced'>,
	namespace: string,
	name = '',
	subresource = '',
): string {
	const version = mapping.version === '' ? '' : `/${mapping.version}`;
	const base = mapping.group === '' ? `/api${version}` : `/apis/${mapping.group}${version}`;
	const scope = mapping.namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
	return `${base}${scope}/${mapping.resource}${name === '' ? '' : `/${name}`}${subresource === '' ? '' : `/${subresource}`}`;
}

/** "deployment.apps": how results are named. */
export function qualifiedResource(mapping: Pick<Mapping, 'group' | 'resource'>): string {
	return mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`;
}

/** "deployment.apps/web" from an object's kind. Models cli-runtime NamePrinter. */
export function printedName(apiVersion: string, kind: string, name: string): string {
	const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
	const lower = kind.toLowerCase();
	return `${group === '' ? lower : `${lower}.${group}`}/${name}`;
}
