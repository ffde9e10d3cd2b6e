import type { Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run, type RunContext } from '../gnu-command.ts';
import { flag, mayHaveValue } from '../options.ts';
import { ask } from './ask.ts';
import { baseName, exists } from './copy-tree.ts';
import { removeTree } from './remove-tree.ts';
import { COREUTILS } from './version.ts';

export const rm = gnuCommand({
	name: 'rm',
	paths: ['/usr/bin/rm'],
	size: 59_912,
	version: `rm ${COREUTILS}`,
	help: `Usage: rm [OPTION]... [FILE]...
Remove (unlink) the FILE(s).

  -f, --force           ignore nonexistent files and arguments, never prompt
  -i                    prompt before every removal
  -I                    prompt once before removing more than three files, or
                          when removing recursively
      --no-preserve-root  do not treat '/' specially
      --preserve-root[=all]  do not remove '/' (default)
      --interactive[=WHEN]  prompt according to WHEN: never, once (-I), or
                          always (-i); without WHEN, prompt always
      --one-file-system  when removing a hierarchy recursively, skip any
                          directory that is on a file system different from
                          that of the corresponding command line argument
  -r, -R, --recursive   remove directories and their contents recursively
  -d, --dir             remove empty directories
  -v, --verbose         explain what is being done
      --help        display this help and exit
      --version     output version information and exit

By default, rm does not remove directories.  Use the --recursive (-r or -R)
option to remove each listed directory, too, along with all of its contents.
`,
	options: {
		force: flag('f', 'force'),
		interactive: flag('i'),
		once: flag('I'),
		when: mayHaveValue('interactive'),
		oneFileSystem: flag('one-file-system'),
		noPreserveRoot: flag('no-preserve-root'),
		preserveRoot: mayHaveValue('preserve-root'),
		recursive: flag('r', 'R', 'recursive'),
		directory: flag('d', 'dir'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const preserved = values.preserveRoot as string | true | undefined;
		if (typeof preserved === 'string' && preserved !== 'all') {
			throw new Fatal(`unrecognized --preserve-root argument: '${preserved}'`);
		}
		if (operands.length === 0) {
			if (values.force) return 0;
			throw new Fatal('missing operand', 1, true);
		}
		let status = 0;
		const fail = (subject: string, error: unknown): Task<void> => {
			status = 1;
			return error === undefined ? run.complain(subject) : run.complainOf(subject, error);
		};
		const when = promptsWhen(run);
		const isMany = operands.length > 3 || values.recursive === true;
		if (when === 'once' && isMany) {
			const count = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
			if (!(yield* ask(run, `remove ${count}${values.recursive ? ' recursively' : ''}?`))) return 0;
		}
		const confirmation = (path: string, stat: Stat, what: 'remove' | 'descend into'): Task<boolean> =>
			confirm(run, when === 'always', path, stat, what);
		const confirmed = when === 'never' ? {} : { confirm: confirmation };
		const report = (path: string, directory: boolean): Task<void> => {
			if (!values.verbose) return nothing();
			return run.out.write(directory ? `removed directory '${path}'\n` : `removed '${path}'\n`);
		};
		for (const path of operands) {
			if (!exists(process, path)) {
				if (path.endsWith('/') && exists(process, path.replace(/\/+$/, ''))) {
					yield* run.complain(`cannot remove '${path}': Not a directory`);
					status = 1;
					continue;
				}
				if (ignoresMissing(run)) continue;
				yield* run.complain(`cannot remove '${path}': No such file or directory`);
				status = 1;
				continue;
			}
			const directory = process.lstat(path).type === 'directory';
			if (directory && values.recursive && ['.', '..'].includes(baseName(path))) {
				yield* run.complain(`refusing to remove '.' or '..' directory: skipping '${path}'`);
				status = 1;
			} else if (directory && values.recursive && process.realpath(path) === '/' && !values.noPreserveRoot) {
				yield* run.complain(`it is dangerous to operate recursively on '/'`);
				throw new Fatal('use --no-preserve-root to override this failsafe');
			} else if (directory && !values.recursive && !values.directory) {
				yield* run.complain(`cannot remove '${path}': Is a directory`);
				status = 1;
			} else if (directory && !values.recursive) {
				try {
					const stat = process.lstat(path);
					if (when !== 'never' && process.readdir(path).length === 0 && !(yield* confirmation(path, stat, 'remove')))
						continue;
					process.rmdir(path);
					yield* report(path, true);
				} catch (error) {
					yield* fail(`cannot remove '${path}'`, error);
				}
			} else
				yield* removeTree(process, path, {
					report,
					fail,
					...confirmed,
					...(values.oneFileSystem ? { device: process.lstat(path).device } : {}),
				});
		}
		return status;
	},
});

/** -f; a later -i or -I takes it back. */
function ignoresMissing({ given }: Pick<Run, 'given'>): boolean {
	return given.findLast(({ key }) => ['force', 'interactive', 'once'].includes(key))?.key === 'force';
}

const WORDS: Readonly<Record<string, 'never' | 'once' | 'always'>> = {
	never: 'never',
	no: 'never',
	none: 'never',
	once: 'once',
	always: 'always',
	yes: 'always',
};

/** The last of -f, -i, -I and --interactive counts; without any it is asked about what cannot be written. Throws Fatal. */
function promptsWhen({ given }: Pick<Run, 'given'>): 'never' | 'once' | 'always' | 'unwritable' {
	let found: ReturnType<typeof promptsWhen> = 'unwritable';
	for (const { key, value = 'always' } of given) {
		if (key === 'force') found = 'never';
		else if (key === 'interactive') found = 'always';
		else if (key === 'once') found = 'once';
		else if (key === 'when') {
			const word = Object.hasOwn(WORDS, value) ? WORDS[value] : undefined;
			if (word === undefined) {
				const valid = '\n  - ‘never’, ‘no’, ‘none’\n  - ‘once’\n  - ‘always’, ‘yes’';
				throw new Fatal(`invalid argument ‘${value}’ for ‘--interactive’\nValid arguments are:${valid}`, 1, true);
			}
			found = word;
		}
	}
	return found;
}

const KINDS: Readonly<Record<Stat['type'], string>> = {
	file: 'regular file',
	directory: 'directory',
	symlink: 'symbolic link',
	fifo: 'fifo',
	socket: 'socket',
	character: 'character special file',
	block: 'block special file',
};

function* confirm(
	run: RunContext,
	always: boolean,
	path: string,
	stat: Stat,
	what: 'remove' | 'descend into',
): Task<boolean> {
	const { process } = run;
	const isProtected = stat.type !== 'symlink' && !process.access(path, { write: true });
	if (!always && !(isProtected && process.isatty(0))) return true;
	const kind = stat.type === 'file' && stat.size === 0 ? 'regular empty file' : KINDS[stat.type];
	return yield* ask(run, `${what} ${isProtected ? 'write-protected ' : ''}${kind} '${path}'?`);
}
