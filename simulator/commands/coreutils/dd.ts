import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type RunContext } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { HeldMemory } from '../stdio.ts';
import { parseCount } from './count.ts';
import { humanUnits } from './human-size.ts';
import { COREUTILS } from './version.ts';

const OPERANDS = 'bs cbs conv count ibs if iflag obs of oflag seek skip status'.split(' ');
const BLOCK_MAX = 64 * 1024 * 1024;

export const dd = gnuCommand({
	name: 'dd',
	paths: ['/usr/bin/dd'],
	size: 68_424,
	version: `dd ${COREUTILS}`,
	help: `Usage: dd [OPERAND]...
  or:  /usr/bin/dd OPTION
Copy a file, converting and formatting according to the operands.

  bs=BYTES        read and write up to BYTES bytes at a time (default: 512);
                  overrides ibs and obs
  cbs=BYTES       convert BYTES bytes at a time
  conv=CONVS      convert the file as per the comma separated symbol list
  count=N         copy only N input blocks
  ibs=BYTES       read up to BYTES bytes at a time (default: 512)
  if=FILE         read from FILE instead of stdin
  iflag=FLAGS     read as per the comma separated symbol list
  obs=BYTES       write BYTES bytes at a time (default: 512)
  of=FILE         write to FILE instead of stdout
  oflag=FLAGS     write as per the comma separated symbol list
  seek=N          (or oseek=N) skip N obs-sized output blocks
  skip=N          (or iseek=N) skip N ibs-sized input blocks
  status=LEVEL    The LEVEL of information to print to stderr;
                  'none' suppresses everything but error messages,
                  'noxfer' suppresses the final transfer statistics,
                  'progress' shows periodic transfer statistics

N and BYTES may be followed by the following multiplicative suffixes:
c=1, w=2, b=512, kB=1000, K=1024, MB=1000*1000, M=1024*1024, xM=M,
GB=1000*1000*1000, G=1024*1024*1024, and so on for T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.
If N ends in 'B', it counts bytes not blocks.

Each CONV symbol may be:

  ascii     from EBCDIC to ASCII
  ebcdic    from ASCII to EBCDIC
  ibm       from ASCII to alternate EBCDIC
  block     pad newline-terminated records with spaces to cbs-size
  unblock   replace trailing spaces in cbs-size records with newline
  lcase     change upper case to lower case
  ucase     change lower case to upper case
  sparse    try to seek rather than write all-NUL output blocks
  swab      swap every pair of input bytes
  sync      pad every input block with NULs to ibs-size; when used
            with block or unblock, pad with spaces rather than NULs
  excl      fail if the output file already exists
  nocreat   do not create the output file
  notrunc   do not truncate the output file
  noerror   continue after read errors
  fdatasync  physically write output file data before finishing
  fsync     likewise, but also write metadata

Each FLAG symbol may be:

  append    append mode (makes sense only for output; conv=notrunc suggested)
  direct    use direct I/O for data
  directory  fail unless a directory
  dsync     use synchronized I/O for data
  sync      likewise, but also for metadata
  fullblock  accumulate full blocks of input (iflag only)
  nonblock  use non-blocking I/O
  noatime   do not update access time
  nocache   Request to drop cache.  See also oflag=sync
  noctty    do not assign controlling terminal from file
  nofollow  do not follow symlinks

Sending a USR1 signal to a running 'dd' process makes it
print I/O statistics to standard error and then resume copying.

Options are:

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/dd>
or available locally via: info '(coreutils) dd invocation'
`,
	options: {},
	*main(run) {
		const { process } = run;
		const given = new Map<string, string>();
		for (const operand of run.operands) {
			const equals = operand.indexOf('=');
			const key = operand.slice(0, equals);
			if (equals < 0 || !OPERANDS.includes(key)) throw new Fatal(`unrecognized operand ‘${operand}’`, 1, true);
			given.set(key, operand.slice(equals + 1));
		}
		const size = (key: string, fallback: number): number => {
			const text = given.get(key);
			const value = text === undefined ? fallback : parseCount(text);
			if (value === undefined || value > BLOCK_MAX * 1024) throw new Fatal(`invalid number: ‘${text}’`);
			return value;
		};
		const block = size('bs', size('ibs', 512));
		const outBlock = size('bs', size('obs', 512));
		if (block === 0) throw new Fatal(`invalid number: ‘${given.get('bs') ?? given.get('ibs')}’`);
		if (block > BLOCK_MAX)
			throw new Fatal(`memory exhausted by input buffer of size ${block} bytes (${humanUnits(block)})`);
		const conversions = (given.get('conv') ?? '').split(',');
		const input = yield* open(process, given.get('if'), { read: true }, 0);
		const truncate = !conversions.includes('notrunc') && !given.has('seek');
		const output = yield* open(process, given.get('of'), { write: true, create: true, truncate }, 1);
		const skip = size('skip', 0);
		if (skip > 0) process.seek(input, skip * block, 'cur');
		const seek = size('seek', 0);
		if (seek > 0) process.seek(output, seek * outBlock, 'cur');
		const count = given.has('count') ? size('count', 0) : Number.POSITIVE_INFINITY;
		// The block alone is held: nothing of it grows.
		new HeldMemory(process).hold(block / 2);
		const startedMs = process.now();
		const tally = { full: 0, partial: 0, written: 0, out: { full: 0, partial: 0 } };
		let failed = false;
		// Files and memory devices give all that one read asks for; pipes and terminals what they have.
		const isMemory = !process.isatty(input) && ['file', 'character'].includes(process.fstat(input).type);
		const whole = isMemory || given.get('iflag') === 'fullblock';
		for (let done = 0; done < count; done++) {
			const pieces = yield* readBlock(process, input, block, whole);
			const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
			if (length === 0) break;
			tally[length === block ? 'full' : 'partial']++;
			if (!(yield* writeBlock(run, output, pieces, conversions, given.get('of')))) {
				failed = true;
				tally.written = Math.max(tally.written, sizeOf(process, output) - seek * outBlock);
				break;
			}
			tally.out[length === block ? 'full' : 'partial']++;
			tally.written += length;
			yield* process.tick();
		}
		const status = given.get('status') ?? '';
		if (status === 'none') return failed ? 1 : 0;
		yield* run.out.flush();
		const seconds = Math.max((process.now() - startedMs) / 1000, 0.000_1);
		const speed = `${amountOf(tally.written)} copied, ${seconds.toPrecision(6).replace(/\.?0+$/, '')} s, ${rate(tally.written / seconds)}/s`;
		const { out } = tally;
		const records = [`${tally.full}+${tally.partial} records in`, `${out.full}+${out.partial} records out`];
		const lines = [...records, ...(status === 'noxfer' ? [] : [speed])];
		for (const line of lines) yield* say(process, `${line}\n`);
		return failed ? 1 : 0;
	},
});

function amountOf(bytes: number): string {
	return bytes < 1000 ? `${bytes} byte${bytes === 1 ? '' : 's'}` : `${bytes} bytes (${humanUnits(bytes)})`;
}

/** False when it could not be written; that has been told then. */
function* writeBlock(
	run: RunContext,
	output: number,
	pieces: readonly Uint8Array[],
	conversions: readonly string[],
	name = 'standard output',
): Task<boolean> {
	try {
		for (const piece of pieces) yield* run.process.write(output, converted(piece, conversions));
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.complain(`error writing '${name}': ${errorMessage(error.errno)}`);
		return false;
	}
}

function sizeOf(process: Process, fd: number): number {
	const { type, size } = process.fstat(fd);
	return type === 'file' ? size : 0;
}

function* say(process: Process, text: string): Task<void> {
	yield* process.write(2, new Uint8Array([...text].map((char) => char.charCodeAt(0))));
}

function* open(
	process: Process,
	path: string | undefined,
	flags: Parameters<Process['open']>[1],
	standard: number,
): Task<number> {
	if (path === undefined) return standard;
	try {
		return yield* process.open(path, flags, 0o666);
	} catch (error) {
		throw new Fatal(`failed to open '${path}': ${reasonOf(error)}`);
	}
}

function* readBlock(process: Process, fd: number, size: number, full: boolean): Task<Uint8Array[]> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	while (length < size) {
		const piece = yield* process.read(fd, size - length);
		if (piece.length === 0) break;
		pieces.push(piece);
		length += piece.length;
		if (!full) break;
	}
	return pieces;
}

function converted(piece: Uint8Array, conversions: readonly string[]): Uint8Array {
	if (conversions.includes('ucase')) return piece.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
	if (conversions.includes('lcase')) return piece.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
	return piece;
}

function rate(bytesPerSecond: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let value = bytesPerSecond;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
