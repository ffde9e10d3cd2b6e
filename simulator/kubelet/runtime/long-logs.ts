import type { ContainerLog } from './container-log.ts';

/** The logs of running containers that have grown beyond what the kubelet wants. */
export interface LongLogs {
	/** What it wants; infinite until it has said so. */
	bytesMax: number;
	readonly logs: Set<ContainerLog>;
}
