import type { Machine } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { Random } from '../../machinery/random.ts';
import type { Task } from '../../machinery/task.ts';
import type { ImageVersion } from './image.ts';
import type { ImageCatalog } from './image-catalog.ts';
import { canonicalImageName, type ImageReference, parseImageReference } from './image-reference.ts';
import { accessFailure, type Credential, PRIVATE_REGISTRIES } from './registry-access.ts';
import { RuntimeError } from './runtime-error.ts';

/** An image on a node: everything that names it. */
export interface StoredImage {
	readonly version: ImageVersion;
	/** "docker.io/library/nginx:1.27". */
	readonly tags: readonly string[];
	/** "docker.io/library/nginx@sha256:…". */
	readonly digests: readonly string[];
}

/** Bytes a second that a node's network gives one pull, before jitter. */
const PULL_BYTES_PER_SECOND = 48_000_000;
/** Resolving, authorization and unpacking, whatever the size. */
const PULL_BASE_MS = 550;

/** How long a connection to a registry is tried. */
const DIAL_TIMEOUT_MS = 30_000;

function unreachableText(reference: ImageReference): string {
	const { registry, repository, tag, digest } = reference;
	const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
	const url = `https://${host}/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}`;
	const name = canonicalImageName(reference);
	return `failed to pull and unpack image "${name}": failed to resolve image: failed to do request: Head "${url}": dial tcp: lookup ${host}: i/o timeout`;
}

export type ElsewherePull = (reference: ImageReference, credential: Credential | undefined) => Task<ImageVersion>;

interface Stored {
	readonly version: ImageVersion;
	readonly tags: Set<string>;
	readonly digests: Set<string>;
}

/** On the disk lie the layers as they came, and unpacked. */
function diskBytes(compressedBytes: number): number {
	return Math.round(compressedBytes * 3.5);
}

/** The images of one node. */
export class ImageStore {
	readonly #context: Context;
	readonly #catalog: ImageCatalog;
	readonly #machine: Machine | undefined;
	readonly #random: Random;
	/** By config digest, in the order they came. */
	readonly #images = new Map<string, Stored>();
	readonly #elsewhere: ElsewherePull | undefined;
	readonly #unreachable = new Set<string>();
	readonly #accounts = new Map(PRIVATE_REGISTRIES);
	#changes = 0;

	/** @param elsewhere fetches from registries that are in the world itself. Throws RuntimeError. */
	constructor(options: {
		context: Context;
		catalog: ImageCatalog;
		random: Random;
		/** On whose disk they lie. */
		machine?: Machine;
		elsewhere?: ElsewherePull;
	}) {
		this.#machine = options.machine;
		this.#elsewhere = options.elsewhere;
		this.#context = options.context;
		this.#catalog = options.catalog;
		this.#random = options.random;
	}

	/** Grows with every change, for those that report the list. */
	get changes(): number {
		return this.#changes;
	}

	/** The image that a name stands for on this node; undefined when it is not here. Throws ImageReferenceError. */
	find(image: string): { version: ImageVersion; name: string; ref: string } | undefined {
		const byId = this.#images.get(image.startsWith('sha256:') ? image : `sha256:${image}`);
		if (byId !== undefined) {
			const { version } = byId;
			return { version, name: firstOf(byId.tags) || version.configDigest, ref: firstOf(byId.digests) };
		}
		const reference = parseImageReference(image);
		const name = canonicalImageName(reference);
		for (const stored of this.#images.values()) {
			if (stored.tags.has(name) || stored.digests.has(name)) {
				const ref = `${reference.registry}/${reference.repository}@${stored.version.digest}`;
				// What was asked for by digest is called by a tag, or by its id: models internal/cri/server ContainerStatus.
				const called = stored.tags.has(name) ? name : firstOf(stored.tags) || stored.version.configDigest;
				return { version: stored.version, name: called, ref };
			}
		}
		return undefined;
	}

	/**
	 * Fetches an image from its registry, taking the time its size needs. Throws RuntimeError in containerd's words.
	 * @returns its reference by digest.
	 */
	*pull(image: string, credential?: Credential): Task<string> {
		const reference = parseImageReference(image);
		const { registry } = reference;
		if (this.#unreachable.has(registry)) {
			yield delay(this.#context.loop, DIAL_TIMEOUT_MS);
			throw new RuntimeError(unreachableText(reference), 'Unknown');
		}
		const denied = accessFailure(reference, credential, this.#accounts.get(registry));
		if (denied !== undefined) {
			yield delay(this.#context.loop, 600 + this.#random.below(600));
			const name = canonicalImageName(reference);
			throw new RuntimeError(
				`failed to pull and unpack image "${name}": failed to resolve image: ${denied}`,
				'Unknown',
			);
		}
		const found = this.#catalog.resolve(reference);
		if (found.kind === 'failed' && found.reason === 'elsewhere' && this.#elsewhere !== undefined) {
			return this.#add(reference, yield* this.#elsewhere(reference, credential));
		}
		if (found.kind === 'failed') {
			yield delay(this.#context.loop, 900 + this.#random.below(900));
			throw new RuntimeError(found.message, found.code);
		}
		const present = this.#images.has(found.version.configDigest);
		const bytes = present ? 0 : found.version.sizeBytes;
		this.#requireRoom(reference, diskBytes(bytes));
		const base = PULL_BASE_MS + (bytes / PULL_BYTES_PER_SECOND) * 1_000;
		yield delay(this.#context.loop, base * (0.8 + 0.5 * this.#random.float()));
		return this.#add(reference, found.version);
	}

	/** Whether a registry answers this node. @param registry "docker.io". */
	setReachable(registry: string, reachable: boolean): void {
		if (reachable) this.#unreachable.delete(registry);
		else this.#unreachable.add(registry);
	}

	/** Lets nobody but one in; with undefined, everybody. @param registry "docker.io". */
	setAccount(registry: string, account: Credential | undefined): void {
		if (account === undefined) this.#accounts.delete(registry);
		else this.#accounts.set(registry, account);
	}

	/** Puts an image there at once: what a node's installation has preloaded. */
	preload(image: string): void {
		const reference = parseImageReference(image);
		const found = this.#catalog.resolve(reference);
		if (found.kind === 'failed') throw new Error(`assertion failed: preloaded image ${image}: ${found.message}`);
		this.#add(reference, found.version);
	}

	/** Takes a name away, and the image with its last one. False when nothing has that name. */
	remove(image: string): boolean {
		const found = this.find(image);
		if (found === undefined) return false;
		const stored = this.#images.get(found.version.configDigest);
		if (stored === undefined) return false;
		this.#changes++;
		stored.tags.delete(found.name);
		if (stored.tags.size === 0 || image.length === 64 || image.startsWith('sha256:')) {
			this.#delete(found.version.configDigest);
		}
		return true;
	}

	/** Puts an image there, however it came; a name that another image had is then this one's. */
	add(version: ImageVersion, names: readonly string[] = [], digests: readonly string[] = []): void {
		let stored = this.#images.get(version.configDigest);
		if (stored === undefined) {
			stored = this.#store(version);
		}
		this.#changes++;
		for (const name of names) {
			this.untag(name);
			stored.tags.add(name);
		}
		for (const digest of digests) stored.digests.add(digest);
	}

	/** Takes a name away from whatever has it; the image stays. @param name "docker.io/library/nginx:1.27". */
	untag(name: string): boolean {
		for (const stored of this.#images.values()) {
			if (!stored.tags.delete(name)) continue;
			this.#changes++;
			return true;
		}
		return false;
	}

	/** Forgets an image with all that names it. @param id its configuration's digest. */
	forget(id: string): boolean {
		this.#changes++;
		return this.#delete(id);
	}

	#store(version: ImageVersion): Stored {
		const stored = { version, tags: new Set<string>(), digests: new Set<string>() };
		this.#images.set(version.configDigest, stored);
		this.#machine?.takeRoom(diskBytes(version.sizeBytes));
		return stored;
	}

	#delete(id: string): boolean {
		const stored = this.#images.get(id);
		if (stored !== undefined) this.#machine?.takeRoom(-diskBytes(stored.version.sizeBytes));
		return this.#images.delete(id);
	}

	/** Throws RuntimeError on a disk that is too full. Models containerd's content store. */
	#requireRoom(reference: ImageReference, bytes: number): void {
		if (bytes === 0 || this.#machine === undefined) return;
		const { totalBytes, usedBytes } = this.#machine.root.diskUsage();
		if (bytes <= totalBytes - usedBytes) return;
		const ingest = `/var/lib/containerd/io.containerd.content.v1.content/ingest/${this.#random.hex(64)}/data`;
		const why = `failed to copy: write ${ingest}: no space left on device`;
		throw new RuntimeError(`failed to pull and unpack image "${canonicalImageName(reference)}": ${why}`, 'Unknown');
	}

	list(): StoredImage[] {
		return [...this.#images.values()].map((each) => ({
			version: each.version,
			tags: [...each.tags],
			digests: [...each.digests],
		}));
	}

	#add(reference: ImageReference, version: ImageVersion): string {
		let stored = this.#images.get(version.configDigest);
		if (stored === undefined) {
			stored = this.#store(version);
			this.#changes++;
		}
		const repository = `${reference.registry}/${reference.repository}`;
		const digest = `${repository}@${version.digest}`;
		if (reference.digest === undefined) {
			const name = canonicalImageName(reference);
			if (!stored.tags.has(name)) this.untag(name);
			stored.tags.add(name);
		}
		stored.digests.add(digest);
		if (reference.digest !== undefined) stored.digests.add(canonicalImageName(reference));
		return digest;
	}
}

function firstOf(names: ReadonlySet<string>): string {
	for (const name of names) return name;
	return '';
}
