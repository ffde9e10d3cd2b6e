import { SystemError } from '../../../../kernel/process-api.ts';
import type { Editor } from '../editor.ts';
import { expandFileWords } from '../files/file-words.ts';
import { OPTIONS } from '../options.ts';
import { commandNames } from './run-ex.ts';

const FILE_COMMAND =
	/^(?:e|ed|edit|w|write|sp|split|vs|vsplit|r|read|so|source|sav|saveas|tabe|tabedit|tabnew|new|vne|vnew|f|file|cd|lcd|n|next|view|sv|wq|x)!?$/;

/** What Tab can make of a command line: whole lines. */
export function completions(editor: Editor, text: string): readonly string[] {
	const match = /^(.*?)([a-zA-Z]+!?)\s+(.*)$/s.exec(text);
	if (match === null) {
		const name = /^(.*?)([a-zA-Z]*)$/s.exec(text) as RegExpExecArray;
		return [...new Set(commandNames())]
			.filter((each) => each.startsWith(name[2] as string))
			.sort()
			.map((each) => (name[1] as string) + each);
	}
	const [, , command, args] = match as unknown as [string, string, string, string];
	const head = text.slice(0, text.length - args.length);
	if (/^(?:se|set|setl|setlocal|setg|setglobal)$/.test(command)) {
		const word = (/\S*$/.exec(args) as RegExpExecArray)[0];
		const no = word.startsWith('no') ? 'no' : word.startsWith('inv') ? 'inv' : '';
		const rest = word.slice(no.length);
		const kept = text.slice(0, text.length - word.length);
		return OPTIONS.filter((kind) => kind.name.startsWith(rest) && (no === '' || typeof kind.initial === 'boolean')).map(
			(kind) => kept + no + kind.name,
		);
	}
	if (/^(?:b|bu|buffer|bd|bdelete|sb)!?$/.test(command)) {
		return editor.buffers
			.filter((buffer) => buffer.name.includes(args) && buffer.name !== '')
			.map((buffer) => head + buffer.name);
	}
	return FILE_COMMAND.test(command) ? files(editor, args).map((name) => head + name) : [];
}

function files(editor: Editor, typed: string): readonly string[] {
	const slash = typed.lastIndexOf('/');
	const folder = typed.slice(0, slash + 1);
	const rest = typed.slice(slash + 1);
	try {
		const where = folder === '' ? '.' : expandFileWords(editor, folder);
		return editor.process
			.readdir(where)
			.filter((name) => name.startsWith(rest) && (rest.startsWith('.') || !name.startsWith('.')))
			.sort()
			.map((name) => folder + name + (isDirectory(editor, `${where}/${name}`) ? '/' : ''));
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function isDirectory(editor: Editor, path: string): boolean {
	try {
		return editor.process.stat(path).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}
