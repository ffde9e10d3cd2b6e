import type { Plugin } from '../framework/plugin.ts';
import { SCORE_MAX } from '../framework/plugin.ts';
import { balancedAllocationOf } from '../plugins/balanced-allocation.ts';
import { interPodAffinityWith } from '../plugins/inter-pod-affinity.ts';
import { nodeAffinityWith } from '../plugins/node-affinity.ts';
import { type FitArguments, fitWith, type ScoringStrategy } from '../plugins/node-resources-fit.ts';
import { podTopologySpreadWith } from '../plugins/pod-topology-spread.ts';
import { volumeBindingWithin } from '../plugins/volume-binding.ts';
import { ConfigurationError, type Fields, fieldsOf, listOf, numberOr, refuseUnknown } from './fields.ts';

/** What a plugin takes: its fields, what is wrong with their values, and the plugin that goes by them. */
interface Arguments {
	readonly fields: ReadonlySet<string>;
	readonly errors: (path: string, args: Fields) => string[];
	/** Undefined: a part of the scheduler that is no `Plugin` here. */
	readonly make?: (args: Fields) => Plugin;
}

/** Plugins of a profile's pluginConfig, made by what it says. Throws ConfigurationError. Models config/scheme and validation_pluginargs.go. */
export function configuredPlugins(pluginConfig: unknown, profile: number): ReadonlyMap<string, Plugin> {
	const made = new Map<string, Plugin>();
	const errors: string[] = [];
	const seen = new Set<string>();
	for (const [index, each] of listOf(pluginConfig).map(fieldsOf).entries()) {
		const path = `profiles[${profile}].pluginConfig[${index}]`;
		const name = String(each.name ?? '');
		if (seen.has(name)) errors.push(`${path}: Duplicate value: ${JSON.stringify(name)}`);
		seen.add(name);
		const known = ARGUMENTS.get(name);
		if (known === undefined) continue;
		const args = fieldsOf(each.args);
		refuseUnknown(args, known.fields, `decoding .${path}: decoding args for plugin ${name}: `);
		const wrong = known.errors(`${path}.args`, args);
		errors.push(...wrong);
		if (wrong.length === 0 && known.make !== undefined) made.set(name, known.make(args));
	}
	if (errors.length > 0) throw new ConfigurationError(errors);
	return made;
}

function names(text: string): ReadonlySet<string> {
	return new Set(`apiVersion kind ${text}`.split(' '));
}

const ARGUMENTS: ReadonlyMap<string, Arguments> = new Map<string, Arguments>([
	[
		'NodeResourcesFit',
		{
			fields: names('ignoredResources ignoredResourceGroups scoringStrategy'),
			errors: fitErrors,
			make: (args) => fitWith(fitArguments(args)),
		},
	],
	[
		'NodeResourcesBalancedAllocation',
		{
			fields: names('resources'),
			errors: balancedErrors,
			make: (args) => {
				const resources = listOf(args.resources).map((each) => String(fieldsOf(each).name));
				return balancedAllocationOf(resources.length === 0 ? ['cpu', 'memory'] : resources);
			},
		},
	],
	[
		'NodeAffinity',
		{
			fields: names('addedAffinity'),
			errors: () => [],
			make: ({ addedAffinity }) => nodeAffinityWith(fieldsOf(addedAffinity)),
		},
	],
	[
		'InterPodAffinity',
		{
			fields: names('hardPodAffinityWeight ignorePreferredTermsOfExistingPods'),
			errors: (path, args) => rangeError(`${path}.hardPodAffinityWeight`, numberOr(args.hardPodAffinityWeight, 1), 100),
			make: (args) =>
				interPodAffinityWith({
					requiredWeight: numberOr(args.hardPodAffinityWeight, 1),
					ignoresPlacedPreferences: args.ignorePreferredTermsOfExistingPods === true,
				}),
		},
	],
	[
		'PodTopologySpread',
		{
			fields: names('defaultConstraints defaultingType'),
			errors: spreadErrors,
			make: (args) => podTopologySpreadWith(args.defaultingType === 'List' ? constraintsIn(args) : undefined),
		},
	],
	[
		'VolumeBinding',
		{
			fields: names('bindTimeoutSeconds shape'),
			errors: bindingErrors,
			make: (args) => volumeBindingWithin(numberOr(args.bindTimeoutSeconds, 600) * 1_000),
		},
	],
	[
		'DefaultPreemption',
		{ fields: names('minCandidateNodesPercentage minCandidateNodesAbsolute'), errors: preemptionErrors },
	],
	['DynamicResources', { fields: names('filterTimeout bindingTimeout'), errors: () => [] }],
]);

function rangeError(path: string, value: number, most: number): string[] {
	return value < 0 || value > most ? [`${path}: Invalid value: ${value}: not in valid range [0, ${most}]`] : [];
}

/** Models ValidateDefaultPreemptionArgs. */
function preemptionErrors(path: string, args: Fields): string[] {
	const share = numberOr(args.minCandidateNodesPercentage, 10);
	const least = numberOr(args.minCandidateNodesAbsolute, 100);
	const [sharePath, leastPath] = [`${path}.minCandidateNodesPercentage`, `${path}.minCandidateNodesAbsolute`];
	const errors = rangeError(sharePath, share, 100);
	if (least < 0) errors.push(`${leastPath}: Invalid value: ${least}: not in valid range [0, inf)`);
	if (share === 0 && least === 0) {
		errors.push(
			`${sharePath}: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute`,
			`${leastPath}: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage`,
		);
	}
	return errors;
}

/** Models ValidateVolumeBindingArgs. */
function bindingErrors(path: string, args: Fields): string[] {
	const seconds = numberOr(args.bindTimeoutSeconds, 600);
	if (seconds >= 0) return [];
	const complaint = 'invalid BindTimeoutSeconds, should not be a negative value';
	return [`${path}.bindTimeoutSeconds: Invalid value: ${seconds}: ${complaint}`];
}

/** Models ValidateNodeResourcesBalancedAllocationArgs. */
function balancedErrors(path: string, args: Fields): string[] {
	const errors: string[] = [];
	const seen = new Set<unknown>();
	for (const [index, { name, weight }] of listOf(args.resources).map(fieldsOf).entries()) {
		const at = `${path}.resources[${index}]`;
		if (seen.has(name)) errors.push(`${at}.name: Duplicate value: ${JSON.stringify(name)}`);
		seen.add(name);
		const amount = numberOr(weight, 1);
		if (amount !== 1) errors.push(`${at}.weight: Invalid value: ${amount}: must be 1`);
	}
	return errors;
}

const STRATEGIES: readonly string[] = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

/** Models ValidateNodeResourcesFitArgs. */
function fitErrors(path: string, args: Fields): string[] {
	if (args.scoringStrategy === undefined) return [];
	const at = `${path}.scoringStrategy`;
	const strategy = fieldsOf(args.scoringStrategy);
	const errors: string[] = [];
	const type = String(strategy.type ?? '');
	if (!STRATEGIES.includes(type)) {
		const supported = STRATEGIES.map((each) => JSON.stringify(each)).join(', ');
		errors.push(`${at}.type: Unsupported value: ${JSON.stringify(type)}: supported values: ${supported}`);
	}
	for (const [index, { name, weight }] of listOf(strategy.resources).map(fieldsOf).entries()) {
		const amount = numberOr(weight, 1);
		if (amount > 0 && amount <= 100) continue;
		const complaint = `resource weight of ${String(name)} not in valid range (0, 100]`;
		errors.push(`${at}.resources[${index}].weight: Invalid value: ${amount}: ${complaint}`);
	}
	const ratio = `${at}.requestedToCapacityRatio`;
	const isRatio = type === 'RequestedToCapacityRatio';
	if (isRatio && strategy.requestedToCapacityRatio === undefined) {
		errors.push(`${ratio}: Required value: must be specified when type is RequestedToCapacityRatio`);
	} else if (isRatio) errors.push(...shapeErrors(`${ratio}.shape`, fieldsOf(strategy.requestedToCapacityRatio).shape));
	else if (strategy.requestedToCapacityRatio !== undefined) {
		errors.push(`${ratio}: Forbidden: must be nil when type is not RequestedToCapacityRatio`);
	}
	return errors;
}

/** Models validateFunctionShape. */
function shapeErrors(path: string, value: unknown): string[] {
	const points = listOf(value)
		.map(fieldsOf)
		.map(({ utilization, score }) => ({ utilization: numberOr(utilization, 0), score: numberOr(score, 0) }));
	if (points.length === 0) return [`${path}: Required value: at least one point must be specified`];
	const errors: string[] = [];
	const fall = points.findIndex((point, index) => index > 0 && point.utilization <= lastUse(points, index));
	if (fall > 0) {
		const { utilization } = points[fall] as { utilization: number };
		const complaint = 'values must be sorted in increasing order';
		errors.push(`${path}[${fall}].utilization: Invalid value: ${utilization}: ${complaint}`);
	}
	for (const [index, { utilization, score }] of points.entries()) {
		errors.push(...rangeError(`${path}[${index}].utilization`, utilization, 100));
		errors.push(...rangeError(`${path}[${index}].score`, score, 10));
	}
	return errors;
}

function lastUse(points: readonly { readonly utilization: number }[], index: number): number {
	return points[index - 1]?.utilization ?? -1;
}

function fitArguments(args: Fields): FitArguments {
	const texts = (value: unknown): ReadonlySet<string> => new Set(listOf(value).map(String));
	return {
		ignoredResources: texts(args.ignoredResources),
		ignoredGroups: texts(args.ignoredResourceGroups),
		strategy: args.scoringStrategy === undefined ? undefined : strategyOf(fieldsOf(args.scoringStrategy)),
	};
}

const DEFAULT_RESOURCES = [
	{ name: 'cpu', weight: 1 },
	{ name: 'memory', weight: 1 },
];

function strategyOf(strategy: Fields): ScoringStrategy {
	const resources = listOf(strategy.resources).map(fieldsOf);
	const shape = listOf(fieldsOf(strategy.requestedToCapacityRatio).shape).map(fieldsOf);
	return {
		type: String(strategy.type) as ScoringStrategy['type'],
		resources:
			resources.length === 0
				? DEFAULT_RESOURCES
				: resources.map(({ name, weight }) => ({ name: String(name), weight: numberOr(weight, 1) })),
		// Scores of the shape reach from 0 to 10.
		shape: shape.map((point) => ({
			utilization: numberOr(point.utilization, 0),
			score: (numberOr(point.score, 0) * SCORE_MAX) / 10,
		})),
	};
}

const ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];

/** Models ValidatePodTopologySpreadArgs. */
function spreadErrors(path: string, args: Fields): string[] {
	const errors: string[] = [];
	const type = String(args.defaultingType ?? 'System');
	const constraints = listOf(args.defaultConstraints).map(fieldsOf);
	if (type !== 'System' && type !== 'List') {
		const complaint = `Unsupported value: ${JSON.stringify(type)}: supported values: "System", "List"`;
		errors.push(`${path}.defaultingType: ${complaint}`);
	} else if (type === 'System' && constraints.length > 0) {
		errors.push(`${path}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty`);
	}
	const seen = new Set<string>();
	for (const [index, { maxSkew, topologyKey, whenUnsatisfiable, labelSelector }] of constraints.entries()) {
		const at = `${path}.defaultConstraints[${index}]`;
		const skew = numberOr(maxSkew, 0);
		if (skew <= 0) errors.push(`${at}.maxSkew: Invalid value: ${skew}: not in valid range (0, inf)`);
		if ((topologyKey ?? '') === '') errors.push(`${at}.topologyKey: Required value: can not be empty`);
		if ((whenUnsatisfiable ?? '') === '') errors.push(`${at}.whenUnsatisfiable: Required value: can not be empty`);
		else if (!ACTIONS.includes(String(whenUnsatisfiable))) {
			const supported = ACTIONS.map((each) => JSON.stringify(each)).join(', ');
			errors.push(
				`${at}.whenUnsatisfiable: Unsupported value: ${JSON.stringify(whenUnsatisfiable)}: supported values: ${supported}`,
			);
		}
		if (labelSelector !== undefined) {
			errors.push(
				`${at}.labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod`,
			);
		}
		const key = `{${String(topologyKey)}, ${String(whenUnsatisfiable)}}`;
		if (seen.has(key)) errors.push(`${at}: Duplicate value: ${JSON.stringify(key)}`);
		seen.add(key);
	}
	return errors;
}

function constraintsIn(args: Fields): Parameters<typeof podTopologySpreadWith>[0] {
	return listOf(args.defaultConstraints)
		.map(fieldsOf)
		.map(({ maxSkew, topologyKey, whenUnsatisfiable }) => ({
			maxSkew: numberOr(maxSkew, 1),
			topologyKey: String(topologyKey),
			whenUnsatisfiable: String(whenUnsatisfiable),
		}));
}
