import type { Process } from '../../kernel/process-api.ts';
import {
	EndpointsFailed,
	endpointsOf,
	isLoopbackHost,
	textFile,
	withEndpoints,
} from '../../kubelet/registry/endpoints.ts';
import {
	askRegistry,
	type RegistryAnswer,
	type RegistryEndpoint,
	type RegistryRequest,
	registryErrors,
} from '../../kubelet/registry/registry-client.ts';
import {
	type ImageReference,
	ImageReferenceError,
	parseImageReference,
} from '../../kubelet/runtime/image-reference.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { ContainerEngines } from './container-engines.ts';
import { loginOf, type RegistryLogin } from './registry-access.ts';

/** A registry says no, or cannot be asked: in go-containerregistry's words. */
export class RegistryRefusal extends Error {
	readonly isMissing: boolean;

	constructor(message: string, isMissing = false) {
		super(message);
		this.isMissing = isMissing;
	}
}

export interface RegistryOptions {
	/** Any certificate will do, and none. */
	readonly insecure: boolean;
	readonly login?: RegistryLogin | undefined;
}

const ACCEPTED = [
	'application/vnd.docker.distribution.manifest.v2+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.oci.image.index.v1+json',
].join(', ');

/**
 * A repository as tools that keep things beside images see it. Models google/go-containerregistry pkg/v1/remote.
 * Registries of the internet are read only, and have images and nothing else. All of it throws RegistryRefusal.
 */
export class ArtifactRepository {
	readonly reference: ImageReference;
	readonly #process: Process;
	readonly #engine: ContainerEngine;
	readonly #options: RegistryOptions;

	constructor(process: Process, name: string, options: RegistryOptions) {
		const engines = process.port<ContainerEngines>('container-engines');
		if (engines === undefined) throw new RegistryRefusal('no network');
		try {
			this.reference = parseImageReference(name);
		} catch (error) {
			if (!(error instanceof ImageReferenceError)) throw error;
			throw new RegistryRefusal(`could not parse reference: ${name}`);
		}
		this.#process = process;
		this.#engine = engines.get('docker', 0, '/root');
		this.#options = options;
	}

	/** "localhost:5000/app", "index.docker.io/library/nginx". */
	get name(): string {
		const { registry, repository } = this.reference;
		return `${registry === 'docker.io' ? 'index.docker.io' : registry}/${repository}`;
	}

	/** What the reference leads to: "sha256:…". */
	*digest(): Task<string> {
		const { tag = 'latest', digest } = this.reference;
		const found = this.#engine.catalog.resolve(this.reference);
		if (found.kind === 'found') return found.version.digest;
		if (found.reason !== 'elsewhere') throw this.#unknown(digest ?? tag);
		const manifest = yield* this.manifest(digest ?? tag);
		return `sha256:${sha256Hex(encodeUtf8(manifest))}`;
	}

	/** @param tag or digest. */
	*manifest(tag: string): Task<string> {
		const found = this.#engine.catalog.resolve(this.reference);
		if (found.kind === 'found' || found.reason !== 'elsewhere') throw this.#unknown(tag);
		const answer = yield* this.#ask({ method: 'GET', path: `manifests/${tag}`, headers: [['Accept', ACCEPTED]] });
		return decodeUtf8(this.#required(answer, `manifests/${tag}`, 'GET', [200]).body.readAll());
	}

	*blob(digest: string): Task<Uint8Array> {
		const answer = yield* this.#ask({ method: 'GET', path: `blobs/${digest}` });
		return this.#required(answer, `blobs/${digest}`, 'GET', [200]).body.readAll();
	}

	/** @returns its digest. */
	*putBlob(bytes: Uint8Array): Task<string> {
		const digest = `sha256:${sha256Hex(bytes)}`;
		this.#requireWritable('POST', 'blobs/uploads/');
		const head = yield* this.#ask({ method: 'HEAD', path: `blobs/${digest}` });
		if (head.status === 200) return digest;
		const upload = yield* this.#ask({ method: 'POST', path: 'blobs/uploads/' });
		this.#required(upload, 'blobs/uploads/', 'POST', [202]);
		const location = (upload.headers.get('location') ?? '').replace(/^.*\/(?=blobs\/uploads\/)/, '');
		const path = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
		const done = yield* this.#ask({
			method: 'PUT',
			path,
			headers: [['Content-Type', 'application/octet-stream']],
			body: { bytes: bytes.length, pieces: [bytes] },
		});
		this.#required(done, path, 'PUT', [201]);
		return digest;
	}

	/** @returns its digest. */
	*putManifest(tag: string, type: string, text: string): Task<string> {
		const bytes = encodeUtf8(text);
		const answer = yield* this.#ask({
			method: 'PUT',
			path: `manifests/${tag}`,
			headers: [['Content-Type', type]],
			body: { bytes: bytes.length, pieces: [bytes] },
		});
		this.#required(answer, `manifests/${tag}`, 'PUT', [201]);
		return `sha256:${sha256Hex(bytes)}`;
	}

	*remove(digest: string): Task<void> {
		const answer = yield* this.#ask({ method: 'DELETE', path: `manifests/${digest}` });
		this.#required(answer, `manifests/${digest}`, 'DELETE', [202]);
	}

	#requireWritable(method: string, path: string): void {
		const found = this.#engine.catalog.resolve(this.reference);
		if (found.kind === 'failed' && found.reason === 'elsewhere') return;
		const { repository } = this.reference;
		throw new RegistryRefusal(
			`${method} https://${this.#host()}/v2/${repository}/${path}: UNAUTHORIZED: authentication required; [map[Action:pull Class: Name:${repository} Type:repository] map[Action:push Class: Name:${repository} Type:repository]]`,
		);
	}

	#host(): string {
		const { registry } = this.reference;
		return registry === 'docker.io' ? 'index.docker.io' : registry;
	}

	#unknown(tag: string): RegistryRefusal {
		const { repository } = this.reference;
		const text = `GET https://${this.#host()}/v2/${repository}/manifests/${tag}: MANIFEST_UNKNOWN: manifest unknown; unknown tag=${tag}`;
		return new RegistryRefusal(text, true);
	}

	#required(answer: RegistryAnswer, path: string, method: string, wanted: readonly number[]): RegistryAnswer {
		if (wanted.includes(answer.status)) return answer;
		const [, code = '', text = ''] = /^([^:]*): (.*)$/s.exec(registryErrors(answer) ?? '') ?? [];
		const said =
			code === '' ? `unexpected status code ${answer.status}` : `${code.toUpperCase().replaceAll(' ', '_')}: ${text}`;
		throw new RegistryRefusal(
			`${method} https://${this.#host()}/v2/${this.reference.repository}/${path}: ${said}`,
			answer.status === 404,
		);
	}

	*#ask(request: Omit<RegistryRequest, 'credential'>): Task<RegistryAnswer> {
		const { registry, repository } = this.reference;
		const { root } = this.#engine.machine;
		const credential =
			this.#options.login ?? loginOf(this.#engine, registry, [textFile(root, '/root/.docker/config.json')]);
		const path = `/v2/${repository}/${request.path}`;
		try {
			const { result } = yield* withEndpoints(this.#process, this.#endpoints(), (endpoint) =>
				askRegistry(this.#process, endpoint, { ...request, path, credential }),
			);
			return result;
		} catch (error) {
			if (!(error instanceof EndpointsFailed)) throw error;
			throw new RegistryRefusal(`Get "https://${registry}/v2/": ${error.message}`);
		}
	}

	/** Its own machine and private addresses are spoken to in plain HTTP where they do not speak TLS. */
	#endpoints(): RegistryEndpoint[] {
		const { registry } = this.reference;
		const isNear =
			isLoopbackHost(registry) ||
			/^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(registry) ||
			/\.local(:\d+)?$/.test(registry);
		const { root } = this.#engine.machine;
		return endpointsOf(root, registry, {
			insecure: this.#options.insecure || isNear,
			caFiles: [`/etc/docker/certs.d/${registry}/ca.crt`],
		});
	}
}
