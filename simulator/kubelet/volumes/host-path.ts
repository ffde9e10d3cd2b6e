import { errorMessage } from '../../kernel/error-message.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { VolumeError } from './volume-error.ts';

/** Throws VolumeError when the path is not of its type. Models pkg/volume/hostpath checkTypeInternal. */
export function checkHostPath(root: FileTree, path: string, type: string): void {
	const kind = root.typeOf(path);
	const demand = (wanted: boolean, name: string): void => {
		if (!wanted) throw new VolumeError(`hostPath type check failed: ${path} is not ${name}`);
	};
	switch (type) {
		case 'DirectoryOrCreate':
			if (kind === undefined) createDirectory(root, path);
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
			if (kind === undefined) createDirectory(root, path);
	}
}

/** Where the kernel alone makes files there are none to be made. */
function createDirectory(root: FileTree, path: string): void {
	try {
		root.mkdir(path, { mode: 0o755 });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new VolumeError(`mkdir ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
}

function createFile(root: FileTree, path: string): void {
	if (root.list(parentOf(path)) === undefined) throw new VolumeError(`open ${path}: no such file or directory`);
	try {
		root.writeFile(path, '', { mode: 0o644 });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new VolumeError(`open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
}

function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}
