import type { Process } from '../../kernel/process-api.ts';

export function exists(process: Process, path: string): boolean {
	try {
		process.lstat(path);
		return true;
	} catch {
		return false;
	}
}

export function isDirectory(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'directory';
	} catch {
		return false;
	}
}

export function joinPath(directory: string, name: string): string {
	return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** The last component, without trailing slashes. */
export function baseName(path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
