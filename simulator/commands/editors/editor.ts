import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { readFile } from '../stdio.ts';
import { parseEditorArguments } from './editor-arguments.ts';
import type { EditorPort } from './editor-port.ts';

/** vim, vi, view and nano: the same program on the inside, each called by its own name. */
function editor(name: string, paths: readonly string[], size: number): Command {
	return { name, paths, size, program: (process) => edit(process, name) };
}

export const vim = editor('vim', ['/usr/bin/vim', '/usr/bin/vi', '/usr/bin/view'], 4_126_400);
export const nano = editor('nano', ['/usr/bin/nano', '/usr/bin/pico'], 283_144);

function* edit(process: Process, family: string): Task<number> {
	const called = (process.argv[0] as string).replace(/.*\//, '');
	const say = (text: string) => process.write(2, encodeUtf8(text));
	const args = parseEditorArguments(family, process.argv.slice(1));
	if ('problem' in args) {
		yield* say(args.problem);
		return 1;
	}
	const port = process.port<EditorPort>('editor');
	const tty = process.ttyName(0);
	if (port === undefined || tty === undefined || !process.isatty(1)) {
		yield* say(
			family === 'nano'
				? 'Standard input is not a terminal\n'
				: 'Vim: Warning: Output is not to a terminal\nVim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\n',
		);
		return 1;
	}
	// Keys belong to the editor, not to the line discipline behind it.
	process.onSignal('INT', 'ignore');
	for (const path of args.files) {
		const readOnly = args.readOnly || called === 'view';
		yield* editFile(process, port, { tty, editor: called, path, readOnly, line: args.line });
	}
	return 0;
}

interface Editing {
	readonly tty: string;
	readonly editor: string;
	readonly path: string;
	readonly readOnly: boolean;
	readonly line: number | undefined;
}

function* editFile(process: Process, port: EditorPort, editing: Editing): Task<void> {
	const session = port.open({ ...editing, content: yield* contentOf(process, editing.path) });
	for (;;) {
		const event = session.next();
		if (event === undefined) yield session.ready;
		else if (event.action === 'quit') {
			session.close();
			return;
		} else session.saved(yield* save(process, editing, event.content));
	}
}

/** A file that is not there yet is empty; one that may not be read is, too, as vim shows it. */
function* contentOf(process: Process, path: string): Task<string> {
	if (path === '') return '';
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

/** Writes the text with a newline at its end; returns what went wrong in vim's words. */
function* save(process: Process, { path, readOnly }: Editing, content: string): Task<string | undefined> {
	if (path === '') return 'E32: No file name';
	if (readOnly) return "E45: 'readonly' option is set (add ! to override)";
	const text = content === '' || content.endsWith('\n') ? content : `${content}\n`;
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
		try {
			yield* process.write(fd, encodeUtf8(text));
		} finally {
			process.close(fd);
		}
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `"${path}" E212: Can't open file for writing: ${errorMessage(error.errno)}`;
	}
}
