import { SystemError } from '../process-api.ts';
import { withoutCapabilities } from './extended-attributes.ts';
import type { FileNode, NodeType } from './file-system.ts';
import { inheritance, locate, locateNode, ownership, type PathContext, requireWritable } from './path-calls.ts';
import type { Located } from './path-walk.ts';
import {
	inGroup,
	isAppendOnly,
	isImmutable,
	ownsNode,
	permits,
	requireUnguarded,
	stickyForbids,
	WRITE,
} from './permissions.ts';

/** Adds a directory, a FIFO or a symbolic link. */
export function makeNode(context: PathContext, path: string, type: NodeType, mode: number, target?: string): void {
	const found = locate(context, path, false);
	if (found.node !== undefined) throw new SystemError('EEXIST');
	if (found.mustBeDirectory && type !== 'directory') throw new SystemError('ENOENT');
	const parent = requireWritable(context, found);
	const { uid, gid, setgid } = ownership(context, parent);
	const own = inheritance(context, parent, type, type === 'symlink' ? 0o777 : mode);
	const inherited = setgid && type === 'directory' ? 0o2000 : 0;
	const init = { ...own, type, mode: own.mode | inherited, uid, gid };
	found.mount.fileSystem.create(parent, found.name, target === undefined ? init : { ...init, target });
	found.mount.fileSystem.notify(found.fileSystemPath);
}

export function removeDirectory(context: PathContext, path: string): void {
	if (/(^|\/)\.$/.test(path)) throw new SystemError('EINVAL');
	const found = locateNode(context, path, false);
	if (found.node.type !== 'directory') throw new SystemError('ENOTDIR');
	removeName(context, found);
}

export function unlink(context: PathContext, path: string): void {
	const found = locateNode(context, path, false);
	if (found.node.type === 'directory') throw new SystemError('EISDIR');
	removeName(context, found);
}

function removeName(context: PathContext, found: Located & { node: FileNode }): void {
	const parent = requireRemovable(context, found);
	const fileSystem = found.mount.fileSystem;
	if (found.node.type === 'directory' && fileSystem.list(found.node, context.viewer).length > 0) {
		throw new SystemError('ENOTEMPTY');
	}
	fileSystem.unlink(parent, found.name);
	fileSystem.notify(found.fileSystemPath);
}

function requireRemovable(context: PathContext, found: Located & { node: FileNode }): FileNode {
	if (context.root.isMountedBelow(found.path)) throw new SystemError('EBUSY');
	const parent = requireWritable(context, found);
	if (isAppendOnly(parent) || stickyForbids(context.credentials, parent, found.node)) throw new SystemError('EPERM');
	requireUnguarded(found.node);
	return parent;
}

/** Models Linux fs/namei.c do_renameat2 and vfs_rename. */
export function rename(context: PathContext, from: string, to: string): void {
	const source = locateNode(context, from, false);
	const target = locate(context, to, false);
	if (source.parent === undefined || target.parent === undefined) throw new SystemError('EBUSY');
	if (source.mount !== target.mount) throw new SystemError('EXDEV');
	const fromParent = requireRemovable(context, source);
	const toParent = requireWritable(context, target);
	const isDirectory = source.node.type === 'directory';
	if (!isDirectory && target.mustBeDirectory) throw new SystemError('ENOTDIR');
	if (isDirectory && `${target.path}/`.startsWith(`${source.path}/`) && target.path !== source.path) {
		throw new SystemError('EINVAL');
	}
	const fileSystem = source.mount.fileSystem;
	const replaced = target.node;
	if (replaced !== undefined) {
		if (replaced.ino === source.node.ino) return;
		requireRemovable(context, { ...target, node: replaced });
		if (isDirectory && replaced.type !== 'directory') throw new SystemError('ENOTDIR');
		if (!isDirectory && replaced.type === 'directory') throw new SystemError('EISDIR');
		if (isDirectory && fileSystem.list(replaced, context.viewer).length > 0) throw new SystemError('ENOTEMPTY');
	}
	fileSystem.rename(fromParent, source.name, toParent, target.name);
	fileSystem.notify(source.fileSystemPath);
	fileSystem.notify(target.fileSystemPath);
}

export function hardLink(context: PathContext, from: string, to: string): void {
	const source = locateNode(context, from, false);
	const target = locate(context, to, false);
	if (target.node !== undefined) throw new SystemError('EEXIST');
	if (source.node.type === 'directory') throw new SystemError('EPERM');
	if (source.mount !== target.mount) throw new SystemError('EXDEV');
	requireUnguarded(source.node);
	const parent = requireWritable(context, target);
	source.mount.fileSystem.link(parent, target.name, source.node);
	source.mount.fileSystem.notify(target.fileSystemPath);
}

export function changeMode(context: PathContext, path: string, mode: number): void {
	const found = requireChangeable(locateNode(context, path));
	requireUnguarded(found.node);
	if (!ownsNode(context.credentials, found.node)) throw new SystemError('EPERM');
	// Who is not in the file's group cannot make it setgid.
	const privileged = context.credentials.capabilities.has('FSETID') || inGroup(context.credentials, found.node.gid);
	found.mount.fileSystem.setAttributes(found.node, { mode: mode & (privileged ? 0o7777 : 0o5777) });
	found.mount.fileSystem.notify(found.fileSystemPath);
}

/** @param uid −1 leaves it; likewise gid. */
export function changeOwner(context: PathContext, path: string, uid: number, gid: number, follow: boolean): void {
	const found = requireChangeable(locateNode(context, path, follow));
	const { credentials } = context;
	const node = found.node;
	requireUnguarded(node);
	const newUid = uid === -1 ? node.uid : uid;
	const newGid = gid === -1 ? node.gid : gid;
	if (!credentials.capabilities.has('CHOWN')) {
		if (credentials.uid !== node.uid || newUid !== node.uid) throw new SystemError('EPERM');
		if (newGid !== node.gid && !inGroup(credentials, newGid)) throw new SystemError('EPERM');
	}
	const mode = node.type === 'file' && !credentials.capabilities.has('FSETID') ? node.mode & 0o1777 : node.mode;
	const extended = withoutCapabilities(node.extended);
	const kept = extended === node.extended ? {} : { extended };
	found.mount.fileSystem.setAttributes(node, { uid: newUid, gid: newGid, mode, ...kept });
	found.mount.fileSystem.notify(found.fileSystemPath);
}

export function changeTimes(
	context: PathContext,
	path: string,
	atimeMs: number,
	mtimeMs: number,
	follow: boolean,
): void {
	const found = requireChangeable(locateNode(context, path, follow));
	const { credentials } = context;
	if (isImmutable(found.node)) throw new SystemError('EPERM');
	if (!ownsNode(credentials, found.node) && !permits(credentials, found.node, WRITE)) throw new SystemError('EACCES');
	found.mount.fileSystem.setAttributes(found.node, { atimeMs, mtimeMs });
	found.mount.fileSystem.notify(found.fileSystemPath);
}

function requireChangeable<T extends Located>(found: T): T {
	if (found.mount.readOnly) throw new SystemError('EROFS');
	return found;
}
