import type { BaseNode } from '../files/layer-stack.ts';

/** Files that pass for disks and the file systems on devices, as a copy of their machine takes them over. Immutable. */
export interface BlockState {
	readonly loops: readonly (readonly [number, LoopState])[];
	/** By uuid: their numbers among those of the copied machines. */
	readonly fileSystems: readonly (readonly [string, number])[];
}

interface LoopState {
	readonly backing: { readonly fileSystem: number; readonly node: BaseNode; readonly path: string };
	readonly readOnly: boolean;
	readonly autoclear: boolean;
	readonly offsetBytes: number;
}
