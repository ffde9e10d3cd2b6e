import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { isDirectory } from './copy-tree.ts';
import { changedMode } from './file-mode.ts';
import { COREUTILS } from './version.ts';

export const mkdir = gnuCommand({
	name: 'mkdir',
	paths: ['/usr/bin/mkdir'],
	size: 68_096,
	version: `mkdir ${COREUTILS}`,
	help: `Usage: mkdir [OPTION]... DIRECTORY...
Create the DIRECTORY(ies), if they do not already exist.

Mandatory arguments to long options are mandatory for short options too.
  -m, --mode=MODE   set file mode (as in chmod), not a=rwx - umask
  -p, --parents     no error if existing, make parent directories as needed,
                    with their file modes unaffected by any -m option.
  -v, --verbose     print a message for each created directory
      --help        display this help and exit
      --version     output version information and exit
`,
	options: {
		mode: withValue('m', 'mode'),
		parents: flag('p', 'parents'),
		verbose: flag('v', 'verbose'),
		context: flag('Z'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		// The kernel takes the umask away, unless the folder above hands a list of access down.
		const mode = values.mode === undefined ? 0o777 : changedMode(values.mode, 0o777, true, process.umask);
		if (mode === undefined) throw new Fatal(`invalid mode ‘${values.mode}’`);
		let status = 0;
		for (const path of operands) {
			for (const step of values.parents ? prefixes(path) : [path]) {
				if (values.parents && isDirectory(process, step)) continue;
				try {
					process.mkdir(step, step === path ? mode : 0o777);
					if (values.mode !== undefined && step === path) process.chmod(step, mode);
					if (values.verbose) yield* run.out.write(`mkdir: created directory '${step}'\n`);
				} catch (error) {
					yield* run.complainOf(`cannot create directory ‘${step}’`, error);
					status = 1;
					break;
				}
			}
		}
		return status;
	},
});

/** "a/b/c" gives "a", "a/b", "a/b/c". */
function prefixes(path: string): string[] {
	const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
	const out: string[] = [];
	for (let at = trimmed.indexOf('/', 1); at >= 0; at = trimmed.indexOf('/', at + 1)) out.push(trimmed.slice(0, at));
	return [...out, path];
}
