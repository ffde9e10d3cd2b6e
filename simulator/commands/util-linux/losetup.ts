import type { LoopDevice } from '../../kernel/block/device-views.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { pathOf } from './mount.ts';
import { type SmartColumn, smartTable } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

const OPTIONS = {
	all: flag('a', 'all'),
	detach: flag('d', 'detach'),
	detachAll: flag('D', 'detach-all'),
	find: flag('f', 'find'),
	associated: withValue('j', 'associated'),
	noOverlap: flag('L', 'nooverlap'),
	offset: withValue('o', 'offset'),
	partScan: flag('P', 'partscan'),
	readOnly: flag('r', 'read-only'),
	show: flag('show'),
	list: flag('l', 'list'),
	noHeadings: flag('n', 'noheadings'),
	output: withValue('O', 'output'),
	raw: flag('raw'),
	verbose: flag('v', 'verbose'),
};

type LosetupRun = Run<typeof OPTIONS>;

const COLUMNS = ['NAME', 'SIZELIMIT', 'OFFSET', 'AUTOCLEAR', 'RO', 'BACK-FILE', 'DIO', 'LOG-SEC'];
const RIGHT = ['SIZELIMIT', 'OFFSET', 'AUTOCLEAR', 'RO', 'DIO', 'LOG-SEC'];

/** Models sys-utils/losetup.c. Differs: no partitions in them. */
export const losetup = gnuCommand({
	name: 'losetup',
	paths: ['/usr/sbin/losetup'],
	size: 71_400,
	version: `losetup from ${UTIL_LINUX}`,
	help: `
Usage:
 losetup [options] [<loopdev>]
 losetup [options] -f | <loopdev> <file>

Set up and control loop devices.
`,
	options: OPTIONS,
	*main(run) {
		const { process, values, operands, out } = run;
		const loops = process.machine.loops();
		if (values.detach) return yield* detachEach(run, operands);
		if (values.detachAll)
			return yield* detachEach(
				run,
				loops.map(({ name }) => name),
			);
		if (values.find && operands.length === 0) {
			let number = 0;
			while (loops.some(({ name }) => name === `/dev/loop${number}`)) number++;
			yield* out.write(`/dev/loop${number}\n`);
			return 0;
		}
		if (values.find || operands.length === 2) return yield* attach(run);
		const path = values.associated === undefined ? undefined : pathOf(process, values.associated);
		const asked = loops.filter(
			({ name, backing }) =>
				(path === undefined || backing === path) && (operands.length === 0 || operands.includes(name)),
		);
		const [missing] = operands.filter((name) => !loops.some((loop) => loop.name === name));
		if (missing !== undefined) throw new Fatal(`${missing}: No such device or address`);
		const old = values.all || values.associated !== undefined || operands.length > 0;
		if (old && !values.list && values.output === undefined) {
			for (const { name, backing } of asked) {
				const { inode } = process.stat(backing);
				yield* out.write(`${name}: [65025]:${inode} (${backing})\n`);
			}
			return 0;
		}
		if (asked.length > 0) yield* out.write(tableOf(run, asked));
		return 0;
	},
});

function* attach(run: LosetupRun): Task<number> {
	const { process, values, operands, out } = run;
	const [device, file = ''] = operands.length === 2 ? operands : [undefined, operands[0]];
	let name: string;
	try {
		name = process.attachLoop(file, {
			...(device === undefined ? {} : { device }),
			readOnly: values.readOnly === true,
			offsetBytes: Number(values.offset ?? 0),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`${file}: failed to set up loop device: ${errorMessage(error.errno)}`);
	}
	if (values.show) yield* out.write(`${name}\n`);
	return 0;
}

function* detachEach(run: LosetupRun, names: readonly string[]): Task<number> {
	let status = 0;
	for (const name of names) {
		try {
			run.process.detachLoop(name);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			status = 1;
			yield* run.complain(`${name}: detach failed: ${errorMessage(error.errno)}`);
		}
	}
	return status;
}

function tableOf({ values }: LosetupRun, loops: readonly LoopDevice[]): string {
	const names = values.output?.toUpperCase().split(',') ?? COLUMNS;
	const columns: SmartColumn[] = names.map((name) => ({ name, right: RIGHT.includes(name) }));
	const rows = loops.map((loop) => names.map((name) => cell(loop, name)));
	return smartTable(columns, rows, { headings: values.noHeadings !== true, raw: values.raw === true });
}

function cell(loop: LoopDevice, column: string): string {
	switch (column) {
		case 'NAME':
			return loop.name;
		case 'BACK-FILE':
			return loop.backing;
		case 'OFFSET':
			return String(loop.offsetBytes);
		case 'AUTOCLEAR':
			return loop.autoclear ? '1' : '0';
		case 'RO':
			return loop.readOnly ? '1' : '0';
		case 'LOG-SEC':
			return '512';
		case 'MAJ:MIN':
			return `7:${loop.name.replace(/^\D+/, '')}`;
		case 'SIZELIMIT':
		case 'DIO':
		case 'PARTSCAN':
			return '0';
		default:
			throw new Fatal(`unknown column: ${column}`);
	}
}
