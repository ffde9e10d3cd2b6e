import type { Machine, NetworkNamespace } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import type { ImageCatalog } from './image-catalog.ts';

/** Where Pods' network namespaces are plugged in: the CNI plugin's place. */
export interface PodNetwork {
	/** Called when the namespace has its address and labels. */
	attach(namespace: NetworkNamespace): void;
	detach(namespace: NetworkNamespace): void;
	/** The range that this node's Pods get their addresses from. */
	setRange?(cidr: string): void;
}

export interface ContainerRuntimeOptions {
	readonly context: Context;
	readonly machine: Machine;
	readonly catalog: ImageCatalog;
	readonly network: PodNetwork;
	/** Of its stream of random numbers; "containerd" when absent. */
	readonly name?: string;
}
