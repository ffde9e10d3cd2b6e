import { DISK_LABEL, DISK_UUID } from '../../kernel/block/block-devices.ts';
import type { Superblock } from '../../kernel/block/superblock.ts';
import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { modeText } from '../coreutils/file-mode.ts';
import { type SmartColumn, smartSize } from './smart-columns.ts';

export interface BlockDevice {
	readonly name: string;
	readonly parent: string | undefined;
	readonly major: number;
	readonly minor: number;
	readonly bytes: number;
	readonly readOnly: boolean;
	readonly superblock: Superblock | undefined;
}

export interface BlockView {
	readonly process: Process;
	readonly accounts: Accounts;
	/** Sizes in bytes. */
	readonly bytes: boolean;
}

/** Of a virtio disk's file system. */
export const DISK: Superblock = {
	type: 'ext4',
	uuid: DISK_UUID,
	label: DISK_LABEL,
	blockBytes: 4096,
	blocks: undefined,
	overheadBlocks: 0,
	reservedBlocks: 0,
};
const TABLE_UUID = '2f1d7e0a-6c1b-4d2e-8f35-90ab12cd34ef';
const PART_UUID = '8a4c9f61-3b7e-4f0d-a2c5-1e6d7b8c9a02';
const LINUX_PART_TYPE = '0fc63daf-8483-4772-8e79-3d69d8477de4';

type Cell = (device: BlockDevice, view: BlockView) => string;
type Kind = 'text' | 'right' | 'number' | 'boolean' | 'array' | 'count';

const isDisk = ({ name }: BlockDevice): boolean => name.startsWith('vda');
const isPart = ({ parent }: BlockDevice): boolean => parent !== undefined;
const size = (count: number, { bytes }: BlockView): string => (bytes ? String(count) : smartSize(count));

/** Columns by their names, in the order of --output-all. Models misc-utils/lsblk.c infos. Differs: disks of the world are virtio's. */
const DEFINITIONS: readonly (readonly [name: string, kind: Kind, cell: Cell])[] = [
	['ALIGNMENT', 'number', () => '0'],
	['DISC-ALN', 'number', () => '0'],
	['DAX', 'boolean', () => '0'],
	['DISC-GRAN', 'right', (device, view) => size(isDisk(device) ? 0 : 4096, view)],
	['DISC-MAX', 'right', (device, view) => size(isDisk(device) ? 0 : 4 * 1024 ** 3, view)],
	['DISC-ZERO', 'boolean', () => '0'],
	['FSAVAIL', 'right', (device, view) => used(device, view, ({ total, taken }) => size(total - taken, view))],
	[
		'FSROOTS',
		'array',
		(device, view) =>
			mountsOf(device, view)
				.map(({ root }) => root)
				.join('\n'),
	],
	['FSSIZE', 'right', (device, view) => used(device, view, ({ total }) => size(total, view))],
	['FSTYPE', 'text', ({ superblock }) => superblock?.type ?? ''],
	['FSUSED', 'right', (device, view) => used(device, view, ({ taken }) => size(taken, view))],
	[
		'FSUSE%',
		'right',
		(device, view) => used(device, view, ({ total, taken }) => `${Math.round((taken * 100) / total)}%`),
	],
	['FSVER', 'text', ({ superblock }) => (superblock === undefined || superblock.type === 'xfs' ? '' : '1.0')],
	['GROUP', 'text', (device, view) => nodeOf(device, view, ({ gid }) => view.accounts.groups.get(gid) ?? String(gid))],
	['HCTL', 'text', () => ''],
	['HOTPLUG', 'boolean', () => '0'],
	['KNAME', 'text', ({ name }) => name],
	['LABEL', 'text', ({ superblock }) => superblock?.label ?? ''],
	['LOG-SEC', 'number', () => '512'],
	['MAJ:MIN', 'text', ({ major, minor }) => `${String(major).padStart(3)}:${String(minor).padEnd(3)}`.trim()],
	['MIN-IO', 'number', () => '512'],
	['MODE', 'text', (device, view) => nodeOf(device, view, modeText)],
	['MODEL', 'text', () => ''],
	['NAME', 'text', ({ name }) => name],
	['OPT-IO', 'number', () => '0'],
	['OWNER', 'text', (device, view) => nodeOf(device, view, ({ uid }) => view.accounts.users.get(uid) ?? String(uid))],
	['PARTFLAGS', 'text', () => ''],
	['PARTLABEL', 'text', () => ''],
	['PARTTYPE', 'text', (device) => (isPart(device) ? LINUX_PART_TYPE : '')],
	['PARTTYPENAME', 'text', (device) => (isPart(device) ? 'Linux filesystem' : '')],
	['PARTUUID', 'text', (device) => (isPart(device) ? PART_UUID : '')],
	['PATH', 'text', ({ name }) => `/dev/${name}`],
	['PHY-SEC', 'number', () => '512'],
	['PKNAME', 'text', ({ parent }) => parent ?? ''],
	['PTTYPE', 'text', (device) => (isDisk(device) ? 'gpt' : '')],
	['PTUUID', 'text', (device) => (isDisk(device) ? TABLE_UUID : '')],
	['RA', 'number', () => '128'],
	['RAND', 'boolean', () => '0'],
	['REV', 'text', () => ''],
	['RM', 'boolean', () => '0'],
	['RO', 'boolean', ({ readOnly }) => (readOnly ? '1' : '0')],
	['ROTA', 'boolean', () => '1'],
	['RQ-SIZE', 'number', (device) => (isDisk(device) ? '256' : '128')],
	['SCHED', 'text', (device) => (isDisk(device) ? 'mq-deadline' : 'none')],
	['SERIAL', 'text', () => ''],
	['SIZE', 'right', ({ bytes }, view) => size(bytes, view)],
	['START', 'number', (device) => (isPart(device) ? '2048' : '')],
	['STATE', 'text', () => ''],
	['SUBSYSTEMS', 'text', (device) => (isDisk(device) ? 'block:virtio:pci' : 'block')],
	['MOUNTPOINT', 'text', (device, view) => targetsOf(device, view)[0] ?? ''],
	['MOUNTPOINTS', 'array', (device, view) => targetsOf(device, view)[0] ?? ''],
	['TRAN', 'text', (device) => (isDisk(device) ? 'virtio' : '')],
	['TYPE', 'text', (device) => (device.name.startsWith('loop') ? 'loop' : isPart(device) ? 'part' : 'disk')],
	['UUID', 'text', ({ superblock }) => superblock?.uuid ?? ''],
	['VENDOR', 'text', (device) => (isDisk(device) && !isPart(device) ? '0x1af4' : '')],
	['WSAME', 'right', (_, view) => size(0, view)],
	['WWN', 'text', () => ''],
	['ZONED', 'text', () => 'none'],
	['ZONE-SZ', 'right', (_, view) => size(0, view)],
	['ZONE-WGRAN', 'right', (_, view) => size(0, view)],
	['ZONE-APP', 'right', (_, view) => size(0, view)],
	['ZONE-NR', 'number', () => '0'],
	['ZONE-OMAX', 'number', () => '0'],
	['ZONE-AMAX', 'number', () => '0'],
];

export const BLOCK_COLUMNS: readonly string[] = DEFINITIONS.map(([name]) => name);
const BY_NAME = new Map(DEFINITIONS.map(([name, kind, cell]) => [name, { kind, cell }]));

export function blockColumn(name: string): SmartColumn {
	const kind = BY_NAME.get(name)?.kind ?? 'text';
	const json = kind === 'number' || kind === 'boolean' || kind === 'array' ? { json: kind } : {};
	return { name, right: kind !== 'text' && kind !== 'array', ...json };
}

export function blockCell(name: string, device: BlockDevice, view: BlockView): string {
	return BY_NAME.get(name)?.cell(device, view) ?? '';
}

function mountsOf({ name, superblock }: BlockDevice, { process }: BlockView) {
	return superblock === undefined ? [] : process.machine.mounts().filter(({ source }) => source === `/dev/${name}`);
}

/** The mount that shows the whole file system comes first. */
function targetsOf(device: BlockDevice, view: BlockView): string[] {
	const swapped = view.process.machine.swaps.some(({ name }) => name === `/dev/${device.name}`);
	if (swapped) return ['[SWAP]'];
	const mounts = mountsOf(device, view);
	const first = mounts.find(({ root }) => root === '/') ?? mounts[0];
	return first === undefined
		? []
		: [first.target, ...mounts.filter((each) => each !== first).map(({ target }) => target)];
}

function used(
	device: BlockDevice,
	view: BlockView,
	text: (use: { readonly total: number; readonly taken: number }) => string,
): string {
	const [mount] = mountsOf(device, view);
	if (mount === undefined) return '';
	const { totalBytes, usedBytes } = view.process.statfs(mount.target);
	return text({ total: totalBytes, taken: usedBytes });
}

function nodeOf({ name }: BlockDevice, { process }: BlockView, text: (stat: Stat) => string): string {
	try {
		return text(process.stat(`/dev/${name}`));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}
