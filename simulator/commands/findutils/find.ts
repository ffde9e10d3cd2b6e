import { errorMessage } from '../../kernel/error-message.ts';
import type { OpenFlags, Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless, encodeLossless } from '../../machinery/utf8.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { joinPath } from '../coreutils/copy-tree.ts';
import { modeText } from '../coreutils/file-mode.ts';
import { localQuotes } from '../gnu-command.ts';
import { launch, reasonOf, waitFor } from '../launch.ts';
import { LineReader, readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import type { FindNode, FindOptions } from './find-expression.ts';
import { FindParser, FindSyntaxError } from './find-expression.ts';
import type { Found } from './find-printf.ts';
import { baseOf, FIND_TYPES, findPrintf, folderOf, unknownDirectives, unknownEscapes } from './find-printf.ts';
import type { FindTest } from './find-tests.ts';
import { compileTest } from './find-tests.ts';
import { FINDUTILS } from './version.ts';

export const find = unixCommand({
	name: 'find',
	paths: ['/usr/bin/find'],
	size: 224_848,
	*main(run) {
		return yield* findMain(run, (text) => `find: ${text}`);
	},
});

/** @param word how a complaint is printed. */
export function* findMain(run: UnixRun, word: (text: string) => string): Task<number> {
	const { process, out } = run;
	let args = [...run.args];
	if (args[0] === '--help' || args[0] === '-help') {
		yield* out.write(HELP);
		return 0;
	}
	if (args[0] === '--version' || args[0] === '-version') {
		yield* out.write(`find ${FINDUTILS}\n`);
		return 0;
	}
	let follow: 'never' | 'operands' | 'always' = 'never';
	while (/^-(?:[HLP]|O.*|D)$/.test(args[0] ?? '')) {
		if (args[0] === '-D') {
			const unknown = (args[1] ?? '').split(',').filter((each) => !DEBUG_FLAGS.has(each));
			for (const each of unknown) yield* run.say(`${word(`Ignoring unrecognised debug flag ‘${each}’`)}\n`);
			args = args.slice(1);
		} else if (/^-O(?!\d+$)/.test(args[0] ?? '')) {
			throw new Exit(1, `${word('Please specify a decimal number immediately after -O')}\n`);
		} else if (!args[0]?.startsWith('-O'))
			follow = args[0] === '-L' ? 'always' : args[0] === '-H' ? 'operands' : 'never';
		args = args.slice(1);
	}
	if (args[0] === '--') args = args.slice(1);
	const first = args.findIndex((each) => each.startsWith('-') || each === '(' || each === '!');
	const paths = first < 0 ? args : args.slice(0, first);
	try {
		const parser = new FindParser(first < 0 ? [] : args.slice(first));
		const expression = parser.parse();
		const accounts = yield* readAccounts(process);
		const finder = new Finder(run, expression, parser.options, accounts, follow, word);
		const { filesFrom } = parser.options;
		if (filesFrom === undefined) return yield* finder.run(paths.length === 0 ? ['.'] : paths);
		const named = yield* namesFrom(run, filesFrom, paths, word);
		const status = yield* finder.run(named.names);
		return named.failed ? 1 : status;
	} catch (error) {
		if (!(error instanceof FindSyntaxError)) throw error;
		const { stray } = error;
		const isFile = stray !== undefined && process.access(stray.word, {});
		// busybox has no words for it.
		const hint = isFile ? word(`possible unquoted pattern after predicate \`${stray.after}'?`) : '';
		const lines = [word(error.message), ...(hint === '' ? [] : [hint])];
		throw new Exit(1, localQuotes(`${lines.join('\n')}\n`, process.env));
	}
}

const DEBUG_FLAGS: ReadonlySet<string> = new Set('exec opt rates search stat time tree all help'.split(' '));

/** Where `-files0-from` says to begin. Throws Exit. */
function* namesFrom(
	{ process, say }: UnixRun,
	from: string,
	paths: readonly string[],
	word: (text: string) => string,
): Task<{ readonly names: readonly string[]; readonly failed: boolean }> {
	if (paths.length > 0) {
		const lines = [`extra operand ‘${paths[0]}’`, 'file operands cannot be combined with -files0-from'];
		throw new Exit(1, localQuotes(lines.map((line) => `${word(line)}\n`).join(''), process.env));
	}
	let text: string;
	try {
		text = decodeLossless(from === '-' ? yield* readAll(process, 0) : yield* readFile(process, from));
	} catch (error) {
		const problem = `cannot open ‘${from}’ for reading: ${reasonOf(error)}`;
		throw new Exit(1, localQuotes(`${word(problem)}\n`, process.env));
	}
	const all = text === '' ? [] : text.replace(/\0$/, '').split('\0');
	for (const [at, name] of all.entries()) {
		if (name === '')
			yield* say(localQuotes(`${word(`‘${from}’:${at + 1}: invalid zero-length file name`)}\n`, process.env));
	}
	const names = all.filter((name) => name !== '');
	return { names, failed: names.length < all.length };
}

/** So many at most are given to a command of `-exec … +` at once. */
const BATCH_FILES = 5_000;

class Quit extends Error {}

class Finder {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #expression: FindNode;
	readonly #options: FindOptions;
	readonly #accounts: Accounts;
	readonly #follow: 'never' | 'operands' | 'always';
	readonly #word: (text: string) => string;
	readonly #tests = new Map<FindNode, FindTest>();
	readonly #batches = new Map<FindNode, string[]>();
	readonly #files = new Map<string, number>();
	#answers: LineReader | undefined;
	#status = 0;
	#pruned = false;

	constructor(
		run: UnixRun,
		expression: FindNode,
		options: FindOptions,
		accounts: Accounts,
		follow: 'never' | 'operands' | 'always',
		word: (text: string) => string,
	) {
		this.#run = run;
		this.#process = run.process;
		this.#expression = expression;
		this.#options = options;
		this.#accounts = accounts;
		this.#follow = follow;
		this.#word = word;
		this.#compile(expression);
	}

	*run(paths: readonly string[]): Task<number> {
		yield* this.#openFiles(this.#expression);
		try {
			for (const path of paths) yield* descending(this.#visit(path, path, 0, undefined));
		} catch (error) {
			if (!(error instanceof Quit)) throw error;
		}
		for (const [node, files] of this.#batches) if (node.kind === 'run') yield* this.#runBatch(node, files);
		return this.#status;
	}

	#compile(node: FindNode): void {
		if (node.kind === 'not') this.#compile(node.operand);
		else if (node.kind === 'and' || node.kind === 'or' || node.kind === 'list') {
			this.#compile(node.left);
			this.#compile(node.right);
		} else if (node.kind === 'test') {
			const test = compileTest(node.name, node.argument, this.#process, this.#accounts, node.variant);
			if (test !== undefined) this.#tests.set(node, test);
		}
	}

	/** What was gathered for a command is run at once; its failure is find's. */
	*#runBatch(node: FindNode & { kind: 'run' }, files: readonly string[]): Task<void> {
		if (!(yield* this.#execute([...node.command, ...files], '.'))) this.#status = 1;
	}

	*#complain(text: string): Task<void> {
		this.#status = 1;
		yield* this.#run.say(localQuotes(`${this.#word(text)}\n`, this.#process.env));
	}

	*#visit(path: string, start: string, depth: number, device: number | undefined): Task<void> {
		yield* this.#process.tick();
		let stat: Stat;
		try {
			stat = this.#stat(path, depth);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#complain(`‘${path}’: ${errorMessage(error.errno)}`);
			return;
		}
		if (this.#options.oneFileSystem && device !== undefined && stat.device !== device) return;
		const target = stat.type === 'symlink' ? this.#process.readlink(path) : undefined;
		const found: Found = {
			path,
			start,
			depth,
			stat,
			target,
			isFollowed: this.#follows(depth),
			targetType: stat.type === 'symlink' ? this.#targetType(path) : undefined,
			fileSystem: () => this.#process.statfs(stat.type === 'symlink' ? folderOf(path) : path).type,
		};
		const inRange = depth >= this.#options.mindepth;
		this.#pruned = false;
		if (inRange && !this.#options.depthFirst) yield* this.#evaluate(this.#expression, found);
		const pruned = this.#pruned && !this.#options.depthFirst;
		if (stat.type === 'directory' && !pruned && depth < this.#options.maxdepth) {
			let names: readonly string[] = [];
			try {
				names = this.#process.readdir(path);
			} catch (error) {
				// It may have been deleted meanwhile by an action.
				if (!(error instanceof SystemError)) throw error;
				yield* this.#complain(`‘${path}’: ${errorMessage(error.errno)}`);
			}
			for (const name of names) yield* deeper(this.#visit(joinPath(path, name), start, depth + 1, stat.device));
		}
		if (inRange && this.#options.depthFirst) yield* this.#evaluate(this.#expression, found);
	}

	#targetType(path: string): string {
		try {
			return FIND_TYPES[this.#process.stat(path).type];
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return error.errno === 'ELOOP' ? 'L' : 'N';
		}
	}

	#follows(depth: number): boolean {
		return this.#follow === 'always' || this.#options.follow || (this.#follow === 'operands' && depth === 0);
	}

	#stat(path: string, depth: number): Stat {
		const link = this.#process.lstat(path);
		if (!this.#follows(depth) || link.type !== 'symlink') return link;
		try {
			return this.#process.stat(path);
		} catch (error) {
			if (error instanceof SystemError) return link;
			throw error;
		}
	}

	*#evaluate(node: FindNode, found: Found): Task<boolean> {
		switch (node.kind) {
			case 'and':
				return (yield* this.#evaluate(node.left, found)) && (yield* this.#evaluate(node.right, found));
			case 'or':
				return (yield* this.#evaluate(node.left, found)) || (yield* this.#evaluate(node.right, found));
			case 'list':
				yield* this.#evaluate(node.left, found);
				return yield* this.#evaluate(node.right, found);
			case 'not':
				return !(yield* this.#evaluate(node.operand, found));
			case 'run':
				return yield* this.#runCommand(node, found);
			case 'test': {
				const test = this.#tests.get(node);
				return test === undefined ? yield* this.#act(node, found) : test(found);
			}
		}
	}

	*#act({ name, argument, file }: FindNode & { kind: 'test' }, found: Found): Task<boolean> {
		switch (name) {
			case 'print':
			case 'fprint':
				yield* this.#put(file, `${found.path}\n`);
				return true;
			case 'print0':
			case 'fprint0':
				yield* this.#put(file, `${found.path}\0`);
				return true;
			case 'printf':
			case 'fprintf':
				yield* this.#put(file, findPrintf(argument, found, this.#accounts));
				return true;
			case 'ls':
			case 'fls':
				yield* this.#put(file, `${listLine(found, this.#accounts, this.#process.now())}\n`);
				return true;
			case 'prune':
				this.#pruned = true;
				return true;
			case 'quit':
				throw new Quit();
			default:
				return yield* this.#delete(found);
		}
	}

	*#put(file: string | undefined, text: string): Task<void> {
		if (file === undefined) yield* this.#run.out.write(text);
		else yield* this.#process.write(this.#files.get(file) as number, encodeLossless(text));
	}

	/** Files that are written to are there, and empty, even when nothing is found. */
	*#openFiles(node: FindNode): Task<void> {
		if (node.kind === 'not') yield* this.#openFiles(node.operand);
		else if (node.kind === 'and' || node.kind === 'or' || node.kind === 'list') {
			yield* this.#openFiles(node.left);
			yield* this.#openFiles(node.right);
		} else if (node.kind === 'test') {
			if (node.name.endsWith('printf')) {
				for (const unknown of unknownEscapes(node.argument))
					yield* this.#run.say(`${this.#word(`warning: unrecognized escape \`${unknown}'`)}\n`);
				for (const unknown of unknownDirectives(node.argument))
					yield* this.#run.say(`${this.#word(`warning: unrecognized format directive \`${unknown}'`)}\n`);
			}
			if (node.file === undefined || this.#files.has(node.file)) return;
			const flags = { write: true, create: true, truncate: true };
			this.#files.set(node.file, node.file === '/dev/stdout' ? 1 : yield* this.#open(node.file, flags));
		}
	}

	*#open(file: string, flags: OpenFlags): Task<number> {
		try {
			return yield* this.#process.open(file, flags, 0o666);
		} catch (error) {
			throw new FindSyntaxError(`‘${file}’: ${reasonOf(error)}`);
		}
	}

	*#delete({ path, stat }: Found): Task<boolean> {
		if (path === '.') return true;
		try {
			if (stat.type === 'directory') this.#process.rmdir(path);
			else this.#process.unlink(path);
			return true;
		} catch (error) {
			yield* this.#complain(`cannot delete ‘${path}’: ${reasonOf(error)}`);
			return false;
		}
	}

	*#runCommand(node: FindNode & { kind: 'run' }, found: Found): Task<boolean> {
		const inFolder = node.name.endsWith('dir');
		const slash = found.path.lastIndexOf('/');
		const folder = inFolder && slash >= 0 ? found.path.slice(0, slash) || '/' : '.';
		const file = inFolder ? `./${baseOf(found.path)}` : found.path;
		if (node.name.startsWith('ok') && !(yield* this.#agreed(node.command[0] as string, found.path))) return false;
		if (!node.many) {
			return yield* this.#execute(
				node.command.map((word) => word.replaceAll('{}', () => file)),
				folder,
			);
		}
		if (inFolder) {
			if (!(yield* this.#execute([...node.command, file], folder))) this.#status = 1;
			return true;
		}
		const batch = this.#batches.get(node) ?? [];
		this.#batches.set(node, batch);
		batch.push(file);
		if (batch.length < BATCH_FILES) return true;
		yield* this.#runBatch(node, batch.splice(0));
		return true;
	}

	/** `-ok` asks first, and a yes is a line that begins with one. */
	*#agreed(command: string, path: string): Task<boolean> {
		yield* this.#run.out.flush();
		yield* this.#process.write(2, encodeLossless(`< ${command} ... ${path} > ? `));
		this.#answers ??= new LineReader(this.#process, 0);
		return /^[yY]/.test((yield* this.#answers.next()) ?? '');
	}

	*#execute(argv: readonly string[], cwd: string): Task<boolean> {
		yield* this.#run.out.flush();
		try {
			const result = yield* waitFor(this.#process, launch(this.#process, argv, { cwd }));
			const succeeded = result.kind === 'exited' && result.status === 0;
			return succeeded;
		} catch (error) {
			// find's own status does not tell of it.
			yield* this.#run.say(localQuotes(`${this.#word(`‘${argv[0]}’: ${reasonOf(error)}`)}\n`, this.#process.env));
			return false;
		}
	}
}

function listLine({ path, stat, target }: Found, accounts: Accounts, nowMs: number): string {
	const blocks = stat.type === 'directory' ? 4 : Math.ceil(stat.size / 4096) * 4;
	const user = accounts.users.get(stat.uid) ?? String(stat.uid);
	const group = accounts.groups.get(stat.gid) ?? String(stat.gid);
	const recent = nowMs - stat.mtimeMs < 15_778_476_000;
	const time = strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', stat.mtimeMs);
	const link = target === undefined ? '' : ` -> ${target}`;
	return `${String(stat.inode).padStart(9)} ${String(blocks).padStart(6)} ${modeText(stat)} ${String(stat.links).padStart(3)} ${user.padEnd(8)} ${group.padEnd(8)} ${String(stat.size).padStart(8)} ${time} ${path}${link}`;
}

const HELP = `Usage: find [-H] [-L] [-P] [-Olevel] [-D debugopts] [path...] [expression]

Default path is the current directory; default expression is -print.
Expression may consist of: operators, options, tests, and actions.

Operators (decreasing precedence; -and is implicit where no others are given):
      ( EXPR )   ! EXPR   -not EXPR   EXPR1 -a EXPR2   EXPR1 -and EXPR2
      EXPR1 -o EXPR2   EXPR1 -or EXPR2   EXPR1 , EXPR2

Positional options (always true):
      -daystart -follow -nowarn -regextype -warn

Normal options (always true, specified before other expressions):
      -depth -files0-from FILE -maxdepth LEVELS -mindepth LEVELS
       -mount -noleaf -xdev -ignore_readdir_race -noignore_readdir_race

Tests (N can be +N or -N or N):
      -amin N -anewer FILE -atime N -cmin N -cnewer FILE -context CONTEXT
      -ctime N -empty -false -fstype TYPE -gid N -group NAME -ilname PATTERN
      -iname PATTERN -inum N -iwholename PATTERN -iregex PATTERN
      -links N -lname PATTERN -mmin N -mtime N -name PATTERN -newer FILE
      -nouser -nogroup -path PATTERN -perm [-/]MODE -regex PATTERN
      -readable -writable -executable
      -wholename PATTERN -size N[bcwkMG] -true -type [bcdpflsD] -uid N
      -used N -user NAME -xtype [bcdpfls]

Actions:
      -delete -print0 -printf FORMAT -fprintf FILE FORMAT -print 
      -fprint0 FILE -fprint FILE -ls -fls FILE -prune -quit
      -exec COMMAND ; -exec COMMAND {} + -ok COMMAND ;
      -execdir COMMAND ; -execdir COMMAND {} + -okdir COMMAND ;

Other common options:
      --help                   display this help and exit
      --version                output version information and exit

Valid arguments for -D:
exec, opt, rates, search, stat, time, tree, all, help
Use '-D help' for a description of the options, or see find(1)

Please see also the documentation at https://www.gnu.org/software/findutils/.
You can report (and track progress on fixing) bugs in the "/usr/bin/find"
program via the GNU findutils bug-reporting page at
https://savannah.gnu.org/bugs/?group=findutils or, if
you have no web access, by sending email to <bug-findutils@gnu.org>.
`;
