import type { Process } from '../../kernel/process-api.ts';
import { EndpointsFailed, withEndpoints } from '../../kubelet/registry/endpoints.ts';
import { FetchRefused, fetchFromRegistry } from '../../kubelet/registry/fetch-image.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import { canonicalImageName, type ImageReference } from '../../kubelet/runtime/image-reference.ts';
import type { ImageStore } from '../../kubelet/runtime/image-store.ts';
import type { ImageLayer } from '../../kubelet/runtime/layers/image-layer.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import { engineEndpoints, type RegistryLogin, unreachableText } from './registry-access.ts';

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
	process: Process,
	reference: ImageReference,
	onResolved: OnResolved,
	options: {
		readonly store?: ImageStore;
		readonly login?: RegistryLogin | undefined;
		readonly tlsVerify?: boolean | undefined;
	} = {},
): Task<PulledImage> {
	const { store = engine.images.store, login, tlsVerify } = options;
	const name = canonicalImageName(reference);
	const { catalog } = engine;
	const found = catalog.resolve(reference);
	if (found.kind === 'failed' && found.reason === 'elsewhere') {
		const version = yield* fetched(engine, process, reference, login, tlsVerify);
		const resolved = described(engine, store, version, name);
		yield* onResolved(resolved);
		const isUpToDate = store
			.list()
			.some((each) => each.version.configDigest === version.configDigest && each.tags.includes(name));
		store.add(version, reference.digest === undefined ? [name] : [], [
			`${reference.registry}/${reference.repository}@${version.digest}`,
		]);
		return { ...resolved, isUpToDate };
	}
	if (found.kind === 'failed') {
		try {
			yield* store.pull(name, login);
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
		}
		throw new EngineError(
			found.reason === 'denied' ? 'denied' : 'no-image',
			lookupText(engine, reference, found.message, found.reason),
		);
	}
	const { version } = found;
	const known = store.list().find((each) => each.version.configDigest === version.configDigest);
	const resolved = described(engine, store, version, name);
	yield* onResolved(resolved);
	try {
		yield* store.pull(name, login);
	} catch (error) {
		if (!(error instanceof RuntimeError)) throw error;
		throw new EngineError('unauthorized', deniedText(engine, reference));
	}
	return { ...resolved, isUpToDate: known?.tags.includes(name) === true };
}

function described(
	engine: ContainerEngine,
	store: ImageStore,
	version: ImageVersion,
	name: string,
): Omit<PulledImage, 'isUpToDate'> {
	const { layers } = engine.images.contentOf(version);
	const here = new Set(
		store.list().flatMap((each) => engine.images.contentOf(each.version).layers.map(({ diffId }) => diffId)),
	);
	return { version, name, layers, newLayers: layers.filter(({ diffId }) => !here.has(diffId)) };
}

/** From a registry of the world. */
function* fetched(
	engine: ContainerEngine,
	process: Process,
	reference: ImageReference,
	login: RegistryLogin | undefined,
	tlsVerify: boolean | undefined,
): Task<ImageVersion> {
	const { registry } = reference;
	const here = new Map(
		engine.images.store
			.list()
			.flatMap(({ version }) => engine.images.contentOf(version).layers.map((layer) => [layer.diffId, layer] as const)),
	);
	const known = (diffId: string): ImageLayer | undefined => here.get(diffId) ?? engine.catalog.layerOf(diffId);
	try {
		const { result } = yield* withEndpoints(process, engineEndpoints(engine, registry, tlsVerify), (endpoint) =>
			fetchFromRegistry(process, endpoint, reference, login, known),
		);
		return result;
	} catch (error) {
		if (error instanceof EndpointsFailed) {
			const text = unreachableText(engine, registry, error);
			const head = engine.kind === 'docker' ? '' : `initializing source docker://${canonicalImageName(reference)}: `;
			throw new EngineError('other', head + text);
		}
		if (!(error instanceof FetchRefused)) throw error;
		if (error.reason === 'unauthorized') throw new EngineError('unauthorized', deniedText(engine, reference));
		throw new EngineError('no-image', lookupText(engine, reference, error.message, 'no-tag'));
	}
}

function deniedText({ kind }: ContainerEngine, reference: ImageReference): string {
	const { registry, repository, tag = 'latest', digest } = reference;
	return kind === 'docker'
		? `Head "https://${registry}/v2/${repository}/manifests/${digest ?? tag}": no basic auth credentials`
		: `initializing source docker://${canonicalImageName(reference)}: reading manifest ${digest ?? tag} in ${registry}/${repository}: authentication required`;
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
