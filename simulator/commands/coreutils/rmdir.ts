import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { COREUTILS } from './version.ts';

export const rmdir = gnuCommand({
	name: 'rmdir',
	paths: ['/usr/bin/rmdir'],
	size: 43_464,
	version: `rmdir ${COREUTILS}`,
	help: `Usage: rmdir [OPTION]... DIRECTORY...
Remove the DIRECTORY(ies), if they are empty.

      --ignore-fail-on-non-empty
                    ignore each failure to remove a non-empty directory
  -p, --parents     remove DIRECTORY and its ancestors;
                    e.g., 'rmdir -p a/b' is similar to 'rmdir a/b a'
  -v, --verbose     output a diagnostic for every directory processed
      --help        display this help and exit
      --version     output version information and exit
`,
	options: { ignore: flag('ignore-fail-on-non-empty'), parents: flag('p', 'parents'), verbose: flag('v', 'verbose') },
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		let status = 0;
		for (const operand of operands) {
			for (let path = operand; path !== '' && path !== '.'; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
				if (values.verbose) yield* run.out.write(`rmdir: removing directory, '${path}'\n`);
				try {
					process.rmdir(path);
				} catch (error) {
					if (!values.ignore) {
						yield* run.complainOf(`failed to remove '${path}'`, error);
						status = 1;
					}
					break;
				}
				if (!values.parents) break;
			}
		}
		return status;
	},
});
