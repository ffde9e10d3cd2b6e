import type { Kind } from './kind.ts';

interface Tables {
	readonly byResource: Map<string, Kind>;
	readonly byKind: Map<string, Kind>;
	/** Any name of a resource (plural, singular, short, kind in lower case) to the kinds it may mean, in order of preference. */
	readonly byName: Map<string, readonly Kind[]>;
	readonly all: Set<Kind>;
}

/**
 * The kinds one API server serves: the built-in ones and, while their definitions exist, custom ones.
 * Every version of a kind is an entry of its own; the first one of a group and resource is the preferred version.
 */
export class KindRegistry {
	#tables: Tables = { byResource: new Map(), byKind: new Map(), byName: new Map(), all: new Set() };
	/** Another registry reads the same tables: they are copied before they change. */
	#shared = false;

	constructor(kinds: readonly Kind[]) {
		for (const kind of kinds) this.add(kind);
	}

	/** One with the same kinds that changes apart from this one. Costs nothing until either does. */
	copy(): KindRegistry {
		const copy = new KindRegistry([]);
		copy.#tables = this.#tables;
		copy.#shared = true;
		this.#shared = true;
		return copy;
	}

	/** Adds a kind; one with the same group, version and resource is replaced. */
	add(kind: Kind): void {
		const key = resourceKey(kind.group, kind.version, kind.plural);
		const previous = this.#tables.byResource.get(key);
		if (previous !== undefined) this.remove(previous);
		const { all, byResource, byKind, byName } = this.#own();
		all.add(kind);
		byResource.set(key, kind);
		byKind.set(resourceKey(kind.group, kind.version, kind.kind), kind);
		for (const name of resourceNames(kind)) byName.set(name, [...(byName.get(name) ?? []), kind]);
	}

	/** Harmless when it is not there. */
	remove(kind: Kind): void {
		if (!this.#tables.all.has(kind)) return;
		const { all, byResource, byKind, byName } = this.#own();
		all.delete(kind);
		byResource.delete(resourceKey(kind.group, kind.version, kind.plural));
		byKind.delete(resourceKey(kind.group, kind.version, kind.kind));
		for (const name of resourceNames(kind)) {
			const left = (byName.get(name) ?? []).filter((each) => each !== kind);
			if (left.length === 0) byName.delete(name);
			else byName.set(name, left);
		}
	}

	#own(): Tables {
		if (!this.#shared) return this.#tables;
		const { byResource, byKind, byName, all } = this.#tables;
		this.#tables = {
			byResource: new Map(byResource),
			byKind: new Map(byKind),
			byName: new Map(byName),
			all: new Set(all),
		};
		this.#shared = false;
		return this.#tables;
	}

	/** By plural name: `byResource('apps', 'v1', 'deployments')`. */
	byResource(group: string, version: string, resource: string): Kind | undefined {
		return this.#tables.byResource.get(resourceKey(group, version, resource));
	}

	byKind(group: string, version: string, kind: string): Kind | undefined {
		return this.#tables.byKind.get(resourceKey(group, version, kind));
	}

	/** In order of registration; built-in ones first. */
	all(): readonly Kind[] {
		return [...this.#tables.all];
	}

	/**
	 * The kinds that a user may mean by `name`: plural, singular, short name or kind, any case, optionally followed by
	 * ".group" or ".version.group" ("deploy", "Deployment", "deployments.apps", "deployments.v1.apps"). Preferred first.
	 */
	byName(name: string): readonly Kind[] {
		const lower = name.toLowerCase();
		const bare = this.#tables.byName.get(lower);
		if (bare !== undefined) return bare;
		const dot = lower.indexOf('.');
		if (dot < 0) return [];
		const named = this.#tables.byName.get(lower.slice(0, dot)) ?? [];
		const rest = lower.slice(dot + 1);
		const ofGroup = named.filter((kind) => kind.group === rest);
		if (ofGroup.length > 0) return ofGroup;
		const ofVersion = named.filter((kind) => `${kind.version}.${kind.group}` === rest);
		if (ofVersion.length > 0) return ofVersion;
		return named.filter((kind) => kind.group.startsWith(`${rest}.`) || kind.group === rest);
	}

	/** The preferred version's kind of a group's resource. */
	preferred(group: string, resource: string): Kind | undefined {
		return this.#tables.byName.get(resource)?.find((kind) => kind.group === group && kind.plural === resource);
	}
}

function resourceKey(group: string, version: string, name: string): string {
	return `${group}/${version}/${name}`;
}

function resourceNames(kind: Kind): ReadonlySet<string> {
	return new Set([kind.plural, kind.singular, kind.kind.toLowerCase(), ...kind.shortNames]);
}
