import type { SwapArea } from '../block/device-views.ts';
import { readSuperblock, SUPERBLOCK_BYTES, type Superblock } from '../block/superblock.ts';
import { locateNode } from '../files/path-calls.ts';
import { TreeFileSystem } from '../files/tree-file-system.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';

const PAGE_BYTES = 4096;

/** swapon(2). Models mm/swapfile.c. Differs: nothing is ever paged to it. */
export function swapOnCall(self: KernelProcess, path: string): void {
	requireAdmin(self);
	const { node, mount, path: name } = locateNode(self, path);
	const { kernel } = self;
	if (kernel.swaps.some((area) => area.name === name)) throw new SystemError('EBUSY');
	let bytes: number;
	let found: Superblock | undefined;
	if (node.type === 'block') {
		const device = mount.fileSystem.readlink(node, undefined);
		bytes = kernel.blocks.bytes(device);
		found = kernel.blocks.superblock(device);
	} else {
		if (node.type !== 'file' || !(mount.fileSystem instanceof TreeFileSystem)) throw new SystemError('EINVAL');
		bytes = mount.fileSystem.size(node);
		found = readSuperblock(mount.fileSystem.content(node).read(0, SUPERBLOCK_BYTES));
	}
	if (found?.type !== 'swap') throw new SystemError('EINVAL');
	const priority = -2 - kernel.swaps.length;
	const area: SwapArea = { name, isDevice: node.type === 'block', bytes: bytes - PAGE_BYTES, priority };
	kernel.swaps = [...kernel.swaps, area];
}

/** swapoff(2): EINVAL where there is none. */
export function swapOffCall(self: KernelProcess, path: string): void {
	requireAdmin(self);
	const { path: name } = locateNode(self, path);
	const { kernel } = self;
	if (!kernel.swaps.some((area) => area.name === name)) throw new SystemError('EINVAL');
	kernel.swaps = kernel.swaps.filter((area) => area.name !== name);
}

function requireAdmin({ credentials }: KernelProcess): void {
	if (!credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EPERM');
}
