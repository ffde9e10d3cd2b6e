import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions } from '../options.ts';
import { DEPTH_MAX, E2FSPROGS_VERSION, flagLetters, flagNames } from './file-flags.ts';

const USAGE = 'Usage: lsattr [-RVadlpv] [files...]';
const OPTIONS = {
	recursive: flag('R'),
	loud: flag('V'),
	all: flag('a'),
	directories: flag('d'),
	long: flag('l'),
	project: flag('p'),
	generation: flag('v'),
} as const;

type LsattrRun = Run<typeof OPTIONS>;

/** e2fsprogs'. Differs: a file's generation follows from its inode's number. */
export const lsattr = gnuCommand({
	name: 'lsattr',
	paths: ['/usr/bin/lsattr'],
	size: 14_656,
	help: '',
	version: '',
	options: OPTIONS,
	usageHint: USAGE,
	// There are no long options: "-" is a letter that it does not know.
	rewrite: (argv) => {
		for (const word of argv) {
			if (word === '--') break;
			if (word.startsWith('--')) throw new OptionError("invalid option -- '-'");
		}
		parseOptions(argv, OPTIONS);
		return argv;
	},
	*main(run) {
		const { values, operands, process } = run;
		if (values.loud) yield* process.write(2, encodeUtf8(`lsattr ${E2FSPROGS_VERSION}\n`));
		let status = 0;
		for (const path of operands.length === 0 ? ['.'] : operands) {
			try {
				const stat = process.lstat(path);
				if (stat.type === 'directory' && !values.directories) yield* listFolder(run, path, 0);
				else if (!(yield* show(run, path))) status = 1;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* run.complain(`${reasonOf(error)} while trying to stat ${path}`);
				status = 1;
			}
		}
		return status;
	},
});

function* show(run: LsattrRun, path: string): Task<boolean> {
	const { values, process, out } = run;
	try {
		const flags = process.getFlags(path);
		const head = `${values.project ? '    0 ' : ''}${values.generation ? `${String(generation(process, path)).padEnd(10)} ` : ''}`;
		const text = values.long ? `${path.padEnd(28)} ${flagNames(flags)}` : `${flagLetters(flags)} ${path}`;
		yield* out.write(`${head}${text}\n`);
		return true;
	} catch (error) {
		yield* run.complain(`${reasonOf(error)} While reading flags on ${path}`);
		return false;
	}
}

function generation(process: Process, path: string): number {
	return Math.imul(process.lstat(path).inode, 0x9e37_79b1) >>> 0;
}

function* listFolder(run: LsattrRun, path: string, depth: number): Task<void> {
	const { values, process, out } = run;
	const names = process.readdir(path);
	for (const name of values.all ? ['.', '..', ...names] : names) {
		yield* process.tick();
		if (name.startsWith('.') && !values.all) continue;
		const below = `${path.replace(/\/$/, '')}/${name}`;
		yield* show(run, below);
		const isFolder = name !== '.' && name !== '..' && process.lstat(below).type === 'directory';
		if (!values.recursive || !isFolder || depth >= DEPTH_MAX) continue;
		yield* out.write(`\n${below}:\n`);
		yield* listFolder(run, below, depth + 1);
		yield* out.write('\n');
	}
}
