import type { Credentials } from '../process-api.ts';
import type { FileNode } from './file-system.ts';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** Whether `credentials` may do all of `want` (a sum of READ, WRITE, EXECUTE) to `node`. Models Linux fs/namei.c generic_permission. */
export function permits(credentials: Credentials, node: FileNode, want: number): boolean {
	if (node.type === 'symlink') return true;
	const shift = node.uid === credentials.uid ? 6 : inGroup(credentials, node.gid) ? 3 : 0;
	if (((node.mode >> shift) & want) === want) return true;
	const capabilities = credentials.capabilities;
	if (capabilities.has('DAC_OVERRIDE')) {
		return (want & EXECUTE) === 0 || node.type === 'directory' || (node.mode & 0o111) !== 0;
	}
	if (!capabilities.has('DAC_READ_SEARCH') || (want & WRITE) !== 0) return false;
	return want === READ || node.type === 'directory';
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
