import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAccounts } from './accounts.ts';
import { askedBackup, backupName } from './backup-name.ts';
import { exists, isDirectory } from './copy-tree.ts';
import { changedMode } from './file-mode.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

const options = {
	backup: mayHaveValue('backup'),
	plainBackup: flag('b'),
	ignored: flag('c'),
	compare: flag('C', 'compare'),
	directory: flag('d', 'directory'),
	leading: flag('D'),
	group: withValue('g', 'group'),
	mode: withValue('m', 'mode'),
	owner: withValue('o', 'owner'),
	preserve: flag('p', 'preserve-timestamps'),
	strip: flag('s', 'strip'),
	stripProgram: withValue('strip-program'),
	suffix: withValue('S', 'suffix'),
	targetDirectory: withValue('t', 'target-directory'),
	noTargetDirectory: flag('T', 'no-target-directory'),
	verbose: flag('v', 'verbose'),
	preserveContext: flag('preserve-context'),
	context: flag('Z'),
};

interface Attributes {
	readonly mode: number;
	/** −1: who runs it. */
	readonly uid: number;
	readonly gid: number;
}

/** Differs: binaries are as they are, there is nothing to strip. */
export const install = gnuCommand({
	name: 'install',
	paths: ['/usr/bin/install'],
	size: 147_400,
	version: `install ${COREUTILS}`,
	help: `Usage: install [OPTION]... [-T] SOURCE DEST
  or:  install [OPTION]... SOURCE... DIRECTORY
  or:  install [OPTION]... -t DIRECTORY SOURCE...
  or:  install [OPTION]... -d DIRECTORY...

This install program copies files (often just compiled) into destination
locations you choose.  If you want to download and install a ready-to-use
package on a GNU/Linux system, you should instead be using a package manager
like yum(1) or apt-get(1).

In the first three forms, copy SOURCE to DEST or multiple SOURCE(s) to
the existing DIRECTORY, while setting permission modes and owner/group.
In the 4th form, create all components of the given DIRECTORY(ies).

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]  make a backup of each existing destination file
  -b                  like --backup but does not accept an argument
  -c                  (ignored)
  -C, --compare       compare content of source and destination files, and
                        if no change to content, ownership, and permissions,
                        do not modify the destination at all
  -d, --directory     treat all arguments as directory names; create all
                        components of the specified directories
  -D                  create all leading components of DEST except the last,
                        or all components of --target-directory,
                        then copy SOURCE to DEST
  -g, --group=GROUP   set group ownership, instead of process' current group
  -m, --mode=MODE     set permission mode (as in chmod), instead of rwxr-xr-x
  -o, --owner=OWNER   set ownership (super-user only)
  -p, --preserve-timestamps   apply access/modification times of SOURCE files
                        to corresponding destination files
  -s, --strip         strip symbol tables
      --strip-program=PROGRAM  program used to strip binaries
  -S, --suffix=SUFFIX  override the usual backup suffix
  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY
  -T, --no-target-directory  treat DEST as a normal file
  -v, --verbose       print the name of each directory as it is created
      --preserve-context  preserve SELinux security context
  -Z                      set SELinux security context of destination
                            file and each created directory to default type
      --context[=CTX]     like -Z, or if CTX is specified then set the
                            SELinux or SMACK security context to CTX
      --help        display this help and exit
      --version     output version information and exit

The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/install>
or available locally via: info '(coreutils) install invocation'
`,
	options,
	*main(run) {
		const attributes = yield* attributesOf(run);
		const { values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing file operand', 1, true);
		if (values.directory) {
			let status = 0;
			for (const path of operands) {
				if (!(yield* makeFolders(run, path))) status = 1;
				else apply(run.process, path, attributes);
			}
			return status;
		}
		if (values.leading && values.targetDirectory !== undefined) yield* makeFolders(run, values.targetDirectory);
		const target = { directory: values.targetDirectory, noDirectory: values.noTargetDirectory };
		let status = 0;
		for (const [from, to] of pairs(run.process, operands, target)) {
			if (values.leading && to.includes('/')) yield* makeFolders(run, to.slice(0, to.lastIndexOf('/')));
			if (!(yield* put(run, from, to, attributes))) status = 1;
		}
		return status;
	},
});

function* attributesOf(run: Run<typeof options>): Task<Attributes> {
	const { values } = run;
	const mode = values.mode === undefined ? 0o755 : changedMode(values.mode, 0, values.directory === true, 0);
	if (mode === undefined) throw new Fatal(`invalid mode ‘${values.mode}’`);
	const accounts = yield* readAccounts(run.process);
	return {
		mode,
		uid: numberOf(values.owner, accounts.users, 'user'),
		gid: numberOf(values.group, accounts.groups, 'group'),
	};
}

function numberOf(name: string | undefined, names: ReadonlyMap<number, string>, what: string): number {
	if (name === undefined) return -1;
	for (const [id, each] of names) if (each === name) return id;
	if (/^\d+$/.test(name)) return Number(name);
	throw new Fatal(`invalid ${what} ‘${name}’`);
}

/** Every component that is missing. False when one cannot be made, which has been told. */
function* makeFolders(run: Run<typeof options>, path: string): Task<boolean> {
	let at = path.startsWith('/') ? '' : '.';
	for (const part of path.split('/').filter((each) => each !== '')) {
		at = at === '.' ? part : `${at}/${part}`;
		if (isDirectory(run.process, at)) continue;
		try {
			run.process.mkdir(at, 0o755);
		} catch (error) {
			yield* run.complainOf(`cannot create directory ‘${at}’`, error);
			return false;
		}
		if (run.values.verbose) yield* run.out.write(`install: creating directory '${at}'\n`);
	}
	return true;
}

function apply(process: Process, path: string, { mode, uid, gid }: Attributes): void {
	if (uid >= 0 || gid >= 0) process.chown(path, uid, gid);
	process.chmod(path, mode);
}

/** One file to its final name: an old one goes away first. False when it failed, which has been told. */
function* put(run: Run<typeof options>, from: string, to: string, attributes: Attributes): Task<boolean> {
	const { process, values } = run;
	if (!exists(process, from)) {
		yield* run.complain(`cannot stat '${from}': No such file or directory`);
		return false;
	}
	if (isDirectory(process, from)) {
		yield* run.complain(`omitting directory '${from}'`);
		return false;
	}
	if (isDirectory(process, to)) {
		yield* run.complain(`cannot overwrite directory '${to}' with non-directory`);
		return false;
	}
	const there = exists(process, to);
	if (there && process.realpath(from) === process.realpath(to)) {
		yield* run.complain(`'${from}' and '${to}' are the same file`);
		return false;
	}
	let source: number;
	try {
		source = yield* process.open(from, { read: true });
	} catch (error) {
		yield* run.complainOf(`cannot open '${from}' for reading`, error);
		return false;
	}
	try {
		if (there && values.compare && (yield* isSame(process, to, from, attributes))) return true;
		const asked = askedBackup(process, values);
		const backup = there && asked !== undefined ? backupName(process, to, asked) : undefined;
		if (there && backup !== undefined) process.rename(to, backup);
		else if (there) {
			process.unlink(to);
			if (values.verbose) yield* run.out.write(`removed '${to}'\n`);
		}
		const fd = yield* process.open(to, { write: true, create: true, truncate: true }, 0o600);
		for (;;) {
			const piece = yield* process.read(source, PIECE_BYTES);
			if (piece.length === 0) break;
			yield* process.write(fd, piece);
			yield* process.tick();
		}
		process.close(fd);
		if (values.verbose)
			yield* run.out.write(`'${from}' -> '${to}'${there && backup !== undefined ? ` (backup: '${backup}')` : ''}\n`);
		apply(process, to, attributes);
	} catch (error) {
		yield* run.complainOf(`cannot create regular file '${to}'`, error);
		return false;
	} finally {
		process.close(source);
	}
	if (values.preserve) {
		const { atimeMs, mtimeMs } = process.stat(from);
		process.utimes(to, atimeMs, mtimeMs);
	}
	return true;
}

const PIECE_BYTES = 65_536;

function* isSame(process: Process, path: string, from: string, wanted: Attributes): Task<boolean> {
	const { mode, uid, gid, size } = process.stat(path);
	if ((mode & 0o7777) !== wanted.mode || size !== process.stat(from).size) return false;
	if ((wanted.uid >= 0 && uid !== wanted.uid) || (wanted.gid >= 0 && gid !== wanted.gid)) return false;
	try {
		const [a, b] = [yield* process.open(path, { read: true }), yield* process.open(from, { read: true })];
		try {
			for (;;) {
				const [left, right] = [yield* process.read(a, PIECE_BYTES), yield* process.read(b, PIECE_BYTES)];
				if (left.length !== right.length || left.some((byte, at) => byte !== right[at])) return false;
				if (left.length === 0) return true;
				yield* process.tick();
			}
		} finally {
			process.close(a);
			process.close(b);
		}
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}
