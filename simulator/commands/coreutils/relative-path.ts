import type { Process } from '../../kernel/process-api.ts';
import { canonicalPath } from './canonical-path.ts';

/** `target` as seen from the folder that `link` stands in. */
export function relativePath(process: Process, link: string, target: string): string {
	const folder = link.includes('/') ? link.slice(0, link.lastIndexOf('/')) || '/' : '.';
	return relativeTo(
		canonicalPath(process, folder, 'missing') ?? folder,
		canonicalPath(process, target, 'missing') ?? target,
	);
}

/** Both absolute, without dots. */
export function relativeTo(from: string, to: string): string {
	const split = (path: string): string[] => path.split('/').filter((part) => part !== '');
	const [a, b] = [split(from), split(to)];
	let common = 0;
	while (common < a.length && common < b.length && a[common] === b[common]) common++;
	const up = a.slice(common).map(() => '..');
	return [...up, ...b.slice(common)].join('/') || '.';
}
