import type { DirectoryTree } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** What a driver answers when it cannot: as gRPC has it and Kubernetes tells it. */
export class CsiError extends Error {
	readonly code: string;

	constructor(code: string, description: string) {
		super(`rpc error: code = ${code} desc = ${description}`);
		this.code = code;
	}
}

export interface VolumeRequest {
	/** The same name is the same volume, however often it is asked for. */
	readonly name: string;
	readonly capacityBytes: number;
	/** It is to be a device, not a directory. */
	readonly isDevice?: boolean;
	/** What it begins with. */
	readonly source?: { readonly kind: 'snapshot' | 'volume'; readonly id: string };
}

export interface CreatedVolume {
	readonly id: string;
	readonly capacityBytes: number;
	/** What the driver wants to be told of it when it is mounted. */
	readonly context: { readonly [key: string]: string };
	/** Labels of the nodes that can reach it; all of them when absent. */
	readonly topology?: { readonly [label: string]: string };
}

export interface TakenSnapshot {
	readonly id: string;
	readonly sizeBytes: number;
	readonly takenAtMs: number;
}

/** The Container Storage Interface, as far as Kubernetes asks. Everything throws CsiError. Models container-storage-interface/spec. */
export interface CsiDriver {
	readonly name: string;
	readonly node: {
		readonly id: string;
		readonly maxVolumes?: number;
		readonly topology?: { readonly [label: string]: string };
	};
	createVolume(request: VolumeRequest): Task<CreatedVolume>;
	deleteVolume(id: string): Task<void>;
	attach(id: string, nodeId: string): Task<void>;
	detach(id: string, nodeId: string): Task<void>;
	takeSnapshot(name: string, volumeId: string): Task<TakenSnapshot>;
	deleteSnapshot(id: string): Task<void>;
	findSnapshot(id: string): Task<TakenSnapshot | undefined>;
	/** Whether the node has something to do yet. */
	expandVolume(id: string, capacityBytes: number): Task<boolean>;
	/** Where it lies on this node. @param ephemeral it is made now, of the Pod's own. */
	publish(id: string, ephemeral: { readonly capacityBytes: number } | undefined): Task<DirectoryTree>;
	/** Which device of the node it is: of those that were made to be devices. */
	publishDevice(id: string): Task<string>;
	unpublish(id: string): Task<void>;
	expandOnNode(id: string, capacityBytes: number): Task<void>;
}
