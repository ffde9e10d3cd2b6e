import { locateNode } from '../files/path-calls.ts';
import { TreeFileSystem } from '../files/tree-file-system.ts';
import { type LoopRequest, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';

// Models drivers/block/loop.c loop_configure, loop_clr_fd.

export function attachLoopCall(self: KernelProcess, path: string, request: LoopRequest): string {
	if (!self.credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EACCES');
	const found = locateNode(self, path);
	const { fileSystem } = found.mount;
	if (found.node.type === 'directory') throw new SystemError('EISDIR');
	if (found.node.type !== 'file' || !(fileSystem instanceof TreeFileSystem)) throw new SystemError('EINVAL');
	return self.kernel.blocks.attach({ fileSystem, node: found.node, path: found.path }, request);
}

/** One that is mounted goes when it is not any more. Differs: at once. */
export function detachLoopCall(self: KernelProcess, device: string): void {
	if (!self.credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EACCES');
	self.kernel.blocks.detach(device);
}
