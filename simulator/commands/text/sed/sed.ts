import { errorMessage } from '../../../kernel/error-message.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import { decodeUtf8, encodeLossless } from '../../../machinery/utf8.ts';
import type { Run } from '../../gnu-command.ts';
import { Fatal, gnuCommand } from '../../gnu-command.ts';
import { captured } from '../../launch.ts';
import { flag, mayHaveValue, withValue } from '../../options.ts';
import { LineReader, readFile } from '../../stdio.ts';
import type { SedPorts } from './sed-machine.ts';
import { SedMachine } from './sed-machine.ts';
import { SedParser } from './sed-script.ts';

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

export const sed = gnuCommand({
	name: 'sed',
	paths: ['/usr/bin/sed'],
	size: 130_448,
	version: 'sed (GNU sed) 4.9',
	help: HELP,
	badInput: { read: 'read error on stdin', status: 4 },
	options,
	usageHint: HELP.trimEnd(),
	main: sedMain(2),
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
	const silent = run.values.quiet === true || /^#n(?:\n|$)/.test(script);
	const commands = () => new SedParser(script, run.values.extended === true, run.values.sandbox === true).parse();
	commands();
	const separate = run.values.inPlace !== undefined || run.values.separate === true;
	const inputs = separate && files.length > 0 ? files.map((file) => [file]) : [files.length === 0 ? ['-'] : files];
	let status = 0;
	for (const names of inputs) {
		const input = new Files(run, names, run.out.write.bind(run.out));
		const own =
			run.values.inPlace === undefined
				? yield* new SedMachine(commands(), input, silent, Number(lineLength), endOf(run)).run()
				: yield* inPlace(run, names[0] as string, commands, silent, badInput);
		status = (input.unreadable ? badInput : own) || status;
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

function* inPlace(
	run: SedRun,
	file: string,
	commands: () => ReturnType<SedParser['parse']>,
	silent: boolean,
	badInput: number,
): Task<number> {
	const { process, values } = run;
	if (!process.access(file, {})) {
		yield* run.complain(`can't read ${file}: No such file or directory`);
		return badInput;
	}
	if (process.stat(file).type !== 'file') {
		yield* run.complain(`couldn't edit ${file}: not a regular file`);
		return 4;
	}
	const out: string[] = [];
	const write = (text: string): Task<void> => {
		out.push(text);
		return nothing();
	};
	const before = yield* readFile(process, file);
	const status = yield* new SedMachine(
		commands(),
		new Files(run, [file], write),
		silent,
		Number(values.lineLength ?? 70),
		endOf(run),
	).run();
	const suffix = values.inPlace as string | true;
	if (suffix !== true) {
		const backup = suffix.includes('*') ? suffix.replaceAll('*', file) : file + suffix;
		yield* overwrite(run, backup, before);
	}
	// A link becomes a file, unless it is followed.
	if (process.lstat(file).type === 'symlink' && !values.followSymlinks) {
		const { mode } = process.stat(file);
		process.unlink(file);
		yield* overwrite(run, file, encodeLossless(out.join('')));
		process.chmod(file, mode);
		return status;
	}
	yield* overwrite(run, file, encodeLossless(out.join('')));
	return status;
}

function* overwrite(run: SedRun, path: string, content: Uint8Array): Task<void> {
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o666);
	yield* run.process.write(fd, content);
	run.process.close(fd);
}

/** The input files as one stream of lines that knows which is the last. */
class Files implements SedPorts {
	readonly #run: SedRun;
	readonly #names: readonly string[];
	readonly write: (text: string) => Task<void>;
	readonly #written = new Set<string>();
	readonly #readers = new Map<string, LineReader>();
	#index = -1;
	#fd = -1;
	#reader: LineReader | undefined;
	#ahead: { text: string; terminated: boolean; name: string } | undefined;
	#started = false;
	#current = '-';
	/** An input file was passed over. */
	unreadable = false;

	constructor(run: SedRun, names: readonly string[], write: (text: string) => Task<void>) {
		this.#run = run;
		this.#names = names;
		this.write = write;
	}

	*nextLine(): Task<{ text: string; terminated: boolean; isLast: boolean } | undefined> {
		if (!this.#started) {
			this.#started = true;
			this.#ahead = yield* this.#read();
		}
		const line = this.#ahead;
		if (line === undefined) return undefined;
		this.#current = line.name;
		this.#ahead = yield* this.#read();
		return { text: line.text, terminated: line.terminated, isLast: this.#ahead === undefined };
	}

	*#read(): Task<{ text: string; terminated: boolean; name: string } | undefined> {
		for (;;) {
			const text = this.#reader === undefined ? undefined : yield* this.#reader.next();
			const name = this.#names[this.#index];
			if (text !== undefined && this.#reader !== undefined)
				return { text, terminated: this.#reader.terminated, name: name as string };
			if (!(yield* this.#open())) return undefined;
		}
	}

	*#open(): Task<boolean> {
		const { process } = this.#run;
		if (this.#fd > 0) process.close(this.#fd);
		this.#fd = -1;
		for (;;) {
			const name = this.#names[++this.#index];
			if (name === undefined) {
				this.#reader = undefined;
				return false;
			}
			try {
				if (name !== '-' && process.stat(name).type === 'directory') {
					this.unreadable = true;
					yield* this.#run.complain(`couldn't read ${name}: Is a directory`);
					continue;
				}
				this.#fd = name === '-' ? 0 : yield* process.open(name, { read: true });
				this.#reader = new LineReader(process, this.#fd, endOf(this.#run));
				return true;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				this.unreadable = true;
				yield* this.#run.complain(`can't read ${name}: ${errorMessage(error.errno)}`);
			}
		}
	}

	*readFile(path: string): Task<string> {
		try {
			return decodeUtf8(yield* readFile(this.#run.process, path));
		} catch (error) {
			if (error instanceof SystemError) return '';
			throw error;
		}
	}

	*nextLineOf(path: string): Task<string | undefined> {
		let reader = this.#readers.get(path);
		if (reader === undefined) {
			try {
				const fd = path === '/dev/stdin' ? 0 : yield* this.#run.process.open(path, { read: true });
				reader = new LineReader(this.#run.process, fd);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return undefined;
			}
			this.#readers.set(path, reader);
		}
		return yield* reader.next();
	}

	*outputOf(command: string): Task<string> {
		yield* this.#run.out.flush();
		return decodeUtf8((yield* captured(this.#run.process, ['sh', '-c', command])).output);
	}

	*appendFile(path: string, text: string): Task<void> {
		if (path === '/dev/stdout') {
			// That of the program, where a file is edited in its place, too.
			yield* this.#run.out.write(text);
			return;
		}
		const first = !this.#written.has(path);
		this.#written.add(path);
		const fd = yield* this.#run.process.open(
			path,
			{ write: true, create: true, truncate: first, append: !first },
			0o666,
		);
		yield* this.#run.process.write(fd, encodeLossless(text));
		this.#run.process.close(fd);
	}

	fileName(): string {
		return this.#current;
	}

	*tick(): Task<void> {
		yield* this.#run.process.tick();
	}
}
