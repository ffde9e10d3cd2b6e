import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { createArchive } from './create-archive.ts';
import { readArchive } from './read-archive.ts';
import type { TarRun } from './tar-run.ts';
import { archiveName, TAR_OPTIONS } from './tar-run.ts';

const HINT = "Try 'tar --help' or 'tar --usage' for more information.";

const HELP = `Usage: tar [OPTION...] [FILE]...
GNU 'tar' saves many files together into a single tape or disk archive, and can
restore individual files from the archive.

Examples:
  tar -cf archive.tar foo bar  # Create archive.tar from files foo and bar.
  tar -tvf archive.tar         # List all files in archive.tar verbosely.
  tar -xf archive.tar          # Extract all files from archive.tar.

 Main operation mode:

  -c, --create               create a new archive
  -t, --list                 list the contents of an archive
  -x, --extract, --get       extract files from an archive

 Overwrite control:

  -k, --keep-old-files       don't replace existing files when extracting,
                             treat them as errors
      --overwrite            overwrite existing files when extracting
  -O, --to-stdout            extract files to standard output

 Handling of file attributes:

  -m, --touch                don't extract file modified time
      --no-same-owner        extract files as yourself (default for ordinary
                             users)
      --no-same-permissions  apply the user's umask when extracting permissions
                             from the archive (default for ordinary users)
  -p, --preserve-permissions, --same-permissions
                             extract information about file permissions
                             (default for superuser)
      --same-owner           try extracting files with the same ownership as
                             exists in the archive (default for superuser)

 Device selection and switching:

  -f, --file=ARCHIVE         use archive file or device ARCHIVE

 Local file selection:

  -C, --directory=DIR        change to directory DIR
      --exclude=PATTERN      exclude files, given as a PATTERN
  -h, --dereference          follow symlinks; archive and dump the files they
                             point to
  -P, --absolute-names       don't strip leading '/'s from file names

 Compression options:

  -z, --gzip, --gunzip, --ungzip   filter the archive through gzip

 File name transformations:

      --strip-components=NUMBER   strip NUMBER leading components from file
                             names on extraction

 Informative output:

  -v, --verbose              verbosely list files processed
      --help        display this help and exit
      --version     output version information and exit
`;

/** GNU tar. Differs: it packs with gzip by itself; bzip2 and xz are programs of their own; help is shorter. */
export const tar = gnuCommand({
	name: 'tar',
	paths: ['/usr/bin/tar'],
	size: 434_744,
	version: `tar (GNU tar) 1.35
Copyright (C) 2023 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Written by John Gilmore and Jay Fenlason.`,
	help: HELP,
	options: TAR_OPTIONS,
	usageStatus: 64,
	usageHint: HINT,
	rewrite: withDashes,
	*main(run) {
		const { process, values } = run;
		const modes = [values.create, values.extract, values.list].filter((each) => each === true).length;
		if (modes === 0) throw usage("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
		if (modes > 1) throw usage("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
		if (values.create === true && run.operands.length === 0)
			throw usage('Cowardly refusing to create an empty archive');
		const compressor = compressorOf(run);
		if (compressor !== undefined) return yield* missing(run, compressor);
		if (process.isatty(values.create === true ? 1 : 0) && archiveName(run) === '-') refuseTerminal(run);
		return yield* values.create === true ? createArchive(run) : readArchive(run);
	},
});

/** Old style: the first word needs no dash, and the options in it take their values from the words behind it. */
function withDashes(argv: readonly string[]): readonly string[] {
	const [first, ...rest] = argv;
	if (first === undefined || first === '' || first.startsWith('-')) return argv;
	const words: string[] = [];
	for (const letter of first) {
		words.push(`-${letter}`);
		if (letter !== 'f' && letter !== 'C') continue;
		const value = rest.shift();
		if (value === undefined) throw usage(`Old option '${letter}' requires an argument.`);
		words.push(value);
	}
	return [...words, ...rest];
}

/** tar's usage errors point at two options. */
function usage(text: string): Fatal {
	return new Fatal(`${text}\n${HINT}`, 2);
}

function compressorOf({ values }: TarRun): string | undefined {
	if (values.bzip2 === true) return 'bzip2';
	return values.xz === true ? 'xz' : undefined;
}

/** What is said when the program that compresses is not installed. */
function* missing({ process }: TarRun, compressor: string): Task<number> {
	const end = 'Error is not recoverable: exiting now\n';
	const child = `tar (child): ${compressor}: Cannot exec: No such file or directory\ntar (child): ${end}`;
	yield* process.write(2, encodeUtf8(`${child}tar: Child returned status 2\ntar: ${end}`));
	return 2;
}

function refuseTerminal({ values }: TarRun): never {
	const what = values.create === true ? 'write archive contents to' : 'read archive contents from';
	throw new Fatal(`Refusing to ${what} terminal (missing -f option?)\ntar: Error is not recoverable: exiting now`, 2);
}
