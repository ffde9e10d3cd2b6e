import { locateNode } from '../files/path-calls.ts';
import { EXECUTE, permits } from '../files/permissions.ts';
import { type NamespaceKind, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';

/** Models chroot(2). A folder that shows the host's whole root is the host's root, with all that is mounted in it. */
export function changeRoot(self: KernelProcess, path: string): void {
	const found = locateNode(self, path);
	if (found.node.type !== 'directory') throw new SystemError('ENOTDIR');
	if (!permits(self.credentials, found.node, EXECUTE)) throw new SystemError('EACCES');
	if (!self.credentials.capabilities.has('SYS_CHROOT')) throw new SystemError('EPERM');
	const { kernel, root } = self;
	const host = kernel.pids.init?.root;
	if (found.mount.fileSystem === host?.fileSystem && found.fileSystemPath === '/') self.root = host;
	else if (found.path !== '/') {
		const tree = kernel.createTree(undefined, 'tmpfs');
		tree.extension = root.extension;
		tree.mount('/', root, { subPath: found.path });
		self.root = tree;
	}
	self.cwd = '/';
}

/** Models setns(2). Of process ids, only children get those of the other namespace. */
export function joinNamespaces(self: KernelProcess, pid: number, kinds: readonly NamespaceKind[]): void {
	const target = self.namespace.get(pid);
	if (target === undefined || target.isEnded) throw new SystemError('ENOENT');
	if (!self.credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EPERM');
	for (const kind of kinds) {
		switch (kind) {
			case 'mnt':
				self.root = target.root;
				self.cwd = '/';
				break;
			case 'net':
				self.network = target.network;
				break;
			case 'uts':
				self.uts = target.uts;
				break;
			case 'pid':
				self.childNamespace = target.namespace;
				break;
		}
	}
}
