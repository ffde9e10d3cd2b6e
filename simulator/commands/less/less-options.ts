import { EQUALS_PROMPT, LONG_PROMPT, MEDIUM_PROMPT, SHORT_PROMPT } from './less-prompt.ts';

/** How less shows things; options on its command line, in $LESS, and typed while it runs. */
export interface LessSettings {
	numbers: boolean;
	chop: boolean;
	squeeze: boolean;
	caseless: 'never' | 'unless-capitals' | 'always';
	highlights: boolean;
	escapes: 'shown' | 'colours' | 'raw';
	tab: number;
	quitIfOneScreen: boolean;
	quitAtEnd: 'never' | 'second' | 'first';
	quitOnInterrupt: boolean;
	/** The screen is not put back at the end. */
	noInit: boolean;
	prompt: 'short' | 'medium' | 'long';
	prompts: { short: string; medium: string; long: string; equals: string };
	/** Rows that d and u move by; 0: half a screen. */
	half: number;
	/** Rows that space and b move by; 0: a screenful. */
	window: number;
	/** What is done when a file is opened: commands, as they would be typed. */
	initial: string;
}

export function defaultSettings(): LessSettings {
	return {
		numbers: false,
		chop: false,
		squeeze: false,
		caseless: 'never',
		highlights: true,
		escapes: 'shown',
		tab: 8,
		quitIfOneScreen: false,
		quitAtEnd: 'never',
		quitOnInterrupt: false,
		noInit: false,
		prompt: 'short',
		prompts: { short: SHORT_PROMPT, medium: MEDIUM_PROMPT, long: LONG_PROMPT, equals: EQUALS_PROMPT },
		half: 0,
		window: 0,
		initial: '',
	};
}

/** Long names and the letters that they stand for. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
	['search-skip-screen', 'a'],
	['buffers', 'b'],
	['clear-screen', 'c'],
	['dumb', 'd'],
	['quit-at-eof', 'e'],
	['QUIT-AT-EOF', 'E'],
	['force', 'f'],
	['quit-if-one-screen', 'F'],
	['hilite-search', 'g'],
	['HILITE-SEARCH', 'G'],
	['max-back-scroll', 'h'],
	['ignore-case', 'i'],
	['IGNORE-CASE', 'I'],
	['jump-target', 'j'],
	['status-column', 'J'],
	['quit-on-intr', 'K'],
	['lesskey-file', 'k'],
	['no-lessopen', 'L'],
	['long-prompt', 'm'],
	['LONG-PROMPT', 'M'],
	['line-numbers', 'n'],
	['LINE-NUMBERS', 'N'],
	['log-file', 'o'],
	['LOG-FILE', 'O'],
	['pattern', 'p'],
	['prompt', 'P'],
	['quiet', 'q'],
	['silent', 'q'],
	['QUIET', 'Q'],
	['SILENT', 'Q'],
	['raw-control-chars', 'r'],
	['RAW-CONTROL-CHARS', 'R'],
	['squeeze-blank-lines', 's'],
	['chop-long-lines', 'S'],
	['tag', 't'],
	['tilde', '~'],
	['underline-special', 'u'],
	['UNDERLINE-SPECIAL', 'U'],
	['hilite-unread', 'w'],
	['HILITE-UNREAD', 'W'],
	['tabs', 'x'],
	['no-init', 'X'],
	['max-forw-scroll', 'y'],
	['window', 'z'],
	['shift', '#'],
]);
const WITH_TEXT = 'DkoOpPtT"';
const WITH_NUMBER = 'bhjxyz#';

/** What was wrong with an option: it goes to standard error as it is. */
export class LessOptionError extends Error {}

/** Reads options up to the first word that is none; returns the files. Throws LessOptionError. */
export function readLessOptions(words: readonly string[], settings: LessSettings): string[] {
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (word === '--') return words.slice(at + 1);
		if (word.startsWith('+')) settings.initial = firstKeys(word.replace(/^\+\+?/, ''));
		else if (word.startsWith('--')) at += longOption(word.slice(2), words[at + 1], settings);
		else if (word.startsWith('-') && word !== '-') at += letters(word.slice(1), words[at + 1], settings);
		else return words.slice(at);
	}
	return [];
}

/** A number is a line, a search ends with its line. */
function firstKeys(command: string): string {
	if (/^\d+$/.test(command)) return `${command}g`;
	return /^[/?&]/.test(command) ? `${command}\n` : command;
}

/** Options of $LESS: dashes and blanks between them may be left out, "$" ends a text. */
export function readLessVariable(text: string, settings: LessSettings): void {
	for (const word of text.split(/(?<!\\)\s+(?=[-+])/)) {
		if (word === '') continue;
		if (word.startsWith('--')) longOption(word.slice(2), undefined, settings);
		else letters(word.replace(/^-/, ''), undefined, settings);
	}
}

function longOption(text: string, next: string | undefined, settings: LessSettings): number {
	const [name = '', value] = text.split(/=(.*)/s);
	const letter = LONG_NAMES.get(name) ?? [...LONG_NAMES].find(([each]) => each.startsWith(name))?.[1];
	if (['mouse', 'use-color', 'save-marks', 'no-histdups', 'incsearch', 'use-backslash', 'follow-name'].includes(name))
		return 0;
	if (['wheel-lines', 'rscroll', 'color', 'header', 'status-col-width'].includes(name))
		return value === undefined ? 1 : 0;
	if (letter === undefined || name === '')
		throw new LessOptionError(`There is no ${name} option ("less --help" for help)\n`);
	if (!(WITH_TEXT + WITH_NUMBER).includes(letter)) {
		setLessOption(letter, '', settings);
		return 0;
	}
	if (value === undefined && next === undefined)
		throw new LessOptionError(`Value is required after --${name} ("less --help" for help)\n`);
	setLessOption(letter, value ?? (next as string), settings);
	return value === undefined ? 1 : 0;
}

function letters(text: string, next: string | undefined, settings: LessSettings): number {
	for (let at = 0; at < text.length; at++) {
		const letter = text[at] as string;
		if (/[ $-]/.test(letter)) continue;
		if (WITH_TEXT.includes(letter)) {
			const rest = text.slice(at + 1);
			const end = rest.search(/\$(?=[-A-Za-z ]|$)/);
			const own = end < 0 ? rest : rest.slice(0, end);
			if (rest === '' && next === undefined && letter !== 'P')
				throw new LessOptionError(`Value is required after -${letter} ("less --help" for help)\n`);
			setLessOption(letter, rest === '' ? (next ?? '') : own, settings);
			if (end < 0 || rest === '') return rest === '' ? 1 : 0;
			at += end + 1;
			continue;
		}
		if (WITH_NUMBER.includes(letter)) {
			const digits = /^[-\d.,]*/.exec(text.slice(at + 1))?.[0] ?? '';
			if (digits === '') {
				if (next === undefined || !/^[-\d.]/.test(next))
					throw new LessOptionError(`Number is required after -${letter} ("less --help" for help)\n`);
				setLessOption(letter, next, settings);
				return 1;
			}
			setLessOption(letter, digits, settings);
			at += digits.length;
			continue;
		}
		setLessOption(letter, '', settings);
	}
	return 0;
}

/** Throws LessOptionError for a letter that is no option. */
export function setLessOption(letter: string, value: string, settings: LessSettings): void {
	switch (letter) {
		case 'N':
			settings.numbers = true;
			return;
		case 'n':
			settings.numbers = false;
			return;
		case 'S':
			settings.chop = true;
			return;
		case 's':
			settings.squeeze = true;
			return;
		case 'i':
			settings.caseless = 'unless-capitals';
			return;
		case 'I':
			settings.caseless = 'always';
			return;
		case 'G':
			settings.highlights = false;
			return;
		case 'r':
			settings.escapes = 'raw';
			return;
		case 'R':
			settings.escapes = 'colours';
			return;
		case 'x':
			settings.tab = Math.max(1, Number.parseInt(value, 10) || 8);
			return;
		case 'F':
			settings.quitIfOneScreen = true;
			return;
		case 'e':
			settings.quitAtEnd = 'second';
			return;
		case 'E':
			settings.quitAtEnd = 'first';
			return;
		case 'K':
			settings.quitOnInterrupt = true;
			return;
		case 'X':
			settings.noInit = true;
			return;
		case 'm':
			settings.prompt = 'medium';
			return;
		case 'M':
			settings.prompt = 'long';
			return;
		case 'p':
			settings.initial = `/${value}\n`;
			return;
		case 'P': {
			const kind = ({ s: 'short', m: 'medium', M: 'long', '=': 'equals' } as const)[value[0] ?? ''];
			settings.prompts[kind ?? 'short'] = kind === undefined ? value : value.slice(1);
			return;
		}
		case 'z':
			settings.window = Math.max(0, Number.parseInt(value, 10) || 0);
			return;
		default:
			if (!/[abBcCdDfghjJkLoOqQtTuUwWy~#"]/.test(letter))
				throw new LessOptionError(`There is no ${letter} option ("less --help" for help)\n`);
	}
}
