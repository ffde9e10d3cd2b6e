import { type Credentials, SystemError } from '../process-api.ts';
import { grants } from './access-list.ts';
import { FILE_FLAGS } from './extended-attributes.ts';
import type { FileNode } from './file-system.ts';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** Whether `credentials` may do all of `want` (a sum of READ, WRITE, EXECUTE) to `node`. Models Linux fs/namei.c generic_permission. */
export function permits(credentials: Credentials, node: FileNode, want: number): boolean {
	if (node.type === 'symlink') return true;
	if (ownBits(credentials, node, want)) return true;
	const capabilities = credentials.capabilities;
	if (capabilities.has('DAC_OVERRIDE')) {
		return (want & EXECUTE) === 0 || node.type === 'directory' || (node.mode & 0o111) !== 0;
	}
	if (!capabilities.has('DAC_READ_SEARCH') || (want & WRITE) !== 0) return false;
	return want === READ || node.type === 'directory';
}

/** What the mode says, and the list of access where the file has one. Models acl_permission_check. */
function ownBits(credentials: Credentials, node: FileNode, want: number): boolean {
	const list = node.extended?.access;
	// As the kernel has it: with nothing left for the group, what lists say is not asked.
	if (list !== undefined && node.uid !== credentials.uid && (node.mode & 0o070) !== 0) {
		return grants(list, want, {
			uid: credentials.uid,
			ownerUid: node.uid,
			ownerGid: node.gid,
			isInGroup: (gid) => inGroup(credentials, gid),
		});
	}
	const shift = node.uid === credentials.uid ? 6 : inGroup(credentials, node.gid) ? 3 : 0;
	return ((node.mode >> shift) & want) === want;
}

/** Nobody may change it: `chattr +i`. */
export function isImmutable(node: FileNode): boolean {
	return ((node.extended?.flags ?? 0) & FILE_FLAGS.immutable) !== 0;
}

/** It may only grow: `chattr +a`. */
export function isAppendOnly(node: FileNode): boolean {
	return ((node.extended?.flags ?? 0) & FILE_FLAGS.appendOnly) !== 0;
}

/** Throws EPERM of a file that is immutable or may only grow. */
export function requireUnguarded(node: FileNode): void {
	if (isImmutable(node) || isAppendOnly(node)) throw new SystemError('EPERM');
}

export function inGroup(credentials: Credentials, gid: number): boolean {
	return credentials.gid === gid || credentials.groups.includes(gid);
}

/** Owner of the node, or allowed to act as such. */
export function ownsNode(credentials: Credentials, node: FileNode): boolean {
	return credentials.uid === node.uid || credentials.capabilities.has('FOWNER');
}

/** In a sticky directory only the owners of the name or of the directory may remove it. */
export function stickyForbids(credentials: Credentials, directory: FileNode, node: FileNode): boolean {
	if ((directory.mode & 0o1000) === 0) return false;
	return !ownsNode(credentials, node) && credentials.uid !== directory.uid;
}
