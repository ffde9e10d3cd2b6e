/** What the machine may swap to. */
export interface SwapArea {
	/** "/swapfile". */
	readonly name: string;
	readonly isDevice: boolean;
	readonly bytes: number;
	readonly priority: number;
}

/** A file that passes for a disk. */
export interface LoopDevice {
	/** "/dev/loop0". */
	readonly name: string;
	readonly backing: string;
	readonly bytes: number;
	readonly readOnly: boolean;
	readonly autoclear: boolean;
	readonly offsetBytes: number;
}
