import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { LimitName, ResourceLimit } from '../../kernel/resource-limits.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const HELP = `
Usage:
 prlimit [options] [--<resource>=<limit>] [-p PID]
 prlimit [options] [--<resource>=<limit>] COMMAND

Show or change the resource limits of a process.

Options:
 -p, --pid <pid>        process id
 -o, --output <list>    define which output columns to use
     --noheadings       don't print headings
     --raw              use the raw output format
     --verbose          verbose output
 -h, --help             display this help
 -V, --version          display version

Resources:
 -c, --core             maximum size of core files created
 -d, --data             maximum size of a process's data segment
 -e, --nice             maximum nice priority allowed to raise
 -f, --fsize            maximum size of files written by the process
 -i, --sigpending       maximum number of pending signals
 -l, --memlock          maximum size a process may lock into memory
 -m, --rss              maximum resident set size
 -n, --nofile           maximum number of open files
 -q, --msgqueue         maximum bytes in POSIX message queues
 -r, --rtprio           maximum real-time scheduling priority
 -s, --stack            maximum stack size
 -t, --cpu              maximum amount of CPU time in seconds
 -u, --nproc            maximum number of user processes
 -v, --as               size of virtual memory
 -x, --locks            maximum number of file locks
 -y, --rttime           CPU time in microseconds a process scheduled
                        under real-time scheduling

Arguments:
 <limit> is defined as a range soft:hard, soft:, :hard or a value to
         define both limits (e.g. -e=0:10 -r=:10).

Available output columns:
 DESCRIPTION  resource description
    RESOURCE  resource name
        SOFT  soft limit
        HARD  hard limit (ceiling)
       UNITS  units

For more details see prlimit(1).
`;

/** In the order that it lists them. */
const RESOURCES: readonly (readonly [name: LimitName, letter: string, description: string, unit: string])[] = [
	['as', 'v', 'address space limit', 'bytes'],
	['core', 'c', 'max core file size', 'bytes'],
	['cpu', 't', 'CPU time', 'seconds'],
	['data', 'd', 'max data size', 'bytes'],
	['fsize', 'f', 'max file size', 'bytes'],
	['locks', 'x', 'max number of file locks held', 'locks'],
	['memlock', 'l', 'max locked-in-memory address space', 'bytes'],
	['msgqueue', 'q', 'max bytes in POSIX mqueues', 'bytes'],
	['nice', 'e', 'max nice prio allowed to raise', ''],
	['nofile', 'n', 'max number of open files', 'files'],
	['nproc', 'u', 'max number of processes', 'processes'],
	['rss', 'm', 'max resident set size', 'bytes'],
	['rtprio', 'r', 'max real-time priority', ''],
	['rttime', 'y', 'timeout for real-time tasks', 'microsecs'],
	['sigpending', 'i', 'max number of pending signals', 'signals'],
	['stack', 's', 'max stack size', 'bytes'],
];
const COLUMNS = ['RESOURCE', 'DESCRIPTION', 'SOFT', 'HARD', 'UNITS'];

const OPTIONS = {
	pid: withValue('p', 'pid'),
	output: withValue('o', 'output'),
	bare: flag('noheadings'),
	raw: flag('raw'),
	verbose: flag('verbose'),
	...(Object.fromEntries(RESOURCES.map(([name, letter]) => [name, mayHaveValue(letter, name)])) as Record<
		LimitName,
		ReturnType<typeof mayHaveValue>
	>),
} as const;

type PrlimitRun = Run<typeof OPTIONS>;

/** Models sys-utils/prlimit.c on the kernel's limits. */
export const prlimit = gnuCommand({
	name: 'prlimit',
	paths: ['/usr/bin/prlimit'],
	size: 22_920,
	help: HELP,
	version: `prlimit from ${UTIL_LINUX}`,
	options: OPTIONS,
	stopAtOperand: true,
	*main(run) {
		const { process, operands, values } = run;
		if (values.pid !== undefined && !/^\d+$/.test(values.pid)) throw new Fatal(`invalid PID argument: '${values.pid}'`);
		const pid = Number(values.pid ?? 0);
		if (pid !== 0 && operands.length > 0) throw new Fatal('options --pid and COMMAND are mutually exclusive');
		const shown: LimitName[] = [];
		for (const { key, value } of run.given) {
			const known = RESOURCES.find(([name]) => name === key);
			if (known === undefined) continue;
			if (typeof value !== 'string') shown.push(known[0]);
			else yield* change(run, pid, known[0], value.replace(/^=/, ''));
		}
		const changes = run.given.some(
			({ key, value }) => typeof value === 'string' && RESOURCES.some(([name]) => name === key),
		);
		if (shown.length > 0 || (!changes && operands.length === 0)) yield* list(run, pid, shown);
		if (operands.length === 0) return 0;
		yield* run.out.flush();
		try {
			return yield* become(process, operands, process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`failed to execute ${operands[0]}: ${reasonOf(error)}`, launchFailureStatus(error));
		}
	},
});

function limitAt(process: Process, pid: number, name: LimitName): ResourceLimit {
	try {
		return process.getLimit(pid, name);
	} catch (error) {
		throw new Fatal(`failed to get the ${name.toUpperCase()} resource limit: ${reasonOf(error)}`);
	}
}

function* change({ process, values, out }: PrlimitRun, pid: number, name: LimitName, text: string): Task<void> {
	const before = limitAt(process, pid, name);
	const [, soft = '', colon = '', hard = ''] = /^(\d+|unlimited|-1|)(:?)(\d+|unlimited|-1|)$/.exec(text) ?? [];
	if (soft === '' && hard === '') throw new Fatal(`failed to parse ${name.toUpperCase()} limit`);
	const limitValue = (word: string): number => (/^\d+$/.test(word) ? Number(word) : Number.POSITIVE_INFINITY);
	const next = {
		soft: soft === '' ? before.soft : limitValue(soft),
		hard: hard !== '' ? limitValue(hard) : colon === '' ? limitValue(soft) : before.hard,
	};
	if (next.soft > next.hard) throw new Fatal(`the soft limit ${name.toUpperCase()} cannot exceed the hard limit`);
	if (values.verbose) {
		const whom = pid === 0 ? process.pid : pid;
		yield* out.write(
			`New ${name.toUpperCase()} limit for pid ${whom}: <${shownValue(next.soft)}:${shownValue(next.hard)}>\n`,
		);
	}
	try {
		process.setLimit(pid, name, next);
	} catch (error) {
		throw new Fatal(`failed to set the ${name.toUpperCase()} resource limit: ${reasonOf(error)}`);
	}
}

function shownValue(value: number): string {
	return Number.isFinite(value) ? String(value) : 'unlimited';
}

function* list({ process, values, out }: PrlimitRun, pid: number, asked: readonly LimitName[]): Task<void> {
	const columns = values.output?.toUpperCase().split(',') ?? COLUMNS;
	for (const column of columns)
		if (!COLUMNS.includes(column)) throw new Fatal(`unknown column: ${column.toLowerCase()}`);
	const wanted = asked.length === 0 ? RESOURCES : asked.flatMap((name) => RESOURCES.filter(([each]) => each === name));
	const rows = wanted.map(([name, , description, unit]) => {
		const { soft, hard } = limitAt(process, pid, name);
		const cells: Readonly<Record<string, string>> = {
			RESOURCE: name.toUpperCase(),
			DESCRIPTION: description,
			SOFT: shownValue(soft),
			HARD: shownValue(hard),
			UNITS: unit,
		};
		return columns.map((column) => cells[column] as string);
	});
	const table = values.bare ? rows : [columns, ...rows];
	if (values.raw) {
		for (const row of table) yield* out.write(`${row.map((cell) => cell.replace(/ /g, '\\x20')).join(' ')}\n`);
		return;
	}
	const widths = columns.map((_, at) => Math.max(...table.map((row) => (row[at] as string).length)));
	for (const row of table) {
		const cells = row.map((cell, at) => {
			const isNumber = columns[at] === 'SOFT' || columns[at] === 'HARD';
			if (isNumber) return cell.padStart(widths[at] as number);
			return at === columns.length - 1 ? cell : cell.padEnd(widths[at] as number);
		});
		yield* out.write(`${cells.join(' ')}\n`);
	}
}
