import type { Plugin } from '../framework/plugin.ts';
import { PLUGINS } from '../plugins/registry.ts';
import { ConfigurationError, type Fields, fieldsOf, listOf } from './fields.ts';

const PREEMPTION = 'DefaultPreemption';
const SORT = 'PrioritySort';
const BINDER = 'DefaultBinder';

/** Default plugins in their order, those that are no `Plugin` here among them. Models apis/config/v1 getDefaultPlugins. */
const DEFAULT_NAMES: readonly string[] = [...PLUGINS.map(({ name }) => name), PREEMPTION, SORT, BINDER];
const KNOWN: ReadonlySet<string> = new Set([...DEFAULT_NAMES, 'DynamicResources']);

const POINTS = [
	'preEnqueue',
	'queueSort',
	'preFilter',
	'filter',
	'postFilter',
	'preScore',
	'score',
	'reserve',
	'permit',
	'preBind',
	'bind',
	'postBind',
	'multiPoint',
];
export const PLUGIN_POINTS: ReadonlySet<string> = new Set(POINTS);

interface Entry {
	readonly name: string;
	readonly weight: number | undefined;
}

/** What a profile's `plugins` make of the default ones. */
export interface ProfilePlugins {
	readonly plugins: readonly Plugin[];
	readonly preempts: boolean;
}

/**
 * The plugins of each moment, in the order in which they are asked. Throws ConfigurationError.
 * Models framework/runtime NewFramework, expandMultiPointPlugins and apis/config/v1 mergePlugins.
 * @param configured those that go by arguments of their own.
 */
export function profilePlugins(
	sets: Fields,
	schedulerName: string,
	configured: ReadonlyMap<string, Plugin>,
): ProfilePlugins {
	for (const point of POINTS) refuseUnheard(point, entriesOf(fieldsOf(sets[point]).enabled), schedulerName);
	const everywhere = merged(
		DEFAULT_NAMES.map((name) => ({ name, weight: undefined })),
		fieldsOf(sets.multiPoint),
	);
	const at = (point: string): readonly Entry[] => expanded(everywhere, fieldsOf(sets[point]));
	const sorts = at('queueSort').filter(({ name }) => name === SORT).length;
	if (sorts !== 1) {
		const complaint = `only one queue sort plugin required for profile with scheduler name ${JSON.stringify(schedulerName)}, but got ${sorts}`;
		throw profileError(schedulerName, complaint);
	}
	if (!at('bind').some(({ name }) => name === BINDER)) {
		const complaint = `at least one bind plugin is needed for profile with scheduler name ${JSON.stringify(schedulerName)}`;
		throw profileError(schedulerName, complaint);
	}
	const known = new Map(PLUGINS.map((plugin) => [plugin.name, configured.get(plugin.name) ?? plugin]));
	const found = (point: string): (readonly [Plugin, Entry])[] =>
		at(point).flatMap((entry) => {
			const plugin = known.get(entry.name);
			return plugin === undefined ? [] : [[plugin, entry] as const];
		});
	const prepared = new Set(at('preFilter').map(({ name }) => name));
	const preScored = new Set(at('preScore').map(({ name }) => name));
	return {
		preempts: at('postFilter').some(({ name }) => name === PREEMPTION),
		plugins: [
			...found('preEnqueue').flatMap(([{ name, preEnqueue }]) =>
				preEnqueue === undefined ? [] : { name, preEnqueue },
			),
			...found('filter').flatMap(([{ name, filter, wakesOn }]) =>
				filter === undefined || !prepared.has(name) ? [] : { name, filter, ...(wakesOn && { wakesOn }) },
			),
			...found('score').flatMap(([{ name, score, weight }, entry]) =>
				score === undefined || !preScored.has(name) ? [] : { name, score, weight: entry.weight ?? weight ?? 1 },
			),
			...found('preBind').flatMap(([{ name, preBind }]) => (preBind === undefined ? [] : { name, preBind })),
		],
	};
}

function refuseUnheard(point: string, enabled: readonly Entry[], schedulerName: string): void {
	for (const { name } of enabled) {
		if (KNOWN.has(name)) continue;
		const type = `${point.slice(0, 1).toUpperCase()}${point.slice(1)}Plugin`;
		throw profileError(schedulerName, `${type} ${JSON.stringify(name)} does not exist`);
	}
}

function profileError(schedulerName: string, complaint: string): ConfigurationError {
	return new ConfigurationError([
		`initializing profiles: creating profile for scheduler name ${schedulerName}: ${complaint}`,
	]);
}

/** Models mergePluginSet: what is switched on again stands where it stood, new ones at the end. */
function merged(defaults: readonly Entry[], set: Fields): readonly Entry[] {
	const enabled = entriesOf(set.enabled);
	const disabled = new Set(entriesOf(set.disabled).map(({ name }) => name));
	const kept = disabled.has('*') ? [] : defaults.filter(({ name }) => !disabled.has(name));
	const replaced = kept.map((entry) => enabled.find(({ name }) => name === entry.name) ?? entry);
	return [...replaced, ...enabled.filter((entry) => !replaced.includes(entry))];
}

/** What a moment names itself comes before what has every moment. */
function expanded(everywhere: readonly Entry[], set: Fields): readonly Entry[] {
	const enabled = entriesOf(set.enabled);
	const disabled = new Set(entriesOf(set.disabled).map(({ name }) => name));
	if (disabled.has('*')) return enabled;
	const own = new Set(enabled.map(({ name }) => name));
	const general = everywhere.filter(({ name }) => !own.has(name) && !disabled.has(name));
	const overriding = enabled.filter(({ name }) => everywhere.some((each) => each.name === name));
	return [...overriding, ...general, ...enabled.filter((entry) => !overriding.includes(entry))];
}

function entriesOf(value: unknown): Entry[] {
	return listOf(value)
		.map(fieldsOf)
		.map(({ name, weight }) => ({
			name: String(name ?? ''),
			weight: typeof weight === 'number' && weight > 0 ? weight : undefined,
		}));
}
