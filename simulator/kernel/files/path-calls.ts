import type { OpenFile } from '../open-files/open-file.ts';
import { DirectoryFile } from '../open-files/open-file.ts';
import { type Credentials, type OpenFlags, type Stat, SystemError } from '../process-api.ts';
import { inheritedList, isExtended, modeOfList } from './access-list.ts';
import { deviceNumbers } from './device-numbers.ts';
import { type ExtendedAttributes, NO_ATTRIBUTES, packed } from './extended-attributes.ts';
import type { FileNode, FileSystem, NodeType, Viewer } from './file-system.ts';
import type { MountTree } from './mount-tree.ts';
import { type Located, walk } from './path-walk.ts';
import { EXECUTE, isAppendOnly, isImmutable, permits, READ, WRITE } from './permissions.ts';

/** Through whose eyes paths are resolved. */
export interface PathContext {
	readonly root: MountTree;
	readonly cwd: string;
	readonly umask: number;
	readonly credentials: Credentials;
	readonly viewer: Viewer;
	/** Counts CPU steps of whoever calls; absent: the kernel itself. */
	charge?(steps: number): void;
}

/** CPU steps of finding a path, besides its length. */
const PATH_STEPS = 2;

export function locate(context: PathContext, path: string, follow = true): Located {
	const { credentials, viewer } = context;
	const length = path.startsWith('/') ? path.length : context.cwd.length + path.length;
	context.charge?.(PATH_STEPS + (length >> 5));
	return walk(context.root, context.cwd, path, { follow, credentials, viewer });
}

/** As `locate`, but ENOENT when the last name is missing and ENOTDIR when "name/" is no directory. */
export function locateNode(context: PathContext, path: string, follow = true): Located & { node: FileNode } {
	const found = locate(context, path, follow);
	if (found.node === undefined) throw new SystemError('ENOENT');
	if (found.mustBeDirectory && found.node.type !== 'directory') throw new SystemError('ENOTDIR');
	return { ...found, node: found.node };
}

export function statPath(context: PathContext, path: string, follow: boolean): Stat {
	const found = locateNode(context, path, follow);
	if (found.magic !== undefined && follow) {
		const status = found.magic.status();
		return statOf(status.node, status.device, status.size, status.links);
	}
	const fileSystem = found.mount.fileSystem;
	const stat = statOf(found.node, fileSystem.device, fileSystem.size(found.node), fileSystem.links(found.node));
	const allocatedBytes = stat.type === 'file' ? fileSystem.allocated?.(found.node) : undefined;
	return allocatedBytes === undefined || allocatedBytes >= stat.size ? stat : { ...stat, allocatedBytes };
}

export function statOf(node: FileNode, device: number, size: number, links: number): Stat {
	return {
		type: node.type,
		inode: node.ino,
		device,
		mode: node.mode,
		uid: node.uid,
		gid: node.gid,
		size,
		links,
		atimeMs: node.atimeMs,
		mtimeMs: node.mtimeMs,
		ctimeMs: node.ctimeMs,
		...(node.extended?.access === undefined && node.extended?.default === undefined ? {} : { hasAccessList: true }),
		...(node.birthMs === undefined ? {} : { birthMs: node.birthMs }),
		...(node.type === 'character' || node.type === 'block' ? { deviceNumbers: deviceNumbers(node) } : {}),
	};
}

export function readDirectory(context: PathContext, path: string): readonly string[] {
	const found = locateNode(context, path);
	if (found.node.type !== 'directory') throw new SystemError('ENOTDIR');
	if (!permits(context.credentials, found.node, READ)) throw new SystemError('EACCES');
	const names = found.mount.fileSystem.list(found.node, context.viewer);
	context.charge?.(names.length >> 2);
	const mounted = context.root.mountNames(found.path).filter((name) => !names.includes(name));
	return mounted.length === 0 ? names : [...names, ...mounted];
}

export function readLink(context: PathContext, path: string): string {
	const found = locateNode(context, path, false);
	if (found.node.type !== 'symlink') throw new SystemError('EINVAL');
	return found.mount.fileSystem.readlink(found.node, context.viewer);
}

export function access(
	context: PathContext,
	path: string,
	want: { read?: boolean; write?: boolean; execute?: boolean },
): boolean {
	let found: Located & { node: FileNode };
	try {
		found = locateNode(context, path);
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
	if (want.write && found.mount.readOnly && found.node.type !== 'character') return false;
	if (want.write && isImmutable(found.node)) return false;
	const bits = (want.read ? READ : 0) | (want.write ? WRITE : 0) | (want.execute ? EXECUTE : 0);
	return permits(context.credentials, found.node, bits);
}

export function changeDirectory(context: PathContext, path: string): string {
	const found = locateNode(context, path);
	if (found.node.type !== 'directory') throw new SystemError('ENOTDIR');
	if (!permits(context.credentials, found.node, EXECUTE)) throw new SystemError('EACCES');
	return found.path;
}

/** Models Linux fs/namei.c do_open: creation, permissions and kinds in the kernel's order. */
export function openPath(context: PathContext, path: string, flags: OpenFlags, mode: number): OpenFile {
	const found = locate(context, path, !(flags.noFollow || (flags.create && flags.exclusive)));
	if (found.magic !== undefined) return openMagic(context, found.magic, flags);
	if (found.node === undefined) return createAndOpen(context, found, flags, mode);
	if (flags.create && flags.exclusive) throw new SystemError('EEXIST');
	const node = found.node;
	if (node.type === 'symlink') throw new SystemError('ELOOP');
	if (node.type === 'directory') {
		if (flags.write || flags.create) throw new SystemError('EISDIR');
		if (!permits(context.credentials, node, READ)) throw new SystemError('EACCES');
		return openDirectory(found.mount.fileSystem, node, flags, found.path);
	}
	if (flags.directory || found.mustBeDirectory) throw new SystemError('ENOTDIR');
	const want = (flags.read ? READ : 0) | (flags.write ? WRITE : 0);
	if (flags.write && isImmutable(node)) throw new SystemError('EPERM');
	if (!permits(context.credentials, node, want)) throw new SystemError('EACCES');
	if (isAppendOnly(node) && ((flags.write && !flags.append) || flags.truncate)) throw new SystemError('EPERM');
	if ((flags.write || flags.truncate) && found.mount.readOnly && node.type === 'file') throw new SystemError('EROFS');
	const file = found.mount.fileSystem.open(node, flags, found, context.viewer);
	if (flags.truncate && node.type === 'file') found.mount.fileSystem.notify(found.fileSystemPath);
	return file;
}

/** Checks that `context` may add or remove names in the directory. */
export function requireWritable(context: PathContext, found: Located): FileNode {
	const parent = found.parent;
	if (parent === undefined) throw new SystemError('EBUSY');
	if (found.mount.readOnly) throw new SystemError('EROFS');
	if (isImmutable(parent)) throw new SystemError('EPERM');
	if (!permits(context.credentials, parent, WRITE | EXECUTE)) throw new SystemError('EACCES');
	return parent;
}

/** The owner and mode that a new name gets: a setgid directory hands its group down. */
export function ownership(context: PathContext, parent: FileNode): { uid: number; gid: number; setgid: boolean } {
	const setgid = (parent.mode & 0o2000) !== 0;
	return { uid: context.credentials.uid, gid: setgid ? parent.gid : context.credentials.gid, setgid };
}

/** The mode that a new name gets, and what its folder's default list of access hands down. Models fs/posix_acl.c posix_acl_create. */
export function inheritance(
	{ umask }: PathContext,
	parent: FileNode,
	type: NodeType,
	mode: number,
): { readonly mode: number; readonly extended?: ExtendedAttributes } {
	const list = parent.extended?.default;
	if (list === undefined || type === 'symlink') return { mode: type === 'symlink' ? mode : mode & ~umask };
	const own = inheritedList(list, mode);
	const access = isExtended(own) ? own : undefined;
	const extended = packed({ ...NO_ATTRIBUTES, access, ...(type === 'directory' && { default: list }) });
	const bits = { mode: (mode & ~0o777) | modeOfList(own) };
	return extended === undefined ? bits : { ...bits, extended };
}

function createAndOpen(context: PathContext, found: Located, flags: OpenFlags, mode: number): OpenFile {
	if (!flags.create) throw new SystemError('ENOENT');
	if (found.mustBeDirectory) throw new SystemError('EISDIR');
	const parent = requireWritable(context, found);
	const { uid, gid } = ownership(context, parent);
	const fileSystem = found.mount.fileSystem;
	const init = { type: 'file', uid, gid, ...inheritance(context, parent, 'file', mode) } as const;
	const node = fileSystem.create(parent, found.name, init);
	fileSystem.notify(found.fileSystemPath);
	return fileSystem.open(node, { ...flags, truncate: false }, found, context.viewer);
}

function openMagic(context: PathContext, file: OpenFile, flags: OpenFlags): OpenFile {
	const status = file.status();
	const want = (flags.read ? READ : 0) | (flags.write ? WRITE : 0);
	if (status.node.type === 'file' && !permits(context.credentials, status.node, want)) throw new SystemError('EACCES');
	return file.reopen(flags);
}

function openDirectory(fileSystem: FileSystem, node: FileNode, flags: OpenFlags, path: string): OpenFile {
	return new DirectoryFile(flags, path, () => {
		const now = fileSystem.current(node);
		return { node: now, device: fileSystem.device, size: fileSystem.size(now), links: fileSystem.links(now) };
	});
}
