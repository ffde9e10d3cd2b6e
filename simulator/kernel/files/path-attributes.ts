import { SystemError } from '../process-api.ts';
import {
	ACCESS_ATTRIBUTE,
	attributeBytes,
	attributeNames,
	attributeValue,
	CAPABILITY_ATTRIBUTE,
	DEFAULT_ATTRIBUTE,
	type ExtendedAttributes,
	FILE_FLAGS,
	NO_ATTRIBUTES,
	packed,
	withAccessList,
} from './extended-attributes.ts';
import type { FileNode, FileSystem } from './file-system.ts';
import { locateNode, type PathContext } from './path-calls.ts';
import type { Located } from './path-walk.ts';
import { isImmutable, ownsNode, permits, READ, WRITE } from './permissions.ts';

const NAME_LENGTH_MAX = 255;
/** What ext4 keeps of one file: a block. */
const ATTRIBUTE_BYTES_MAX = 4_000;

type Found = Located & { node: FileNode };

/** Models getxattr(2). Throws ENODATA, EOPNOTSUPP. */
export function getAttribute(context: PathContext, path: string, name: string, follow: boolean): Uint8Array {
	const found = locateNode(context, path, follow);
	requireKind(found, name);
	const { credentials } = context;
	if (name.startsWith('trusted.') && !credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('ENODATA');
	if (name.startsWith('user.') && !permits(credentials, found.node, READ)) throw new SystemError('EACCES');
	const value = attributeValue(found.node.extended, name);
	if (value === undefined) throw new SystemError('ENODATA');
	return value;
}

/** Models listxattr(2). */
export function listAttributes(context: PathContext, path: string, follow: boolean): readonly string[] {
	const { node, mount } = locateNode(context, path, follow);
	if (!mount.fileSystem.hasAttributes || node.extended === undefined) return [];
	const isAdmin = context.credentials.capabilities.has('SYS_ADMIN');
	return attributeNames(node.extended).filter((name) => isAdmin || !name.startsWith('trusted.'));
}

/** Models setxattr(2). @param value undefined removes it (ENODATA where it is not). */
export function setAttribute(
	context: PathContext,
	path: string,
	name: string,
	value: Uint8Array | undefined,
	{ follow, exists }: { readonly follow: boolean; readonly exists?: boolean | undefined },
): void {
	const found = locateNode(context, path, follow);
	if (name.length > NAME_LENGTH_MAX) throw new SystemError('ERANGE');
	if (found.mount.readOnly) throw new SystemError('EROFS');
	if (isImmutable(found.node)) throw new SystemError('EPERM');
	requireKind(found, name);
	requireMaySet(context, found.node, name);
	const before = found.node.extended ?? NO_ATTRIBUTES;
	const old = attributeValue(before, name);
	if (old === undefined ? value === undefined || exists === true : exists === false) {
		throw new SystemError(old === undefined ? 'ENODATA' : 'EEXIST');
	}
	const { attributes, mode } = changed(before, found.node, name, value);
	if (attributeBytes(attributes) > ATTRIBUTE_BYTES_MAX) throw new SystemError('ENOSPC');
	found.mount.fileSystem.setAttributes(found.node, {
		extended: packed(attributes),
		...(mode !== undefined && { mode }),
	});
	found.mount.fileSystem.notify(found.fileSystemPath);
}

function changed(
	before: ExtendedAttributes,
	node: FileNode,
	name: string,
	value: Uint8Array | undefined,
): { readonly attributes: ExtendedAttributes; readonly mode: number | undefined } {
	if (name === ACCESS_ATTRIBUTE || name === DEFAULT_ATTRIBUTE) {
		if (name === DEFAULT_ATTRIBUTE && node.type !== 'directory') throw new SystemError('EACCES');
		if (value === undefined) {
			const key = name === ACCESS_ATTRIBUTE ? 'access' : 'default';
			return { attributes: { ...before, [key]: undefined }, mode: undefined };
		}
		const after = withAccessList(before, name, value);
		if (after === undefined) throw new SystemError('EINVAL');
		const { attributes, mode } = after;
		return { attributes, mode: mode === undefined ? undefined : (node.mode & ~0o777) | mode };
	}
	const named = new Map(before.named);
	if (value === undefined) named.delete(name);
	else named.set(name, value);
	return { attributes: { ...before, named }, mode: undefined };
}

/** Throws EOPNOTSUPP where a file system keeps no such attribute. */
function requireKind({ mount, node }: Found, name: string): void {
	const isList = name === ACCESS_ATTRIBUTE || name === DEFAULT_ATTRIBUTE;
	const isKnown = isList || /^(?:user|trusted|security)\.(?=.)/.test(name);
	if (!mount.fileSystem.hasAttributes || !isKnown) throw new SystemError('EOPNOTSUPP');
	if (isList && node.type === 'symlink') throw new SystemError('EOPNOTSUPP');
}

/** Models fs/xattr.c xattr_permission. */
function requireMaySet({ credentials }: PathContext, node: FileNode, name: string): void {
	const { capabilities } = credentials;
	if (name.startsWith('user.')) {
		if (node.type !== 'file' && node.type !== 'directory') throw new SystemError('EPERM');
		const isSticky = node.type === 'directory' && (node.mode & 0o1000) !== 0;
		if (isSticky && !ownsNode(credentials, node)) throw new SystemError('EPERM');
		if (!permits(credentials, node, WRITE)) throw new SystemError('EACCES');
		return;
	}
	const may = name.startsWith('system.')
		? ownsNode(credentials, node)
		: capabilities.has(name === CAPABILITY_ATTRIBUTE ? 'SETFCAP' : 'SYS_ADMIN');
	if (!may) throw new SystemError('EPERM');
}

/** What lsattr shows. EOPNOTSUPP where a file system has none. Models fs/ioctl.c ioctl_getflags. */
export function getFlags(context: PathContext, path: string): number {
	const { node, mount } = locateNode(context, path, false);
	if (node.type !== 'file' && node.type !== 'directory') throw new SystemError('EOPNOTSUPP');
	if (!mount.fileSystem.hasAttributes) throw new SystemError('EOPNOTSUPP');
	if (!permits(context.credentials, node, READ)) throw new SystemError('EACCES');
	return (node.extended?.flags ?? 0) ^ usualFlags(mount.fileSystem);
}

/** What every file has that nobody has changed; an inode keeps what differs from it. */
function usualFlags({ type }: FileSystem): number {
	return type === 'tmpfs' ? 0 : FILE_FLAGS.extents;
}

/** Models fs/ioctl.c ioctl_setflags with ext4's: EPERM without owning it, or LINUX_IMMUTABLE for `+i` and `+a`. */
export function setFlags(context: PathContext, path: string, flags: number): void {
	const found = locateNode(context, path, false);
	const { node, mount } = found;
	const before = getFlags(context, path);
	if (mount.readOnly) throw new SystemError('EROFS');
	if (!ownsNode(context.credentials, node)) throw new SystemError('EPERM');
	const guarded = FILE_FLAGS.immutable | FILE_FLAGS.appendOnly;
	const changesGuarded = ((before ^ flags) & guarded) !== 0;
	if (changesGuarded && !context.credentials.capabilities.has('LINUX_IMMUTABLE')) throw new SystemError('EPERM');
	// What is immutable and stays so changes in nothing else.
	if ((before & flags & FILE_FLAGS.immutable) !== 0 && before !== flags) throw new SystemError('EPERM');
	const changeable = CHANGEABLE | (mount.fileSystem.size(node) === 0 ? FILE_FLAGS.extents : 0);
	if (((before ^ flags) & ~changeable) !== 0) throw new SystemError('EOPNOTSUPP');
	const kept = node.type === 'directory' ? flags : flags & ~(FILE_FLAGS.directorySync | FILE_FLAGS.topDirectory);
	const differing = kept ^ usualFlags(mount.fileSystem);
	const extended = packed({ ...(node.extended ?? NO_ATTRIBUTES), flags: differing });
	mount.fileSystem.setAttributes(node, { extended });
}

/** What ext4 lets a user change. */
const CHANGEABLE =
	FILE_FLAGS.secureDelete |
	FILE_FLAGS.undelete |
	FILE_FLAGS.compressed |
	FILE_FLAGS.synchronous |
	FILE_FLAGS.immutable |
	FILE_FLAGS.appendOnly |
	FILE_FLAGS.noDump |
	FILE_FLAGS.noAccessTime |
	FILE_FLAGS.journalled |
	FILE_FLAGS.noTailMerging |
	FILE_FLAGS.directorySync |
	FILE_FLAGS.topDirectory |
	FILE_FLAGS.directAccess |
	FILE_FLAGS.projectInherits;
