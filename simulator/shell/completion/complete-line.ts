import type { Task } from '../../machinery/task.ts';
import type { CompletionRequest, LineEditor } from '../readline/line-editor.ts';
import { Attempt, type CompletionType } from './attempt.ts';
import { expandTyped, isDirectory } from './file-names.ts';
import { findMatches } from './find-matches.ts';
import { appendToMatch, insertMatch, type Place } from './insert-match.ts';
import { listMatches, queryItems } from './list-matches.ts';

/** What keys for completion do; the matches of a menu stay until another key comes. */
export class LineCompletion {
	/** The last Tab has changed the line: the next one does not list yet. */
	#changed = false;
	#failed = false;
	#menu: Menu | undefined;
	/** The key that completed last, which a menu tells of as well. */
	#key = '\t';

	/** Models readline complete.c rl_complete and rl_menu_complete. */
	*complete(editor: LineEditor, request: CompletionRequest): Task<void> {
		const again = editor.lastCommand === request.command;
		if (editor.shell.keyBindings?.isOn('disable-completion') === true && request.kind === 'tab') {
			editor.buffer.insert(request.key);
			return;
		}
		yield* editor.redraw();
		if (request.kind !== 'menu') this.#key = request.key;
		if (request.kind === 'menu') {
			const menus = editor.lastCommand.endsWith('menu-complete') || editor.lastCommand === 'menu-complete-backward';
			yield* this.#step(
				editor,
				{ ...request, key: this.#key },
				menus || (again && request.command === 'dabbrev-expand'),
			);
			return;
		}
		const type = request.kind === 'tab' ? this.#typeOf(editor, again) : request.kind === 'list' ? 'list' : 'all';
		yield* this.#once(editor, request, type);
	}

	#typeOf(editor: LineEditor, again: boolean): CompletionType {
		const keys = editor.shell.keyBindings;
		if (again && !this.#changed) return 'list';
		if (keys?.isOn('show-all-if-ambiguous') === true) return 'ambiguous';
		return keys?.isOn('show-all-if-unmodified') === true ? 'unmodified' : 'tab';
	}

	*#once(editor: LineEditor, request: CompletionRequest, type: CompletionType): Task<void> {
		const failedBefore = this.#failed;
		const before = editor.buffer.text;
		const found = yield* find(editor, request, type);
		if (found === undefined) {
			this.#failed = true;
			this.#changed = false;
			yield* editor.bell();
			return;
		}
		const { attempt, matches, common, place } = found;
		if (common !== '') this.#failed = false;
		const single = matches.length === 1;
		const nontrivial = common !== attempt.text;
		if (request.kind === 'braces') insertBraces(found);
		else if (type === 'all') insertAll(found);
		else if (type === 'list' && !(failedBefore && single)) yield* listMatches(editor, attempt, matches, common);
		else {
			const fits = (type !== 'ambiguous' && type !== 'unmodified') || common.length >= attempt.text.length;
			if (common !== '' && fits) insertMatch(place, attempt, common, single);
			if (single) appendToMatch(place, attempt, common, nontrivial);
			else if (type === 'ambiguous' || (type === 'unmodified' && !nontrivial)) {
				yield* listMatches(editor, attempt, matches, common);
			} else if (type === 'tab' && !editor.shell.options.set.vi) yield* editor.ring();
		}
		this.#changed = editor.buffer.text !== before;
	}

	/** One match after the other in the word's place. */
	*#step(editor: LineEditor, request: CompletionRequest, again: boolean): Task<void> {
		if (!again || this.#menu === undefined) {
			const menu = yield* this.#beginMenu(editor, request);
			if (menu === undefined) return;
			this.#menu = menu;
		}
		const menu = this.#menu;
		const { found } = menu;
		const count = menu.shown.length;
		menu.index = (((menu.index + request.count) % count) + count) % count;
		if (menu.index === 0) {
			yield* editor.ring();
			found.attempt.quote = menu.quote;
			insertMatch(found.place, found.attempt, menu.shown[0] as string, false);
			return;
		}
		const match = menu.shown[menu.index] as string;
		insertMatch(found.place, found.attempt, match, true);
		appendToMatch(found.place, found.attempt, match, match !== found.attempt.text);
	}

	/** Undefined when there is nothing to step through yet. */
	*#beginMenu(editor: LineEditor, request: CompletionRequest): Task<Menu | undefined> {
		this.#menu = undefined;
		const found = yield* find(editor, request, 'menu');
		if (found === undefined) {
			yield* editor.bell();
			return undefined;
		}
		const { attempt, matches, common, place } = found;
		const menu = { found, shown: [common, ...matches], index: 0, quote: attempt.quote };
		const old = request.command === 'old-menu-complete' || request.command === 'dabbrev-expand';
		if (old) return { ...menu, shown: [attempt.text, ...matches] };
		if (common !== '') insertMatch(place, attempt, common, matches.length === 1);
		if (matches.length === 1) {
			appendToMatch(place, attempt, common, common !== attempt.text);
			return undefined;
		}
		this.#menu = menu;
		const prefixFirst = attempt.isOn('menu-complete-display-prefix');
		if (attempt.isOn('show-all-if-ambiguous')) {
			yield* listMatches(editor, attempt, matches, common);
			const limit = queryItems(editor);
			if (limit > 0 && matches.length >= limit) this.#menu = undefined;
			else if (!prefixFirst) return menu;
		} else if (!prefixFirst) return menu;
		yield* editor.ring();
		return undefined;
	}
}

interface Menu {
	readonly found: Found;
	/** The word without any of them, then the matches. */
	readonly shown: readonly string[];
	readonly quote: string;
	index: number;
}

interface Found {
	readonly attempt: Attempt;
	readonly matches: readonly string[];
	/** What all of them begin with. */
	readonly common: string;
	readonly place: Place;
}

function* find(editor: LineEditor, request: CompletionRequest, type: CompletionType): Task<Found | undefined> {
	const attempt = new Attempt(editor, type, request);
	const all = yield* findMatches(attempt);
	if (attempt.printed) {
		editor.startAfresh();
		yield* editor.ring();
	}
	const distinct = [...new Set(all)];
	if (attempt.sorted) distinct.sort();
	const matches = attempt.filenames ? worthCompleting(attempt, distinct) : distinct;
	if (matches.length === 0) return undefined;
	const place = { editor, start: [...attempt.line.slice(0, attempt.start)].length };
	return { attempt, matches, common: commonPart(attempt, matches), place };
}

/** FIGNORE; where a command is wanted and there is none, only directories are left. */
function worthCompleting(attempt: Attempt, matches: readonly string[]): readonly string[] {
	const { shell } = attempt;
	if (attempt.onlyDirectories) return matches.filter((match) => isDirectory(shell, expandTyped(shell, match)));
	const ignored = (shell.variables.get('FIGNORE') ?? '').split(':').filter((suffix) => suffix !== '');
	const isIgnored = (match: string): boolean =>
		ignored.some((suffix) => match.endsWith(suffix) && match.length > suffix.length);
	const { force_fignore: force } = shell.options.shopt;
	return ignored.length === 0 || (matches.length === 1 && !force)
		? matches
		: matches.filter((match) => !isIgnored(match));
}

/** Models readline complete.c compute_lcd_of_matches. */
function commonPart(attempt: Attempt, matches: readonly string[]): string {
	const [first = ''] = matches;
	if (matches.length === 1) return first;
	const folded = matches.map((match) => attempt.fold(match));
	const [model = ''] = folded;
	let length = model.length;
	for (const match of folded) {
		let same = 0;
		while (same < length && match[same] === model[same]) same++;
		length = same;
	}
	if (length === 0) return attempt.text;
	const typed = attempt.text.slice(0, length);
	const asTyped = matches.find((match) => match.startsWith(typed)) ?? first;
	return asTyped.slice(0, length);
}

/** M-*: all of them, with a blank behind each. */
function insertAll({ attempt, matches, place }: Found): void {
	const { buffer } = place.editor;
	const { quote } = attempt;
	const from = quote !== '' && buffer.chars[place.start - 1] === quote ? place.start - 1 : place.start;
	buffer.replace(from, buffer.cursor, '');
	for (const match of matches) {
		attempt.quote = quote;
		insertMatch({ editor: place.editor, start: buffer.cursor }, attempt, match, true);
		buffer.insert(' ');
	}
}

/** M-{: what they have in common, and the rest of each between braces. */
function insertBraces({ attempt, matches, common, place }: Found): void {
	const { buffer } = place.editor;
	if (matches.length === 1) {
		insertMatch(place, attempt, common, true);
		appendToMatch(place, attempt, common, true);
		return;
	}
	const rests = matches.map((match) => match.slice(common.length).replace(/[ \t"'\\|&;()<>`*?[\]!^,${}]/g, '\\$&'));
	buffer.replace(place.start, buffer.cursor, `${common}{${rests.join(',')}} `);
}
