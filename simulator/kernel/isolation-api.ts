import type { AttributeCalls } from './attribute-api.ts';

/** Namespaces that can be joined; others are nobody's own here. */
export type NamespaceKind = 'mnt' | 'net' | 'uts' | 'pid';

/** Namespaces that a process can have of its own. */
export type UnsharedKind = 'mnt' | 'net' | 'uts' | 'pid' | 'ipc' | 'user' | 'cgroup' | 'time';

/** The system calls by which processes part from each other. */
export interface IsolationCalls extends AttributeCalls {
	/** Another root directory, and the working directory in it. EPERM without SYS_CHROOT. */
	chroot(path: string): void;
	/** Joins namespaces of another process. ENOENT when there is none, EPERM without SYS_ADMIN. */
	joinNamespaces(pid: number, kinds: readonly NamespaceKind[]): void;
	/** Of process ids and clocks, children get what is new. EPERM without SYS_ADMIN. */
	unshare(kinds: readonly UnsharedKind[]): void;
}
