import { gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { COREUTILS } from './version.ts';

/** What is written is on disk already. */
export const sync = gnuCommand({
	name: 'sync',
	paths: ['/usr/bin/sync'],
	size: 35_208,
	version: `sync ${COREUTILS}`,
	help: `Usage: sync [OPTION] [FILE]...
Synchronize cached writes to persistent storage

If one or more files are specified, sync only them,
or their containing file systems.

  -d, --data             sync only file data, no unneeded metadata
  -f, --file-system      sync the file systems that contain the files
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sync>
or available locally via: info '(coreutils) sync invocation'
`,
	options: { data: flag('d', 'data'), fileSystem: flag('f', 'file-system') },
	*main(run) {
		let status = 0;
		for (const path of run.operands) {
			try {
				run.process.stat(path);
			} catch (error) {
				yield* run.complainOf(`error opening '${path}'`, error);
				status = 1;
			}
		}
		return status;
	},
});
