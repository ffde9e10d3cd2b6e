import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { GnuProgram, Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import type { OptionTable } from '../options.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

/**
 * taskset, chrt and ionice. Differs: who runs where and in which class has no effect on the machine's scheduler, so what is
 * set is checked and forgotten.
 */
function* run(process: Process, command: readonly string[]): Task<number> {
	try {
		return yield* become(process, command, process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`failed to execute ${command[0]}: ${reasonOf(error)}`, launchFailureStatus(error));
	}
}

function numberOf(text: string, problem: string): number {
	if (!/^\d+$/.test(text)) throw new Fatal(`${problem}: '${text}'`);
	return Number(text);
}

function isThere(process: Process, pid: number): boolean {
	return pid === 0 || process.machine.processes().some((each) => each.pid === pid);
}

const tasksetOptions = {
	allTasks: flag('a', 'all-tasks'),
	pid: flag('p', 'pid'),
	list: flag('c', 'cpu-list'),
	shortHelp: flag('h'),
} satisfies OptionTable;

export const taskset: GnuProgram<typeof tasksetOptions> = gnuCommand({
	name: 'taskset',
	paths: ['/usr/bin/taskset'],
	size: 35_208,
	version: `taskset from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `Usage: taskset [options] [mask | cpu-list] [pid|cmd [args...]]

Show or change the CPU affinity of a process.

Options:
 -a, --all-tasks         operate on all the tasks (threads) for a given pid
 -p, --pid               operate on existing given pid
 -c, --cpu-list          display and specify cpus in list format

 -h, --help              display this help
 -V, --version           display version

The default behavior is to run a new command:
    taskset 03 sshd -b 1024
You can retrieve the mask of an existing task:
    taskset -p 700
Or set it:
    taskset -p 03 700
List format uses a comma-separated list instead of a mask:
    taskset -pc 0,3,7-11 700
Ranges in list format can take a stride argument:
    e.g. 0-31:2 is equivalent to mask 0x55555555

For more details see taskset(1).
`,
	options: tasksetOptions,
	*main(own) {
		const { values, operands, process, out } = own;
		if (values.shortHelp) {
			yield* out.write(taskset.literal.help);
			return 0;
		}
		const { cpus } = process.machine;
		const [first, ...rest] = operands;
		if (first === undefined || (!values.pid && rest.length === 0)) throw new Fatal('bad usage', 1, true);
		const isSetting = !values.pid || rest.length > 0;
		const chosen = isSetting ? cpuSet(first, values.list === true) : new Set<number>();
		const effective = [...chosen].filter((cpu) => cpu < cpus).sort((a, b) => a - b);
		const all = Array.from({ length: cpus }, (_, cpu) => cpu);
		const shown = (set: readonly number[]): string => (values.list ? listText(set) : maskText(set));
		const what = values.list ? 'list' : 'mask';
		if (!values.pid) {
			if (effective.length === 0) throw new Fatal(`failed to set pid ${process.pid}'s affinity: Invalid argument`);
			return yield* run(process, rest);
		}
		const pid = numberOf(isSetting ? (rest[0] as string) : first, 'invalid PID argument');
		if (!isThere(process, pid)) throw new Fatal(`failed to get pid ${pid}'s affinity: No such process`);
		const id = pid === 0 ? process.pid : pid;
		yield* out.write(`pid ${id}'s current affinity ${what}: ${shown(all)}\n`);
		if (!isSetting) return 0;
		if (effective.length === 0) throw new Fatal(`failed to set pid ${id}'s affinity: Invalid argument`);
		yield* out.write(`pid ${id}'s new affinity ${what}: ${shown(effective)}\n`);
		return 0;
	},
});

const CPU_MAX = 4096;

/** "0x3", "03" or "3" as bits; "0,2-4,8-16:2" as a list. */
function cpuSet(text: string, isList: boolean): Set<number> {
	const set = new Set<number>();
	if (!isList) {
		const digits = text.replace(/^0x/i, '').replaceAll(',', '');
		if (!/^[\da-f]{1,1024}$/i.test(digits)) throw new Fatal(`failed to parse CPU mask: ${text}`);
		const bits = BigInt(`0x${digits}`);
		for (let cpu = 0; cpu < digits.length * 4; cpu++) if ((bits >> BigInt(cpu)) & 1n) set.add(cpu);
		return set;
	}
	for (const part of text.split(',')) {
		const [, from = '', to = from, step = '1'] = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part) ?? [];
		if (from === '' || Number(to) < Number(from) || Number(step) === 0 || Number(to) > CPU_MAX)
			throw new Fatal(`failed to parse CPU list: ${text}`);
		for (let cpu = Number(from); cpu <= Number(to); cpu += Number(step)) set.add(cpu);
	}
	return set;
}

function maskText(set: readonly number[]): string {
	return set.reduce((bits, cpu) => bits | (1n << BigInt(cpu)), 0n).toString(16);
}

/** Three and more in a row as a range. */
function listText(set: readonly number[]): string {
	const parts: string[] = [];
	for (let at = 0; at < set.length; at++) {
		let end = at;
		while (set[end + 1] === (set[end] as number) + 1) end++;
		if (end - at >= 2) parts.push(`${set[at]}-${set[end]}`);
		else for (let each = at; each <= end; each++) parts.push(String(set[each]));
		at = end;
	}
	return parts.join(',');
}

const POLICIES = {
	other: 'SCHED_OTHER',
	fifo: 'SCHED_FIFO',
	rr: 'SCHED_RR',
	batch: 'SCHED_BATCH',
	idle: 'SCHED_IDLE',
	deadline: 'SCHED_DEADLINE',
} as const;
const chrtOptions = {
	allTasks: flag('a', 'all-tasks'),
	max: flag('m', 'max'),
	pid: flag('p', 'pid'),
	verbose: flag('v', 'verbose'),
	batch: flag('b', 'batch'),
	deadline: flag('d', 'deadline'),
	fifo: flag('f', 'fifo'),
	idle: flag('i', 'idle'),
	other: flag('o', 'other'),
	rr: flag('r', 'rr'),
	resetOnFork: flag('R', 'reset-on-fork'),
	runtime: withValue('T', 'sched-runtime'),
	period: withValue('P', 'sched-period'),
	sharpDeadline: withValue('D', 'sched-deadline'),
	shortHelp: flag('h'),
} satisfies OptionTable;

export const chrt: GnuProgram<typeof chrtOptions> = gnuCommand({
	name: 'chrt',
	paths: ['/usr/bin/chrt'],
	size: 31_112,
	version: `chrt from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `Show or change the real-time scheduling attributes of a process.

Set policy:
 chrt [options] <priority> <command> [<arg>...]
 chrt [options] --pid <priority> <pid>

Get policy:
 chrt [options] -p <pid>

Policy options:
 -b, --batch          set policy to SCHED_BATCH
 -d, --deadline       set policy to SCHED_DEADLINE
 -f, --fifo           set policy to SCHED_FIFO
 -i, --idle           set policy to SCHED_IDLE
 -o, --other          set policy to SCHED_OTHER
 -r, --rr             set policy to SCHED_RR (default)

Scheduling options:
 -R, --reset-on-fork       set reset-on-fork flag
 -T, --sched-runtime <ns>  runtime parameter for DEADLINE
 -P, --sched-period <ns>   period parameter for DEADLINE
 -D, --sched-deadline <ns> deadline parameter for DEADLINE

Other options:
 -a, --all-tasks      operate on all the tasks (threads) for a given pid
 -m, --max            show min and max valid priorities
 -p, --pid            operate on existing given pid
 -v, --verbose        display status information

 -h, --help           display this help
 -V, --version        display version

For more details see chrt(1).
`,
	options: chrtOptions,
	*main(own) {
		const { values, operands, process, out } = own;
		if (values.shortHelp) {
			yield* out.write(chrt.literal.help);
			return 0;
		}
		if (values.max) {
			for (const policy of Object.values(POLICIES)) {
				const range = /FIFO|RR/.test(policy) ? '1/99' : '0/0';
				yield* out.write(`${policy} min/max priority\t: ${range}\n`);
			}
			return 0;
		}
		const [first, ...rest] = operands;
		if (first === undefined || (!values.pid && rest.length === 0)) throw new Fatal('bad usage', 1, true);
		const isSetting = !values.pid || rest.length > 0;
		const policy = (Object.keys(POLICIES) as (keyof typeof POLICIES)[]).find((each) => values[each]) ?? 'rr';
		if (isSetting) checkPriority(first, policy, process);
		if (!values.pid) return yield* run(process, rest);
		const pid = numberOf(isSetting ? (rest[0] as string) : first, 'invalid PID argument');
		if (!isThere(process, pid)) throw new Fatal(`failed to get pid ${pid}'s policy: No such process`);
		if (isSetting) return 0;
		const id = pid === 0 ? process.pid : pid;
		yield* out.write(
			`pid ${id}'s current scheduling policy: SCHED_OTHER\npid ${id}'s current scheduling priority: 0\n`,
		);
		return 0;
	},
});

function checkPriority(text: string, policy: keyof typeof POLICIES, process: Process): void {
	const priority = numberOf(text, 'invalid priority argument');
	const isRealTime = policy === 'rr' || policy === 'fifo';
	if (isRealTime ? priority < 1 || priority > 99 : priority !== 0)
		throw new Fatal(`unsupported priority value for the policy: ${priority}: see --max for valid range`);
	if (isRealTime && !process.credentials.capabilities.has('SYS_NICE'))
		throw new Fatal(`failed to set pid 0's policy: Operation not permitted`);
}

const CLASSES = ['none', 'realtime', 'best-effort', 'idle'];
const ioniceOptions = {
	scheduling: withValue('c', 'class'),
	data: withValue('n', 'classdata'),
	pid: flag('p', 'pid'),
	group: flag('P', 'pgid'),
	ignore: flag('t', 'ignore'),
	user: flag('u', 'uid'),
	shortHelp: flag('h'),
} satisfies OptionTable;

export const ionice: GnuProgram<typeof ioniceOptions> = gnuCommand({
	name: 'ionice',
	paths: ['/usr/bin/ionice'],
	size: 31_104,
	version: `ionice from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `
Usage:
 ionice [options] -p <pid>...
 ionice [options] -P <pgid>...
 ionice [options] -u <uid>...
 ionice [options] <command>

Show or change the I/O-scheduling class and priority of a process.

Options:
 -c, --class <class>    name or number of scheduling class,
                          0: none, 1: realtime, 2: best-effort, 3: idle
 -n, --classdata <num>  priority (0..7) in the specified scheduling class,
                          only for the realtime and best-effort classes
 -p, --pid <pid>...     act on these already running processes
 -P, --pgid <pgrp>...   act on already running processes in these groups
 -t, --ignore           ignore failures
 -u, --uid <uid>...     act on already running processes owned by these users

 -h, --help             display this help
 -V, --version          display version

For more details see ionice(1).
`,
	options: ioniceOptions,
	*main(own) {
		const { values, operands, process, out } = own;
		if (values.shortHelp) {
			yield* out.write(ionice.literal.help);
			return 0;
		}
		const kind = values.scheduling === undefined ? undefined : classOf(values.scheduling);
		if (kind !== undefined && kind > 3) yield* own.complain(`unknown prio class ${kind}`);
		if (values.data !== undefined) {
			numberOf(values.data, 'invalid class data argument');
			if (kind === 0 || kind === 3) yield* own.complain(`ignoring given class data for ${CLASSES[kind]} class`);
		}
		const isSetting = kind !== undefined || values.data !== undefined;
		if (values.pid ?? values.group ?? values.user) {
			for (const word of operands) {
				const id = numberOf(
					word,
					values.pid ? 'invalid PID argument' : values.group ? 'invalid PGID argument' : 'invalid UID argument',
				);
				const known = process.machine
					.processes()
					.some((each) => (values.pid ? each.pid : values.group ? each.pgid : each.uid) === id);
				if (!known && !(values.ignore && isSetting))
					throw new Fatal(`ioprio_${isSetting ? 'set' : 'get'} failed: No such process`);
				if (known && !isSetting) yield* out.write('none: prio 0\n');
			}
			return 0;
		}
		if (operands.length > 0) return yield* run(process, operands);
		if (isSetting) throw new Fatal('bad usage', 1, true);
		yield* out.write('none: prio 0\n');
		return 0;
	},
});

function classOf(text: string): number {
	if (/^\d+$/.test(text)) {
		return Number(text);
	}
	const at = CLASSES.indexOf(text.toLowerCase());
	if (at < 0) throw new Fatal(`unknown scheduling class: '${text}'`);
	return at;
}

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
	['linux64', 'x86_64'],
	['x86_64', 'x86_64'],
	['i386', 'i386'],
	['linux32', 'i686'],
	['i686', 'i686'],
]);

/** Differs: what runs sees the machine as it is. */
function personality(name: string): GnuProgram<OptionTable> {
	return gnuCommand<OptionTable>({
		name,
		paths: [`/usr/bin/${name}`],
		size: 26_936,
		version: `${name} from ${UTIL_LINUX}`,
		stopAtOperand: true,
		help: `
Usage:
 ${name}${name === 'setarch' ? ' [<arch>]' : ''} [options] [<program> [<argument>...]]

Change the reported architecture and set personality flags.

Options:
 -R, --addr-no-randomize  disable randomization of the virtual address space
 -v, --verbose            say what options are being switched on

 -h, --help               display this help
 -V, --version            display version

For more details see setarch(8).
`,
		options: { fixed: flag('R', 'addr-no-randomize'), verbose: flag('v', 'verbose') },
		main: (own) => underPersonality(own, name),
	});
}

function* underPersonality(own: Run<OptionTable>, name: string): Task<number> {
	const words = [...own.operands];
	if (name === 'setarch') {
		const arch = words.shift();
		if (arch === undefined) throw new Fatal('no architecture argument or personality flags specified', 1);
		if (!ARCHITECTURES.has(arch)) throw new Fatal(`${arch}: Unrecognized architecture`);
	}
	return yield* run(own.process, words.length === 0 ? ['/bin/sh'] : words);
}

export const setarch = personality('setarch');
export const linux64 = personality('linux64');
export const linux32 = personality('linux32');
export const i386 = personality('i386');
export const x8664 = personality('x86_64');
