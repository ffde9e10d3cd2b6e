import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { BLOCK_COLUMNS, type BlockDevice, type BlockView, blockCell, blockColumn, DISK } from './block-columns.ts';
import { readDevice } from './device-head.ts';
import { chosenColumns, type SmartRow, shellNamed, smartJson, smartPairs, smartTable } from './smart-columns.ts';
import { LSBLK_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

const DEFAULT_COLUMNS = ['NAME', 'MAJ:MIN', 'RM', 'SIZE', 'RO', 'TYPE', 'MOUNTPOINTS'];
/** What -f, -D, … add up to. */
const SETS: { readonly [key: string]: readonly string[] } = {
	fileSystems: ['NAME', 'FSTYPE', 'FSVER', 'LABEL', 'UUID', 'FSAVAIL', 'FSUSE%', 'MOUNTPOINTS'],
	discard: ['NAME', 'DISC-ALN', 'DISC-GRAN', 'DISC-MAX', 'DISC-ZERO'],
	perms: ['NAME', 'SIZE', 'OWNER', 'GROUP', 'MODE'],
	scsi: ['NAME', 'HCTL', 'TYPE', 'VENDOR', 'MODEL', 'REV', 'SERIAL', 'TRAN'],
	topology: [
		...['NAME', 'ALIGNMENT', 'MIN-IO', 'OPT-IO', 'PHY-SEC', 'LOG-SEC', 'ROTA', 'SCHED', 'RQ-SIZE', 'RA', 'WSAME'],
	],
	zoned: ['NAME', 'ZONED', 'ZONE-SZ', 'ZONE-NR', 'ZONE-AMAX', 'ZONE-OMAX', 'ZONE-APP', 'ZONE-WGRAN'],
	outputAll: BLOCK_COLUMNS,
};

const options = {
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
	noEmpty: flag('A', 'noempty'),
	discard: flag('D', 'discard'),
	dedup: withValue('E', 'dedup'),
	include: withValue('I', 'include'),
	exclude: withValue('e', 'exclude'),
	merge: flag('M', 'merge'),
	outputAll: flag('O', 'output-all'),
	scsi: flag('S', 'scsi'),
	tree: mayHaveValue('T', 'tree'),
	perms: flag('m', 'perms'),
	inverse: flag('s', 'inverse'),
	topology: flag('t', 'topology'),
	width: withValue('w', 'width'),
	sort: withValue('x', 'sort'),
	shell: flag('y', 'shell'),
	zoned: flag('z', 'zoned'),
	sysroot: withValue('sysroot'),
	shortVersion: flag('V'),
	shortHelp: flag('h'),
};

export const lsblk = gnuCommand({
	name: 'lsblk',
	paths: ['/usr/bin/lsblk'],
	size: 186_896,
	version: `lsblk from ${UTIL_LINUX}`,
	help: LSBLK_HELP,
	options,
	*main(run) {
		const { process, values, operands, out } = run;
		if (values.shortVersion || values.shortHelp) {
			yield* out.write(values.shortVersion ? `lsblk from ${UTIL_LINUX}\n` : LSBLK_HELP);
			return 0;
		}
		const names = columnNames(values);
		const known = names.find((name) => !BLOCK_COLUMNS.includes(name));
		if (known !== undefined) throw new Fatal(`unknown column: ${known}`);
		const all = chosen(yield* devicesOf(process), values);
		let devices = values.scsi ? [] : all;
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
		}
		devices = withoutDependents(devices, values, operands);
		if (devices.length === 0) return status;
		const view = { process, accounts: yield* readAccounts(process), bytes: values.bytes === true };
		yield* out.write(shown(devices, names, values, view));
		return status;
	},
});

type Values = Run<typeof options>['values'];

function withoutDependents(devices: BlockDevice[], values: Values, operands: readonly string[]): BlockDevice[] {
	if (!values.noDependents) return devices;
	return operands.length === 0
		? devices.filter(({ parent }) => parent === undefined)
		: devices.filter(({ name }) => operands.some((operand) => operand.replace(/^\/dev\//, '') === name));
}

function columnNames({ output, ...values }: Values): string[] {
	const set = Object.keys(SETS).find((key) => values[key as keyof typeof values] !== undefined);
	return chosenColumns(output, set === undefined ? DEFAULT_COLUMNS : (SETS[set] as readonly string[]));
}

function chosen(devices: readonly BlockDevice[], { include, exclude, noEmpty }: Values): BlockDevice[] {
	const majors = (list: string | undefined): number[] | undefined =>
		list?.split(',').map((word) => {
			if (!/^\d+$/.test(word)) throw new Fatal(`failed to parse list '${list}'`);
			return Number(word);
		});
	const [only, without] = [majors(include), majors(exclude) ?? []];
	return devices.filter(
		({ major, bytes }) => (only?.includes(major) ?? true) && !without.includes(major) && !(noEmpty && bytes === 0),
	);
}

function shown(found: readonly BlockDevice[], names: readonly string[], values: Values, view: BlockView): string {
	const columns = names.map(blockColumn);
	const { sort, inverse } = values;
	const sortName = sort?.toUpperCase();
	if (sortName !== undefined && !BLOCK_COLUMNS.includes(sortName)) throw new Fatal(`unknown column: ${sort}`);
	const byDevice = (device: BlockDevice): string[] => names.map((name) => blockCell(name, device, view));
	const key = (device: BlockDevice): number | string =>
		sortName === 'SIZE'
			? device.bytes
			: sortName === 'MAJ:MIN'
				? device.major * 256 + device.minor
				: blockCell(sortName ?? '', device, view);
	const devices =
		sortName === undefined ? found : [...found].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
	// Each stands below its disk, or the other way round.
	const parentOf = (device: BlockDevice): BlockDevice | undefined =>
		inverse ? found.find(({ parent }) => parent === device.name) : found.find(({ name }) => name === device.parent);
	const isTree =
		(values.tree !== undefined || !(values.list || values.raw || values.pairs || sortName !== undefined)) &&
		!values.noDependents;
	const treeAt = Math.max(
		0,
		columns.findIndex(({ name }) => name === treeColumn(values.tree)),
	);
	const named = (cells: readonly string[], lead: string): string[] =>
		cells.map((cell, at) => {
			const text =
				values.paths && (names[at] === 'NAME' || names[at] === 'KNAME' || names[at] === 'PKNAME') && cell !== ''
					? `/dev/${cell}`
					: cell;
			return at === treeAt ? lead + text : text;
		});
	const rowsOf = (parent: BlockDevice | undefined): SmartRow[] =>
		devices
			.filter((device) => parentOf(device) === parent)
			.map((device) => ({ cells: named(byDevice(device), ''), children: rowsOf(device) }));
	if (values.json)
		return smartJson(
			'blockdevices',
			columns,
			isTree ? rowsOf(undefined) : devices.map((each) => ({ cells: named(byDevice(each), '') })),
		);
	const heads = values.shell ? shellNamed(columns) : columns;
	const rows = isTree
		? flat(rowsOf(undefined), treeAt, values.ascii === true)
		: devices.map((each) => named(byDevice(each), ''));
	if (values.pairs) return smartPairs(heads, rows);
	return smartTable(heads, rows, { headings: values.noHeadings !== true, ...(values.raw ? { raw: true } : {}) });
}

function treeColumn(tree: string | true | undefined): string {
	return typeof tree === 'string' ? tree.toUpperCase() : 'NAME';
}

/** Rows with what draws the tree before one of their cells. */
function flat(rows: readonly SmartRow[], treeAt: number, ascii: boolean, lead = '', depth = 0): string[][] {
	const [last, other, gap, line] = ascii ? ['`-', '|-', '  ', '| '] : ['└─', '├─', '  ', '│ '];
	return rows.flatMap(({ cells, children = [] }, at) => {
		const isLast = at === rows.length - 1;
		const branch = depth === 0 ? '' : lead + (isLast ? last : other);
		const below = depth === 0 ? '' : lead + (isLast ? gap : line);
		const own = cells.map((cell, index) => (index === treeAt ? branch + cell : cell));
		return [own, ...flat(children, treeAt, ascii, below, depth + 1)];
	});
}

/** The machine's one disk, and files that pass for disks. */
function* devicesOf(process: Process): Task<BlockDevice[]> {
	const { totalBytes } = process.machine.disk;
	const loops: BlockDevice[] = [];
	for (const { name: path, bytes, readOnly } of process.machine.loops()) {
		const name = path.slice('/dev/'.length);
		const { superblock } = process.access(path, { read: true }) ? yield* readDevice(process, path) : {};
		const minor = Number(name.slice('loop'.length));
		loops.push({ name, parent: undefined, major: 7, minor, bytes, readOnly, superblock });
	}
	const disk = { major: 254, bytes: totalBytes, readOnly: false };
	return [
		...loops,
		{ ...disk, name: 'vda', parent: undefined, minor: 0, superblock: undefined },
		{ ...disk, name: 'vda1', parent: 'vda', minor: 1, superblock: DISK },
	];
}
