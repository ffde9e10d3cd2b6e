import { type Process, SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { ask } from './ask.ts';
import { askedBackup, backupName } from './backup-name.ts';
import { baseName, exists, isDirectory, joinPath } from './copy-tree.ts';
import { relativePath } from './relative-path.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

export const ln = gnuCommand({
	name: 'ln',
	paths: ['/usr/bin/ln'],
	size: 59_912,
	version: `ln ${COREUTILS}`,
	help: `Usage: ln [OPTION]... [-T] TARGET LINK_NAME
  or:  /usr/bin/ln [OPTION]... TARGET
  or:  /usr/bin/ln [OPTION]... TARGET... DIRECTORY
  or:  /usr/bin/ln [OPTION]... -t DIRECTORY TARGET...
In the 1st form, create a link to TARGET with the name LINK_NAME.
In the 2nd form, create a link to TARGET in the current directory.
In the 3rd and 4th forms, create links to each TARGET in DIRECTORY.
Create hard links by default, symbolic links with --symbolic.
By default, each destination (name of new link) should not already exist.
When creating hard links, each TARGET must exist.  Symbolic links
can hold arbitrary text; if later resolved, a relative link is
interpreted in relation to its parent directory.

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]      make a backup of each existing destination file
  -b                          like --backup but does not accept an argument
  -d, -F, --directory         allow the superuser to attempt to hard link
                                directories (note: will probably fail due to
                                system restrictions, even for the superuser)
  -f, --force                 remove existing destination files
  -i, --interactive           prompt whether to remove destinations
  -L, --logical               dereference TARGETs that are symbolic links
  -n, --no-dereference        treat LINK_NAME as a normal file if
                                it is a symbolic link to a directory
  -P, --physical              make hard links directly to symbolic links
  -r, --relative              with -s, create links relative to link location
  -s, --symbolic              make symbolic links instead of hard links
  -S, --suffix=SUFFIX         override the usual backup suffix
  -t, --target-directory=DIRECTORY  specify the DIRECTORY in which to create
                                the links
  -T, --no-target-directory   treat LINK_NAME as a normal file always
  -v, --verbose               print name of each linked file
      --help        display this help and exit
      --version     output version information and exit

The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups

Using -s ignores -L and -P.  Otherwise, the last option specified controls
behavior when a TARGET is a symbolic link, defaulting to -P.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/ln>
or available locally via: info '(coreutils) ln invocation'
`,
	options: {
		plainBackup: flag('b'),
		backup: mayHaveValue('backup'),
		suffix: withValue('S', 'suffix'),
		directory: flag('d', 'F', 'directory'),
		symbolic: flag('s', 'symbolic'),
		force: flag('f', 'force'),
		noDereference: flag('n', 'no-dereference'),
		interactive: flag('i', 'interactive'),
		logical: flag('L', 'logical'),
		physical: flag('P', 'physical'),
		relative: flag('r', 'relative'),
		targetDirectory: withValue('t', 'target-directory'),
		noTarget: flag('T', 'no-target-directory'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (values.relative && !values.symbolic) throw new Fatal('cannot do --relative without --symbolic');
		const [only] = operands;
		let links: readonly (readonly [string, string])[];
		const last = operands.at(-1) ?? '';
		const keepLast = values.noTarget || (values.noDereference && operands.length === 2 && isLink(last));
		if (operands.length === 1 && only !== undefined && values.targetDirectory === undefined) {
			links = [[only, joinPath('.', baseName(only))]];
		} else {
			links = pairs(process, operands, {
				noDirectory: keepLast === true,
				...(values.targetDirectory === undefined ? {} : { directory: values.targetDirectory }),
			});
		}
		const asksFirst = run.given.findLast(({ key }) => key === 'interactive' || key === 'force')?.key === 'interactive';
		const backup = askedBackup(process, values);
		let status = 0;
		for (const [source, name] of links) {
			const kind = values.symbolic ? 'symbolic link' : 'hard link';
			try {
				if (!values.symbolic && isDirectory(process, source) && !isLink(source)) {
					yield* run.complain(`${source}: hard link not allowed for directory`);
					status = 1;
					continue;
				}
				if (!values.symbolic && !exists(process, source)) throw new SystemError('ENOENT');
				let note = '';
				if (exists(process, name)) {
					if (process.lstat(name).type === 'directory' && (values.force || backup !== undefined)) {
						yield* run.complain(`${name}: cannot overwrite directory`);
						status = 1;
						continue;
					}
					if (values.force && isSame(process, source, name, values.symbolic === true)) {
						yield* run.complain(`'${source}' and '${name}' are the same file`);
						status = 1;
						continue;
					}
					if (asksFirst && !(yield* ask(run, `replace '${name}'?`))) continue;
					const aside = backup === undefined ? undefined : backupName(process, name, backup);
					if (aside !== undefined) {
						process.rename(name, aside);
						note = `'${aside}' ~ `;
					} else if (values.force || asksFirst) process.unlink(name);
				}
				const target = values.relative && values.symbolic ? relativePath(process, name, source) : source;
				if (values.symbolic && source === '') throw new SystemError('ENOENT');
				if (values.symbolic) process.symlink(target, name);
				else process.link(followsLink(run.given) ? process.realpath(source) : source, name);
				if (values.verbose) yield* run.out.write(`${note}'${name}' ${values.symbolic ? '->' : '=>'} '${target}'\n`);
			} catch (error) {
				const missing = !values.symbolic && !exists(process, source);
				const subject = missing
					? `failed to access '${source}'`
					: `failed to create ${kind} '${name}'${linked(source, name, values.symbolic === true, exists(process, name))}`;
				yield* run.complainOf(subject, error);
				status = 1;
			}
		}
		return status;

		function isLink(path: string): boolean {
			return exists(process, path) && process.lstat(path).type === 'symlink';
		}
	},
});

/** Whether a link would take the place of what it leads to. */
function isSame(process: Process, source: string, name: string, symbolic: boolean): boolean {
	if (symbolic && (source !== name || process.lstat(name).type === 'symlink')) return false;
	const [a, b] = [process.stat(source), process.lstat(name)];
	return a.inode === b.inode && a.device === b.device;
}

/** The last of -L and -P counts. */
function followsLink(given: readonly { readonly key: string }[]): boolean {
	return given.findLast(({ key }) => key === 'logical' || key === 'physical')?.key === 'logical';
}

/** What a complaint says of the other end. */
function linked(source: string, name: string, symbolic: boolean, isThere: boolean): string {
	if (symbolic) return source === '' ? ` -> ''` : '';
	return isThere || name === '' ? '' : ` => '${source}'`;
}
