/** System calls that the world's kernel tells of, by what they are about. */
const CATEGORIES: ReadonlyMap<string, string> = new Map(
	[
		[
			'file',
			'openat close mkdir rmdir unlinkat renameat2 linkat symlinkat fchmodat fchownat chdir newfstatat getdents64',
		],
		['net', 'connect bind listen accept4'],
		['process', 'execve clone kill setsid setns chroot'],
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

/** Calls that a condition may ask for although other names stand for them here. */
export const ASKED_AS: ReadonlyMap<string, readonly string[]> = new Map([
	['openat', ['open', 'openat', 'openat2', 'creat']],
	['execve', ['execve', 'execveat']],
]);

/** Every call that the world tells of. */
export const TRACED_CALLS: readonly string[] = [...CATEGORIES.keys()];
