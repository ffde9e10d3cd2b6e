import type { FileTree } from '../../kernel/machine-api.ts';
import { VolumeError } from './volume-error.ts';

/** Throws VolumeError when the path is not of its type. Models pkg/volume/hostpath checkTypeInternal. */
export function checkHostPath(root: FileTree, path: string, type: string): void {
	const kind = root.typeOf(path);
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
			demand(kind === 'character', 'a character device');
			break;
		case 'BlockDevice':
			demand(kind === 'block', 'a block device');
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

function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}
