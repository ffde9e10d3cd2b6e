import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Regexp } from '../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { findExecutable, launch, shellStatus, waitFor } from '../launch.ts';
import type { OptionTable } from '../options.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import type { ManualPage } from './manual-pages.ts';
import { MANUAL_PAGES } from './manual-pages.ts';
import { pageText } from './page-text.ts';

const VERSION = '2.12.0';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** What man-db ends with when nothing is found. */
const NOT_FOUND = 16;

/** Pages are there for what is installed: of the shell in the first place, of a program that the machine has else. */
function hasPage(process: Process, { name }: ManualPage): boolean {
	try {
		findExecutable(process, name, PATH);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function pagesOf(process: Process, name: string, section: string | undefined): ManualPage[] {
	return MANUAL_PAGES.filter(
		(page) =>
			page.name === name && (section === undefined || page.section.startsWith(section)) && hasPage(process, page),
	);
}

const manOptions = {
	apropos: flag('k', 'apropos'),
	whatis: flag('f', 'whatis'),
	where: flag('w', 'where', 'path', 'location'),
	all: flag('a', 'all'),
	sections: withValue('s', 'S', 'sections'),
	pager: withValue('P', 'pager'),
	debug: flag('d', 'debug'),
	locale: withValue('L', 'locale'),
	manPath: withValue('M', 'manpath'),
	names: flag('names-only'),
	caseless: flag('i', 'ignore-case'),
	caseful: flag('I', 'match-case'),
	regex: flag('regex'),
	wildcard: flag('wildcard'),
	update: flag('u', 'update'),
	ascii: flag('7', 'ascii'),
	plain: flag('no-hyphenation', 'nh'),
	unjustified: flag('no-justification', 'nj'),
	html: mayHaveValue('H', 'html'),
	version: flag('V', 'version'),
} satisfies OptionTable;

const MAN_HELP = `Usage: man [OPTION...] [SECTION] PAGE...

 Main modes of operation:
  -f, --whatis               equivalent to whatis
  -k, --apropos              equivalent to apropos
  -w, --where, --path, --location
                             print physical location of man page(s)

 Finding manual pages:
  -L, --locale=LOCALE        define the locale for this particular man search
  -M, --manpath=PATH         set search path for manual pages to PATH
  -S, -s, --sections=LIST    use colon separated section list
  -i, --ignore-case          look for pages case-insensitively (default)
  -I, --match-case           look for pages case-sensitively
      --regex                show all pages matching regex
      --wildcard             show all pages matching wildcard
      --names-only           make --regex and --wildcard match page names only,
                             not descriptions
  -a, --all                  find all matching manual pages
  -u, --update               force a cache consistency check

 Controlling formatted output:
  -P, --pager=PAGER          use program PAGER to display output
  -7, --ascii                display ASCII translation of certain latin1 chars
      --no-hyphenation, --nh turn off hyphenation
      --no-justification, --nj   turn off justification
  -H, --html[=BROWSER]       use BROWSER to display HTML output

  -d, --debug                emit debugging messages
  -?, --help                 give this help list
  -V, --version              print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.
`;

/** man-db's man: pages follow from what the programs tell of themselves. Differs: of formats and calls there are no pages. */
export const man = gnuCommand({
	name: 'man',
	paths: ['/usr/bin/man'],
	size: 120_344,
	version: `man ${VERSION}`,
	help: MAN_HELP,
	usageHint: "Try 'man --help' or 'man --usage' for more information.",
	options: manOptions,
	*main(run) {
		const { values, operands, process, out } = run;
		if (values.version) {
			yield* out.write(`man ${VERSION}\n`);
			return 0;
		}
		if (values.apropos) return yield* search(run, operands);
		if (values.whatis) return yield* describe(run, operands);
		let section = values.sections?.split(/[:,]/)[0];
		if (operands.length === 0) {
			if (values.where) {
				yield* out.write('/usr/local/man:/usr/local/share/man:/usr/share/man\n');
				return 0;
			}
			yield* process.write(2, encodeUtf8("What manual page do you want?\nFor example, try 'man man'.\n"));
			return 1;
		}
		let status = 0;
		const found: ManualPage[] = [];
		for (const [at, word] of operands.entries()) {
			if (/^(?:\d\w{0,3}|[lnopx])$/.test(word) && at < operands.length - 1) {
				section = word;
				continue;
			}
			const [, name = word, own = section] = /^(.+)\((\d\w*)\)$/.exec(word) ?? /^(.+)\.(\d)$/.exec(word) ?? [];
			const pages = pagesOf(process, name, own);
			found.push(...(values.all ? pages : pages.slice(0, 1)));
			if (pages.length > 0) continue;
			if (at === 0 && operands.length === 1 && /^\d$/.test(word)) {
				const example = `For example, try 'man ${word} man'.`;
				yield* process.write(
					2,
					encodeUtf8(
						`No manual entry for ${word}\n(Alternatively, what manual page do you want from section ${word}?)\n${example}\n`,
					),
				);
			} else {
				const where = own === undefined ? '' : ` in section ${own}`;
				yield* process.write(2, encodeUtf8(`No manual entry for ${name}${where}\n`));
			}
			status = NOT_FOUND;
		}
		if (values.where) {
			for (const { name, section: own } of found) yield* out.write(`/usr/share/man/man${own[0]}/${name}.${own}.gz\n`);
			return status;
		}
		for (const page of found) yield* show(run, page);
		return status;
	},
});

function* show(run: Run<typeof manOptions>, page: ManualPage): Task<void> {
	const { process, out, values } = run;
	const toTerminal = process.isatty(1);
	const wanted = Number(process.env.get('MANWIDTH') ?? process.env.get('COLUMNS') ?? 0);
	const columns = wanted > 0 ? wanted : toTerminal ? process.terminalSize(1).columns : 80;
	const text = pageText(page, yield* helpOf(process, page), {
		columns: Math.max(20, columns - (wanted > 0 ? 0 : 2)),
		bold: toTerminal ? overstruck : (plain) => plain,
	});
	if (!toTerminal) {
		yield* out.write(text);
		return;
	}
	const pager = values.pager ?? process.env.get('MANPAGER') ?? process.env.get('PAGER') ?? 'pager';
	const title = ` Manual page ${page.name}(${page.section}) `;
	const rest = '?ltline %lt?L/%L.:byte %bB?s/%s..?e (END):?pB %pB\\%.. (press h for help or q to quit)';
	const env = new Map(process.env);
	env.set('LESS', `-ix8RmPm${title}${rest}$PM${title}${rest}$`);
	env.set('MAN_PN', `${page.name}(${page.section})`);
	const [read, write] = process.pipe();
	const fds = new Map([
		[0, read],
		[1, 1],
		[2, 2],
	]);
	const pid = launch(process, ['/bin/sh', '-c', pager], { env, fds });
	process.close(read);
	process.onSignal('PIPE', 'ignore');
	try {
		yield* process.write(write, encodeUtf8(text));
	} catch (error) {
		// The reader has left before the end.
		if (!(error instanceof SystemError)) throw error;
	}
	process.close(write);
	yield* waitFor(process, pid);
}

const overstruck = (text: string): string => text.replace(/[^\s]/gu, (character) => `${character}\b${character}`);

/** What a program prints about itself; nothing where its synopsis is known. */
function* helpOf(process: Process, page: ManualPage): Task<string> {
	if (page.synopsis !== undefined) return '';
	const [read, write] = process.pipe();
	const input = yield* process.open('/dev/null', { read: true });
	const fds = new Map([
		[0, input],
		[1, write],
		[2, write],
	]);
	const path = findExecutable(process, page.name, PATH);
	const pid = process.spawn({ argv: [page.name, '--help'], path, env: process.env, fds });
	process.close(write);
	process.close(input);
	const text = decodeUtf8(yield* readAll(process, read));
	process.close(read);
	shellStatus(yield* waitFor(process, pid));
	return text;
}

const searchOptions = {
	debug: flag('d', 'debug'),
	verbose: flag('v', 'verbose'),
	exact: flag('e', 'exact'),
	wildcard: flag('w', 'wildcard'),
	regex: flag('r', 'regex'),
	and: flag('a', 'and'),
	long: flag('l', 'long'),
	sections: withValue('s', 'sections', 'section'),
	locale: withValue('L', 'locale'),
	manPath: withValue('M', 'manpath'),
	systems: withValue('m', 'systems'),
	version: flag('V', 'version'),
} satisfies OptionTable;

const searchHelp = (name: string, keyword: string): string => `Usage: ${name} [OPTION...] ${keyword}...

  -d, --debug                emit debugging messages
  -v, --verbose              print verbose warning messages
  -e, --exact                search each keyword for exact match
  -r, --regex                interpret each keyword as a regex
  -w, --wildcard             the keyword(s) contain wildcards
  -a, --and                  require all keywords to match
  -l, --long                 do not trim output to terminal width
  -s, --sections=LIST, --section=LIST
                             search only these sections (colon-separated)
  -L, --locale=LOCALE        define the locale for this search
  -M, --manpath=PATH         set search path for manual pages to PATH
  -m, --systems=SYSTEM       use manual pages from other systems
  -?, --help                 give this help list
  -V, --version              print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.
`;

export const apropos = gnuCommand({
	name: 'apropos',
	paths: ['/usr/bin/apropos'],
	size: 52_224,
	version: `apropos ${VERSION}`,
	help: searchHelp('apropos', 'KEYWORD'),
	options: searchOptions,
	main: (run) => asked(run, 'apropos', search),
});

export const whatis = gnuCommand({
	name: 'whatis',
	paths: ['/usr/bin/whatis'],
	size: 52_224,
	version: `whatis ${VERSION}`,
	help: searchHelp('whatis', 'KEYWORD'),
	options: searchOptions,
	main: (run) => asked(run, 'whatis', describe),
});

/** man -k and man -f take a part of the same options. */
type SearchRun = Pick<Run, 'process' | 'out'> & {
	readonly values: {
		readonly sections?: string | undefined;
		readonly and?: true | undefined;
		readonly exact?: true | undefined;
	};
};

function* asked(
	run: Run<typeof searchOptions>,
	name: string,
	look: (run: SearchRun, words: readonly string[]) => Task<number>,
): Task<number> {
	if (run.values.version) {
		yield* run.out.write(`${name} ${VERSION}\n`);
		return 0;
	}
	return yield* look(run, run.operands);
}

function line({ name, section, about }: ManualPage): string {
	return `${`${name} (${section})`.padEnd(20)} - ${about}\n`;
}

function known({ process, values }: SearchRun): ManualPage[] {
	const sections = values.sections?.split(/[:,]/);
	return MANUAL_PAGES.filter((page) => sections?.some((each) => page.section.startsWith(each)) ?? true).filter((page) =>
		hasPage(process, page),
	);
}

/** Models apropos(1): keywords are looked for in names and descriptions, as expressions, whatever their case. */
function* search(run: SearchRun, words: readonly string[]): Task<number> {
	if (words.length === 0) {
		yield* run.process.write(2, encodeUtf8('apropos what?\n'));
		return 1;
	}
	const pages = known(run);
	const patterns = words.map((word) => ({ word, pattern: patternOf(word) }));
	const hits = ({ name, about }: ManualPage, { word, pattern }: (typeof patterns)[number]): boolean =>
		run.values.exact ? name === word || about === word : pattern.test(name) || pattern.test(about);
	const found = pages.filter((page) =>
		run.values.and ? patterns.every((each) => hits(page, each)) : patterns.some((each) => hits(page, each)),
	);
	for (const page of found) yield* run.out.write(line(page));
	return yield* missing(
		run,
		patterns.filter((each) => !pages.some((page) => hits(page, each))).map(({ word }) => word),
	);
}

function patternOf(word: string): Regexp {
	try {
		return compilePosix(word, 'extended', { ignoreCase: true });
	} catch (error) {
		if (error instanceof RegexpSyntaxError) throw new Fatal(`fatal: regex \`${word}': ${error.message}`);
		throw error;
	}
}

function* describe(run: SearchRun, words: readonly string[]): Task<number> {
	if (words.length === 0) {
		yield* run.process.write(2, encodeUtf8('whatis what?\n'));
		return 1;
	}
	const pages = known(run);
	const absent: string[] = [];
	for (const word of words) {
		const found = pages.filter(({ name }) => name === word);
		for (const page of found) yield* run.out.write(line(page));
		if (found.length === 0) absent.push(word);
	}
	return yield* missing(run, absent);
}

function* missing(run: SearchRun, words: readonly string[]): Task<number> {
	for (const word of words) {
		yield* run.out.flush();
		yield* run.process.write(2, encodeUtf8(`${word}: nothing appropriate.\n`));
	}
	return words.length > 0 ? NOT_FOUND : 0;
}
