/** How an ext file system of a size is laid out. */
export interface ExtendedLayout {
	readonly blockBytes: number;
	readonly blocks: number;
	readonly inodes: number;
	readonly groups: number;
	readonly journalBlocks: number;
	/** What it needs for itself. */
	readonly overheadBlocks: number;
	/** Of the copies of the superblock. */
	readonly backups: readonly number[];
}

const INODE_BYTES = 256;
/** Below that, an inode for every 4 KiB and small blocks. Models mke2fs.conf's usage type "small". */
const SMALL_BYTES = 512 * 1024 ** 2;

/** Models e2fsprogs misc/mke2fs.c and lib/ext2fs/initialize.c. Undefined when there is too little room. */
export function extendedLayout(
	bytes: number,
	asked: { readonly blockBytes?: number | undefined; readonly journal: boolean },
): ExtendedLayout | undefined {
	const isSmall = bytes < SMALL_BYTES;
	const blockBytes = asked.blockBytes ?? (isSmall ? 1024 : 4096);
	const blocks = Math.floor(bytes / blockBytes);
	if (blocks < 64) return undefined;
	const groupBlocks = blockBytes * 8;
	const first = blockBytes === 1024 ? 1 : 0;
	const groups = Math.ceil((blocks - first) / groupBlocks);
	const perBlock = blockBytes / INODE_BYTES;
	const wanted = Math.floor((blocks * blockBytes) / (isSmall ? 4096 : 16_384));
	// Whole blocks of inodes, and as many as whole bytes of a bitmap tell.
	const perGroup = Math.floor((Math.ceil(Math.ceil(wanted / groups) / perBlock) * perBlock) / 8) * 8;
	const journalBlocks = asked.journal ? journalSize(blocks) : 0;
	const backups: number[] = [];
	for (let group = 1; group < groups; group++) if (isBackup(group)) backups.push(first + group * groupBlocks);
	// Models calc_reserved_gdt_blocks: room for a thousandfold growth.
	const grown = Math.ceil(Math.ceil((blocks * 1024) / groupBlocks) / (blockBytes / 64));
	const descriptors = Math.min(blockBytes / 4, grown - 1) * (1 + backups.length);
	const overheadBlocks = journalBlocks + descriptors + groups * (Math.ceil(perGroup / perBlock) + 3) + 1;
	return { blockBytes, blocks, inodes: perGroup * groups, groups, journalBlocks, overheadBlocks, backups };
}

/** Models ext2fs_default_journal_size. */
function journalSize(blocks: number): number {
	if (blocks < 2048) return 0;
	if (blocks < 32_768) return 1024;
	if (blocks < 256 * 1024) return 4096;
	if (blocks < 512 * 1024) return 8192;
	if (blocks < 4096 * 1024) return 16_384;
	return 32_768;
}

/** Models ext2fs_bg_has_super of sparse file systems. */
function isBackup(group: number): boolean {
	const isPower = (of: number): boolean => {
		let power = of;
		while (power < group) power *= of;
		return power === group;
	};
	return group === 1 || isPower(3) || isPower(5) || isPower(7);
}
