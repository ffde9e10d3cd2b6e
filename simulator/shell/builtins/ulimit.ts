import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { LimitName } from '../../kernel/resource-limits.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, usageError } from './builtin.ts';
import { sayAsApplet } from './busybox-applet.ts';

const USAGE = '[-SHabcdefiklmnpqrstuvxPRT] [limit]';
const UNLIMITED = 'unlimited';

/** What `ulimit` knows: letter, description, unit, what the kernel calls it, and how many of its units one is. In the order of `ulimit -a`. */
const RESOURCES: readonly (readonly [string, string, string, LimitName | undefined, number])[] = [
	['R', 'real-time non-blocking time', 'microseconds', 'rttime', 1],
	['c', 'core file size', 'blocks', 'core', 1024],
	['d', 'data seg size', 'kbytes', 'data', 1024],
	['e', 'scheduling priority', '', 'nice', 1],
	['f', 'file size', 'blocks', 'fsize', 1024],
	['i', 'pending signals', '', 'sigpending', 1],
	['l', 'max locked memory', 'kbytes', 'memlock', 1024],
	['m', 'max memory size', 'kbytes', 'rss', 1024],
	['n', 'open files', '', 'nofile', 1],
	['p', 'pipe size', '512 bytes', undefined, 1],
	['q', 'POSIX message queues', 'bytes', 'msgqueue', 1],
	['r', 'real-time priority', '', 'rtprio', 1],
	['s', 'stack size', 'kbytes', 'stack', 1024],
	['t', 'cpu time', 'seconds', 'cpu', 1],
	['u', 'max user processes', '', 'nproc', 1],
	['v', 'virtual memory', 'kbytes', 'as', 1024],
	['x', 'file locks', '', 'locks', 1],
];
/** A pipe's, which nobody can limit. */
const PIPE_BLOCKS = '8';
/** dash and ash count blocks of disks, and so does a bash that is to be POSIX's. */
const POSIX_BLOCK = 512;

const DASH_LETTERS = 'tfdscmlpnvwr';

type Resource = (typeof RESOURCES)[number];

/**
 * `ulimit`: the kernel's limits of this process, which its children have from it.
 * Differs: of open files, processes and sizes of files only is it that they hold.
 */
export const ULIMIT: Builtin = {
	usage: USAGE,
	*run(shell, args) {
		const asked: { resource: Resource; value: string | undefined }[] = [];
		let mode = '';
		let all = false;
		let at = 0;
		for (; at < args.length && /^-[^-]/.test(args[at] as string); at++) {
			const letters = (args[at] as string).slice(1);
			let value: string | undefined;
			for (let i = 0; i < letters.length && value === undefined; i++) {
				const letter = letters[i] as string;
				const known = shell.mode.dialect !== 'dash' || DASH_LETTERS.includes(letter);
				const resource = known ? RESOURCES.find((each) => each[0] === letter) : undefined;
				if (letter === 'S' || letter === 'H') mode += letter;
				else if (letter === 'a') all = true;
				else if (resource !== undefined) {
					// What follows the letter is its value.
					value = i + 1 < letters.length ? letters.slice(i + 1) : undefined;
					asked.push({ resource, value });
				} else if (shell.mode.dialect === 'ash') {
					yield* shell.say(`ulimit: invalid option -- '${letter}'\n`);
					return 1;
				} else return yield* usageError(shell, 'ulimit', `-${letter}: invalid option`, USAGE);
			}
			// A value belongs to the option before it.
			const last = asked.at(-1);
			const next = args[at + 1];
			if (last !== undefined && value === undefined && next !== undefined && !next.startsWith('-')) {
				last.value = next;
				at++;
			}
		}
		if (args[at] === '--') at++;
		if (all) return yield* shell.print('ulimit', listing(shell, listed(shell), mode));
		if (asked.length === 0) asked.push({ resource: RESOURCES[4] as Resource, value: args[at] });
		let status = 0;
		const named = asked.length > 1;
		for (const { resource, value } of asked) {
			if (value !== undefined) status = yield* change(shell, resource, value, mode);
			else if (named) yield* shell.print('ulimit', listing(shell, [resource], mode));
			else yield* shell.print('ulimit', `${current(shell, resource, mode)}\n`);
			if (status !== 0) return status;
		}
		return 0;
	},
};

function current(shell: Shell, [letter, , , name]: Resource, mode: string): string {
	if (name === undefined) return PIPE_BLOCKS;
	const { soft, hard } = shell.process.getLimit(0, name);
	const value = mode.includes('H') && !mode.includes('S') ? hard : soft;
	return Number.isFinite(value) ? String(Math.floor(value / unitOf(shell, letter))) : UNLIMITED;
}

function unitOf(shell: Shell, letter: string): number {
	const isBlock = letter === 'c' || letter === 'f';
	if (isBlock && (!shell.isBash || shell.options.set.posix)) return POSIX_BLOCK;
	return RESOURCES.find(([each]) => each === letter)?.[4] ?? 1;
}

/** busybox knows less. */
function listed(shell: Shell): readonly Resource[] {
	return shell.mode.dialect === 'ash' ? RESOURCES.filter(([letter]) => !'Rp'.includes(letter)) : RESOURCES;
}

/** Models bash builtins/ulimit.def printone. */
function listing(shell: Shell, resources: readonly Resource[], mode: string): string {
	let out = '';
	for (const resource of resources) {
		const [letter, name, unit] = resource;
		if (shell.mode.dialect === 'ash') {
			const measured = unit === '' ? name : `${name} (${unit.replace('kbytes', 'kb')})`;
			out += `${measured.padEnd(32)}(-${letter}) ${current(shell, resource, mode)}\n`;
			continue;
		}
		const unitText = unit === '' ? `(-${letter})` : `(${unit}, -${letter})`;
		out += `${name.padEnd(20)}${unitText.padStart(20)} ${current(shell, resource, mode)}\n`;
	}
	return out;
}

function* change(shell: Shell, resource: Resource, value: string, mode: string): Task<number> {
	const [letter, name, , limit] = resource;
	const wanted =
		value === 'soft' ? current(shell, resource, 'S') : value === 'hard' ? current(shell, resource, 'H') : value;
	if (shell.mode.dialect === 'ash' && wanted !== UNLIMITED && !/^\d+$/.test(wanted)) {
		yield* sayAsApplet(shell, `invalid number '${value}'`);
		return 1;
	}
	if (wanted !== UNLIMITED && !/^\d+$/.test(wanted)) return yield* shell.fail('ulimit', `${value}: invalid number`);
	if (limit === undefined) return yield* shell.fail('ulimit', `${name}: cannot modify limit: Invalid argument`);
	const { soft, hard } = shell.process.getLimit(0, limit);
	const both = !mode.includes('S') && !mode.includes('H');
	const next = numeric(wanted) * unitOf(shell, letter);
	try {
		shell.process.setLimit(0, limit, {
			soft: both || mode.includes('S') ? next : soft,
			hard: both || mode.includes('H') ? next : hard,
		});
		return 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* shell.fail('ulimit', `${name}: cannot modify limit: ${errorMessage(error.errno)}`);
	}
}

function numeric(value: string): number {
	return value === UNLIMITED ? Number.POSITIVE_INFINITY : Number(value);
}
