import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { MountTable } from '../../kernel/files/mount-table.ts';
import type { GroupMemory } from '../../kernel/machine-api.ts';
import type { ContainerRecord, SandboxRecord } from './container-record.ts';
import type { StoredImage } from './image-store.ts';

/** What a runtime takes over from another one's. */
export interface RuntimeSnapshot {
	readonly idCounter: number;
	readonly podCidr: string | undefined;
	/** Oldest first. */
	readonly images: readonly StoredImage[];
	readonly sandboxes: readonly SandboxRecord[];
	readonly containers: readonly ContainerSnapshot[];
}

export interface ContainerSnapshot {
	readonly record: ContainerRecord;
	/** With what it has written into its own file system. */
	readonly content: LayerStack;
	/** What is mounted into it, where its machine is copied with it. */
	readonly mounts: MountTable | undefined;
	readonly env: ReadonlyMap<string, string>;
	/** What its processes have used and hold. */
	readonly group: GroupMemory;
}
