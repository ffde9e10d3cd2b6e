import { defaultElection, type ElectionSettings } from '../client/leader-election.ts';
import { parseDuration } from '../machinery/duration.ts';
import { type Plugin, SCORE_MAX } from './framework/plugin.ts';
import { fitWith, type ScoringStrategy } from './plugins/node-resources-fit.ts';
import { PLUGINS } from './plugins/registry.ts';

/** What Pods of one schedulerName are placed by. */
export interface SchedulerProfile {
	readonly schedulerName: string;
	readonly plugins: readonly Plugin[];
	/** Pods of lower priority make room. */
	readonly preempts: boolean;
}

export interface SchedulerConfiguration {
	readonly profiles: readonly SchedulerProfile[];
	/** First and longest wait of a Pod that could not be scheduled. */
	readonly backoffMs: number;
	readonly backoffMsMax: number;
	/** Undefined when several may work at once. */
	readonly election: ElectionSettings | undefined;
	/** Of its clientConnection; '' when it names none. */
	readonly kubeconfig: string;
}

const DEFAULT_PROFILE: SchedulerProfile = { schedulerName: 'default-scheduler', plugins: PLUGINS, preempts: true };

/** What kube-scheduler does that is given no file. */
export const DEFAULT_CONFIGURATION: SchedulerConfiguration = {
	profiles: [DEFAULT_PROFILE],
	backoffMs: 1_000,
	backoffMsMax: 10_000,
	election: defaultElection('kube-scheduler'),
	kubeconfig: '',
};

/** Why a configuration cannot be used: the texts of all that is wrong. */
export class ConfigurationError extends Error {
	readonly texts: readonly string[];

	constructor(texts: readonly string[]) {
		super(texts.join(', '));
		this.texts = texts;
	}
}

interface Fields {
	readonly [name: string]: unknown;
}

const VERSION = 'kubescheduler.config.k8s.io/v1';
const KIND = 'KubeSchedulerConfiguration';
const SCHEME = 'in scheme "pkg/scheduler/apis/config/scheme/scheme.go:30"';

/**
 * Reads a KubeSchedulerConfiguration. Throws ConfigurationError.
 * Models cmd/kube-scheduler/app/options loadConfig and config/validation ValidateKubeSchedulerConfiguration.
 */
export function schedulerConfiguration(value: unknown, text: string): SchedulerConfiguration {
	const fields = fieldsOf(value);
	const { kind, apiVersion } = fields;
	if (typeof kind !== 'string' || kind === '') {
		throw new ConfigurationError([`Object 'Kind' is missing in '${text}'`]);
	}
	if (typeof apiVersion !== 'string' || apiVersion === '') {
		throw new ConfigurationError([`Object 'apiVersion' is missing in '${text}'`]);
	}
	if (apiVersion !== VERSION || kind !== KIND) {
		throw new ConfigurationError([
			`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} ${SCHEME}`,
		]);
	}
	const unknown = Object.keys(fields).filter((name) => !FIELDS.has(name));
	const listed = listOf(fields.profiles);
	for (const [index, profile] of listed.entries()) {
		for (const name of Object.keys(fieldsOf(profile))) {
			if (!PROFILE_FIELDS.has(name)) unknown.push(`profiles[${index}].${name}`);
		}
	}
	if (unknown.length > 0) {
		const texts = unknown.map((name) => `unknown field ${JSON.stringify(name)}`);
		throw new ConfigurationError([`strict decoding error: ${texts.join(', ')}`]);
	}
	const profiles = listed.length === 0 ? [DEFAULT_PROFILE] : listed.map((each, _, all) => profileOf(each, all.length));
	validate(profiles, fields);
	return {
		profiles,
		backoffMs: numberOr(fields.podInitialBackoffSeconds, 1) * 1_000,
		backoffMsMax: numberOr(fields.podMaxBackoffSeconds, 10) * 1_000,
		election: electionIn(fieldsOf(fields.leaderElection)),
		kubeconfig: String(fieldsOf(fields.clientConnection).kubeconfig ?? ''),
	};
}

/** Models component-base/config/v1alpha1 RecommendedDefaultLeaderElectionConfiguration. */
function electionIn(fields: Fields): ElectionSettings | undefined {
	if (fields.leaderElect === false) return undefined;
	const settings = defaultElection('kube-scheduler');
	const duration = (name: string, otherwise: number): number => parseDuration(String(fields[name] ?? '')) ?? otherwise;
	return {
		leaseMs: duration('leaseDuration', settings.leaseMs),
		renewDeadlineMs: duration('renewDeadline', settings.renewDeadlineMs),
		retryMs: duration('retryPeriod', settings.retryMs),
		namespace: String(fields.resourceNamespace ?? settings.namespace),
		name: String(fields.resourceName ?? settings.name),
	};
}

const FIELDS: ReadonlySet<string> = new Set(
	`kind apiVersion parallelism leaderElection clientConnection enableProfiling enableContentionProfiling
	percentageOfNodesToScore podInitialBackoffSeconds podMaxBackoffSeconds profiles extenders delayCacheUntilActive`.split(
		/\s+/,
	),
);
const PROFILE_FIELDS: ReadonlySet<string> = new Set(
	'schedulerName plugins pluginConfig percentageOfNodesToScore'.split(' '),
);

function validate(profiles: readonly SchedulerProfile[], fields: Fields): void {
	const errors: string[] = [];
	const initial = numberOr(fields.podInitialBackoffSeconds, 1);
	const longest = numberOr(fields.podMaxBackoffSeconds, 10);
	const names = new Set<string>();
	for (const [index, { schedulerName }] of profiles.entries()) {
		const path = `profiles[${index}].schedulerName`;
		if (schedulerName === '') errors.push(`${path}: Required value`);
		else if (names.has(schedulerName)) errors.push(`${path}: Duplicate value: ${JSON.stringify(schedulerName)}`);
		names.add(schedulerName);
	}
	if (initial <= 0) errors.push(`podInitialBackoffSeconds: Invalid value: ${initial}: must be greater than 0`);
	if (longest < initial) {
		errors.push(
			`podMaxBackoffSeconds: Invalid value: ${longest}: must be greater than or equal to PodInitialBackoffSeconds`,
		);
	}
	if (errors.length > 0) throw new ConfigurationError(errors);
}

/** Models config/v1 setDefaults_KubeSchedulerProfile and framework/runtime NewFramework. */
function profileOf(value: unknown, count: number): SchedulerProfile {
	const fields = fieldsOf(value);
	// Of several profiles each must have its name.
	const schedulerName = String(fields.schedulerName ?? (count === 1 ? DEFAULT_PROFILE.schedulerName : ''));
	const sets = fieldsOf(fields.plugins);
	for (const [point, set] of Object.entries(sets)) {
		for (const { name } of entriesOf(fieldsOf(set).enabled)) {
			if (KNOWN.has(name)) continue;
			const type = `${point.slice(0, 1).toUpperCase()}${point.slice(1)}Plugin`;
			throw new ConfigurationError([
				`initializing profiles: creating profile for scheduler name ${schedulerName}: ${type} ${JSON.stringify(name)} does not exist`,
			]);
		}
	}
	const strategy = strategyOf(fields.pluginConfig);
	const plugins: Plugin[] = [];
	for (const each of PLUGINS) {
		if (isOff(sets, 'multiPoint', each.name)) continue;
		plugins.push(adjusted(strategy !== undefined && each.name === FIT ? fitWith(strategy) : each, sets));
	}
	const preempts = !isOff(sets, 'multiPoint', PREEMPTION) && !isOff(sets, 'postFilter', PREEMPTION);
	return { schedulerName, plugins, preempts };
}

const FIT = 'NodeResourcesFit';
const PREEMPTION = 'DefaultPreemption';
const KNOWN: ReadonlySet<string> = new Set([
	...PLUGINS.map(({ name }) => name),
	...[PREEMPTION, 'PrioritySort', 'DefaultBinder', 'NodeVolumeLimits', 'DynamicResources'],
]);

/** A plugin without what is switched off of it, and with the weight it is given. */
function adjusted(plugin: Plugin, sets: Fields): Plugin {
	const { filter, score, ...rest } = plugin;
	const scoring = entriesOf(fieldsOf(sets.score).enabled).find(({ name }) => name === plugin.name);
	const everywhere = entriesOf(fieldsOf(sets.multiPoint).enabled).find(({ name }) => name === plugin.name);
	const weight = scoring?.weight ?? everywhere?.weight ?? plugin.weight;
	return {
		...rest,
		...(weight === undefined ? {} : { weight }),
		...(filter === undefined || isOff(sets, 'filter', plugin.name) || isOff(sets, 'preFilter', plugin.name)
			? {}
			: { filter }),
		...(score === undefined || isOff(sets, 'score', plugin.name) ? {} : { score }),
	};
}

function isOff(sets: Fields, point: string, plugin: string): boolean {
	const { enabled, disabled } = fieldsOf(sets[point]);
	if (!entriesOf(disabled).some(({ name }) => name === '*' || name === plugin)) return false;
	return !entriesOf(enabled).some(({ name }) => name === plugin);
}

function strategyOf(pluginConfig: unknown): ScoringStrategy | undefined {
	const config = listOf(pluginConfig)
		.map(fieldsOf)
		.find(({ name }) => name === FIT);
	const strategy = fieldsOf(fieldsOf(config?.args).scoringStrategy);
	if (strategy.type === undefined) return undefined;
	const type = String(strategy.type) as ScoringStrategy['type'];
	const resources = listOf(strategy.resources).map(fieldsOf);
	const shape = listOf(fieldsOf(strategy.requestedToCapacityRatio).shape).map(fieldsOf);
	return {
		type,
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

const DEFAULT_RESOURCES = [
	{ name: 'cpu', weight: 1 },
	{ name: 'memory', weight: 1 },
];

function entriesOf(value: unknown): { readonly name: string; readonly weight: number | undefined }[] {
	return listOf(value)
		.map(fieldsOf)
		.map(({ name, weight }) => ({
			name: String(name ?? ''),
			weight: typeof weight === 'number' && weight > 0 ? weight : undefined,
		}));
}

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function numberOr(value: unknown, otherwise: number): number {
	return typeof value === 'number' ? value : otherwise;
}
