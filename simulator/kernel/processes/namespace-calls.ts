import { locateNode } from '../files/path-calls.ts';
import { EXECUTE, permits } from '../files/permissions.ts';
import type { UnsharedKind } from '../isolation-api.ts';
import { madeNamespace } from '../net/links/netlink.ts';
import { type NamespaceKind, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import { PidNamespace } from './pid-namespace.ts';

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
		self.namespaceIds = withId(self.namespaceIds, kind, target.namespaceIds?.get(kind));
	}
}

function withId(
	ids: ReadonlyMap<string, number> | undefined,
	kind: string,
	id: number | undefined,
): ReadonlyMap<string, number> | undefined {
	if (ids === undefined && id === undefined) return undefined;
	const changed = new Map(ids);
	if (id === undefined) changed.delete(kind);
	else changed.set(kind, id);
	return changed;
}

/**
 * Models unshare(2). Differs: user namespaces map nobody; System V's objects, control groups and clocks stay everybody's,
 * only the namespaces' numbers are their own. A namespace of process ids is not seen from one that is not the machine's.
 */
export function unshare(self: KernelProcess, kinds: readonly UnsharedKind[]): void {
	const { kernel, credentials } = self;
	const others = kinds.filter((kind) => kind !== 'user');
	const may = credentials.capabilities.has('SYS_ADMIN');
	// A user's own namespace is denied to the unprivileged; so is then what could be made in it.
	if (others.length > 0 && !may) throw new SystemError('EPERM');
	for (const kind of kinds) {
		const id = kernel.takeNamespaceId();
		switch (kind) {
			case 'mnt':
				self.root = self.root.copy();
				break;
			case 'net':
				self.network = madeNamespace(`unshared-${id}`, self.network.host ?? self.network);
				break;
			case 'uts':
				self.uts = { ...self.uts };
				break;
			case 'pid':
				self.root.shownProcesses ??= self.namespace;
				self.childNamespace = new PidNamespace(1);
				break;
		}
		self.namespaceIds = withId(self.namespaceIds, kind, id);
	}
}
