import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions } from '../options.ts';
import { strftime } from '../strftime.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const TABLE = {
	brief: flag('b', 'brief'),
	mime: flag('i', 'mime'),
	mimeType: flag('mime-type'),
	dereference: flag('L', 'dereference'),
} as const;

/** Knows the kinds of file that are met here. */
export const file = unixCommand({
	name: 'file',
	paths: ['/usr/bin/file'],
	size: 27_608,
	help: `Usage: file [OPTION...] [FILE...]
Determine type of FILEs.

      --help                 display this help and exit
  -v, --version              output version information and exit
  -b, --brief                do not prepend filenames to output lines
  -i, --mime                 output MIME type strings (--mime-type and
                               --mime-encoding)
      --mime-type            output the MIME type
      --mime-encoding        output the MIME encoding
  -L, --dereference          follow symlinks (default if POSIXLY_CORRECT is set)
  -h, --no-dereference       don't follow symlinks (default if POSIXLY_CORRECT is not set)
                               (default)
`,
	*main({ process, args, out }) {
		let options: ReturnType<typeof parseOptions<typeof TABLE>>;
		try {
			options = parseOptions(args, TABLE);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `file: ${error.message}\n`);
		}
		const { values, operands } = options;
		if (operands.length === 0)
			throw new Exit(
				1,
				'Usage: file [-bcCdEhikLlNnprsSvzZ0] [--apple] [--extension] [--mime-encoding]\n            [--mime-type] [-e <testname>] [-F <separator>]  [-f <namefile>]\n            [-m <magicfiles>] [-P <parameter=value>] [--exclude-quiet]\n            <file> ...\n       file -C [-m <magicfiles>]\n       file [--help]\n',
			);
		const width = Math.max(...operands.map((name) => name.length));
		for (const path of operands) {
			const isInput = path === '-';
			const text = yield* isInput ? describeInput(process) : describe(process, path, values.dereference === true);
			const isUnknown = text.startsWith('cannot open ');
			const shown = !isUnknown && (values.mime || values.mimeType) ? mimeOf(text, values.mime === true) : text;
			const label = isInput ? '/dev/stdin' : path;
			yield* out.write(values.brief ? `${shown}\n` : `${`${label}:`.padEnd(width + 1)} ${shown}\n`);
		}
		return 0;
	},
});

/** Of what comes through a pipe the end is not looked at. */
function* describeInput(process: Process): Task<string> {
	const bytes = yield* process.read(0, 65_536);
	if (bytes.length === 0) return 'empty';
	const isPipe = process.fstat(0).type !== 'file';
	return isPipe ? contentKind(bytes).replace(/, original size modulo 2\^32 \d+$/, '') : contentKind(bytes);
}

function* describe(process: Process, path: string, follow: boolean): Task<string> {
	let stat: Stat;
	try {
		stat = follow ? process.stat(path) : process.lstat(path);
	} catch (error) {
		return `cannot open \`${path}' (${reasonOf(error)})`;
	}
	switch (stat.type) {
		case 'directory':
			return stat.mode & 0o1000 ? 'sticky, directory' : 'directory';
		case 'symlink': {
			const target = process.readlink(path);
			return `${process.access(path, {}) ? '' : 'broken '}symbolic link to ${target}`;
		}
		case 'fifo':
			return 'fifo (named pipe)';
		case 'socket':
			return 'socket';
		case 'character':
			return 'character special';
		case 'block':
			return 'block special';
		default:
			return stat.size === 0 ? 'empty' : contentKind(yield* beginning(process, path));
	}
}

function* beginning(process: Process, path: string): Task<Uint8Array> {
	try {
		const fd = yield* process.open(path, { read: true });
		const bytes = yield* process.read(fd, 65_536);
		process.close(fd);
		return bytes;
	} catch (error) {
		if (error instanceof SystemError) return new Uint8Array(0);
		throw error;
	}
}

function contentKind(bytes: Uint8Array): string {
	const starts = (...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	if (starts(0x7f, 0x45, 0x4c, 0x46)) {
		return 'ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked, interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped';
	}
	const packed = packedKind(bytes);
	if (packed !== undefined) return packed;
	if (starts(0x50, 0x4b, 3, 4)) return 'Zip archive data';
	if (starts(0x89, 0x50, 0x4e, 0x47)) return 'PNG image data';
	if (bytes.length > 264 && decodeUtf8(bytes.subarray(257, 262)) === 'ustar') {
		return bytes[262] === 0x20 ? 'POSIX tar archive (GNU)' : 'POSIX tar archive';
	}
	const text = decodeUtf8(bytes);
	if (text.includes('\0') || text.includes('\ufffd')) return 'data';
	const script = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
	const encoding = /[^\0-\x7f]/.test(text) ? 'Unicode text, UTF-8 text' : 'ASCII text';
	if (script !== null) {
		const program = script[1]?.endsWith('/env') ? (script[2] ?? '') : (script[1] as string);
		const name = program.slice(program.lastIndexOf('/') + 1);
		const kinds: Readonly<Record<string, string>> = {
			bash: 'Bourne-Again shell script',
			sh: 'POSIX shell script',
			python3: 'Python script',
			perl: 'Perl script',
		};
		return `${kinds[name] ?? `a ${program} script`}, ${encoding} executable`;
	}
	if (text.startsWith('-----BEGIN CERTIFICATE-----')) return 'PEM certificate';
	if (text.startsWith('-----BEGIN EC PRIVATE KEY-----')) return 'PEM EC private key';
	if (/^-----BEGIN (RSA )?PRIVATE KEY-----/.test(text)) return 'PEM RSA private key';
	if (/^\s*[[{]/.test(text) && isJson(text)) return 'JSON text data';
	const longest = Math.max(...text.split('\n').map((line) => line.length));
	const long = longest > 300 ? `, with very long lines (${longest})` : '';
	const ends = text.includes('\r\n')
		? ', with CRLF line terminators'
		: text.includes('\n')
			? ''
			: ', with no line terminators';
	return encoding + long + ends;
}

const SYSTEMS: Readonly<Record<number, string>> = {
	0: 'FAT filesystem (MS-DOS, OS/2, NT)',
	3: 'Unix',
	11: 'NTFS filesystem (NT)',
};

/** What is packed, and what its head says of it. */
function packedKind(bytes: Uint8Array): string | undefined {
	const starts = (...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
	if (starts(0x1f, 0x8b)) return gzipKind(bytes);
	if (starts(0x42, 0x5a, 0x68))
		return `bzip2 compressed data, block size = ${String.fromCharCode(bytes[3] ?? 0x39)}00k`;
	if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)) return 'XZ compressed data, checksum CRC64';
	if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'Zstandard compressed data (v0.8+), Dictionary ID: None';
	return undefined;
}

/** "gzip compressed data, was "x", last modified: …, from Unix, original size modulo 2^32 69". */
function gzipKind(bytes: Uint8Array): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts = ['gzip compressed data'];
	const flags = bytes[3] ?? 0;
	if ((flags & 8) !== 0 && (flags & 4) === 0) {
		const end = bytes.indexOf(0, 10);
		parts.push(`was "${decodeUtf8(bytes.subarray(10, end < 0 ? undefined : end))}"`);
	}
	const seconds = bytes.length >= 8 ? view.getUint32(4, true) : 0;
	if (seconds > 0) parts.push(`last modified: ${strftime('%a %b %e %H:%M:%S %Y', seconds * 1000)}`);
	if (bytes[8] === 2) parts.push('max compression');
	if (bytes[8] === 4) parts.push('max speed');
	const system = SYSTEMS[bytes[9] ?? 255];
	if (system !== undefined) parts.push(`from ${system}`);
	// Of what is longer than the beginning that was read the end is not known.
	if (bytes.length >= 18 && bytes.length < 65_536) {
		parts.push(`original size modulo 2^32 ${view.getUint32(bytes.length - 4, true)}`);
	}
	return parts.join(', ');
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function packedType(text: string): string | undefined {
	const types: Readonly<Record<string, string>> = {
		gzip: 'application/gzip',
		bzip2: 'application/x-bzip2',
		XZ: 'application/x-xz',
		Zstandard: 'application/zstd',
		POSIX: 'application/x-tar',
	};
	const word = /^(\w+) (?:compressed data|tar archive)/.exec(text)?.[1] ?? '';
	return Object.hasOwn(types, word) ? types[word] : undefined;
}

function mimeOf(text: string, withCharset: boolean): string {
	const type = text.includes('JSON')
		? 'application/json'
		: text.includes('shell script')
			? 'text/x-shellscript'
			: text.includes('text')
				? 'text/plain'
				: text.includes('directory')
					? 'inode/directory'
					: text === 'empty'
						? 'inode/x-empty'
						: packedType(text) !== undefined
							? (packedType(text) as string)
							: text.startsWith('ELF')
								? 'application/x-pie-executable'
								: 'application/octet-stream';
	const charset = text.includes('ASCII') ? 'us-ascii' : text.includes('UTF-8') ? 'utf-8' : 'binary';
	return withCharset ? `${type}; charset=${charset}` : type;
}
