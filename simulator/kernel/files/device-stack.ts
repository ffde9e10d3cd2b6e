import { BaseNode, type BaseNodeInit, LayerStack } from './layer-stack.ts';

/** 2025-10-01: devices look as old as the image. */
const AT_MS = 1_759_276_800_000;

const KMEM_GID = 15;

/** What /dev starts as: the memory devices, the terminals, the links to one's own descriptors. Immutable, shared. */
export const DEVICE_STACK: LayerStack = buildDevices([]);

/** Of a host, and of what may have its devices: with its memory, its disk, and names for files that pass for disks. */
export const HOST_DEVICE_STACK: LayerStack = buildDevices([
	...Array.from({ length: 8 }, (_, number) => `loop${number}`),
	'vda',
	'vda1',
]);

/** /dev/null itself. */
export const NULL_NODE: BaseNode = deviceNode('null');

function deviceNode(name: string): BaseNode {
	const node = DEVICE_STACK.root.children?.get(name);
	if (node === undefined) throw new Error(`assertion failed: no device ${name}`);
	return node;
}

function buildDevices(blocks: readonly string[]): LayerStack {
	let ino = 1;
	const times = { atimeMs: AT_MS, mtimeMs: AT_MS, ctimeMs: AT_MS };
	const node = (init: Pick<BaseNodeInit, 'type' | 'mode'> & Partial<BaseNodeInit>): BaseNode =>
		new BaseNode({ uid: 0, gid: 0, links: 1, ...times, ...init, ino: ++ino });
	const children = new Map<string, BaseNode>();
	const link = (name: string, target: string): void => {
		children.set(name, node({ type: 'symlink', mode: 0o777, target }));
	};
	link('core', '/proc/kcore');
	link('fd', '/proc/self/fd');
	for (const name of ['full', 'null']) children.set(name, node({ type: 'character', mode: 0o666, target: name }));
	link('ptmx', 'pts/ptmx');
	children.set('pts', node({ type: 'directory', mode: 0o755, children: new Map() }));
	children.set('random', node({ type: 'character', mode: 0o666, target: 'random' }));
	children.set('shm', node({ type: 'directory', mode: 0o1777, children: new Map() }));
	link('stderr', '/proc/self/fd/2');
	link('stdin', '/proc/self/fd/0');
	link('stdout', '/proc/self/fd/1');
	children.set('tty', node({ type: 'character', mode: 0o666, gid: 5, target: 'tty' }));
	for (const name of ['urandom', 'zero']) children.set(name, node({ type: 'character', mode: 0o666, target: name }));
	if (blocks.length > 0) children.set('mem', node({ type: 'character', mode: 0o640, gid: KMEM_GID, target: 'mem' }));
	for (const name of blocks) children.set(name, node({ type: 'block', mode: 0o660, gid: 6, target: name }));
	const root = node({ type: 'directory', mode: 0o755, children });
	return new LayerStack(root, ino + 1, 0);
}
