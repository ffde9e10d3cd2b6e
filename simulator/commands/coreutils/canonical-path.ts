import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';

/** Which components must exist: all, all but the last, or none. */
export type Existence = 'all' | 'all-but-last' | 'missing';

const LINKS_MAX = 40;

/** The absolute path without links and dots. Throws SystemError where one that must exist does not. */
export function canonicalPath(process: Process, path: string, existence: Existence, followLinks = true): string {
	if (path === '') throw new SystemError('ENOENT');
	let resolved: string[] = path.startsWith('/') ? [] : split(process.realpath('.'));
	const waiting = split(path);
	let links = 0;
	while (waiting.length > 0) {
		const part = waiting.shift() as string;
		if (part === '.') continue;
		if (part === '..') {
			resolved.pop();
			continue;
		}
		const candidate = `/${[...resolved, part].join('/')}`;
		const type = typeOf(process, candidate, existence, waiting.length === 0);
		if (type === 'symlink' && followLinks) {
			if (++links > LINKS_MAX) throw new SystemError('ELOOP');
			const target = process.readlink(candidate);
			if (target.startsWith('/')) resolved = [];
			waiting.unshift(...split(target));
			continue;
		}
		if (
			type !== undefined &&
			type !== 'directory' &&
			type !== 'symlink' &&
			waiting.length > 0 &&
			existence !== 'missing'
		) {
			throw new SystemError('ENOTDIR');
		}
		resolved.push(part);
	}
	return `/${resolved.join('/')}`;
}

function split(path: string): string[] {
	return path.split('/').filter((part) => part !== '');
}

function typeOf(process: Process, path: string, existence: Existence, last: boolean): string | undefined {
	try {
		return process.lstat(path).type;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const allowed = existence === 'missing' || (existence === 'all-but-last' && last && error.errno === 'ENOENT');
		if (!allowed) throw error;
		return undefined;
	}
}
