import type { Task } from '../../../machinery/task.ts';
import { nextOffset, previousOffset } from '../vim/text/characters.ts';
import type { HelpEntry } from './nano-keys.ts';
import { paintEdit, paintHelp, paintPrompt, paintQuestion, paintTitle } from './nano-paint.ts';
import type { NanoState } from './nano-state.ts';

export interface PromptRequest {
	readonly prompt: string;
	readonly help: readonly HelpEntry[];
	readonly answer: string;
	/** Keys that end it besides Enter. */
	readonly keys: readonly string[];
	readonly history?: readonly string[];
	/** What Tab makes of the text before the cursor. */
	readonly complete?: (text: string) => string;
}

export interface PromptAnswer {
	/** 'Enter', '^C' or one of the request's keys. */
	readonly key: string;
	readonly text: string;
}

/** Asks for a line at the foot. */
export function* prompt(nano: NanoState, request: PromptRequest): Task<PromptAnswer> {
	let text = request.answer;
	let x = text.length;
	const history = [...(request.history ?? [])];
	let older = history.length;
	for (;;) {
		paintHelp(nano, request.help);
		paintPrompt(nano, request.prompt, text, x);
		const key = yield* nano.screen.key();
		if (nano.screen.hangup) return { key: '^C', text };
		if (nano.screen.resized) {
			nano.screen.resized = false;
			paintTitle(nano);
			paintEdit(nano);
			continue;
		}
		if (key === 'Enter' || key === '^C' || request.keys.includes(key)) return { key: key, text };
		if (key === '^P' || key === 'Up' || key === '^N' || key === 'Down') {
			older = Math.max(0, Math.min(history.length, older + (key === '^P' || key === 'Up' ? -1 : 1)));
			text = history[older] ?? '';
			x = text.length;
		} else if (key === 'Tab' && request.complete !== undefined) {
			const completed = request.complete(text.slice(0, x));
			text = completed + text.slice(x);
			x = completed.length;
		} else ({ text, x } = edited(nano, key, text, x));
	}
}

/** One key in a line of text. */
function edited(nano: NanoState, key: string, text: string, x: number): { text: string; x: number } {
	if (key === 'Left' || key === '^B') return { text, x: x > 0 ? previousOffset(text, x) : 0 };
	if (key === 'Right' || key === '^F') return { text, x: x < text.length ? nextOffset(text, x) : x };
	if (key === 'Home' || key === '^A') return { text, x: 0 };
	if (key === 'End' || key === '^E') return { text, x: text.length };
	if (key === '^K') return x === text.length ? { text: '', x: 0 } : { text: text.slice(0, x), x };
	if (key === 'Bsp') {
		if (x === 0) return { text, x };
		const before = previousOffset(text, x);
		return { text: text.slice(0, before) + text.slice(x), x: before };
	}
	if (key === 'Del' || key === '^D')
		return { text: x < text.length ? text.slice(0, x) + text.slice(nextOffset(text, x)) : text, x };
	const added = key === '^U' ? (nano.cutbuffer[0] ?? '') : key.codePointAt(1) === undefined || isOne(key) ? key : '';
	return { text: text.slice(0, x) + added + text.slice(x), x: x + added.length };
}

function isOne(key: string): boolean {
	return [...key].length === 1;
}

/** A question of one key: 'yes', 'no', 'all' or 'cancel'. */
export function* ask(nano: NanoState, question: string, all = false): Task<'yes' | 'no' | 'all' | 'cancel'> {
	for (;;) {
		paintQuestion(nano, question, all);
		const key = (yield* nano.screen.key()).toLowerCase();
		if (nano.screen.hangup) return 'cancel';
		if (nano.screen.resized) {
			nano.screen.resized = false;
			paintTitle(nano);
			paintEdit(nano);
		} else if (key === 'y') return 'yes';
		else if (key === 'n') return 'no';
		else if (key === 'a' && all) return 'all';
		else if (key === '^c') return 'cancel';
		else nano.screen.beep();
	}
}
