import type { MachineView, Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { pathOf } from './mount.ts';
import { type SmartColumn, smartPairs, smartSize, smartTable } from './smart-columns.ts';
import { FINDMNT_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

type MountLine = ReturnType<MachineView['mounts']>[number];

interface Shown {
	readonly mount: MountLine;
	/** What of a tree stands before the target. */
	readonly branch: string;
}

const RIGHT = ['SIZE', 'USED', 'AVAIL', 'USE%'];
const COLUMNS = [
	...['TARGET', 'SOURCE', 'SOURCES', 'FSTYPE', 'OPTIONS', 'VFS-OPTIONS', 'FS-OPTIONS', 'FSROOT', 'LABEL', 'UUID'],
	...['PROPAGATION', 'MAJ:MIN', ...RIGHT],
];

export const findmnt = gnuCommand({
	name: 'findmnt',
	paths: ['/usr/bin/findmnt'],
	size: 68_320,
	version: `findmnt from ${UTIL_LINUX}`,
	help: FINDMNT_HELP,
	options: {
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
	},
	*main(run) {
		const { process, values, operands, out } = run;
		const names = values.output?.toUpperCase().split(',') ?? (values.df ? DF_COLUMNS : DEFAULT_COLUMNS);
		const unknown = names.find((name) => !COLUMNS.includes(name.replace(/^\+/, '')));
		if (unknown !== undefined) throw new Fatal(`unknown column: ${unknown}`);
		const columns: SmartColumn[] = names.map((name) => ({ name, right: RIGHT.includes(name) }));
		const shown = select(process, values, operands);
		if (shown.length === 0) return 1;
		const tree = !(values.list || values.raw || values.pairs || values.df || values.first);
		const rows = shown.map(({ mount, branch }) =>
			names.map((name) => {
				if (name === 'TARGET')
					return `${tree && !values.json ? ascii(branch, values.ascii === true) : ''}${mount.target}`;
				return cell(process, mount, name, values.bytes === true, values.noRoot === true);
			}),
		);
		if (values.json) {
			const objects = rows.map((row) =>
				row.map((text, at) => `"${names[at]?.toLowerCase()}": ${JSON.stringify(text)}`),
			);
			const body = objects.map((lines) => `{\n         ${lines.join(',\n         ')}\n      }`).join(',');
			yield* out.write(`{\n   "filesystems": [\n      ${body}\n   ]\n}\n`);
		} else if (values.pairs) yield* out.write(smartPairs(columns, rows));
		else {
			const format = { headings: values.noHeadings !== true, ...(values.raw ? { raw: true } : {}) };
			yield* out.write(smartTable(columns, rows, format));
		}
		return 0;
	},
});

const DEFAULT_COLUMNS = ['TARGET', 'SOURCE', 'FSTYPE', 'OPTIONS'];
const DF_COLUMNS = ['SOURCE', 'FSTYPE', 'SIZE', 'USED', 'AVAIL', 'USE%', 'TARGET'];
const PSEUDO = ['proc', 'sysfs', 'devpts', 'tmpfs', 'cgroup2', 'mqueue', 'shm'];

function select(
	process: Process,
	values: { readonly [key: string]: string | true | undefined },
	operands: readonly string[],
): readonly Shown[] {
	const mounts = process.machine.mounts();
	const text = (key: string): string | undefined => values[key] as string | undefined;
	const types = text('types')?.split(',');
	let chosen = mounts.filter(({ type, options }) => {
		if (types !== undefined && !types.includes(type)) return false;
		if (values.real === true && PSEUDO.includes(type)) return false;
		if (values.pseudo === true && !PSEUDO.includes(type)) return false;
		return (
			text('options')
				?.split(',')
				.every((each) => options.split(',').includes(each)) !== false
		);
	});
	const source = text('source') ?? (operands.length === 2 ? operands[0] : undefined);
	if (source !== undefined) chosen = chosen.filter((each) => each.source === source);
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

function cell(process: Process, mount: MountLine, name: string, bytes: boolean, noRoot: boolean): string {
	const size = (count: number): string => (bytes ? String(count) : smartSize(count));
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
			return mount.options.split(',').slice(0, 2).join(',');
		case 'FS-OPTIONS':
			return [mount.options.split(',')[0], ...mount.options.split(',').slice(2)].join(',');
		case 'FSROOT':
			return mount.root;
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
