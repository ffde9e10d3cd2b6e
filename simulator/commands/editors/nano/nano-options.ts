/** What the command line and nanorc set. */
export class NanoOptions {
	readonly flags = new Set<string>();
	tabsize = 8;
	fill = -8;
	rcFile: string | undefined;
	/** nanorc files with something wrong in them, and what. */
	readonly mistakes: { readonly file: string; readonly text: string }[] = [];

	has(flag: string): boolean {
		return this.flags.has(flag);
	}

	toggle(flag: string): boolean {
		if (this.flags.delete(flag)) return false;
		this.flags.add(flag);
		return true;
	}
}

/** Letter to long name; '=' has an argument. Models nano.c long_options. */
const LETTERS: Readonly<Record<string, string>> = {
	A: 'smarthome',
	B: 'backup',
	C: 'backupdir=',
	D: 'boldtext',
	E: 'tabstospaces',
	F: 'multibuffer',
	G: 'locking',
	H: 'historylog',
	I: 'ignorercfiles',
	J: 'guidestripe=',
	K: 'rawsequences',
	L: 'nonewlines',
	M: 'trimblanks',
	N: 'noconvert',
	O: 'bookstyle',
	P: 'positionlog',
	Q: 'quotestr=',
	R: 'restricted',
	S: 'softwrap',
	T: 'tabsize=',
	U: 'quickblank',
	W: 'wordbounds',
	X: 'wordchars=',
	Y: 'syntax=',
	Z: 'zap',
	a: 'atblanks',
	b: 'breaklonglines',
	c: 'constantshow',
	d: 'rebinddelete',
	e: 'emptyline',
	f: 'rcfile=',
	g: 'showcursor',
	h: 'help',
	i: 'autoindent',
	j: 'jumpyscrolling',
	k: 'cutfromcursor',
	l: 'linenumbers',
	m: 'mouse',
	n: 'noread',
	o: 'operatingdir=',
	p: 'preserve',
	q: 'indicator',
	r: 'fill=',
	s: 'speller=',
	t: 'saveonexit',
	u: 'unix',
	v: 'view',
	V: 'version',
	w: 'nowrap',
	x: 'nohelp',
	y: 'afterends',
	z: 'listsyntaxes',
	'%': 'stateflags',
	_: 'minibar',
};

const NAMES: ReadonlySet<string> = new Set(Object.values(LETTERS).map((name) => name.replace('=', '')));
const VALUED: ReadonlySet<string> = new Set(
	Object.values(LETTERS)
		.filter((name) => name.endsWith('='))
		.map((name) => name.slice(0, -1)),
);
const RC_ONLY: ReadonlySet<string> = new Set(
	'casesensitive regexp matchbrackets punct brackets whitespace titlecolor statuscolor errorcolor keycolor functioncolor numbercolor selectedcolor stripecolor scrollercolor spotlightcolor promptcolor minicolor nohelp suspendable tempfile'.split(
		' ',
	),
);

/** A file to open and where. Lines and columns from 1, from the end when negative. */
export interface FileWord {
	readonly path: string;
	readonly line: number | undefined;
	readonly column: number | undefined;
	/** `+/text` and `+?text`, with c and r before the sign for case and expressions. */
	readonly search?: { readonly flags: string; readonly back: boolean; readonly text: string };
}

export type NanoArguments =
	| { readonly files: readonly FileWord[] }
	| { readonly print: string; readonly status: number };

const HINT = "Type 'nano -h' for a list of available options.\n";

export function parseNanoArguments(argv: readonly string[], options: NanoOptions): NanoArguments {
	const words: string[] = [];
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] as string;
		if (word === '--') {
			words.push(...argv.slice(index + 1));
			break;
		}
		if (!word.startsWith('-') || word === '-') {
			words.push(word);
			continue;
		}
		const long = word.startsWith('--');
		const letters = long ? [word] : [...word.slice(1)];
		for (let at = 0; at < letters.length; at++) {
			const letter = letters[at] as string;
			const found = long ? longOption(word) : LETTERS[letter]?.replace('=', '');
			if (found === undefined || found === 'listsyntaxes') {
				const said = long ? `unrecognized option '${word}'` : `invalid option -- '${letter}'`;
				return { print: `nano: ${said}\n${HINT}`, status: 1 };
			}
			let value = long ? /=(.*)$/s.exec(word)?.[1] : undefined;
			if (VALUED.has(found) && value === undefined) {
				const rest = long ? '' : letters.slice(at + 1).join('');
				value = rest === '' ? argv[++index] : rest;
				at = letters.length;
				if (value === undefined) {
					const said = long ? `option '${word}' requires an argument` : `option requires an argument -- '${letter}'`;
					return { print: `nano: ${said}\n${HINT}`, status: 1 };
				}
			}
			if (found === 'version') return { print: VERSION, status: 0 };
			const problem = setOption(options, found, value);
			if (problem !== undefined) return { print: `${problem}\n`, status: 1 };
		}
	}
	return { files: fileWords(words) };
}

const VERSION =
	' GNU nano, version 7.2\n (C) 2023 the Free Software Foundation and various contributors\n Compiled options: --disable-libmagic --enable-utf8\n';

/** The option that a word names, cut short or whole. */
function longOption(word: string): string | undefined {
	const name = word.slice(2).replace(/=.*$/s, '');
	if (NAMES.has(name)) return name;
	const begun = [...NAMES].filter((each) => each.startsWith(name));
	return begun.length === 1 ? begun[0] : undefined;
}

function setOption(options: NanoOptions, name: string, value: string | undefined): string | undefined {
	if (name === 'tabsize') {
		if (!/^\d+$/.test(value as string) || Number(value) < 1 || Number(value) > 1_000)
			return `Requested tab size "${value}" is invalid`;
		options.tabsize = Number(value);
	} else if (name === 'fill') {
		if (!/^-?\d+$/.test(value as string)) return `Requested fill size "${value}" is invalid`;
		options.fill = Number(value);
	} else if (name === 'rcfile') options.rcFile = value;
	else options.flags.add(name);
	return undefined;
}

function fileWords(words: readonly string[]): FileWord[] {
	const files: FileWord[] = [];
	for (let index = 0; index < words.length; index++) {
		const word = words[index] as string;
		const place = /^\+(-?\d*)(?:[,.:](-?\d+))?$/.exec(word);
		const next = words[index + 1];
		const search = /^\+([crCR]*)([/?])(.+)$/s.exec(word) as unknown as [string, string, string, string] | null;
		if (search !== null && next !== undefined) {
			const [, flags, sign, text] = search;
			files.push({ path: next, line: undefined, column: undefined, search: { flags, back: sign === '?', text } });
			index++;
			continue;
		}
		if (place === null || next === undefined) files.push({ path: word, line: undefined, column: undefined });
		else {
			const line = place[1] === '' ? (place[2] === undefined ? -1 : undefined) : Number(place[1]);
			files.push({ path: next, line, column: place[2] === undefined ? undefined : Number(place[2]) });
			index++;
		}
	}
	return files;
}

/** Lines of a nanorc. Models rcfile.c parse_rcfile. */
export function readNanorc(options: NanoOptions, file: string, text: string): void {
	text.split('\n').forEach((raw, index) => {
		const line = raw.trim();
		if (line === '' || line.startsWith('#')) return;
		const [word, name, ...rest] = line.split(/\s+/) as [string, string | undefined, ...string[]];
		const wrong = (said: string) =>
			options.mistakes.push({ file, text: `Error in ${file} on line ${index + 1}: ${said}` });
		if (PASSED.has(word.toLowerCase())) return;
		if (word !== 'set' && word !== 'unset') {
			wrong(`Command "${word}" not understood`);
			return;
		}
		if (name === undefined) {
			wrong('Missing option');
			return;
		}
		if (!NAMES.has(name) && !RC_ONLY.has(name)) {
			wrong(`Unknown option: ${name}`);
			return;
		}
		if (word === 'unset') options.flags.delete(name);
		else {
			const problem = setOption(options, name, rest.join(' ').replace(/^"(.*)"$/, '$1'));
			if (problem !== undefined) wrong(problem);
		}
	});
}

/** Keys and colours of one's own are passed over. */
const PASSED: ReadonlySet<string> = new Set(
	'include syntax extendsyntax bind unbind color icolor header magic comment formatter linter tabgives'.split(' '),
);
