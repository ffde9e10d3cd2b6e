import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { exists, joinPath } from './copy-tree.ts';
import { COREUTILS } from './version.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const mktemp = gnuCommand({
	name: 'mktemp',
	paths: ['/usr/bin/mktemp'],
	size: 39_384,
	version: `mktemp ${COREUTILS}`,
	help: `Usage: mktemp [OPTION]... [TEMPLATE]
Create a temporary file or directory, safely, and print its name.
TEMPLATE must contain at least 3 consecutive 'X's in last component.
If TEMPLATE is not specified, use tmp.XXXXXXXXXX, and --tmpdir is implied.
Files are created u+rw, and directories u+rwx, minus umask restrictions.

  -d, --directory     create a directory, not a file
  -u, --dry-run       do not create anything; merely print a name (unsafe)
  -q, --quiet         suppress diagnostics about file/dir-creation failure
      --suffix=SUFF   append SUFF to TEMPLATE; SUFF must not contain a slash.
                        This option is implied if TEMPLATE does not end in X
  -p DIR, --tmpdir[=DIR]  interpret TEMPLATE relative to DIR; if DIR is not
                        specified, use $TMPDIR if set, else /tmp.  With
                        this option, TEMPLATE must not be an absolute name;
                        unlike with -t, TEMPLATE may contain slashes, but
                        mktemp creates only the final component
  -t                  interpret TEMPLATE as a single file name component,
                        relative to a directory: $TMPDIR, if set; else the
                        directory specified via -p; else /tmp [deprecated]
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mktemp>
or available locally via: info '(coreutils) mktemp invocation'
`,
	options: {
		directory: flag('d', 'directory'),
		dryRun: flag('u', 'dry-run'),
		quiet: flag('q', 'quiet'),
		suffix: withValue('suffix'),
		folder: mayHaveValue('p', 'tmpdir'),
		template: flag('t'),
	},
	// -p wants a value, --tmpdir may have one.
	rewrite: (argv) =>
		argv.flatMap((word, at) => (argv[at - 1] === '-p' ? [] : word === '-p' ? [`-p${argv[at + 1] ?? ''}`] : [word])),
	*main(run) {
		const { process, values, operands } = run;
		if (operands.length > 1) throw new Fatal('too many templates', 1, true);
		const template = (operands[0] ?? 'tmp.XXXXXXXXXX') + (values.suffix ?? '');
		const match = /^(.*?)(X{3,})([^X]*)$/s.exec(template);
		if (match === null) throw new Fatal(`too few X's in template ‘${operands[0]}’`);
		const asked = run.given.some(({ key }) => key === 'folder') || values.template || operands.length === 0;
		const given = typeof values.folder === 'string' && values.folder !== 'true' ? values.folder : undefined;
		const folder = asked ? (given ?? process.env.get('TMPDIR') ?? '/tmp') : undefined;
		const [, before = '', crosses = '', after = ''] = match;
		const path = freePath(process, folder, before, crosses.length, after);
		try {
			if (!values.dryRun) {
				if (values.directory) process.mkdir(path, 0o700);
				else process.close(yield* process.open(path, { write: true, create: true, exclusive: true }, 0o600));
			}
		} catch (error) {
			if (!(error instanceof SystemError) || values.quiet) throw error;
			const shown = folder === undefined ? template : joinPath(folder, template);
			throw new Fatal(
				`failed to create ${values.directory ? 'directory' : 'file'} via template ‘${shown}’: ${reasonOf(error)}`,
			);
		}
		yield* run.out.write(`${path}\n`);
		return 0;
	},
});

function freePath(process: Process, folder: string | undefined, before: string, length: number, after: string): string {
	for (;;) {
		let name = '';
		for (let i = 0; i < length; i++) name += LETTERS[process.randomUint32() % LETTERS.length];
		const path = folder === undefined ? before + name + after : joinPath(folder, before + name + after);
		if (!exists(process, path)) return path;
	}
}
