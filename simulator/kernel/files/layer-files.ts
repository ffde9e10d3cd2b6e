import type { Layer } from '../machine-api.ts';
import { executableStub } from './executable-stub.ts';
import type { ExtendedAttributes } from './extended-attributes.ts';
import { FileData } from './file-data.ts';
import { BaseNode, INSTALLED_AT_MS, LayerStack } from './layer-stack.ts';

/** What one layer of an image says of one path. */
export interface LayerFile {
	/** Absolute, without trailing slash. */
	readonly path: string;
	/** 'whiteout' takes away what the layers below have there. */
	readonly type: 'file' | 'directory' | 'symlink' | 'whiteout';
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly mtimeMs: number;
	/** Of a symlink. */
	readonly target?: string | undefined;
	/** Of a file. Never changed. */
	readonly data?: FileData | undefined;
	readonly extended?: ExtendedAttributes | undefined;
}

/** What became of a path between two stacks, as `docker diff` calls it. */
export interface StackChange extends LayerFile {
	readonly kind: 'A' | 'C' | 'D';
}

/** What `after` has that `before` has not: directories before what is in them, names in the order of their characters. */
export function stackChanges(before: LayerStack, after: LayerStack): StackChange[] {
	const changes: StackChange[] = [];
	compare('', before.root, after.root, changes);
	return changes;
}

function compare(path: string, before: BaseNode | undefined, after: BaseNode, changes: StackChange[]): void {
	if (before === after) return;
	const own = layerFile(path, after);
	if (path !== '' && own !== undefined) changes.push({ ...own, kind: before === undefined ? 'A' : 'C' });
	if (after.children === undefined) return;
	const old = before?.children;
	for (const name of [...new Set([...after.children.keys(), ...(old?.keys() ?? [])])].sort()) {
		const below = `${path}/${name}`;
		const next = after.children.get(name);
		if (next !== undefined) compare(below, old?.get(name), next, changes);
		else changes.push({ ...whiteout(below), kind: 'D' });
	}
}

export function whiteout(path: string): LayerFile {
	return { path, type: 'whiteout', mode: 0, uid: 0, gid: 0, mtimeMs: 0 };
}

/** Undefined for what no image holds: pipes, sockets, devices. */
export function layerFile(path: string, node: BaseNode): LayerFile | undefined {
	const { type, mode, uid, gid, mtimeMs, extended } = node;
	const kept = extended === undefined ? {} : { extended };
	if (type === 'file') return { path, type, mode, uid, gid, mtimeMs, data: node.data, ...kept };
	if (type === 'directory') return { path, type, mode, uid, gid, mtimeMs, ...kept };
	return type === 'symlink' ? { path, type, mode, uid, gid, mtimeMs, target: node.target ?? '' } : undefined;
}

/** The files of a layer that is declared. */
export function declaredFiles(layer: Layer): LayerFile[] {
	const mtimeMs = layer.mtimeMs ?? INSTALLED_AT_MS;
	return [...layer.entries].map(([path, entry]): LayerFile => {
		const root = { path, uid: 0, gid: 0, mtimeMs };
		if (entry.type === 'symlink') return { ...root, type: 'symlink', mode: 0o777, target: entry.target };
		if (entry.type === 'whiteout') return whiteout(path);
		if (entry.type === 'executable') return { ...root, type: 'file', mode: entry.mode, data: executableStub(entry) };
		const owned = { ...root, mode: entry.mode, uid: entry.uid ?? 0, gid: entry.gid ?? 0 };
		if (entry.type === 'directory') return { ...owned, type: 'directory' };
		return { ...owned, type: 'file', data: FileData.ofContent(entry.content) };
	});
}

/** What stands at a path; links on the way are followed, a last one when `follow` says so. */
export function nodeAt(stack: LayerStack, path: string, follow = true): BaseNode | undefined {
	return walk(stack, path, follow)?.node;
}

/** The path with the links on its way resolved, of names that need not exist. */
export function resolvedPath(stack: LayerStack, path: string): string {
	const slash = path.lastIndexOf('/');
	if (slash <= 0) return path;
	const above = walk(stack, path.slice(0, slash), true);
	const parent = above === undefined ? resolvedPath(stack, path.slice(0, slash)) : above.path;
	return `${parent === '/' ? '' : parent}${path.slice(slash)}`;
}

const LINKS_MAX = 40;

function walk(stack: LayerStack, path: string, follow: boolean): { node: BaseNode; path: string } | undefined {
	const rest = path.split('/').filter((part) => part !== '');
	const above: { name: string; node: BaseNode }[] = [];
	let node = stack.root;
	for (let links = 0; rest.length > 0; ) {
		const name = rest.shift() as string;
		if (name === '.') continue;
		if (name === '..') {
			above.pop();
			node = above.at(-1)?.node ?? stack.root;
			continue;
		}
		const next = node.children?.get(name);
		if (next === undefined) return undefined;
		if (next.type === 'symlink' && (follow || rest.length > 0)) {
			if (++links > LINKS_MAX) return undefined;
			const target = next.target ?? '';
			rest.unshift(...target.split('/').filter((part) => part !== ''));
			if (target.startsWith('/')) {
				above.length = 0;
				node = stack.root;
			}
			continue;
		}
		above.push({ name, node: next });
		node = next;
	}
	return { node, path: `/${above.map((each) => each.name).join('/')}` };
}

interface Draft {
	own: LayerFile | undefined;
	/** What was there before has been taken away. */
	replaced: boolean;
	readonly children: Map<string, Draft>;
}

const newDraft = (): Draft => ({ own: undefined, replaced: false, children: new Map() });

/** The stack with one more layer on top. What the layer leaves alone is shared. */
export function stackOver(below: LayerStack, files: readonly LayerFile[]): LayerStack {
	const root = newDraft();
	for (const file of files) {
		let draft = root;
		for (const name of resolvedPath(below, file.path).split('/')) {
			if (name === '') continue;
			let next = draft.children.get(name);
			if (next === undefined) {
				next = newDraft();
				draft.children.set(name, next);
			}
			draft = next;
		}
		if (file.type === 'whiteout') {
			draft.replaced = true;
			draft.children.clear();
		}
		draft.own = file;
	}
	const totals = { nextIno: below.nextIno, bytes: below.bytes };
	const merged = merge(below.root, root, totals) as BaseNode;
	return new LayerStack(merged, totals.nextIno, totals.bytes);
}

function merge(
	below: BaseNode | undefined,
	draft: Draft,
	totals: { nextIno: number; bytes: number },
): BaseNode | undefined {
	const { own, children } = draft;
	const base = draft.replaced ? undefined : below;
	if (own?.type === 'whiteout' && children.size === 0) return undefined;
	const isFile = own !== undefined && (own.type === 'file' || own.type === 'symlink');
	if (isFile && children.size === 0) {
		totals.bytes += own.data?.size ?? 0;
		return newNode(own, totals.nextIno++);
	}
	const kept = base?.type === 'directory' ? base : undefined;
	const names = new Map(kept?.children);
	for (const [name, child] of children) {
		const node = merge(kept?.children?.get(name), child, totals);
		if (node === undefined) names.delete(name);
		else names.set(name, node);
	}
	const directory = own?.type === 'directory' ? own : kept;
	const { mode, uid, gid, mtimeMs, extended } = directory ?? {
		mode: 0o755,
		uid: 0,
		gid: 0,
		mtimeMs: own?.mtimeMs ?? 0,
		extended: undefined,
	};
	return new BaseNode({
		type: 'directory',
		ino: kept?.ino ?? totals.nextIno++,
		mode,
		uid,
		gid,
		atimeMs: mtimeMs,
		mtimeMs,
		ctimeMs: mtimeMs,
		links: 2,
		extended,
		children: new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
	});
}

function newNode({ type, mode, uid, gid, mtimeMs, target, data, extended }: LayerFile, ino: number): BaseNode {
	return new BaseNode({
		type: type === 'symlink' ? 'symlink' : 'file',
		ino,
		mode,
		uid,
		gid,
		atimeMs: mtimeMs,
		mtimeMs,
		ctimeMs: mtimeMs,
		links: 1,
		target,
		extended,
		content: data,
	});
}

/** Nothing at all: what FROM scratch begins with. */
export function emptyStack(): LayerStack {
	const draft = newDraft();
	const totals = { nextIno: 2, bytes: 0 };
	return new LayerStack(merge(undefined, draft, totals) as BaseNode, totals.nextIno, 0);
}
