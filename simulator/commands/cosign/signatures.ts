import { type ArtifactRepository, RegistryRefusal } from '../../hosts/containers/registry-artifacts.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';

/** What is kept beside an image: its tag ends so. */
export type Kind = 'sig' | 'att' | 'sbom';

/** One layer of what is kept: a signed text and what is noted at it. */
export interface Attached {
	readonly mediaType: string;
	readonly digest: string;
	readonly payload: Uint8Array;
	readonly annotations: ReadonlyMap<string, string>;
}

interface Manifest {
	readonly layers: readonly {
		readonly mediaType?: string;
		readonly digest?: string;
		readonly size?: number;
		readonly annotations?: Readonly<Record<string, string>>;
	}[];
}

/** "sha256-….sig". Models sigstore/cosign pkg/oci/remote SignatureTag. */
export function attachedTag(digest: string, kind: Kind): string {
	return `${digest.replace(':', '-')}.${kind}`;
}

/** What is attached to an image; undefined: nothing ever was. Throws RegistryRefusal. */
export function* readAttached(
	repository: ArtifactRepository,
	digest: string,
	kind: Kind,
): Task<readonly Attached[] | undefined> {
	let text: string;
	try {
		text = yield* repository.manifest(attachedTag(digest, kind));
	} catch (error) {
		if (error instanceof RegistryRefusal && error.isMissing) return undefined;
		throw error;
	}
	const found: Attached[] = [];
	for (const layer of (JSON.parse(text) as Manifest).layers) {
		found.push({
			mediaType: layer.mediaType ?? '',
			digest: layer.digest ?? '',
			payload: yield* repository.blob(layer.digest ?? ''),
			annotations: new Map(Object.entries(layer.annotations ?? {})),
		});
	}
	return found;
}

/** Writes all that is attached anew. @returns the manifest's digest. Models sigstore/cosign pkg/oci/mutate AppendSignatures. */
export function* writeAttached(
	repository: ArtifactRepository,
	digest: string,
	kind: Kind,
	all: readonly Attached[],
): Task<string> {
	const layers: object[] = [];
	for (const { mediaType, payload, annotations } of all) {
		layers.push({
			mediaType,
			size: payload.length,
			digest: yield* repository.putBlob(payload),
			annotations: Object.fromEntries(annotations),
		});
	}
	const config = JSON.stringify({
		architecture: '',
		created: '0001-01-01T00:00:00Z',
		history: all.map(() => ({ created: '0001-01-01T00:00:00Z' })),
		os: '',
		rootfs: { type: 'layers', diff_ids: all.map(({ payload }) => `sha256:${sha256Hex(payload)}`) },
		config: {},
	});
	const bytes = encodeUtf8(config);
	const manifest = {
		schemaVersion: 2,
		mediaType: MANIFEST_TYPE,
		config: { mediaType: CONFIG_TYPE, size: bytes.length, digest: yield* repository.putBlob(bytes) },
		layers,
	};
	return yield* repository.putManifest(attachedTag(digest, kind), MANIFEST_TYPE, JSON.stringify(manifest));
}

/** What a signature is about. Models sigstore/sigstore pkg/signature/payload Cosign. */
export function simpleSigning(name: string, digest: string, annotations: ReadonlyMap<string, string>): string {
	return JSON.stringify({
		critical: {
			identity: { 'docker-reference': name },
			image: { 'docker-manifest-digest': digest },
			type: 'cosign container image signature',
		},
		optional: annotations.size === 0 ? null : Object.fromEntries([...annotations].sort(([a], [b]) => (a < b ? -1 : 1))),
	});
}

export interface SimpleSigning {
	readonly critical: {
		readonly identity: { readonly 'docker-reference': string };
		readonly image: { readonly 'docker-manifest-digest': string };
		readonly type: string;
	};
	readonly optional: Readonly<Record<string, unknown>> | null;
}

/** Undefined: it is none. */
export function readSimpleSigning(payload: Uint8Array): SimpleSigning | undefined {
	try {
		const json = JSON.parse(decodeUtf8(payload)) as SimpleSigning;
		return typeof json.critical?.image?.['docker-manifest-digest'] === 'string' ? json : undefined;
	} catch {
		return undefined;
	}
}

/** What DSSE signs. Models secure-systems-lab/dsse protocol.md PAE. */
export function preAuthentication(type: string, body: Uint8Array): Uint8Array {
	const head = encodeUtf8(`DSSEv1 ${encodeUtf8(type).length} ${type} ${body.length} `);
	const out = new Uint8Array(head.length + body.length);
	out.set(head);
	out.set(body, head.length);
	return out;
}
