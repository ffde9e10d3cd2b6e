import { orderVersions } from '../../api/custom-resources/version-order.ts';
import type { Kind } from '../../api/kind.ts';

/** One version of a group with the kinds it serves, sorted by resource as discovery lists them. */
export interface GroupVersion {
	readonly group: string;
	readonly version: string;
	readonly kinds: readonly Kind[];
}

/** A group with its versions, preferred first. */
export interface Group {
	readonly name: string;
	readonly versions: readonly GroupVersion[];
}

/** Groups of custom resources come last, by name, their versions by what they promise. */
function customInOrder(kinds: readonly Kind[]): Kind[] {
	const custom = kinds.filter((each) => each.custom !== undefined);
	if (custom.length === 0) return [];
	return orderVersions(custom, (kind) => kind.version).sort((a, b) =>
		a.group < b.group ? -1 : a.group > b.group ? 1 : 0,
	);
}

/** Groups and versions in the order in which the built-in kinds are registered. */
export function groupsOf(kinds: readonly Kind[]): Group[] {
	const groups = new Map<string, Map<string, Kind[]>>();
	for (const kind of [...kinds.filter((each) => each.custom === undefined), ...customInOrder(kinds)]) {
		let versions = groups.get(kind.group);
		if (versions === undefined) {
			versions = new Map();
			groups.set(kind.group, versions);
		}
		const listed = versions.get(kind.version);
		if (listed === undefined) versions.set(kind.version, [kind]);
		else listed.push(kind);
	}
	return [...groups].map(([name, versions]) => ({
		name,
		versions: [...versions].map(([version, listed]) => ({
			group: name,
			version,
			kinds: listed.sort((a, b) => (a.plural < b.plural ? -1 : a.plural > b.plural ? 1 : 0)),
		})),
	}));
}
