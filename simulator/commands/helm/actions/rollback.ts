import type { Task } from '../../../machinery/task.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { deleteResources, UpdateFailure, updateResources } from '../kube/kube-client.ts';
import { claim } from '../kube/ownership.ts';
import { buildResources, type Resource } from '../kube/resources.ts';
import { waitUntilReady } from '../kube/waiting.ts';
import type { Release } from '../release/release.ts';
import type { ReleaseStorage } from '../release/storage.ts';
import { record, runHooks } from './hooks.ts';
import { releaseNameComplaint } from './release-name.ts';

export interface RollbackOptions {
	/** 0: the one before the last. */
	readonly version: number;
	readonly dryRun: boolean;
	readonly wait: boolean;
	readonly waitForJobs: boolean;
	readonly noHooks: boolean;
	readonly force: boolean;
	readonly timeoutMs: number;
	readonly cleanupOnFail: boolean;
	readonly historyMax: number;
}

/** @throws HelmError. Models helm.sh/helm/v3/pkg/action Rollback.Run. */
export function* rollBack(
	helm: HelmSession,
	storage: ReleaseStorage,
	name: string,
	options: RollbackOptions,
): Task<void> {
	yield* helm.kube.requireReachable();
	if (releaseNameComplaint(name) !== undefined)
		throw new HelmError(`prepareRollback: Release name is invalid: ${name}`);
	if (options.version < 0) throw new HelmError('invalid release revision');
	const history = yield* storage.history(name);
	const current = history.at(-1) as Release;
	const version = options.version === 0 ? current.version - 1 : options.version;
	const previous = history.find((each) => each.version === version);
	if (previous === undefined) throw new HelmError(`release has no ${version} version`);
	if (options.dryRun) return;
	const target: Release = {
		...previous,
		namespace: current.namespace,
		info: {
			firstDeployedMs: current.info.firstDeployedMs,
			lastDeployedMs: helm.now(),
			deletedMs: undefined,
			description: `Rollback to ${version}`,
			status: 'pending-rollback',
			notes: previous.info.notes,
		},
		version: current.version + 1,
	};
	yield* storage.create(target, options.historyMax);
	yield* perform(helm, storage, current, target, options);
	yield* storage.update(target);
}

function* perform(
	helm: HelmSession,
	storage: ReleaseStorage,
	current: Release,
	target: Release,
	options: RollbackOptions,
): Task<void> {
	const { timeoutMs, noHooks } = options;
	const before = yield* objectsOf(helm, current, 'current');
	const wanted = yield* objectsOf(helm, target, 'new');
	if (!noHooks) yield* runHooks(helm, storage, target, 'pre-rollback', timeoutMs);
	claim(wanted, target.name, target.namespace);
	try {
		yield* updateResources(helm.kube, before, wanted, options.force);
	} catch (error) {
		if (!(error instanceof UpdateFailure)) throw error;
		current.info.status = 'superseded';
		yield* fail(storage, current, target, `Rollback ${JSON.stringify(target.name)} failed: ${error.message}`);
		if (options.cleanupOnFail) yield* deleteResources(helm.kube, error.result.created);
		throw error;
	}
	if (options.wait) {
		try {
			yield* waitUntilReady(helm.kube, wanted, timeoutMs, options.waitForJobs);
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			yield* fail(storage, current, target, `Release ${JSON.stringify(target.name)} failed: ${error.message}`);
			throw wrapError(error, `release ${target.name} failed`);
		}
	}
	if (!noHooks) yield* runHooks(helm, storage, target, 'post-rollback', timeoutMs);
	for (const release of yield* storage.deployed(target.name)) {
		release.info.status = 'superseded';
		yield* record(storage, release);
	}
	target.info.status = 'deployed';
}

function* objectsOf(helm: HelmSession, release: Release, which: string): Task<Resource[]> {
	try {
		return yield* buildResources(helm.kube, release.manifest, release.namespace, false);
	} catch (error) {
		throw wrapError(error, `unable to build kubernetes objects from ${which} release manifest`);
	}
}

function* fail(storage: ReleaseStorage, current: Release, target: Release, description: string): Task<void> {
	target.info.status = 'failed';
	target.info.description = description;
	yield* record(storage, current);
	yield* record(storage, target);
}
