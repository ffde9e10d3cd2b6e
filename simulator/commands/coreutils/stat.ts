import type { Stat } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import type { Accounts } from './accounts.ts';
import { readAccounts } from './accounts.ts';
import { modeText } from './file-mode.ts';
import { COREUTILS } from './version.ts';

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
	options: {
		dereference: flag('L', 'dereference'),
		fileSystem: flag('f', 'file-system'),
		format: withValue('c', 'format'),
		printf: withValue('printf'),
		terse: flag('t', 'terse'),
		cached: withValue('cached'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const accounts = yield* readAccounts(process);
		let status = 0;
		for (const path of operands) {
			try {
				const found = values.dereference ? process.stat(path) : process.lstat(path);
				const target = found.type === 'symlink' ? process.readlink(path) : undefined;
				const quoted = (values.format ?? values.printf) !== undefined;
				const fields: Fields = { path, stat: found, target, accounts, quoted };
				if (values.fileSystem) yield* run.out.write(fileSystemText(path, process.statfs(path)));
				else if (values.printf !== undefined) yield* run.out.write(formatStat(escapes(values.printf), fields));
				else
					yield* run.out.write(
						`${formatStat(values.format ?? (values.terse ? TERSE : defaultFormat(found)), fields)}\n`,
					);
			} catch (error) {
				yield* run.complainOf(
					`cannot ${values.fileSystem ? 'read file system information for' : 'statx'} '${path}'`,
					error,
				);
				status = 1;
			}
		}
		return status;
	},
});

interface Fields {
	readonly path: string;
	readonly stat: Stat;
	readonly target: string | undefined;
	readonly accounts: Accounts;
	/** Names are quoted. */
	readonly quoted: boolean;
}

const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o';

function defaultFormat({ type }: Stat): string {
	const device = type === 'character' || type === 'block' ? ' Device type: %Hr,%Lr' : '';
	return `  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-10i  Links: %-5h${device}\nAccess: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w`;
}

const TYPE_NAMES: Readonly<Record<Stat['type'], string>> = {
	file: 'regular file',
	directory: 'directory',
	symlink: 'symbolic link',
	fifo: 'fifo',
	socket: 'socket',
	character: 'character special file',
	block: 'block special file',
};

const TYPE_BITS: Readonly<Record<Stat['type'], number>> = {
	file: 0o100000,
	directory: 0o040000,
	symlink: 0o120000,
	fifo: 0o010000,
	socket: 0o140000,
	character: 0o020000,
	block: 0o060000,
};

function formatStat(format: string, fields: Fields): string {
	return format.replace(
		/%([-#0+ ]*)(\d*)(?:\.(\d+))?([HL]?[a-zA-Z%])/g,
		(whole, flags: string, width: string, precision: string | undefined, code: string) => {
			const value = code === '%' ? '%' : fieldOf(code, fields);
			if (value === undefined) return whole.endsWith('%') ? whole : '?';
			const cut = precision === undefined ? value : value.slice(0, Number(precision));
			if (flags.includes('-')) return cut.padEnd(Number(width));
			return cut.padStart(Number(width), flags.includes('0') ? '0' : ' ');
		},
	);
}

function fieldOf(code: string, { path, stat: found, target, accounts, quoted }: Fields): string | undefined {
	const numbers = found.deviceNumbers ?? [0, 0];
	switch (code) {
		case 'a':
			return found.mode.toString(8);
		case 'A':
			return modeText(found);
		case 'b':
			return String(found.type === 'file' ? Math.ceil(found.size / 4096) * 8 : found.type === 'directory' ? 8 : 0);
		case 'B':
			return '512';
		case 'd':
			return String(found.device);
		case 'D':
			return found.device.toString(16);
		case 'f':
			return (TYPE_BITS[found.type] | found.mode).toString(16);
		case 'F':
			return found.type === 'file' && found.size === 0 ? 'regular empty file' : TYPE_NAMES[found.type];
		case 'g':
			return String(found.gid);
		case 'G':
			return accounts.groups.get(found.gid) ?? 'UNKNOWN';
		case 'h':
			return String(found.links);
		case 'Hd':
			return '0';
		case 'i':
			return String(found.inode);
		case 'Ld':
			return String(found.device);
		case 'm':
			return '/';
		case 'n':
			return path;
		case 'N':
			return [path, ...(target === undefined ? [] : [target])]
				.map((name) => (quoted ? shellQuoted(name) : name))
				.join(' -> ');
		case 'o':
			return '4096';
		case 's':
			return String(found.size);
		case 'Hr':
		case 'Lr':
			return String(numbers[code === 'Hr' ? 0 : 1]);
		case 'r':
		case 'R':
			return (numbers[0] * 256 + numbers[1]).toString(code === 'r' ? 10 : 16);
		case 't':
		case 'T':
			return numbers[code === 't' ? 0 : 1].toString(16);
		case 'u':
			return String(found.uid);
		case 'U':
			return accounts.users.get(found.uid) ?? 'UNKNOWN';
		default:
			return timeOf(code, found);
	}
}

function timeOf(code: string, found: Stat): string | undefined {
	switch (code) {
		case 'w':
			return found.birthMs === undefined ? '-' : timeText(found.birthMs);
		case 'W':
			return found.birthMs === undefined ? '0' : String(Math.floor(found.birthMs / 1000));
		case 'x':
			return timeText(found.atimeMs);
		case 'X':
			return String(Math.floor(found.atimeMs / 1000));
		case 'y':
			return timeText(found.mtimeMs);
		case 'Y':
			return String(Math.floor(found.mtimeMs / 1000));
		case 'z':
			return timeText(found.ctimeMs);
		case 'Z':
			return String(Math.floor(found.ctimeMs / 1000));
		default:
			return undefined;
	}
}

function timeText(ms: number): string {
	return strftime('%Y-%m-%d %H:%M:%S.%N %z', ms);
}

/** Names that `%N` of a format is asked for are quoted, whatever they are. */
function shellQuoted(name: string): string {
	return name.includes("'") && !/["$`\\]/.test(name) ? `"${name}"` : `'${name.replaceAll("'", "'\\''")}'`;
}

function escapes(text: string): string {
	const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', '"': '"', a: '\x07', r: '\r' };
	return text.replace(/\\(.)/gs, (whole, letter: string) => simple[letter] ?? whole);
}

function fileSystemText(
	path: string,
	found: { readonly type: string; readonly totalBytes: number; readonly usedBytes: number },
): string {
	const blocks = Math.floor(found.totalBytes / 4096);
	const free = Math.floor((found.totalBytes - found.usedBytes) / 4096);
	return `  File: "${path}"\n    ID: 0        Namelen: 255     Type: ${found.type}\nBlock size: 4096       Fundamental block size: 4096\nBlocks: Total: ${String(blocks).padEnd(10)} Free: ${String(free).padEnd(10)} Available: ${free}\nInodes: Total: ${String(Math.floor(blocks / 4)).padEnd(10)} Free: ${Math.floor(free / 4)}\n`;
}
