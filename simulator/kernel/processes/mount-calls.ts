import type { FileNode, FileSystem } from '../files/file-system.ts';
import type { Mount } from '../files/mount-tree.ts';
import { locateNode } from '../files/path-calls.ts';
import type { Kernel } from '../kernel.ts';
import { type MountRequest, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';

const PAGE_BYTES = 4096;

/** mount(2). Models Linux fs/namespace.c path_mount. */
export function mountCall(self: KernelProcess, request: MountRequest): void {
	requireAdmin(self);
	const target = locateNode(self, request.target);
	const { root } = self;
	if (request.remount === true) {
		const mount = target.path === '/' ? root.rootMount : root.mountAt(target.path);
		if (mount === undefined) throw new SystemError('EINVAL');
		if (target.path === '/') throw new SystemError('EBUSY');
		root.addMount({ ...mount, readOnly: request.readOnly === true });
		return;
	}
	if (request.bind === true) {
		const source = locateNode(self, request.source);
		if ((source.node.type === 'directory') !== (target.node.type === 'directory')) throw new SystemError('ENOTDIR');
		root.mount(target.path, root, {
			subPath: source.path,
			...(request.readOnly === true ? { readOnly: true } : {}),
			recursive: request.recursive === true,
		});
		return;
	}
	if (target.node.type !== 'directory') throw new SystemError('ENOTDIR');
	if (request.tree !== undefined) {
		const { tree, path } = request.tree;
		const { source, type, readOnly = false, options } = request;
		root.mount(target.path, tree, {
			subPath: path,
			source,
			type,
			readOnly,
			recursive: false,
			...(options && { options }),
		});
		return;
	}
	root.addMount(newMount(self, request, target.path));
	if (request.type === 'proc' && target.path === '/proc') root.shownProcesses = self.namespace;
}

function newMount(
	self: KernelProcess,
	{ source, type, readOnly = false, options = '' }: MountRequest,
	path: string,
): Mount {
	const { kernel } = self;
	if (type === 'proc' || type === 'sysfs') {
		const fileSystem = type === 'proc' ? kernel.proc : kernel.sys;
		return { path, fileSystem, root: fileSystem.root, rootPath: '/', readOnly, source, type };
	}
	if (type !== 'tmpfs') return deviceMount(self, { source, type, readOnly }, path);
	const asked = /(?:^|,)size=(\d+)([kmg%]?)(?:,|$)/i.exec(options);
	if (asked === null && /(?:^|,)size=/.test(options)) throw new SystemError('EINVAL');
	const bytes = asked === null ? undefined : sizeOf(Number(asked[1]), asked[2] as string, kernel.facts.memoryBytes);
	const mode = /(?:^|,)mode=([0-7]+)/.exec(options)?.[1];
	const tree = kernel.createTree(undefined, 'tmpfs', source, kernel.memorySpace(bytes));
	tree.mkdir('/', { mode: mode === undefined ? 0o1777 : Number.parseInt(mode, 8) });
	return {
		...tree.rootMount,
		root: tree.fileSystem.root,
		path,
		readOnly,
		source,
		options: tmpfsOptions(bytes, options),
	};
}

/** What lies on a block device. */
function deviceMount(
	self: KernelProcess,
	{ source, type, readOnly }: { source: string; type: string; readOnly: boolean },
	path: string,
): Mount {
	if (!source.startsWith('/')) throw new SystemError('ENODEV');
	const { node, mount, path: device } = locateNode(self, source);
	if (node.type !== 'block') throw new SystemError('ENOTBLK');
	const name = mount.fileSystem.readlink(node, undefined);
	const { fileSystem, readOnly: isLocked } = self.kernel.blocks.mount(name, type);
	return {
		path,
		fileSystem,
		root: fileSystem.root,
		rootPath: '/',
		readOnly: readOnly || isLocked,
		source: device,
		type: fileSystem.type,
	};
}

function sizeOf(count: number, unit: string, memoryBytes: number): number {
	if (unit === '%') return Math.floor((memoryBytes * count) / 100);
	const shift = { '': 0, k: 10, m: 20, g: 30 }[unit.toLowerCase()] ?? 0;
	return Math.ceil((count * 2 ** shift) / PAGE_BYTES) * PAGE_BYTES;
}

/** Models mm/shmem.c shmem_show_options. */
function tmpfsOptions(bytes: number | undefined, options: string): string {
	const mode = /(?:^|,)mode=([0-7]+)/.exec(options)?.[1];
	const size = bytes === undefined ? [] : [`size=${bytes / 1024}k`];
	return [...size, ...(mode === undefined ? [] : [`mode=${mode}`]), 'inode64'].join(',');
}

/** umount(2). @param lazy it goes although something is mounted below it or somebody is in it. */
export function unmountCall(self: KernelProcess, path: string, lazy: boolean): void {
	requireAdmin(self);
	const { path: target } = locateNode(self, path);
	const { root, kernel } = self;
	if (target === '/' || root.mountAt(target) === undefined) throw new SystemError(target === '/' ? 'EBUSY' : 'EINVAL');
	if (!lazy) {
		const below = `${target}/`;
		if (root.mountList().some((mount) => mount.path.startsWith(below))) throw new SystemError('EBUSY');
		for (const process of kernel.pids.all()) {
			if (process.isEnded || process.root !== root) continue;
			if (process.cwd === target || process.cwd.startsWith(below)) throw new SystemError('EBUSY');
			for (const { name } of process.files.files()) if (name.startsWith(below)) throw new SystemError('EBUSY');
		}
	}
	const source = root.mountAt(target)?.source ?? '';
	root.unmount(target);
	if (!root.mountList().some((mount) => mount.source === source)) kernel.blocks.unmounted(source);
}

/** Of what is mounted. A folder of the disk that passes for a tmpfs (tokens, Secrets) is as large as what lies in it. */
export function usageOf({ type, fileSystem, root }: Mount, kernel: Kernel): { totalBytes: number; usedBytes: number } {
	if (type !== 'tmpfs' || fileSystem.type === 'tmpfs') return fileSystem.usage();
	return { totalBytes: kernel.facts.memoryBytes, usedBytes: pagesBelow(fileSystem, root) };
}

function pagesBelow(fileSystem: FileSystem, node: FileNode): number {
	if (node.type === 'file') return Math.ceil(fileSystem.size(node) / PAGE_BYTES) * PAGE_BYTES;
	if (node.type !== 'directory') return 0;
	let bytes = 0;
	for (const name of fileSystem.list(node, undefined)) {
		const child = fileSystem.lookup(node, name, undefined);
		if (child !== undefined) bytes += pagesBelow(fileSystem, child);
	}
	return bytes;
}

function requireAdmin({ credentials }: KernelProcess): void {
	if (!credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EPERM');
}
