import type { FileData } from '../../kernel/files/file-data.ts';
import { tarPieces } from '../../kernel/files/tar-file.ts';
import type { RunningProcess } from '../../kernel/machine-api.ts';
import type { LogLine } from '../../kubelet/runtime/container-log.ts';
import { parseLogLines } from '../../kubelet/runtime/container-log.ts';
import type { ContainerRecord, SandboxRecord } from '../../kubelet/runtime/container-record.ts';
import type { ContainerRuntime } from '../../kubelet/runtime/container-runtime.ts';
import { startExec } from '../../kubelet/runtime/exec.ts';
import type { ImageCatalog } from '../../kubelet/runtime/image-catalog.ts';
import { canonicalImageName, ImageReferenceError, parseImageReference } from '../../kubelet/runtime/image-reference.ts';
import type { StoredImage } from '../../kubelet/runtime/image-store.ts';
import {
	ImageArchiveError,
	ociArchive,
	readImageArchive,
	type Tick,
} from '../../kubelet/runtime/layers/image-archive.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import type { Task } from '../../machinery/task.ts';

/** The container runtime as tools of the node see it (its CRI socket): `process.port('cri')`. */
export interface RuntimeService {
	/** Whether containerd runs, and serves the CRI. */
	readonly state: RuntimeState;
	sandboxes(): readonly SandboxRecord[];
	containers(): readonly ContainerFacts[];
	images(): readonly StoredImage[];
	/** Undefined when it is not here. */
	imageOf(name: string): StoredImage | undefined;
	/** Throws RuntimeError's message as `RuntimeRefusal`. */
	stopContainer(id: string, graceMs: number): Task<void>;
	removeContainer(id: string): void;
	stopSandbox(id: string): void;
	removeSandbox(id: string): void;
	exec(id: string, options: Parameters<typeof startExec>[2]): RunningProcess;
	/** What its log holds; with `onLine` also what comes, until the returned function is called or `onEnd` is. */
	readLog(id: string): readonly LogLine[];
	followLog(id: string, onLine: (line: LogLine) => void, onEnd: () => void): () => void;
	/** @returns the image's id. */
	pull(image: string): Task<string>;
	removeImage(id: string): void;
	/** What its processes have used: CPU in all, and memory now. */
	usage(id: string): { readonly cpuMs: number; readonly memoryBytes: number };
	/** Takes in what an archive has. @returns full names, each with its image's digest. Throws RuntimeRefusal. */
	importImages(archive: FileData, tick: Tick): Task<readonly (readonly [name: string, digest: string])[]>;
	/** Gives an image a further name, or takes one away. */
	tagImage(image: StoredImage, name: string): void;
	untagImage(name: string): boolean;
	/** An archive of images. */
	exportImages(images: readonly (readonly [name: string, image: StoredImage])[]): Iterable<Uint8Array>;
}

export type RuntimeState = 'down' | 'without-cri' | 'up';

export interface ContainerFacts {
	readonly record: ContainerRecord;
	readonly sandbox: SandboxRecord | undefined;
	/** Of its first process on the host; 0 when it does not run. */
	readonly pid: number;
	/** "sha256:…". */
	readonly imageId: string;
}

/** What the runtime refuses, in the words of its RPC's description. */
export class RuntimeRefusal extends Error {}

/** @param state how containerd's service is doing. */
export function runtimeService(
	runtime: ContainerRuntime,
	catalog: ImageCatalog,
	state: () => RuntimeState,
): RuntimeService {
	return new HostRuntimeService(runtime, catalog, state);
}

class HostRuntimeService implements RuntimeService {
	readonly #runtime: ContainerRuntime;
	readonly #catalog: ImageCatalog;
	readonly #state: () => RuntimeState;

	constructor(runtime: ContainerRuntime, catalog: ImageCatalog, state: () => RuntimeState) {
		this.#runtime = runtime;
		this.#catalog = catalog;
		this.#state = state;
	}

	get state(): RuntimeState {
		return this.#state();
	}

	sandboxes(): readonly SandboxRecord[] {
		return this.#runtime.listSandboxes();
	}

	containers(): readonly ContainerFacts[] {
		const runtime = this.#runtime;
		const sandboxes = new Map(runtime.listSandboxes().map((each) => [each.id, each]));
		return runtime.listContainers().map((record) => ({
			record,
			sandbox: sandboxes.get(record.sandboxId),
			pid: record.state === 'running' ? (runtime.live(record.id).process?.hostPid ?? 0) : 0,
			imageId: imageId(runtime, record.imageName),
		}));
	}

	images(): readonly StoredImage[] {
		return this.#runtime.images.list();
	}

	imageOf(name: string): StoredImage | undefined {
		const id = this.#idOf(name);
		return this.images().find((each) => each.version.configDigest === id);
	}

	/** What no reference can be is nobody's name. */
	#idOf(name: string): string | undefined {
		try {
			return this.#runtime.images.find(name)?.version.configDigest;
		} catch (error) {
			if (error instanceof ImageReferenceError) return undefined;
			throw error;
		}
	}

	stopContainer(id: string, graceMs: number): Task<void> {
		return this.#runtime.stopContainer(id, graceMs);
	}

	removeContainer(id: string): void {
		this.#runtime.removeContainer(id);
	}

	stopSandbox(id: string): void {
		this.#runtime.stopSandbox(id);
	}

	removeSandbox(id: string): void {
		this.#runtime.removeSandbox(id);
	}

	exec(id: string, options: Parameters<typeof startExec>[2]): RunningProcess {
		try {
			return startExec(this.#runtime, this.#runtime.live(id), options);
		} catch (error) {
			throw refusal(error);
		}
	}

	readLog(id: string): readonly LogLine[] {
		const { log } = this.#runtime.live(id);
		log.flush();
		return parseLogLines(this.#runtime.machine.root.readFile(log.path) ?? new Uint8Array(0));
	}

	followLog(id: string, onLine: (line: LogLine) => void, onEnd: () => void): () => void {
		const live = this.#runtime.live(id);
		const unfollow = live.log.follow(onLine);
		live.exits.add(onEnd);
		return () => {
			unfollow();
			live.exits.delete(onEnd);
		};
	}

	*pull(image: string): Task<string> {
		checkReference(image);
		try {
			yield* this.#runtime.images.pull(image);
		} catch (error) {
			throw refusal(error);
		}
		return imageId(this.#runtime, image);
	}

	removeImage(id: string): void {
		this.#runtime.images.remove(id);
	}

	usage(id: string): { readonly cpuMs: number; readonly memoryBytes: number } {
		return this.#runtime.live(id).group.usage();
	}

	*importImages(archive: FileData, tick: Tick): Task<readonly (readonly [name: string, digest: string])[]> {
		try {
			const found = yield* readImageArchive(archive, (diffId) => this.#catalog.layerOf(diffId), tick);
			return found.flatMap(({ version, names }) => {
				const full = names.map((name) => canonicalImageName(parseImageReference(name)));
				this.#runtime.images.add(version, full);
				return full.map((name) => [name, version.digest] as const);
			});
		} catch (error) {
			if (error instanceof ImageArchiveError) throw new RuntimeRefusal(error.message);
			throw error;
		}
	}

	tagImage({ version }: StoredImage, name: string): void {
		this.#runtime.images.add(version, [name]);
	}

	untagImage(name: string): boolean {
		return this.#runtime.images.remove(name);
	}

	exportImages(images: readonly (readonly [name: string, image: StoredImage])[]): Iterable<Uint8Array> {
		const archived = images.map(([name, { version }]) => ({
			version,
			content: this.#catalog.contentOf(version),
			names: [name],
		}));
		return tarPieces(ociArchive(archived, (name) => name));
	}
}

function imageId(runtime: ContainerRuntime, image: string): string {
	return runtime.images.find(image)?.version.configDigest ?? image;
}

function refusal(error: unknown): unknown {
	return error instanceof RuntimeError ? new RuntimeRefusal(error.message) : error;
}

/** Models internal/cri/server PullImage. Throws RuntimeRefusal. */
function checkReference(image: string): void {
	try {
		parseImageReference(image);
	} catch (error) {
		if (!(error instanceof ImageReferenceError)) throw error;
		throw new RuntimeRefusal(`failed to parse image reference ${JSON.stringify(image)}: ${error.message}`);
	}
}
