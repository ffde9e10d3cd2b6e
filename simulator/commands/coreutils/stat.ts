import { type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { chooseWord } from '../word-choice.ts';
import { type Accounts, readAccounts } from './accounts.ts';
import { type QuotingStyle, shownName } from './ls/names.ts';
import { QUOTING_WORDS } from './ls/options.ts';
import { fileField } from './stat/file-fields.ts';
import { fileSystemField } from './stat/file-system-fields.ts';
import { filledFormat, withoutEscapes } from './stat/print-format.ts';
import { COREUTILS } from './version.ts';

const options = {
	dereference: flag('L', 'dereference'),
	fileSystem: flag('f', 'file-system'),
	format: withValue('c', 'format'),
	printf: withValue('printf'),
	terse: flag('t', 'terse'),
	cached: withValue('cached'),
};

export const stat = gnuCommand({
	name: 'stat',
	paths: ['/usr/bin/stat'],
	size: 85_064,
	version: `stat ${COREUTILS}`,
	help: `Usage: stat [OPTION]... FILE...
Display file or file system status.

Mandatory arguments to long options are mandatory for short options too.
  -L, --dereference     follow links
  -f, --file-system     display file system status instead of file status
      --cached=MODE     specify how to use cached attributes;
                          useful on remote file systems. See MODE below
  -c  --format=FORMAT   use the specified FORMAT instead of the default;
                          output a newline after each use of FORMAT
      --printf=FORMAT   like --format, but interpret backslash escapes,
                          and do not output a mandatory trailing newline;
                          if you want a newline, include \\n in FORMAT
  -t, --terse           print the information in terse form
      --help        display this help and exit
      --version     output version information and exit

The MODE argument of --cached can be: always, never, or default.
'always' will use cached attributes if available, while
'never' will try to synchronize with the latest attributes, and
'default' will leave it up to the underlying file system.

The valid format sequences for files (without --file-system):

  %a   permission bits in octal (note '#' and '0' printf flags)
  %A   permission bits and file type in human readable form
  %b   number of blocks allocated (see %B)
  %B   the size in bytes of each block reported by %b
  %C   SELinux security context string
  %d   device number in decimal (st_dev)
  %D   device number in hex (st_dev)
  %Hd  major device number in decimal
  %Ld  minor device number in decimal
  %f   raw mode in hex
  %F   file type
  %g   group ID of owner
  %G   group name of owner
  %h   number of hard links
  %i   inode number
  %m   mount point
  %n   file name
  %N   quoted file name with dereference if symbolic link
  %o   optimal I/O transfer size hint
  %s   total size, in bytes
  %r   device type in decimal (st_rdev)
  %R   device type in hex (st_rdev)
  %Hr  major device type in decimal, for character/block device special files
  %Lr  minor device type in decimal, for character/block device special files
  %t   major device type in hex, for character/block device special files
  %T   minor device type in hex, for character/block device special files
  %u   user ID of owner
  %U   user name of owner
  %w   time of file birth, human-readable; - if unknown
  %W   time of file birth, seconds since Epoch; 0 if unknown
  %x   time of last access, human-readable
  %X   time of last access, seconds since Epoch
  %y   time of last data modification, human-readable
  %Y   time of last data modification, seconds since Epoch
  %z   time of last status change, human-readable
  %Z   time of last status change, seconds since Epoch

Valid format sequences for file systems:

  %a   free blocks available to non-superuser
  %b   total data blocks in file system
  %c   total file nodes in file system
  %d   free file nodes in file system
  %f   free blocks in file system
  %i   file system ID in hex
  %l   maximum length of filenames
  %n   file name
  %s   block size (for faster transfers)
  %S   fundamental block size (for block counts)
  %t   file system type in hex
  %T   file system type in human readable form

--terse is equivalent to the following FORMAT:
    %n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o %C
--terse --file-system is equivalent to the following FORMAT:
    %n %i %l %t %s %S %b %f %a %c %d

NOTE: your shell may have its own version of stat, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/stat>
or available locally via: info '(coreutils) stat invocation'
`,
	options,
	*main(run) {
		const { values, operands, given } = run;
		chooseWord(values.cached, 'cached', [['default'], ['never'], ['always']]);
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const accounts = yield* readAccounts(run.process);
		const format = given.findLast(({ key }) => key === 'format' || key === 'printf');
		const quoting = yield* quotingOf(run, format?.value);
		let status = 0;
		for (const path of operands) {
			const text = yield* textOf(run, path, format, accounts, quoting);
			if (text === undefined) status = 1;
			else {
				yield* run.out.write(text.shown);
				if (text.failed) status = 1;
			}
		}
		return status;
	},
});

interface Shown {
	readonly shown: string;
	/** Something of it could not be found out. */
	readonly failed: boolean;
}

/** Undefined for what is not there; that has been told then. */
function* textOf(
	run: Run<typeof options>,
	path: string,
	format: { readonly key: string; readonly value: string | undefined } | undefined,
	accounts: Accounts,
	quoting: QuotingStyle,
): Task<Shown | undefined> {
	const { process, values } = run;
	if (path === '-' && values.fileSystem) {
		yield* run.complain("using '-' to denote standard input does not work in file system mode");
		return undefined;
	}
	const formatFor = (stat: Stat): string =>
		values.fileSystem ? (values.terse ? FS_TERSE : FS_FORMAT) : values.terse ? TERSE : defaultFormat(stat);
	try {
		const stat = path === '-' ? process.fstat(0) : values.dereference ? process.stat(path) : process.lstat(path);
		const target = stat.type === 'symlink' ? process.readlink(path) : undefined;
		let pattern = format?.value ?? formatFor(stat);
		if (format?.key === 'printf') pattern = yield* withoutEscapes(pattern, (text) => run.complain(text));
		let failed = false;
		const file = {
			process,
			path,
			stat,
			target,
			accounts,
			quote: (name: string) => shownName(name, quoting, false),
			onContext: () => {
				failed = true;
			},
		};
		const found = values.fileSystem ? process.statfs(path) : undefined;
		const shown = filledFormat(pattern, (code) =>
			found === undefined ? fileField(code, file) : fileSystemField(code, path, stat.device, found),
		);
		if (failed) yield* run.complain(`failed to get security context of '${path}': No data available`);
		return { shown: format?.key === 'printf' ? shown : `${shown}\n`, failed };
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const what = values.fileSystem ? 'read file system information for' : 'statx';
		yield* run.complainOf(`cannot ${what} '${path}'`, error);
		return undefined;
	}
}

/** Names that `%N` of a format is asked for are quoted as for a shell, unless the environment says how. */
function* quotingOf({ process, complain }: Run<typeof options>, format: string | undefined): Task<QuotingStyle> {
	const asked = process.env.get('QUOTING_STYLE');
	const isKnown = QUOTING_WORDS.some((words) => words.includes(asked ?? ''));
	if (format?.includes('%N') !== true) return isKnown ? (asked as QuotingStyle) : 'literal';
	if (isKnown) return asked as QuotingStyle;
	if (asked !== undefined) {
		yield* complain(`ignoring invalid value of environment variable QUOTING_STYLE: ‘${asked}’`);
	}
	return 'shell-escape-always';
}

const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o';
const FS_TERSE = '%n %i %l %t %s %S %b %f %a %c %d';
const FS_FORMAT = `  File: "%n"
    ID: %-8i Namelen: %-7l Type: %T
Block size: %-10s Fundamental block size: %S
Blocks: Total: %-10b Free: %-10f Available: %a
Inodes: Total: %-10c Free: %d`;

function defaultFormat({ type }: Stat): string {
	const device = type === 'character' || type === 'block' ? ' Device type: %Hr,%Lr' : '';
	return `  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-10i  Links: %-5h${device}\nAccess: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w`;
}
