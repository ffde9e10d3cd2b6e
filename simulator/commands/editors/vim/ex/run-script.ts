import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Beep, VimError } from '../vim-error.ts';
import { numberOfValue } from './expression-value.ts';

/** Where the lines of `:if` stand. */
interface Branch {
	/** These lines count. */
	active: boolean;
	/** One of the branches has counted, or none may. */
	done: boolean;
}

const LINES_MAX = 20_000;

/**
 * Lines of a vimrc. Errors are told with their line, and the next line is taken. Functions and loops are passed over
 * (Differs: they do not run).
 */
export function* runScript(editor: Editor, source: readonly string[], name: string): Task<void> {
	const lines = joined(source.slice(0, LINES_MAX));
	const branches: Branch[] = [];
	let skipTo = '';
	let told = false;
	for (const { text, number } of lines) {
		const line = text.replace(/^[\s:]+/, '');
		const word = /^[a-zA-Z!]+/.exec(line)?.[0] ?? '';
		if (skipTo !== '') {
			if (new RegExpWord(skipTo).fits(word)) skipTo = '';
			continue;
		}
		try {
			if (yield* condition(editor, branches, word, line.slice(word.length))) continue;
			if (branches.some((branch) => !branch.active)) continue;
			if (/^fu(?:n(?:c(?:t(?:i(?:on?)?)?)?)?)?!?$/.test(word) || word === 'def')
				skipTo = word === 'def' ? 'enddef' : 'endf';
			else if (/^(?:for|wh(?:i(?:le?)?)?)$/.test(word)) skipTo = word === 'for' ? 'endfo' : 'endw';
			else if (/^fini(?:sh?)?$/.test(word)) return;
			else if (!/^(?:try|endt|endtry|catch|fina(?:lly)?|cat)$/.test(word)) yield* editor.parts.exCommand(editor, line);
			else if (/^(?:cat|catch)$/.test(word)) skipTo = 'endt';
		} catch (error) {
			if (error instanceof Beep) continue;
			if (!(error instanceof VimError)) throw error;
			if (!told) editor.messages.list([{ text: `Error detected while processing ${name}:`, group: 'ErrorMsg' }]);
			told = true;
			editor.messages.list([{ text: `line ${String(number).padStart(4)}:`, group: '' }]);
			editor.messages.error(error.message);
		}
		if (editor.exitStatus !== undefined) return;
		yield* editor.tick();
	}
}

/** A command's name that may be cut short to a least one. */
class RegExpWord {
	readonly #least: string;

	constructor(least: string) {
		this.#least = least;
	}

	fits(word: string): boolean {
		return word.startsWith(this.#least);
	}
}

/** `:if`, `:elseif`, `:else`, `:endif`; false: something else. */
function* condition(editor: Editor, branches: Branch[], word: string, rest: string): Task<boolean> {
	const last = branches.at(-1);
	const outer = branches.slice(0, -1).every((branch) => branch.active);
	if (word === 'if') {
		const live = branches.every((branch) => branch.active);
		const active = live && numberOfValue(yield* editor.parts.evaluate(editor, withoutComment(rest))) !== 0;
		branches.push({ active, done: active || !live });
	} else if (/^elsei(?:f)?$/.test(word) && last !== undefined) {
		last.active =
			outer && !last.done && numberOfValue(yield* editor.parts.evaluate(editor, withoutComment(rest))) !== 0;
		last.done ||= last.active;
	} else if (/^el(?:se?)?$/.test(word) && last !== undefined) {
		last.active = outer && !last.done;
		last.done = true;
	} else if (/^en(?:d(?:if?)?)?$/.test(word) && last !== undefined) branches.pop();
	else return false;
	return true;
}

function withoutComment(text: string): string {
	return text.replace(/\s"[^"]*$/, '');
}

/** Lines that begin with a backslash go on the line before. */
function joined(lines: readonly string[]): readonly { readonly text: string; readonly number: number }[] {
	const out: { text: string; number: number }[] = [];
	lines.forEach((raw, index) => {
		const line = raw.replace(/\r$/, '');
		const more = /^\s*\\(.*)$/s.exec(line);
		const last = out.at(-1);
		if (more !== null && last !== undefined) last.text += more[1];
		else if (!/^\s*"\\ /.test(line)) out.push({ text: line, number: index + 1 });
	});
	return out;
}
