import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../machinery/utf8.ts';
import { readFile } from '../../../stdio.ts';
import { strftime } from '../../../strftime.ts';
import type { Editor } from '../editor.ts';
import type { TextBuffer } from '../text/text-buffer.ts';

/** Differs: behind vim's first block the text stands as it is, not in a tree of blocks. */
const HEADER = 'b0VIM 9.1\0';

function swapName(path: string, suffix: string): string {
	const slash = path.lastIndexOf('/');
	const name = path.slice(slash + 1);
	return `${path.slice(0, slash + 1)}${name.startsWith('.') ? '' : '.'}${name}.${suffix}`;
}

/** Puts a swap file beside a file that is edited; one that is there already is told about (E325). */
export function* createSwap(editor: Editor, buffer: TextBuffer): Task<void> {
	if (
		buffer.swapPath !== undefined ||
		buffer.path === '' ||
		buffer.options.get('swapfile') === false ||
		editor.readOnly ||
		editor.noSwap ||
		editor.small
	)
		return;
	const found = swapName(buffer.path, 'swp');
	if (exists(editor, found)) {
		yield* attention(editor, buffer, found);
		if (editor.exitStatus !== undefined) return;
	}
	for (const suffix of ['swp', 'swo', 'swn', 'swm']) {
		const path = swapName(buffer.path, suffix);
		if (exists(editor, path)) continue;
		try {
			const fd = yield* editor.process.open(path, { write: true, create: true, exclusive: true }, 0o600);
			editor.process.close(fd);
			buffer.swapPath = path;
			yield* writeSwap(editor, buffer);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		return;
	}
}

function exists(editor: Editor, path: string): boolean {
	try {
		editor.process.lstat(path);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** Brings the swap file to what the buffer holds now. */
export function* writeSwap(editor: Editor, buffer: TextBuffer): Task<void> {
	if (buffer.swapPath === undefined) return;
	const { process } = editor;
	const head = `${HEADER}${process.pid}\0${process.env.get('USER') ?? 'root'}\0${process.hostname}\0${buffer.path}\0${buffer.modified ? 'U' : ' '}\0`;
	const text = buffer.modified ? `${buffer.slice(0, buffer.lineCount).join('\n')}\n` : '';
	try {
		const fd = yield* process.open(buffer.swapPath, { write: true, truncate: true });
		const bytes = encodeUtf8(head.padEnd(4_096, '\0') + text);
		yield* process.write(fd, bytes.length < 12_288 ? concatenated(bytes, 12_288) : bytes);
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

function concatenated(bytes: Uint8Array, size: number): Uint8Array {
	const out = new Uint8Array(size);
	out.set(bytes);
	return out;
}

export function removeSwap(editor: Editor, buffer: TextBuffer): void {
	if (buffer.swapPath === undefined) return;
	try {
		editor.process.unlink(buffer.swapPath);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	buffer.swapPath = undefined;
}

interface SwapContent {
	readonly pid: string;
	readonly user: string;
	readonly host: string;
	readonly path: string;
	readonly modified: boolean;
	readonly text: string;
}

function* readSwap(editor: Editor, path: string): Task<SwapContent | undefined> {
	try {
		const content = decodeUtf8(yield* readFile(editor.process, path));
		if (!content.startsWith('b0VIM')) return undefined;
		const [, pid, user, host, file, flag] = content.slice(0, 4_096).split('\0');
		const text = content.slice(4_096).replace(/\0+$/, '');
		return { pid: pid ?? '', user: user ?? '', host: host ?? '', path: file ?? '', modified: flag === 'U', text };
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** E325, and what is to be done. Models memline.c attention_message. */
function* attention(editor: Editor, buffer: TextBuffer, path: string): Task<void> {
	const swap = yield* readSwap(editor, path);
	const shown = path.slice(path.lastIndexOf('/') + 1);
	const name = path.startsWith(`${editor.process.cwd}/`) ? shown : path;
	const date = (ms: number): string => strftime('%a %b %d %H:%M:%S %Y', ms);
	const running =
		swap !== undefined && editor.process.machine.processes().some((each) => String(each.pid) === swap.pid);
	const stat = editor.process.stat(path);
	const owner = stat.uid === 0 ? 'root' : String(stat.uid);
	const lines = [
		'E325: ATTENTION',
		`Found a swap file by the name "${name}"`,
		`          owned by: ${owner}   dated: ${date(stat.mtimeMs)}`,
		`         file name: ${swap?.path ?? buffer.path}`,
		`          modified: ${swap?.modified === true ? 'YES' : 'no'}`,
		`         user name: ${swap?.user ?? ''}   host name: ${swap?.host ?? ''}`,
		`        process ID: ${swap?.pid ?? ''}${running ? ' (STILL RUNNING)' : ''}`,
		`While opening file "${buffer.name}"`,
		...(buffer.fileMtimeMs === undefined
			? ['      CANNOT BE FOUND']
			: [`             dated: ${date(buffer.fileMtimeMs)}`]),
		'',
		'(1) Another program may be editing the same file.  If this is the case,',
		'    be careful not to end up with two different instances of the same',
		'    file when making changes.  Quit, or continue with caution.',
		'(2) An edit session for this file crashed.',
		`    If this is the case, use ":recover" or "vim -r ${buffer.name}"`,
		'    to recover the changes (see ":help recovery").',
		`    If you did this already, delete the swap file "${name}"`,
		'    to avoid this message.',
		'',
	];
	editor.messages.lines = [];
	const choices = `[O]pen Read-Only, (E)dit anyway, (R)ecover, ${running ? '' : '(D)elete it, '}(Q)uit, (A)bort: `;
	const key = yield* editor.screen.ask(editor, [...lines, `Swap file "${name}" already exists!`, choices]);
	switch (key.toLowerCase()) {
		case 'e':
			return;
		case 'r':
			if (swap !== undefined) recoverFrom(editor, buffer, swap, path);
			return;
		case 'd':
			if (!running) editor.process.unlink(path);
			return;
		case 'q':
		case 'a':
		case '\x03':
			editor.exitStatus = 1;
			return;
		default:
			buffer.options.set('readonly', true);
	}
}

function recoverFrom(editor: Editor, buffer: TextBuffer, swap: SwapContent, path: string): void {
	if (swap.modified && swap.text !== '') {
		buffer.load(swap.text.replace(/\n$/, '').split('\n'));
		buffer.setModified(true);
	}
	editor.messages.list([
		`Using swap file "${path}"`,
		`Original file "${buffer.path}"`,
		swap.modified
			? 'Recovery completed. You should check if everything is OK.'
			: 'Recovery completed. Buffer contents equals file contents.',
		'(You might want to write out this file under another name',
		'and run diff with the original file to check for changes)',
		'You may want to delete the .swp file now.',
	]);
}

/** `vim -r f` and `:recover`. */
export function* recover(editor: Editor, buffer: TextBuffer): Task<boolean> {
	for (const suffix of ['swp', 'swo', 'swn', 'swm']) {
		const path = swapName(buffer.path, suffix);
		const swap = path === buffer.swapPath ? undefined : yield* readSwap(editor, path);
		if (swap === undefined) continue;
		recoverFrom(editor, buffer, swap, path);
		return true;
	}
	return false;
}
