import { wholeValue } from '../../machinery/quantity.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';

/** Puts aside what containers have logged when it is too much. Models pkg/kubelet/logs containerLogManager. */
export class LogRotator {
	readonly #runtime: ContainerRuntime;
	readonly #filesMax: number;

	constructor(runtime: ContainerRuntime, { containerLogMaxSize, containerLogMaxFiles }: KubeletConfiguration) {
		this.#runtime = runtime;
		this.#filesMax = containerLogMaxFiles;
		const bytes = wholeValue(containerLogMaxSize);
		// A negative size means never.
		runtime.longLogs.bytesMax = bytes < 0 ? Number.POSITIVE_INFINITY : bytes;
	}

	look(): void {
		for (const log of this.#runtime.longLogs.logs) log.rotate(this.#filesMax);
	}
}
