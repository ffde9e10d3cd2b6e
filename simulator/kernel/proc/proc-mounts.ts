import type { Mount, MountTree } from '../files/mount-tree.ts';

const OPTIONS: Readonly<Record<string, string>> = {
	proc: 'nosuid,nodev,noexec,relatime',
	sysfs: 'nosuid,nodev,noexec,relatime',
	devpts: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
	tmpfs: 'nosuid,nodev,relatime',
	cgroup2: 'nosuid,nodev,noexec,relatime',
};

function optionsOf(mount: Mount): string {
	return `${mount.readOnly ? 'ro' : 'rw'},${OPTIONS[mount.type] ?? 'relatime'}`;
}

/** /proc/PID/mounts, as mount(8) without arguments reads it. */
export function mountsText(root: MountTree): string {
	return root
		.mountList()
		.map((mount) => `${mount.source} ${octalSpaces(mount.path)} ${mount.type} ${optionsOf(mount)} 0 0\n`)
		.join('');
}

export function mountInfoText(root: MountTree): string {
	return root
		.mountList()
		.map((mount, index) => {
			const ids = `${index + 30} ${index === 0 ? 1 : 30} 0:${mount.fileSystem.device}`;
			const options = optionsOf(mount);
			return `${ids} ${octalSpaces(mount.rootPath)} ${octalSpaces(mount.path)} ${options} - ${mount.type} ${mount.source} rw\n`;
		})
		.join('');
}

/** Spaces and backslashes in octal, as the kernel writes them. */
function octalSpaces(path: string): string {
	return path.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
