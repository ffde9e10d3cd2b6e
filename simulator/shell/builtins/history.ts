import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../expansion/format-time.ts';
import { expandHistory } from '../history/expand-history.ts';
import { appendHistoryFile, readHistoryFile, writeHistoryFile } from '../history/history-file.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { FC } from './fc.ts';
import { tooMany } from './flow.ts';

const USAGE = '[-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]';

const HISTORY: Builtin = { usage: USAGE, run: history };

function* history(shell: Shell, args: readonly string[]): Task<number> {
	const { flags, values, rest, problem } = parseOptions(args, 'cd:anrwps');
	if (problem !== undefined) return yield* usageError(shell, 'history', problem, USAGE);
	if (flags.has('c')) {
		shell.history.clear();
		if (rest.length === 0) return 0;
	}
	if (flags.has('d') && !flags.has('s') && !flags.has('p')) return yield* deleteEntry(shell, values.get('d') as string);
	if (flags.has('s')) {
		if (rest.length > 0) push(shell, rest.join(' '));
		return 0;
	}
	if (flags.has('p')) return yield* expanded(shell, rest);
	if (flags.has('a') || flags.has('n') || flags.has('r') || flags.has('w')) return yield* file(shell, flags, rest[0]);
	if (flags.has('c')) return 0;
	if (rest[0] !== undefined && !/^\d+$/.test(rest[0])) {
		return yield* shell.fail('history', `${rest[0]}: numeric argument required`);
	}
	if (rest.length > 1) throw tooMany('history');
	return yield* list(shell, rest[0] === undefined ? Number.POSITIVE_INFINITY : Number(rest[0]));
}

/** `history -s`: instead of the line that says so. */
function push({ history, options, process }: Shell, line: string): void {
	if (options.set.history && history.holdsLine && !history.pushed) history.delete(history.nextNumber - 1);
	history.add({ line, atMs: process.now() });
	history.holdsLine = true;
	history.pushed = true;
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
	const environment = shell.variables.environment();
	let out = '';
	const from = Math.max(0, entries.length - count);
	for (let i = from; i < entries.length; i++) {
		const entry = entries[i] as (typeof entries)[number];
		const time = format === undefined || format === '' ? '' : formatTime(entry.atMs, format, environment);
		out += `${String(base + i).padStart(5)}  ${time}${entry.line}\n`;
	}
	return yield* shell.print('history', out);
}

function* deleteEntry(shell: Shell, text: string): Task<number> {
	const range = /^(-?\d+)(?:-(-?\d+))?$/.exec(text);
	if (range === null) return yield* shell.fail('history', `${text}: history position out of range`);
	const { nextNumber } = shell.history;
	const absolute = (number: number): number => (number < 0 ? nextNumber + number : number);
	const first = absolute(Number(range[1]));
	const last = range[2] === undefined ? first : absolute(Number(range[2]));
	if (range[2] !== undefined) {
		const oldest = nextNumber - shell.history.entries.length;
		const beyond = [first, last].findIndex((number) => number < oldest || number >= nextNumber);
		if (beyond >= 0) return yield* shell.fail('history', `${range[beyond + 1]}: history position out of range`);
		if (last < first) return 1;
	}
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

export const HISTORY_BUILTINS: Readonly<Record<string, Builtin>> = { history: HISTORY, fc: FC };
