import { type LayerStack, stackLayers } from '../../kernel/files/layer-stack.ts';
import type { Layer, LayerEntry } from '../../kernel/machine-api.ts';
import type { Program } from '../../kernel/process-api.ts';
import type { ImageContent, ImageRepository, ImageVersion } from './image.ts';
import { canonicalImageName, type ImageReference } from './image-reference.ts';
import { declaredContent } from './layers/declared-content.ts';
import type { ImageLayer } from './layers/image-layer.ts';

/** What a registry answers when asked for an image. */
export type ImageLookup =
	| { readonly kind: 'found'; readonly name: string; readonly version: ImageVersion }
	/** `code` is the gRPC code that containerd maps the failure to; Unknown is not shown by the kubelet. */
	| {
			readonly kind: 'failed';
			readonly code: 'NotFound' | 'Unknown';
			readonly message: string;
			readonly reason: LookupFailure;
	  };

/** 'elsewhere': no registry of the internet, but there may be one in the world. */
export type LookupFailure = 'elsewhere' | 'denied' | 'no-repository' | 'no-tag';

/** All registries that the world can reach. Immutable; shared by all worlds of a process. */
export class ImageCatalog {
	readonly #byName = new Map<string, ImageRepository>();
	readonly #hosts = new Set<string>(KNOWN_REGISTRIES);
	readonly #hasProgram: (name: string) => boolean;
	/** Merged once a process: a pure function of the version, however many worlds run it. */
	readonly #stacks = new Map<string, LayerStack>();
	readonly #contents = new Map<string, ImageContent>();
	/** Layers of those, by diff id. */
	readonly #layers = new Map<string, ImageLayer>();

	/**
	 * @param hasProgram whether the world's program registry has a name: a file whose program nobody has written
	 * is left out, so that it is "not found" instead of broken.
	 */
	constructor(repositories: readonly ImageRepository[], hasProgram: (name: string) => boolean = () => true) {
		this.#hasProgram = hasProgram;
		for (const repository of repositories) {
			for (const name of repository.names) {
				if (this.#byName.has(name)) throw new Error(`assertion failed: image repository ${name} is listed twice`);
				this.#byName.set(name, repository);
				this.#hosts.add(name.slice(0, name.indexOf('/')));
			}
		}
	}

	/** Models containerd/core/remotes/docker Resolve, as `crictl pull` reports it. */
	resolve(reference: ImageReference): ImageLookup {
		const name = canonicalImageName(reference);
		const repository = this.#repository(`${reference.registry}/${reference.repository}`);
		const prefix = `failed to pull and unpack image "${name}": failed to resolve image: `;
		if (repository !== undefined) {
			const version = findVersion(repository, reference);
			if (version !== undefined) return { kind: 'found', name, version };
			return { kind: 'failed', code: 'NotFound', message: `${prefix}${name}: not found`, reason: 'no-tag' };
		}
		const failure = this.#missingRepository(reference, name);
		return { ...failure, message: prefix + failure.message };
	}

	#repository(name: string): ImageRepository | undefined {
		const known = this.#byName.get(name);
		if (known !== undefined) return known;
		const mirror = MIRRORS.find(([copies]) => name.startsWith(copies));
		return mirror === undefined ? undefined : this.#byName.get(mirror[1] + name.slice(mirror[0].length));
	}

	#missingRepository(reference: ImageReference, name: string): Extract<ImageLookup, { kind: 'failed' }> {
		const { registry, repository, tag, digest } = reference;
		if (!this.#hosts.has(registry)) {
			const host = registry.replace(/:\d+$/, '');
			const head = `failed to do request: Head "https://${registry}/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}": `;
			const dial = /^\d+(?:\.\d+){3}$/.test(host)
				? `dial tcp ${registry.includes(':') ? registry : `${registry}:443`}: connect: no route to host`
				: host === 'localhost'
					? `dial tcp 127.0.0.1:${registry.includes(':') ? registry.slice(10) : '443'}: connect: connection refused`
					: `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`;
			return { kind: 'failed', code: 'Unknown', message: head + dial, reason: 'elsewhere' };
		}
		if (REGISTRIES_OPEN.has(registry)) {
			return { kind: 'failed', code: 'NotFound', message: `${name}: not found`, reason: 'no-repository' };
		}
		return {
			kind: 'failed',
			code: 'Unknown',
			reason: 'denied',
			message:
				'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
		};
	}

	/** The file system of an image, ready to be written over. */
	stackOf(version: ImageVersion): LayerStack {
		if (version.made !== undefined) return version.made.stack;
		let stack = this.#stacks.get(version.configDigest);
		if (stack === undefined) {
			stack = stackLayers([MOUNT_POINTS, ...version.layers().map((layer) => this.#known(layer))]);
			this.#stacks.set(version.configDigest, stack);
		}
		return stack;
	}

	/**
	 * A layer of an image that `contentOf` has told of. Whoever has its diff id has got it from there, in whatever world, so
	 * it is always found.
	 */
	layerOf(diffId: string): ImageLayer | undefined {
		return this.#layers.get(diffId);
	}

	/** Its layers, its history and its configuration. */
	contentOf(version: ImageVersion): ImageContent {
		if (version.made !== undefined) return version.made;
		let content = this.#contents.get(version.configDigest);
		if (content === undefined) {
			const layers = version.layers().map((layer) => this.#known(layer));
			content = declaredContent(version, layers, this.stackOf(version));
			this.#contents.set(version.configDigest, content);
			for (const layer of content.layers) this.#layers.set(layer.diffId, layer);
		}
		return content;
	}

	/** An executable may name a variant, "busybox:wget", that falls back to the plain program, "wget". */
	#known(layer: Layer): Layer {
		const entries = new Map<string, LayerEntry>();
		for (const [path, entry] of layer.entries) {
			if (entry.type !== 'executable' || this.#hasProgram(entry.program)) entries.set(path, entry);
			else {
				const plain = entry.program.slice(entry.program.indexOf(':') + 1);
				if (this.#hasProgram(plain)) entries.set(path, { ...entry, program: plain });
			}
		}
		return { ...layer, entries };
	}

	/** Everything the images bring, for the world's program registry. */
	programs(): Map<string, Program> {
		const programs = new Map<string, Program>();
		for (const repository of new Set(this.#byName.values())) {
			for (const [key, program] of repository.programs ?? []) programs.set(key, program);
		}
		return programs;
	}
}

/** What is mounted over in every container, there in every image as builders leave it. */
const MOUNT_POINTS: Layer = {
	entries: new Map(
		['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'].map((path) => [
			path,
			{ type: 'file', mode: 0o644, content: '' },
		]),
	),
};

/** Registries that serve what another one has, by the beginnings of names. */
const MIRRORS: readonly (readonly [copies: string, of: string])[] = [
	['public.ecr.aws/docker/library/', 'docker.io/library/'],
	['public.ecr.aws/nginx/', 'docker.io/library/'],
	['public.ecr.aws/bitnami/', 'docker.io/bitnami/'],
	['mirror.gcr.io/', 'docker.io/'],
	['registry-1.docker.io/', 'docker.io/'],
	['registry.hub.docker.com/', 'docker.io/'],
	['k8s.gcr.io/', 'registry.k8s.io/'],
	['gcr.io/google-containers/', 'registry.k8s.io/'],
	['gcr.io/google_containers/', 'registry.k8s.io/'],
	['gcr.io/google_samples/', 'gcr.io/google-samples/'],
	['gcr.io/kubernetes-e2e-test-images/', 'registry.k8s.io/e2e-test-images/'],
	['registry.example.com/private/', 'docker.io/library/'],
	['registry.example.com/', 'docker.io/library/'],
];

/** Hosts that answer although the world has none of their images. */
const KNOWN_REGISTRIES = [
	'docker.io',
	'registry.k8s.io',
	'quay.io',
	'ghcr.io',
	'gcr.io',
	'public.ecr.aws',
	'mcr.microsoft.com',
	...MIRRORS.map(([copies]) => copies.slice(0, copies.indexOf('/'))),
];

/** Registries that say "not found" for an unknown repository instead of asking for authorization. */
const REGISTRIES_OPEN: ReadonlySet<string> = new Set([
	'registry.k8s.io',
	'gcr.io',
	'mcr.microsoft.com',
	'public.ecr.aws',
	'registry.example.com',
]);

function findVersion(repository: ImageRepository, reference: ImageReference): ImageVersion | undefined {
	if (reference.digest === undefined) return repository.tags.get(reference.tag ?? 'latest');
	for (const version of repository.tags.values()) if (version.digest === reference.digest) return version;
	// Differs: digests here are not the real ones, so what stands beside a tag is taken to be its digest.
	return reference.tag === undefined ? undefined : repository.tags.get(reference.tag);
}
