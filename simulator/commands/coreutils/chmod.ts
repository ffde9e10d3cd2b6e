import type { Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { changeTree } from './change-tree.ts';
import { changedMode, modeText } from './file-mode.ts';
import { COREUTILS } from './version.ts';

const options = {
	changes: flag('c', 'changes'),
	quiet: flag('f', 'silent', 'quiet'),
	verbose: flag('v', 'verbose'),
	recursive: flag('R', 'recursive'),
	preserveRoot: flag('preserve-root'),
	noPreserveRoot: flag('no-preserve-root'),
	reference: withValue('reference'),
};

export const chmod = gnuCommand({
	name: 'chmod',
	paths: ['/usr/bin/chmod'],
	size: 56_288,
	version: `chmod ${COREUTILS}`,
	help: `Usage: chmod [OPTION]... MODE[,MODE]... FILE...
  or:  /usr/bin/chmod [OPTION]... OCTAL-MODE FILE...
  or:  /usr/bin/chmod [OPTION]... --reference=RFILE FILE...
Change the mode of each FILE to MODE.
With --reference, change the mode of each FILE to that of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's mode instead of MODE values
  -R, --recursive        change files and directories recursively
      --help        display this help and exit
      --version     output version information and exit

Each MODE is of the form '[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[-+=][0-7]+'.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chmod>
or available locally via: info '(coreutils) chmod invocation'
`,
	options,
	// "-x" and "-rw" are modes, not options.
	rewrite: (argv) => {
		const at = argv.findIndex(
			(word) => /^-[rwxXstugoa,=+-]*[rwxXst][rwxXstugoa,=+-]*$/.test(word) && !/^--/.test(word),
		);
		const end = argv.indexOf('--');
		return at < 0 || (end >= 0 && end < at) ? argv : [...argv.slice(0, at), `\0${argv[at]}`, ...argv.slice(at + 1)];
	},
	*main(run) {
		const { process, values } = run;
		const operands = run.operands.map((word) => word.replace(/^\0/, ''));
		const reference = values.reference === undefined ? undefined : process.stat(values.reference).mode;
		const mode = reference === undefined ? operands.shift() : reference.toString(8);
		if (mode === undefined) throw new Fatal('missing operand', 1, true);
		if (changedMode(mode, 0, false, 0) === undefined) throw new Fatal(`invalid mode: ‘${mode}’`, 1, true);
		if (operands.length === 0) {
			throw new Fatal(reference === undefined ? `missing operand after ‘${mode}’` : 'missing operand', 1, true);
		}
		const change = new ModeChange(run, mode);
		for (const path of operands) {
			yield* changeTree(
				process,
				path,
				values.recursive === true,
				(each, top) => change.apply(each, top),
				(subject, error) => change.fail(subject, error),
			);
		}
		return change.status;
	},
});

class ModeChange {
	readonly #run: Run<typeof options>;
	readonly #mode: string;
	status = 0;

	constructor(run: Run<typeof options>, mode: string) {
		this.#run = run;
		this.#mode = mode;
	}

	*fail(subject: string, error: unknown): Task<void> {
		if (!this.#run.values.quiet) yield* this.#run.complainOf(subject, error);
		this.status = 1;
	}

	*apply(path: string, top: boolean): Task<void> {
		const { process, values, out } = this.#run;
		let stat: Stat;
		try {
			if (!top && process.lstat(path).type === 'symlink') return;
			stat = process.stat(path);
		} catch (error) {
			yield* this.fail(`cannot access '${path}'`, error);
			return;
		}
		const wanted = changedMode(this.#mode, stat.mode, stat.type === 'directory', process.umask) as number;
		try {
			process.chmod(path, wanted);
		} catch (error) {
			yield* this.fail(`changing permissions of '${path}'`, error);
			return;
		}
		const words = (bits: number): string =>
			`${bits.toString(8).padStart(4, '0')} (${modeText({ type: stat.type, mode: bits }).slice(1)})`;
		if (wanted !== stat.mode && (values.verbose || values.changes)) {
			yield* out.write(`mode of '${path}' changed from ${words(stat.mode)} to ${words(wanted)}\n`);
		} else if (values.verbose) yield* out.write(`mode of '${path}' retained as ${words(wanted)}\n`);
	}
}
