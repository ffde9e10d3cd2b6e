import type { FileTree } from '../../kernel/machine-api.ts';
import { VolumeError } from './volume-error.ts';

type FileKind = 'directory' | 'file' | 'device' | 'socket' | undefined;

/** Throws VolumeError when the path is not of its type. Models pkg/volume/hostpath checkTypeInternal. */
export function checkHostPath(root: FileTree, path: string, type: string): void {
	const kind = kindOf(root, path);
	const demand = (wanted: boolean, name: string): void => {
		if (!wanted) throw new VolumeError(`hostPath type check failed: ${path} is not ${name}`);
	};
	switch (type) {
		case 'DirectoryOrCreate':
			if (kind === undefined) root.mkdir(path, { mode: 0o755 });
			else demand(kind === 'directory', 'a directory');
			break;
		case 'Directory':
			demand(kind === 'directory', 'a directory');
			break;
		case 'FileOrCreate':
			if (kind === undefined) createFile(root, path);
			else demand(kind === 'file', 'a file');
			break;
		case 'File':
			demand(kind === 'file', 'a file');
			break;
		case 'Socket':
			demand(kind === 'socket', 'a socket file');
			break;
		case 'CharDevice':
			demand(kind === 'device', 'a character device');
			break;
		case 'BlockDevice':
			demand(false, 'a block device');
			break;
		default:
			// The container runtime makes a directory of what is not there.
			if (kind === undefined) root.mkdir(path, { mode: 0o755 });
	}
}

function createFile(root: FileTree, path: string): void {
	if (root.list(parentOf(path)) === undefined) throw new VolumeError(`open ${path}: no such file or directory`);
	root.writeFile(path, '', { mode: 0o644 });
}

function kindOf(root: FileTree, path: string): FileKind {
	if (root.list(path) !== undefined) return 'directory';
	if (root.readFile(path) !== undefined) return 'file';
	const name = path.slice(path.lastIndexOf('/') + 1);
	if (root.list(parentOf(path))?.includes(name) !== true) return undefined;
	return path.startsWith('/dev/') ? 'device' : 'socket';
}

function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}
