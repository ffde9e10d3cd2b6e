import type { Layer } from '../../kernel/machine-api.ts';
import type { Program } from '../../kernel/process-api.ts';

/**
 * One repository that the world's registries serve, with what its images hold and how they behave.
 * A file in `images/` declares one (or a family) as a literal, `images/registry.ts` lists it.
 */
export interface ImageRepository {
	/** Full names without tag, the first is canonical: "docker.io/library/nginx". */
	readonly names: readonly string[];
	readonly tags: ReadonlyMap<string, ImageVersion>;
	/** Programs that no other layer brings, by the name that the executables in the layers carry. */
	readonly programs?: ReadonlyMap<string, Program>;
}

/** What one tag points at. Several tags may share one (1.27 and 1.27.5). */
export interface ImageVersion {
	/** Of the index: "sha256:…", what `imageID` shows. */
	readonly digest: string;
	/** Of the image configuration: what `crictl images` shows as IMAGE ID. */
	readonly configDigest: string;
	/** Compressed bytes, what a pull moves and the node reports. */
	readonly sizeBytes: number;
	/** RFC 3339. */
	readonly createdAt: string;
	/** Lowest first. Called once a world and image; layers are shared. */
	readonly layers: () => readonly Layer[];
	readonly config: ImageConfig;
}

export interface ImageConfig {
	readonly entrypoint?: readonly string[];
	readonly cmd?: readonly string[];
	readonly env: readonly (readonly [string, string])[];
	/** "", "101", "nginx", "65532:65532". */
	readonly user?: string;
	readonly workingDir?: string;
	readonly exposedPorts?: readonly string[];
	readonly stopSignal?: 'TERM' | 'QUIT' | 'INT' | 'KILL' | 'USR1';
	readonly volumes?: readonly string[];
}
