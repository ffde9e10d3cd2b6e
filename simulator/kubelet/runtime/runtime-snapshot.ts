import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { ContainerRecord, SandboxRecord } from './container-record.ts';

/** What a runtime takes over from another one's. */
export interface RuntimeSnapshot {
	readonly idCounter: number;
	readonly podCidr: string | undefined;
	/** Names with tags, oldest first. */
	readonly images: readonly string[];
	readonly sandboxes: readonly SandboxRecord[];
	/** With what they have written into their own file systems. */
	readonly containers: readonly { readonly record: ContainerRecord; readonly content: LayerStack }[];
}
