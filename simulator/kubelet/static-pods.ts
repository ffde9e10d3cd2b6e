import type { Pod } from '../api/core/types/pod.ts';
import type { Timer } from '../machinery/event-loop.ts';
import { rest } from '../machinery/rest.ts';
import { startTask, type Task, type TaskHandle } from '../machinery/task.ts';
import { formatNanoTime } from '../machinery/timestamp.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';
import type { KubeletParts } from './parts.ts';
import { HASH_ANNOTATION, SEEN_ANNOTATION, SOURCE_ANNOTATION } from './pod/pod-facts.ts';
import { decodeStaticPod, ManifestError } from './static-pod-decoder.ts';

/** A file as it was read, and the Pod it stands for, or why it does for none. */
export interface StaticPodFile {
	readonly text: string;
	readonly pod: Pod | undefined;
	readonly problem?: string;
}

type Parts = Pick<KubeletParts, 'context' | 'machine' | 'nodeName' | 'log'>;

/** A change of a file is looked at after this: editors write in several steps. */
const SETTLE_MS = 50;
/** How often the folder is listed whether or not something has changed. Models KubeletConfiguration fileCheckFrequency. */
const LIST_MS = 20_000;
/** New ones that are read between two rests. */
const FILES_A_STEP = 16;

/**
 * Pods from the files of a folder of the node. Models pkg/kubelet/config/file.go sourceFile and common.go.
 */
export class StaticPodSource {
	readonly #parts: Parts;
	readonly #folder: string;
	readonly #onChange: (pods: readonly Pod[]) => void;
	#unwatch: (() => void) | undefined;
	#timer: Timer | undefined;
	#reading: TaskHandle | undefined;
	/** The next listing, which only shows where a file has a problem: it is said again. */
	#listing: Timer | undefined;
	#isMissing = false;
	/** By file, with the text it was read from, so that an unchanged file keeps its Pod. */
	#known: ReadonlyMap<string, StaticPodFile>;

	/** @param options.known files that were read before, by name. */
	constructor(
		parts: Parts,
		options: {
			folder: string;
			onChange: (pods: readonly Pod[]) => void;
			known?: ReadonlyMap<string, StaticPodFile> | undefined;
		},
	) {
		this.#parts = parts;
		this.#folder = options.folder;
		this.#onChange = options.onChange;
		this.#known = options.known ?? new Map();
	}

	start(): void {
		this.#unwatch = this.#parts.machine.root.watch(this.#folder, () => this.#schedule());
		this.#read();
	}

	/** By file name. */
	files(): ReadonlyMap<string, StaticPodFile> {
		return this.#known;
	}

	stop(): void {
		this.#unwatch?.();
		this.#reading?.cancel();
		this.#timer?.cancel();
		this.#listing?.cancel();
	}

	#schedule(): void {
		this.#timer ??= this.#parts.context.loop.after(SETTLE_MS, () => {
			this.#timer = undefined;
			this.#read();
		});
	}

	/** A folder that has changed again by now is read from its beginning. */
	#read(): void {
		this.#reading?.cancel();
		this.#reading = startTask(this.#readFiles(), () => {});
	}

	*#readFiles(): Task<void> {
		const { context, machine } = this.#parts;
		const { root } = machine;
		const list = root.list(this.#folder);
		this.#isMissing = list === undefined && root.typeOf(this.#folder) === undefined;
		if (this.#isMissing) this.#tellMissing();
		const names = [...(list ?? [])].filter((name) => !name.startsWith('.')).sort();
		const known = new Map<string, StaticPodFile>();
		let read = 0;
		for (const name of names) {
			const data = root.readFile(`${this.#folder}/${name}`);
			if (data === undefined) continue;
			const text = decodeUtf8(data);
			const before = this.#known.get(name);
			if (before?.text === text) known.set(name, before);
			else {
				known.set(name, { text, ...(yield* this.#parse(name, text)) });
				if (++read % FILES_A_STEP === 0) yield rest(context.loop);
			}
		}
		this.#known = known;
		this.#planListing();
		this.#onChange([...known.values()].flatMap(({ pod }) => (pod === undefined ? [] : [pod])));
	}

	#planListing(): void {
		if (!this.#isMissing && ![...this.#known.values()].some(({ problem }) => problem !== undefined)) return;
		this.#listing ??= this.#parts.context.loop.after(LIST_MS, () => {
			this.#listing = undefined;
			if (this.#isMissing) this.#tellMissing();
			for (const [name, { problem }] of this.#known) if (problem !== undefined) this.#tell(name, problem);
			this.#planListing();
		});
	}

	#tellMissing(): void {
		const where = JSON.stringify(this.#folder);
		this.#parts.log(
			'E',
			'file.go:105',
			`"Unable to read config path" err="path does not exist, ignoring" path=${where}`,
		);
	}

	/** What is no Pod the kubelet only tells in its log. */
	#tell(name: string, problem: string): void {
		const [reason, where] = [problem, `${this.#folder}/${name}`].map((each) => JSON.stringify(each));
		this.#parts.log('E', 'file.go:187', `"Could not process manifest file" err=${reason} path=${where}`);
	}

	*#parse(name: string, text: string): Task<Pick<StaticPodFile, 'pod' | 'problem'>> {
		const path = `${this.#folder}/${name}`;
		const { context, nodeName } = this.#parts;
		let decoded: Pod;
		try {
			const origin = { path, folder: this.#folder, nodeName, rest: rest(context.loop) };
			decoded = yield* decodeStaticPod(text, origin);
		} catch (error) {
			if (!(error instanceof ManifestError)) throw error;
			this.#tell(name, error.message);
			return { pod: undefined, problem: error.message };
		}
		const { metadata } = decoded;
		const pod: Pod = {
			...decoded,
			metadata: {
				...metadata,
				resourceVersion: '',
				creationTimestamp: '',
				annotations: {
					...metadata.annotations,
					[HASH_ANNOTATION]: metadata.uid,
					[SEEN_ANNOTATION]: formatNanoTime(context.loop.now()),
					[SOURCE_ANNOTATION]: 'file',
				},
			},
			status: { phase: 'Pending' },
		};
		return { pod };
	}
}
