import type { FileSpace } from './file-space.ts';
import type { LayerStack } from './layer-stack.ts';
import type { TreeFileSystem } from './tree-file-system.ts';

/** A file system as copies of its machine find it: its content, and the room that it has for itself. Immutable. */
export interface FrozenFileSystem {
	/** Whose it is: the number of its machine. */
	readonly machine: number;
	/** It is the machine's disk, which copies begin with. */
	readonly isDisk: boolean;
	readonly type: string;
	readonly stack: LayerStack;
	/** Undefined: it takes the room of the machine's disk. */
	readonly space: { readonly totalBytes: number; readonly usedBytes: number } | undefined;
}

/** What a machine gives of itself for copies: its disk and how a file system of its is made. */
export interface CopiedMachine {
	readonly disk: TreeFileSystem;
	readonly space: FileSpace;
	thaw(fileSystem: FrozenFileSystem): TreeFileSystem;
}

/** The file systems of machines that are copied together, each once, however often it is mounted. Frozen when asked for. */
export class FrozenFileSystems {
	readonly #machines: readonly CopiedMachine[];
	readonly #numbers = new Map<TreeFileSystem, number>();
	readonly #list: FrozenFileSystem[] = [];

	/** Their disks have their own numbers. */
	constructor(machines: readonly CopiedMachine[]) {
		this.#machines = machines;
		for (const { disk } of machines) this.number(disk);
	}

	get list(): readonly FrozenFileSystem[] {
		return this.#list;
	}

	/** Undefined of one that belongs to none of these machines. */
	number(fileSystem: TreeFileSystem): number | undefined {
		const known = this.#numbers.get(fileSystem);
		if (known !== undefined) return known;
		const machine = this.#machines.findIndex(({ disk }) => disk.environment === fileSystem.environment);
		const owner = this.#machines[machine];
		if (owner === undefined) return undefined;
		const { space, type } = fileSystem;
		const number = this.#list.length;
		this.#numbers.set(fileSystem, number);
		this.#list.push({
			machine,
			isDisk: owner.disk === fileSystem,
			type,
			stack: fileSystem.snapshot(),
			space: space === owner.space ? undefined : { totalBytes: space.totalBytes, usedBytes: space.usedBytes },
		});
		return number;
	}

	stackOf(number: number): LayerStack {
		return (this.#list[number] as FrozenFileSystem).stack;
	}
}

/** The file systems of copied machines, each made when somebody looks there first. */
export class ThawedFileSystems {
	readonly #machines: readonly CopiedMachine[];
	readonly #frozen: readonly FrozenFileSystem[];
	readonly #thawed = new Map<number, TreeFileSystem>();

	constructor(machines: readonly CopiedMachine[], frozen: readonly FrozenFileSystem[]) {
		this.#machines = machines;
		this.#frozen = frozen;
	}

	get(number: number): TreeFileSystem {
		const known = this.#thawed.get(number);
		if (known !== undefined) return known;
		const frozen = this.#frozen[number] as FrozenFileSystem;
		const machine = this.#machines[frozen.machine] as CopiedMachine;
		const fileSystem = frozen.isDisk ? machine.disk : machine.thaw(frozen);
		this.#thawed.set(number, fileSystem);
		return fileSystem;
	}
}
