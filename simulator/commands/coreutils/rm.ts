import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue } from '../options.ts';
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
		noPreserveRoot: flag('no-preserve-root'),
		preserveRoot: mayHaveValue('preserve-root'),
		recursive: flag('r', 'R', 'recursive'),
		directory: flag('d', 'dir'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) {
			if (values.force) return 0;
			throw new Fatal('missing operand', 1, true);
		}
		let status = 0;
		const fail = (subject: string, error: unknown): Task<void> => {
			status = 1;
			return run.complainOf(subject, error);
		};
		const report = (path: string, directory: boolean): Task<void> => {
			if (!values.verbose) return nothing();
			return run.out.write(directory ? `removed directory '${path}'\n` : `removed '${path}'\n`);
		};
		for (const path of operands) {
			if (!exists(process, path)) {
				if (values.force) continue;
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
					process.rmdir(path);
					yield* report(path, true);
				} catch (error) {
					yield* fail(`cannot remove '${path}'`, error);
				}
			} else yield* removeTree(process, path, { report, fail });
		}
		return status;
	},
});
