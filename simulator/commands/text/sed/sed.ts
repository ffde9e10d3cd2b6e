import { errorMessage } from '../../../kernel/error-message.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import { decodeUtf8, encodeLossless } from '../../../machinery/utf8.ts';
import type { Run } from '../../gnu-command.ts';
import { Fatal, gnuCommand, isUtf8Locale } from '../../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../../options.ts';
import { readFile } from '../../stdio.ts';
import { Files, SedOutputs } from './sed-files.ts';
import { SedMachine, type SedOptions } from './sed-machine.ts';
import { SedOutput } from './sed-output.ts';
import { type SedCommand, SedParser } from './sed-script.ts';

const HELP = `Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...

  -n, --quiet, --silent
                 suppress automatic printing of pattern space
      --debug
                 annotate program execution
  -e script, --expression=script
                 add the script to the commands to be executed
  -f script-file, --file=script-file
                 add the contents of script-file to the commands to be executed
  --follow-symlinks
                 follow symlinks when processing in place
  -i[SUFFIX], --in-place[=SUFFIX]
                 edit files in place (makes backup if SUFFIX supplied)
  -l N, --line-length=N
                 specify the desired line-wrap length for the \`l' command
  --posix
                 disable all GNU extensions.
  -E, -r, --regexp-extended
                 use extended regular expressions in the script
                 (for portability use POSIX -E).
  -s, --separate
                 consider files as separate rather than as a single
                 continuous long stream.
      --sandbox
                 operate in sandbox mode (disable e/r/w commands).
  -u, --unbuffered
                 load minimal amounts of data from the input files and flush
                 the output buffers more often
  -z, --null-data
                 separate lines by NUL characters
      --help     display this help and exit
      --version  output version information and exit

If no -e, --expression, -f, or --file option is given, then the first
non-option argument is taken as the sed script to interpret.  All
remaining arguments are names of input files; if no input files are
specified, then the standard input is read.

GNU sed home page: <https://www.gnu.org/software/sed/>.
General help using GNU software: <https://www.gnu.org/gethelp/>.
`;

const options = {
	quiet: flag('n', 'quiet', 'silent'),
	expression: withValue('e', 'expression'),
	file: withValue('f', 'file'),
	followSymlinks: flag('follow-symlinks'),
	inPlace: mayHaveValue('i', 'in-place'),
	lineLength: withValue('l', 'line-length'),
	posix: flag('posix'),
	debug: flag('debug'),
	extended: flag('E', 'r', 'regexp-extended'),
	separate: flag('s', 'separate'),
	sandbox: flag('sandbox'),
	unbuffered: flag('u', 'unbuffered'),
	nullData: flag('z', 'null-data'),
};

type SedRun = Run<typeof options>;

/** How GNU's ends that could not read some input. */
const GNU_BAD_INPUT = 2;

export const sed = gnuCommand({
	name: 'sed',
	paths: ['/usr/bin/sed'],
	size: 130_448,
	version: 'sed (GNU sed) 4.9',
	help: HELP,
	badInput: { read: 'read error on stdin', status: 4 },
	options,
	usageHint: HELP.trimEnd(),
	main: sedMain(GNU_BAD_INPUT),
});

/** sed with the exit status that tells of input that could not be read. */
export function sedMain(badInput: number): (run: SedRun) => Task<number> {
	return (run) => editAll(run, badInput);
}

function* editAll(run: SedRun, badInput: number): Task<number> {
	const files = [...run.operands];
	const script = yield* scriptOf(run, files, badInput);
	const { lineLength = '70' } = run.values;
	if (!/^\d+$/.test(lineLength)) throw new Fatal(`invalid line length: ${lineLength}`, 1);
	if (run.values.inPlace !== undefined && files.length === 0) throw new Fatal('no input files', badInput === 2 ? 4 : 1);
	const edit = new Edit(run, script, badInput);
	yield* edit.openOutputs();
	const separate = run.values.inPlace !== undefined || run.values.separate === true;
	const inputs = separate && files.length > 0 ? files.map((file) => [file]) : [files.length === 0 ? ['-'] : files];
	let status = 0;
	for (const names of inputs) {
		const ended =
			run.values.inPlace === undefined ? yield* edit.through(names) : yield* edit.inPlace(names[0] as string);
		status = (edit.hasMissed ? badInput : ended) || status;
		if (edit.hasQuit) break;
	}
	return status;
}

const endOf = ({ values }: SedRun): string => (values.nullData ? '\0' : '\n');

function* scriptOf(run: SedRun, files: string[], badInput: number): Task<string> {
	const parts: string[] = [];
	for (const { key, value } of run.given) {
		if (key === 'expression') parts.push(value as string);
		if (key !== 'file') continue;
		try {
			parts.push(decodeUtf8(yield* readFile(run.process, value as string)).replace(/\n$/, ''));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`couldn't open file ${value}: ${errorMessage(error.errno)}`, badInput === 2 ? 4 : 1);
		}
	}
	if (parts.length > 0) return parts.join('\n');
	const first = files.shift();
	if (first === undefined) {
		throw new Fatal('', 1);
	}
	return first;
}

/** One script over all the files that are named. */
class Edit {
	readonly #run: SedRun;
	readonly #script: string;
	readonly #badInput: number;
	readonly #options: SedOptions;
	readonly #outputs: SedOutputs;
	#holdTerminated = true;
	/** A file could not be read. */
	hasMissed = false;
	hasQuit = false;

	constructor(run: SedRun, script: string, badInput: number) {
		this.#run = run;
		this.#script = script;
		this.#badInput = badInput;
		this.#options = {
			silent: run.values.quiet === true || /^#n(?:\n|$)/.test(script),
			lineLength: Number(run.values.lineLength ?? 70),
			end: endOf(run),
			posix: run.values.posix === true || run.process.env.has('POSIXLY_CORRECT'),
			quitEndsLine: badInput === GNU_BAD_INPUT,
		};
		this.#outputs = new SedOutputs(run, endOf(run));
	}

	#commands(): readonly SedCommand[] {
		const { extended, sandbox } = this.#run.values;
		return new SedParser(this.#script, {
			extended: extended === true,
			sandboxed: sandbox === true,
			malformed: !isUtf8Locale(this.#run.process.env),
		}).parse();
	}

	/** All that the script names, before anything is read. */
	*openOutputs(): Task<void> {
		for (const { name, argument, substitute } of this.#commands()) {
			const path = name === 'w' || name === 'W' ? argument : substitute?.file;
			if (path === undefined) continue;
			try {
				yield* this.#outputs.to(path);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new Fatal(`couldn't open file ${path}: ${errorMessage(error.errno)}`, 4);
			}
		}
	}

	/** Reads the files as one and prints. Returns the exit status. */
	*through(names: readonly string[], output = this.#outputs.standard): Task<number> {
		const input = new Files(this.#run, names, output, this.#outputs, {
			end: this.#options.end,
			unbuffered: this.#run.values.unbuffered === true,
			readsDirectories: this.#badInput === GNU_BAD_INPUT,
		});
		const machine = new SedMachine(this.#commands(), input, this.#options);
		machine.holdTerminated = this.#holdTerminated;
		const status = yield* machine.run();
		this.#holdTerminated = machine.holdTerminated;
		this.hasMissed ||= input.unreadable;
		this.hasQuit = machine.hasQuit;
		if (this.hasQuit) input.giveBack();
		return status;
	}

	*inPlace(file: string): Task<number> {
		const run = this.#run;
		const { process } = run;
		if (!process.access(file, {})) {
			yield* run.complain(`can't read ${file}: No such file or directory`);
			this.hasMissed = true;
			return this.#badInput;
		}
		if (process.stat(file).type !== 'file') throw new Fatal(`couldn't edit ${file}: not a regular file`, 4);
		const out: string[] = [];
		const write = (text: string): Task<void> => {
			out.push(text);
			return nothing();
		};
		const before = yield* readFile(process, file);
		const status = yield* this.through([file], new SedOutput(write, endOf(run)));
		const suffix = run.values.inPlace as string | true;
		if (suffix !== true) {
			const backup = suffix.includes('*') ? suffix.replaceAll('*', file) : file + suffix;
			yield* overwrite(run, backup, before);
		}
		// A link becomes a file, unless it is followed.
		if (process.lstat(file).type === 'symlink' && !run.values.followSymlinks) {
			const { mode } = process.stat(file);
			process.unlink(file);
			yield* overwrite(run, file, encodeLossless(out.join('')));
			process.chmod(file, mode);
			return status;
		}
		yield* overwrite(run, file, encodeLossless(out.join('')));
		return status;
	}
}

function* overwrite(run: SedRun, path: string, content: Uint8Array): Task<void> {
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o666);
	yield* run.process.write(fd, content);
	run.process.close(fd);
}
