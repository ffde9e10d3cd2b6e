import { CsiVolumes } from '../csi/csi-volumes.ts';
import { NodeDrivers } from '../csi/node-drivers.ts';
import type { KubeletMemory } from '../kubelet-memory.ts';
import { VolumeManager, type VolumeManagerOptions } from './volume-manager.ts';

export interface NodeStorageOptions extends Omit<VolumeManagerOptions, 'csi' | 'mounted'> {
	/** The kubelet's own. */
	readonly options: { readonly facts: { readonly name: string }; readonly memory?: KubeletMemory | undefined };
}

/** The volumes of a node's Pods, and the drivers that some of them are of. */
export class NodeStorage {
	readonly volumes: VolumeManager;
	readonly #drivers: NodeDrivers;
	readonly #csi: CsiVolumes;

	constructor(options: NodeStorageOptions) {
		const { context, client, machine } = options;
		const { facts, memory } = options.options;
		const nodeName = facts.name;
		this.#drivers = new NodeDrivers(context, client, machine, nodeName);
		this.#csi = new CsiVolumes({ ...options, nodeName, drivers: this.#drivers });
		this.volumes = new VolumeManager({ ...options, mounted: memory?.volumes, csi: this.#csi });
	}

	start(): void {
		this.#drivers.start();
	}

	stop(): void {
		this.#drivers.stop();
	}

	/** What of storage drivers is mounted, as Nodes tell it. */
	volumesInUse(): readonly string[] {
		return this.#csi.namesInUse();
	}

	/** A look at what may have changed in the API, every ten seconds. Whether there is nothing to look at. */
	look(): boolean {
		return this.#csi.look();
	}
}
