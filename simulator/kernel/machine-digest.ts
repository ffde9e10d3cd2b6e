import { fnv32a } from '../machinery/fnv.ts';
import { attributeNames, attributeValue, type ExtendedAttributes } from './files/extended-attributes.ts';
import type { FileNode } from './files/file-system.ts';
import type { MountTree } from './files/mount-tree.ts';
import type { TreeNode } from './files/tree-node.ts';
import type { KernelMachine } from './machine.ts';
import { routeText } from './net/links/route-entry.ts';
import type { KernelProcess } from './processes/kernel-process.ts';
import { stateOf } from './processes/machine-view.ts';

/** Everything that two copies of a machine must agree on, as lines in a defined order. */
export function digestMachine(machine: KernelMachine, update: (text: string) => void): void {
	const { kernel } = machine;
	update(`machine ${machine.hostname} disk=${kernel.disk.usedBytes}\n`);
	for (const [name, value] of [...kernel.settings].sort(([a], [b]) => (a < b ? -1 : 1)))
		update(`set ${name}=${value}\n`);
	update(networkText(machine));
	for (const tree of machine.trees) digestTree(tree, update);
	for (const process of kernel.pids.all()) update(`${processLine(process)}\n`);
}

/** What was changed by hand, as `ip` and `iptables-save` have it. */
function networkText({ network, kernel }: KernelMachine): string {
	const lines: string[] = [];
	const all = [['', network] as const, ...[...kernel.namedNetworks].filter(([, each]) => each.labels.has('made'))];
	for (const [name, { links, isRewired, filters, hasFilters }] of all) {
		if (hasFilters)
			lines.push(
				`filters ${name} ${JSON.stringify([...filters.state().tables].map(([table, chains]) => [table, [...chains]]))}`,
			);
		if (!isRewired) continue;
		for (const { index, name: device, up, mtu, mac, addresses, master } of links.devices()) {
			lines.push(`device ${name} ${index} ${device} ${up} ${mtu} ${mac} ${master} ${JSON.stringify(addresses)}`);
		}
		lines.push(
			`routes ${name} ${links
				.routes()
				.map((route) => routeText(route))
				.join(';')} ${JSON.stringify(links.rules)}`,
		);
	}
	return lines.map((line) => `${line}\n`).join('');
}

function digestTree(tree: MountTree, update: (text: string) => void): void {
	update(`tree ${tree.fileSystem.type} ${tree.fileSystem.stack.nextIno}\n`);
	for (const mount of tree.mountList())
		update(`mount ${mount.path} ${mount.type} ${mount.rootPath} ${mount.readOnly}\n`);
	for (const node of tree.fileSystem.changedNodes()) update(`${nodeLine(tree, node)}\n`);
}

function attributesText(extended: ExtendedAttributes): string {
	const values = attributeNames(extended).map((name) => {
		const value = attributeValue(extended, name);
		return `${name}=${value === undefined ? '' : fnv32a(value)}`;
	});
	return [extended.flags, ...values].join(' ');
}

function nodeLine(tree: MountTree, node: TreeNode): string {
	const { extended } = node;
	const more = extended === undefined ? '' : ` ${attributesText(extended)}`;
	const head = `${node.ino} ${node.type} ${node.mode.toString(8)} ${node.uid}:${node.gid} ${node.mtimeMs} ${node.linkCount}${more}`;
	if (node.type === 'symlink') return `${head} -> ${node.target}`;
	if (node.type === 'directory') return `${head} ${entriesText(node.entries)}`;
	if (node.type !== 'file') return head;
	// Made here when nobody has looked into it yet: looking makes no difference.
	const content = tree.fileSystem.content(node);
	return `${head} ${content.size} ${fnv32a(content.read(0, DIGESTED_BYTES))}`;
}

/** Of a file: one that fills a disk is zeros from somewhere on. */
const DIGESTED_BYTES = 64 * 1024 ** 2;

function entriesText(entries: ReadonlyMap<string, FileNode | null> | undefined): string {
	return [...(entries ?? [])].map(([name, node]) => `${JSON.stringify(name)}=${node?.ino ?? 'gone'}`).join(',');
}

function processLine(process: KernelProcess): string {
	const { credentials } = process;
	const numbers = [process.hostPid, process.namespacePid, process.parent?.hostPid ?? 0, process.group.hostId];
	const files = process.files.numbers().map((fd) => `${fd}:${process.files.get(fd).name}`);
	const facts = [
		stateOf(process),
		credentials.uid,
		process.cwd,
		process.cpuMs,
		process.startedAtMs,
		process.memoryBytes,
	];
	return `process ${numbers.join(' ')} ${facts.join(' ')} ${JSON.stringify(process.argv)} ${files.join(' ')}`;
}
