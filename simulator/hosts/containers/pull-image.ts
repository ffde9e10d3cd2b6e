import type { Process } from '../../kernel/process-api.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import { canonicalImageName, type ImageReference } from '../../kubelet/runtime/image-reference.ts';
import type { ImageStore } from '../../kubelet/runtime/image-store.ts';
import type { ImageLayer } from '../../kubelet/runtime/layers/image-layer.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';

export interface PulledImage {
	readonly version: ImageVersion;
	/** "docker.io/library/nginx:latest". */
	readonly name: string;
	/** It was here, and nothing newer is there. */
	readonly isUpToDate: boolean;
	/** Those that were not here. */
	readonly newLayers: readonly ImageLayer[];
	readonly layers: readonly ImageLayer[];
}

/** Told what is there before anything is fetched. */
export type OnResolved = (image: Omit<PulledImage, 'isUpToDate'>) => Task<void>;

/** Brings an image from its registry. @param process whose network it comes over. Throws EngineError in the engine's words. */
export function* pullImage(
	engine: ContainerEngine,
	_process: Process,
	reference: ImageReference,
	onResolved: OnResolved,
	store: ImageStore = engine.images.store,
): Task<PulledImage> {
	const name = canonicalImageName(reference);
	const { images, catalog } = engine;
	const found = catalog.resolve(reference);
	if (found.kind === 'failed') {
		try {
			yield* store.pull(name);
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
		}
		throw new EngineError(
			found.reason === 'denied' ? 'denied' : 'no-image',
			lookupText(engine, reference, found.message, found.reason),
		);
	}
	const { version } = found;
	const { layers } = images.contentOf(version);
	const here = new Set(
		store.list().flatMap((each) => images.contentOf(each.version).layers.map(({ diffId }) => diffId)),
	);
	const newLayers = layers.filter(({ diffId }) => !here.has(diffId));
	const known = store.list().find((each) => each.version.configDigest === version.configDigest);
	const resolved = { version, name, newLayers, layers };
	yield* onResolved(resolved);
	yield* store.pull(name);
	return { ...resolved, isUpToDate: known?.tags.includes(name) === true };
}

/** Models moby distribution/errors.go translatePullError, containers/image docker errors. */
function lookupText(
	{ kind }: ContainerEngine,
	reference: ImageReference,
	message: string,
	reason: 'elsewhere' | 'denied' | 'no-repository' | 'no-tag',
): string {
	const { registry, repository, tag = 'latest', digest } = reference;
	const full = canonicalImageName(reference);
	const familiar = `${registry}/${repository}`.replace(/^docker\.io\/(library\/)?/, '');
	const dial = message.replace(/^.*failed to do request: /, '');
	if (kind === 'docker') {
		if (reason === 'elsewhere') return dial.replace(/^Head /, 'Get ').replace(/\/v2\/.*?"/, '/v2/"');
		if (reason === 'no-tag') {
			return `manifest for ${familiar}${digest === undefined ? `:${tag}` : `@${digest}`} not found: manifest unknown: manifest unknown`;
		}
		return reason === 'denied'
			? `pull access denied for ${familiar}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`
			: `manifest for ${familiar}:${tag} not found: manifest unknown: Failed to fetch ${JSON.stringify(tag)}`;
	}
	const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
	const head = `initializing source docker://${full}: `;
	if (reason === 'elsewhere') {
		return `${head}pinging container registry ${registry}: ${dial.replace(/^Head /, 'Get ').replace(/\/v2\/.*?"/, '/v2/"')}`;
	}
	const where = `reading manifest ${digest ?? tag} in ${registry === 'docker.io' ? `docker.io/${repository}` : `${host}/${repository}`}: `;
	return head + where + (reason === 'denied' ? 'requested access to the resource is denied' : 'manifest unknown');
}
