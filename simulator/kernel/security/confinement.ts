import type { Errno } from '../process-api.ts';

/** What a process and its descendants are confined by, besides their credentials. */
export interface Confinement {
	/** Its system calls go through a filter, whether or not that ever refuses one. */
	readonly filtered?: true;
	readonly syscalls?: SyscallFilter;
	/** Its users are not the host's: the first number that stands for its root. */
	readonly firstUid?: number;
	/** Of AppArmor, by name: a profile that is replaced counts at once. */
	readonly profile?: string;
	/** A kernel of its own, between it and the machine's. */
	readonly guest?: GuestKernel;
}

/** What a sandbox's own kernel says of itself. */
export interface GuestKernel {
	readonly release: string;
	/** As `uname -v` has it. */
	readonly version: string;
	/** Its log. */
	readonly log: readonly string[];
}

/** Which system calls may be made. Models seccomp(2) in filter mode. */
export interface SyscallFilter {
	/** @param name as Linux numbers it for x86-64: "mkdir". */
	verdict(name: string): 'allow' | 'kill' | Errno;
}
