import type { MachineView, Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { findDevice } from './device-head.ts';
import { joinMounts, pathOf } from './mount.ts';
import {
	chosenColumns,
	type SmartColumn,
	type SmartRow,
	shellNamed,
	smartJson,
	smartPairs,
	smartSize,
	smartTable,
} from './smart-columns.ts';
import { FINDMNT_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

type MountLine = ReturnType<MachineView['mounts']>[number];

interface Shown {
	readonly mount: MountLine;
	/** What of a tree stands before the target. */
	readonly branch: string;
}

const RIGHT = ['ID', 'PARENT', 'FREQ', 'PASSNO', 'TID', 'SIZE', 'USED', 'AVAIL', 'USE%'];
/** In the order of --output-all. */
const COLUMNS: readonly string[] = [
	...['AVAIL', 'FREQ', 'FSROOT', 'FSTYPE', 'FS-OPTIONS', 'ID', 'LABEL', 'MAJ:MIN', 'OPTIONS', 'OPT-FIELDS', 'PARENT'],
	...['PARTLABEL', 'PARTUUID', 'PASSNO', 'PROPAGATION', 'SIZE', 'SOURCE', 'SOURCES', 'TARGET', 'TID', 'USED', 'USE%'],
	...['UUID', 'VFS-OPTIONS'],
];

const options = {
	all: flag('A', 'all'),
	ascii: flag('a', 'ascii'),
	bytes: flag('b', 'bytes'),
	df: flag('D', 'df'),
	first: flag('f', 'first-only'),
	json: flag('J', 'json'),
	list: flag('l', 'list'),
	noHeadings: flag('n', 'noheadings'),
	options: withValue('O', 'options'),
	output: withValue('o', 'output'),
	pairs: flag('P', 'pairs'),
	real: flag('real'),
	pseudo: flag('pseudo'),
	submounts: flag('R', 'submounts'),
	raw: flag('r', 'raw'),
	source: withValue('S', 'source'),
	target: withValue('T', 'target'),
	mountpoint: withValue('M', 'mountpoint'),
	types: withValue('t', 'types'),
	tree: mayHaveValue('tree'),
	whole: flag('u', 'notruncate'),
	noRoot: flag('v', 'nofsroot'),
	kernel: flag('k', 'kernel'),
	mtab: flag('m', 'mtab'),
	noCanonicalize: flag('C', 'nocanonicalize'),
	canonicalize: flag('c', 'canonicalize'),
	direction: withValue('d', 'direction'),
	evaluate: flag('e', 'evaluate'),
	tabFile: withValue('F', 'tab-file'),
	invert: flag('i', 'invert'),
	task: withValue('N', 'task'),
	outputAll: flag('output-all'),
	poll: mayHaveValue('p', 'poll'),
	fstab: flag('s', 'fstab'),
	shadowed: flag('shadowed'),
	timeout: withValue('w', 'timeout'),
	uniq: flag('U', 'uniq'),
	verify: flag('x', 'verify'),
	verbose: flag('verbose'),
	vfsAll: flag('vfs-all'),
	shell: flag('y', 'shell'),
	shortVersion: flag('V'),
	shortHelp: flag('h'),
};

export const findmnt = gnuCommand({
	name: 'findmnt',
	paths: ['/usr/bin/findmnt'],
	size: 68_320,
	version: `findmnt from ${UTIL_LINUX}`,
	help: FINDMNT_HELP,
	options,
	*main(run) {
		const { process, values, operands, out } = run;
		if (values.shortVersion || values.shortHelp) {
			yield* out.write(values.shortVersion ? `findmnt from ${UTIL_LINUX}\n` : FINDMNT_HELP);
			return 0;
		}
		if (values.task !== undefined) joinMounts(process, values.task);
		if (values.verify) return yield* verifyFstab(run);
		const names = columnNames(values);
		const unknown = names.find((name) => !COLUMNS.includes(name));
		if (unknown !== undefined) throw new Fatal(`unknown column: ${unknown}`);
		const columns: SmartColumn[] = names.map((name) => ({
			name,
			right: RIGHT.includes(name),
			...(NUMBERS.includes(name) ? { json: 'number' as const } : {}),
		}));
		const isTable = values.fstab || values.tabFile !== undefined;
		const mounts = isTable ? yield* tableMounts(process, values.tabFile ?? '/etc/fstab') : process.machine.mounts();
		const shown = select(process, mounts, values, operands, isTable);
		if (shown.length === 0) return 1;
		const isTree = !(values.list || values.raw || values.pairs || values.df || values.first || isTable);
		const rows = shown.map(({ mount, branch }) =>
			names.map((name) => {
				if (name === 'TARGET')
					return `${isTree && !values.json ? ascii(branch, values.ascii === true) : ''}${mount.target}`;
				return cell(process, mounts, mount, name, values);
			}),
		);
		const heads = values.shell ? shellNamed(columns) : columns;
		if (values.json) yield* out.write(smartJson('filesystems', columns, nested(shown, rows)));
		else if (values.pairs) yield* out.write(smartPairs(heads, rows));
		else {
			const format = { headings: values.noHeadings !== true, ...(values.raw ? { raw: true } : {}) };
			yield* out.write(smartTable(heads, rows, format));
		}
		return 0;
	},
});

type Values = Run<typeof options>['values'];

function columnNames({ output, df, outputAll }: Values): string[] {
	return chosenColumns(output, outputAll ? COLUMNS : df ? DF_COLUMNS : DEFAULT_COLUMNS);
}

/** Rows below those that they are mounted in: how deep they are shows in their branches. */
function nested(shown: readonly Shown[], rows: readonly (readonly string[])[]): SmartRow[] {
	const top: SmartRow[] = [];
	const path: { cells: readonly string[]; children: SmartRow[] }[] = [];
	for (const [at, { branch }] of shown.entries()) {
		const depth = branch.length / 2;
		const row = { cells: rows[at] as readonly string[], children: [] };
		const parent = depth > 0 ? path[depth - 1] : undefined;
		if (parent === undefined) top.push(row);
		else parent.children.push(row);
		path[depth] = row;
	}
	return top;
}

/** Of a file in the form of /etc/fstab, /proc/mounts or /proc/self/mountinfo. */
function* tableMounts(process: Process, path: string): Task<MountLine[]> {
	const text = yield* textOf(process, path);
	return text.split('\n').flatMap((line) => {
		const words = line.trim().split(/\s+/);
		if (words.length < 2 || line.trim().startsWith('#')) return [];
		const dash = words.indexOf('-');
		if (dash > 5) {
			const [type = '', source = ''] = words.slice(dash + 1);
			return [{ source, target: words[4] ?? '', type, options: words[5] ?? '', root: words[3] ?? '/' }];
		}
		const [source = '', target = '', type = 'auto', mountOptions = 'defaults'] = words;
		return [{ source, target, type, options: mountOptions, root: '/' }];
	});
}

/** Whether /etc/fstab can be mounted. Models misc-utils/findmnt-verify.c. */
function* verifyFstab(run: Run<typeof options>): Task<number> {
	const { process, values, out } = run;
	const path = values.tabFile ?? '/etc/fstab';
	const problems: string[] = [];
	let errors = 0;
	for (const { source, target, type } of yield* tableMounts(process, path)) {
		const lines: string[] = [];
		const error = (text: string): void => {
			errors++;
			lines.push(`   [E] ${text}`);
		};
		if (target !== 'none' && target !== 'swap' && !process.access(target, {}))
			error('unreachable on boot required target: No such file or directory');
		const device = yield* findDevice(process, source);
		if (device === undefined) error(`unreachable on boot required source: ${source}`);
		else if (device.startsWith('/') && !process.access(device, {}))
			error(`unreachable on boot required source: ${device}`);
		if (!['swap', 'auto', ...KNOWN_TYPES].includes(type) && !type.startsWith('nfs'))
			lines.push(`   [W] ${type} seems unsupported by the current kernel`);
		if (lines.length > 0) problems.push(target, ...lines);
	}
	if (problems.length === 0) {
		yield* out.write('Success, no errors or warnings detected\n');
		return 0;
	}
	const warnings = problems.filter((line) => line.startsWith('   [W]')).length;
	yield* out.write(
		`${problems.join('\n')}\n\n0 parse errors, ${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}\n`,
	);
	return errors > 0 ? 1 : 0;
}

const KNOWN_TYPES: readonly string[] = [
	'ext4',
	'ext3',
	'ext2',
	'xfs',
	'tmpfs',
	'proc',
	'sysfs',
	'devpts',
	'none',
	'overlay',
	'vfat',
	'btrfs',
];
const NUMBERS: readonly string[] = ['ID', 'PARENT', 'FREQ', 'PASSNO', 'TID'];

const DEFAULT_COLUMNS = ['TARGET', 'SOURCE', 'FSTYPE', 'OPTIONS'];
const DF_COLUMNS = ['SOURCE', 'FSTYPE', 'SIZE', 'USED', 'AVAIL', 'USE%', 'TARGET'];
/** What belongs to the mount and not to its file system. */
const VFS_OPTIONS: ReadonlySet<string> = new Set([
	'ro',
	'rw',
	'nosuid',
	'nodev',
	'noexec',
	'noatime',
	'nodiratime',
	'relatime',
	'strictatime',
	'nosymfollow',
]);
const PSEUDO = ['proc', 'sysfs', 'devpts', 'tmpfs', 'cgroup2', 'mqueue', 'shm'];

function select(
	process: Process,
	mounts: readonly MountLine[],
	values: Values,
	operands: readonly string[],
	isTable: boolean | undefined,
): readonly Shown[] {
	const text = (key: keyof Values): string | undefined => values[key] as string | undefined;
	const types = text('types')?.split(',');
	let chosen = mounts.filter(({ type, options }) => {
		if (types !== undefined && types.includes(type) === (values.invert === true)) return false;
		if (values.real === true && PSEUDO.includes(type)) return false;
		if (values.pseudo === true && !PSEUDO.includes(type)) return false;
		return (
			text('options')
				?.split(',')
				.every((each) => options.split(',').includes(each)) !== false
		);
	});
	const source = text('source') ?? (operands.length === 2 ? operands[0] : undefined);
	if (source !== undefined) chosen = chosen.filter((each) => (each.source === source) !== (values.invert === true));
	const place = text('mountpoint') ?? (operands.length === 2 ? operands[1] : undefined);
	if (place !== undefined) chosen = chosen.filter(({ target }) => target === pathOf(process, place));
	if (operands.length === 1) {
		const path = pathOf(process, operands[0] as string);
		chosen = chosen.filter((each) => each.target === path || each.source === operands[0]);
	}
	const inside = text('target');
	if (inside !== undefined) {
		const found = mountOf(process, inside);
		chosen = chosen.filter(({ target }) => target === found);
	}
	if (values.submounts === true) {
		const above = chosen.map(({ target }) => `${target === '/' ? '' : target}/`);
		chosen = mounts.filter((each) => chosen.includes(each) || above.some((path) => each.target.startsWith(path)));
	}
	if (values.shadowed)
		chosen = chosen.filter((mount) =>
			mounts.slice(mounts.indexOf(mount) + 1).some(({ target }) => target === mount.target),
		);
	if (values.uniq)
		chosen = chosen.filter(
			(mount) => !mounts.slice(mounts.indexOf(mount) + 1).some(({ target }) => target === mount.target),
		);
	if (values.direction === 'backward') chosen.reverse();
	if (isTable) return chosen.map((mount) => ({ mount, branch: '' }));
	if (values.first === true || inside !== undefined) chosen = chosen.slice(-1);
	const filtered = chosen.length < mounts.length && values.submounts !== true;
	return filtered ? chosen.map((mount) => ({ mount, branch: '' })) : treeOf(chosen);
}

function mountOf(process: Process, path: string): string | undefined {
	try {
		return process.statfs(path).mountPoint;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Each mount below the one that it is mounted in. */
function treeOf(mounts: readonly MountLine[]): Shown[] {
	const shown: Shown[] = [];
	const parentOf = (mount: MountLine): MountLine | undefined => {
		let parent: MountLine | undefined;
		for (const other of mounts) {
			if (other === mount || !isBelow(mount.target, other.target)) continue;
			if (parent === undefined || other.target.length > parent.target.length) parent = other;
		}
		return parent;
	};
	const children = new Map<MountLine | undefined, MountLine[]>();
	for (const mount of mounts) {
		const parent = parentOf(mount);
		children.set(parent, [...(children.get(parent) ?? []), mount]);
	}
	const visit = (mount: MountLine, before: string, own: string): void => {
		shown.push({ mount, branch: before + own });
		const below = children.get(mount) ?? [];
		const next = before + (own === '' ? '' : own === '└─' ? '  ' : '│ ');
		for (const [at, child] of below.entries()) visit(child, next, at === below.length - 1 ? '└─' : '├─');
	};
	for (const mount of children.get(undefined) ?? []) visit(mount, '', '');
	return shown;
}

function isBelow(path: string, other: string): boolean {
	return path !== other && path.startsWith(other === '/' ? '/' : `${other}/`);
}

function ascii(branch: string, wanted: boolean): string {
	return wanted ? branch.replaceAll('├─', '|-').replaceAll('└─', '`-').replaceAll('│ ', '| ') : branch;
}

function cell(process: Process, mounts: readonly MountLine[], mount: MountLine, name: string, values: Values): string {
	const noRoot = values.noRoot === true;
	const size = (count: number): string => (values.bytes ? String(count) : smartSize(count));
	switch (name) {
		case 'SOURCE':
		case 'SOURCES':
			return mount.root === '/' || noRoot || !mount.source.startsWith('/')
				? mount.source
				: `${mount.source}[${mount.root}]`;
		case 'FSTYPE':
			return mount.type;
		case 'OPTIONS':
			return mount.options;
		case 'VFS-OPTIONS':
			return mount.options
				.split(',')
				.filter((each) => VFS_OPTIONS.has(each))
				.join(',');
		case 'FS-OPTIONS':
			return mount.options
				.split(',')
				.filter((each, at) => at === 0 || !VFS_OPTIONS.has(each))
				.join(',');
		case 'FSROOT':
			return mount.root;
		case 'ID':
			return String(21 + mounts.indexOf(mount));
		case 'PARENT':
			return String(
				21 +
					Math.max(
						-1,
						mounts.findLastIndex((each) => isBelow(mount.target, each.target)),
					),
			);
		case 'TID':
			return String(process.pid);
		case 'FREQ':
		case 'PASSNO':
			return '';
		case 'OPT-FIELDS':
			return 'shared:1';
		case 'PARTLABEL':
		case 'PARTUUID':
			return '';
		case 'PROPAGATION':
			return 'shared';
		case 'MAJ:MIN':
			return `0:${process.stat(mount.target).device}`;
		case 'LABEL':
		case 'UUID':
			return '';
	}
	const { totalBytes, usedBytes } = process.statfs(mount.target);
	if (name === 'SIZE') return size(totalBytes);
	if (name === 'USED') return size(usedBytes);
	if (name === 'AVAIL') return size(Math.max(0, totalBytes - usedBytes));
	return totalBytes === 0 ? '-' : `${Math.ceil((usedBytes * 100) / totalBytes)}%`;
}
