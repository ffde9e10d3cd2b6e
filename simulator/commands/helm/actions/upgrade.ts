import { deepCopyInSteps } from '../../../machinery/sprig/collections.ts';
import type { Dict } from '../../../machinery/sprig/define.ts';
import type { Task } from '../../../machinery/task.ts';
import { isUserError } from '../../kubectl/errors.ts';
import type { Chart } from '../chart/chart.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { deleteResources, UpdateFailure, updateResources } from '../kube/kube-client.ts';
import { claim, existingResources } from '../kube/ownership.ts';
import { buildResources, type Resource, resourceKey } from '../kube/resources.ts';
import { waitUntilReady } from '../kube/waiting.ts';
import { isPending, type Release } from '../release/release.ts';
import { ReleaseNotFound, type ReleaseStorage, systemLabelComplaint } from '../release/storage.ts';
import { coalesceTables, coalesceValues } from '../values/coalesce.ts';
import { processDependencies } from '../values/dependencies.ts';
import { record, runHooks } from './hooks.ts';
import type { DryRun } from './install.ts';
import { releaseNameComplaint } from './release-name.ts';
import { type RenderOptions, renderRelease, renderValues } from './render-release.ts';
import { rollBack } from './rollback.ts';

export interface UpgradeOptions {
	readonly namespace: string;
	readonly dryRun: DryRun;
	readonly force: boolean;
	readonly noHooks: boolean;
	readonly wait: boolean;
	readonly waitForJobs: boolean;
	readonly atomic: boolean;
	readonly cleanupOnFail: boolean;
	readonly timeoutMs: number;
	readonly description: string;
	readonly skipSchema: boolean;
	readonly skipValidation: boolean;
	readonly takeOwnership: boolean;
	readonly historyMax: number;
	/** What becomes of the values of the last revision. */
	readonly values: 'default' | 'reset' | 'reuse' | 'reset-then-reuse';
	/** "null" takes one away. */
	readonly labels: ReadonlyMap<string, string>;
	readonly render: Omit<RenderOptions, 'capabilities' | 'withCluster'>;
}

/** @throws HelmError. Models helm.sh/helm/v3/pkg/action Upgrade.RunWithContext. */
export function* upgradeRelease(
	helm: HelmSession,
	name: string,
	chart: Chart,
	values: Dict,
	options: UpgradeOptions,
): Task<Release> {
	yield* helm.kube.requireReachable();
	if (releaseNameComplaint(name) !== undefined) throw new HelmError(`release name is invalid: ${name}`);
	const storage = helm.storage(options.namespace);
	if (options.dryRun === 'none' && options.render.hideSecret) {
		throw new HelmError('Hiding Kubernetes secrets requires a dry-run mode');
	}
	const { last, current } = yield* currentOf(storage, name);
	const next = yield* nextRelease(helm, chart, values, last, current, options);
	const plan = yield* planOf(helm, current, next, options);
	if (options.dryRun !== 'none') {
		next.info.description = options.description === '' ? 'Dry run complete' : options.description;
		return next;
	}
	yield* storage.create(next, options.historyMax);
	try {
		yield* perform(helm, storage, current, next, plan, options);
	} catch (error) {
		throw yield* failed(helm, storage, next, error, options);
	}
	yield* storage.update(next);
	return next;
}

function* currentOf(storage: ReleaseStorage, name: string): Task<{ last: Release; current: Release }> {
	const none = new HelmError(`${JSON.stringify(name)} has no deployed releases`);
	let last: Release;
	try {
		last = yield* storage.last(name);
	} catch (error) {
		throw error instanceof ReleaseNotFound ? none : error;
	}
	if (isPending(last)) {
		throw new HelmError('another operation (install/upgrade/rollback) is in progress');
	}
	const { status } = last.info;
	if (status === 'deployed') return { last, current: last };
	const deployed = (yield* storage.deployed(name)).at(-1);
	if (deployed !== undefined) return { last, current: deployed };
	if (status === 'failed' || status === 'superseded') return { last, current: last };
	throw none;
}

function* nextRelease(
	helm: HelmSession,
	chart: Chart,
	given: Dict,
	last: Release,
	current: Release,
	options: UpgradeOptions,
): Task<Release> {
	const values = yield* reusedValues(helm, chart, current, given, options.values);
	yield* processDependencies(chart, values, helm);
	const { name } = last;
	const revision = last.version + 1;
	const about = { name, namespace: current.namespace, revision, isUpgrade: true };
	const capabilities = yield* helm.capabilities();
	const toRender = yield* renderValues(helm, chart, values, about, capabilities, options.skipSchema);
	const withCluster = options.dryRun !== 'client';
	const rendered = yield* renderRelease(helm, chart, toRender, { ...options.render, capabilities, withCluster });
	yield* helm.flush();
	const complaint = systemLabelComplaint(options.labels);
	if (complaint !== undefined) throw new HelmError(complaint);
	return {
		name,
		namespace: current.namespace,
		info: {
			firstDeployedMs: current.info.firstDeployedMs,
			lastDeployedMs: helm.now(),
			deletedMs: undefined,
			description: 'Preparing upgrade',
			status: 'pending-upgrade',
			notes: rendered.notes,
		},
		chart,
		config: values,
		manifest: rendered.manifest,
		hooks: rendered.hooks,
		version: revision,
		labels: mergedLabels(last.labels, options.labels),
	};
}

function mergedLabels(
	old: ReadonlyMap<string, string>,
	fresh: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	return new Map([...old, ...fresh].filter(([name]) => fresh.get(name) !== 'null'));
}

/** Models Upgrade.reuseValues. */
function* reusedValues(
	helm: HelmSession,
	chart: Chart,
	current: Release,
	given: Dict,
	mode: UpgradeOptions['values'],
): Task<Dict> {
	const before = (yield* deepCopyInSteps(current.config, helm.spend)) as Dict;
	switch (mode) {
		case 'reset':
			return given;
		case 'reuse': {
			const all = yield* coalesceValues(current.chart, current.config, helm);
			const values = yield* coalesceTables(given, before, '', false, helm);
			chart.values = all;
			return values;
		}
		case 'reset-then-reuse':
			return yield* coalesceTables(given, before, '', false, helm);
		default:
			return Object.keys(given).length === 0 ? before : given;
	}
}

interface Plan {
	readonly current: readonly Resource[];
	readonly target: readonly Resource[];
}

function* planOf(helm: HelmSession, current: Release, next: Release, options: UpgradeOptions): Task<Plan> {
	const { name, namespace } = next;
	let before: Resource[];
	let target: Resource[];
	target = yield* buildResources(helm.kube, next.manifest, namespace, !options.skipValidation);
	try {
		before = yield* buildResources(helm.kube, current.manifest, namespace, false);
	} catch (error) {
		throw wrapError(error, 'unable to build kubernetes objects from current release manifest');
	}
	claim(target, name, namespace);
	const known = new Set(before.map(resourceKey));
	const fresh = target.filter((each) => !known.has(resourceKey(each)));
	try {
		const adopted = yield* existingResources(helm.kube, fresh, name, namespace, options.takeOwnership);
		return { current: [...before, ...adopted], target };
	} catch (error) {
		throw wrapError(error, 'Unable to continue with update');
	}
}

function* perform(
	helm: HelmSession,
	storage: ReleaseStorage,
	original: Release,
	next: Release,
	{ current, target }: Plan,
	options: UpgradeOptions,
): Task<void> {
	const { timeoutMs } = options;
	if (!options.noHooks) yield* hooksOf(helm, storage, next, 'pre-upgrade', timeoutMs);
	const { created } = yield* updateResources(helm.kube, current, target, options.force);
	try {
		if (options.wait || options.atomic) {
			yield* waitUntilReady(helm.kube, target, timeoutMs, options.waitForJobs);
		}
		if (!options.noHooks) yield* hooksOf(helm, storage, next, 'post-upgrade', timeoutMs);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		throw new UpdateFailure(error.message, { created, updated: [] });
	}
	original.info.status = 'superseded';
	yield* record(storage, original);
	next.info.status = 'deployed';
	next.info.description = options.description === '' ? 'Upgrade complete' : options.description;
}

function* hooksOf(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	event: 'pre-upgrade' | 'post-upgrade',
	timeoutMs: number,
): Task<void> {
	try {
		yield* runHooks(helm, storage, release, event, timeoutMs);
	} catch (error) {
		throw wrapError(error, `${event} hooks failed`);
	}
}

/** Models Upgrade.failRelease. */
function* failed(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	error: unknown,
	options: UpgradeOptions,
): Task<unknown> {
	if (!(error instanceof HelmError) && !isUserError(error)) return error;
	release.info.status = 'failed';
	release.info.description = `Upgrade ${JSON.stringify(release.name)} failed: ${error.message}`;
	yield* record(storage, release);
	const created = error instanceof UpdateFailure ? error.result.created : [];
	if (options.cleanupOnFail && created.length > 0) {
		const failures = yield* deleteResources(helm.kube, created);
		if (failures.length > 0) {
			return new HelmError(
				`an error occurred while cleaning up resources. original upgrade error: ${error.message}: unable to cleanup resources: ${failures.join(', ')}`,
			);
		}
	}
	return options.atomic ? yield* rolledBack(helm, storage, release, error, options) : error;
}

function* rolledBack(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	error: Error,
	options: UpgradeOptions,
): Task<unknown> {
	const good = (yield* storage.history(release.name)).findLast(
		({ info }) => info.status === 'superseded' || info.status === 'deployed',
	);
	if (good === undefined) {
		return wrapError(
			error,
			'unable to find a previously successful release when attempting to rollback. original upgrade error',
		);
	}
	const { noHooks, force, timeoutMs, waitForJobs } = options;
	try {
		yield* rollBack(helm, storage, release.name, {
			version: good.version,
			dryRun: false,
			wait: true,
			waitForJobs,
			noHooks,
			force,
			timeoutMs,
			cleanupOnFail: false,
			historyMax: 0,
		});
	} catch (second) {
		return wrapError(
			second,
			`an error occurred while rolling back the release. original upgrade error: ${error.message}`,
		);
	}
	return wrapError(error, `release ${release.name} failed, and has been rolled back due to atomic being set`);
}
