import { FileData } from '../../kernel/files/file-data.ts';
import { layerTar, tarBytes } from '../../kernel/files/layer-tar.ts';
import type { Process } from '../../kernel/process-api.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageContent, ImageVersion } from '../runtime/image.ts';
import type { ImageReference } from '../runtime/image-reference.ts';
import type { ImageLayer } from '../runtime/layers/image-layer.ts';
import { MANIFEST_TYPE, manifestJson } from '../runtime/layers/made-image.ts';
import type { Credential } from '../runtime/registry-access.ts';
import { FetchRefused } from './fetch-image.ts';
import {
	askRegistry,
	type RegistryAnswer,
	type RegistryEndpoint,
	type RegistryRequest,
	registryErrors,
} from './registry-client.ts';

export interface PushedImage {
	/** Of the manifest. */
	readonly digest: string;
	readonly manifestBytes: number;
}

/** Sends an image to a registry of the world. Throws RegistryUnreachable, FetchRefused. Models distribution's push. */
export function* pushToRegistry(
	process: Process,
	endpoint: RegistryEndpoint,
	{ repository, tag }: ImageReference,
	image: { readonly version: ImageVersion; readonly content: ImageContent },
	credential: Credential | undefined,
	onLayer: (layer: ImageLayer, wasThere: boolean) => Task<void>,
): Task<PushedImage> {
	const { version, content } = image;
	const ask = (request: Omit<RegistryRequest, 'credential'>): Task<RegistryAnswer> => {
		return askRegistry(process, endpoint, { ...request, path: `/v2/${repository}/${request.path}`, credential });
	};
	for (const layer of [...content.layers].reverse()) {
		const wasThere = yield* sendBlob(ask, layer.diffId, tarBytes(layer.files()), () => layerTar(layer.files()));
		yield* onLayer(layer, wasThere);
	}
	const config = FileData.of(encodeUtf8(content.configJson));
	yield* sendBlob(ask, version.configDigest, config.size, () => [config.readAll()]);
	const manifest = encodeUtf8(
		manifestJson({ configJson: content.configJson, configDigest: version.configDigest, layers: content.layers }),
	);
	const answer = yield* ask({
		method: 'PUT',
		path: `manifests/${tag ?? 'latest'}`,
		headers: [['Content-Type', MANIFEST_TYPE]],
		body: { bytes: manifest.length, pieces: [manifest] },
	});
	requireStatus(answer, [201]);
	return { digest: `sha256:${sha256Hex(manifest)}`, manifestBytes: manifest.length };
}

/** @returns whether it was there. */
function* sendBlob(
	ask: (request: Omit<RegistryRequest, 'credential'>) => Task<RegistryAnswer>,
	digest: string,
	bytes: number,
	pieces: () => Iterable<Uint8Array>,
): Task<boolean> {
	const head = yield* ask({ method: 'HEAD', path: `blobs/${digest}` });
	if (head.status === 200) return true;
	requireStatus(head, [404]);
	const upload = yield* ask({ method: 'POST', path: 'blobs/uploads/' });
	requireStatus(upload, [202]);
	const location = (upload.headers.get('location') ?? '')
		.replace(/^https?:\/\/[^/]+/, '')
		.replace(/^\/v2\/.*?\/(?=blobs\/uploads\/)/, '');
	const at = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
	const done = yield* ask({
		method: 'PUT',
		path: at,
		headers: [['Content-Type', 'application/octet-stream']],
		body: { bytes, pieces: pieces() },
	});
	requireStatus(done, [201]);
	return false;
}

function requireStatus(answer: RegistryAnswer, wanted: readonly number[]): void {
	if (wanted.includes(answer.status)) return;
	const said = registryErrors(answer) ?? `unexpected status: ${answer.status}`;
	throw new FetchRefused(
		answer.status === 401 || answer.status === 403 ? 'unauthorized' : 'other',
		answer.status,
		said,
	);
}
