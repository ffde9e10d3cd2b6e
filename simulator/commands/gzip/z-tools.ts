import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { become, captured, launch, launchFailureStatus, reasonOf, shellStatus, waitFor } from '../launch.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const VERSION = '(gzip) 1.12\n';

/** Options of grep that take a word of their own. */
const WITH_WORD =
	/^-[a-zA-Z]*[ABCDXdem]$|^--(?:regexp|max-count|after-context|before-context|context|label|color|colour)$/;

/** Models zgrep(1): each file goes through gzip, and grep is told its name. */
function zgrep(name: string, grep: string): Command {
	return unixCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 2_345,
		help: `Usage: ${name} [OPTION]... [-e] PATTERN [FILE]...
Look for instances of PATTERN in the input FILEs, using their
uncompressed contents if they are compressed.

OPTIONs are the same as for 'grep'.

Report bugs to <bug-gzip@gnu.org>.
`,
		main: (run) => zgrepMain(run, name, grep),
	});
}

function* zgrepMain(run: UnixRun, name: string, grep: string): Task<number> {
	const { options, words, hasPattern } = readWords(run);
	if (options.includes('--version') || options.includes('-V')) {
		yield* run.out.write(`${name} ${VERSION}`);
		return 0;
	}
	const pattern = hasPattern ? [] : words.splice(0, 1);
	if (!hasPattern && pattern.length === 0)
		throw new Exit(2, `/usr/bin/${name}: 188: 1: missing pattern; try \`/usr/bin/${name} --help' for help\n`);
	const own = [grep, ...options, ...(hasPattern ? [] : ['-e', ...pattern])];
	if (words.length === 0) return yield* search(run, undefined, own);
	const isNamed = words.length > 1 && !options.some((each) => /^-\w*h/.test(each) || each === '--no-filename');
	let found = 1;
	for (const file of words) {
		const label = [`--label=${file}`, ...(isNamed ? ['-H'] : [])];
		const status = yield* search(run, file, [...own.slice(0, 1), ...label, ...own.slice(1)]);
		if (status === 0 && found === 1) found = 0;
		if (status > 1) found = status;
	}
	return found;
}

function readWords({ args }: UnixRun): { options: string[]; words: string[]; hasPattern: boolean } {
	const options: string[] = [];
	const words: string[] = [];
	let hasPattern = false;
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '--') {
			words.push(...args.slice(at + 1));
			break;
		}
		if (!word.startsWith('-') || word === '-') {
			words.push(word);
			continue;
		}
		hasPattern ||= /^-[a-zA-Z]*[ef]|^--(?:regexp|file)/.test(word) && !word.startsWith('--exclude');
		options.push(word);
		if (WITH_WORD.test(word)) options.push(...args.slice(++at, at + 1));
	}
	return { options, words, hasPattern };
}

function* search({ process, out, say }: UnixRun, file: string | undefined, grep: readonly string[]): Task<number> {
	if (file !== undefined && file !== '-' && !process.access(file, {})) {
		yield* say(`gzip: ${/\.(?:gz|z|Z|tgz|taz)$/.test(file) ? file : `${file}.gz`}: No such file or directory\n`);
		return 2;
	}
	yield* out.flush();
	const [read, write] = process.pipe();
	const unpack = launch(process, ['gzip', '-cdfq', ...(file === undefined || file === '-' ? [] : ['--', file])], {
		fds: new Map([
			[0, 0],
			[1, write],
			[2, 2],
		]),
	});
	process.close(write);
	const pid = launch(process, grep, {
		fds: new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]),
	});
	process.close(read);
	const status = shellStatus(yield* waitFor(process, pid));
	yield* waitFor(process, unpack);
	return status;
}

/** zless and zmore: the pager reads what gzip makes of the files. */
function zpager(name: string, pager: string): Command {
	return unixCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 2_206,
		help: `Usage: ${name} [OPTION]... [FILE]...
Like '${pager}', but operate on the uncompressed contents of any compressed FILEs.

Options are the same as for '${pager}'.

Report bugs to <bug-gzip@gnu.org>.
`,
		main: (run) => zpagerMain(run, name, pager),
	});
}

function* zpagerMain({ process, args }: UnixRun, name: string, pager: string): Task<number> {
	const files = args.filter((word) => !word.startsWith('-'));
	const [read, write] = process.pipe();
	const fds = new Map([
		[0, 0],
		[1, write],
		[2, 2],
	]);
	launch(process, ['gzip', '-cdfq', ...(files.length === 0 ? [] : ['--', ...files])], { fds });
	process.close(write);
	process.dup2(read, 0);
	process.close(read);
	try {
		return yield* become(process, [pager, ...args.filter((word) => word.startsWith('-'))], process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(launchFailureStatus(error), `${name}: ${pager}: ${reasonOf(error)}\n`);
	}
}

/** zdiff and zcmp: of one file the other is what it was packed from. */
function zcompare(name: string, tool: string): Command {
	return unixCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 1_678,
		help: `Usage: ${name} [OPTION]... FILE1 [FILE2]
Compare FILE1 to FILE2, using their uncompressed contents if they are
compressed.  If FILE2 is not specified, then if FILE1 is FILE.gz,
compare FILE1 to FILE.  Do comparisons like '${tool}' does.

OPTIONs are the same as for '${tool}'.

Report bugs to <bug-gzip@gnu.org>.
`,
		main: (run) => zcompareMain(run, tool),
	});
}

function* zcompareMain({ process, args, out }: UnixRun, tool: string): Task<number> {
	const options = args.filter((word) => word.startsWith('-') && word !== '-');
	const [first, second] = args.filter((word) => !word.startsWith('-') || word === '-');
	if (first === undefined) throw new Exit(2, '/usr/bin/zdiff: missing operand\n');
	const other = second ?? first.replace(/\.(?:gz|z|Z|tgz|taz)$/, '');
	if (second === undefined && other === first)
		throw new Exit(2, `/usr/bin/zdiff: ${first}: unknown compressed file extension\n`);
	// What is packed comes from gzip, the last of it on standard input.
	const packed = [first, other].map((file) => /\.(?:gz|z|Z|tgz|taz)$/.test(file));
	const names: string[] = [];
	const fds = new Map([
		[0, 0],
		[1, 1],
		[2, 2],
	]);
	for (const [at, file] of [first, other].entries()) {
		if (!packed[at]) {
			names.push(file);
			continue;
		}
		const place = at === 0 && packed[1] ? 5 : 0;
		names.push(place === 0 ? '-' : `/dev/fd/${place}`);
		fds.set(place, yield* unpacked(process, file));
	}
	yield* out.flush();
	const pid = launch(process, [tool, ...options, ...names], { fds });
	return shellStatus(yield* waitFor(process, pid));
}

/** A file without a name that holds what another one was packed from. */
function* unpacked(process: Process, file: string): Task<number> {
	const { output } = yield* captured(process, ['gzip', '-cdfq', '--', file]);
	const path = `/tmp/zdiff.${process.pid}.${process.randomUint32().toString(36)}`;
	const fd = yield* process.open(path, { read: true, write: true, create: true, exclusive: true }, 0o600);
	process.unlink(path);
	yield* process.write(fd, output);
	process.seek(fd, 0, 'set');
	return fd;
}

export const Z_COMMANDS: readonly Command[] = [
	zgrep('zgrep', 'grep'),
	zgrep('zegrep', 'egrep'),
	zgrep('zfgrep', 'fgrep'),
	zpager('zless', 'less'),
	zpager('zmore', 'more'),
	zcompare('zdiff', 'diff'),
	zcompare('zcmp', 'cmp'),
];
