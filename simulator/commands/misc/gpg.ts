import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Base64Error, decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const OPTIONS = {
	dearmor: flag('dearmor', 'dearmour'),
	output: withValue('o', 'output'),
	yes: flag('yes'),
	batch: flag('batch'),
	quiet: flag('q', 'quiet'),
	noTty: flag('no-tty'),
	version: flag('version'),
} as const;

const FAILED = 2;
const CRC24_START = 0xb704ce;
const CRC24_POLYNOMIAL = 0x1864cfb;

/** GnuPG, for keys of package archives: --dearmor. Differs: it has no keyring, and knows no other command. */
export const gpg = unixCommand({
	name: 'gpg',
	paths: ['/usr/bin/gpg'],
	size: 1_086_728,
	*main(run) {
		const { values, operands } = parsed(run);
		if (values.version) {
			yield* run.out.write('gpg (GnuPG) 2.4.4\nlibgcrypt 1.10.3\n');
			return 0;
		}
		if (!values.dearmor) throw new Exit(FAILED, 'gpg: no command supplied\n');
		const [file] = operands;
		let bytes: Uint8Array;
		try {
			bytes = file === undefined || file === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, file);
		} catch (error) {
			throw refusal(error, `can't open '${file}'`);
		}
		const output = values.output ?? (file === undefined || file === '-' ? '-' : `${file}.gpg`);
		const fd = output === '-' ? 1 : yield* openOutput(run, output, values);
		const data = dearmored(decodeUtf8(bytes));
		if (data === undefined) throw new Exit(FAILED, 'gpg: no valid OpenPGP data found.\n');
		yield* run.process.write(fd, data.bytes);
		if (data.expected === undefined || data.expected === data.crc) return 0;
		throw new Exit(FAILED, `gpg: CRC error; ${sumText(data.crc)} - ${sumText(data.expected)}\n`);
	},
});

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(FAILED, `gpg: ${error.message}\n`);
		throw error;
	}
}

function refusal(error: unknown, subject: string): unknown {
	if (!(error instanceof SystemError)) return error;
	const why = errorMessage(error.errno);
	return new Exit(FAILED, `gpg: ${subject}: ${why}\ngpg: dearmoring failed: ${why}\n`);
}

function* openOutput(
	run: UnixRun,
	path: string,
	asked: { yes?: true | undefined; batch?: true | undefined },
): Task<number> {
	if (exists(run.process, path) && !asked.yes) {
		if (asked.batch) throw new Exit(FAILED, 'gpg: dearmoring failed: File exists\n');
		if (!(yield* mayOverwrite(run.process, path))) throw new Exit(FAILED, 'gpg: dearmoring failed: File exists\n');
	}
	try {
		return yield* run.process.open(path, { write: true, create: true, truncate: true });
	} catch (error) {
		throw refusal(error, `can't create '${path}'`);
	}
}

/** Asks at the terminal. */
function* mayOverwrite(process: Process, path: string): Task<boolean> {
	let terminal: number;
	try {
		terminal = yield* process.open('/dev/tty', { read: true, write: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(FAILED, `gpg: cannot open '/dev/tty': ${errorMessage(error.errno)}\n`);
	}
	yield* process.write(terminal, encodeUtf8(`File '${path}' exists. Overwrite? (y/N) `));
	return /^y/i.test(decodeUtf8(yield* process.read(terminal, 256)));
}

/** What stands between the armour's lines. Undefined when there is none. */
export function dearmored(text: string): { bytes: Uint8Array; crc: number; expected: number | undefined } | undefined {
	const [, body] = /-----BEGIN PGP [A-Z ]+-----\r?\n(.*?)-----END PGP/s.exec(text) ?? [];
	if (body === undefined) return undefined;
	const lines = body.split(/\r?\n/);
	const content = lines.slice(lines.indexOf('') + 1).filter((line) => line !== '');
	const sum = content.find((line) => line.startsWith('='));
	const bytes = decoded(content.filter((line) => !line.startsWith('=')).join(''));
	if (bytes === undefined) return undefined;
	const expected = sum === undefined ? undefined : decoded(sum.slice(1))?.reduce((all, each) => all * 256 + each, 0);
	return { bytes, crc: crc24(bytes), expected };
}

function decoded(text: string): Uint8Array | undefined {
	try {
		return decodeBase64(text);
	} catch (error) {
		if (error instanceof Base64Error) return undefined;
		throw error;
	}
}

/** Models RFC 4880 6.1. */
function crc24(bytes: Uint8Array): number {
	let crc = CRC24_START;
	for (const byte of bytes) {
		crc ^= byte << 16;
		for (let bit = 0; bit < 8; bit++) {
			crc <<= 1;
			if ((crc & 0x1000000) !== 0) crc ^= CRC24_POLYNOMIAL;
		}
	}
	return crc & 0xffffff;
}

function sumText(sum: number): string {
	return sum.toString(16).toUpperCase().padStart(6, '0');
}
