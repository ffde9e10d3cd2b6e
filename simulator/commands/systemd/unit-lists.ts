import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { ServiceManager as Services } from '../../hosts/systemd/service-manager.ts';
import type { ServiceStatus } from '../../hosts/systemd/service-status.ts';
import { compileGlob } from '../../machinery/glob.ts';
import { Exit } from '../unix-command.ts';
import { systemdJson } from './journal-upkeep.ts';

/** How lists of units are wanted. */
export interface ListStyle {
	readonly patterns: readonly string[];
	readonly types: readonly string[] | undefined;
	readonly states: readonly string[] | undefined;
	readonly all: boolean;
	readonly plain: boolean;
	readonly legend: boolean;
	readonly json: 'json' | 'json-pretty' | undefined;
}

export const UNIT_TYPES: readonly string[] = [
	...['service', 'mount', 'swap', 'socket', 'target', 'device', 'automount', 'timer', 'path', 'slice', 'scope'],
];
const LOADS: readonly string[] = ['stub', 'loaded', 'not-found', 'bad-setting', 'error', 'merged', 'masked'];

/** -t may name a unit's load state too. Throws Exit. */
export function typesOf(words: readonly string[]): { readonly types: string[]; readonly states: string[] } {
	const all = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
	const unknown = all.find((word) => !UNIT_TYPES.includes(word) && !LOADS.includes(word));
	if (unknown !== undefined)
		throw new Exit(1, `Unknown unit type or load state '${unknown}'.\nUse -t help to see a list of allowed values.\n`);
	return {
		types: all.filter((word) => UNIT_TYPES.includes(word)),
		states: all.filter((word) => LOADS.includes(word)),
	};
}

export function unitMatches(pattern: string, name: string): boolean {
	if (/[*?[]/.test(pattern)) return compileGlob(pattern).matches(name);
	return Services.unitName(pattern) === name;
}

/** Models systemctl-list-units.c output_units_list. */
export function unitList(services: ServiceManager, style: ListStyle): string {
	const shown = chosen(services, style).filter(({ active, sub, masked }) => {
		const load = masked ? 'masked' : 'loaded';
		if (style.states === undefined) return style.all || style.patterns.length > 0 || active !== 'inactive';
		return [load, active, sub].some((each) => style.states?.includes(each));
	});
	const rows = shown.map(({ name, active, sub, unit, masked }) => {
		return [name, masked ? 'masked' : 'loaded', active, sub, unit?.description ?? name] as const;
	});
	if (style.json !== undefined)
		return json(
			rows.map(([unit, load, active, sub, description]) => ({ unit, load, active, sub, description })),
			style,
		);
	const mark = (row: readonly string[]): string =>
		style.plain ? '' : row[1] === 'masked' || row[2] === 'failed' ? '● ' : '  ';
	const table = columns(['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'], rows, style.legend, mark);
	if (!style.legend) return table;
	const legend =
		rows.length === 0
			? '\n'
			: '\nLegend: LOAD   → Reflects whether the unit definition was properly loaded.\n        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.\n        SUB    → The low-level unit activation state, values depend on unit type.\n\n';
	const hint = "To show all installed unit files use 'systemctl list-unit-files'.\n";
	const isWhole = style.all || style.states?.includes('inactive') === true;
	if (isWhole) return `${table}${legend}${rows.length} loaded units listed.\n${hint}`;
	if (style.states !== undefined) return `${table}${legend}${rows.length} loaded units listed.\n`;
	return `${table}${legend}${rows.length} loaded units listed. Pass --all to see loaded but inactive units, too.\n${hint}`;
}

function chosen(services: ServiceManager, { patterns, types }: ListStyle): ServiceStatus[] {
	return services
		.names()
		.filter((name) => types === undefined || types.length === 0 || types.includes(name.replace(/^.*\./, '')))
		.filter((name) => patterns.length === 0 || patterns.some((pattern) => unitMatches(pattern, name)))
		.map((name) => services.status(name));
}

export function enabledWord({ unit, enabled, masked }: ServiceStatus): string {
	if (masked) return 'masked';
	if (enabled) return 'enabled';
	return unit !== undefined && unit.wantedBy.length === 0 ? 'static' : 'disabled';
}

/** Models systemctl-list-unit-files.c. */
export function unitFileList(services: ServiceManager, style: ListStyle): string {
	const rows = chosen(services, style)
		.map((status) => {
			const state = enabledWord(status);
			return [status.name, state, state === 'static' ? '-' : 'enabled'] as const;
		})
		.filter(([, state]) => style.states === undefined || style.states.includes(state));
	if (style.json !== undefined)
		return json(
			rows.map(([unit_file, state, preset]) => ({ unit_file, state, preset: preset === '-' ? null : preset })),
			style,
		);
	const table = columns(['UNIT FILE', 'STATE', 'PRESET'], rows, style.legend);
	return style.legend ? `${table}\n${rows.length} unit files listed.\n` : table;
}

/** Timers and sockets. Differs: no timer elapses here, so there is no time in the list. */
export function triggerList(services: ServiceManager, style: ListStyle, type: 'timer' | 'socket'): string {
	const shown = chosen(services, { ...style, types: [type] }).filter(({ active }) => style.all || active === 'active');
	const activates = (name: string): string => name.replace(/\.[a-z]+$/, '.service');
	const isTimer = type === 'timer';
	const headings = isTimer ? ['NEXT', 'LEFT', 'LAST', 'PASSED', 'UNIT', 'ACTIVATES'] : ['LISTEN', 'UNIT', 'ACTIVATES'];
	const rows = shown.map(({ name }) =>
		isTimer ? ['-', '-', '-', '-', name, activates(name)] : ['-', name, activates(name)],
	);
	if (style.json !== undefined)
		return json(
			shown.map(({ name }) =>
				isTimer
					? { next: null, left: null, last: null, passed: null, unit: name, activates: activates(name) }
					: { listen: null, unit: name, activates: activates(name) },
			),
			style,
		);
	const table = columns(headings, rows, style.legend);
	if (!style.legend) return table;
	const hint = style.all ? '' : `Pass --all to see loaded but inactive ${type}s, too.\n`;
	return `${table}\n${rows.length} ${type}s listed.\n${hint}`;
}

function json(rows: readonly object[], style: ListStyle): string {
	return `${systemdJson(rows, style.json === 'json-pretty')}\n`;
}

/** Each column as wide as its widest cell, the last as it is. */
function columns(
	headings: readonly string[],
	rows: readonly (readonly string[])[],
	legend: boolean,
	mark: (row: readonly string[]) => string = () => '',
): string {
	const widths = headings.map((heading, at) =>
		Math.max(legend ? heading.length : 0, ...rows.map((row) => (row[at] as string).length)),
	);
	const line = (row: readonly string[], lead: string): string => {
		const cells = row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] as number)));
		return `${lead}${cells.join(' ')}\n`;
	};
	const table = rows.map((row) => line(row, mark(row)));
	return (legend ? line(headings, ' '.repeat(mark(headings).length)) : '') + table.join('');
}
