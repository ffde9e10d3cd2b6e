import { errorMessage } from '../../../kernel/error-message.ts';
import type { Stat } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { splitTextInSteps } from '../../../machinery/find-text.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { NanoBuffer } from './nano-buffer.ts';
import { INSERT_HELP, WRITE_HELP } from './nano-keys.ts';
import type { PromptAnswer } from './nano-prompt.ts';
import { ask, prompt } from './nano-prompt.ts';
import type { NanoState } from './nano-state.ts';

function statOf(nano: NanoState, path: string): Stat | undefined {
	try {
		return nano.process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** The lines of a text, and whether they ended as DOS ends them. */
function* linesOf(
	{ process, options }: NanoState,
	text: string,
): Task<{ readonly lines: string[]; readonly dos: boolean }> {
	const pause = (steps: number): Task<void> => process.tick(steps);
	const dos = !options.has('noconvert') && /^[^\n]*\r\n/.test(text);
	const lines = yield* splitTextInSteps(text, '\n', pause);
	if (!dos) return { lines, dos };
	for (const [index, line] of lines.entries()) {
		if (line.endsWith('\r')) lines[index] = line.slice(0, -1);
		if (index % LINES_A_STEP === LINES_A_STEP - 1) yield* pause(LINES_A_STEP >> 3);
	}
	return { lines, dos };
}

const LINES_A_STEP = 4_096;

function readMessage(count: number, dos: boolean): string {
	return `Read ${count} ${count === 1 ? 'line' : 'lines'}${dos ? ' (Converted from DOS format)' : ''}`;
}

/** Opens a file in a buffer of its own. Models files.c open_buffer. */
export function* openBuffer(nano: NanoState, path: string): Task<void> {
	const buffer = new NanoBuffer();
	const stat = statOf(nano, path);
	if (stat?.type === 'directory') {
		nano.say(`"${path}" is a directory`);
		return;
	}
	if (stat !== undefined && !nano.options.has('noread')) {
		try {
			const text = decodeUtf8(yield* readFile(nano.process, path));
			const { lines, dos } = yield* linesOf(nano, text);
			buffer.load(lines);
			buffer.dos = dos;
			nano.say(readMessage(text === '' ? 0 : lines.length - (lines.at(-1) === '' ? 1 : 0), dos));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			nano.say(`Error reading ${path}: ${errorMessage(error.errno)}`);
			return;
		}
	} else {
		const folder = /^(.*)\/[^/]*$/s.exec(path)?.[1];
		const above = folder === undefined ? undefined : statOf(nano, folder || '/');
		if (folder === undefined || above?.type === 'directory') nano.say('New File');
		else if (above === undefined) nano.say(`Directory '${folder}' does not exist`);
		else nano.say(`Path '${folder}' is not a directory`);
	}
	buffer.name = path;
	buffer.mtimeMs = stat?.mtimeMs;
	nano.buffers.push(buffer);
	nano.index = nano.buffers.length - 1;
}

/** Writes lines; what went wrong, or undefined. */
function* writeLines(nano: NanoState, path: string, text: string, append: boolean): Task<string | undefined> {
	try {
		const fd = yield* nano.process.open(path, { write: true, create: true, truncate: !append, append }, 0o666);
		try {
			yield* nano.process.write(fd, encodeUtf8(text));
		} finally {
			nano.process.close(fd);
		}
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `Error writing ${path}: ${errorMessage(error.errno)}`;
	}
}

function* textOf({ process, options }: NanoState, lines: readonly string[], dos: boolean): Task<string> {
	const eol = dos ? '\r\n' : '\n';
	if (lines.length === 1 && lines[0] === '') return '';
	const parts: string[] = [];
	for (let from = 0; from < lines.length; from += LINES_A_STEP) {
		if (from > 0) yield* process.tick(LINES_A_STEP >> 3);
		parts.push(lines.slice(from, from + LINES_A_STEP).join(eol));
	}
	const text = parts.join(eol);
	return options.has('nonewlines') || text.endsWith(eol) ? text : text + eol;
}

type Way = 'write' | 'append' | 'prepend';

function writePrompt(nano: NanoState, way: Way): string {
	const selected = nano.buffer.mark !== undefined;
	const marks = `${nano.buffer.dos ? ' [DOS Format]' : ''}${nano.options.has('backup') ? ' [Backup]' : ''}`;
	const verb = way === 'append' ? 'Append' : way === 'prepend' ? 'Prepend' : 'Write';
	if (selected) return `${verb} Selection to File${marks}`;
	return way === 'write' ? `File Name to Write${marks}` : `File Name to ${verb} to${marks}`;
}

/** ^O, and ^X with changes. Whether the file was written. Models files.c write_it_out. */
export function* writeOut(nano: NanoState, exiting: boolean): Task<boolean> {
	const { buffer } = nano;
	const selected = buffer.mark !== undefined && !exiting;
	let answer: string = selected ? '' : buffer.name;
	let way: Way = 'write';
	let mayChange = buffer.name === '';
	for (;;) {
		if (exiting && nano.options.has('saveonexit') && buffer.name !== '')
			return yield* save(nano, buffer.name, way, false);
		const got: PromptAnswer = yield* prompt(nano, {
			prompt: writePrompt(nano, way),
			help: WRITE_HELP,
			answer,
			keys: ['M-D', 'M-M', 'M-A', 'M-P', 'M-B'],
			complete: (text) => completed(nano, text),
		});
		answer = got.text;
		if (got.key === 'M-D') buffer.dos = !buffer.dos;
		else if (got.key === 'M-M') nano.screen.beep();
		else if (got.key === 'M-A' || got.key === 'M-P') {
			const wanted: Way = got.key === 'M-A' ? 'append' : 'prepend';
			way = way === wanted ? 'write' : wanted;
			if (answer === buffer.name || answer === '') answer = way === 'write' ? buffer.name : '';
		} else if (got.key === 'M-B') nano.options.toggle('backup');
		else if (got.key === '^C' || answer === '') {
			nano.say('Cancelled');
			return false;
		} else {
			if (way === 'write' && (answer !== buffer.name || selected)) {
				if (!mayChange && !selected) {
					if ((yield* ask(nano, 'Save file under DIFFERENT NAME? ')) !== 'yes') continue;
					mayChange = true;
				}
				if (statOf(nano, answer) !== undefined) {
					const name =
						answer.length > nano.screen.columns / 2 ? `${answer.slice(0, nano.screen.columns / 2)}...` : answer;
					if ((yield* ask(nano, `File "${name}" exists; OVERWRITE? `)) !== 'yes') continue;
				}
			} else if (way === 'write' && buffer.mtimeMs !== undefined) {
				const now = statOf(nano, answer)?.mtimeMs;
				if (now !== undefined && now !== buffer.mtimeMs) {
					const choice = yield* ask(nano, 'File on disk has changed; continue saving? ');
					if (choice === 'no') return exiting;
					if (choice === 'cancel') {
						nano.say('Cancelled');
						return false;
					}
				}
			}
			return yield* save(nano, answer, way, selected);
		}
	}
}

function* save(nano: NanoState, path: string, way: Way, selected: boolean): Task<boolean> {
	const { buffer } = nano;
	const region = selected ? buffer.region() : undefined;
	const lines = region === undefined ? buffer.lines : buffer.between(region[0], region[1]);
	let text = yield* textOf(nano, lines, buffer.dos);
	const stat = statOf(nano, path);
	if (stat?.type === 'directory') {
		nano.say(`Error writing ${path}: Is a directory`);
		return false;
	}
	let problem: string | undefined;
	if (stat !== undefined && way !== 'append' && (nano.options.has('backup') || way === 'prepend')) {
		try {
			const old = decodeUtf8(yield* readFile(nano.process, path));
			if (way === 'prepend') text += old;
			else problem = yield* writeLines(nano, `${path}~`, old, false);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			problem = `Error reading ${path}: ${errorMessage(error.errno)}`;
		}
	}
	problem ??= yield* writeLines(nano, path, text, way === 'append');
	if (problem !== undefined) {
		nano.say(problem);
		return false;
	}
	const count = text === '' ? 0 : lines.length - (lines.at(-1) === '' ? 1 : 0);
	if (way === 'write' && !selected) {
		buffer.name = path;
		buffer.mtimeMs = statOf(nano, path)?.mtimeMs;
		buffer.saved();
	}
	nano.say(`Wrote ${count} ${count === 1 ? 'line' : 'lines'}`);
	return true;
}

/** What a name that is begun goes on with, as far as it is certain. */
function completed(nano: NanoState, text: string): string {
	const folder = text.slice(0, text.lastIndexOf('/') + 1);
	const begun = text.slice(folder.length);
	let names: readonly string[];
	try {
		names = nano.process.readdir(folder === '' ? '.' : folder).filter((name) => name.startsWith(begun));
	} catch (error) {
		if (error instanceof SystemError) return text;
		throw error;
	}
	const first = names[0];
	if (first === undefined) return text;
	let length = first.length;
	for (const name of names) while (!name.startsWith(first.slice(0, length))) length--;
	const path = folder + first.slice(0, length);
	return names.length === 1 && statOf(nano, path)?.type === 'directory' ? `${path}/` : path;
}

/** ^R. @param execute what ^X does. */
export function* insertFile(nano: NanoState, execute: (nano: NanoState) => Task<void>): Task<void> {
	let answer = '';
	for (;;) {
		const separate = nano.options.has('multibuffer');
		const got = yield* prompt(nano, {
			prompt: separate ? 'File to read into new buffer [from ./]' : 'File to insert [from ./]',
			help: INSERT_HELP,
			answer,
			keys: ['M-F', 'M-N', '^X'],
			complete: (text) => completed(nano, text),
		});
		answer = got.text;
		if (got.key === 'M-F') nano.options.toggle('multibuffer');
		else if (got.key === 'M-N') nano.options.toggle('noconvert');
		else if (got.key === '^X') {
			yield* execute(nano);
			return;
		} else if (got.key === '^C' || answer === '') {
			nano.say('Cancelled');
			return;
		} else if (separate) {
			yield* openBuffer(nano, answer);
			return;
		} else {
			yield* insertFrom(nano, answer);
			return;
		}
	}
}

function* insertFrom(nano: NanoState, path: string): Task<void> {
	const stat = statOf(nano, path);
	if (stat === undefined) nano.say(`File "${path}" not found`);
	else if (stat.type === 'directory') nano.say(`"${path}" is a directory`);
	else {
		try {
			yield* insertText(nano, decodeUtf8(yield* readFile(nano.process, path)));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			nano.say(`Error reading ${path}: ${errorMessage(error.errno)}`);
		}
	}
}

/** A text goes in at the cursor, or into a buffer of its own. */
export function* insertText(nano: NanoState, text: string): Task<void> {
	const { lines, dos } = yield* linesOf(nano, text);
	if (nano.options.has('multibuffer')) {
		nano.buffers.push(new NanoBuffer());
		nano.index = nano.buffers.length - 1;
	}
	const { buffer } = nano;
	if (text !== '') {
		buffer.begin('insertion');
		buffer.insert(lines);
		buffer.end();
	}
	nano.say(readMessage(text === '' ? 0 : lines.length - (lines.at(-1) === '' ? 1 : 0), dos));
}

/** A hangup: what was not saved is kept under another name. Models nano.c die. */
export function* emergencySave(nano: NanoState): Task<void> {
	for (const buffer of nano.buffers) {
		if (!buffer.modified) continue;
		const base = `${buffer.name === '' ? `nano.${nano.process.pid}` : buffer.name}.save`;
		let path = base;
		for (let number = 1; statOf(nano, path) !== undefined && number < 100; number++) path = `${base}.${number}`;
		yield* writeLines(nano, path, yield* textOf(nano, buffer.lines, buffer.dos), false);
	}
}
