import { sha1 } from '../../machinery/sha1.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import {
	bitString,
	boolean,
	type Der,
	element,
	implicit,
	objectIdentifier,
	octetString,
	sequence,
	smallInteger,
} from '../../machinery/x509/der-writer.ts';
import { parseIp } from '../../machinery/x509/ip-bytes.ts';
import {
	EXTENDED_KEY_USAGES,
	type ExtendedKeyUsage,
	KEY_USAGES,
	type KeyUsage,
	OID,
} from '../../machinery/x509/object-identifiers.ts';
import { publicKeyBits } from '../../machinery/x509/rsa-key.ts';
import { Exit } from '../unix-command.ts';
import type { ConfigFile } from './config-file.ts';

/** One extension, ready to be put into a certificate or a request. */
export interface Extension {
	readonly oid: string;
	readonly der: Der;
}

export interface ExtensionContext {
	readonly publicKeySpki: Uint8Array;
	/** Of the issuer; absent: of the certificate itself. */
	readonly authorityKeyId?: Uint8Array;
	/** Where "@section" is looked up. */
	readonly config?: ConfigFile;
}

/** openssl hashes keys with SHA-1. Models RFC 5280, 4.2.1.2, method 1. */
export function opensslKeyId(spki: Uint8Array): Uint8Array {
	return sha1(publicKeyBits(spki));
}

/** "subjectAltName=DNS:a,IP:1.2.3.4" and its like. Throws Exit. Models crypto/x509/v3_conf.c. */
export function extensionOf(name: string, text: string, context: ExtensionContext): Extension | undefined {
	const critical = /^\s*critical\s*,\s*/.exec(text);
	const value = (critical === null ? text : text.slice(critical[0].length)).trim();
	const isCritical = critical !== null;
	const words = value.split(',').map((each) => each.trim());
	switch (name) {
		case 'basicConstraints':
			return made(OID.basicConstraints, basicConstraints(words), isCritical);
		case 'keyUsage':
			return made(OID.keyUsage, keyUsageBits(words.map((word) => usageOf(name, word))), isCritical);
		case 'extendedKeyUsage':
			return made(
				OID.extendedKeyUsage,
				sequence(...words.map((word) => objectIdentifier(extendedUsageOf(word)))),
				isCritical,
			);
		case 'subjectKeyIdentifier':
			return value === 'none' ? undefined : subjectKeyId(context, isCritical);
		case 'authorityKeyIdentifier':
			return value === 'none' ? undefined : authorityKeyId(context, isCritical);
		case 'subjectAltName':
			return made(OID.subjectAltName, sequence(...alternativeNames(value, context)), isCritical);
		case 'nsComment':
			return made('2.16.840.1.113730.1.13', element(0x16, encodeUtf8(value.replace(/^"|"$/g, ''))), isCritical);
		default:
			throw new Exit(1, `Error checking x509 extension section: unknown extension name ${name}\n`);
	}
}

export function subjectKeyId({ publicKeySpki }: ExtensionContext, critical = false): Extension {
	return made(OID.subjectKeyId, octetString(opensslKeyId(publicKeySpki)), critical);
}

export function authorityKeyId({ publicKeySpki, authorityKeyId: id }: ExtensionContext, critical = false): Extension {
	return made(OID.authorityKeyId, sequence(implicit(0, id ?? opensslKeyId(publicKeySpki))), critical);
}

function made(oid: string, value: Der, critical: boolean): Extension {
	const flag = critical ? [boolean(true)] : [];
	return { oid, der: sequence(objectIdentifier(oid), ...flag, octetString(value)) };
}

function basicConstraints(words: readonly string[]): Der {
	const isCa = words.some((word) => /^CA:\s*true$/i.test(word));
	const length = words.map((word) => /^pathlen:(\d+)$/.exec(word)?.[1]).find((each) => each !== undefined);
	const parts = [...(isCa ? [boolean(true)] : []), ...(length === undefined ? [] : [smallInteger(Number(length))])];
	return sequence(...parts);
}

const USAGE_ALIASES: ReadonlyMap<string, KeyUsage> = new Map([
	['nonRepudiation', 'contentCommitment'],
	['keyCertSign', 'certSign'],
	['cRLSign', 'crlSign'],
]);

function usageOf(name: string, word: string): KeyUsage {
	const alias = USAGE_ALIASES.get(word);
	if (alias !== undefined) return alias;
	if (Object.hasOwn(KEY_USAGES, word)) return word as KeyUsage;
	throw new Exit(
		1,
		`Error adding extensions: X509 V3 routines:v2i_ASN1_BIT_STRING:unknown bit string argument:name=${name}, value=${word}\n`,
	);
}

function keyUsageBits(usages: readonly KeyUsage[]): Der {
	let bits = 0;
	for (const usage of usages) bits |= 0x8000 >> KEY_USAGES[usage];
	const bytes = (bits & 0xff) === 0 ? [bits >> 8] : [bits >> 8, bits & 0xff];
	const last = bytes[bytes.length - 1] as number;
	let unused = 0;
	while (unused < 8 && ((last >> unused) & 1) === 0) unused++;
	return bitString(Uint8Array.from(bytes), unused);
}

function extendedUsageOf(word: string): string {
	const name = word === 'OCSPSigning' ? 'ocspSigning' : word === 'anyExtendedKeyUsage' ? 'any' : word;
	if (Object.hasOwn(EXTENDED_KEY_USAGES, name)) return EXTENDED_KEY_USAGES[name as ExtendedKeyUsage];
	if (/^\d+(\.\d+)+$/.test(word)) return word;
	throw new Exit(
		1,
		`Error adding extensions: X509 V3 routines:v2i_EXTENDED_KEY_USAGE:invalid object identifier:${word}\n`,
	);
}

function alternativeNames(value: string, { config }: ExtensionContext): Der[] {
	const section = value.startsWith('@') ? (config?.section(value.slice(1)) ?? []) : undefined;
	const pairs =
		section === undefined
			? value.split(',').map((each) => split(each.trim(), ':'))
			: section.map(([name, text]) => [name.replace(/\.\d+$/, ''), text] as const);
	return pairs.map(([kind, text]) => alternativeName(kind.trim(), text.trim()));
}

function alternativeName(kind: string, text: string): Der {
	switch (kind) {
		case 'DNS':
			return element(0x82, encodeUtf8(text));
		case 'email':
			return element(0x81, encodeUtf8(text));
		case 'URI':
			return element(0x86, encodeUtf8(text));
		case 'IP': {
			const bytes = parseIp(text);
			if (bytes !== undefined) return element(0x87, bytes);
			throw new Exit(1, `Error adding extensions: X509 V3 routines:a2i_GENERAL_NAME:bad ip address:value=${text}\n`);
		}
		default:
			throw new Exit(
				1,
				`Error adding extensions: X509 V3 routines:v2i_GENERAL_NAME_ex:unsupported option:name=${kind}\n`,
			);
	}
}

function split(text: string, separator: string): readonly [string, string] {
	const at = text.indexOf(separator);
	return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
