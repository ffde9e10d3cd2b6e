import type { Task } from '../../../machinery/task.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { deleteResources, type Propagation } from '../kube/kube-client.ts';
import { buildResources, type Resource } from '../kube/resources.ts';
import { waitUntilGone } from '../kube/waiting.ts';
import { sortManifests, splitManifests } from '../release/manifests.ts';
import type { Release } from '../release/release.ts';
import { ReleaseNotFound, type ReleaseStorage } from '../release/storage.ts';
import { record, runHooks } from './hooks.ts';
import { releaseNameComplaint } from './release-name.ts';

export interface UninstallOptions {
	readonly dryRun: boolean;
	readonly noHooks: boolean;
	readonly ignoreNotFound: boolean;
	readonly keepHistory: boolean;
	readonly wait: boolean;
	readonly propagation: Propagation;
	readonly timeoutMs: number;
	readonly description: string;
}

/** @returns what was kept, for the user. @throws HelmError. Models helm.sh/helm/v3/pkg/action Uninstall.Run. */
export function* uninstallRelease(
	helm: HelmSession,
	storage: ReleaseStorage,
	name: string,
	options: UninstallOptions,
): Task<string> {
	yield* helm.kube.requireReachable();
	if (options.dryRun) {
		yield* storage.last(name);
		return '';
	}
	if (releaseNameComplaint(name) !== undefined) throw new HelmError(`uninstall: Release name is invalid: ${name}`);
	let history: Release[];
	try {
		history = yield* storage.history(name);
	} catch (error) {
		if (options.ignoreNotFound && error instanceof ReleaseNotFound) return '';
		throw wrapError(error, `uninstall: Release not loaded: ${name}`);
	}
	const release = history.at(-1) as Release;
	if (release.info.status === 'uninstalled') {
		if (options.keepHistory) throw new HelmError(`the release named ${JSON.stringify(name)} is already deleted`);
		for (const each of history) yield* storage.delete(each);
		return '';
	}
	release.info.status = 'uninstalling';
	release.info.deletedMs = helm.now();
	release.info.description = 'Deletion in progress (or silently failed)';
	if (!options.noHooks) yield* runHooks(helm, storage, release, 'pre-delete', options.timeoutMs);
	yield* record(storage, release);
	const { resources, kept, failures } = yield* deleteObjects(helm, release, options.propagation);
	if (failures.length > 0) throw new HelmError(`failed to delete release: ${name}`);
	const errors: string[] = [];
	if (options.wait) yield* attempt(waitUntilGone(helm.kube, resources, options.timeoutMs), errors);
	if (!options.noHooks) {
		yield* attempt(runHooks(helm, storage, release, 'post-delete', options.timeoutMs), errors);
	}
	release.info.status = 'uninstalled';
	release.info.description = options.description === '' ? 'Uninstallation complete' : options.description;
	if (options.keepHistory) yield* record(storage, release);
	else for (const each of history) yield* storage.delete(each);
	if (errors.length > 0) {
		throw new HelmError(`uninstallation completed with ${errors.length} error(s): ${errors.join('; ')}`);
	}
	return kept === '' ? '' : `These resources were kept due to the resource policy:\n${kept}`;
}

function* attempt(task: Task<void>, errors: string[]): Task<void> {
	try {
		yield* task;
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		errors.push(error.message);
	}
}

function* deleteObjects(
	helm: HelmSession,
	release: Release,
	propagation: Propagation,
): Task<{ resources: Resource[]; kept: string; failures: string[] }> {
	const files = new Map(splitManifests(release.manifest).map((part, index) => [`manifest-${index}`, part]));
	const { manifests } = yield* sortManifests(files, 'uninstall', helm.warn, (nodes) => helm.process.tick(nodes));
	const isKept = (policy: string | undefined): boolean => policy?.toLowerCase().trim() === 'keep';
	const kept = manifests.filter(({ annotations }) => isKept(annotations.get('helm.sh/resource-policy')));
	const gone = manifests.filter((each) => !kept.includes(each));
	const text = gone.map(({ content }) => `\n---\n${content}`).join('');
	const keptText = kept.map(({ kind, name }) => `[${kind}] ${name}\n`).join('');
	let resources: Resource[];
	try {
		resources = yield* buildResources(helm.kube, text, release.namespace, false);
	} catch (error) {
		const failure = wrapError(error, 'unable to build kubernetes objects for delete').message;
		return { resources: [], kept: keptText, failures: [failure] };
	}
	if (resources.length === 0) return { resources, kept: keptText, failures: [] };
	return { resources, kept: keptText, failures: yield* deleteResources(helm.kube, resources, propagation) };
}
