import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { rememberLine } from '../history/remember-line.ts';
import { readWholeFile } from '../interpreter/external.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

/** `fc`. Models bash builtins/fc.def. */
export const FC: Builtin = { usage: '[-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]', run: fc };

function* fc(shell: Shell, args: readonly string[]): Task<number> {
	const numbers = args.findIndex((arg) => /^-\d+$/.test(arg));
	const head = numbers < 0 ? args : args.slice(0, numbers);
	const { flags, values, rest: tail, problem } = parseOptions(head, 'e:lnrs');
	if (problem !== undefined) return yield* usageError(shell, 'fc', problem, FC.usage);
	const rest = [...tail, ...(numbers < 0 ? [] : args.slice(numbers))];
	if (flags.has('s') || values.get('e') === '-') return yield* again(shell, rest);
	if (shell.history.entries.length === 0) return 0;
	const range = rangeOf(shell, rest, flags.has('l'));
	if (range === 'none') return yield* shell.fail('fc', 'no command found');
	if (range === 'invalid') return yield* shell.fail('fc', 'history specification out of range');
	if (flags.has('l')) return yield* shell.print('fc', listing(shell, range, flags));
	return yield* edit(shell, values.get('e'), range, flags);
}

/** Numbers of history entries. */
interface Range {
	readonly from: number;
	readonly to: number;
}

type Located = number | 'none' | 'invalid';

/** The newest entry but for the line that runs; before the first one where there is none. */
function lastNumber({ history, options }: Shell): number {
	const behind = (options.set.history ? 1 : 0) + (history.holdsLine ? 1 : 0);
	return history.nextNumber - Math.max(1, behind);
}

function locate(shell: Shell, spec: string, lists: boolean): Located {
	const { history } = shell;
	const last = lastNumber(shell);
	const number = /^-?\d+/.exec(spec)?.[0];
	if (number !== undefined) {
		if (Number(number) > 0) return Math.min(last, Number(number));
		if (Number(number) < 0) return Math.max(history.base, last + 1 + Number(number));
		if (!number.startsWith('-')) return last;
		return lists ? history.nextNumber - 1 : 'invalid';
	}
	for (let at = last; at >= history.base; at--) if (history.at(at)?.line.startsWith(spec) === true) return at;
	return 'none';
}

function rangeOf(shell: Shell, [first, second]: readonly string[], lists: boolean): Range | 'none' | 'invalid' {
	const { base, nextNumber } = shell.history;
	const last = Math.max(base, lastNumber(shell));
	if (first === undefined) return { from: lists ? Math.max(base, last - 15) : last, to: last };
	const located = locate(shell, first, lists);
	// What is listed from the newest entry on, or one that is yet to come, is listed from the first.
	const from = lists && /^\d/.test(first) && Number.parseInt(first, 10) > 0 && located === last ? base : located;
	const to = second === undefined ? alone(located) : locate(shell, second, lists);
	if (from === 'none' || to === 'none') return 'none';
	if (from === 'invalid' || to === 'invalid') return 'invalid';
	return { from: Math.max(base, from), to: Math.max(base, to) };

	/** What a single operand ends at. */
	function alone(at: Located): Located {
		if (!lists) return at;
		return at === nextNumber - 1 ? at : last;
	}
}

function listing(shell: Shell, { from, to }: Range, flags: ReadonlySet<string>): string {
	const numbers: number[] = [];
	for (let number = Math.min(from, to); number <= Math.max(from, to); number++) {
		if (shell.history.at(number) !== undefined) numbers.push(number);
	}
	if (from > to || flags.has('r')) numbers.reverse();
	const separator = shell.options.set.posix ? '\t' : '\t ';
	return numbers
		.map((number) => `${flags.has('n') ? '' : number}${separator}${shell.history.at(number)?.line ?? ''}\n`)
		.join('');
}

/** Nothing is in a line so often. */
const SUBSTITUTED_MAX = 10_000;

/** `fc -s [PATTERN=REPLACEMENT …] [COMMAND]`. */
function* again(shell: Shell, rest: readonly string[]): Task<number> {
	let count = 0;
	while (rest[count]?.includes('=') === true) count++;
	const spec = rest[count];
	const number = spec === undefined ? lastNumber(shell) : locate(shell, spec, false);
	let line = typeof number === 'number' ? shell.history.at(number)?.line : undefined;
	if (line === undefined) return yield* shell.fail('fc', 'no command found');
	for (const each of rest.slice(0, count)) {
		const at = each.indexOf('=');
		const [pattern, by] = [each.slice(0, at), each.slice(at + 1)];
		line = pattern === '' ? by.repeat(Math.min(line.length, SUBSTITUTED_MAX)) : line.replaceAll(pattern, () => by);
	}
	yield* shell.say(`${line}\n`);
	shell.history.replaceLast(line);
	return yield* shell.interpreter.runText(shell, line, { kind: 'fc', line: shell.line });
}

/** Opens the commands in an editor and runs what comes back, which is shown as it is read. */
function* edit(shell: Shell, given: string | undefined, range: Range, flags: ReadonlySet<string>): Task<number> {
	const { history } = shell;
	let { from, to } = range;
	// The line that says so is not kept.
	if (history.holdsLine) {
		history.delete(history.nextNumber - 1);
		history.holdsLine = false;
		if (from === to && to === history.nextNumber) from = --to;
	}
	const editor = given ?? (shell.variables.get('FCEDIT') || shell.variables.get('EDITOR') || 'vi');
	const path = `/tmp/bash-fc.${shell.process.randomUint32().toString(36)}`;
	const lines = listing(shell, { from, to }, new Set([...flags, 'n'])).replace(/^\t ?/gm, '');
	const fd = yield* shell.process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* shell.write(fd, history.at(from) === undefined ? '' : lines);
	shell.process.close(fd);
	const status = yield* shell.interpreter.runText(shell, `${editor} ${path}`, { kind: 'eval', line: shell.line });
	if (status !== 0) {
		remove(shell, path);
		return 1;
	}
	const { verbose } = shell.options.set;
	shell.options.set.verbose = true;
	try {
		const text = yield* readWholeFile(shell, path);
		for (const line of text.split('\n')) if (line !== '') rememberLine(shell, line, true, '');
		return yield* shell.interpreter.runText(shell, `. ${path}`, { kind: 'substitution', line: shell.line });
	} finally {
		shell.options.set.verbose = verbose;
		remove(shell, path);
	}
}

function remove(shell: Shell, path: string): void {
	try {
		shell.process.unlink(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
