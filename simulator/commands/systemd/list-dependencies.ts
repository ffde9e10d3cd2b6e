import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services } from '../../hosts/systemd/service-manager.ts';
import { Exit } from '../unix-command.ts';

export interface DependencyOptions {
	/** Who needs the unit instead of what it needs. */
	readonly reverse: boolean;
	/** Below units that are no targets too. */
	readonly all: boolean;
	readonly plain: boolean;
}

/** Every service has them, unless it says otherwise. Models systemd.service(5) "Implicit Dependencies". */
const OF_SERVICES: readonly string[] = ['system.slice', 'sysinit.target'];
/** What of a machine's targets leads to others. */
const OF_TARGETS: ReadonlyMap<string, readonly string[]> = new Map([
	['graphical.target', ['multi-user.target']],
	['multi-user.target', ['basic.target']],
	['basic.target', ['-.mount', 'slices.target', 'sockets.target', 'sysinit.target', 'timers.target']],
	['slices.target', ['-.slice', 'system.slice']],
	['network-online.target', ['systemd-networkd-wait-online.service']],
]);
const DEPTH_MAX = 10;

/**
 * The tree of what a unit needs. Models src/systemctl/systemctl-list-dependencies.c. Differs: what targets of the boot
 * need on a real machine is left out.
 */
export function dependencyTree(services: ServiceManager, name: string, options: DependencyOptions): string {
	const unit = Services.unitName(name);
	const isTarget = /\.(?:target|slice|mount)$/.test(unit);
	if (!isTarget && !services.names().includes(unit)) {
		throw new Exit(1, `Unit ${unit} could not be found.\n`);
	}
	const lines = [unit];
	const walk = (of: string, before: string, above: readonly string[]): void => {
		const next = (options.reverse ? neededBy(services, of) : needs(services, of)).filter(
			(each) => !above.includes(each),
		);
		for (const [index, each] of next.entries()) {
			const isLast = index === next.length - 1;
			const lead = options.plain ? `${before}  ` : `${before}${isLast ? '└─' : '├─'}`;
			lines.push(`${glyphOf(services, each)} ${lead}${each}`);
			if (above.length >= DEPTH_MAX || (!options.all && !each.endsWith('.target'))) continue;
			walk(each, options.plain ? `${before}  ` : `${before}${isLast ? '  ' : '│ '}`, [...above, each]);
		}
	};
	walk(unit, '', [unit]);
	return `${lines.join('\n')}\n`;
}

function needs(services: ServiceManager, name: string): string[] {
	const unit = unitOf(services, name)?.unit;
	const implied = unit !== undefined && name.endsWith('.service') ? OF_SERVICES : (OF_TARGETS.get(name) ?? []);
	const pulled = services.names().filter((each) => isPulledInBy(services, each, name));
	return inOrder([...(unit?.requires ?? []), ...(unit?.wants ?? []), ...implied, ...pulled]);
}

function neededBy(services: ServiceManager, name: string): string[] {
	const all = [...services.names(), ...OF_TARGETS.keys()];
	return inOrder(all.filter((each) => needs(services, each).includes(name)));
}

/** By a link in the target's folder. */
function isPulledInBy(services: ServiceManager, name: string, target: string): boolean {
	return target.endsWith('.target') && services.links(name).some((folder) => folder.endsWith(`/${target}.wants`));
}

/** Targets come last. Models list_dependencies_compare. */
function inOrder(names: readonly string[]): string[] {
	const isTarget = (name: string): number => Number(name.endsWith('.target'));
	return [...new Set(names)].sort((a, b) => isTarget(a) - isTarget(b) || (a < b ? -1 : 1));
}

function glyphOf(services: ServiceManager, name: string): string {
	// What is no service is there from the start.
	const active = unitOf(services, name)?.active ?? 'active';
	return active === 'failed' ? '×' : active === 'inactive' ? '○' : '●';
}

/** Undefined for what has no file here. */
function unitOf(services: ServiceManager, name: string): ReturnType<ServiceManager['status']> | undefined {
	return services.names().includes(name) ? services.status(name) : undefined;
}
