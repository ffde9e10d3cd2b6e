import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Layer, LayerEntry } from '../machine-api.ts';
import { type ExecutableImage, executableStub } from './executable-stub.ts';
import type { ExtendedAttributes } from './extended-attributes.ts';
import { FileData } from './file-data.ts';
import type { FileNode, NodeType } from './file-system.ts';

/**
 * Immutable layers merged into one tree, built once and shared by every world that starts from it: the base of
 * a writable tree. Holders of images and presets keep the stack, so that a tree over it costs a few objects.
 */
export class LayerStack {
	readonly root: BaseNode;
	/** The first inode number a tree over this stack may give. */
	readonly nextIno: number;
	/** Bytes of all files, for df. */
	readonly bytes: number;

	constructor(root: BaseNode, nextIno: number, bytes: number) {
		this.root = root;
		this.nextIno = nextIno;
		this.bytes = bytes;
	}
}

/** A node of an immutable tree. Never changed once its stack is built (content is encoded on first use). */
export class BaseNode implements FileNode {
	readonly type: NodeType;
	readonly ino: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly atimeMs: number;
	readonly mtimeMs: number;
	readonly ctimeMs: number;
	/** What was installed was made when it was changed last. */
	readonly birthMs: number;
	/** Of a directory, in the order it lists them. */
	readonly children: ReadonlyMap<string, BaseNode> | undefined;
	readonly target: string | undefined;
	readonly executable: ExecutableImage | undefined;
	readonly links: number;
	/** What a file takes of the disk, where that is not its size: it has holes. */
	readonly allocatedBytes: number | undefined;
	readonly extended: ExtendedAttributes | undefined;
	#content: string | Uint8Array | FileData | undefined;

	constructor(init: BaseNodeInit) {
		this.type = init.type;
		this.ino = init.ino;
		this.mode = init.mode;
		this.uid = init.uid;
		this.gid = init.gid;
		this.atimeMs = init.atimeMs;
		this.mtimeMs = init.mtimeMs;
		this.ctimeMs = init.ctimeMs;
		this.birthMs = init.birthMs ?? init.ctimeMs;
		this.children = init.children;
		this.target = init.target;
		this.executable = init.executable;
		this.links = init.links;
		this.allocatedBytes = init.allocatedBytes;
		this.extended = init.extended;
		this.#content = init.content;
	}

	get data(): FileData {
		if (this.#content instanceof FileData) return this.#content;
		const content = this.#content;
		this.#content =
			this.executable !== undefined
				? executableStub(this.executable)
				: FileData.of(typeof content === 'string' ? encodeUtf8(content) : (content ?? new Uint8Array(0)));
		return this.#content;
	}
}

export interface BaseNodeInit {
	readonly type: NodeType;
	readonly ino: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly atimeMs: number;
	readonly mtimeMs: number;
	readonly ctimeMs: number;
	readonly birthMs?: number;
	readonly links: number;
	readonly allocatedBytes?: number | undefined;
	readonly extended?: ExtendedAttributes | undefined;
	readonly children?: ReadonlyMap<string, BaseNode> | undefined;
	readonly target?: string | undefined;
	readonly executable?: ExecutableImage | undefined;
	readonly content?: string | Uint8Array | FileData | undefined;
}

/** Merges layers, lowest first. Pure: the same layers give the same tree and inode numbers. */
export function stackLayers(layers: readonly Layer[]): LayerStack {
	const root: Draft = { entry: { type: 'directory', mode: 0o755 }, mtimeMs: INSTALLED_AT_MS, children: new Map() };
	for (const layer of layers) {
		for (const [path, entry] of layer.entries) place(root, path, entry, layer.mtimeMs ?? INSTALLED_AT_MS);
	}
	const totals = { nextIno: 2, bytes: 0 };
	return new LayerStack(freeze(root, totals), totals.nextIno, totals.bytes);
}

interface Draft {
	entry: LayerEntry;
	mtimeMs: number;
	children: Map<string, Draft> | undefined;
}

/** 2025-10-01T00:00:00Z: when the images and packages of the simulated world were built. */
export const INSTALLED_AT_MS = 1_759_276_800_000;

function place(root: Draft, path: string, entry: LayerEntry, mtimeMs: number): void {
	const names = path.split('/').filter((name) => name !== '');
	const last = names.pop();
	if (last === undefined) {
		if (entry.type === 'directory') root.entry = entry;
		return;
	}
	const directory = directoryAt(root, root, names, mtimeMs, LINKS_MAX);
	if (entry.type === 'whiteout') {
		directory.children?.delete(last);
		return;
	}
	const kept = entry.type === 'directory' ? directory.children?.get(last)?.children : undefined;
	const children = entry.type === 'directory' ? (kept ?? new Map<string, Draft>()) : undefined;
	directory.children?.set(last, { entry, mtimeMs, children });
}

/** Links followed while placing an entry. */
const LINKS_MAX = 10;

/** The directory that `names` lead to from `from`, made where it is missing; links among them are followed. */
function directoryAt(root: Draft, from: Draft, names: readonly string[], mtimeMs: number, links: number): Draft {
	let directory = from;
	for (const name of names) {
		let next = directory.children?.get(name);
		if (next?.entry.type === 'symlink' && links > 0) {
			const { target } = next.entry;
			const parts = target.split('/').filter((part) => part !== '' && part !== '.');
			if (parts.includes('..')) throw new Error(`assertion failed: an entry below the link ${name} -> ${target}`);
			next = directoryAt(root, target.startsWith('/') ? root : directory, parts, mtimeMs, links - 1);
		}
		if (next?.children === undefined) {
			next = { entry: { type: 'directory', mode: 0o755 }, mtimeMs, children: new Map() };
			directory.children?.set(name, next);
		}
		directory = next;
	}
	return directory;
}

function freeze(draft: Draft, totals: { nextIno: number; bytes: number }): BaseNode {
	const entry = draft.entry;
	if (entry.type === 'whiteout') throw new Error('assertion failed: a whiteout is no node');
	const ino = totals.nextIno++;
	const times = { atimeMs: draft.mtimeMs, mtimeMs: draft.mtimeMs, ctimeMs: draft.mtimeMs };
	if (entry.type === 'symlink') {
		return new BaseNode({
			type: 'symlink',
			ino,
			mode: 0o777,
			uid: 0,
			gid: 0,
			links: 1,
			target: entry.target,
			...times,
		});
	}
	if (entry.type === 'executable') {
		totals.bytes += entry.size;
		const executable = { program: entry.program, size: entry.size };
		return new BaseNode({ type: 'file', ino, mode: entry.mode, uid: 0, gid: 0, links: 1, executable, ...times });
	}
	const owned = { ino, mode: entry.mode, uid: entry.uid ?? 0, gid: entry.gid ?? 0, ...times };
	if (entry.type === 'file') {
		totals.bytes += entry.content.length;
		return new BaseNode({ type: 'file', links: 1, content: entry.content, ...owned });
	}
	const children = new Map<string, BaseNode>();
	for (const name of [...(draft.children?.keys() ?? [])].sort()) {
		children.set(name, freeze(draft.children?.get(name) as Draft, totals));
	}
	return new BaseNode({ type: 'directory', links: 2, children, ...owned });
}
