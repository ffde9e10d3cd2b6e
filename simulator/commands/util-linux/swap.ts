import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Run, RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { type SmartColumn, smartSize, smartTable } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

const BAD_USAGE = 16;
const OTHER_FAILURE = 255;

/** What /etc/fstab calls swap. */
function* swapsOfFstab(process: Process): Task<readonly string[]> {
	try {
		const lines = decodeUtf8(yield* readFile(process, '/etc/fstab')).split('\n');
		return lines
			.map((line) => line.trim().split(/\s+/))
			.filter(([device = '#', , type]) => !device.startsWith('#') && type === 'swap')
			.map(([device]) => device as string);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

const ON = {
	all: flag('a', 'all'),
	discard: mayHaveValue('d', 'discard'),
	ifExists: flag('e', 'ifexists'),
	fixPageSize: flag('f', 'fixpgsz'),
	options: withValue('o', 'options'),
	priority: withValue('p', 'priority'),
	summary: flag('s', 'summary'),
	show: mayHaveValue('show'),
	noHeadings: flag('noheadings'),
	raw: flag('raw'),
	bytes: flag('bytes'),
	verbose: flag('v', 'verbose'),
};

export const swapon = gnuCommand({
	name: 'swapon',
	paths: ['/usr/sbin/swapon'],
	size: 43_408,
	version: `swapon from ${UTIL_LINUX}`,
	help: `
Usage:
 swapon [options] [<spec>]

Enable devices and files for paging and swapping.

Options:
 -a, --all                enable all swaps from /etc/fstab
 -d, --discard[=<policy>] enable swap discards, if supported by device
 -e, --ifexists           silently skip devices that do not exist
 -f, --fixpgsz            reinitialize the swap space if necessary
 -o, --options <list>     comma-separated list of swap options
 -p, --priority <prio>    specify the priority of the swap device
 -s, --summary            display summary about used swap devices (DEPRECATED)
     --show[=<columns>]   display summary in definable table
     --noheadings         don't print table heading (with --show)
     --raw                use the raw output format (with --show)
     --bytes              display swap size in bytes in --show output
 -v, --verbose            verbose mode

 -h, --help               display this help
 -V, --version            display version
`,
	options: ON,
	usageStatus: 1,
	*main(run) {
		const { values, operands, process } = run;
		if (values.summary || values.show !== undefined || (operands.length === 0 && !values.all)) {
			const table = swapTable(run);
			if (process.machine.swaps.length > 0) yield* run.out.write(table);
			return 0;
		}
		const names = [...operands, ...(values.all ? yield* swapsOfFstab(process) : [])];
		return yield* each(run, names, (name) => {
			if (values.ifExists && !process.access(name, {})) return undefined;
			const path = process.realpath(name);
			const mode = process.stat(path).mode & 0o7777;
			const loose = `${path}: insecure permissions ${mode.toString(8).padStart(4, '0')}, 0600 suggested.`;
			const before = (mode & 0o077) === 0 ? '' : `${loose}\nswapon: `;
			const failed = turnOn(process, path);
			if (failed !== undefined) return `${before}${path}: ${failed}`;
			return before === '' ? undefined : loose;
		});
	},
});

const OFF = { all: flag('a', 'all'), verbose: flag('v', 'verbose') };

export const swapoff = gnuCommand({
	name: 'swapoff',
	paths: ['/usr/sbin/swapoff'],
	size: 22_912,
	version: `swapoff from ${UTIL_LINUX}`,
	help: `
Usage:
 swapoff [options] [<spec>]

Disable devices and files for paging and swapping.

Options:
 -a, --all              disable all swaps from /proc/swaps
 -v, --verbose          verbose mode

 -h, --help             display this help
 -V, --version          display version

The <spec> parameter:
 -L <label>             LABEL of device to be used
 -U <uuid>              UUID of device to be used
 LABEL=<label>          LABEL of device to be used
 UUID=<uuid>            UUID of device to be used
 <device>               name of device to be used
 <file>                 name of file to be used
`,
	options: OFF,
	*main(run) {
		const { values, operands, process } = run;
		if (operands.length === 0 && !values.all) throw new Fatal('bad usage', BAD_USAGE, true);
		const names = values.all ? process.machine.swaps.map(({ name }) => name) : operands;
		const status = yield* each(run, names, (name) => {
			if (process.credentials.uid !== 0) throw new Fatal('Not superuser.');
			process.swapOff(name);
			return undefined;
		});
		return status === 0 ? 0 : 4;
	},
});

/** What is wrong; undefined when it is on. */
function turnOn(process: Process, path: string): string | undefined {
	try {
		process.swapOn(path);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return error.errno === 'EINVAL' ? 'read swap header failed' : `swapon failed: ${errorMessage(error.errno)}`;
	}
}

const COLUMNS = ['NAME', 'TYPE', 'SIZE', 'USED', 'PRIO'];

/** Differs: areas have neither UUID nor LABEL. */
function columnNames(asked: string | undefined): readonly string[] {
	if (asked === undefined || asked === '') return COLUMNS;
	const added = asked.startsWith('+');
	const names = (added ? asked.slice(1) : asked).split(',').map((name) => {
		const upper = name.toUpperCase();
		if (!COLUMNS.includes(upper) && upper !== 'UUID' && upper !== 'LABEL') {
			throw new Fatal(`unknown column: ${name}`, 1);
		}
		return upper;
	});
	return added ? [...COLUMNS, ...names] : names;
}

function swapTable({ process, values }: Run<typeof ON>): string {
	const names = columnNames(typeof values.show === 'string' ? values.show : undefined);
	const columns: SmartColumn[] = names.map((name) => ({ name, right: ['SIZE', 'USED', 'PRIO'].includes(name) }));
	const rows = process.machine.swaps.map(({ name, isDevice, bytes, priority }) => {
		const size = (count: number): string => (values.bytes ? String(count) : smartSize(count));
		const cells: { readonly [column: string]: string } = {
			NAME: name,
			TYPE: isDevice ? 'partition' : 'file',
			SIZE: size(bytes),
			USED: size(0),
			PRIO: String(priority),
		};
		return names.map((column) => cells[column] ?? '');
	});
	return smartTable(columns, rows, { headings: values.noHeadings !== true, raw: values.raw === true });
}

/** Complains with what `refusal` says or throws of each. */
function* each(run: RunContext, names: readonly string[], refusal: (name: string) => string | undefined): Task<number> {
	let status = 0;
	for (const name of names) {
		let text: string | undefined;
		try {
			text = refusal(name);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			text =
				run.process.argv[0]?.endsWith('swapoff') === true
					? `${name}: swapoff failed: ${errorMessage(error.errno)}`
					: `cannot open ${name}: ${errorMessage(error.errno)}`;
		}
		if (text === undefined) continue;
		yield* run.complain(text);
		if (!text.endsWith('suggested.')) status = OTHER_FAILURE;
	}
	return status;
}
