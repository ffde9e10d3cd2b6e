import type { Mount, MountTree } from '../files/mount-tree.ts';

const OPTIONS: Readonly<Record<string, string>> = {
	proc: 'nosuid,nodev,noexec,relatime',
	sysfs: 'nosuid,nodev,noexec,relatime',
	devpts: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
	tmpfs: 'nosuid,nodev,relatime',
	cgroup2: 'nosuid,nodev,noexec,relatime',
};

/** As the mount table tells them: "rw,relatime". */
export function mountOptions(mount: Mount): string {
	const own = mount.options === undefined ? '' : `,${mount.options}`;
	return `${mount.readOnly ? 'ro' : 'rw'},${(own === '' ? OPTIONS[mount.type] : undefined) ?? 'relatime'}${own}`;
}

/** A device that a container was given is a name in its /dev, not a mount. */
export function shownMounts(root: MountTree): readonly Mount[] {
	return root.mountList().filter(({ type }) => type !== 'device');
}

/** /proc/PID/mounts, as mount(8) without arguments reads it. */
export function mountsText(root: MountTree): string {
	return shownMounts(root)
		.map((mount) => `${mount.source} ${octalSpaces(mount.path)} ${mount.type} ${mountOptions(mount)} 0 0\n`)
		.join('');
}

export function mountInfoText(root: MountTree): string {
	return shownMounts(root)
		.map((mount, index) => {
			const ids = `${index + 30} ${index === 0 ? 1 : 30} 0:${mount.fileSystem.device}`;
			const options = mountOptions(mount);
			return `${ids} ${octalSpaces(mount.rootPath)} ${octalSpaces(mount.path)} ${options} - ${mount.type} ${mount.source} rw\n`;
		})
		.join('');
}

/** Spaces and backslashes in octal, as the kernel writes them. */
function octalSpaces(path: string): string {
	return path.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
