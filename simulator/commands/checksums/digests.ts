import { sha1Digest } from '../../machinery/sha1.ts';
import { sha224Digest, sha256Digest } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { COREUTILS } from '../coreutils/version.ts';
import type { GnuProgram, Run, RunContext } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import type { OptionTable } from '../options.ts';
import { flag, withValue } from '../options.ts';
import { Blake2b } from './blake2b.ts';
import type { Hash, HashFinder } from './check-sums.ts';
import { check, hex, sumOf } from './check-sums.ts';
import { md5Digest } from './md5.ts';
import { sha384Digest, sha512Digest } from './sha512.ts';

const options = {
	binary: flag('b', 'binary'),
	check: flag('c', 'check'),
	tag: flag('tag'),
	text: flag('t', 'text'),
	zero: flag('z', 'zero'),
	ignoreMissing: flag('ignore-missing'),
	quiet: flag('q', 'quiet'),
	status: flag('s', 'status'),
	strict: flag('strict'),
	warn: flag('w', 'warn'),
} satisfies OptionTable;
const b2sumOptions = { ...options, length: withValue('l', 'length') } satisfies OptionTable;

type DigestRun = RunContext & Pick<Run<typeof options>, 'values' | 'operands'>;

interface DigestFacts {
	readonly bits: number;
	/** The standard. */
	readonly describedIn: string;
	/** Its node of the manual. */
	readonly manual: string;
}

function digestHelp(
	name: string,
	algorithm: string,
	{ bits, describedIn, manual }: DigestFacts,
	lengthHelp = '',
): string {
	return `Usage: ${name} [OPTION]... [FILE]...
Print or check ${algorithm} (${bits}-bit) checksums.

With no FILE, or when FILE is -, read standard input.
${lengthHelp === '' ? '' : '\nMandatory arguments to long options are mandatory for short options too.\n'}  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
${lengthHelp}      --tag             create a BSD-style checksum
  -t, --text            read in text mode (default)
  -z, --zero            end each output line with NUL, not newline,
                          and disable file name escaping

The following five options are useful only when verifying checksums:
      --ignore-missing  don't fail or report status for missing files
      --quiet           don't print OK for each successfully verified file
      --status          don't output anything, status code shows success
      --strict          exit non-zero for improperly formatted checksum lines
  -w, --warn            warn about improperly formatted checksum lines

      --help        display this help and exit
      --version     output version information and exit

The sums are computed as described in ${describedIn}.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/${name}>
or available locally via: info '(coreutils) ${manual}'
`;
}

const LENGTH_HELP = `  -l, --length=BITS     digest length in bits; must not exceed the max for
                          the blake2 algorithm and must be a multiple of 8
`;

function digest(name: string, algorithm: string, facts: DigestFacts, hash: Hash): GnuProgram<typeof options> {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 43_480,
		version: `${name} ${COREUTILS}`,
		help: digestHelp(name, algorithm, facts),
		badInput: { close: 'standard input' },
		options,
		main: (run) =>
			run.values.check
				? check(run, (named) => (named === undefined || named === algorithm ? hash : undefined), algorithm)
				: printDigests(run, algorithm, hash),
	});
}

function printDigests(run: DigestRun, algorithm: string, hash: Hash): Task<number> {
	return forEachFile(run, run.operands, (fd, file) => printDigest(run, algorithm, hash, fd, file));
}

function* printDigest(run: DigestRun, algorithm: string, hash: Hash, fd: number, file: string): Task<void> {
	const sum = hex(yield* sumOf(run.process, fd, hash()));
	const end = run.values.zero ? '\0' : '\n';
	// Names with odd characters are escaped, and the line says so at its beginning.
	const odd = !run.values.zero && /[\\\n\r]/.test(file);
	const shown = odd ? file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r') : file;
	const plain = run.values.tag ? `${algorithm} (${shown}) = ${sum}` : `${sum} ${run.values.binary ? '*' : ' '}${shown}`;
	const line = odd ? `\\${plain}` : plain;
	yield* run.out.write(line + end);
}

export const b2sum = gnuCommand({
	name: 'b2sum',
	paths: ['/usr/bin/b2sum'],
	size: 43_480,
	version: `b2sum ${COREUTILS}`,
	help: digestHelp('b2sum', 'BLAKE2b', { bits: 512, describedIn: 'RFC 7693', manual: 'b2sum invocation' }, LENGTH_HELP),
	badInput: { close: 'standard input' },
	options: b2sumOptions,
	main(run) {
		const bytes = blake2Bytes('b2sum', run.values.length);
		const label = bytes === BLAKE2_BYTES ? 'BLAKE2b' : `BLAKE2b-${bytes * 8}`;
		return run.values.check ? check(run, findBlake2, 'BLAKE2b') : printDigests(run, label, () => new Blake2b(bytes));
	},
});

const BLAKE2_BYTES = 64;

/** Of `-l`; throws Fatal. */
export function blake2Bytes(program: string, length: string | undefined): number {
	if (length === undefined || length === '0') return BLAKE2_BYTES;
	if (!/^\d+$/.test(length)) throw new Fatal(`invalid length: ‘${length}’`);
	const bits = Number(length);
	if (bits > BLAKE2_BYTES * 8) {
		throw new Fatal(`invalid length: ‘${length}’\n${program}: maximum digest length for ‘BLAKE2b’ is 512 bits`);
	}
	if (bits % 8 !== 0) throw new Fatal(`invalid length: ‘${length}’\n${program}: length is not a multiple of 8`);
	return bits / 8;
}

export const findBlake2: HashFinder = (algorithm, digits) =>
	(algorithm === undefined || /^BLAKE2b(?:-\d+)?$/.test(algorithm)) && digits % 2 === 0 && digits <= 2 * BLAKE2_BYTES
		? () => new Blake2b(digits / 2)
		: undefined;

export const md5sum = digest(
	'md5sum',
	'MD5',
	{ bits: 128, describedIn: 'RFC 1321', manual: 'md5sum invocation' },
	md5Digest,
);
export const sha1sum = digest(
	'sha1sum',
	'SHA1',
	{ bits: 160, describedIn: 'FIPS-180-1', manual: 'sha1sum invocation' },
	sha1Digest,
);
export const sha224sum = digest(
	'sha224sum',
	'SHA224',
	{ bits: 224, describedIn: 'RFC 3874', manual: 'sha2 utilities' },
	sha224Digest,
);
export const sha256sum = digest(
	'sha256sum',
	'SHA256',
	{ bits: 256, describedIn: 'FIPS-180-2', manual: 'sha2 utilities' },
	sha256Digest,
);
export const sha384sum = digest(
	'sha384sum',
	'SHA384',
	{ bits: 384, describedIn: 'FIPS-180-2', manual: 'sha2 utilities' },
	sha384Digest,
);
export const sha512sum = digest(
	'sha512sum',
	'SHA512',
	{ bits: 512, describedIn: 'FIPS-180-2', manual: 'sha2 utilities' },
	sha512Digest,
);
