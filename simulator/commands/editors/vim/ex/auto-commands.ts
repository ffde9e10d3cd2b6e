import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Beep, VimError } from '../vim-error.ts';

interface AutoCommand {
	readonly event: string;
	readonly pattern: string;
	readonly group: string;
	readonly command: string;
}

const COMMANDS_MAX = 500;
const DEPTH_MAX = 10;

/** What is to be done when something happens: `:autocmd`. */
export class AutoCommands {
	#commands: AutoCommand[] = [];
	group = '';
	#depth = 0;

	add(event: string, pattern: string, command: string): void {
		if (this.#commands.length >= COMMANDS_MAX) throw new VimError('E342: Out of memory!');
		this.#commands.push({ event: canonical(event), pattern, group: this.group, command });
	}

	remove(event: string, pattern: string): void {
		this.#commands = this.#commands.filter(
			(each) =>
				each.group !== this.group ||
				(event !== '*' && each.event !== canonical(event)) ||
				(pattern !== '' && each.pattern !== pattern),
		);
	}

	list(): readonly string[] {
		return [
			'--- Autocommands ---',
			...this.#commands.flatMap((each) => [
				`${each.group === '' ? '' : `${each.group}  `}${each.event}`,
				`    ${each.pattern.padEnd(9)} ${each.command}`,
			]),
		];
	}

	*run(editor: Editor, event: string, subject: string): Task<void> {
		if (this.#depth >= DEPTH_MAX || this.#commands.length === 0) return;
		this.#depth++;
		try {
			for (const each of this.#commands) {
				if (each.event !== canonical(event) || !each.pattern.split(',').some((pattern) => fits(pattern, subject)))
					continue;
				yield* this.#one(editor, event, each);
			}
		} finally {
			this.#depth--;
		}
	}

	*#one(editor: Editor, event: string, each: AutoCommand): Task<void> {
		try {
			yield* editor.parts.exCommand(editor, each.command);
		} catch (error) {
			if (error instanceof Beep) return;
			if (!(error instanceof VimError)) throw error;
			editor.messages.list([
				{ text: `Error detected while processing ${event} Autocommands for "${each.pattern}":`, group: 'ErrorMsg' },
			]);
			editor.messages.error(error.message);
		}
	}
}

function canonical(event: string): string {
	const lower = event.toLowerCase();
	return lower === 'bufread' ? 'bufreadpost' : lower === 'bufwrite' ? 'bufwritepre' : lower;
}

/** Whether a file pattern (`*.yaml`, `{a,b}`) fits a name or a type. */
function fits(pattern: string, subject: string): boolean {
	const base = pattern.includes('/') ? subject : subject.replace(/.*\//, '');
	let source = '';
	for (const char of pattern)
		source += char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
	return simpleMatch(source, base);
}

/** A pattern of `.*`, `.` and plain characters, without a backtracking engine. */
function simpleMatch(source: string, text: string): boolean {
	const parts = source.split('.*').map((part) => part.replace(/\\(.)/g, '$1'));
	let at = 0;
	for (let index = 0; index < parts.length; index++) {
		const part = parts[index] as string;
		if (index === 0) {
			if (!text.startsWith(part)) return false;
			at = part.length;
		} else if (index === parts.length - 1) return text.length - part.length >= at && text.endsWith(part);
		else {
			const found = text.indexOf(part, at);
			if (found < 0) return false;
			at = found + part.length;
		}
	}
	return at === text.length;
}
