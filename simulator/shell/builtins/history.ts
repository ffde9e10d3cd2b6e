import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../expansion/format-time.ts';
import { expandHistory } from '../history/expand-history.ts';
import { appendHistoryFile, readHistoryFile, writeHistoryFile } from '../history/history-file.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const USAGE = '[-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]';

const HISTORY: Builtin = { usage: USAGE, run: history };

function* history(shell: Shell, args: readonly string[]): Task<number> {
	const { flags, values, rest, problem } = parseOptions(args, 'cd:anrwps');
	if (problem !== undefined) return yield* usageError(shell, 'history', problem, USAGE);
	if (flags.has('c')) shell.history.clear();
	if (flags.has('d')) return yield* deleteEntry(shell, values.get('d') as string);
	if (flags.has('s')) {
		if (rest.length === 0) return 0;
		if (rest.length === 0) return 0;
		shell.history.add({ line: rest.join(' '), atMs: shell.process.now() });
		return 0;
	}
	if (flags.has('p')) return yield* expanded(shell, rest);
	if (flags.has('a') || flags.has('n') || flags.has('r') || flags.has('w')) return yield* file(shell, flags, rest[0]);
	if (flags.has('c')) return 0;
	if (rest[0] !== undefined && !/^\d+$/.test(rest[0])) {
		return yield* shell.fail('history', `${rest[0]}: numeric argument required`);
	}
	return yield* list(shell, rest[0] === undefined ? Number.POSITIVE_INFINITY : Number(rest[0]));
}

/** `history -p`. */
function* expanded(shell: Shell, words: readonly string[]): Task<number> {
	let status = 0;
	for (const word of words) {
		const expansion = expandHistory(word, shell.history);
		if (expansion.kind === 'error') status = yield* shell.fail('history', `${word}: history expansion failed`);
		else yield* shell.print('history', `${expansion.kind === 'same' ? word : expansion.line}\n`);
	}
	return status;
}

function* list(shell: Shell, count: number): Task<number> {
	const { entries, base } = shell.history;
	const format = shell.variables.get('HISTTIMEFORMAT');
	let out = '';
	const from = Math.max(0, entries.length - count);
	for (let i = from; i < entries.length; i++) {
		const entry = entries[i] as (typeof entries)[number];
		const time = format === undefined || format === '' ? '' : formatTime(entry.atMs, format);
		out += `${String(base + i).padStart(5)}  ${time}${entry.line}\n`;
	}
	return yield* shell.print('history', out);
}

function* deleteEntry(shell: Shell, text: string): Task<number> {
	const range = /^(-?\d+)(?:-(-?\d+))?$/.exec(text);
	if (range === null) return yield* shell.fail('history', `${text}: history position out of range`);
	const absolute = (number: number): number => (number < 0 ? shell.history.nextNumber + number : number);
	const first = absolute(Number(range[1]));
	const last = range[2] === undefined ? first : absolute(Number(range[2]));
	for (let number = last; number >= first; number--) {
		if (!shell.history.delete(number)) return yield* shell.fail('history', `${text}: history position out of range`);
	}
	return 0;
}

function* file(shell: Shell, flags: ReadonlySet<string>, name: string | undefined): Task<number> {
	const path = name ?? shell.variables.get('HISTFILE');
	if (path === undefined || path === '') return 0;
	try {
		if (flags.has('a')) yield* appendHistoryFile(shell, path);
		else if (flags.has('w')) yield* writeHistoryFile(shell, path);
		else yield* readHistoryFile(shell, path);
		return 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* shell.fail('history', `${path}: cannot read: ${errorMessage(error.errno)}`);
	}
}

const FC: Builtin = {
	usage: '[-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]',
	*run(shell, args) {
		const numbers = args.findIndex((arg) => /^-\d+$/.test(arg));
		const head = numbers < 0 ? args : args.slice(0, numbers);
		const { flags, values, rest: tail, problem } = parseOptions(head, 'e:lnrs');
		if (problem !== undefined) return yield* usageError(shell, 'fc', problem, FC.usage);
		const rest = [...tail, ...(numbers < 0 ? [] : args.slice(numbers))];
		if (flags.has('s') || values.get('e') === '-') return yield* again(shell, rest);
		const last = shell.history.nextNumber - 2;
		if (flags.has('l')) {
			if (shell.history.entries.length === 0) return 0;
			const from = rest[0] === undefined ? Math.max(shell.history.base, last - 15) : locate(shell, rest[0]);
			const to = rest[1] === undefined ? last : locate(shell, rest[1]);
			if (from === undefined || to === undefined) return yield* shell.fail('fc', 'history specification out of range');
			return yield* shell.print('fc', listing(shell, from, to, flags));
		}
		return yield* edit(shell, values.get('e'), rest, last);
	},
};

function locate(shell: Shell, spec: string): number | undefined {
	const { history } = shell;
	if (/^-?\d+$/.test(spec)) {
		const number = Number(spec);
		const found = number <= 0 ? history.nextNumber - 1 + number : number;
		return Math.min(Math.max(found, history.base), history.nextNumber - 1);
	}
	for (let number = history.nextNumber - 2; number >= history.base; number--) {
		if (history.at(number)?.line.startsWith(spec) === true) return number;
	}
	return undefined;
}

function listing(shell: Shell, from: number, to: number, flags: ReadonlySet<string>): string {
	const numbers: number[] = [];
	for (let number = Math.min(from, to); number <= Math.max(from, to); number++) numbers.push(number);
	if (from > to !== flags.has('r')) numbers.reverse();
	return numbers
		.map((number) => `${flags.has('n') ? '' : number}\t ${shell.history.at(number)?.line ?? ''}\n`)
		.join('');
}

function* again(shell: Shell, rest: readonly string[]): Task<number> {
	const replacement = rest[0]?.includes('=') === true ? rest[0].split('=') : undefined;
	const spec = replacement === undefined ? rest[0] : rest[1];
	const number = spec === undefined ? shell.history.nextNumber - 2 : locate(shell, spec);
	const entry = number === undefined ? undefined : shell.history.at(number);
	if (entry === undefined) return yield* shell.fail('fc', 'no command found');
	const line =
		replacement === undefined ? entry.line : entry.line.replaceAll(replacement[0] as string, replacement[1] as string);
	yield* shell.say(`${line}\n`);
	shell.history.replaceLast(line);
	return yield* shell.interpreter.runText(shell, line, { kind: 'eval', line: shell.line });
}

/** Opens the commands in an editor and runs what comes back. */
function* edit(shell: Shell, given: string | undefined, rest: readonly string[], last: number): Task<number> {
	const from = rest[0] === undefined ? last : locate(shell, rest[0]);
	const to = rest[1] === undefined ? (rest[0] === undefined ? last : from) : locate(shell, rest[1]);
	if (from === undefined || to === undefined) return yield* shell.fail('fc', 'history specification out of range');
	const editor = given ?? shell.variables.get('FCEDIT') ?? shell.variables.get('EDITOR') ?? 'vi';
	const path = `/tmp/bash-fc.${shell.process.randomUint32().toString(36)}`;
	const text = listing(shell, from, to, new Set(['n'])).replace(/^\t /gm, '');
	const fd = yield* shell.process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* shell.write(fd, text);
	shell.process.close(fd);
	const status = yield* shell.interpreter.runText(shell, `${editor} ${path}`, { kind: 'eval', line: shell.line });
	if (status !== 0) return status;
	return yield* shell.interpreter.runText(shell, `. ${path}`, { kind: 'eval', line: shell.line });
}

export const HISTORY_BUILTINS: Readonly<Record<string, Builtin>> = { history: HISTORY, fc: FC };
