import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { percentDecode } from '../../../machinery/http/url.ts';
import { record } from '../../../machinery/json-record.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { RegistryStore } from './registry-store.ts';

export interface RegistrySettings {
	readonly deleteEnabled: boolean;
	/** Makes up the ids of uploads. */
	readonly newId: () => string;
}

const VERSION = ['Docker-Distribution-Api-Version', 'registry/2.0'] as const;
const JSON_TYPE = ['Content-Type', 'application/json; charset=utf-8'] as const;

/** The distribution API. Models distribution registry/handlers and specs api.md. */
export function* answerRegistry(
	store: RegistryStore,
	settings: RegistrySettings,
	request: HttpRequest,
): Task<HttpAnswer> {
	const [path = '', query = ''] = request.target.split(/\?(.*)/s);
	if (path === '/v2/' || path === '/v2') return ok('{}');
	if (path === '/v2/_catalog') return ok(`${JSON.stringify({ repositories: store.repositories() })}\n`);
	if (path === '/' || path === '') return { status: 200, headers: [], body: '' };
	const tags = /^\/v2\/(.+)\/tags\/list$/.exec(path)?.[1];
	if (tags !== undefined) {
		if (!store.hasRepository(tags))
			return refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name: tags });
		const list = store.tags(tags);
		return ok(`${JSON.stringify({ name: tags, tags: list.length === 0 ? null : list })}\n`);
	}
	const manifest = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(path);
	if (manifest !== null)
		return yield* manifests(store, settings, request, manifest[1] as string, manifest[2] as string);
	const upload = /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/.exec(path);
	if (upload !== null) return yield* uploads(store, settings, request, upload[1] as string, upload[2] as string, query);
	const blob = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]{64})$/.exec(path);
	if (blob !== null) return yield* blobs(store, settings, request, blob[1] as string, blob[2] as string);
	return { status: 404, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: '404 page not found\n' };
}

function ok(body: string): HttpAnswer {
	return { status: 200, headers: [JSON_TYPE, VERSION], body };
}

/** An error as the API words it. */
export function refusal(status: number, code: string, message: string, detail?: unknown): HttpAnswer {
	const error = { code, message, ...(detail === undefined ? {} : { detail }) };
	return { status, headers: [JSON_TYPE, VERSION], body: `${JSON.stringify({ errors: [error] })}\n` };
}

function* manifests(
	store: RegistryStore,
	settings: RegistrySettings,
	request: HttpRequest,
	name: string,
	reference: string,
): Task<HttpAnswer> {
	if (request.method === 'PUT') return yield* putManifest(store, request, name, reference);
	const digest = yield* store.manifestDigest(name, reference);
	if (digest === undefined || store.blobSize(digest) === undefined) {
		const detail = reference.startsWith('sha256:') ? { Name: name, Revision: reference } : { Tag: reference };
		return refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown', detail);
	}
	if (request.method === 'DELETE') {
		if (!settings.deleteEnabled) return refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
		yield* store.deleteManifest(name, digest);
		return { status: 202, headers: [VERSION], body: '' };
	}
	if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: [VERSION], body: '' };
	const body = yield* store.readBlob(digest);
	const type = String(objectIn(body)?.mediaType ?? 'application/vnd.oci.image.manifest.v1+json');
	const headers = [
		['Content-Type', type],
		['Docker-Content-Digest', digest],
		VERSION,
		['Etag', `"${digest}"`],
	] as const;
	return { status: 200, headers, body };
}

function objectIn(body: Uint8Array): Record<string, unknown> | undefined {
	try {
		return record(JSON.parse(decodeUtf8(body)));
	} catch {
		return undefined;
	}
}

function* putManifest(store: RegistryStore, request: HttpRequest, name: string, reference: string): Task<HttpAnswer> {
	const manifest = objectIn(request.body);
	if (manifest === undefined) return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', {});
	const layers = Array.isArray(manifest.layers) ? manifest.layers : [];
	const needed = [manifest.config, ...layers]
		.map((descriptor) => String(record(descriptor)?.digest ?? ''))
		.filter((digest) => digest !== '');
	const missing = needed.find((digest) => !store.hasLayer(name, digest));
	if (missing !== undefined) return refusal(404, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', missing);
	const digest = `sha256:${sha256Hex(request.body)}`;
	yield* store.writeBlob(digest, request.body);
	yield* store.tagManifest(name, reference, digest);
	const headers = [
		VERSION,
		['Docker-Content-Digest', digest],
		['Location', `/v2/${name}/manifests/${digest}`],
	] as const;
	return { status: 201, headers, body: '' };
}

function* uploads(
	store: RegistryStore,
	settings: RegistrySettings,
	request: HttpRequest,
	name: string,
	id: string,
	query: string,
): Task<HttpAnswer> {
	const parameters = new Map(
		query.split('&').map((part) => part.split('=').map((text) => percentDecode(text) ?? '') as [string, string]),
	);
	if (request.method === 'POST' && !parameters.has('digest')) {
		const mounted = parameters.get('mount');
		if (mounted !== undefined && store.hasLayer(parameters.get('from') ?? '', mounted)) {
			yield* store.linkLayer(name, mounted);
			return {
				status: 201,
				headers: [VERSION, ['Docker-Content-Digest', mounted], ['Location', `/v2/${name}/blobs/${mounted}`]],
				body: '',
			};
		}
		return started(name, settings.newId(), '0-0');
	}
	const uploading = `upload ${name} ${id}`;
	if (request.method === 'PATCH') {
		yield* store.writeBlob(uploadDigest(uploading), request.body);
		return started(name, id, `0-${Math.max(0, request.body.length - 1)}`);
	}
	const digest = parameters.get('digest');
	if (digest === undefined)
		return refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', 'digest missing');
	const earlier =
		store.blobSize(uploadDigest(uploading)) === undefined ? undefined : yield* store.readBlob(uploadDigest(uploading));
	yield* store.writeBlob(digest, request.body.length === 0 && earlier !== undefined ? earlier : request.body);
	yield* store.linkLayer(name, digest);
	return {
		status: 201,
		headers: [VERSION, ['Docker-Content-Digest', digest], ['Location', `/v2/${name}/blobs/${digest}`]],
		body: '',
	};
}

/** Where a piece of an upload waits for its end. */
function uploadDigest(text: string): string {
	return `sha256:${sha256Hex(new Uint8Array([...text].map((char) => char.charCodeAt(0))))}`;
}

function started(name: string, id: string, range: string): HttpAnswer {
	const headers = [
		VERSION,
		['Docker-Upload-Uuid', id],
		['Location', `/v2/${name}/blobs/uploads/${id}?_state=${id}`],
		['Range', range],
	] as const;
	return { status: 202, headers, body: '' };
}

function* blobs(
	store: RegistryStore,
	settings: RegistrySettings,
	request: HttpRequest,
	name: string,
	digest: string,
): Task<HttpAnswer> {
	const size = store.hasLayer(name, digest) ? store.blobSize(digest) : undefined;
	if (size === undefined) return refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry', digest);
	if (request.method === 'DELETE') {
		return settings.deleteEnabled
			? { status: 202, headers: [VERSION], body: '' }
			: refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
	}
	const headers = [
		['Content-Type', 'application/octet-stream'],
		['Docker-Content-Digest', digest],
		VERSION,
		['Etag', `"${digest}"`],
	] as const;
	if (request.method === 'HEAD')
		return { status: 200, headers: [...headers, ['Content-Length', String(size)]], body: '' };
	return { status: 200, headers, body: yield* store.readBlob(digest) };
}
