import type { ImageContent, ImageVersion } from '../../kubelet/runtime/image.ts';
import type { ImageCatalog } from '../../kubelet/runtime/image-catalog.ts';
import {
	canonicalImageName,
	type ImageReference,
	ImageReferenceError,
	parseImageReference,
} from '../../kubelet/runtime/image-reference.ts';
import type { ImageStore, StoredImage } from '../../kubelet/runtime/image-store.ts';
import type { EngineKind } from './container-engine.ts';
import { EngineError } from './container-request.ts';

/** The images of one engine. */
export class EngineImages {
	readonly store: ImageStore;
	readonly #catalog: ImageCatalog;
	readonly #kind: EngineKind;

	constructor(store: ImageStore, catalog: ImageCatalog, kind: EngineKind) {
		this.store = store;
		this.#catalog = catalog;
		this.#kind = kind;
	}

	/** Newest first. */
	list(): readonly StoredImage[] {
		return [...this.store.list()]
			.reverse()
			.sort((a, b) =>
				a.version.createdAt < b.version.createdAt ? 1 : a.version.createdAt > b.version.createdAt ? -1 : 0,
			);
	}

	contentOf(version: ImageVersion): ImageContent {
		return this.#catalog.contentOf(version);
	}

	/** Bytes of all layers as they lie on the disk. */
	sizeOf(version: ImageVersion): number {
		return this.contentOf(version).layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	}

	/** By name, by id or by the beginning of one. Throws EngineError for what is no name. */
	find(name: string): StoredImage | undefined {
		const all = this.store.list();
		const byId = all.filter(({ version }) => isId(name) && version.configDigest.startsWith(withAlgorithm(name)));
		const exact = byId.length === 1 ? byId[0] : undefined;
		for (const full of this.namesOf(name)) {
			const found = all.find(({ tags, digests }) => tags.includes(full) || digests.includes(full));
			if (found !== undefined) return found;
		}
		return exact;
	}

	/** Throws EngineError when there is none. */
	require(name: string): ImageVersion {
		return this.requireStored(name).version;
	}

	requireStored(name: string): StoredImage {
		const found = this.find(name);
		if (found !== undefined) return found;
		const message =
			this.#kind === 'docker'
				? `No such image: ${name.includes(':') || name.includes('@') || isId(name) ? name : `${name}:latest`}`
				: `${name}: image not known`;
		throw new EngineError('no-image', message);
	}

	/** The full names that a short one may stand for: podman looks at its own first. */
	namesOf(name: string): readonly string[] {
		const reference = this.parse(name);
		const full = canonicalImageName(reference);
		if (this.#kind === 'docker' || !full.startsWith('docker.io/')) return [full];
		return hasRegistry(name) ? [full] : [canonicalImageName(localReference(name, reference)), full];
	}

	/** The name that something made here gets: podman's own are at "localhost/". Throws EngineError. */
	newName(name: string): string {
		const reference = this.parse(name);
		const local = this.#kind === 'podman' && !hasRegistry(name);
		return canonicalImageName(local ? localReference(name, reference) : reference);
	}

	/** Throws EngineError. */
	parse(name: string): ImageReference {
		try {
			return parseImageReference(name);
		} catch (error) {
			if (!(error instanceof ImageReferenceError)) throw error;
			throw new EngineError('invalid', error.message);
		}
	}
}

function hasRegistry(name: string): boolean {
	const first = name.split('/')[0] as string;
	return name.includes('/') && (first === 'localhost' || /[.:]/.test(first));
}

function localReference(name: string, reference: ImageReference): ImageReference {
	return { ...reference, registry: 'localhost', repository: name.replace(/[@].*$/, '').replace(/:[^/]*$/, '') };
}

function isId(name: string): boolean {
	return /^(sha256:)?[0-9a-f]{3,64}$/.test(name);
}

function withAlgorithm(id: string): string {
	return id.startsWith('sha256:') ? id : `sha256:${id}`;
}
