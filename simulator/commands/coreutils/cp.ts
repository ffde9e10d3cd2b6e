import { nothing } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { copyTree, exists, isDirectory } from './copy-tree.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

export const cp = gnuCommand({
	name: 'cp',
	paths: ['/usr/bin/cp'],
	size: 141_832,
	version: `cp ${COREUTILS}`,
	help: `Usage: cp [OPTION]... [-T] SOURCE DEST
  or:  cp [OPTION]... SOURCE... DIRECTORY
  or:  cp [OPTION]... -t DIRECTORY SOURCE...
Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
  -a, --archive                same as -dR --preserve=all
  -d                           same as --no-dereference --preserve=links
  -f, --force                  if an existing destination file cannot be
                                 opened, remove it and try again
  -L, --dereference            always follow symbolic links in SOURCE
  -n, --no-clobber             do not overwrite an existing file
  -P, --no-dereference         never follow symbolic links in SOURCE
  -p                           same as --preserve=mode,ownership,timestamps
      --preserve[=ATTR_LIST]   preserve the specified attributes
  -R, -r, --recursive          copy directories recursively
  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
  -u                           copy only when the SOURCE file is newer
  -v, --verbose                explain what is being done
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		archive: flag('a', 'archive'),
		links: flag('d'),
		force: flag('f', 'force'),
		interactive: flag('i', 'interactive'),
		dereference: flag('L', 'dereference'),
		noClobber: flag('n', 'no-clobber'),
		noDereference: flag('P', 'no-dereference'),
		preserve: mayHaveValue('preserve'),
		preserveShort: flag('p'),
		recursive: flag('R', 'r', 'recursive'),
		targetDirectory: withValue('t', 'target-directory'),
		noTargetDirectory: flag('T', 'no-target-directory'),
		update: flag('u', 'update'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const recursive = (values.recursive ?? values.archive) === true;
		let status = 0;
		const copy = {
			recursive,
			preserve: (values.archive ?? values.preserveShort ?? values.preserve) !== undefined,
			keepLinks:
				!values.dereference && (values.archive ?? values.links ?? values.noDereference ?? values.recursive) === true,
			force: values.force === true,
			report: (from: string, to: string) => (values.verbose ? run.out.write(`'${from}' -> '${to}'\n`) : nothing()),
			fail: (subject: string, error: unknown) => {
				status = 1;
				return run.complainOf(subject, error);
			},
		};
		const target = { directory: values.targetDirectory, noDirectory: values.noTargetDirectory };
		for (const [from, to] of pairs(process, operands, target)) {
			if (!exists(process, from)) {
				yield* run.complain(`cannot stat '${from}': No such file or directory`);
				status = 1;
			} else if (isDirectory(process, from) && !recursive) {
				yield* run.complain(`-r not specified; omitting directory '${from}'`);
				status = 1;
			} else if (isDirectory(process, from) && exists(process, to) && !isDirectory(process, to)) {
				throw new Fatal(`cannot overwrite non-directory '${to}' with directory '${from}'`);
			} else if (process.realpath(from) === realPathOr(() => process.realpath(to))) {
				yield* run.complain(`'${from}' and '${to}' are the same file`);
				status = 1;
			} else if (
				exists(process, to) &&
				(values.noClobber || (values.update && process.stat(to).mtimeMs >= process.stat(from).mtimeMs))
			) {
				// Left as it is.
			} else yield* copyTree(process, from, to, copy);
		}
		return status;
	},
});

function realPathOr(resolve: () => string): string | undefined {
	try {
		return resolve();
	} catch {
		return undefined;
	}
}
