/** What the first bytes of a device say lies on it. */
export interface Superblock {
	readonly type: 'ext2' | 'ext3' | 'ext4' | 'xfs' | 'swap';
	readonly uuid: string;
	readonly label: string;
	readonly blockBytes: number;
	/** Of the file system; of swap space, undefined. */
	readonly blocks: number | undefined;
	/** Blocks that the file system needs for itself, and those kept for root. */
	readonly overheadBlocks: number;
	readonly reservedBlocks: number;
}

/** How much of a device has to be read to know it. */
export const SUPERBLOCK_BYTES = 4096;

const EXT_AT = 1024;
const EXT_MAGIC = 0xef53;
const HAS_JOURNAL = 0x4;
const EXTENTS = 0x40;
const XFS_MAGIC = 'XFSB';
const SWAP_MAGIC = 'SWAPSPACE2';
const SWAP_AT = 4086;

/** Models util-linux libblkid superblocks/{ext,xfs,swap}.c. */
export function readSuperblock(head: Uint8Array): Superblock | undefined {
	if (head.length < SUPERBLOCK_BYTES) return undefined;
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const none = { overheadBlocks: 0, reservedBlocks: 0 };
	if (textAt(head, 0, 4) === XFS_MAGIC) {
		const blocks = Number(view.getBigUint64(8));
		return {
			type: 'xfs',
			uuid: uuidAt(head, 32),
			label: textAt(head, 108, 12),
			blockBytes: view.getUint32(4),
			blocks,
			overheadBlocks: Number(view.getBigUint64(48)),
			reservedBlocks: 0,
		};
	}
	if (textAt(head, SWAP_AT, 10) === SWAP_MAGIC) {
		const [uuid, label] = [uuidAt(head, 1036), textAt(head, 1052, 16)];
		return { type: 'swap', uuid, label, blockBytes: 4096, blocks: undefined, ...none };
	}
	if (view.getUint16(EXT_AT + 56, true) !== EXT_MAGIC) return undefined;
	const type = view.getUint32(EXT_AT + 96, true) & EXTENTS ? 'ext4' : undefined;
	return {
		type: type ?? (view.getUint32(EXT_AT + 92, true) & HAS_JOURNAL ? 'ext3' : 'ext2'),
		uuid: uuidAt(head, EXT_AT + 104),
		label: textAt(head, EXT_AT + 120, 16),
		blockBytes: 1024 << view.getUint32(EXT_AT + 24, true),
		blocks: view.getUint32(EXT_AT + 4, true),
		overheadBlocks: view.getUint32(EXT_AT + 584, true),
		reservedBlocks: view.getUint32(EXT_AT + 8, true),
	};
}

/** The first bytes of a device that such a thing is made on. */
export function superblockBytes(of: Superblock): Uint8Array {
	const head = new Uint8Array(SUPERBLOCK_BYTES);
	const view = new DataView(head.buffer);
	switch (of.type) {
		case 'xfs':
			putText(head, 0, XFS_MAGIC);
			view.setUint32(4, of.blockBytes);
			view.setBigUint64(8, BigInt(of.blocks ?? 0));
			view.setBigUint64(48, BigInt(of.overheadBlocks));
			putUuid(head, 32, of.uuid);
			putText(head, 108, of.label.slice(0, 12));
			return head;
		case 'swap':
			view.setUint32(1024, 1, true);
			view.setUint32(1028, (of.blocks ?? 1) - 1, true);
			putUuid(head, 1036, of.uuid);
			putText(head, 1052, of.label.slice(0, 16));
			putText(head, SWAP_AT, SWAP_MAGIC);
			return head;
	}
	view.setUint32(EXT_AT + 4, of.blocks ?? 0, true);
	view.setUint32(EXT_AT + 8, of.reservedBlocks, true);
	view.setUint32(EXT_AT + 24, Math.log2(of.blockBytes / 1024), true);
	view.setUint16(EXT_AT + 56, EXT_MAGIC, true);
	view.setUint32(EXT_AT + 76, 1, true);
	view.setUint32(EXT_AT + 92, of.type === 'ext2' ? 0x38 : 0x38 | HAS_JOURNAL, true);
	view.setUint32(EXT_AT + 96, of.type === 'ext4' ? 0x2c2 : 0x2, true);
	view.setUint32(EXT_AT + 584, of.overheadBlocks, true);
	putUuid(head, EXT_AT + 104, of.uuid);
	putText(head, EXT_AT + 120, of.label.slice(0, 16));
	return head;
}

function textAt(head: Uint8Array, offset: number, length: number): string {
	const bytes = head.subarray(offset, offset + length);
	const end = bytes.indexOf(0);
	return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
}

function putText(head: Uint8Array, offset: number, text: string): void {
	for (let index = 0; index < text.length; index++) head[offset + index] = text.charCodeAt(index) & 0xff;
}

function uuidAt(head: Uint8Array, offset: number): string {
	const hex = [...head.subarray(offset, offset + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function putUuid(head: Uint8Array, offset: number, uuid: string): void {
	const hex = uuid.replaceAll('-', '');
	for (let index = 0; index < 16; index++) {
		head[offset + index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
	}
}
