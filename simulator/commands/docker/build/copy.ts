import type { FileData } from '../../../kernel/files/file-data.ts';
import { type LayerFile, nodeAt, resolvedPath } from '../../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../../kernel/files/layer-stack.ts';
import type { Task } from '../../../machinery/task.ts';
import { matchingEntries, type SourceEntry, type SourceTree } from './context.ts';

export interface CopyRequest {
	/** What is copied over. */
	readonly stack: LayerStack;
	readonly tree: SourceTree;
	readonly sources: readonly string[];
	/** As it was written, variables expanded. */
	readonly destination: string;
	readonly workingDir: string;
	readonly owner: { readonly uid: number; readonly gid: number } | undefined;
	/** In place of the files' own. */
	readonly mode: number | undefined;
	/** Files keep their owners: they come from another stage. */
	readonly keepsOwners: boolean;
	readonly nowMs: number;
	/** What to do with a file instead of copying it: an archive is unpacked. */
	readonly unpack?: (data: FileData, folder: string) => readonly LayerFile[] | undefined;
}

/** A source that there is not. */
export class MissingSource extends Error {}

/** What COPY brings. Throws MissingSource with the source's name. Models frontend/dockerfile/dockerfile2llb dispatchCopy. */
export function* copiedFiles(request: CopyRequest): Task<LayerFile[]> {
	const { stack, tree, sources, destination, workingDir, nowMs } = request;
	const path = absolute(destination, workingDir);
	const found: { source: string; entries: SourceEntry[] }[] = [];
	for (const source of sources) {
		const entries = matchingEntries(tree, source);
		if (entries.length === 0) throw new MissingSource(source);
		found.push({ source, entries });
	}
	const count = found.reduce((sum, { entries }) => sum + entries.length, 0);
	const isFolder =
		destination.endsWith('/') || destination === '.' || count > 1 || nodeAt(stack, path)?.type === 'directory';
	const files: LayerFile[] = [];
	for (const { entries } of found) {
		for (const entry of entries) {
			if (entry.type === 'directory') {
				yield* copyFolder(request, entry, path, files);
				continue;
			}
			const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
			yield* copyFile(request, entry, isFolder ? join(path, name) : path, files);
		}
	}
	return withParents(stack, files, request.owner, nowMs);
}

export function absolute(path: string, workingDir: string): string {
	const parts = (path.startsWith('/') ? path : `${workingDir}/${path}`).split('/');
	const out: string[] = [];
	for (const part of parts) {
		if (part === '..') out.pop();
		else if (part !== '' && part !== '.') out.push(part);
	}
	return `/${out.join('/')}`;
}

function join(folder: string, name: string): string {
	return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function* copyFolder(request: CopyRequest, folder: SourceEntry, path: string, files: LayerFile[]): Task<void> {
	// The destination itself keeps what it is when it is there already.
	if (nodeAt(request.stack, path)?.type !== 'directory') files.push(ownedFile(request, folder, path));
	for (const name of request.tree.names(folder.path)) {
		const entry = request.tree.entry(folder.path === '' ? name : `${folder.path}/${name}`);
		if (entry === undefined) continue;
		if (entry.type === 'directory') {
			files.push(ownedFile(request, entry, join(path, name)));
			yield* copyFolder(request, entry, join(path, name), files);
		} else yield* copyFile(request, entry, join(path, name), files);
	}
}

function* copyFile(request: CopyRequest, entry: SourceEntry, path: string, files: LayerFile[]): Task<void> {
	if (entry.type === 'symlink') {
		files.push({ ...ownedFile(request, entry, path), target: entry.target });
		return;
	}
	const data = yield* entry.data();
	const folder = request.destination.endsWith('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : path;
	const unpacked = request.unpack?.(data, folder);
	if (unpacked !== undefined) files.push(...unpacked);
	else files.push({ ...ownedFile(request, entry, path), data });
}

function ownedFile({ owner, keepsOwners, mode }: CopyRequest, entry: SourceEntry, path: string): LayerFile {
	const { uid, gid } = owner ?? (keepsOwners ? entry : { uid: 0, gid: 0 });
	const { type, mtimeMs } = entry;
	return { path, type, mode: mode ?? entry.mode, uid, gid, mtimeMs };
}

/** Directories that are missing on the way are made. */
export function withParents(
	stack: LayerStack,
	files: readonly LayerFile[],
	owner: { readonly uid: number; readonly gid: number } | undefined,
	nowMs: number,
): LayerFile[] {
	const known = new Set<string>();
	const out: LayerFile[] = [];
	for (const file of files) {
		const path = resolvedPath(stack, file.path);
		const parts = path.split('/').slice(1, -1);
		for (let length = 1; length <= parts.length; length++) {
			const above = `/${parts.slice(0, length).join('/')}`;
			if (known.has(above)) continue;
			known.add(above);
			if (nodeAt(stack, above) !== undefined) continue;
			out.push({
				path: above,
				type: 'directory',
				mode: 0o755,
				uid: owner?.uid ?? 0,
				gid: owner?.gid ?? 0,
				mtimeMs: nowMs,
			});
		}
		if (file.type === 'directory') known.add(path);
		out.push({ ...file, path });
	}
	return out;
}
