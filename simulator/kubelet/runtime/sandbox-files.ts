import type { ThawedFileSystems } from '../../kernel/files/file-system-copies.ts';
import type { MountTable } from '../../kernel/files/mount-table.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import type { ContainerConfig, ContainerMount, ContainerRecord, SandboxRecord } from './container-record.ts';
import type { ImageTrees } from './image-trees.ts';

const MEMORY = { source: 'tmpfs', type: 'tmpfs' };

/** Where the runtime keeps a sandbox's own files on the node. */
export function sandboxFolder(id: string): string {
	return `/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${id}`;
}

/** Lays the files that all containers of a sandbox see. */
export function writeSandboxFiles(root: FileTree, { id, config }: SandboxRecord): void {
	const folder = sandboxFolder(id);
	root.writeFile(`${folder}/resolv.conf`, config.resolvConf);
	root.writeFile(`${folder}/hostname`, `${config.hostname}\n`);
}

interface ContainerMounts {
	readonly record: ContainerRecord;
	readonly images: ImageTrees;
	/** Of the container that this one is a copy of. */
	readonly inherited: { readonly table: MountTable; readonly copies: ThawedFileSystems } | undefined;
}

/** Mounts the sandbox's files and what the container was given into its file system. */
export function mountContainer(root: FileTree, tree: FileTree, { record, images, inherited }: ContainerMounts): void {
	if (record.config.privileged) tree.showDevices();
	if (inherited === undefined) mountContainerFiles(root, tree, record, images);
	else tree.inheritMounts(inherited.table, inherited.copies);
	followMounts(root, tree, record.config);
}

function mountContainerFiles(root: FileTree, tree: FileTree, record: ContainerRecord, images: ImageTrees): void {
	const { config } = record;
	const folder = sandboxFolder(record.sandboxId);
	const mounts: readonly ContainerMount[] = [
		{ hostPath: `${folder}/hostname`, containerPath: '/etc/hostname', readOnly: config.readOnlyRoot },
		{ hostPath: `${folder}/resolv.conf`, containerPath: '/etc/resolv.conf', readOnly: config.readOnlyRoot },
		...config.mounts,
	];
	for (const mount of mounts) {
		if (mount.image !== undefined) {
			const content = images.of(mount.image);
			if (content === undefined || !isThere(content, mount.hostPath)) continue;
			const overlay = { source: 'overlay', type: 'overlay' };
			tree.mount(mount.containerPath, content, { readOnly: true, subPath: mount.hostPath, ...overlay });
			continue;
		}
		// What is not there becomes a directory. Models containerd pkg/cri/opts WithMounts.
		if (root.typeOf(mount.hostPath) === undefined) root.mkdir(mount.hostPath, { mode: 0o755 });
		if (isMismatched(root, tree, mount)) continue;
		tree.mount(mount.containerPath, root, {
			readOnly: mount.readOnly,
			subPath: mount.hostPath,
			...(mount.inMemory === true ? MEMORY : {}),
			...(mount.recursiveReadOnly === true ? { recursiveReadOnly: true } : {}),
			...(mount.isDevice === true ? { type: 'device' } : {}),
		});
	}
}

/** Has the container see what is mounted in its volumes later, where that was asked for. */
function followMounts(root: FileTree, tree: FileTree, { mounts }: ContainerConfig): void {
	for (const { hostPath, containerPath, propagation } of mounts) {
		if (propagation === undefined) continue;
		tree.followMounts(containerPath, { tree: root, path: hostPath }, propagation === 'both');
	}
}

/**
 * Why the container's mounts cannot be made, in runc's words: a directory goes onto directories only, a file onto files.
 * Models opencontainers/runc libcontainer mountToRootfs.
 */
export function mountFailure(root: FileTree, tree: FileTree, config: ContainerConfig): string | undefined {
	const wrong = config.mounts.find((mount) => mount.image === undefined && isMismatched(root, tree, mount));
	if (wrong === undefined) return undefined;
	const { hostPath, toldPath = hostPath, containerPath, readOnly } = wrong;
	const flags = readOnly ? 'MS_RDONLY|MS_BIND|MS_REC' : 'MS_BIND|MS_REC';
	return `error mounting "${toldPath}" to rootfs at "${containerPath}": mount src=${toldPath}, dst=${containerPath}, dstFd=/proc/thread-self/fd/8, flags=${flags}: not a directory`;
}

function isThere(tree: FileTree, path: string): boolean {
	return tree.list(path) !== undefined || tree.readFile(path) !== undefined;
}

function isMismatched(root: FileTree, tree: FileTree, { hostPath, containerPath }: ContainerMount): boolean {
	if (root.list(hostPath) !== undefined) return tree.readFile(containerPath) !== undefined;
	return tree.list(containerPath) !== undefined;
}
