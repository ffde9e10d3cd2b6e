import { DEVICE_STACK, HOST_DEVICE_STACK } from './files/device-stack.ts';
import type { FileSystem } from './files/file-system.ts';
import { type LayerStack, stackLayers } from './files/layer-stack.ts';
import type { Mount, StandardMounts } from './files/mount-tree.ts';
import { TreeFileSystem } from './files/tree-file-system.ts';
import type { Kernel } from './kernel.ts';
import { pseudoTerminalRoot } from './proc/pts-file-system.ts';
import { PtsTable } from './tty/pts-table.ts';

/** An empty directory that anybody may write to. */
const SHM_STACK: LayerStack = stackLayers([{ entries: new Map([['/', { type: 'directory', mode: 0o1777 }]]) }]);

const DEVICE_BYTES = 64 * 1024 ** 2;

/** Device numbers set aside: whether anybody has looked must not change the numbers that others get. */
export const STANDARD_DEVICES = 3;

/** /proc, /sys and /dev of one mount namespace, made when first needed: most containers never look. */
export class KernelStandardMounts implements StandardMounts {
	readonly #kernel: Kernel;
	readonly #firstDevice: number;
	/** A container's /sys is not for writing. */
	readonly #isHost: boolean;
	/** Its /dev has the machine's devices. */
	readonly #hasDevices: boolean;
	#terminals: PtsTable | undefined;
	#mounts: ReadonlyMap<string, Mount> | undefined;

	constructor(kernel: Kernel, firstDevice: number, isHost: boolean, hasDevices: boolean) {
		this.#kernel = kernel;
		this.#firstDevice = firstDevice;
		this.#isHost = isHost;
		this.#hasDevices = hasDevices;
	}

	get terminals(): PtsTable {
		this.#terminals ??= new PtsTable();
		return this.#terminals;
	}

	mounts(): ReadonlyMap<string, Mount> {
		this.#mounts ??= this.#build();
		return this.#mounts;
	}

	/** Models containerd's size=65536k. */
	#memory(stack: LayerStack, device: number): TreeFileSystem {
		return new TreeFileSystem(this.#kernel, stack, 'tmpfs', { device, space: this.#kernel.memorySpace(DEVICE_BYTES) });
	}

	#build(): ReadonlyMap<string, Mount> {
		const kernel = this.#kernel;
		const device = this.#firstDevice;
		const terminals = kernel.generatedFileSystem('devpts', pseudoTerminalRoot(this.terminals), device + 1);
		const mounts = [
			mountOf('/proc', kernel.proc, 'proc'),
			mountOf('/sys', kernel.sys, 'sysfs', !this.#isHost),
			mountOf('/dev', this.#memory(this.#hasDevices ? HOST_DEVICE_STACK : DEVICE_STACK, device), 'tmpfs'),
			mountOf('/dev/pts', terminals, 'devpts'),
			mountOf('/dev/shm', this.#memory(SHM_STACK, device + 2), 'shm'),
		];
		return new Map(mounts.map((mount) => [mount.path, mount]));
	}
}

function mountOf(path: string, fileSystem: FileSystem, source: string, readOnly = false): Mount {
	return { path, fileSystem, root: fileSystem.root, rootPath: '/', readOnly, source, type: fileSystem.type };
}
