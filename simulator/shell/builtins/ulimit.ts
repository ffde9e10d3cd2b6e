import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, usageError } from './builtin.ts';
import { sayAsApplet } from './busybox-applet.ts';

const USAGE = '[-SHabcdefiklmnpqrstuvxPRT] [limit]';
const UNLIMITED = 'unlimited';

/** What `ulimit` knows: letter, description, unit, soft and hard value. In the order of `ulimit -a`. */
const RESOURCES: readonly (readonly [string, string, string, string, string])[] = [
	['R', 'real-time non-blocking time', 'microseconds', UNLIMITED, UNLIMITED],
	['c', 'core file size', 'blocks', '0', UNLIMITED],
	['d', 'data seg size', 'kbytes', UNLIMITED, UNLIMITED],
	['e', 'scheduling priority', '', '0', '0'],
	['f', 'file size', 'blocks', UNLIMITED, UNLIMITED],
	['i', 'pending signals', '', '15421', '15421'],
	['l', 'max locked memory', 'kbytes', '501188', '501188'],
	['m', 'max memory size', 'kbytes', UNLIMITED, UNLIMITED],
	['n', 'open files', '', String(DEFAULT_LIMITS.openFiles), '1048576'],
	['p', 'pipe size', '512 bytes', '8', '8'],
	['q', 'POSIX message queues', 'bytes', '819200', '819200'],
	['r', 'real-time priority', '', '0', '0'],
	['s', 'stack size', 'kbytes', '8192', UNLIMITED],
	['t', 'cpu time', 'seconds', UNLIMITED, UNLIMITED],
	['u', 'max user processes', '', '15421', '15421'],
	['v', 'virtual memory', 'kbytes', UNLIMITED, UNLIMITED],
	['x', 'file locks', '', UNLIMITED, UNLIMITED],
];

const DASH_LETTERS = 'tfdscmlpnvwr';

type Resource = (typeof RESOURCES)[number];

/**
 * `ulimit`. Values may be lowered and are what subshells see.
 * Differs: they bind nothing; the world's own limits hold.
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
		if (all) return yield* shell.print('ulimit', listing(shell, RESOURCES, mode));
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

function current(shell: Shell, resource: Resource, mode: string): string {
	const [soft, hard] = shell.resourceLimits.get(resource[0]) ?? [resource[3], resource[4]];
	return mode.includes('H') && !mode.includes('S') ? hard : soft;
}

/** Models bash builtins/ulimit.def printone. */
function listing(shell: Shell, resources: readonly Resource[], mode: string): string {
	let out = '';
	for (const resource of resources) {
		const [letter, name, unit] = resource;
		const unitText = unit === '' ? `(-${letter})` : `(${unit}, -${letter})`;
		out += `${name.padEnd(20)}${unitText.padStart(20)} ${current(shell, resource, mode)}\n`;
	}
	return out;
}

function* change(shell: Shell, resource: Resource, value: string, mode: string): Task<number> {
	const [letter, name] = resource;
	const [soft, hard] = shell.resourceLimits.get(letter) ?? [resource[3], resource[4]];
	const wanted = value === 'soft' ? soft : value === 'hard' ? hard : value;
	if (shell.mode.dialect === 'ash' && wanted !== UNLIMITED && !/^\d+$/.test(wanted)) {
		yield* sayAsApplet(shell, `invalid number '${value}'`);
		return 1;
	}
	if (wanted !== UNLIMITED && !/^\d+$/.test(wanted)) return yield* shell.fail('ulimit', `${value}: invalid number`);
	const both = !mode.includes('S') && !mode.includes('H');
	const nextHard = both || mode.includes('H') ? wanted : hard;
	const nextSoft = both || mode.includes('S') ? wanted : soft;
	const raises = numeric(nextHard) > numeric(hard) && shell.process.credentials.uid !== 0;
	if (raises || numeric(nextSoft) > numeric(nextHard) || (letter === 'n' && numeric(nextHard) > 1_048_576)) {
		const what = numeric(nextSoft) > numeric(nextHard) && !raises ? 'Invalid argument' : 'Operation not permitted';
		return yield* shell.fail('ulimit', `${name}: cannot modify limit: ${what}`);
	}
	if (letter === 'p') return yield* shell.fail('ulimit', `${name}: cannot modify limit: Invalid argument`);
	shell.resourceLimits = new Map(shell.resourceLimits).set(letter, [nextSoft, nextHard]);
	return 0;
}

function numeric(value: string): number {
	return value === UNLIMITED ? Number.POSITIVE_INFINITY : Number(value);
}
