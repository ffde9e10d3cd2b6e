import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { Layer } from '../../kernel/machine-api.ts';
import type { Program, SignalName } from '../../kernel/process-api.ts';
import type { ImageLayer } from './layers/image-layer.ts';

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
	/** Of an image that was made in a world: everything that cannot be derived from `layers`. */
	readonly made?: ImageContent;
}

/** How an image is put together. */
export interface ImageContent {
	/** All layers, ready to be written over. */
	readonly stack: LayerStack;
	/** Lowest first. */
	readonly layers: readonly ImageLayer[];
	/** Oldest first; as many that are not `empty` as there are layers. */
	readonly history: readonly HistoryEntry[];
	/** The configuration as it is stored and signed: `configDigest` is its digest. */
	readonly configJson: string;
}

export interface HistoryEntry {
	/** RFC 3339; '' when it is not said. */
	readonly created: string;
	/** "RUN /bin/sh -c apk add curl # buildkit". */
	readonly createdBy: string;
	readonly comment: string;
	/** It changed the configuration only. */
	readonly empty: boolean;
}

export interface ImageConfig {
	readonly entrypoint?: readonly string[] | undefined;
	readonly cmd?: readonly string[] | undefined;
	readonly env: readonly (readonly [string, string])[];
	/** "", "101", "nginx", "65532:65532". */
	readonly user?: string | undefined;
	readonly workingDir?: string | undefined;
	readonly exposedPorts?: readonly string[] | undefined;
	readonly stopSignal?: SignalName | undefined;
	readonly volumes?: readonly string[] | undefined;
	readonly labels?: ReadonlyMap<string, string> | undefined;
	/** Instructions for who builds on it. */
	readonly onBuild?: readonly string[] | undefined;
	/** What RUN's shell form runs with. */
	readonly shell?: readonly string[] | undefined;
	readonly healthcheck?: Healthcheck | undefined;
}

export interface Healthcheck {
	/** ["CMD-SHELL", "curl -f http://localhost"] or ["NONE"]. */
	readonly test: readonly string[];
	readonly intervalMs?: number | undefined;
	readonly timeoutMs?: number | undefined;
	readonly startPeriodMs?: number | undefined;
	readonly retries?: number | undefined;
}
