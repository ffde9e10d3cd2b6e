import { DISK_LABEL, DISK_UUID } from '../../kernel/block/block-devices.ts';
import type { Superblock } from '../../kernel/block/superblock.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readDevice } from './device-head.ts';
import { type SmartColumn, smartPairs, smartSize, smartTable } from './smart-columns.ts';
import { LSBLK_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

interface BlockDevice {
	readonly name: string;
	readonly parent: string | undefined;
	readonly number: string;
	readonly bytes: number;
	readonly readOnly: boolean;
	readonly superblock: Superblock | undefined;
}

const RIGHT = ['RM', 'SIZE', 'RO', 'FSAVAIL', 'FSUSE%', 'FSSIZE', 'FSUSED'];
const DEFAULT_COLUMNS = ['NAME', 'MAJ:MIN', 'RM', 'SIZE', 'RO', 'TYPE', 'MOUNTPOINTS'];
const FS_COLUMNS = ['NAME', 'FSTYPE', 'FSVER', 'LABEL', 'UUID', 'FSAVAIL', 'FSUSE%', 'MOUNTPOINTS'];
const OTHERS = ['KNAME', 'PATH', 'MOUNTPOINT', 'FSSIZE', 'FSUSED', 'PKNAME', 'MODEL', 'ROTA'];
/** Of a virtio disk's file system. */
const DISK: Superblock = {
	type: 'ext4',
	uuid: DISK_UUID,
	label: DISK_LABEL,
	blockBytes: 4096,
	blocks: undefined,
	overheadBlocks: 0,
	reservedBlocks: 0,
};

export const lsblk = gnuCommand({
	name: 'lsblk',
	paths: ['/usr/bin/lsblk'],
	size: 186_896,
	version: `lsblk from ${UTIL_LINUX}`,
	help: LSBLK_HELP,
	options: {
		all: flag('a', 'all'),
		bytes: flag('b', 'bytes'),
		noDependents: flag('d', 'nodeps'),
		fileSystems: flag('f', 'fs'),
		ascii: flag('i', 'ascii'),
		json: flag('J', 'json'),
		list: flag('l', 'list'),
		noHeadings: flag('n', 'noheadings'),
		output: withValue('o', 'output'),
		paths: flag('p', 'paths'),
		pairs: flag('P', 'pairs'),
		raw: flag('r', 'raw'),
	},
	*main(run) {
		const { process, values, operands, out } = run;
		const names = values.output?.toUpperCase().split(',') ?? (values.fileSystems ? FS_COLUMNS : DEFAULT_COLUMNS);
		const known = [...DEFAULT_COLUMNS, ...FS_COLUMNS, ...OTHERS];
		const unknown = names.find((name) => !known.includes(name));
		if (unknown !== undefined) throw new Fatal(`unknown column: ${unknown}`);
		const all = yield* devicesOf(process);
		let devices = all;
		let status = 0;
		if (operands.length > 0) {
			devices = [];
			for (const operand of operands) {
				const found = all.filter(({ name, parent }) => [name, parent].includes(operand.replace(/^\/dev\//, '')));
				if (found.length === 0) {
					yield* run.complain(`${operand}: not a block device`);
					status = 32;
				}
				devices.push(...found);
			}
			if (devices.length === 0) return status;
		}
		if (values.noDependents) devices = devices.filter(({ parent }) => parent === undefined || operands.length > 0);
		const columns: SmartColumn[] = names.map((name) => ({ name, right: RIGHT.includes(name) }));
		const tree = !(values.list || values.raw || values.pairs || values.noDependents || values.json);
		const rows = devices.map((device) =>
			names.map((name) => {
				if (name !== 'NAME') return cell(process, device, name, values.bytes === true);
				const branch = tree && devices.some((each) => each.name === device.parent) ? (values.ascii ? '`-' : '└─') : '';
				return `${branch}${values.paths ? '/dev/' : ''}${device.name}`;
			}),
		);
		const format = { headings: values.noHeadings !== true, ...(values.raw ? { raw: true } : {}) };
		if (values.json) yield* out.write(jsonOf(names, devices, rows));
		else yield* out.write(values.pairs ? smartPairs(columns, rows) : smartTable(columns, rows, format));
		return status;
	},
});

/** The machine's one disk, and files that pass for disks. */
function* devicesOf(process: Process): Task<BlockDevice[]> {
	const { totalBytes } = process.machine.disk;
	const loops: BlockDevice[] = [];
	for (const { name: path, bytes, readOnly } of process.machine.loops()) {
		const name = path.slice('/dev/'.length);
		const number = `7:${name.slice('loop'.length)}`;
		const { superblock } = process.access(path, { read: true }) ? yield* readDevice(process, path) : {};
		loops.push({ name, parent: undefined, number, bytes, readOnly, superblock });
	}
	return [
		...loops,
		{ name: 'vda', parent: undefined, number: '254:0', bytes: totalBytes, readOnly: false, superblock: undefined },
		{ name: 'vda1', parent: 'vda', number: '254:1', bytes: totalBytes, readOnly: false, superblock: DISK },
	];
}

function cell(process: Process, device: BlockDevice, name: string, bytes: boolean): string {
	const size = (count: number): string => (bytes ? String(count) : smartSize(count));
	switch (name) {
		case 'KNAME':
			return device.name;
		case 'PATH':
			return `/dev/${device.name}`;
		case 'PKNAME':
			return device.parent ?? '';
		case 'MAJ:MIN':
			return device.number;
		case 'RM':
			return '0';
		case 'RO':
			return device.readOnly ? '1' : '0';
		case 'ROTA':
			return '1';
		case 'SIZE':
			return size(device.bytes);
		case 'TYPE':
			if (device.number.startsWith('7:')) return 'loop';
			return device.parent === undefined ? 'disk' : 'part';
	}
	const { superblock } = device;
	if (superblock === undefined) return '';
	const mounted = process.machine.mounts().filter(({ source }) => source === `/dev/${device.name}`);
	const { totalBytes, usedBytes } = mounted[0] === undefined ? NOT_MOUNTED : process.statfs(mounted[0].target);
	if (name.startsWith('FS') && mounted.length === 0 && !['FSTYPE', 'FSVER'].includes(name)) return '';
	switch (name) {
		case 'MOUNTPOINT':
		case 'MOUNTPOINTS':
			return (mounted.find(({ root }) => root === '/') ?? mounted[0])?.target ?? '';
		case 'FSTYPE':
			return superblock.type;
		case 'FSVER':
			return superblock.type === 'xfs' ? '' : '1.0';
		case 'LABEL':
			return superblock.label;
		case 'UUID':
			return superblock.uuid;
		case 'FSAVAIL':
			return size(totalBytes - usedBytes);
		case 'FSUSE%':
			return `${Math.round((usedBytes * 100) / totalBytes)}%`;
		case 'FSSIZE':
			return size(totalBytes);
		case 'FSUSED':
			return size(usedBytes);
		default:
			return '';
	}
}

const NOT_MOUNTED = { totalBytes: 0, usedBytes: 0 };

function jsonOf(
	names: readonly string[],
	devices: readonly BlockDevice[],
	rows: readonly (readonly string[])[],
): string {
	const objectOf = (device: BlockDevice): object => {
		const row = rows[devices.indexOf(device)] as readonly string[];
		const entries = names.map((name, at): readonly [string, unknown] => {
			const text = row[at] as string;
			if (name === 'RM' || name === 'RO') return [name.toLowerCase(), text === '1'];
			if (name === 'MOUNTPOINTS') return [name.toLowerCase(), [text === '' ? null : text]];
			return [name.toLowerCase(), text === '' ? null : text];
		});
		const children = devices.filter(({ parent }) => parent === device.name).map(objectOf);
		return { ...Object.fromEntries(entries), ...(children.length === 0 ? {} : { children }) };
	};
	const top = devices.filter(({ parent }) => !devices.some(({ name }) => name === parent)).map(objectOf);
	return `${JSON.stringify({ blockdevices: top }, undefined, 3)}\n`;
}
