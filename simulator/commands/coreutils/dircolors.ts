import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless } from '../../machinery/utf8.ts';
import { complaintOf, Fatal, gnuCommand, type RunContext } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { readAll, readFile } from '../stdio.ts';
import { DIRCOLORS_DATABASE } from './dircolors-database.ts';
import { COREUTILS } from './version.ts';

/** Differs: comments of the built-in database. */
export const dircolors = gnuCommand({
	name: 'dircolors',
	paths: ['/usr/bin/dircolors'],
	size: 52_144,
	version: `dircolors ${COREUTILS}`,
	help: `Usage: dircolors [OPTION]... [FILE]
Output commands to set the LS_COLORS environment variable.

Determine format of output:
  -b, --sh, --bourne-shell    output Bourne shell code to set LS_COLORS
  -c, --csh, --c-shell        output C shell code to set LS_COLORS
  -p, --print-database        output defaults
      --print-ls-colors       output fully escaped colors for display
      --help        display this help and exit
      --version     output version information and exit

If FILE is specified, read it to determine which colors to use for which
file types and extensions.  Otherwise, a precompiled database is used.
For details on the format of these files, run 'dircolors --print-database'.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/dircolors>
or available locally via: info '(coreutils) dircolors invocation'
`,
	options: {
		bourne: flag('b', 'sh', 'bourne-shell'),
		c: flag('c', 'csh', 'c-shell'),
		database: flag('p', 'print-database'),
		colors: flag('print-ls-colors'),
	},
	*main(run) {
		const { values, operands, process, out } = run;
		if ((values.bourne || values.c) && (values.database || values.colors)) {
			const text = 'the options to output non shell syntax,\nand to select a shell syntax are mutually exclusive';
			throw new Fatal(text, 1, true);
		}
		if (values.database && values.colors) {
			throw new Fatal('options --print-database and --print-ls-colors are mutually exclusive', 1, true);
		}
		const extra = operands[values.database ? 0 : 1];
		if (extra !== undefined) {
			const why = values.database ? '\nfile operands cannot be combined with --print-database (-p)' : '';
			throw new Fatal(`extra operand ‘${extra}’${why}`, 1, true);
		}
		if (values.database) {
			yield* out.write(DIRCOLORS_DATABASE);
			return 0;
		}
		const shell = values.bourne || values.c ? run.given.at(-1)?.key : undefined;
		const style = values.colors ? 'colors' : shell === undefined ? styleOf(process.env.get('SHELL')) : (shell as Style);
		const [file] = operands;
		const text = file === undefined ? DIRCOLORS_DATABASE : yield* contentOf(run, file);
		const entries = yield* entriesOf(run, text, file === undefined ? '<internal>' : quotedName(file));
		if (entries === undefined) return 1;
		yield* out.write(written(entries, style));
		return 0;
	},
});

type Style = 'bourne' | 'c' | 'colors';

/** The syntax of the shell that the user logs in with. */
function styleOf(shell: string | undefined): Style {
	if (shell === undefined || shell === '') {
		throw new Fatal('no SHELL environment variable, and no shell type option given');
	}
	return /(?:^|\/)t?csh$/.test(shell) ? 'c' : 'bourne';
}

function* contentOf({ process }: RunContext, file: string): Task<string> {
	try {
		return decodeLossless(file === '-' ? yield* readAll(process, 0) : yield* readFile(process, file));
	} catch (error) {
		// A directory opens, and has no lines.
		if (error instanceof SystemError && error.errno === 'EISDIR') return '';
		throw new Fatal(complaintOf(quotedName(file), error));
	}
}

interface Entry {
	readonly name: string;
	readonly value: string;
}

/** What holds for this terminal; undefined when a line was wrong, which has been told. Models dircolors.c dc_parse_stream. */
function* entriesOf(run: RunContext, text: string, file: string): Task<Entry[] | undefined> {
	const { env } = run.process;
	const subjects = new Map([
		['TERM', env.get('TERM') || 'none'],
		['COLORTERM', env.get('COLORTERM') ?? ''],
	]);
	const entries: Entry[] = [];
	let isWrong = false;
	// Terminals that stand together are one condition: it holds when one of them does, until the next such group.
	let condition: 'none' | 'unmet' | 'met' | 'over' = 'none';
	let number = 0;
	for (const line of text.split('\n')) {
		number++;
		yield* run.process.tick();
		const [, keyword, rest = ''] = /^\s*([^\s#]\S*)(.*)$/s.exec(line) ?? [];
		if (keyword === undefined) continue;
		const value = rest.replace(/#.*$/s, '').trim();
		if (value === '') {
			yield* run.complain(`${file}:${number}: invalid line;  missing second token`);
			isWrong = true;
			continue;
		}
		const subject = subjects.get(keyword.toUpperCase());
		if (subject !== undefined) {
			if (condition !== 'met') condition = compileGlob(value).matches(subject) ? 'met' : 'unmet';
			continue;
		}
		if (condition === 'met') condition = 'over';
		if (condition === 'unmet') continue;
		const name = keyword.startsWith('.') ? `*${keyword}` : keyword.startsWith('*') ? keyword : codeOf(keyword);
		if (name !== undefined) {
			if (name !== '') entries.push({ name, value });
		} else if (condition === 'over') {
			yield* run.complain(`${file}:${number}: unrecognized keyword ${keyword}`);
			isWrong = true;
		}
	}
	return isWrong ? undefined : entries;
}

/** Code of a kind; '' of a word of other editions that means nothing. */
function codeOf(keyword: string): string | undefined {
	return CODES.get(keyword.toUpperCase());
}

const CODES: ReadonlyMap<string, string> = new Map(
	(
		'no:NORMAL,NORM fi:FILE rs:RESET di:DIR ln:LNK,LINK,SYMLINK or:ORPHAN mi:MISSING pi:FIFO,PIPE so:SOCK ' +
		'bd:BLK,BLOCK cd:CHR,CHAR do:DOOR ex:EXEC lc:LEFT,LEFTCODE rc:RIGHT,RIGHTCODE ec:END,ENDCODE su:SUID,SETUID ' +
		'sg:SGID,SETGID st:STICKY ow:OTHER_WRITABLE,OWR tw:STICKY_OTHER_WRITABLE,OWT ca:CAPABILITY mh:MULTIHARDLINK ' +
		'cl:CLRTOEOL :OPTIONS,COLOR,EIGHTBIT'
	)
		.split(' ')
		.flatMap((group) => {
			const [code = '', names = ''] = group.split(':');
			return names.split(',').map((name) => [name, code] as const);
		}),
);

function written(entries: readonly Entry[], style: Style): string {
	if (style === 'colors') {
		return entries.map(({ name, value }) => `\x1b[${value}m${name}\t${value}\x1b[0m\n`).join('');
	}
	const all = entries.map(({ name, value }) => `${quoted(name)}=${quoted(value)}:`).join('');
	return style === 'c' ? `setenv LS_COLORS '${all}'\n` : `LS_COLORS='${all}';\nexport LS_COLORS\n`;
}

/** Within quotes of a shell, with `=` and `:` marked unless they are marked already. */
function quoted(text: string): string {
	let out = '';
	let marked = false;
	for (const char of text) {
		if (char === "'") out += "'\\'";
		else if ((char === ':' || char === '=') && !marked) out += '\\';
		marked = (char === '\\' || char === '^') && !marked;
		out += char;
	}
	return out;
}
