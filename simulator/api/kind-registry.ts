import type { Kind } from './kind.ts';

/**
 * The kinds one API server serves: the built-in ones and, while their definitions exist, custom ones.
 * Every version of a kind is an entry of its own; the first one of a group and resource is the preferred version.
 */
export class KindRegistry {
	readonly #byResource = new Map<string, Kind>();
	readonly #byKind = new Map<string, Kind>();
	/** Any name of a resource (plural, singular, short, kind in lower case) to the kinds it may mean, in order of preference. */
	readonly #byName = new Map<string, Kind[]>();
	readonly #all = new Set<Kind>();

	constructor(kinds: readonly Kind[]) {
		for (const kind of kinds) this.add(kind);
	}

	/** Adds a kind; one with the same group, version and resource is replaced. */
	add(kind: Kind): void {
		const key = resourceKey(kind.group, kind.version, kind.plural);
		const previous = this.#byResource.get(key);
		if (previous !== undefined) this.remove(previous);
		this.#all.add(kind);
		this.#byResource.set(key, kind);
		this.#byKind.set(resourceKey(kind.group, kind.version, kind.kind), kind);
		for (const name of resourceNames(kind)) {
			const named = this.#byName.get(name);
			if (named === undefined) this.#byName.set(name, [kind]);
			else named.push(kind);
		}
	}

	/** Harmless when it is not there. */
	remove(kind: Kind): void {
		if (!this.#all.delete(kind)) return;
		this.#byResource.delete(resourceKey(kind.group, kind.version, kind.plural));
		this.#byKind.delete(resourceKey(kind.group, kind.version, kind.kind));
		for (const name of resourceNames(kind)) {
			const left = (this.#byName.get(name) ?? []).filter((each) => each !== kind);
			if (left.length === 0) this.#byName.delete(name);
			else this.#byName.set(name, left);
		}
	}

	/** By plural name: `byResource('apps', 'v1', 'deployments')`. */
	byResource(group: string, version: string, resource: string): Kind | undefined {
		return this.#byResource.get(resourceKey(group, version, resource));
	}

	byKind(group: string, version: string, kind: string): Kind | undefined {
		return this.#byKind.get(resourceKey(group, version, kind));
	}

	/** In order of registration; built-in ones first. */
	all(): readonly Kind[] {
		return [...this.#all];
	}

	/**
	 * The kinds that a user may mean by `name`: plural, singular, short name or kind, any case, optionally followed by
	 * ".group" or ".version.group" ("deploy", "Deployment", "deployments.apps", "deployments.v1.apps"). Preferred first.
	 */
	byName(name: string): readonly Kind[] {
		const lower = name.toLowerCase();
		const bare = this.#byName.get(lower);
		if (bare !== undefined) return bare;
		const dot = lower.indexOf('.');
		if (dot < 0) return [];
		const named = this.#byName.get(lower.slice(0, dot)) ?? [];
		const rest = lower.slice(dot + 1);
		const ofGroup = named.filter((kind) => kind.group === rest);
		if (ofGroup.length > 0) return ofGroup;
		const ofVersion = named.filter((kind) => `${kind.version}.${kind.group}` === rest);
		if (ofVersion.length > 0) return ofVersion;
		return named.filter((kind) => kind.group.startsWith(`${rest}.`) || kind.group === rest);
	}

	/** The preferred version's kind of a group's resource. */
	preferred(group: string, resource: string): Kind | undefined {
		return this.#byName.get(resource)?.find((kind) => kind.group === group && kind.plural === resource);
	}
}

function resourceKey(group: string, version: string, name: string): string {
	return `${group}/${version}/${name}`;
}

function resourceNames(kind: Kind): ReadonlySet<string> {
	return new Set([kind.plural, kind.singular, kind.kind.toLowerCase(), ...kind.shortNames]);
}
