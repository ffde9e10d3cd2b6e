import type { Pod } from '../api/core/types/pod.ts';
import type { Timer } from '../machinery/event-loop.ts';
import { formatNanoTime } from '../machinery/timestamp.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';
import type { KubeletParts } from './parts.ts';
import { HASH_ANNOTATION, SEEN_ANNOTATION, SOURCE_ANNOTATION } from './pod/pod-facts.ts';
import { decodeStaticPod, ManifestError } from './static-pod-decoder.ts';

/** A file as it was read, and the Pod it stands for, if it does for one. */
export interface StaticPodFile {
	readonly text: string;
	readonly pod: Pod | undefined;
}

type Parts = Pick<KubeletParts, 'context' | 'machine' | 'nodeName' | 'log'>;

/** A change of a file is looked at after this: editors write in several steps. */
const SETTLE_MS = 50;

/**
 * Pods from the files of a folder of the node. Models pkg/kubelet/config/file.go sourceFile and common.go.
 */
export class StaticPodSource {
	readonly #parts: Parts;
	readonly #folder: string;
	readonly #onChange: (pods: readonly Pod[]) => void;
	#unwatch: (() => void) | undefined;
	#timer: Timer | undefined;
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
		this.#timer?.cancel();
	}

	#schedule(): void {
		this.#timer ??= this.#parts.context.loop.after(SETTLE_MS, () => {
			this.#timer = undefined;
			this.#read();
		});
	}

	#read(): void {
		const { root } = this.#parts.machine;
		const names = [...(root.list(this.#folder) ?? [])].filter((name) => !name.startsWith('.')).sort();
		const known = new Map<string, StaticPodFile>();
		for (const name of names) {
			const data = root.readFile(`${this.#folder}/${name}`);
			if (data === undefined) continue;
			const text = decodeUtf8(data);
			const before = this.#known.get(name);
			if (before?.text === text) known.set(name, before);
			else {
				known.set(name, { text, pod: this.#parse(name, text) });
			}
		}
		this.#known = known;
		this.#onChange([...known.values()].flatMap(({ pod }) => (pod === undefined ? [] : [pod])));
	}

	/** Undefined for what is no Pod: the kubelet only says so in its log. */
	#parse(name: string, text: string): Pod | undefined {
		const path = `${this.#folder}/${name}`;
		let decoded: Pod;
		try {
			decoded = decodeStaticPod(text, { path, folder: this.#folder, nodeName: this.#parts.nodeName });
		} catch (error) {
			if (!(error instanceof ManifestError)) throw error;
			const [reason, where] = [error.message, path].map((each) => JSON.stringify(each));
			this.#parts.log('E', 'file.go:187', `"Could not process manifest file" err=${reason} path=${where}`);
			return undefined;
		}
		const { metadata } = decoded;
		return {
			...decoded,
			metadata: {
				...metadata,
				resourceVersion: '',
				creationTimestamp: '',
				annotations: {
					...metadata.annotations,
					[HASH_ANNOTATION]: metadata.uid,
					[SEEN_ANNOTATION]: formatNanoTime(this.#parts.context.loop.now()),
					[SOURCE_ANNOTATION]: 'file',
				},
			},
			status: { phase: 'Pending' },
		};
	}
}
