import type { Task } from '../../machinery/task.ts';
import type { EditorCommand } from './commands.ts';
import type { Key } from './key-reader.ts';
import type { CompletionRequest, LineEditor } from './line-editor.ts';

type Source = CompletionRequest['source'];

function completes(command: string, source: Source, kind: CompletionRequest['kind'] = 'tab', step = 1): EditorCommand {
	return (editor, key) => {
		const count = step * (editor.argument ?? 1);
		return editor.completer.complete(editor, { command, kind, source, key: key.text, count });
	};
}

/** Models readline vi_mode.c rl_vi_complete. */
function* viComplete(editor: LineEditor, key: Key): Task<void> {
	const { buffer } = editor;
	while (buffer.cursor < buffer.length && !/[ \t]/.test(buffer.chars[buffer.cursor] as string)) buffer.cursor++;
	const kind = key.text === '=' ? 'list' : key.text === '*' ? 'all' : 'tab';
	if (kind !== 'list') editor.keymap = 'vi-insert';
	yield* editor.completer.complete(editor, { command: 'vi-complete', kind, source: 'any', key: key.text, count: 1 });
	// In command mode the cursor stands on a character.
	if (kind === 'list' && buffer.cursor === buffer.length) buffer.cursor--;
}

const KINDS: readonly (readonly [name: string, source: Source, kind?: CompletionRequest['kind'], step?: number])[] = [
	['complete', 'any'],
	['possible-completions', 'any', 'list'],
	['insert-completions', 'any', 'all'],
	['menu-complete', 'any', 'menu'],
	['menu-complete-backward', 'any', 'menu', -1],
	['old-menu-complete', 'any', 'menu'],
	['complete-filename', 'filename'],
	['possible-filename-completions', 'filename', 'list'],
	['complete-command', 'command'],
	['possible-command-completions', 'command', 'list'],
	['complete-username', 'username'],
	['possible-username-completions', 'username', 'list'],
	['complete-hostname', 'hostname'],
	['possible-hostname-completions', 'hostname', 'list'],
	['complete-variable', 'variable'],
	['possible-variable-completions', 'variable', 'list'],
	['dynamic-complete-history', 'history'],
	['dabbrev-expand', 'history', 'menu'],
	['glob-complete-word', 'glob'],
	['glob-list-expansions', 'glob', 'list'],
	['glob-expand-word', 'glob', 'all'],
	['complete-into-braces', 'filename', 'braces'],
];

/** The functions of readline that complete the word before the cursor. */
export const COMPLETION_COMMANDS: ReadonlyMap<string, EditorCommand> = new Map<string, EditorCommand>([
	...KINDS.map(([name, ...rest]): [string, EditorCommand] => [name, completes(name, ...rest)]),
	['vi-complete', viComplete],
]);
