import type { FoundImage } from '../../hosts/containers/find-image.ts';
import type { Task } from '../../machinery/task.ts';
import type { Component, Inventory, OperatingSystem } from '../sbom/inventory.ts';
import { isSystemPackage, type PackageType } from '../sbom/package-url.ts';
import { SEVERITIES, type Vulnerability, vulnerabilitiesIn } from './advisories.ts';

export interface Finding extends Vulnerability {
	readonly component: Component;
}

/** What was looked at. */
export interface Artifact {
	/** "nginx:1.19.0", "/root/app", "sbom.json". */
	readonly name: string;
	readonly type: 'container_image' | 'filesystem' | 'repository' | 'cyclonedx' | 'spdx';
	readonly image?: FoundImage | undefined;
	readonly inventory: Inventory;
}

/** What one source of packages has: the distribution's, a lock file, all of a language's. */
export interface ScanResult {
	/** "nginx:1.19.0 (debian 10.4)", "Python", "app/package-lock.json". */
	readonly target: string;
	readonly class: 'os-pkgs' | 'lang-pkgs';
	/** "debian", "python-pkg". */
	readonly type: string;
	readonly components: readonly Component[];
	readonly findings: readonly Finding[];
}

/** Packages that are installed are together, however many folders they are in. */
const TOGETHER: ReadonlyMap<PackageType, string> = new Map([
	['python-pkg', 'Python'],
	['node-pkg', 'Node.js'],
]);

/** @param types "os", "library": what is wanted. */
export function* scan(
	{ name, inventory }: Artifact,
	types: ReadonlySet<string>,
	pause: (packages: number) => Task<void>,
): Task<readonly ScanResult[]> {
	const { system, components } = inventory;
	const results: ScanResult[] = [];
	if (types.has('os') && system !== undefined) {
		const own = components.filter(isSystemPackage);
		yield* pause(own.length);
		results.push(result(`${name} (${system.family} ${system.release})`, 'os-pkgs', system.family, own, system));
	}
	if (!types.has('library')) return results;
	const others = components.filter((each) => !isSystemPackage(each));
	const groups = new Map<string, Component[]>();
	for (const each of others) {
		const key = `${TOGETHER.get(each.type) ?? each.path}\n${each.type}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [each]);
		else group.push(each);
	}
	for (const [key, own] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const [target = '', type = ''] = key.split('\n');
		yield* pause(own.length);
		results.push(result(target, 'lang-pkgs', type, own, undefined));
	}
	return results;
}

function result(
	target: string,
	kind: ScanResult['class'],
	type: string,
	components: readonly Component[],
	system: OperatingSystem | undefined,
): ScanResult {
	const findings = components
		.flatMap((component) => vulnerabilitiesIn(component, system).map((each) => ({ ...each, component })))
		.sort(
			(a, b) =>
				order(a.component.name, b.component.name) ||
				order(a.component.path, b.component.path) ||
				SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
				order(a.id, b.id),
		);
	return { target, class: kind, type, components, findings };
}

function order(a: string, b: string): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
