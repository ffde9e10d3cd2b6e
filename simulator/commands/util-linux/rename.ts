import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const OPTIONS = {
	verbose: flag('v', 'verbose'),
	symlink: flag('s', 'symlink'),
	noAct: flag('n', 'no-act'),
	all: flag('a', 'all'),
	last: flag('l', 'last'),
	noOverwrite: flag('o', 'no-overwrite'),
	interactive: flag('i', 'interactive'),
} as const;
const NOTHING = 4;
const SOME_FAILED = 2;

/** Debian's name for util-linux's rename. Differs: -i asks nobody, and overwrites. */
export const rename = gnuCommand({
	name: 'rename.ul',
	paths: ['/usr/bin/rename.ul'],
	size: 18_816,
	version: `rename.ul from ${UTIL_LINUX}`,
	stopAtOperand: true,
	help: `
Usage:
 rename.ul [options] <expression> <replacement> <file>...

Rename files.

Options:
 -v, --verbose       explain what is being done
 -s, --symlink       act on the target of symlinks
 -n, --no-act        do not make any changes
 -a, --all           replace all occurrences
 -l, --last          replace only the last occurrence
 -o, --no-overwrite  don't overwrite existing files
 -i, --interactive   prompt before overwrite

 -h, --help          display this help
 -V, --version       display version

For more details see rename(1).
`,
	options: OPTIONS,
	*main(run) {
		const [from, to, ...files] = run.operands;
		if (from === undefined || to === undefined || files.length === 0) throw new Fatal('not enough arguments', 1, true);
		let done = 0;
		let failed = 0;
		for (const file of files) {
			yield* run.process.tick();
			const result = yield* renameOne(run, file, from, to);
			if (result === 'done') done++;
			if (result === 'failed') failed++;
		}
		if (failed === 0) return done === 0 ? NOTHING : 0;
		return done === 0 ? 1 : SOME_FAILED;
	},
});

function* renameOne(
	run: Run<typeof OPTIONS>,
	file: string,
	from: string,
	to: string,
): Task<'done' | 'failed' | 'same'> {
	const { process, values, out } = run;
	try {
		const stat = process.lstat(file);
		if (values.symlink && stat.type !== 'symlink') return yield* failed(run, `${file}: not a symbolic link`);
		const old = values.symlink ? process.readlink(file) : file;
		const name = replaced(old, from, to, values);
		if (name === old) return 'same';
		const shown = values.symlink ? `${file}: \`${old}' -> \`${name}'` : `\`${file}' -> \`${name}'`;
		if (values.noOverwrite && process.access(name, {})) {
			if (values.verbose) yield* out.write(`Skipping existing file: \`${name}'\n`);
			return 'same';
		}
		if (values.verbose) yield* out.write(`${shown}\n`);
		if (values.noAct) return 'done';
		if (values.symlink) {
			process.unlink(file);
			process.symlink(name, file);
		} else process.rename(file, name);
		return 'done';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (!process.access(file, {})) return yield* failed(run, `${file}: not accessible: ${reasonOf(error)}`);
		return yield* failed(run, `${file}: rename to ${replaced(file, from, to, values)} failed: ${reasonOf(error)}`);
	}
}

function* failed(run: Run<typeof OPTIONS>, text: string): Task<'failed'> {
	yield* run.complain(text);
	return 'failed';
}

/** In the last part of a path, or in all of it when what is sought has a slash. */
function replaced(
	path: string,
	from: string,
	to: string,
	values: { readonly all?: true | undefined; readonly last?: true | undefined },
): string {
	const start = from.includes('/') || to.includes('/') ? 0 : path.replace(/\/+$/, '').lastIndexOf('/') + 1;
	const [head, tail] = [path.slice(0, start), path.slice(start)];
	if (from === '') return values.all || values.last ? path : head + to + tail;
	if (values.all) return head + tail.split(from).join(to);
	const at = values.last ? tail.lastIndexOf(from) : tail.indexOf(from);
	return at < 0 ? path : head + tail.slice(0, at) + to + tail.slice(at + from.length);
}
