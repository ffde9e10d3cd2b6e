import type { Context } from '../../machinery/context.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { KubeletLog } from '../kubelet-log.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import type { StoredImage } from '../runtime/image-store.ts';

export interface ImageCollectorOptions {
	readonly context: Context;
	readonly runtime: ContainerRuntime;
	readonly configuration: KubeletConfiguration;
	readonly log: KubeletLog;
	/** Says something about the Node. */
	readonly tell: (reason: string, message: string) => void;
}

/** What is known of an image: since when it is here, and when it was in use the last time. */
interface Sight {
	readonly firstMs: number;
	lastUsedMs: number;
}

/** Models pkg/kubelet ImageGCPeriod. */
const PERIOD_MS = 300_000;

/** Takes images away that nobody uses, when the disk fills or they are old. Models pkg/kubelet/images realImageGCManager. */
export class ImageCollector {
	readonly #options: ImageCollectorOptions;
	/** By configuration digest. Those that were here before the kubelet count as old. */
	readonly #seen = new Map<string, Sight>();
	readonly #beganMs: number;
	#lookedAtMs: number;
	#failed = false;
	/** Of the images as they were looked at the last time. */
	#changes = -1;

	constructor(options: ImageCollectorOptions) {
		this.#options = options;
		this.#beganMs = options.context.loop.now();
		this.#lookedAtMs = this.#beganMs;
		this.#detect(0);
	}

	/** Called every ten seconds at most. Whether nothing is to be done, and will be while nothing happens. */
	look(): boolean {
		const { context, runtime } = this.#options;
		const nowMs = context.loop.now();
		const isDue = nowMs - this.#lookedAtMs >= PERIOD_MS;
		if (isDue) {
			this.#lookedAtMs = nowMs;
			this.#collect(nowMs);
		}
		const { imageMaximumGCAge } = this.#options.configuration;
		if (runtime.images.changes !== this.#changes) return false;
		return !this.#isOver() && (imageMaximumGCAge === 0 || this.#unused(nowMs).length === 0);
	}

	/** Takes away all that are not in use, because Pods would have to go otherwise. Models DeleteUnusedImages. */
	deleteUnused(): void {
		const nowMs = this.#options.context.loop.now();
		this.#free(Number.POSITIVE_INFINITY, this.#unused(nowMs), nowMs);
	}

	/** Models GarbageCollect, and what StartGarbageCollection makes of its failures. */
	#collect(nowMs: number): void {
		const { configuration, runtime, tell, log } = this.#options;
		const images = this.#freeOld(this.#unused(nowMs), nowMs);
		const wasFailed = this.#failed;
		this.#failed = false;
		if (!this.#isOver()) return;
		const { totalBytes, usedBytes } = runtime.machine.root.diskUsage();
		const low = configuration.imageGCLowThresholdPercent;
		const wanted = Math.floor((totalBytes * (100 - low)) / 100) - (totalBytes - usedBytes);
		const { imageGCHighThresholdPercent: high } = configuration;
		const percent = usedPercent(totalBytes, usedBytes);
		const over =
			'"Disk usage on image filesystem is over the high threshold, trying to free bytes down to the low threshold"';
		const numbers = `usage=${percent} highThreshold=${high} amountToFree=${wanted} lowThreshold=${low}`;
		log('I', 'image_gc_manager.go:383', `${over} ${numbers}`);
		const freed = this.#free(wanted, images, nowMs);
		if (freed >= wanted) return;
		const problem = `Failed to garbage collect required amount of images. Attempted to free ${wanted} bytes, but only found ${freed} bytes eligible to free.`;
		this.#failed = true;
		tell('FreeDiskSpaceFailed', problem);
		if (wasFailed) tell('ImageGCFailed', problem);
		const how = wasFailed
			? 'Image garbage collection failed multiple times in a row'
			: 'Image garbage collection failed once. Stats initialization may not have completed yet';
		log('E', 'kubelet.go:1609', `${JSON.stringify(how)} err=${JSON.stringify(problem)}`);
	}

	#isOver(): boolean {
		const { totalBytes, usedBytes } = this.#options.runtime.machine.root.diskUsage();
		return usedPercent(totalBytes, usedBytes) >= this.#options.configuration.imageGCHighThresholdPercent;
	}

	/** Those that nobody uses, in the order in which they go. Models imagesInEvictionOrder. */
	#unused(nowMs: number): StoredImage[] {
		this.#detect(nowMs);
		const sightOf = ({ version }: StoredImage): Sight => this.#seen.get(version.configDigest) as Sight;
		return this.#options.runtime.images
			.list()
			.filter((image) => sightOf(image).lastUsedMs !== nowMs && !isPinned(image))
			.sort((a, b) => sightOf(a).lastUsedMs - sightOf(b).lastUsedMs || sightOf(a).firstMs - sightOf(b).firstMs);
	}

	/** Models detectImages. */
	#detect(nowMs: number): void {
		const { runtime } = this.#options;
		const used = new Set<string>();
		for (const { state, imageName } of runtime.listContainers()) {
			if (state !== 'running') continue;
			const version = runtime.images.find(imageName)?.version;
			if (version !== undefined) used.add(version.configDigest);
		}
		const here = new Set<string>();
		for (const { version } of runtime.images.list()) {
			const id = version.configDigest;
			here.add(id);
			const sight = this.#seen.get(id) ?? { firstMs: nowMs, lastUsedMs: 0 };
			if (used.has(id)) sight.lastUsedMs = nowMs;
			this.#seen.set(id, sight);
		}
		this.#changes = runtime.images.changes;
		for (const id of this.#seen.keys()) if (!here.has(id)) this.#seen.delete(id);
	}

	/** Models freeOldImages. @returns those that stay. */
	#freeOld(images: readonly StoredImage[], nowMs: number): StoredImage[] {
		const { imageMaximumGCAge } = this.#options.configuration;
		if (imageMaximumGCAge === 0 || nowMs - this.#beganMs <= imageMaximumGCAge) return [...images];
		return images.filter((image) => {
			const sight = this.#seen.get(image.version.configDigest);
			if (nowMs - (sight?.lastUsedMs ?? 0) <= imageMaximumGCAge) return true;
			this.#remove(image);
			return false;
		});
	}

	/** Models freeSpace. @returns how much the images were large. */
	#free(wanted: number, images: readonly StoredImage[], nowMs: number): number {
		let freed = 0;
		for (const image of images) {
			const sight = this.#seen.get(image.version.configDigest);
			if (nowMs - (sight?.firstMs ?? nowMs) < this.#options.configuration.imageMinimumGCAge) continue;
			this.#remove(image);
			freed += image.version.sizeBytes;
			if (freed >= wanted) break;
		}
		return freed;
	}

	#remove({ version }: StoredImage): void {
		const { runtime, log } = this.#options;
		const text = `"Removing image to free bytes" imageID="${version.configDigest}" size=${version.sizeBytes} runtimeHandler=""`;
		log('I', 'image_gc_manager.go:487', text);
		runtime.images.forget(version.configDigest);
		this.#seen.delete(version.configDigest);
	}
}

/** Models containerd's label of the image of its sandboxes. */
function isPinned({ tags }: StoredImage): boolean {
	return tags.some((tag) => tag.includes('/pause:'));
}

function usedPercent(totalBytes: number, usedBytes: number): number {
	return 100 - Math.trunc(((totalBytes - usedBytes) * 100) / totalBytes);
}
