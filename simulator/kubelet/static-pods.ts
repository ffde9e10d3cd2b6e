import type { Pod } from '../api/core/types/pod.ts';
import { applyPodDefaults, applyPodSpecDefaults } from '../api/defaults/pod-spec.ts';
import type { Machine } from '../kernel/machine-api.ts';
import type { Context } from '../machinery/context.ts';
import type { Timer } from '../machinery/event-loop.ts';
import type { Json } from '../machinery/meta.ts';
import { sha256Hex } from '../machinery/sha256.ts';
import { formatNanoTime } from '../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../machinery/utf8.ts';
import { parseYamlDocument } from '../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../machinery/yaml/yaml-error.ts';
import { HASH_ANNOTATION, SEEN_ANNOTATION, SOURCE_ANNOTATION } from './pod/pod-facts.ts';

/** A file as it was read, and the Pod it stands for. */
export interface StaticPodFile {
	readonly text: string;
	readonly pod: Pod;
}

/** A change of a file is looked at after this: editors write in several steps. */
const SETTLE_MS = 50;

/**
 * Pods from the files of a folder of the node. Models pkg/kubelet/config/file.go sourceFile and common.go.
 */
export class StaticPodSource {
	readonly #context: Context;
	readonly #machine: Machine;
	readonly #nodeName: string;
	readonly #folder: string;
	readonly #onChange: (pods: readonly Pod[]) => void;
	#unwatch: (() => void) | undefined;
	#timer: Timer | undefined;
	/** By file, with the text it was read from, so that an unchanged file keeps its Pod. */
	#known: ReadonlyMap<string, StaticPodFile>;

	constructor(options: {
		context: Context;
		machine: Machine;
		nodeName: string;
		folder: string;
		onChange: (pods: readonly Pod[]) => void;
		/** Files that were read before, by name. */
		known?: ReadonlyMap<string, StaticPodFile> | undefined;
	}) {
		this.#known = options.known ?? new Map();
		this.#context = options.context;
		this.#machine = options.machine;
		this.#nodeName = options.nodeName;
		this.#folder = options.folder;
		this.#onChange = options.onChange;
	}

	start(): void {
		this.#unwatch = this.#machine.root.watch(this.#folder, () => this.#schedule());
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
		this.#timer ??= this.#context.loop.after(SETTLE_MS, () => {
			this.#timer = undefined;
			this.#read();
		});
	}

	#read(): void {
		const { root } = this.#machine;
		const names = [...(root.list(this.#folder) ?? [])].filter((name) => !name.startsWith('.')).sort();
		const known = new Map<string, StaticPodFile>();
		for (const name of names) {
			const data = root.readFile(`${this.#folder}/${name}`);
			if (data === undefined) continue;
			const text = decodeUtf8(data);
			const before = this.#known.get(name);
			if (before?.text === text) known.set(name, before);
			else {
				const pod = this.#parse(text);
				if (pod !== undefined) known.set(name, { text, pod });
			}
		}
		this.#known = known;
		this.#onChange([...known.values()].map((each) => each.pod));
	}

	/** Undefined for what is no Pod: the kubelet only says so in its log. */
	#parse(text: string): Pod | undefined {
		let value: Json;
		try {
			value = parseYamlDocument(text);
		} catch (error) {
			if (error instanceof YamlError) return undefined;
			throw error;
		}
		if (!isPod(value)) return undefined;
		const { metadata, spec } = value;
		const uid = sha256Hex(encodeUtf8(`${text}\0${this.#nodeName}\0${this.#folder}`)).slice(0, 32);
		const podSpec = { ...spec, nodeName: this.#nodeName };
		podSpec.tolerations = [...(spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }];
		applyPodSpecDefaults(podSpec);
		applyPodDefaults(podSpec);
		return {
			apiVersion: 'v1',
			kind: 'Pod',
			metadata: {
				...metadata,
				name: `${metadata.name}-${this.#nodeName}`,
				namespace: metadata.namespace ?? 'default',
				uid,
				resourceVersion: '',
				creationTimestamp: '',
				annotations: {
					...metadata.annotations,
					[HASH_ANNOTATION]: uid,
					[SEEN_ANNOTATION]: formatNanoTime(this.#context.loop.now()),
					[SOURCE_ANNOTATION]: 'file',
				},
			},
			spec: podSpec,
			status: { phase: 'Pending' },
		};
	}
}

function isPod(value: unknown): value is Pod {
	const pod = value as Partial<Pod> | null;
	return (
		typeof pod === 'object' &&
		pod !== null &&
		pod.kind === 'Pod' &&
		pod.apiVersion === 'v1' &&
		typeof pod.metadata?.name === 'string' &&
		Array.isArray(pod.spec?.containers)
	);
}
