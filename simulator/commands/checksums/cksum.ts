import type { Digest } from '../../machinery/block-digest.ts';
import { sha1Digest } from '../../machinery/sha1.ts';
import { sha224Digest, sha256Digest } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { COREUTILS } from '../coreutils/version.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { Blake2b } from './blake2b.ts';
import type { Hash, HashFinder } from './check-sums.ts';
import { check, hex, sumOf } from './check-sums.ts';
import { blake2Bytes, findBlake2 } from './digests.ts';
import { md5Digest } from './md5.ts';
import { sha384Digest, sha512Digest } from './sha512.ts';

export const cksum = gnuCommand({
	name: 'cksum',
	paths: ['/usr/bin/cksum'],
	size: 104_872,
	version: `cksum ${COREUTILS}`,
	help: `Usage: cksum [OPTION]... [FILE]...
Print or verify checksums.
By default use the 32 bit CRC algorithm.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --algorithm=TYPE  select the digest type to use.  See DIGEST below.
  -c, --check           read checksums from the FILEs and check them
  -l, --length=BITS     digest length in bits; must not exceed the max for
                          the blake2 algorithm and must be a multiple of 8
      --tag             create a BSD-style checksum (the default)
      --untagged        create a reversed style checksum, without digest type
  -z, --zero            end each output line with NUL, not newline,
                          and disable file name escaping

The following five options are useful only when verifying checksums:
      --ignore-missing  don't fail or report status for missing files
      --quiet           don't print OK for each successfully verified file
      --status          don't output anything, status code shows success
      --strict          exit non-zero for improperly formatted checksum lines
  -w, --warn            warn about improperly formatted checksum lines

      --debug           indicate which implementation used
      --help        display this help and exit
      --version     output version information and exit

DIGEST determines the digest algorithm and default output format:
  sysv      (equivalent to sum -s)
  bsd       (equivalent to sum -r)
  crc       (equivalent to cksum)
  md5       (equivalent to md5sum)
  sha1      (equivalent to sha1sum)
  sha224    (equivalent to sha224sum)
  sha256    (equivalent to sha256sum)
  sha384    (equivalent to sha384sum)
  sha512    (equivalent to sha512sum)
  blake2b   (equivalent to b2sum)
  sm3       (only available through cksum)

When checking, the input should be a former output of this program,
or equivalent standalone program.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cksum>
or available locally via: info '(coreutils) cksum invocation'
`,
	options: {
		algorithm: withValue('a', 'algorithm'),
		untagged: flag('untagged'),
		tag: flag('tag'),
		zero: flag('z', 'zero'),
		length: withValue('l', 'length'),
		check: flag('c', 'check'),
		ignoreMissing: flag('ignore-missing'),
		quiet: flag('quiet'),
		status: flag('status'),
		strict: flag('strict'),
		warn: flag('w', 'warn'),
		debug: flag('debug'),
	},
	*main(run) {
		const { algorithm = 'crc', untagged, zero, length } = run.values;
		if (length !== undefined && algorithm !== 'blake2b')
			throw new Fatal('--length is only supported with --algorithm=blake2b');
		const bytes = blake2Bytes('cksum', length);
		const hash = algorithm === 'blake2b' ? () => new Blake2b(bytes) : HASHES.get(algorithm);
		const end = zero ? '\0' : '\n';
		if (run.values.check) {
			if (hash === undefined && run.values.algorithm !== undefined)
				throw new Fatal(`--check is not supported with --algorithm={bsd,sysv,crc}`);
			return yield* check(run, hashFinder(run.values.algorithm), (run.values.algorithm ?? 'crc').toUpperCase());
		}
		if (hash !== undefined) {
			return yield* forEachFile(run, run.operands, (fd, name) =>
				printDigest(run, fd, { name, hash, label: labelOfDigest(algorithm, bytes), untagged: untagged === true, end }),
			);
		}
		if (algorithm === 'bsd' || algorithm === 'sysv') {
			return yield* forEachFile(run, run.operands, (fd, name) =>
				printSum(run, fd, labelOf(run.operands, name), algorithm === 'sysv'),
			);
		}
		if (algorithm !== 'crc') {
			const list = ['bsd', 'sysv', 'crc', ...HASHES.keys(), 'blake2b', 'sm3'].map((each) => `\n  - ‘${each}’`).join('');
			throw new Fatal(`invalid argument ‘${algorithm}’ for ‘--algorithm’\nValid arguments are:${list}`, 1, true);
		}
		return yield* forEachFile(run, run.operands, (fd, name) => printChecksum(run, fd, labelOf(run.operands, name)));
	},
});

const HASHES: ReadonlyMap<string, Hash> = new Map([
	['md5', md5Digest],
	['sha1', sha1Digest],
	['sha224', sha224Digest],
	['sha256', sha256Digest],
	['sha384', sha384Digest],
	['sha512', sha512Digest],
]);

function labelOfDigest(algorithm: string, bytes: number): string {
	if (algorithm !== 'blake2b') return algorithm.toUpperCase();
	return bytes === 64 ? 'BLAKE2b' : `BLAKE2b-${bytes * 8}`;
}

/** Lines that name their algorithm may be of any; others are of the one that is asked for. */
function hashFinder(asked: string | undefined): HashFinder {
	return (named, digits) => {
		const name = named === undefined ? asked : named.toLowerCase();
		if (name === undefined || (asked !== undefined && named !== undefined && !name.startsWith(asked))) return undefined;
		return name.startsWith('blake2b') ? findBlake2(named, digits) : HASHES.get(name);
	};
}

interface Asked {
	readonly name: string;
	readonly hash: Hash;
	readonly label: string;
	readonly untagged: boolean;
	readonly end: string;
}

function* printDigest(
	{ process, out }: RunContext,
	fd: number,
	{ name, hash, label, untagged, end }: Asked,
): Task<void> {
	const sum = hex(yield* sumOf(process, fd, hash()));
	yield* out.write(`${untagged ? `${sum}  ${name}` : `${label} (${name}) = ${sum}`}${end}`);
}

/** A file is named unless it is the standard input that nobody asked for. */
function labelOf(operands: readonly string[], name: string): string {
	return operands.length === 0 ? '' : ` ${name}`;
}

function* printChecksum({ process, out }: RunContext, fd: number, label: string): Task<void> {
	const digest = new PosixChecksum();
	yield* sumOf(process, fd, digest);
	yield* out.write(`${digest.sum} ${digest.bytes}${label}\n`);
}

export const sum = gnuCommand({
	name: 'sum',
	paths: ['/usr/bin/sum'],
	size: 43_480,
	version: `sum ${COREUTILS}`,
	help: `Usage: sum [OPTION]... [FILE]...
Print or check BSD (16-bit) checksums.

With no FILE, or when FILE is -, read standard input.

  -r              use BSD sum algorithm (the default), use 1K blocks
  -s, --sysv      use System V sum algorithm, use 512 bytes blocks
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sum>
or available locally via: info '(coreutils) sum invocation'
`,
	options: { bsd: flag('r'), systemV: flag('s', 'sysv') },
	*main(run) {
		return yield* forEachFile(run, run.operands, (fd, name) =>
			printSum(run, fd, labelOf(run.operands, name), run.values.systemV === true),
		);
	},
});

function* printSum({ process, out }: RunContext, fd: number, label: string, systemV: boolean): Task<void> {
	if (systemV) {
		const digest = new PlainSum((all, byte) => all + byte);
		yield* sumOf(process, fd, digest);
		const folded = (digest.sum & 0xffff) + ((digest.sum >>> 16) & 0xffff);
		yield* out.write(`${(folded & 0xffff) + (folded >>> 16)} ${Math.ceil(digest.bytes / 512)}${label}\n`);
		return;
	}
	const digest = new PlainSum((all, byte) => (((all >> 1) | ((all & 1) << 15)) + byte) & 0xffff);
	yield* sumOf(process, fd, digest);
	const blocks = String(Math.ceil(digest.bytes / 1024)).padStart(5);
	yield* out.write(`${String(digest.sum).padStart(5, '0')} ${blocks}${label}\n`);
}

class PlainSum implements Digest {
	readonly #add: (all: number, byte: number) => number;
	sum = 0;
	bytes = 0;

	constructor(add: (all: number, byte: number) => number) {
		this.#add = add;
	}

	feed(bytes: Uint8Array): void {
		this.bytes += bytes.length;
		for (const byte of bytes) this.sum = this.#add(this.sum, byte);
	}

	finish(): Uint8Array {
		return new Uint8Array(0);
	}
}

/** The CRC of POSIX cksum: the length goes in behind the bytes. */
class PosixChecksum implements Digest {
	#crc = 0;
	bytes = 0;

	feed(bytes: Uint8Array): void {
		this.bytes += bytes.length;
		for (const byte of bytes) this.#add(byte);
	}

	finish(): Uint8Array {
		for (let length = this.bytes; length > 0; length = Math.floor(length / 256)) this.#add(length & 255);
		return new Uint8Array(0);
	}

	get sum(): number {
		return ~this.#crc >>> 0;
	}

	#add(byte: number): void {
		this.#crc = (this.#crc << 8) ^ (TABLE[((this.#crc >>> 24) ^ byte) & 255] as number);
	}
}

const TABLE = Array.from({ length: 256 }, (_, index) => {
	let value = index << 24;
	for (let bit = 0; bit < 8; bit++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
	return value;
});
