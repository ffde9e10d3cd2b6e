import { cleanPath } from '../config/config-access.ts';
import { CommandError } from '../errors.ts';

/** One side of a copy. */
export interface FileSpec {
	/** '' for a local file. */
	readonly pod: string;
	readonly namespace: string;
	readonly file: string;
}

/** "[[namespace/]pod:]path". Models kubectl/pkg/cmd/cp extractFileSpec. */
export function parseFileSpec(text: string): FileSpec {
	const colon = text.indexOf(':');
	const malformed = 'filespec must match the canonical format: [[namespace/]pod:]file/path';
	if (colon === 0) throw new CommandError(malformed);
	if (colon < 0) return { pod: '', namespace: '', file: withoutTrailingSlash(text) };
	const file = withoutTrailingSlash(text.slice(colon + 1)).replaceAll('\\', '/');
	const pieces = text.slice(0, colon).split('/');
	if (pieces.length > 2) throw new CommandError(malformed);
	const [pod, namespace] = [pieces.at(-1) as string, pieces.length === 2 ? (pieces[0] as string) : ''];
	return { pod, namespace, file };
}

function withoutTrailingSlash(file: string): string {
	return file !== '/' && file.endsWith('/') ? file.slice(0, -1) : file;
}

/** Models path.Clean, also of relative paths. */
export function cleaned(path: string): string {
	if (path.startsWith('/')) return cleanPath(path);
	const out: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
		else out.push(part);
	}
	return out.length === 0 ? '.' : out.join('/');
}

/** Models path.Join. */
export function joined(...parts: readonly string[]): string {
	const text = parts.filter((part) => part !== '').join('/');
	return text === '' ? '' : cleaned(text);
}

/** Models path.Dir and path.Base. */
export function directoryOf(path: string): string {
	const at = path.lastIndexOf('/');
	return cleaned(path.slice(0, at + 1));
}

export function baseOf(path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	if (trimmed === '') return path === '' ? '.' : '/';
	return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Without "../" in front, and relative. Models stripPathShortcuts. */
export function withoutShortcuts(path: string): string {
	let out = path;
	while (out.startsWith('../')) out = out.slice(3);
	if (out === '.' || out === '..') return '';
	return out.startsWith('/') ? out.slice(1) : out;
}

/** Whether `target` is `base` or below it. */
export function isWithin(base: string, target: string): boolean {
	const [from, to] = [cleaned(base), cleaned(target)];
	if (from === '.') return !to.startsWith('../') && to !== '..';
	return to === from || to.startsWith(from === '/' ? '/' : `${from}/`);
}
