import { exists } from '../coreutils/copy-tree.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { fatal } from './remote.ts';
import { VERBS } from './verbs.ts';

const VERSION = 'git version 2.43.0\n';
/** Commands that git has and this world has not. */
const UNSIMULATED = new Set(
	'add am archive bisect blame cherry-pick clean commit config describe diff format-patch gc grep gui log merge mv notes pull push rebase reflog reset restore revert rm shortlog show sparse-checkout stash status worktree'.split(
		' ',
	),
);
const USAGE = `usage: git [-v | --version] [-h | --help] [-C <path>] [-c <name>=<value>]
           [--exec-path[=<path>]] [--html-path] [--man-path] [--info-path]
           [-p | --paginate | -P | --no-pager] [--no-replace-objects] [--bare]
           [--git-dir=<path>] [--work-tree=<path>] [--namespace=<name>]
           [--config-env=<name>=<envvar>] <command> [<args>]
`;

/**
 * git 2.43: repositories are cloned, fetched and looked at. Differs: nothing is committed, and a commit has no parents;
 * what other commands would do, the world says that it cannot run.
 */
export const git = unixCommand({
	name: 'git',
	paths: ['/usr/bin/git'],
	size: 4_002_296,
	*main(run) {
		const { process, args } = run;
		let at = 0;
		for (; args[at]?.startsWith('-'); at++) {
			const option = args[at] as string;
			if (option === '--version' || option === '-v') {
				yield* run.out.write(VERSION);
				return 0;
			}
			if (option === '-C') {
				const folder = args[++at] ?? '';
				if (!exists(process, folder)) throw fatal(`cannot change to '${folder}': No such file or directory`);
				process.chdir(folder);
			} else if (option === '-c') at++;
			else if (option === '--help' || option === '-h') {
				yield* run.out.write(USAGE);
				return 0;
			} else if (option !== '--no-pager' && option !== '-P' && option !== '-p') {
				throw new Exit(129, `unknown option: ${option}\n${USAGE}`);
			}
		}
		const name = args[at];
		if (name === undefined) {
			yield* run.out.write(USAGE);
			return 1;
		}
		if (name === 'version') {
			yield* run.out.write(VERSION);
			return 0;
		}
		const verb = VERBS.get(name);
		if (verb !== undefined) return yield* verb.run(run, args.slice(at + 1));
		if (UNSIMULATED.has(name)) throw new Exit(1, `git: this simulated world cannot run git ${name}\n`);
		throw new Exit(1, `git: '${name}' is not a git command. See 'git --help'.\n`);
	},
});
