import { sha1 } from '../../machinery/sha1.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { COREUTILS } from '../coreutils/version.ts';
import type { GnuProgram, Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import type { OptionTable } from '../options.ts';
import { flag } from '../options.ts';
import { readAll } from '../stdio.ts';
import { blake2b } from './blake2b.ts';
import { md5 } from './md5.ts';
import { sha384, sha512 } from './sha512.ts';

type Hash = (bytes: Uint8Array) => Uint8Array;

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

function digest(name: string, algorithm: string, help: string, hash: Hash): GnuProgram<typeof options> {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 43_480,
		version: `${name} ${COREUTILS}`,
		help,
		options,
		main: (run) => (run.values.check ? check(run, hash, algorithm) : printDigests(run, algorithm, hash)),
	});
}

function printDigests(run: Run<typeof options>, algorithm: string, hash: Hash): Task<number> {
	return forEachFile(run, run.operands, (fd, file) => printDigest(run, algorithm, hash, fd, file));
}

function* printDigest(run: Run<typeof options>, algorithm: string, hash: Hash, fd: number, file: string): Task<void> {
	const sum = hex(hash(yield* readAll(run.process, fd)));
	const end = run.values.zero ? '\0' : '\n';
	// Names with odd characters are escaped, and the line says so at its beginning.
	const odd = !run.values.zero && /[\\\n\r]/.test(file);
	const shown = odd ? file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r') : file;
	const plain = run.values.tag ? `${algorithm} (${shown}) = ${sum}` : `${sum} ${run.values.binary ? '*' : ' '}${shown}`;
	const line = odd ? `\\${plain}` : plain;
	yield* run.out.write(line + end);
}

export const b2sum = digest(
	'b2sum',
	'BLAKE2b',
	`Usage: b2sum [OPTION]... [FILE]...
Print or check BLAKE2b (512-bit) checksums.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in RFC 7693.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/b2sum>
or available locally via: info '(coreutils) b2sum invocation'
`,
	blake2b,
);

export const md5sum = digest(
	'md5sum',
	'MD5',
	`Usage: md5sum [OPTION]... [FILE]...
Print or check MD5 (128-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in RFC 1321.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/md5sum>
or available locally via: info '(coreutils) md5sum invocation'
`,
	md5,
);
export const sha1sum = digest(
	'sha1sum',
	'SHA1',
	`Usage: sha1sum [OPTION]... [FILE]...
Print or check SHA1 (160-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in FIPS-180-1.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sha1sum>
or available locally via: info '(coreutils) sha1sum invocation'
`,
	sha1,
);
export const sha256sum = digest(
	'sha256sum',
	'SHA256',
	`Usage: sha256sum [OPTION]... [FILE]...
Print or check SHA256 (256-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in FIPS-180-2.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sha256sum>
or available locally via: info '(coreutils) sha2 utilities'
`,
	sha256,
);
export const sha384sum = digest(
	'sha384sum',
	'SHA384',
	`Usage: sha384sum [OPTION]... [FILE]...
Print or check SHA384 (384-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in FIPS-180-2.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sha384sum>
or available locally via: info '(coreutils) sha2 utilities'
`,
	sha384,
);
export const sha512sum = digest(
	'sha512sum',
	'SHA512',
	`Usage: sha512sum [OPTION]... [FILE]...
Print or check SHA512 (512-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
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

The sums are computed as described in FIPS-180-2.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sha512sum>
or available locally via: info '(coreutils) sha2 utilities'
`,
	sha512,
);

export function hex(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Tally {
	mismatched: number;
	unreadable: number;
	malformed: number;
	verified: number;
}

function* check(run: Run<typeof options>, hash: Hash, algorithm: string): Task<number> {
	const outcome = { failed: false };
	const status = yield* forEachFile(run, run.operands, (fd, name) =>
		checkFile(run, { hash, algorithm }, fd, name, outcome),
	);
	return outcome.failed ? 1 : status;
}

function* checkFile(
	run: Run<typeof options>,
	{ hash, algorithm }: { hash: Hash; algorithm: string },
	fd: number,
	name: string,
	outcome: { failed: boolean },
): Task<void> {
	const tally: Tally = { mismatched: 0, unreadable: 0, malformed: 0, verified: 0 };
	let number = 0;
	const source = name === '-' ? "'standard input'" : name;
	for (const line of decodeUtf8(yield* readAll(run.process, fd)).split('\n')) {
		number++;
		if (line !== '' && !line.startsWith('#'))
			yield* checkLine(run, line, hash, tally, () =>
				run.complain(`${source}: ${number}: improperly formatted ${algorithm} checksum line`),
			);
	}
	const { mismatched, unreadable, malformed, verified } = tally;
	if (mismatched + unreadable + verified === 0) {
		throw new Fatal(`${name}: no properly formatted checksum lines found`);
	}
	outcome.failed ||= mismatched + unreadable > 0 || (run.values.strict === true && malformed > 0);
	if (run.values.status) return;
	const warn = (count: number, one: string, many: string): Task<void> =>
		run.complain(`WARNING: ${count} ${count === 1 ? one : many}`);
	if (malformed > 0) yield* warn(malformed, 'line is improperly formatted', 'lines are improperly formatted');
	if (unreadable > 0) yield* warn(unreadable, 'listed file could not be read', 'listed files could not be read');
	if (mismatched > 0) yield* warn(mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match');
}

function* checkLine(
	run: Run<typeof options>,
	line: string,
	hash: Hash,
	tally: Tally,
	malformed: () => Task<void>,
): Task<void> {
	const { values, process, out } = run;
	const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line) ?? tagged(line);
	if (match === null) {
		tally.malformed++;
		if (values.warn) yield* malformed();
		return;
	}
	const [, wanted = '', file = ''] = match;
	try {
		const fd = yield* process.open(file, { read: true });
		const bytes = yield* readAll(process, fd);
		process.close(fd);
		const matches = hex(hash(bytes)) === wanted.toLowerCase();
		if (matches) tally.verified++;
		else tally.mismatched++;
		if (!values.status && !(matches && values.quiet)) yield* out.write(`${file}: ${matches ? 'OK' : 'FAILED'}\n`);
	} catch (error) {
		if (values.ignoreMissing && !process.access(file, {})) return;
		tally.unreadable++;
		yield* run.complainOf(file, error);
		if (!values.status) yield* out.write(`${file}: FAILED open or read\n`);
	}
}

function tagged(line: string): readonly string[] | null {
	const match = /^\w+ \((.+)\) = ([0-9a-fA-F]+)$/.exec(line);
	return match === null ? null : [line, match[2] as string, match[1] as string];
}
