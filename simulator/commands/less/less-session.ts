import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { launch, reasonOf, waitFor } from '../launch.ts';
import { LESS_COMMANDS } from './less-help.ts';
import type { LessKeys } from './less-keys.ts';
import { isForward, move } from './less-motion.ts';
import type { LessSettings } from './less-options.ts';
import { LessOptionError, setLessOption } from './less-options.ts';
import { expandPrompt } from './less-prompt.ts';
import type { Place } from './less-screen.ts';
import { LessScreen } from './less-screen.ts';
import { LessSearch } from './less-search.ts';
import { LessSource } from './less-source.ts';

type After = 'draw' | 'stay' | 'quit';

/** One run of less at a terminal: files, and what keys do. */
export class LessSession {
	readonly #process: Process;
	readonly #settings: LessSettings;
	readonly #files: string[];
	readonly #keys: LessKeys;
	readonly #search: LessSearch;
	readonly #marks = new Map<string, Place>();
	#screen: LessScreen;
	#current = 0;
	/** No prompt has been shown for this file. */
	#first = true;
	#endsSeen = 0;
	#dirty = true;
	#drawn = false;
	#message = '';
	/** A status line that is asked for once (`=`). */
	#status = '';

	constructor(process: Process, settings: LessSettings, files: readonly string[], keys: LessKeys) {
		this.#process = process;
		this.#settings = settings;
		this.#files = [...files];
		this.#keys = keys;
		this.#search = new LessSearch(settings);
		this.#screen = new LessScreen(process, settings, this.#search, new LessSource(process, 0, ''));
	}

	*run(): Task<number> {
		for (const signal of ['INT', 'WINCH', 'TERM', 'HUP'] as const) this.#process.onSignal(signal, 'catch');
		yield* this.#open(0);
		if (this.#settings.quitIfOneScreen && this.#files.length === 1 && (yield* this.#fits())) {
			yield* this.#print();
			return 0;
		}
		this.#keys.enter();
		if (!this.#settings.noInit) yield* this.#screen.write('\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=');
		const status = yield* this.#loop();
		yield* this.#screen.write(`\r\x1b[K${this.#settings.noInit ? '' : '\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t'}`);
		this.#keys.leave();
		return status;
	}

	*#fits(): Task<boolean> {
		return (yield* this.#screen.bottom()).atEnd;
	}

	*#print(): Task<void> {
		for (const line of this.#screen.source.lines) yield* this.#screen.write(`${line}\n`);
	}

	*#loop(): Task<number> {
		this.#dirty = true;
		let number = '';
		for (;;) {
			if (this.#message !== '' && this.#drawn) {
				yield* this.#tell();
				continue;
			}
			if (this.#dirty) {
				yield* this.#screen.draw();
				this.#dirty = false;
				this.#drawn = true;
			}
			const { atEnd } = yield* this.#screen.bottom();
			if (atEnd && this.#settings.quitAtEnd === 'first' && !this.#first) return 0;
			if (!this.#keys.hasWaiting) yield* this.#prompt(number, atEnd);
			const key = yield* this.#keys.next();
			if (key === '') return 0;
			if (/^\d$/.test(key)) {
				number += key;
				continue;
			}
			const after = yield* this.#command(key, number === '' ? undefined : Number(number), atEnd);
			number = '';
			if (after === 'quit') return key === 'interrupt' ? 2 : 0;
			if (after !== 'draw') continue;
			this.#dirty = true;
			if (!isForward(key) && key !== ':') this.#screen.short = false;
		}
	}

	/** A message waits for a key; what is no RETURN is a command already. */
	*#tell(): Task<void> {
		if (this.#screen.short) {
			this.#screen.short = false;
			yield* this.#screen.draw();
		}
		yield* this.#screen.write(`\r\x1b[K\x1b[7m${this.#message.slice(0, this.#screen.columns - 1)}\x1b[27m`);
		this.#message = '';
		const key = yield* this.#keys.next();
		if (!/^[\r\n ]$/.test(key)) this.#keys.unread(key);
	}

	*#prompt(number: string, atEnd: boolean): Task<void> {
		if (number !== '') {
			yield* this.#screen.write(`\r\x1b[K:${number}`);
			return;
		}
		const text = this.#status || (yield* this.#promptText(atEnd));
		this.#status = '';
		this.#first = false;
		const lead = this.#search.filters ? '& ' : '';
		const cut = text.slice(0, this.#screen.columns - 1);
		yield* this.#screen.write(`\r\x1b[K${lead}${cut === '' ? ':' : `\x1b[7m${cut}\x1b[27m`}`);
	}

	*#promptText(atEnd: boolean, pattern?: string): Task<string> {
		const { prompts, prompt } = this.#settings;
		const { source, top } = this.#screen;
		const words = pattern ?? prompts[prompt];
		if (words.includes('%L') && source.size !== undefined) yield* source.all();
		const { line } = yield* this.#screen.bottom();
		const name = this.#files[this.#current] as string;
		return expandPrompt(words, {
			file: source.name === '' ? undefined : source.name,
			first: this.#first,
			place: this.#current + 1,
			count: this.#files.length,
			next: atEnd ? this.#files[this.#current + 1] : undefined,
			atEnd: atEnd && name !== undefined,
			top: top.line + 1,
			bottom: line,
			lines: source.ended ? source.lines.length : undefined,
			bytes: source.offset(line),
			size: source.size,
		});
	}

	*#open(index: number): Task<void> {
		const file = this.#files[index] as string;
		const fd = file === '-' ? 0 : yield* this.#process.open(file, { read: true });
		this.#current = index;
		const source = new LessSource(this.#process, fd, file === '-' ? '' : file, this.#settings.squeeze);
		this.#screen = new LessScreen(this.#process, this.#settings, this.#search, source);
		this.#first = true;
		this.#screen.short = !this.#drawn && (yield* this.#screen.bottom()).atEnd && (yield* this.#screen.hasRoom());
	}

	*#command(key: string, count: number | undefined, atEnd: boolean): Task<After> {
		try {
			return (
				(yield* this.#move(key, count, atEnd)) ??
				(yield* this.#look(key, count)) ??
				(yield* this.#others(key)) ??
				'stay'
			);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			this.#process.takeSignals();
			return 'draw';
		}
	}

	*#move(key: string, count: number | undefined, atEnd: boolean): Task<After | undefined> {
		if (atEnd && isForward(key)) {
			this.#endsSeen++;
			if (this.#settings.quitAtEnd === 'second' && this.#endsSeen > 1) return 'quit';
		}
		return (yield* move(this.#screen, this.#settings, key, count)) ? 'draw' : undefined;
	}

	/** Searches, marks, and what is told of the text. */
	*#look(key: string, count = 1): Task<After | undefined> {
		const screen = this.#screen;
		switch (key) {
			case '/':
			case '?':
				return yield* this.#ask(key, count);
			case 'n':
				return yield* this.#again(1, count);
			case 'N':
				return yield* this.#again(-1, count);
			case '&': {
				const text = yield* this.#line('&/');
				if (text === undefined) return 'draw';
				this.#message = told(this.#search.filter(text));
				yield* screen.toVisible();
				return 'draw';
			}
			case '\x1bu':
				this.#search.toggleHighlight();
				return 'draw';
			case 'm':
				yield* screen.write('\r\x1b[Kset mark: ');
				this.#marks.set(yield* this.#keys.next(), screen.top);
				return 'draw';
			case "'": {
				yield* screen.write('\r\x1b[Kgoto mark: ');
				const name = yield* this.#keys.next();
				const place = name === "'" ? screen.previous : this.#marks.get(name);
				if (name === '^') yield* screen.toLine(0);
				else if (name === '$') yield* screen.toEnd();
				else if (place === undefined) this.#message = told('Mark not set');
				else {
					screen.previous = screen.top;
					screen.top = place;
				}
				return 'draw';
			}
			case '=':
			case '\x07':
				this.#message = told(yield* this.#promptText((yield* screen.bottom()).atEnd, this.#settings.prompts.equals));
				return 'stay';
			default:
				return undefined;
		}
	}

	#direction: 1 | -1 = 1;

	*#ask(key: '/' | '?', count: number): Task<After> {
		let lead: string = key;
		let text = yield* this.#line(lead);
		let inverted = false;
		while (text !== undefined && /^[!\x0e*\x06@\x0b\x12]/.test(text)) {
			inverted ||= /^[!\x0e]/.test(text);
			text = text.slice(1);
			lead = 'Non-match ';
		}
		if (text === undefined) return 'draw';
		const problem = this.#search.set(text, inverted);
		if (problem !== undefined) {
			this.#message = told(problem);
			return 'draw';
		}
		this.#direction = key === '/' ? 1 : -1;
		return yield* this.#again(1, count, true);
	}

	/** A new search begins at the top line, one that goes on behind it. */
	*#again(sense: 1 | -1, count: number, fresh = false): Task<After> {
		const screen = this.#screen;
		if (!this.#search.isSet) {
			this.#message = told('No previous regular expression');
			return 'draw';
		}
		const step = (this.#direction * sense) as 1 | -1;
		let from = step > 0 ? screen.top.line + (fresh ? 0 : 1) : screen.top.line - 1;
		for (let done = 0; done < count; done++) {
			const found = yield* screen.find(from, step);
			if (found === undefined) {
				this.#message = told('Pattern not found');
				return 'draw';
			}
			if (done === count - 1) yield* screen.toLine(found);
			from = found + step;
		}
		return 'draw';
	}

	*#others(key: string): Task<After | undefined> {
		switch (key) {
			case 'q':
			case 'Q':
				return 'quit';
			case 'Z':
				return (yield* this.#keys.next()) === 'Z' ? 'quit' : 'draw';
			case 'interrupt':
				return this.#settings.quitOnInterrupt ? 'quit' : 'draw';
			case 'resize':
			case 'r':
			case '\x12':
			case '\x0c':
			case 'R':
				return 'draw';
			case 'F':
				return yield* this.#follow();
			case 'h':
			case 'H':
				return yield* this.#help();
			case 'V':
				this.#message = 'less 590';
				return 'stay';
			case '-':
				return yield* this.#option();
			case ':':
				return yield* this.#colon();
			case 'v':
				return yield* this.#edit();
			case '!':
				return yield* this.#shell();
			default:
				yield* this.#screen.write('\x07');
				return 'stay';
		}
	}

	*#follow(): Task<After> {
		yield* this.#screen.toEnd();
		for (;;) {
			yield* this.#screen.draw();
			yield* this.#screen.write('\r\x1b[K\x1b[7mWaiting for data... (interrupt to abort)\x1b[27m');
			while (!(yield* this.#screen.source.more())) yield* this.#process.sleep(1000);
			yield* this.#screen.toEnd();
		}
	}

	*#help(): Task<After> {
		const { source, top } = this.#screen;
		this.#screen.source = LessSource.ofText(this.#process, 0, 'HELP', LESS_COMMANDS);
		this.#screen.top = { line: 0, row: 0 };
		this.#message = 'HELP -- Press RETURN for more, or q when done';
		yield* this.#loop();
		this.#screen.source = source;
		this.#screen.top = top;
		return 'draw';
	}

	*#option(): Task<After> {
		yield* this.#screen.write('\r\x1b[K-');
		const letter = yield* this.#keys.next();
		const { numbers, chop, caseless } = this.#settings;
		try {
			if (letter === 'N' && numbers) setLessOption('n', '', this.#settings);
			else if (letter === 'S' && chop) this.#settings.chop = false;
			else if (letter.toLowerCase() === 'i' && caseless !== 'never') this.#settings.caseless = 'never';
			else setLessOption(letter, '', this.#settings);
		} catch (error) {
			if (!(error instanceof LessOptionError)) throw error;
			this.#message = told(`There is no -${letter} option`);
			return 'draw';
		}
		this.#message = told(OPTION_MESSAGES[letter]?.(this.#settings) ?? '');
		return 'draw';
	}

	*#colon(): Task<After> {
		yield* this.#screen.write('\r\x1b[K:');
		const key = yield* this.#keys.next();
		switch (key) {
			case 'q':
				return 'quit';
			case 'n':
			case 'p':
				return yield* this.#other(
					this.#current + (key === 'n' ? 1 : -1),
					key === 'n' ? 'No next file' : 'No previous file',
				);
			case 'x':
				return yield* this.#other(0, '');
			case 'd':
				if (this.#files.length > 1) this.#files.splice(this.#current, 1);
				return yield* this.#other(Math.min(this.#current, this.#files.length - 1), '');
			case 'f':
				return (yield* this.#look('=')) ?? 'stay';
			case 'e': {
				const file = yield* this.#line('Examine: ');
				if (file === undefined || file === '') return 'draw';
				this.#files.splice(this.#current + 1, 0, file);
				return yield* this.#other(this.#current + 1, '');
			}
			default:
				yield* this.#screen.write('\x07');
				return 'draw';
		}
	}

	*#other(index: number, problem: string): Task<After> {
		if (this.#files[index] === undefined) {
			this.#message = told(problem);
			return 'draw';
		}
		try {
			yield* this.#open(index);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#message = told(`${this.#files[index]}: ${reasonOf(error)}`);
			this.#files.splice(index, 1);
		}
		return 'draw';
	}

	*#edit(): Task<After> {
		const name = this.#screen.source.name;
		if (name === '') {
			this.#message = told('Cannot edit standard input');
			return 'draw';
		}
		const editor = this.#process.env.get('VISUAL') ?? this.#process.env.get('EDITOR') ?? 'editor';
		const line = (yield* this.#screen.bottom()).line;
		const middle = Math.ceil((this.#screen.top.line + 1 + line) / 2);
		yield* this.#outside(`${editor} +${middle} ${quoted(name)}`);
		yield* this.#open(this.#current);
		return 'draw';
	}

	*#shell(): Task<After> {
		const command = yield* this.#line('!');
		if (command === undefined) return 'draw';
		yield* this.#outside(command === '' ? (this.#process.env.get('SHELL') ?? 'sh') : command);
		yield* this.#screen.write('!done  (press RETURN)');
		yield* this.#keys.next();
		return 'draw';
	}

	/** Runs a command with the terminal as it was. */
	*#outside(command: string): Task<void> {
		yield* this.#screen.write('\r\x1b[K\x1b[?1l\x1b>\x1b[?1049l');
		this.#keys.leave();
		yield* waitFor(this.#process, launch(this.#process, ['/bin/sh', '-c', command]));
		this.#keys.enter();
		yield* this.#screen.write('\x1b[?1049h\x1b[?1h\x1b=');
	}

	/** A line typed below the text; undefined when it is given up. */
	*#line(prompt: string): Task<string | undefined> {
		let text = '';
		for (;;) {
			yield* this.#screen.write(`\r\x1b[K${prompt}${text}`);
			const key = yield* this.#keys.next();
			if (key === '\r' || key === '\n') return text;
			if (key === '' || key === '\x1b' || key === 'interrupt') return undefined;
			if (key === '\x7f' || key === '\b') {
				if (text === '') return undefined;
				text = [...text].slice(0, -1).join('');
			} else if (key === '\x15') text = '';
			else if (!key.startsWith('\x1b')) text += key;
		}
	}
}

const OPTION_MESSAGES: { readonly [letter: string]: (settings: LessSettings) => string } = {
	N: ({ numbers }) => (numbers ? 'Constantly display line numbers' : "Don't use line numbers"),
	S: ({ chop }) => (chop ? 'Chop long lines' : 'Fold long lines'),
	i: ({ caseless }) => (caseless === 'never' ? 'Case is significant in searches' : 'Ignore case in searches'),
	I: ({ caseless }) =>
		caseless === 'never' ? 'Case is significant in searches' : 'Ignore case in searches and in patterns',
};

/** A message that waits for a key. */
function told(text: string | undefined): string {
	return text === undefined || text === '' ? '' : `${text}  (press RETURN)`;
}

function quoted(name: string): string {
	return /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
