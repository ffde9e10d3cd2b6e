import type { Dict } from '../../../machinery/sprig/define.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { isUserError } from '../../kubectl/errors.ts';
import type { Chart } from '../chart/chart.ts';
import type { Capabilities } from '../engine/capabilities.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { createResource, createResources, updateResources } from '../kube/kube-client.ts';
import { claim, existingResources } from '../kube/ownership.ts';
import { buildResources, type Resource } from '../kube/resources.ts';
import { waitUntilReady } from '../kube/waiting.ts';
import type { Release } from '../release/release.ts';
import { ReleaseNotFound, type ReleaseStorage, systemLabelComplaint } from '../release/storage.ts';
import { processDependencies } from '../values/dependencies.ts';
import { record, runHooks } from './hooks.ts';
import { requireReleaseName } from './release-name.ts';
import { type RenderOptions, renderRelease, renderValues } from './render-release.ts';
import { uninstallRelease } from './uninstall.ts';

export type DryRun = 'none' | 'client' | 'server';

export interface InstallOptions {
	readonly name: string;
	readonly namespace: string;
	readonly dryRun: DryRun;
	/** Nothing is asked of the cluster at all: `helm template`. */
	readonly clientOnly?: { readonly capabilities: Capabilities; readonly isUpgrade: boolean };
	readonly replace: boolean;
	readonly createNamespace: boolean;
	readonly force: boolean;
	readonly noHooks: boolean;
	readonly wait: boolean;
	readonly waitForJobs: boolean;
	readonly atomic: boolean;
	readonly timeoutMs: number;
	readonly description: string;
	readonly skipCrds: boolean;
	readonly skipSchema: boolean;
	readonly skipValidation: boolean;
	readonly takeOwnership: boolean;
	readonly labels: ReadonlyMap<string, string>;
	readonly render: Omit<RenderOptions, 'capabilities' | 'withCluster'>;
}

/** Installs a chart. @throws HelmError. Models helm.sh/helm/v3/pkg/action Install.RunWithContext. */
export function* installChart(helm: HelmSession, chart: Chart, values: Dict, options: InstallOptions): Task<Release> {
	const { name, namespace, dryRun, clientOnly } = options;
	const storage = helm.storage(namespace);
	if (clientOnly === undefined) yield* helm.kube.requireReachable();
	if (dryRun === 'none' && options.render.hideSecret) {
		throw new HelmError('Hiding Kubernetes secrets requires a dry-run mode');
	}
	yield* requireAvailable(storage, options);
	yield* processDependencies(chart, values, helm);
	if (clientOnly === undefined && !options.skipCrds && dryRun === 'none') yield* installCrds(helm, chart, namespace);
	const capabilities = clientOnly?.capabilities ?? (yield* helm.capabilities());
	const about = { name, namespace, revision: 1, isUpgrade: clientOnly?.isUpgrade ?? false };
	const toRender = yield* renderValues(helm, chart, values, about, capabilities, options.skipSchema);
	const complaint = systemLabelComplaint(options.labels);
	if (complaint !== undefined) throw new HelmError(complaint);
	const withCluster = clientOnly === undefined && dryRun !== 'client';
	const rendered = yield* renderRelease(helm, chart, toRender, { ...options.render, capabilities, withCluster });
	yield* helm.flush();
	const release = newRelease(helm, chart, values, options, rendered);
	if (clientOnly !== undefined) return release;
	let resources: Resource[];
	try {
		resources = yield* buildResources(helm.kube, rendered.manifest, namespace, !options.skipValidation);
	} catch (error) {
		throw wrapError(error, 'unable to build kubernetes objects from release manifest');
	}
	claim(resources, name, namespace);
	let adopted: Resource[];
	try {
		adopted = yield* existingResources(helm.kube, resources, name, namespace, options.takeOwnership);
	} catch (error) {
		throw wrapError(error, 'Unable to continue with install');
	}
	if (dryRun !== 'none') {
		release.info.description = 'Dry run complete';
		return release;
	}
	if (options.createNamespace) yield* createNamespace(helm, namespace);
	if (options.replace) yield* replaceOlder(storage, release);
	yield* storage.create(release);
	try {
		yield* perform(helm, storage, release, adopted, resources, options);
		return release;
	} catch (error) {
		throw yield* failed(helm, storage, release, error, options);
	}
}

function newRelease(
	helm: HelmSession,
	chart: Chart,
	config: Dict,
	{ name, namespace, labels }: InstallOptions,
	{ manifest, hooks, notes }: { manifest: string; hooks: Release['hooks']; notes: string },
): Release {
	const now = helm.now();
	return {
		name,
		namespace,
		info: {
			firstDeployedMs: now,
			lastDeployedMs: now,
			deletedMs: undefined,
			description: 'Initial install underway',
			status: 'pending-install',
			notes,
		},
		chart,
		config,
		manifest,
		hooks,
		version: 1,
		labels,
	};
}

function* requireAvailable(storage: ReleaseStorage, { name, dryRun, replace }: InstallOptions): Task<void> {
	requireReleaseName(name);
	if (dryRun !== 'none') return;
	let last: Release;
	try {
		last = yield* storage.last(name);
	} catch (error) {
		if (error instanceof ReleaseNotFound || isUserError(error)) return;
		if (error instanceof HelmError) return;
		throw error;
	}
	const { status } = last.info;
	if (replace && (status === 'uninstalled' || status === 'failed')) return;
	throw new HelmError('cannot re-use a name that is still in use');
}

/** Definitions of kinds come first, and are left alone when they are there. */
function* installCrds(helm: HelmSession, chart: Chart, namespace: string): Task<void> {
	const made: Resource[] = [];
	for (const { file } of chart.crds()) {
		try {
			const resources = yield* buildResources(helm.kube, decodeUtf8(file.data), namespace, false);
			for (const resource of resources) {
				yield* createResource(helm.kube, resource);
				made.push(resource);
			}
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'AlreadyExists') continue;
			throw wrapError(error, `failed to install CRD ${file.name}`);
		}
	}
	if (made.length === 0) return;
	yield* waitUntilReady(helm.kube, made, 60_000, false);
	helm.kube.forgetDiscovery();
}

function* createNamespace(helm: HelmSession, name: string): Task<void> {
	const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { name } } };
	try {
		yield* helm.kube.request({ method: 'POST', path: '/api/v1/namespaces', body });
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
	}
}

function* replaceOlder(storage: ReleaseStorage, release: Release): Task<void> {
	let last: Release;
	try {
		last = yield* storage.last(release.name);
	} catch (error) {
		if (error instanceof ReleaseNotFound) return;
		throw error;
	}
	release.version = last.version + 1;
	if (last.info.status === 'failed') return;
	last.info.status = 'superseded';
	last.info.description = 'superseded by new release';
	yield* storage.update(last);
}

function* perform(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	adopted: readonly Resource[],
	resources: readonly Resource[],
	options: InstallOptions,
): Task<void> {
	const { noHooks, timeoutMs } = options;
	if (!noHooks) yield* hooksOf(helm, storage, release, 'pre-install', timeoutMs);
	if (resources.length > 0) {
		if (adopted.length === 0) yield* createResources(helm.kube, resources);
		else yield* updateResources(helm.kube, adopted, resources, options.force);
	}
	if (options.wait || options.atomic) {
		yield* waitUntilReady(helm.kube, resources, timeoutMs, options.waitForJobs);
	}
	if (!noHooks) yield* hooksOf(helm, storage, release, 'post-install', timeoutMs);
	release.info.status = 'deployed';
	release.info.description = options.description === '' ? 'Install complete' : options.description;
	yield* record(storage, release);
}

function* hooksOf(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	event: 'pre-install' | 'post-install',
	timeoutMs: number,
): Task<void> {
	try {
		yield* runHooks(helm, storage, release, event, timeoutMs);
	} catch (error) {
		throw wrapError(error, `failed ${event}`);
	}
}

function* failed(
	helm: HelmSession,
	storage: ReleaseStorage,
	release: Release,
	error: unknown,
	options: InstallOptions,
): Task<unknown> {
	if (!(error instanceof HelmError) && !isUserError(error)) return error;
	release.info.status = 'failed';
	release.info.description = `Release ${JSON.stringify(release.name)} failed: ${error.message}`;
	if (!options.atomic) {
		yield* record(storage, release);
		return error;
	}
	try {
		yield* uninstallRelease(helm, storage, release.name, {
			dryRun: false,
			noHooks: options.noHooks,
			ignoreNotFound: false,
			keepHistory: false,
			wait: false,
			propagation: 'Background',
			timeoutMs: options.timeoutMs,
			description: '',
		});
	} catch (second) {
		return wrapError(
			second,
			`an error occurred while uninstalling the release. original install error: ${error.message}`,
		);
	}
	return wrapError(error, `release ${release.name} failed, and has been uninstalled due to atomic being set`);
}
