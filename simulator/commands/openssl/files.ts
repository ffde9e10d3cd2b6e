import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, readCertificate } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { decodePem } from '../../machinery/x509/pem.ts';
import { type PrivateKey, readPrivateKey } from '../../machinery/x509/private-key.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Arguments } from './arguments.ts';

/** A file, or standard input. Throws SystemError. */
function* inputOf(process: Process, path: string | undefined): Task<Uint8Array> {
	return path === undefined || path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path);
}

/** The text of a file; what it was wanted for is told when it cannot be read. */
export function* textOf(run: UnixRun, path: string | undefined, what: string, last = ''): Task<string> {
	try {
		return decodeUtf8(yield* inputOf(run.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = errorMessage(error.errno);
		throw new Exit(
			1,
			`Could not open file or uri for loading ${what} from ${path}\n${errorLine(run, `16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:../crypto/store/store_register.c:237:scheme=file`)}${errorLine(run, `80000002:system library:file_open:${reason}:../providers/implementations/storemgmt/file_store.c:267:calling stat(${path})`)}${last}`,
		);
	}
}

/** The same, by what opens plain files: configurations and requests. */
export function* plainTextOf(run: UnixRun, path: string | undefined, last = ''): Task<string> {
	try {
		return decodeUtf8(yield* inputOf(run.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = errorMessage(error.errno);
		const called = `80000002:system library:BIO_new_file:${reason}:../crypto/bio/bss_file.c:67:calling fopen(${path}, r)`;
		const missing = '10000080:BIO routines:BIO_new_file:no such file:../crypto/bio/bss_file.c:75:';
		throw new Exit(
			1,
			`Can't open "${path}" for reading, ${reason}\n${errorLine(run, called)}${errorLine(run, missing)}${last}`,
		);
	}
}

/** One of OpenSSL's queue of errors. */
export function errorLine(run: UnixRun, text: string): string {
	// The thread, its bytes in the order of the machine.
	const thread = (0x57000000 + run.process.pid * 4096 + 7).toString(16).toUpperCase();
	return `40${thread}7F0000:error:${text}\n`;
}

function unreadable(run: UnixRun, what: string, path: string | undefined, last = ''): Exit {
	const line = errorLine(
		run,
		'1608010C:STORE routines:ossl_store_handle_load_result:unsupported:../crypto/store/store_result.c:151:',
	);
	return new Exit(1, `Could not read ${what} from ${path ?? '<stdin>'}\n${line}${last}`);
}

/** The first certificate in a file, PEM or DER. */
export function* certificateOf(run: UnixRun, path: string | undefined, what = 'certificate'): Task<Certificate> {
	const last = what === 'certificate' ? 'Unable to load certificate\n' : '';
	const text = yield* textOf(run, path, what, last);
	const block = decodePem(text).find((each) => each.type === 'CERTIFICATE');
	try {
		if (block !== undefined) return readCertificate(block.bytes);
	} catch (error) {
		if (!(error instanceof DerError)) throw error;
	}
	throw unreadable(run, what, path, last);
}

export interface LoadedKey extends PrivateKey {
	/** PKCS #1, DER. */
	readonly pkcs1: Uint8Array;
}

/** One that signs. Differs: keys without a passphrase only. */
export function* privateKeyOf(run: UnixRun, path: string | undefined): Task<PrivateKey> {
	const key = readPrivateKey(yield* textOf(run, path, 'private key'));
	if (key === undefined) throw unreadable(run, 'private key', path);
	return key;
}

/** The RSA key in a file's text. Throws Exit. */
export function rsaKeyIn(run: UnixRun, text: string, path: string | undefined): LoadedKey {
	const key = readPrivateKey(text);
	if (key === undefined) throw unreadable(run, 'private key', path);
	const pkcs1 = readRsaKey(text) === undefined ? undefined : pkcs1Of(text);
	if (pkcs1 === undefined) throw new Exit(1, 'Not an RSA key\n');
	return { ...key, pkcs1 };
}

function pkcs1Of(text: string): Uint8Array | undefined {
	for (const { type, bytes } of decodePem(text)) {
		if (type === 'RSA PRIVATE KEY') return bytes;
		// PKCS #8: a version, the algorithm, and the key as octets.
		if (type === 'PRIVATE KEY') return bytes.subarray(PKCS8_HEAD_BYTES);
	}
	return undefined;
}

/** Of an RSA key of 2048 bits: its lengths all take two bytes. */
const PKCS8_HEAD_BYTES = 26;

/** Where -out says, or standard output. */
export function* writeOut(run: UnixRun, args: Arguments, data: string | Uint8Array, mode = 0o644): Task<void> {
	const path = args.value('out');
	const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
	if (path === undefined) yield* run.out.writeBytes(bytes);
	else yield* writeFile(run, args.command, path, bytes, mode);
}

export function* writeFile(run: UnixRun, command: string, path: string, bytes: Uint8Array, mode: number): Task<void> {
	try {
		const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, mode);
		yield* run.process.write(fd, bytes);
		run.process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `${command}: Can't open "${path}" for writing, ${errorMessage(error.errno)}\n`);
	}
}
