import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { copyTree, exists, isDirectory } from './copy-tree.ts';
import { removeTree } from './remove-tree.ts';
import { pairs } from './target.ts';
import { COREUTILS } from './version.ts';

export const mv = gnuCommand({
	name: 'mv',
	paths: ['/usr/bin/mv'],
	size: 137_752,
	version: `mv ${COREUTILS}`,
	help: `Usage: mv [OPTION]... [-T] SOURCE DEST
  or:  mv [OPTION]... SOURCE... DIRECTORY
  or:  mv [OPTION]... -t DIRECTORY SOURCE...
Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
  -f, --force                  do not prompt before overwriting
  -i, --interactive            prompt before overwrite
  -n, --no-clobber             do not overwrite an existing file
  -t, --target-directory=DIRECTORY  move all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
  -u                           move only when the SOURCE file is newer
  -v, --verbose                explain what is being done
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		force: flag('f', 'force'),
		interactive: flag('i', 'interactive'),
		noClobber: flag('n', 'no-clobber'),
		targetDirectory: withValue('t', 'target-directory'),
		noTargetDirectory: flag('T', 'no-target-directory'),
		update: flag('u', 'update'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		let status = 0;
		const target = { directory: values.targetDirectory, noDirectory: values.noTargetDirectory };
		for (const [from, to] of pairs(process, operands, target)) {
			if (!exists(process, from)) {
				yield* run.complain(`cannot stat '${from}': No such file or directory`);
				status = 1;
				continue;
			}
			if (exists(process, to)) {
				if (values.noClobber || (values.update && process.stat(to).mtimeMs >= process.stat(from).mtimeMs)) continue;
				if (isDirectory(process, from) !== isDirectory(process, to)) {
					const [what, with_] = isDirectory(process, to)
						? ['directory', 'non-directory']
						: ['non-directory', 'directory'];
					yield* run.complain(
						`cannot overwrite ${what} '${to}' with ${with_}${isDirectory(process, to) ? '' : ` '${from}'`}`,
					);
					status = 1;
					continue;
				}
			}
			try {
				process.rename(from, to);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EXDEV') {
					yield* run.complainOf(`cannot move '${from}' to '${to}'`, error);
					status = 1;
					continue;
				}
				status = (yield* acrossDevices(run, from, to)) || status;
			}
			if (values.verbose) yield* run.out.write(`renamed '${from}' -> '${to}'\n`);
		}
		return status;
	},
});

/** Copies, then removes. Returns the status: 1 when something of it failed. */
function* acrossDevices(run: RunContext, from: string, to: string): Task<number> {
	let status = 0;
	const fail = (subject: string, error: unknown): Task<void> => {
		status = 1;
		return run.complainOf(subject, error);
	};
	const options = { recursive: true, preserve: true, keepLinks: true, force: true, report: nothing, fail };
	yield* copyTree(run.process, from, to, options);
	if (status === 0) yield* removeTree(run.process, from, options);
	return status;
}
