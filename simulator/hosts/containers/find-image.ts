import type { FileData } from '../../kernel/files/file-data.ts';
import type { Process } from '../../kernel/process-api.ts';
import { EndpointsFailed, textFile, withEndpoints } from '../../kubelet/registry/endpoints.ts';
import { FetchRefused, fetchFromRegistry } from '../../kubelet/registry/fetch-image.ts';
import type { ImageContent, ImageVersion } from '../../kubelet/runtime/image.ts';
import {
	canonicalImageName,
	type ImageReference,
	ImageReferenceError,
	parseImageReference,
} from '../../kubelet/runtime/image-reference.ts';
import { ImageArchiveError, readImageArchive } from '../../kubelet/runtime/layers/image-archive.ts';
import type { ImageLayer } from '../../kubelet/runtime/layers/image-layer.ts';
import { manifestJson } from '../../kubelet/runtime/layers/made-image.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { ContainerEngines } from './container-engines.ts';
import { engineEndpoints, loginOf } from './registry-access.ts';

/** An image to look at: nothing is brought here for it. */
export interface FoundImage {
	readonly version: ImageVersion;
	readonly content: ImageContent;
	/** As it was asked for; of an archive the name that it has there, or undefined. */
	readonly reference: ImageReference | undefined;
	/** "nginx:1.27", "localhost:5000/app:v1". */
	readonly repoTags: readonly string[];
	/** "nginx@sha256:…". */
	readonly repoDigests: readonly string[];
	/** What its registry has as its manifest. */
	readonly manifest: string;
}

/** Why there is none, as go-containerregistry words it. */
export class ImageMissing extends Error {}

/**
 * An image of the docker engine, of root's podman, of its registry, wherever that is. For tools that only look.
 * Throws ImageMissing.
 */
export function* findImage(process: Process, name: string): Task<FoundImage> {
	const engines = process.port<ContainerEngines>('container-engines');
	if (engines === undefined) throw new ImageMissing('no container engine');
	const reference = referenceOf(name);
	for (const kind of ['docker', 'podman'] as const) {
		const engine = engines.get(kind, 0, '/root');
		const own = engine.images.store.list().length === 0 ? undefined : engine.images.find(name)?.version;
		if (own !== undefined) return found(engine, own, reference);
	}
	const engine = engines.get('docker', 0, '/root');
	const answer = engine.catalog.resolve(reference);
	if (answer.kind === 'found') return found(engine, answer.version, reference);
	if (answer.reason !== 'elsewhere') throw new ImageMissing(refusalText(reference, answer.reason));
	return found(engine, yield* fromWorld(engine, process, reference), reference);
}

function referenceOf(name: string): ImageReference {
	try {
		return parseImageReference(name);
	} catch (error) {
		if (!(error instanceof ImageReferenceError)) throw error;
		throw new ImageMissing(`could not parse reference: ${name}`);
	}
}

function found(engine: ContainerEngine, version: ImageVersion, reference: ImageReference | undefined): FoundImage {
	const content = engine.images.contentOf(version);
	const repository = reference === undefined ? '' : familiarRepository(reference);
	const tag = reference?.digest === undefined ? (reference?.tag ?? 'latest') : undefined;
	return {
		version,
		content,
		reference,
		repoTags: reference === undefined || tag === undefined ? [] : [`${repository}:${tag}`],
		repoDigests: reference === undefined ? [] : [`${repository}@${version.digest}`],
		manifest: manifestJson({ ...content, configDigest: version.configDigest }),
	};
}

/** "nginx" of docker.io/library/nginx. */
export function familiarRepository({ registry, repository }: ImageReference): string {
	return `${registry}/${repository}`.replace(/^docker\.io\/(library\/)?/, '');
}

/** From a registry of the world. */
function* fromWorld(engine: ContainerEngine, process: Process, reference: ImageReference): Task<ImageVersion> {
	const { registry, repository, tag = 'latest', digest } = reference;
	const path = `${registry}/v2/${repository}/manifests/${digest ?? tag}`;
	const login = loginOf(engine, registry, [textFile(engine.machine.root, '/root/.docker/config.json')]);
	try {
		const { result } = yield* withEndpoints(process, engineEndpoints(engine, registry, undefined), (endpoint) =>
			fetchFromRegistry(process, endpoint, reference, login, (diffId) => engine.catalog.layerOf(diffId)),
		);
		return result;
	} catch (error) {
		if (error instanceof EndpointsFailed) throw new ImageMissing(`Get "https://${registry}/v2/": ${error.message}`);
		if (!(error instanceof FetchRefused)) throw error;
		const head = `GET https://${path}: `;
		if (error.reason === 'unauthorized') throw new ImageMissing(`${head}UNAUTHORIZED: authentication required`);
		if (error.reason !== 'not-found') throw new ImageMissing(head + error.message);
		throw new ImageMissing(`${head}MANIFEST_UNKNOWN: manifest unknown; map[Tag:${tag}]`);
	}
}

/** Models google/go-containerregistry pkg/v1/remote/transport Error. */
function refusalText(
	{ registry, repository, tag = 'latest', digest }: ImageReference,
	reason: 'denied' | 'no-repository' | 'no-tag',
): string {
	const host = registry === 'docker.io' ? 'index.docker.io' : registry;
	const head = `GET https://${host}/v2/${repository}/manifests/${digest ?? tag}: `;
	if (reason === 'denied')
		return `${head}UNAUTHORIZED: authentication required; [map[Action:pull Class: Name:${repository} Type:repository]]`;
	if (reason === 'no-repository') return `${head}NAME_UNKNOWN: Repository "${repository.split('/')[0]}" not found`;
	return `${head}MANIFEST_UNKNOWN: manifest unknown; unknown tag=${digest ?? tag}`;
}

/** The first image of an archive, as `docker save` writes it. Throws ImageMissing. */
export function* imageOfArchive(process: Process, archive: FileData): Task<FoundImage> {
	const engines = process.port<ContainerEngines>('container-engines');
	if (engines === undefined) throw new ImageMissing('no container engine');
	const engine = engines.get('docker', 0, '/root');
	try {
		const known = (diffId: string): ImageLayer | undefined => engine.catalog.layerOf(diffId);
		const [first] = yield* readImageArchive(archive, known, (steps) => process.tick(steps));
		if (first === undefined) throw new ImageMissing('no image in the archive');
		const [name] = first.names;
		const image = found(engine, first.version, name === undefined ? undefined : referenceOf(name));
		return { ...image, repoDigests: [] };
	} catch (error) {
		if (!(error instanceof ImageArchiveError)) throw error;
		throw new ImageMissing(error.message);
	}
}

/** "docker.io/library/nginx:1.27". */
export function fullName(reference: ImageReference): string {
	return canonicalImageName(reference);
}
