/** System calls that the world's kernel tells of, by what they are about. */
const CATEGORIES: ReadonlyMap<string, string> = new Map(
	[
		[
			'file',
			'open openat close mkdir rmdir unlink unlinkat rename renameat2 link linkat symlink symlinkat chmod fchmodat chown fchownat chdir newfstatat getdents64',
		],
		['net', 'connect bind listen accept4'],
		['process', 'execve clone kill ptrace setsid setns chroot'],
		['user', 'setuid setgid'],
		['system', 'mount umount2'],
		['other', 'dup2'],
		['IO-read', 'read'],
		['IO-write', 'write sendto'],
	].flatMap(([category = '', names = '']) => names.split(' ').map((name) => [name, category] as const)),
);

export function categoryOf(name: string): string {
	return CATEGORIES.get(name) ?? 'other';
}

/** Every call that the world tells of. */
export const TRACED_CALLS: readonly string[] = [...CATEGORIES.keys()];
