import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { expandSubscript } from '../expansion/expand-subscript.ts';
import { separatorsOf } from '../expansion/fields.ts';
import { assignText } from '../interpreter/assignments.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { IndexedArray } from '../state/shell-array.ts';
import { elementName } from '../syntax/element-name.ts';
import { decodeBytes } from '../text.ts';
import { timeout } from '../timeout.ts';
import { assigned, type Builtin, isIdentifier, parseOptions, usageError } from './builtin.ts';
import { sayAsApplet } from './busybox-applet.ts';
import { LineSource } from './read-line.ts';

const USAGE =
	'[-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]';

export const READ: Builtin = { usage: USAGE, run: read };

interface Request {
	readonly fd: number;
	readonly delimiter: number;
	readonly raw: boolean;
	/** Characters to read at most; Infinity without -n. */
	readonly count: number;
	/** -N: delimiters do not count. */
	readonly exact: boolean;
	readonly deadlineMs: number | undefined;
}

const LETTERS = { bash: 'ersa:d:i:n:N:p:t:u:', dash: 'rp:', ash: 'p:u:rt:n:sd:' } as const;

function* read(shell: Shell, args: readonly string[]): Task<number> {
	const { flags, values, given, rest, problem } = parseOptions(args, LETTERS[shell.mode.dialect]);
	if (shell.mode.dialect === 'ash') {
		const wrongName = rest.find((name) => !isIdentifier(name));
		if (problem === undefined && wrongName !== undefined) {
			yield* sayAsApplet(shell, `read: '${wrongName}': bad variable name`);
			return 1;
		}
	}
	if (problem !== undefined) {
		if (shell.mode.dialect === 'dash') return yield* shell.fail('read', `Illegal option ${problem.split(':')[0]}`, 2);
		return yield* usageError(shell, 'read', problem, USAGE);
	}
	if (shell.mode.dialect === 'dash' && rest.length === 0) return yield* shell.fail('read', 'arg count', 2);
	const seconds = values.get('t');
	if (seconds !== undefined && !/^\d*(?:\.\d*)?$/.test(seconds)) {
		return yield* shell.fail('read', `${seconds}: invalid timeout specification`);
	}
	const wrong = shell.isBash ? undefined : rest.find((name) => !isIdentifier(name));
	for (const name of shell.isBash ? rest : []) {
		if (!isIdentifier(name) && elementName(name) === undefined)
			return yield* shell.fail('read', `\`${name}': not a valid identifier`);
	}
	for (const [letter, count] of given) {
		if ((letter === 'n' || letter === 'N') && !/^\d+$/.test(count))
			return yield* shell.fail('read', `${count}: invalid number`);
	}
	const descriptor = values.get('u') ?? '0';
	if (!/^\d+$/.test(descriptor)) {
		return yield* shell.fail('read', `${descriptor}: invalid file descriptor specification`);
	}
	const fd = Number(descriptor);
	if (values.has('u') && !shell.process.fileDescriptors().includes(fd)) {
		if (shell.mode.dialect === 'ash') return 1;
		return yield* shell.fail('read', `${fd}: invalid file descriptor: ${errorMessage('EBADF')}`);
	}
	const array = values.get('a');
	if (array !== undefined && !isIdentifier(array)) {
		return yield* shell.fail('read', `\`${array}': not a valid identifier`);
	}
	const referred = array === undefined ? undefined : shell.variables.resolve(array);
	if (referred?.index !== undefined) {
		return yield* shell.fail('read', `\`${referred.name}[${referred.index}]': not a valid identifier`);
	}
	if (seconds === '0' || seconds === '0.0') return shell.process.readable(fd) ? 0 : 1;
	const terminal = shell.process.isatty(fd);
	const edits = terminal && flags.has('e') && shell.isBash && fd === 0;
	if (values.has('p') && terminal && !edits) yield* shell.say(values.get('p') as string);
	const request: Request = {
		fd,
		delimiter: values.has('d') ? (values.get('d')?.charCodeAt(0) ?? 0) || 0 : 10,
		raw: flags.has('r'),
		count: Number(given.findLast(([letter]) => letter === 'n' || letter === 'N')?.[1] ?? Number.POSITIVE_INFINITY),
		exact: flags.has('N'),
		deadlineMs: deadline(shell, seconds),
	};
	let outcome: Outcome;
	try {
		outcome = edits
			? yield* editLine(shell, request, values.get('p') ?? '', values.get('i') ?? '')
			: yield* readWithMode(shell, request, terminal, flags.has('s'));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return yield* shell.fail('read', `read error: ${fd}: ${errorMessage(error.errno)}`);
	}
	const targets: Target[] = [];
	for (const name of rest) {
		if (name === wrong) {
			targets.push({ name, subscript: undefined, isWrong: true });
			break;
		}
		targets.push(yield* targetOf(shell, name));
	}
	const assignment = yield* assigned(shell, 'read', () => assignAll(shell, outcome, targets, values.get('a'), request));
	if (wrong !== undefined) return yield* shell.fail('read', `${wrong}: bad variable name`, 2);
	return assignment === 0 ? outcome.status : assignment;
}

/** By `-t`, else by TMOUT. */
function deadline(shell: Shell, given: string | undefined): number | undefined {
	const usual = shell.isBash ? (shell.variables.get('TMOUT') ?? '') : '';
	const seconds = given ?? (/^\d*(?:\.\d*)?$/.test(usual) && Number(usual) > 0 ? usual : undefined);
	return seconds === undefined ? undefined : shell.process.now() + Number(seconds) * 1000;
}

interface Outcome {
	/** What was read; `escaped` marks characters that a backslash protects from splitting. */
	readonly text: string;
	readonly escaped: ReadonlySet<number>;
	readonly status: number;
}

/** `read -e`: a line from the line editor, its backslashes as in other input. */
function* editLine(shell: Shell, { raw }: Request, prompt: string, text: string): Task<Outcome> {
	const line = yield* shell.interpreter.editLine(shell, prompt, text);
	if (line === undefined || raw) return { text: line ?? '', escaped: new Set(), status: line === undefined ? 1 : 0 };
	const escaped = new Set<number>();
	let out = '';
	for (let i = 0; i < line.length; i++) {
		if (line[i] === '\\') {
			i++;
			escaped.add(out.length);
		}
		out += line[i] ?? '';
	}
	return { text: out, escaped, status: 0 };
}

function* readWithMode(shell: Shell, request: Request, terminal: boolean, silent: boolean): Task<Outcome> {
	const special = terminal && (silent || request.count !== Number.POSITIVE_INFINITY || request.delimiter !== 10);
	if (!special) return yield* readText(shell, request);
	const mode = shell.process.getTerminalMode(request.fd);
	const canonical = request.count === Number.POSITIVE_INFINITY && request.delimiter === 10;
	shell.process.setTerminalMode(request.fd, { ...mode, echo: mode.echo && !silent, canonical });
	try {
		return yield* readText(shell, request);
	} finally {
		shell.process.setTerminalMode(request.fd, mode);
	}
}

function* readText(shell: Shell, request: Request): Task<Outcome> {
	const source = new LineSource(shell, request.fd);
	const escaped = new Set<number>();
	const bytes: number[] = [];
	let characters = 0;
	let status = 1;
	let backslash = false;
	while (characters < request.count) {
		const byte = yield* nextByte(shell, source, request);
		if (byte < 0) {
			status = byte === -1 ? 1 : 142;
			break;
		}
		if (bytes.length > DEFAULT_LIMITS.shellValueBytes) break;
		if (backslash) {
			backslash = false;
			if (byte === 10) continue;
			escaped.add(bytes.length);
		} else if (byte === 92 && !request.raw) {
			backslash = true;
			continue;
		} else if (byte === request.delimiter && !request.exact) {
			status = 0;
			break;
		}
		if (byte === 0) continue;
		bytes.push(byte);
		if ((byte & 0xc0) !== 0x80) characters++;
		if (byte >= 0xc0) yield* continuation(shell, source, request, byte, bytes);
	}
	if (characters >= request.count) status = 0;
	source.done();
	const ascii = bytes.every((byte) => byte < 0x80);
	const text = decodeBytes(Uint8Array.from(bytes));
	return { text, escaped: ascii ? escaped : characterOffsets(bytes, escaped), status };
}

/** The rest of a character of several bytes. */
function* continuation(shell: Shell, source: LineSource, request: Request, lead: number, bytes: number[]): Task<void> {
	const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
	for (let i = 0; i < more; i++) {
		const byte = yield* nextByte(shell, source, request);
		if (byte < 0) return;
		bytes.push(byte);
	}
}

function characterOffsets(bytes: readonly number[], escaped: ReadonlySet<number>): Set<number> {
	const out = new Set<number>();
	for (const offset of escaped) out.add(decodeBytes(Uint8Array.from(bytes.slice(0, offset))).length);
	return out;
}

/** −1 at the end, −2 when the time is up. */
function* nextByte(shell: Shell, source: LineSource, request: Request): Task<number> {
	const { process } = shell;
	try {
		while (request.deadlineMs !== undefined && !process.readable(request.fd)) {
			const leftMs = request.deadlineMs - process.now();
			if (leftMs <= 0) return -2;
			yield* process.block(anyOf([process.whenReadable(request.fd), timeout(process, leftMs)]));
		}
		return yield* source.byte();
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		yield* shell.interrupted();
		return yield* nextByte(shell, source, request);
	}
}

interface Target {
	readonly name: string;
	readonly subscript: string | undefined;
	/** dash assigns up to it. */
	readonly isWrong?: boolean;
}

function* targetOf(shell: Shell, written: string): Task<Target> {
	const element = /^(\w+)\[(.*)\]$/s.exec(written);
	if (element === null) return { name: written, subscript: undefined };
	const name = element[1] as string;
	return { name, subscript: yield* expandSubscript(shell, name, element[2] as string) };
}

function assignAll(
	shell: Shell,
	outcome: Outcome,
	names: readonly Target[],
	array: string | undefined,
	request: Request,
): void {
	if (array !== undefined) {
		const variable = shell.variables.writable(array);
		if (variable.associative !== undefined) throw new ShellFailure(`read: ${array}: not an indexed array`);
		const fields =
			request.exact && outcome.text !== '' ? [outcome.text] : splitFields(shell, outcome, Number.POSITIVE_INFINITY);
		variable.value = undefined;
		variable.indexed = new IndexedArray(fields.map((field) => shell.variables.convert(variable, field)));
		variable.indexed.assigned = true;
		return;
	}
	if (names.length === 0) {
		shell.variables.set('REPLY', outcome.text);
		return;
	}
	const fields = request.exact ? [outcome.text] : splitFields(shell, outcome, names.length);
	names.forEach(({ name, subscript, isWrong }, index) => {
		if (isWrong !== true) assignText(shell, name, subscript, fields[index] ?? '', false);
	});
}

/** Splits by IFS into at most `count` fields; the last takes the rest. */
function splitFields(shell: Shell, outcome: Outcome, count: number): string[] {
	const { blanks, others } = separatorsOf(shell);
	const { text, escaped } = outcome;
	const isBlank = (i: number): boolean => i < text.length && !escaped.has(i) && blanks.includes(text[i] as string);
	const isOther = (i: number): boolean => i < text.length && !escaped.has(i) && others.includes(text[i] as string);
	const out: string[] = [];
	let i = 0;
	while (isBlank(i)) i++;
	while (i < text.length) {
		if (out.length === count - 1) {
			out.push(lastField(text, i, isBlank, isOther));
			return out;
		}
		const start = i;
		while (i < text.length && !isBlank(i) && !isOther(i)) i++;
		out.push(text.slice(start, i));
		while (isBlank(i)) i++;
		if (isOther(i)) {
			i++;
			while (isBlank(i)) i++;
		}
	}
	return out;
}

/** The rest of the line without blanks at its end, nor a single delimiter that ends it. */
function lastField(
	text: string,
	start: number,
	isBlank: (i: number) => boolean,
	isOther: (i: number) => boolean,
): string {
	let end = text.length;
	while (end > start && isBlank(end - 1)) end--;
	let i = start;
	while (i < end && !isBlank(i) && !isOther(i)) i++;
	let after = i;
	while (isBlank(after)) after++;
	if (isOther(after)) {
		after++;
		while (isBlank(after)) after++;
		if (after >= text.length) return text.slice(start, i);
	}
	return text.slice(start, end);
}
