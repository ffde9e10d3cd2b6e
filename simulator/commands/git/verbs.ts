import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { exists, joinPath } from '../coreutils/copy-tree.ts';
import { flag, OptionError, type OptionTable, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Advertised, fatal, listRemote } from './remote.ts';
import { Repository } from './repository.ts';

/** A git command: what stands behind its name, and what it does. */
export interface Verb {
	readonly usage: string;
	run(run: UnixRun, args: readonly string[]): Task<number>;
}

const SHORT = 7;

const CLONE = {
	branch: withValue('b', 'branch'),
	depth: withValue('depth'),
	origin: withValue('o', 'origin'),
	quiet: flag('q', 'quiet'),
	verbose: flag('v', 'verbose'),
	progress: flag('progress'),
	noCheckout: flag('n', 'no-checkout'),
	singleBranch: flag('single-branch'),
	noSingleBranch: flag('no-single-branch'),
	noTags: flag('no-tags'),
	recurse: flag('recursive', 'recurse-submodules'),
	shallow: flag('shallow-submodules'),
	config: withValue('c', 'config'),
	filter: withValue('filter'),
} as const;

const FETCH = {
	depth: withValue('depth'),
	quiet: flag('q', 'quiet'),
	tags: flag('t', 'tags'),
	all: flag('all'),
	prune: flag('p', 'prune'),
	force: flag('f', 'force'),
} as const;

export const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
	['clone', { usage: 'git clone [<options>] [--] <repo> [<dir>]', run: clone }],
	['init', { usage: 'git init [-q | --quiet] [--bare] [-b <branch-name>] [<directory>]', run: init }],
	['fetch', { usage: 'git fetch [<options>] [<repository> [<refspec>...]]', run: fetchRef }],
	['checkout', { usage: 'git checkout [<options>] <branch>', run: checkout }],
	['switch', { usage: 'git switch [<options>] [<branch>]', run: checkout }],
	['ls-remote', { usage: 'git ls-remote [--heads] [--tags] [-q | --quiet] [<repository>]', run: lsRemote }],
	['remote', { usage: 'git remote [-v | --verbose]', run: remote }],
	['rev-parse', { usage: 'git rev-parse [<options>] <arg>...', run: revParse }],
	['branch', { usage: 'git branch [<options>] [-r | -a]', run: branch }],
	['tag', { usage: 'git tag [-l | --list]', run: tag }],
	// Nothing here has modules.
	['submodule', { usage: 'git submodule update', run: nothing }],
]);

function* nothing(): Task<number> {
	return 0;
}

function options<T extends OptionTable>(verb: string, args: readonly string[], table: T): ParsedOptions<T> {
	try {
		return parseOptions(args, table);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		const [, letter, long] = /^invalid option -- '(.)'$|'--([^']*)'/.exec(error.message) ?? [];
		const what = letter === undefined ? `unknown option \`${long ?? ''}'` : `unknown switch \`${letter}'`;
		throw new Exit(129, `error: ${what}\nusage: ${VERBS.get(verb)?.usage}\n`);
	}
}

function* clone(run: UnixRun, args: readonly string[]): Task<number> {
	const { process } = run;
	const { values, operands } = options('clone', args, CLONE);
	const [url, folder, ...more] = operands;
	if (url === undefined) throw fatal('You must specify a repository to clone.');
	if (more.length > 0) throw fatal('Too many arguments.');
	const name = folder ?? guessFolder(url);
	if (exists(process, name) && (process.stat(name).type !== 'directory' || process.readdir(name).length > 0))
		throw fatal(`destination path '${name}' already exists and is not an empty directory.`);
	if (values.quiet === undefined) yield* run.say(`Cloning into '${name}'...\n`);
	const advertised = yield* listRemote(process, url);
	const wanted = yield* wantedRef(run, advertised, values.branch);
	if (!exists(process, name)) process.mkdir(name, 0o777);
	const repository = new Repository(run, name);
	const isBranch = wanted.startsWith('refs/heads/');
	const short = wanted.replace(/^refs\/(?:heads|tags)\//, '');
	const commit = advertised.refs.get(wanted) as string;
	yield* repository.create(isBranch ? short : 'main');
	yield* repository.addRemote(values.origin ?? 'origin', url);
	yield* repository.packRefs(advertised);
	const pack = yield* repository.store(url, commit);
	if (isBranch) {
		yield* repository.write(`refs/heads/${short}`, `${commit}\n`);
		const config = (yield* repository.read('config')) ?? '';
		const tracking = `[branch "${short}"]\n\tremote = origin\n\tmerge = ${wanted}\n`;
		yield* repository.write('config', config + tracking);
	} else yield* repository.write('HEAD', `${commit}\n`);
	if (values.noCheckout !== undefined) return 0;
	const count = yield* repository.checkOut(commit);
	if (values.quiet === undefined && process.isatty(2)) yield* run.say(progress(count, pack.length));
	if (!isBranch && values.quiet === undefined) yield* run.say(detachedNote(commit));
	return 0;
}

function* wantedRef(run: UnixRun, { head, refs }: Advertised, name: string | undefined): Task<string> {
	if (name === undefined) return head;
	const found = [`refs/heads/${name}`, `refs/tags/${name}`].find((full) => refs.has(full));
	if (found !== undefined) return found;
	yield* run.say(`warning: Could not find remote branch ${name} to clone.\n`);
	throw fatal(`Remote branch ${name} not found in upstream origin`);
}

/** Models git's dir.c git_url_basename. */
function guessFolder(url: string): string {
	const name = url.replace(/\/+$/, '').replace(/\/?\.git$/, '');
	return name.replace(/^.*[/:]/, '');
}

/** What is drawn on a terminal while objects come. */
function progress(files: number, bytes: number): string {
	const size = `${(bytes / 1024).toFixed(2)} KiB`;
	return `remote: Enumerating objects: ${files}, done.\nremote: Total ${files} (delta 0), reused 0 (delta 0), pack-reused ${files} (from 1)\nReceiving objects: 100% (${files}/${files}), ${size} | ${size}/s, done.\n`;
}

function detachedNote(name: string): string {
	return `Note: switching to '${name}'.

You are in 'detached HEAD' state. You can look around, make experimental
changes and commit them, and you can discard any commits you make in this
state without impacting any branches by switching back to a branch.

If you want to create a new branch to retain commits you create, you may
do so (now or later) by using -c with the switch command. Example:

  git switch -c <new-branch-name>

Or undo this operation with:

  git switch -

Turn off this advice by setting config variable advice.detachedHead to false

`;
}

function* init(run: UnixRun, args: readonly string[]): Task<number> {
	const { process } = run;
	const table = { quiet: flag('q', 'quiet'), branch: withValue('b', 'initial-branch') } as const;
	const { values, operands } = options('init', args, table);
	const folder = operands[0] ?? '.';
	if (!exists(process, folder)) process.mkdir(folder, 0o777);
	const top = process.realpath(folder);
	const repository = new Repository(run, top);
	const { isNew } = repository;
	yield* repository.create(values.branch ?? 'master');
	const what = isNew ? 'Initialized empty' : 'Reinitialized existing';
	if (values.quiet === undefined) yield* run.out.write(`${what} Git repository in ${joinPath(top, '.git')}/\n`);
	return 0;
}

/** Of a repository and a name: the commit comes, as FETCH_HEAD. Without a name: what the remote has now. */
function* fetchRef(run: UnixRun, args: readonly string[]): Task<number> {
	const repository = Repository.find(run);
	const { values, operands } = options('fetch', args, FETCH);
	const [name = 'origin', ref] = operands;
	const url = (yield* repository.remotes()).get(name) ?? name;
	const advertised = yield* listRemote(run.process, url);
	if (ref === undefined) {
		yield* repository.packRefs(advertised);
		return 0;
	}
	const { refs } = advertised;
	const full = [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`].find((each) => refs.has(each));
	const isCommit = /^[0-9a-f]{40}$/.test(ref) && [...refs.values()].includes(ref);
	const commit = isCommit ? ref : ref === 'HEAD' ? refs.get('HEAD') : refs.get(full ?? '');
	if (commit === undefined) throw fatal(`couldn't find remote ref ${ref}`);
	yield* repository.store(url, commit);
	const kind = full?.startsWith('refs/tags/') ? 'tag' : full?.startsWith('refs/heads/') ? 'branch' : '';
	const shown = url.replace(/\/+$/, '').replace(/\.git$/, '');
	const label = kind === '' ? '' : `${kind} '${ref}' of `;
	yield* repository.write('FETCH_HEAD', `${commit}\t\t${label}${shown}\n`);
	if (values.quiet === undefined)
		yield* run.say(`From ${shown}\n * ${(kind || 'branch').padEnd(17)} ${ref.padEnd(10)} -> FETCH_HEAD\n`);
	return 0;
}

function* checkout(run: UnixRun, args: readonly string[]): Task<number> {
	const repository = Repository.find(run);
	const table = { quiet: flag('q', 'quiet'), force: flag('f', 'force'), detach: flag('d', 'detach') } as const;
	const { values, operands } = options('checkout', args, table);
	const [name] = operands;
	if (name === undefined) return 0;
	const before = yield* repository.head();
	const local = yield* repository.resolve(`refs/heads/${name}`);
	const remote = yield* repository.resolve(`refs/remotes/origin/${name}`);
	const commit = local ?? remote ?? (yield* repository.resolve(name));
	if (commit === undefined) throw new Exit(1, `error: pathspec '${name}' did not match any file(s) known to git\n`);
	yield* repository.checkOut(commit);
	const isBranch = local !== undefined || remote !== undefined;
	yield* repository.write('HEAD', isBranch ? `ref: refs/heads/${name}\n` : `${commit}\n`);
	if (isBranch) yield* repository.write(`refs/heads/${name}`, `${commit}\n`);
	if (values.quiet !== undefined) return 0;
	if (isBranch && before.branch === name) yield* run.say(`Already on '${name}'\n`);
	else if (local !== undefined) yield* run.say(`Switched to branch '${name}'\n`);
	else if (remote !== undefined) {
		yield* run.out.write(`branch '${name}' set up to track 'origin/${name}'.\n`);
		yield* run.say(`Switched to a new branch '${name}'\n`);
	} else {
		if (before.branch !== undefined) yield* run.say(detachedNote(name));
		yield* run.say(`HEAD is now at ${commit.slice(0, SHORT)} ${name}\n`);
	}
	return 0;
}

function* lsRemote(run: UnixRun, args: readonly string[]): Task<number> {
	const table = { heads: flag('h', 'heads'), tags: flag('t', 'tags'), refs: flag('refs'), quiet: flag('q', 'quiet') };
	const { values, operands } = options('ls-remote', args, table as OptionTable);
	const [name = 'origin', ...patterns] = operands;
	const known =
		operands.length > 0 && /[:/]/.test(name) ? undefined : (yield* Repository.find(run).remotes()).get(name);
	const { refs } = yield* listRemote(run.process, known ?? name);
	const kinds = [...(values.heads ? ['refs/heads/'] : []), ...(values.tags ? ['refs/tags/'] : [])];
	const globs = patterns.map((pattern) => compileGlob(`*/${pattern}`));
	for (const [full, commit] of refs) {
		if (full === 'HEAD' && (values.refs || kinds.length > 0)) continue;
		if (kinds.length > 0 && !kinds.some((kind) => full.startsWith(kind))) continue;
		if (globs.length > 0 && !globs.some((glob) => glob.matches(`/${full}`))) continue;
		yield* run.out.write(`${commit}\t${full}\n`);
	}
	return 0;
}

function* remote(run: UnixRun, args: readonly string[]): Task<number> {
	const repository = Repository.find(run);
	if (args[0] === 'add' && args[1] !== undefined && args[2] !== undefined) {
		yield* repository.addRemote(args[1], args[2]);
		return 0;
	}
	for (const [name, url] of yield* repository.remotes()) {
		if (args[0] === '-v' || args[0] === '--verbose')
			yield* run.out.write(`${name}\t${url} (fetch)\n${name}\t${url} (push)\n`);
		else if (args[0] !== 'get-url') yield* run.out.write(`${name}\n`);
		else if (args[1] === name) yield* run.out.write(`${url}\n`);
	}
	return 0;
}

function* revParse(run: UnixRun, args: readonly string[]): Task<number> {
	const repository = Repository.find(run);
	const isShort = args.includes('--short');
	for (const arg of args) {
		if (arg === '--show-toplevel') yield* run.out.write(`${repository.top}\n`);
		else if (arg === '--git-dir') yield* run.out.write('.git\n');
		else if (arg === '--is-inside-work-tree') yield* run.out.write('true\n');
		if (arg.startsWith('--')) continue;
		if (args.includes('--abbrev-ref')) {
			yield* run.out.write(`${arg === 'HEAD' ? ((yield* repository.head()).branch ?? 'HEAD') : arg}\n`);
			continue;
		}
		const commit = yield* repository.resolve(arg);
		if (commit === undefined) {
			throw fatal(
				`ambiguous argument '${arg}': unknown revision or path not in the working tree.\nUse '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'`,
			);
		}
		yield* run.out.write(`${isShort ? commit.slice(0, SHORT) : commit}\n`);
	}
	return 0;
}

function* branch(run: UnixRun, args: readonly string[]): Task<number> {
	const repository = Repository.find(run);
	const head = yield* repository.head();
	if (args.includes('--show-current')) {
		if (head.branch !== undefined) yield* run.out.write(`${head.branch}\n`);
		return 0;
	}
	const isAll = args.includes('-a') || args.includes('--all');
	const isRemote = args.includes('-r') || args.includes('--remotes');
	if (head.branch === undefined && !isRemote)
		yield* run.out.write(`* (HEAD detached at ${head.commit?.slice(0, SHORT)})\n`);
	const refs = [...(yield* repository.refs()).keys()].sort();
	for (const full of refs) {
		const local = full.startsWith('refs/heads/') && !isRemote;
		if (!local && !(full.startsWith('refs/remotes/') && (isAll || isRemote))) continue;
		const name = full.replace(local ? 'refs/heads/' : isAll ? 'refs/' : 'refs/remotes/', '');
		yield* run.out.write(`${local && name === head.branch ? '*' : ' '} ${name}\n`);
	}
	return 0;
}

function* tag(run: UnixRun): Task<number> {
	for (const [full] of yield* Repository.find(run).refs())
		if (full.startsWith('refs/tags/')) yield* run.out.write(`${full.replace('refs/tags/', '')}\n`);
	return 0;
}
