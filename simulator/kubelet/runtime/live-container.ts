import type { FileTree, NetworkNamespace, ResourceGroup, RunningProcess } from '../../kernel/machine-api.ts';
import type { Confinement } from '../../kernel/security/confinement.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRecord } from './container-record.ts';

export type OutputListener = (stream: 'stdout' | 'stderr', data: Uint8Array) => void;

/** A container that runs, or ran and was not removed: what is not plain data. */
export interface LiveContainer {
	readonly record: ContainerRecord;
	/** Its own file system: the image and what it has written. */
	readonly content: FileTree;
	/** What its processes see: with mounts, and locked when it is read-only. */
	readonly tree: FileTree;
	readonly log: ContainerLog;
	process: RunningProcess | undefined;
	readonly env: ReadonlyMap<string, string>;
	readonly cwd: string;
	readonly network: NetworkNamespace;
	readonly group: ResourceGroup;
	readonly confinement: Confinement | undefined;
	/** Attached clients, told of output as it comes. */
	readonly outputs: Set<OutputListener>;
	readonly exits: Set<() => void>;
	stdinClosed: boolean;
}
