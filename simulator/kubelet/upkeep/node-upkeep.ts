import type { Pod } from '../../api/core/types/pod.ts';
import { EvictionManager } from '../eviction/eviction-manager.ts';
import type { KubeletParts } from '../parts.ts';
import { ImageCollector } from './image-collector.ts';
import { LogRotator } from './log-rotator.ts';
import { NodeShutdown, type NodeShutdownOptions } from './node-shutdown.ts';

export interface NodeUpkeepOptions extends Pick<KubeletParts, 'context' | 'runtime' | 'log'>, NodeShutdownOptions {
	readonly memoryBytes: number;
	/** Says something about the Node. */
	readonly tell: (reason: string, message: string) => void;
	/** What there is to look at of volumes. */
	readonly lookAtStorage: () => boolean;
}

/** What a kubelet looks after every ten seconds besides its Node: volumes, logs, images, what runs short. */
export class NodeUpkeep {
	readonly eviction: EvictionManager;
	readonly shutdown: NodeShutdown;
	readonly #options: NodeUpkeepOptions;
	readonly #logs: LogRotator;
	readonly #images: ImageCollector;

	constructor(options: NodeUpkeepOptions) {
		this.#options = options;
		this.shutdown = new NodeShutdown(options);
		this.#logs = new LogRotator(options.runtime, options.configuration);
		this.#images = new ImageCollector(options);
		this.eviction = new EvictionManager({ ...options, freeDisk: () => this.#images.deleteUnused() });
	}

	/** Why a Pod is not taken now; undefined when it is. */
	refusal(pod: Pod): { readonly reason: string; readonly message: string } | undefined {
		return this.shutdown.refusal ?? this.eviction.refusal(pod);
	}

	/** Whether all is well, and will be while nothing happens. */
	look(): boolean {
		this.#logs.look();
		const isCalm = this.#options.lookAtStorage();
		const areImages = this.#images.look();
		return this.eviction.look() && isCalm && areImages;
	}
}
