import { SystemError } from '../../kernel/process-api.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { hmac } from '../../machinery/hmac.ts';
import { sha1 } from '../../machinery/sha1.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { hex } from '../checksums/check-sums.ts';
import { md5 } from '../checksums/md5.ts';
import { sha384, sha512 } from '../checksums/sha512.ts';
import { concatenateInSteps, readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { writeOut } from './files.ts';
import { signatureOf } from './signature.ts';

const HASHES: ReadonlyMap<string, readonly [title: string, hash: (bytes: Uint8Array) => Uint8Array]> = new Map([
	['md5', ['MD5', md5]],
	['sha1', ['SHA1', sha1]],
	['sha256', ['SHA2-256', sha256]],
	['sha384', ['SHA2-384', sha384]],
	['sha512', ['SHA2-512', sha512]],
]);

/** Names of digests that are commands, too. */
export const HASH_COMMANDS: ReadonlySet<string> = new Set(HASHES.keys());

/** `openssl dgst`, and each digest's own command. Models apps/dgst.c. Differs: signatures are of SHA-256 only. */
export function* dgst(run: UnixRun, words: readonly string[], command = 'dgst'): Task<number> {
	const args = parseArguments(
		command === 'dgst' ? 'dgst' : 'dgst',
		{ flags: 'hex binary r c help', values: 'out sign verify prverify signature keyform sigopt hmac mac macopt' },
		words,
	);
	if (args.has('sign') || args.has('verify') || args.has('prverify')) return yield* signatureOf(run, args);
	const chosen = args.given.map(([name]) => name).findLast((name) => HASHES.has(name));
	const found = HASHES.get(chosen ?? (command === 'dgst' ? 'sha256' : command));
	if (found === undefined) throw new Exit(1, `dgst: Unknown option or message digest: ${chosen}\n`);
	const [name, plain] = found;
	const key = macKey(args);
	const block = /384|512/.test(name) ? 128 : 64;
	const hash = key === undefined ? plain : (bytes: Uint8Array): Uint8Array => hmac(plain, key, bytes, block);
	let status = 0;
	for (const path of args.operands.length === 0 ? [undefined] : args.operands) {
		try {
			const bytes = path === undefined ? yield* readAll(run.process, 0) : yield* readFile(run.process, path);
			const digest = hash(new Uint8Array(bytes));
			if (args.has('binary')) yield* writeOut(run, args, digest);
			else if (args.has('r')) yield* writeOut(run, args, `${hex(digest)} *${path ?? 'stdin'}\n`);
			else
				yield* writeOut(
					run,
					args,
					`${path === undefined || key === undefined ? name : `HMAC-${name}`}(${path ?? 'stdin'})= ${args.has('c') ? (hex(digest).match(/../g) ?? []).join(':') : hex(digest)}\n`,
				);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.say(`dgst: Can't open "${path}" for reading, No such file or directory\n`);
			status = 1;
		}
	}
	return status;
}

/** Of `-hmac KEY`, `-mac HMAC -macopt key:KEY` or `hexkey:`; undefined for a plain digest. Throws Exit. */
function macKey(args: Arguments): Uint8Array | undefined {
	const short = args.value('hmac');
	if (short !== undefined) return encodeUtf8(short);
	if (args.value('mac')?.toUpperCase() !== 'HMAC') return undefined;
	for (const option of args.all('macopt')) {
		if (option.startsWith('key:')) return encodeUtf8(option.slice('key:'.length));
		const digits = /^hexkey:((?:[\da-f]{2})*)$/i.exec(option)?.[1];
		if (digits !== undefined) {
			return Uint8Array.from(digits.match(/../g) ?? [], (each) => Number.parseInt(each, 16));
		}
	}
	throw new Exit(1, 'Error initialising context\n');
}

/** Models apps/rand.c. */
export function* rand(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments('rand', { flags: 'hex base64 help', values: 'out' }, words);
	const [count = ''] = args.operands;
	if (!/^\d+$/.test(count)) {
		const said = count === '' ? '' : `rand: Can't parse "${count}" as a number\n`;
		throw new Exit(1, `${said}rand: Use -help for summary.\n`);
	}
	const bytes = new Uint8Array(Math.min(Number(count), BYTES_MAX));
	for (let at = 0; at < bytes.length; at++) {
		bytes[at] = run.process.randomUint32() & 0xff;
		if (at % 1024 === 0) yield* run.process.tick();
	}
	if (args.has('hex')) yield* writeOut(run, args, yield* hexLine(run, bytes));
	else if (args.has('base64')) yield* writeOut(run, args, yield* base64Lines(run, bytes));
	else yield* writeOut(run, args, bytes);
	return 0;
}

const BYTES_MAX = 16 * 1024 * 1024;

/** The digits of any number of bytes, and a newline. */
function* hexLine(run: UnixRun, bytes: Uint8Array): Task<Uint8Array> {
	const out = new Uint8Array(2 * bytes.length + 1).fill(NEWLINE);
	for (const [at, byte] of bytes.entries()) {
		out[2 * at] = HEX_DIGITS[byte >> 4] as number;
		out[2 * at + 1] = HEX_DIGITS[byte & 15] as number;
		if (at % HEX_A_STEP === HEX_A_STEP - 1) yield* run.process.tick(HEX_A_STEP >> 9);
	}
	return out;
}

const HEX_DIGITS = encodeUtf8('0123456789abcdef');
const HEX_A_STEP = 65_536;
const NEWLINE = 10;

/** Bytes of a line of 64 characters. */
const LINE_BYTES = 48;
const PIECE_LINES = 200;

/** The lines of any number of bytes. */
function* base64Lines(run: UnixRun, bytes: Uint8Array): Task<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let pieces: string[] = [];
	for (let at = 0; at < bytes.length; at += LINE_BYTES) {
		pieces.push(`${encodeBase64(bytes.subarray(at, at + LINE_BYTES))}\n`);
		if (pieces.length < PIECE_LINES) continue;
		chunks.push(encodeUtf8(pieces.join('')));
		pieces = [];
		yield* run.process.tick(PIECE_LINES / 2);
	}
	chunks.push(encodeUtf8(pieces.join('')));
	return yield* concatenateInSteps(run.process, chunks);
}

/** `openssl base64` and `openssl enc -base64`. Differs: no ciphers. */
export function* base64(run: UnixRun, words: readonly string[], command = 'base64'): Task<number> {
	const args = parseArguments(command, { flags: 'e d a base64 A help', values: 'in out' }, words);
	if (command === 'enc' && !args.has('base64') && !args.has('a')) throw new Exit(1, 'enc: Use -help for summary.\n');
	const path = args.value('in');
	let bytes: Uint8Array;
	try {
		bytes = path === undefined ? yield* readAll(run.process, 0) : yield* readFile(run.process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `${command}: Can't open "${path}" for reading, No such file or directory\n`);
	}
	if (args.has('d')) {
		const text = decodeUtf8(bytes).replace(/\s+/g, '');
		const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
		if (isBase64) yield* writeOut(run, args, decodeBase64(text));
		return 0;
	}
	const text = args.has('A')
		? encodeUtf8(encodeBase64(new Uint8Array(bytes)))
		: yield* base64Lines(run, new Uint8Array(bytes));
	yield* writeOut(run, args, text);
	return 0;
}
