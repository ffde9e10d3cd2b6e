import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../machinery/utf8.ts';
import { readAll, readFile } from '../../../stdio.ts';
import type { Editor } from '../editor.ts';

/** A file as vim reads it. */
export interface ReadText {
	readonly lines: readonly string[];
	readonly bytes: number;
	readonly noEol: boolean;
	readonly format: 'unix' | 'dos';
	/** "[New]", "[Permission Denied]", "is a directory"; undefined: it was read. */
	readonly problem: 'new' | 'new-directory' | 'denied' | 'directory' | undefined;
}

const EMPTY = { lines: [], bytes: 0, noEol: false, format: 'unix' } as const;

export function* readText(editor: Editor, path: string): Task<ReadText> {
	const { process } = editor;
	try {
		if (process.stat(path).type === 'directory') return { ...EMPTY, problem: 'directory' };
		return textOfBytes(yield* readFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT') {
			const folder = path.replace(/\/[^/]*$/, '') || '/';
			const missing = path.includes('/') && !isDirectory(editor, folder);
			return { ...EMPTY, problem: missing ? 'new-directory' : 'new' };
		}
		return { ...EMPTY, problem: error.errno === 'EISDIR' ? 'directory' : 'denied' };
	}
}

export function* readStandardInput(editor: Editor): Task<ReadText> {
	return textOfBytes(yield* readAll(editor.process, 0));
}

export function isDirectory(editor: Editor, path: string): boolean {
	try {
		return editor.process.stat(path).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function textOfBytes(bytes: Uint8Array): ReadText {
	const text = decodeUtf8(bytes);
	if (text === '') return { ...EMPTY, problem: undefined };
	const noEol = !text.endsWith('\n');
	const lines = (noEol ? text : text.slice(0, -1)).split('\n');
	const dos = lines.every((line, index) => line.endsWith('\r') || (noEol && index === lines.length - 1));
	const format = dos && text.includes('\r\n') ? 'dos' : 'unix';
	return {
		lines: format === 'dos' ? lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)) : lines,
		bytes: bytes.length,
		noEol,
		format,
		problem: undefined,
	};
}

/** Writes lines as 'fileformat' and 'endofline' say; the number of bytes. Throws SystemError. */
export function* writeText(
	editor: Editor,
	path: string,
	lines: readonly string[],
	options: { readonly append: boolean; readonly noEol: boolean },
): Task<number> {
	const { process } = editor;
	const eol = editor.text('fileformat') === 'dos' ? '\r\n' : '\n';
	const bytes = encodeUtf8(lines.join(eol) + (options.noEol ? '' : eol));
	const flags = { write: true, create: true, truncate: !options.append, append: options.append };
	const fd = yield* process.open(path, flags, 0o666);
	try {
		for (let at = 0; at < bytes.length; at += 65_536) {
			yield* process.write(fd, bytes.subarray(at, at + 65_536));
			yield* editor.tick();
		}
	} finally {
		process.close(fd);
	}
	return bytes.length;
}
