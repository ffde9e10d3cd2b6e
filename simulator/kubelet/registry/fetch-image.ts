import { FileData } from '../../kernel/files/file-data.ts';
import type { Process } from '../../kernel/process-api.ts';
import { record } from '../../machinery/json-record.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageVersion } from '../runtime/image.ts';
import type { ImageReference } from '../runtime/image-reference.ts';
import { readConfigJson } from '../runtime/layers/config-json.ts';
import { assembledImage, ImageArchiveError } from '../runtime/layers/image-archive.ts';
import type { ImageLayer } from '../runtime/layers/image-layer.ts';
import { MANIFEST_TYPE } from '../runtime/layers/made-image.ts';
import type { Credential } from '../runtime/registry-access.ts';
import { askRegistry, type RegistryAnswer, type RegistryEndpoint, registryErrors } from './registry-client.ts';

/** A registry of the world does not give an image. */
export class FetchRefused extends Error {
	readonly reason: 'not-found' | 'unauthorized' | 'other';
	readonly status: number;

	constructor(reason: FetchRefused['reason'], status: number, message: string) {
		super(message);
		this.reason = reason;
		this.status = status;
	}
}

const ACCEPTED = [MANIFEST_TYPE, 'application/vnd.oci.image.manifest.v1+json'].join(', ');

/** An image of a registry in the world. Throws RegistryUnreachable, FetchRefused. */
export function* fetchFromRegistry(
	process: Process,
	endpoint: RegistryEndpoint,
	{ repository, tag, digest }: ImageReference,
	credential: Credential | undefined,
	known: (diffId: string) => ImageLayer | undefined,
): Task<ImageVersion> {
	const get = (path: string): Task<RegistryAnswer> => {
		return askRegistry(process, endpoint, {
			method: 'GET',
			path: `/v2/${repository}/${path}`,
			headers: [['Accept', ACCEPTED]],
			credential,
		});
	};
	const answer = requireOk(yield* get(`manifests/${digest ?? tag ?? 'latest'}`));
	const { configDigest, layers } = manifestIn(decodeUtf8(answer.body.readAll()));
	const config = requireOk(yield* get(`blobs/${configDigest}`)).body;
	const configJson = decodeUtf8(config.readAll());
	const blobs: FileData[] = [];
	const diffIds = readConfigJson(configJson)?.diffIds ?? [];
	for (const [index, layer] of layers.entries()) {
		const isKnown = known(diffIds[index] ?? '') !== undefined;
		blobs.push(isKnown ? new FileData() : requireOk(yield* get(`blobs/${layer}`)).body);
	}
	try {
		return yield* assembledImage(configJson, configDigest, (index) => blobs[index], known, nothing);
	} catch (error) {
		if (error instanceof ImageArchiveError) throw new FetchRefused('other', 0, error.message);
		throw error;
	}
}

/** The digests that a manifest names. Throws FetchRefused for what is none. */
function manifestIn(text: string): { readonly configDigest: string; readonly layers: readonly string[] } {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new FetchRefused('other', 0, `invalid character ${goQuotedStart(text)} looking for beginning of value`);
	}
	const manifest = record(json);
	if (manifest === undefined) throw new FetchRefused('other', 0, 'manifest is no object');
	const digestOf = (descriptor: unknown): string => String(record(descriptor)?.digest ?? '');
	const layers = Array.isArray(manifest.layers) ? manifest.layers : [];
	return { configDigest: digestOf(manifest.config), layers: layers.map(digestOf) };
}

function goQuotedStart(text: string): string {
	return `'${text.trimStart().slice(0, 1)}'`;
}

function requireOk(answer: RegistryAnswer): RegistryAnswer {
	if (answer.status === 200) return answer;
	const said = registryErrors(answer) ?? '';
	if (answer.status === 401 || answer.status === 403) throw new FetchRefused('unauthorized', answer.status, said);
	if (answer.status === 404) throw new FetchRefused('not-found', 404, said);
	throw new FetchRefused('other', answer.status, said);
}
