import type { SharingCalls } from './sharing-api.ts';

/** The system calls about what files have besides their inode's fields. */
export interface AttributeCalls extends SharingCalls {
	/** An extended attribute ("user.comment"; lists of access as "system.posix_acl_access"). ENODATA, EOPNOTSUPP. */
	getAttribute(path: string, name: string, follow?: boolean): Uint8Array;
	/** Sets or, with undefined, removes one. @param options.exists whether it must or must not be there. */
	setAttribute(
		path: string,
		name: string,
		value: Uint8Array | undefined,
		options?: { readonly follow?: boolean; readonly exists?: boolean },
	): void;
	listAttributes(path: string, follow?: boolean): readonly string[];
	/** What lsattr shows, a sum of `FILE_FLAGS`. EOPNOTSUPP where a file system has none. */
	getFlags(path: string): number;
	setFlags(path: string, flags: number): void;
}
