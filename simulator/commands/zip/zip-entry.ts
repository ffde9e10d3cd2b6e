/** A file of an archive as its directory has it. */
export interface ZipEntry {
	/** A directory's ends in "/". */
	readonly name: string;
	/** Type and permissions, as stat has them in st_mode. */
	readonly mode: number;
	readonly mtimeMs: number;
	readonly uid: number;
	readonly gid: number;
	readonly deflated: boolean;
	readonly crc: number;
	readonly size: number;
	/** As it stands in the archive. */
	readonly packed: Uint8Array;
}

const S_IFMT = 0o170_000;
export const S_IFDIR = 0o040_000;
export const S_IFREG = 0o100_000;
export const S_IFLNK = 0o120_000;

export function isDirectory({ name }: ZipEntry): boolean {
	return name.endsWith('/');
}

export function isSymbolicLink({ mode }: ZipEntry): boolean {
	return (mode & S_IFMT) === S_IFLNK;
}
