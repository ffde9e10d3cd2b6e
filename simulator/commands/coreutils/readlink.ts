import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import type { Existence } from './canonical-path.ts';
import { canonicalPath } from './canonical-path.ts';
import { relativeTo } from './relative-path.ts';
import { COREUTILS } from './version.ts';

export const readlink = gnuCommand({
	name: 'readlink',
	paths: ['/usr/bin/readlink'],
	size: 39_384,
	version: `readlink ${COREUTILS}`,
	help: `Usage: readlink [OPTION]... FILE...
Print value of a symbolic link or canonical file name

  -f, --canonicalize            canonicalize by following every symlink in
                                every component of the given name recursively;
                                all but the last component must exist
  -e, --canonicalize-existing   canonicalize by following every symlink in
                                every component of the given name recursively,
                                all components must exist
  -m, --canonicalize-missing    canonicalize by following every symlink in
                                every component of the given name recursively,
                                without requirements on components existence
  -n, --no-newline              do not output the trailing delimiter
  -q, --quiet
  -s, --silent                  suppress most error messages (on by default)
  -v, --verbose                 report error messages
  -z, --zero                    end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/readlink>
or available locally via: info '(coreutils) readlink invocation'
`,
	options: {
		canonicalize: flag('f', 'canonicalize'),
		existing: flag('e', 'canonicalize-existing'),
		missing: flag('m', 'canonicalize-missing'),
		noNewline: flag('n', 'no-newline'),
		quiet: flag('q', 'quiet', 's', 'silent'),
		verbose: flag('v', 'verbose'),
		zero: flag('z', 'zero'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const existence: Existence | undefined = values.existing
			? 'all'
			: values.missing
				? 'missing'
				: values.canonicalize
					? 'all-but-last'
					: undefined;
		const end = values.noNewline && operands.length === 1 ? '' : values.zero ? '\0' : '\n';
		let status = 0;
		for (const path of operands) {
			try {
				const text = existence === undefined ? process.readlink(path) : canonicalPath(process, path, existence);
				yield* run.out.write(text + end);
			} catch (error) {
				if (values.verbose) yield* run.complainOf(path, error);
				status = 1;
			}
		}
		return status;
	},
});

export const realpath = gnuCommand({
	name: 'realpath',
	paths: ['/usr/bin/realpath'],
	size: 39_384,
	version: `realpath ${COREUTILS}`,
	help: `Usage: realpath [OPTION]... FILE...
Print the resolved absolute file name;
all but the last component must exist

  -e, --canonicalize-existing  all components of the path must exist
  -m, --canonicalize-missing   no path components need exist or be a directory
  -L, --logical                resolve '..' components before symlinks
  -P, --physical               resolve symlinks as encountered (default)
  -q, --quiet                  suppress most error messages
      --relative-to=DIR        print the resolved path relative to DIR
      --relative-base=DIR      print absolute paths unless paths below DIR
  -s, --strip, --no-symlinks   don't expand symlinks
  -z, --zero                   end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/realpath>
or available locally via: info '(coreutils) realpath invocation'
`,
	options: {
		existing: flag('e', 'canonicalize-existing'),
		missing: flag('m', 'canonicalize-missing'),
		logical: flag('L', 'logical'),
		physical: flag('P', 'physical'),
		quiet: flag('q', 'quiet'),
		relativeTo: withValue('relative-to'),
		relativeBase: withValue('relative-base'),
		noLinks: flag('s', 'strip', 'no-symlinks'),
		zero: flag('z', 'zero'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const existence: Existence = values.existing ? 'all' : values.missing ? 'missing' : 'all-but-last';
		const origin = values.relativeTo ?? values.relativeBase;
		const from = origin === undefined ? undefined : directoryPath(process, origin, existence);
		const { relativeBase } = values;
		const base = relativeBase === undefined ? undefined : directoryPath(process, relativeBase, existence);
		let status = 0;
		for (const path of operands) {
			try {
				const full = canonicalPath(process, path, existence, !values.noLinks);
				const isNear = base === undefined || (isBelow(base, full) && isBelow(base, from as string));
				const shown = from === undefined || !isNear ? full : relativeTo(from, full);
				yield* run.out.write(shown + (values.zero ? '\0' : '\n'));
			} catch (error) {
				if (!values.quiet) yield* run.complainOf(path, error);
				status = 1;
			}
		}
		return status;
	},
});

/** What paths are relative to must be a directory. Throws Fatal. */
function directoryPath(process: Process, path: string, existence: Existence): string {
	try {
		const full = canonicalPath(process, path, existence);
		if (existence === 'all' && process.stat(full).type !== 'directory') throw new SystemError('ENOTDIR');
		return full;
	} catch (error) {
		throw new Fatal(`${path}: ${reasonOf(error)}`);
	}
}

function isBelow(base: string, path: string): boolean {
	return path === base || path.startsWith(base === '/' ? '/' : `${base}/`);
}
