import type { Stat } from '../../kernel/process-api.ts';

/** "regular file", "symbolic link". */
export function kindOf({ type, size }: Stat): string {
	if (type === 'file') return size === 0 ? 'regular empty file' : 'regular file';
	if (type === 'symlink') return 'symbolic link';
	return type === 'character' || type === 'block' ? `${type} special file` : type;
}
