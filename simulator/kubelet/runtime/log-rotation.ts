import type { FileTree } from '../../kernel/machine-api.ts';
import { gzip } from '../../machinery/deflate/gzip.ts';
import { formatTime } from '../../machinery/timestamp.ts';

const COMPRESSED = '.gz';

/**
 * Puts what a log holds aside under the time's name and begins it anew; what was put aside before is compressed, the
 * oldest of it goes. Models pkg/kubelet/logs container_log_manager.go rotateLog.
 * @param filesMax of the log, the one that is written to included.
 */
export function rotateLog(root: FileTree, path: string, options: { nowMs: number; filesMax: number }): void {
	const content = root.readFile(path);
	if (content === undefined) return;
	const older = rotatedLogs(root, path);
	const kept = older.slice(older.length - Math.min(older.length, Math.max(0, options.filesMax - 2)));
	for (const each of older) if (!kept.includes(each)) root.remove(each);
	for (const each of kept) {
		if (each.endsWith(COMPRESSED)) continue;
		root.writeFile(`${each}${COMPRESSED}`, gzip(root.readFile(each) ?? new Uint8Array(0)), { mode: 0o640 });
		root.remove(each);
	}
	const time = formatTime(options.nowMs).slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
	root.writeFile(`${path}.${time}`, content, { mode: 0o640 });
	root.writeFile(path, '', { mode: 0o640 });
}

/** Oldest first. */
export function rotatedLogs(root: FileTree, path: string): string[] {
	const slash = path.lastIndexOf('/');
	const prefix = `${path.slice(slash + 1)}.`;
	const names = (root.list(path.slice(0, slash)) ?? []).filter((name) => name.startsWith(prefix));
	return names.sort().map((name) => `${path.slice(0, slash)}/${name}`);
}
