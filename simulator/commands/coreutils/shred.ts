import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, mayHaveValue, type OptionTable, withValue } from '../options.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { parseCount } from './count.ts';
import { COREUTILS } from './version.ts';

const options = {
	force: flag('f', 'force'),
	iterations: withValue('n', 'iterations'),
	source: withValue('random-source'),
	size: withValue('s', 'size'),
	unlink: flag('u'),
	remove: mayHaveValue('remove'),
	verbose: flag('v', 'verbose'),
	exact: flag('x', 'exact'),
	zero: flag('z', 'zero'),
} satisfies OptionTable;

const OPTION_LINES = `  -f, --force    make the file writable if it is not
  -n, --iterations=N  overwrite N times instead of 3
      --random-source=FILE  random bytes from FILE
  -s, --size=N   so many bytes
  -u             then remove the file
      --remove[=HOW]  how: unlink, wipe, wipesync
  -v, --verbose  tell what is done
  -x, --exact    not up to a whole block
  -z, --zero     at last with zeros
`;

const BLOCK = 4096;
const SIZE_MAX = 64 * 1024 * 1024;

export const shred = gnuCommand({
	name: 'shred',
	paths: ['/usr/bin/shred'],
	size: 55_920,
	version: `shred ${COREUTILS}`,
	help: coreutilsHelp('shred [OPTION]... FILE...', 'Overwrites files so that what was in them is gone.', OPTION_LINES),
	options,
	*main(run) {
		const { values, operands } = run;
		const passes = values.iterations ?? '3';
		if (!/^\d+$/.test(passes)) throw new Fatal(`invalid number of passes: ‘${passes}’`);
		if (operands.length === 0) throw new Fatal('missing file operand', 1, true);
		let status = 0;
		for (const name of operands) {
			const problem = yield* shredded(run, name, Number(passes));
			if (problem === undefined) continue;
			yield* run.complain(`${name}: ${problem}`);
			status = 1;
		}
		return status;
	},
});

function* shredded(run: Run<typeof options>, name: string, passes: number): Task<string | undefined> {
	const { process, values } = run;
	try {
		if (values.force && !process.access(name, { write: true })) process.chmod(name, 0o600);
		const fd = yield* process.open(name, { write: true });
		const { size: length, type } = process.fstat(fd);
		if (type !== 'file') return 'invalid file type';
		const asked = values.size === undefined ? undefined : parseCount(values.size);
		if (values.size !== undefined && asked === undefined) throw new Fatal(`invalid file size: ‘${values.size}’`);
		const size = asked ?? (values.exact ? length : Math.ceil(length / BLOCK) * BLOCK);
		if (size > SIZE_MAX) return 'file too large';
		const total = passes + (values.zero ? 1 : 0);
		for (let pass = 1; pass <= total; pass++) {
			const zeros = pass > passes;
			if (values.verbose) yield* run.complain(`${name}: pass ${pass}/${total} (${zeros ? '000000' : 'random'})...`);
			process.seek(fd, 0, 'set');
			yield* process.write(fd, filled(run, size, zeros));
		}
		process.close(fd);
	} catch (error) {
		if (error instanceof Fatal) throw error;
		return `failed to open for writing: ${reasonOf(error)}`;
	}
	if (values.unlink || values.remove !== undefined) yield* removed(run, name);
	return undefined;
}

function filled(run: Run<typeof options>, size: number, zeros: boolean): Uint8Array {
	const bytes = new Uint8Array(size);
	if (!zeros) for (let at = 0; at < size; at++) bytes[at] = run.process.randomUint32();
	return bytes;
}

/** Its name is made shorter step by step before it goes. */
function* removed(run: Run<typeof options>, name: string): Task<void> {
	const { process, values } = run;
	if (values.verbose) yield* run.complain(`${name}: removing`);
	const slash = name.lastIndexOf('/') + 1;
	const [folder, base] = [name.slice(0, slash), name.slice(slash)];
	let own = name;
	if (values.remove !== 'unlink') {
		for (let length = base.length; length > 0; length--) {
			const next = folder + '0'.repeat(length);
			process.rename(own, next);
			if (values.verbose) yield* run.complain(`${own}: renamed to ${next}`);
			own = next;
		}
	}
	process.unlink(own);
	if (values.verbose) yield* run.complain(`${name}: removed`);
}
