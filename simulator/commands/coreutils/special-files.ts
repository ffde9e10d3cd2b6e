import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { mayHaveValue, type OptionTable, withValue } from '../options.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { changedMode } from './file-mode.ts';
import { COREUTILS } from './version.ts';

const modeOptions = { mode: withValue('m', 'mode'), context: mayHaveValue('Z', 'context') } satisfies OptionTable;
const MODE_LINES =
	'  -m, --mode=MODE    permissions of what is made, not a=rw less the umask\n  -Z, --context[=CTX]  security context\n';

export const mkfifo = gnuCommand({
	name: 'mkfifo',
	paths: ['/usr/bin/mkfifo'],
	size: 64_000,
	version: `mkfifo ${COREUTILS}`,
	help: coreutilsHelp('mkfifo [OPTION]... NAME...', 'Makes named pipes.', MODE_LINES),
	options: modeOptions,
	*main(run) {
		if (run.operands.length === 0) throw new Fatal('missing operand', 1, true);
		const mode = modeOf(run);
		let status = 0;
		for (const name of run.operands) {
			try {
				run.process.mkfifo(name, mode);
			} catch (error) {
				yield* run.complainOf(`cannot create fifo '${name}'`, error);
				status = 1;
			}
		}
		return status;
	},
});

function modeOf(run: Run<typeof modeOptions>): number {
	const { mode } = run.values;
	if (mode === undefined) return 0o666 & ~run.process.umask;
	const parsed = changedMode(mode, 0o666, false, run.process.umask);
	if (parsed === undefined) throw new Fatal('invalid mode');
	if ((parsed & ~0o777) !== 0) throw new Fatal('mode must specify only file permission bits');
	return parsed;
}

export const mknod = gnuCommand({
	name: 'mknod',
	paths: ['/usr/bin/mknod'],
	size: 68_096,
	version: `mknod ${COREUTILS}`,
	help: coreutilsHelp('mknod [OPTION]... NAME TYPE [MAJOR MINOR]', 'Makes a special file: b, c, u or p.', MODE_LINES),
	options: modeOptions,
	*main(run) {
		const [name, type, ...numbers] = run.operands;
		const mode = modeOf(run);
		if (name === undefined) throw new Fatal('missing operand', 1, true);
		const expected = type?.startsWith('p') ? 2 : 4;
		if (run.operands.length < expected) {
			const last = run.operands.at(-1);
			if (expected === 4 && run.operands.length === 2) {
				yield* run.complain(`missing operand after ‘${last}’\nSpecial files require major and minor device numbers.`);
				throw new Fatal('', 1, true);
			}
			throw new Fatal(`missing operand after ‘${last}’`, 1, true);
		}
		if (run.operands.length > expected) {
			const note = expected === 2 && numbers.length === 2 ? '\nFifos do not have major and minor device numbers.' : '';
			yield* run.complain(`extra operand ‘${run.operands[expected]}’${note}`);
			throw new Fatal('', 1, true);
		}
		if (!/^[bcup]/.test(type as string)) throw new Fatal(`invalid device type ‘${type}’`, 1, true);
		const [major, minor] = numbers.map((text, at) => {
			const number = /^(?:0x[0-9a-fA-F]+|\d+)$/.test(text)
				? Number(/^0\d/.test(text) ? `0o${text.slice(1)}` : text)
				: Number.NaN;
			if (Number.isNaN(number)) throw new Fatal(`invalid ${at === 0 ? 'major' : 'minor'} device number ‘${text}’`);
			return number;
		});
		try {
			if (major === undefined || minor === undefined) run.process.mkfifo(name, mode);
			else run.process.mknod(name, (type as string).startsWith('b') ? 'block' : 'character', mode, major, minor);
		} catch (error) {
			throw new Fatal(`${name}: ${reasonOf(error)}`);
		}
		return 0;
	},
});

export const link = gnuCommand({
	name: 'link',
	paths: ['/usr/bin/link'],
	size: 35_208,
	version: `link ${COREUTILS}`,
	help: coreutilsHelp('link FILE1 FILE2\n  or:  link OPTION', 'Gives the file FILE1 the further name FILE2.'),
	options: {},
	*main(run) {
		const [from, to] = exactly(run, 2);
		try {
			run.process.link(from as string, to as string);
		} catch (error) {
			throw new Fatal(`cannot create link '${to}' to '${from}': ${reasonOf(error)}`);
		}
		return 0;
	},
});

export const unlink = gnuCommand({
	name: 'unlink',
	paths: ['/usr/bin/unlink'],
	size: 35_208,
	version: `unlink ${COREUTILS}`,
	help: coreutilsHelp('unlink FILE\n  or:  unlink OPTION', 'Takes a name from a file.'),
	options: {},
	*main(run) {
		const [name] = exactly(run, 1);
		try {
			run.process.unlink(name as string);
		} catch (error) {
			throw new Fatal(`cannot unlink '${name}': ${reasonOf(error)}`);
		}
		return 0;
	},
});

function exactly(run: Pick<Run, 'operands'>, count: number): readonly string[] {
	const { operands } = run;
	if (operands.length === 0) throw new Fatal('missing operand', 1, true);
	if (operands.length < count) throw new Fatal(`missing operand after ‘${operands[0]}’`, 1, true);
	if (operands.length > count) throw new Fatal(`extra operand ‘${operands[count]}’`, 1, true);
	return operands;
}
