import { FileData } from '../files/file-data.ts';
import { FileSpace } from '../files/file-space.ts';
import type { FileNode } from '../files/file-system.ts';
import type { FrozenFileSystems, ThawedFileSystems } from '../files/file-system-copies.ts';
import { type LayerStack, stackLayers } from '../files/layer-stack.ts';
import type { TreeFileSystem } from '../files/tree-file-system.ts';
import type { Kernel } from '../kernel.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import { type LoopRequest, type OpenFlags, SystemError } from '../process-api.ts';
import { type BlockContent, BlockFile } from './block-file.ts';
import type { BlockState } from './block-state.ts';
import type { LoopDevice } from './device-views.ts';
import { readSuperblock, SUPERBLOCK_BYTES, type Superblock, superblockBytes } from './superblock.ts';

/** Loop devices that there are names for. Models drivers/block/loop.c CONFIG_BLK_DEV_LOOP_MIN_COUNT. */
export const LOOPS_MAX = 8;
/** Of the disk's file system. */
export const DISK_UUID = '6b5a6d2e-7f0c-4f1e-9a5c-2f7d3e1b8c40';
export const DISK_LABEL = 'cloudimg-rootfs';

interface Loop {
	readonly backing: Backing;
	readonly readOnly: boolean;
	readonly autoclear: boolean;
	readonly offsetBytes: number;
}

/** The file that a loop device shows. */
export interface Backing {
	readonly fileSystem: TreeFileSystem;
	readonly node: FileNode;
	readonly path: string;
}

/** A new file system: its root, and where ext keeps what it finds. */
const WITH_FOUND: LayerStack = stackLayers([
	{ entries: new Map([['/lost+found', { type: 'directory', mode: 0o700 }]]) },
]);
const EMPTY: LayerStack = stackLayers([{ entries: new Map([['/', { type: 'directory', mode: 0o755 }]]) }]);

/** A machine's block devices: its disk, and files that pass for disks; with the file systems that lie on them. */
export class BlockDevices {
	readonly #kernel: Kernel;
	readonly #loops = new Map<number, Loop>();
	/** By uuid: a file system is where its superblock is. Differs: the rest of a device's bytes does not show its files. */
	readonly #fileSystems = new Map<string, TreeFileSystem>();

	constructor(kernel: Kernel) {
		this.#kernel = kernel;
	}

	/** What a copy of its machine starts from. */
	state(copies: FrozenFileSystems): BlockState {
		return {
			loops: [...this.#loops].flatMap(([number, { backing, ...loop }]) => {
				const fileSystem = copies.number(backing.fileSystem);
				if (fileSystem === undefined) return [];
				const node = backing.fileSystem.frozen(backing.node);
				return [[number, { ...loop, backing: { ...backing, fileSystem, node } }] as const];
			}),
			fileSystems: [...this.#fileSystems].flatMap(([uuid, fileSystem]) => {
				const number = copies.number(fileSystem);
				return number === undefined ? [] : [[uuid, number] as const];
			}),
		};
	}

	resume({ loops, fileSystems }: BlockState, copies: ThawedFileSystems): void {
		for (const [number, { backing, ...loop }] of loops) {
			this.#loops.set(number, { ...loop, backing: { ...backing, fileSystem: copies.get(backing.fileSystem) } });
		}
		for (const [uuid, number] of fileSystems) this.#fileSystems.set(uuid, copies.get(number));
	}

	/** In the order of their numbers. */
	loops(): readonly LoopDevice[] {
		return [...this.#loops]
			.sort(([a], [b]) => a - b)
			.map(([number, { backing, readOnly, autoclear, offsetBytes }]) => ({
				name: `/dev/loop${number}`,
				backing: backing.path,
				bytes: this.#bytesOf(number),
				readOnly,
				autoclear,
				offsetBytes,
			}));
	}

	/** Throws EBUSY when the device is taken, ENXIO when there is none left. @returns its name. */
	attach(backing: Backing, request: LoopRequest): string {
		const asked = request.device === undefined ? undefined : loopNumber(request.device);
		if (request.device !== undefined && asked === undefined) throw new SystemError('ENOTTY');
		let number = asked ?? 0;
		if (asked === undefined) while (this.#loops.has(number)) number++;
		else if (this.#loops.has(asked)) throw new SystemError('EBUSY');
		if (number >= LOOPS_MAX) throw new SystemError('ENXIO');
		const { readOnly = false, autoclear = false, offsetBytes = 0 } = request;
		this.#loops.set(number, { backing, readOnly, autoclear, offsetBytes });
		return `/dev/loop${number}`;
	}

	/** Throws ENXIO when nothing is attached. */
	detach(device: string): void {
		const number = loopNumber(device);
		if (number === undefined || !this.#loops.delete(number)) throw new SystemError('ENXIO');
	}

	/** Nothing is mounted of it any more: it goes if it came with the mount. */
	unmounted(device: string): void {
		const number = loopNumber(device);
		if (number !== undefined && this.#loops.get(number)?.autoclear === true) this.#loops.delete(number);
	}

	/** The machine has been switched off. */
	clear(): void {
		this.#loops.clear();
	}

	/** @param name without "/dev/". */
	open(name: string, node: FileNode, flags: OpenFlags, path: string): OpenFile {
		const content = this.#content(name);
		if (flags.write && loopNumber(name) !== undefined && this.#loopOf(name)?.readOnly === true) {
			throw new SystemError('EPERM');
		}
		return new BlockFile(node, content, flags, path);
	}

	bytes(name: string): number {
		return this.#content(name).bytes;
	}

	superblock(name: string): Superblock | undefined {
		return readSuperblock(this.#content(name).read(0, SUPERBLOCK_BYTES));
	}

	/** What lies on a device. Throws EINVAL when that is nothing of this type, ENODEV of a type that there is not. */
	mount(name: string, type: string): { readonly fileSystem: TreeFileSystem; readonly readOnly: boolean } {
		if (!['ext2', 'ext3', 'ext4', 'xfs'].includes(type)) throw new SystemError('ENODEV');
		if (name === 'vda') throw new SystemError('EBUSY');
		const found = this.superblock(name);
		const isExt = type.startsWith('ext') && found?.type.startsWith('ext') === true;
		if (found === undefined || !(found.type === type || (isExt && type >= found.type))) throw new SystemError('EINVAL');
		let fileSystem = this.#fileSystems.get(found.uuid);
		if (fileSystem === undefined) {
			const total = ((found.blocks ?? 0) - found.overheadBlocks) * found.blockBytes;
			const space = new FileSpace(Math.max(0, total), this.#kernel.disk);
			const stack = type === 'xfs' ? EMPTY : WITH_FOUND;
			fileSystem = this.#kernel.createTree(stack, type, `/dev/${name}`, space).fileSystem;
			this.#fileSystems.set(found.uuid, fileSystem);
		}
		return { fileSystem, readOnly: this.#loopOf(name)?.readOnly === true };
	}

	#loopOf(name: string): Loop | undefined {
		return this.#loops.get(loopNumber(name) ?? -1);
	}

	#bytesOf(number: number): number {
		const loop = this.#loops.get(number);
		if (loop === undefined) return 0;
		const { fileSystem, node } = loop.backing;
		return Math.max(0, Math.floor((fileSystem.size(node) - loop.offsetBytes) / 512) * 512);
	}

	#content(name: string): BlockContent {
		const number = loopNumber(name);
		return number === undefined ? this.#disk(name) : this.#loopContent(number);
	}

	#loopContent(number: number): BlockContent {
		const bytes = this.#bytesOf(number);
		const loop = this.#loops.get(number);
		return {
			bytes,
			read: (offset, max) =>
				loop === undefined
					? new Uint8Array(0)
					: loop.backing.fileSystem.content(loop.backing.node).read(loop.offsetBytes + offset, max),
			write: (offset, data) => {
				if (loop === undefined || loop.readOnly) throw new SystemError('EPERM');
				loop.backing.fileSystem.writeContent(loop.backing.node, loop.offsetBytes + offset, data);
			},
		};
	}

	/** Of the machine's own disk nothing but its superblock is there to be read. */
	#disk(name: string): BlockContent {
		const { totalBytes } = this.#kernel.space;
		const data = new FileData();
		if (name === 'vda1') {
			const blocks = Math.floor(totalBytes / 4096);
			const one = { type: 'ext4', uuid: DISK_UUID, label: DISK_LABEL, blockBytes: 4096, blocks } as const;
			data.write(0, superblockBytes({ ...one, overheadBlocks: 0, reservedBlocks: 0 }));
		}
		data.truncate(totalBytes);
		return {
			bytes: totalBytes,
			read: (offset, max) => data.read(offset, max),
			write: () => {
				throw new SystemError('EPERM');
			},
		};
	}
}

/** "/dev/loop3" or "loop3". */
function loopNumber(name: string): number | undefined {
	const match = /^(?:\/dev\/)?loop(\d+)$/.exec(name);
	return match === null ? undefined : Number(match[1]);
}
