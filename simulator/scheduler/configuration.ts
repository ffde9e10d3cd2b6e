import { defaultElection, type ElectionSettings } from '../client/leader-election.ts';
import { formatDuration, parseDuration } from '../machinery/duration.ts';
import { ConfigurationError, type Fields, fieldsOf, listOf, numberOr, refuseUnknown } from './configuration/fields.ts';
import { configuredPlugins } from './configuration/plugin-arguments.ts';
import { PLUGIN_POINTS, profilePlugins } from './configuration/profile-plugins.ts';
import type { Plugin } from './framework/plugin.ts';
import { PLUGINS } from './plugins/registry.ts';

/** What Pods of one schedulerName are placed by. */
export interface SchedulerProfile {
	readonly schedulerName: string;
	readonly plugins: readonly Plugin[];
	/** Pods of lower priority make room. */
	readonly preempts: boolean;
	/** How many of the nodes are enough to choose from; as many as the cluster's size asks for when absent or 0. */
	readonly percentageOfNodes?: number;
}

export interface SchedulerConfiguration {
	readonly profiles: readonly SchedulerProfile[];
	/** For profiles that do not say it themselves. */
	readonly percentageOfNodes: number;
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
	percentageOfNodes: 0,
	backoffMs: 1_000,
	backoffMsMax: 10_000,
	election: defaultElection('kube-scheduler'),
	kubeconfig: '',
};

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
	refuseUnknown(fields, FIELDS);
	const listed = listOf(fields.profiles).map(fieldsOf);
	const unknown = listed.flatMap((profile, index) => unknownOf(profile, index));
	if (unknown.length > 0) {
		const texts = unknown.map((name) => `unknown field ${JSON.stringify(name)}`);
		throw new ConfigurationError([`strict decoding error: ${texts.join(', ')}`]);
	}
	const profiles = listed.length === 0 ? [DEFAULT_PROFILE] : listed.map(profileOf);
	validate(profiles, fields);
	return {
		profiles,
		percentageOfNodes: numberOr(fields.percentageOfNodesToScore, 0),
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

/** Models component-base/config/validation ValidateLeaderElectionConfiguration. */
function electionErrors(fields: Fields): string[] {
	const election = electionIn(fields);
	if (election === undefined) return [];
	const errors: string[] = [];
	const { leaseMs, renewDeadlineMs, retryMs } = election;
	if (leaseMs <= renewDeadlineMs) {
		errors.push(
			`leaderElection.leaseDuration: Invalid value: ${JSON.stringify(formatDuration(renewDeadlineMs))}: LeaseDuration must be greater than RenewDeadline`,
		);
	}
	if (renewDeadlineMs <= retryMs) {
		errors.push(
			`leaderElection.renewDeadline: Invalid value: ${JSON.stringify(formatDuration(retryMs))}: RenewDeadline must be greater than RetryPeriod`,
		);
	}
	const lock = fields.resourceLock ?? 'leases';
	if (lock !== 'leases') {
		errors.push(
			`leaderElection.resourceLock: Invalid value: ${JSON.stringify(lock)}: resourceLock value must be "leases"`,
		);
	}
	return errors;
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
	const errors: string[] = electionErrors(fieldsOf(fields.leaderElection));
	const parallelism = numberOr(fields.parallelism, 16);
	if (parallelism <= 0) {
		errors.push(`parallelism: Invalid value: ${parallelism}: should be an integer value greater than zero`);
	}
	const initial = numberOr(fields.podInitialBackoffSeconds, 1);
	const longest = numberOr(fields.podMaxBackoffSeconds, 10);
	const names = new Set<string>();
	for (const [index, { schedulerName }] of profiles.entries()) {
		const path = `profiles[${index}].schedulerName`;
		if (schedulerName === '') errors.push(`${path}: Required value`);
		else if (names.has(schedulerName)) errors.push(`${path}: Duplicate value: ${JSON.stringify(schedulerName)}`);
		names.add(schedulerName);
	}
	for (const [path, value] of [
		['percentageOfNodesToScore', fields.percentageOfNodesToScore],
		...profiles.map((each, index) => [`profiles[${index}].percentageOfNodesToScore`, each.percentageOfNodes] as const),
	] as const) {
		const share = numberOr(value, 0);
		if (share < 0 || share > 100) errors.push(`${path}: Invalid value: ${share}: not in valid range [0-100]`);
	}
	if (initial <= 0) errors.push(`podInitialBackoffSeconds: Invalid value: ${initial}: must be greater than 0`);
	if (longest < initial) {
		errors.push(
			`podMaxBackoffSeconds: Invalid value: ${longest}: must be greater than or equal to PodInitialBackoffSeconds`,
		);
	}
	if (errors.length > 0) throw new ConfigurationError(errors);
}

function unknownOf(profile: Fields, index: number): string[] {
	const own = Object.keys(profile).filter((name) => !PROFILE_FIELDS.has(name));
	const points = Object.keys(fieldsOf(profile.plugins)).filter((name) => !PLUGIN_POINTS.has(name));
	return [...own, ...points.map((name) => `plugins.${name}`)].map((name) => `profiles[${index}].${name}`);
}

/** Models config/v1 setDefaults_KubeSchedulerProfile and framework/runtime NewFramework. */
function profileOf(fields: Fields, index: number, all: readonly Fields[]): SchedulerProfile {
	// Of several profiles each must have its name.
	const schedulerName = String(fields.schedulerName ?? (all.length === 1 ? DEFAULT_PROFILE.schedulerName : ''));
	const configured = configuredPlugins(fields.pluginConfig, index);
	const share = fields.percentageOfNodesToScore;
	return {
		schedulerName,
		...profilePlugins(fieldsOf(fields.plugins), schedulerName, configured),
		...(typeof share === 'number' ? { percentageOfNodes: share } : {}),
	};
}
