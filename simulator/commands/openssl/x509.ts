import { sha1 } from '../../machinery/sha1.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, certificatePem } from '../../machinery/x509/certificate.ts';
import { readName } from '../../machinery/x509/distinguished-name.ts';
import type { PrivateKey } from '../../machinery/x509/private-key.ts';
import { publicKeyAlgorithm, publicKeyPem } from '../../machinery/x509/rsa-key.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import {
	certificateText,
	colons,
	EXTENSION_NAMES,
	extensionText,
	rawExtensions,
	timeText,
} from './certificate-text.ts';
import { ConfigFile } from './config-file.ts';
import { authorityKeyId, type Extension, extensionOf, subjectKeyId } from './extensions.ts';
import { certificateOf, errorLine, plainTextOf, privateKeyOf, textOf, writeFile, writeOut } from './files.ts';
import { modulusLine } from './key-commands.ts';
import { nameLine, nameRfc2253 } from './names.ts';
import { type ReadRequest, requestOf } from './req.ts';
import { makeCertificate, randomSerial } from './sign.ts';

const OPTIONS = {
	flags:
		'noout text subject issuer startdate enddate dates serial fingerprint modulus pubkey req CAcreateserial help new',
	values:
		'in out CA CAkey CAserial set_serial days extfile extensions signkey key checkend ext inform outform nameopt certopt copy_extensions passin',
};

/** `openssl x509`. Models apps/x509.c. */
export function* x509(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments('x509', OPTIONS, words);
	if (args.has('req')) return yield* sign(run, args);
	const certificate = yield* certificateOf(run, args.value('in'));
	let status = 0;
	for (const [name, value] of args.given) status = (yield* show(run, args, certificate, name, value)) ?? status;
	if (args.has('noout') || args.has('checkend')) return status;
	if (args.value('outform')?.toUpperCase() === 'DER') yield* writeOut(run, args, certificate.raw);
	else yield* writeOut(run, args, certificatePem(certificate));
	return status;
}

/** What one option prints; its exit status when it has one. */
function* show(
	run: UnixRun,
	args: Arguments,
	certificate: Certificate,
	option: string,
	value: string,
): Task<number | undefined> {
	const { subject, issuer, notBeforeMs, notAfterMs, serial, raw, publicKeySpki } = certificate;
	const named = /rfc2253/i.test(args.value('nameopt') ?? '') ? nameRfc2253 : nameLine;
	switch (option) {
		case 'text':
			yield* run.out.write(certificateText(certificate));
			return undefined;
		case 'subject':
			yield* run.out.write(`subject=${named(subject)}\n`);
			return undefined;
		case 'issuer':
			yield* run.out.write(`issuer=${named(issuer)}\n`);
			return undefined;
		case 'startdate':
		case 'enddate':
		case 'dates':
			if (option !== 'enddate') yield* run.out.write(`notBefore=${timeText(notBeforeMs)}\n`);
			if (option !== 'startdate') yield* run.out.write(`notAfter=${timeText(notAfterMs)}\n`);
			return undefined;
		case 'serial':
			yield* run.out.write(`serial=${colons(serial).replaceAll(':', '')}\n`);
			return undefined;
		case 'fingerprint':
			yield* run.out.write(
				args.has('sha256') ? `sha256 Fingerprint=${colons(sha256(raw))}\n` : `SHA1 Fingerprint=${colons(sha1(raw))}\n`,
			);
			return undefined;
		case 'modulus':
			yield* run.out.write(modulusLine(publicKeySpki));
			return undefined;
		case 'pubkey':
			yield* run.out.write(publicKeyPem(publicKeySpki));
			return undefined;
		case 'ext':
			yield* showExtensions(run, certificate, value);
			return undefined;
		case 'checkend': {
			const ends = notAfterMs <= run.process.now() + Number(value) * 1000;
			yield* run.out.write(`Certificate will ${ends ? '' : 'not '}expire\n`);
			return ends ? 1 : 0;
		}
		default:
			return undefined;
	}
}

function* showExtensions(run: UnixRun, certificate: Certificate, names: string): Task<void> {
	const all = rawExtensions(certificate.rawTbs);
	if (all.length === 0) {
		yield* run.say('No extensions in certificate\n');
		return;
	}
	const wanted = new Set(names.split(',').map((name) => EXTENSION_NAMES.get(name.trim())));
	const found = all.filter((each) => wanted.has(each.oid));
	if (found.length === 0) yield* run.say(`No extensions matched by given names: ${names}\n`);
	yield* run.out.write(found.map((each) => extensionText(each, 0)).join(''));
}

/** Makes a certificate of a request. */
function* sign(run: UnixRun, args: Arguments): Task<number> {
	const request = yield* requestOf(run, args.value('in'), 'Unable to load certificate request input\n');
	const own = args.value('signkey') ?? args.value('key');
	const caPath = args.value('CA');
	if (caPath === undefined && own === undefined) {
		throw new Exit(1, 'We need a private key to sign with, use -signkey or -CAkey or -CA with private key\n');
	}
	yield* run.say(`Certificate request self-signature ok\nsubject=${nameLine(readName(request.rawSubject))}\n`);
	const authority = caPath === undefined ? undefined : yield* certificateOf(run, caPath, 'CA certificate');
	const key = yield* privateKeyOf(run, caPath === undefined ? own : (args.value('CAkey') ?? caPath));
	if (authority !== undefined && !equal(authority.publicKeySpki, key.publicKeySpki)) {
		throw new Exit(1, `CA certificate and CA private key do not match\n${mismatchLines(run, authority, key)}`);
	}
	const pem = makeCertificate(run.process, {
		rawSubject: request.rawSubject,
		publicKeySpki: request.publicKeySpki,
		extensions: yield* extensionsFor(run, args, request, authority),
		days: Number(args.value('days') ?? 30),
		serial: yield* serialFor(run, args, caPath),
		issuer: issuerOf(authority, key),
	});
	yield* writeOut(run, args, pem);
	return 0;
}

/** Models crypto/x509/x509_cmp.c X509_check_private_key. */
function mismatchLines(run: UnixRun, { publicKeySpki }: Certificate, key: PrivateKey): string {
	if (publicKeyAlgorithm(publicKeySpki) === publicKeyAlgorithm(key.publicKeySpki)) {
		return errorLine(
			run,
			'05800074:x509 certificate routines:X509_check_private_key:key values mismatch:../crypto/x509/x509_cmp.c:403:',
		);
	}
	const kinds =
		'03000065:digital envelope routines:evp_keymgmt_util_match:different key types:../crypto/evp/keymgmt_lib.c:388:';
	const type =
		'05800073:x509 certificate routines:X509_check_private_key:key type mismatch:../crypto/x509/x509_cmp.c:406:';
	return `${errorLine(run, kinds)}${errorLine(run, type)}`;
}

function issuerOf(certificate: Certificate | undefined, { privateKeyPem }: PrivateKey) {
	return certificate === undefined ? { privateKeyPem } : { certificate, privateKeyPem };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function* extensionsFor(
	run: UnixRun,
	args: Arguments,
	request: ReadRequest,
	authority: Certificate | undefined,
): Task<Extension[]> {
	const out: Extension[] = [];
	if (/^(copy|copyall)$/.test(args.value('copy_extensions') ?? '')) out.push(...request.extensions);
	const path = args.value('extfile');
	const id = authority?.subjectKeyId;
	const context = { publicKeySpki: request.publicKeySpki, ...(id === undefined ? {} : { authorityKeyId: id }) };
	if (path !== undefined) {
		const config = new ConfigFile(yield* plainTextOf(run, path));
		const named = args.value('extensions') ?? config.value('default', 'extensions') ?? 'default';
		const section = config.section(named);
		if (section === undefined && args.has('extensions')) {
			throw new Exit(1, `Error checking extension section ${named}\n`);
		}
		for (const [name, value] of section ?? []) {
			const extension = extensionOf(name, value, { ...context, config });
			if (extension !== undefined) out.push(extension);
		}
	}
	if (out.length === 0) return out;
	// One that has extensions gets key identifiers, too.
	for (const extension of [subjectKeyId(context), authorityKeyId(context)]) {
		if (!out.some((each) => each.oid === extension.oid)) out.push(extension);
	}
	return out;
}

/** The next number of the authority's file, or a random one. */
function* serialFor(run: UnixRun, args: Arguments, caPath: string | undefined): Task<Uint8Array> {
	const given = args.value('set_serial');
	if (given !== undefined) return bytesOf(BigInt(given));
	if (caPath === undefined) return randomSerial(run.process);
	const path = args.value('CAserial') ?? caPath.replace(/\.[^./]*$/, '').concat('.srl');
	let serial = randomSerial(run.process);
	if (run.process.access(path, { read: true })) {
		const text = (yield* textOf(run, path, 'serial number')).trim();
		if (/^[0-9A-Fa-f]+$/.test(text)) serial = bytesOf(BigInt(`0x${text}`) + 1n);
	} else if (!args.has('CAcreateserial')) return serial;
	yield* writeFile(run, 'x509', path, encodeUtf8(`${colons(serial).replaceAll(':', '')}\n`), 0o644);
	return serial;
}

function bytesOf(value: bigint): Uint8Array {
	const hex = value.toString(16);
	const even = hex.length % 2 === 0 ? hex : `0${hex}`;
	return Uint8Array.from({ length: even.length / 2 }, (_, at) => Number.parseInt(even.slice(2 * at, 2 * at + 2), 16));
}
