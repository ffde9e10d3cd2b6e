import { VERSION_LINES } from './ex/list-commands.ts';

/** The command line of vim. */
export interface VimArguments {
	readonly files: readonly string[];
	/** `-`: the text comes from standard input. */
	readonly fromInput: boolean;
	readonly readOnly: boolean;
	readonly noModify: boolean;
	readonly silent: boolean;
	readonly exMode: boolean;
	readonly noSwap: boolean;
	readonly recover: boolean;
	readonly binary: boolean;
	readonly windows: 'O' | 'o' | 'p' | undefined;
	/** `NONE`, `NORC`, `DEFAULTS`, a file. */
	readonly vimrc: string | undefined;
	/** `-i FILE`: instead of ~/.viminfo; NONE. */
	readonly viminfo: string | undefined;
	readonly clean: boolean;
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** Keys of -s file. */
	readonly script: string | undefined;
	readonly diff: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is asked for, or what is printed instead of editing. */
export function parseVimArguments(
	called: string,
	argv: readonly string[],
): VimArguments | { readonly print: string; readonly status: number } {
	const files: string[] = [];
	const before: string[] = [];
	const after: string[] = [];
	const out: Mutable<VimArguments> = {
		files,
		fromInput: false,
		readOnly: called === 'view',
		noModify: false,
		silent: false,
		exMode: called === 'ex',
		noSwap: false,
		recover: false,
		binary: false,
		windows: called === 'vimdiff' ? 'O' : undefined,
		vimrc: undefined,
		viminfo: undefined,
		clean: false,
		before,
		after,
		script: undefined,
		diff: called === 'vimdiff',
	};
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] as string;
		if (word === '--') {
			files.push(...argv.slice(index + 1));
			break;
		}
		if (word.startsWith('+')) after.push(word === '+' ? '$' : word.slice(1));
		else if (word === '-') out.fromInput = true;
		else if (!word.startsWith('-')) files.push(word);
		else if (word === '--version') return { print: `${VERSION_LINES.join('\n')}\n`, status: 0 };
		else if (word === '-h' || word === '--help') return { print: HELP, status: 0 };
		else if (word === '--cmd' || /^-[cuSsTwWiU]$/.test(word)) {
			if (word === '-s' && out.exMode) {
				out.silent = true;
				continue;
			}
			const value = argv[++index];
			if (value === undefined) return wrong('Argument missing after', word);
			if (word === '--cmd') before.push(value);
			else if (word === '-c') after.push(value);
			else if (word === '-u') out.vimrc = value;
			else if (word === '-i') out.viminfo = value;
			else if (word === '-S') after.push(`source ${value}`);
			else if (word === '-s') out.script = value;
		} else if (word === '--clean') out.clean = true;
		else if (word === '--noplugin' || word === '--not-a-term' || word === '--ttyfail') continue;
		else if (!flags(word.slice(1), out)) return wrong('Unknown option argument:', word);
	}
	return out;
}

function wrong(text: string, word: string): { print: string; status: number } {
	const shown = text.startsWith('Unknown') ? `${text} "${word}"` : `${text} "${word}"`;
	return { print: `${VERSION_LINES[0]}\n${shown}\nMore info with: "vim -h"\n`, status: 1 };
}

/** Letters that may stand together. */
function flags(letters: string, out: Mutable<VimArguments>): boolean {
	for (let at = 0; at < letters.length; at++) {
		const letter = letters[at] as string;
		switch (letter) {
			case 'R':
				out.readOnly = true;
				break;
			case 'M':
			case 'm':
				out.noModify = letter === 'M';
				break;
			case 'e':
			case 'E':
				out.exMode = true;
				break;
			case 's':
				if (!out.exMode) return false;
				out.silent = true;
				break;
			case 'n':
				out.noSwap = true;
				break;
			case 'r':
			case 'L':
				out.recover = true;
				break;
			case 'b':
				out.binary = true;
				break;
			case 'd':
				out.diff = true;
				out.windows = 'O';
				break;
			case 'O':
			case 'o':
			case 'p':
				out.windows = letter;
				while (/\d/.test(letters[at + 1] ?? '')) at++;
				break;
			case 'N':
			case 'C':
			case 'y':
			case 'v':
			case 'X':
			case 'Y':
			case 'Z':
			case 'f':
			case 'F':
				break;
			default:
				return false;
		}
	}
	return true;
}

const HELP = `${VERSION_LINES[0]}

Usage: vim [arguments] [file ..]       edit specified file(s)
   or: vim [arguments] -               read text from stdin
   or: vim [arguments] -t tag          edit file where tag is defined
   or: vim [arguments] -q [errorfile]  edit file with first error

Arguments:
   --			Only file names after this
   -v			Vi mode (like "vi")
   -e			Ex mode (like "ex")
   -s			Silent (batch) mode (only for "ex")
   -d			Diff mode (like "vimdiff")
   -R			Readonly mode (like "view")
   -b			Binary mode
   -n			No swap file, use memory only
   -r (with file name)	Recover crashed session
   -u <vimrc>		Use <vimrc> instead of any .vimrc
   -p[N]		Open N tab pages (default: one for each file)
   -o[N]		Open N windows (default: one for each file)
   -O[N]		Like -o but split vertically
   +			Start at end of file
   +<lnum>		Start at line <lnum>
   --cmd <command>	Execute <command> before loading any vimrc file
   -c <command>		Execute <command> after loading the first file
   -S <session>		Source file <session> after loading the first file
   -s <scriptin>	Read Normal mode commands from file <scriptin>
   --clean		'nocompatible', Vim defaults, no plugins, no viminfo
   -h  or  --help	Print Help (this message) and exit
   --version		Print version information and exit
`;
