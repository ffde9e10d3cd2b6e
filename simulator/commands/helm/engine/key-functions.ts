import { newRsaKey } from '../../../hosts/pki/new-rsa-key.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import { BCRYPT_COST_DEFAULT, type BcryptWork } from '../../../machinery/bcrypt/bcrypt.ts';
import { type FunctionEntry, FunctionError } from '../../../machinery/go-template/functions.ts';
import { type GoInt, GoObject } from '../../../machinery/go-template/values.ts';
import type { HostCalls } from '../../../machinery/host-calls.ts';
import { define, defineWaiting, textsOf } from '../../../machinery/sprig/define.ts';
import { hex } from '../../../machinery/sprig/texts.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { type Certificate, certificatePem, readCertificates } from '../../../machinery/x509/certificate.ts';
import { writeCertificate } from '../../../machinery/x509/certificate-writer.ts';
import { type RsaKey, readRsaKey } from '../../../machinery/x509/rsa-key.ts';
import { sha512 } from '../../checksums/sha512.ts';

const DAY_MS = 86_400_000;
const PASSWORD_BYTES_MAX = 72;

export interface KeyMaker {
	readonly now: () => number;
	readonly randomUint32: () => number;
	readonly hostCalls: HostCalls;
	readonly bcrypt: (work: BcryptWork) => Task<string>;
}

/** To sign one takes a millisecond or two. */
const CERTIFICATE_STEPS = 8_000;

/** `.Cert` and `.Key`. */
class CertificateObject extends GoObject {
	readonly typeName = 'sprig.certificate';
	override readonly steps = CERTIFICATE_STEPS;
	readonly cert: string;
	readonly key: string;

	constructor(cert: string, key: string) {
		super();
		this.cert = cert;
		this.key = key;
	}

	override field(name: string): { readonly value: unknown } | undefined {
		if (name === 'Cert') return { value: this.cert };
		return name === 'Key' ? { value: this.key } : undefined;
	}

	printed(): string {
		return `{${this.cert} ${this.key}}`;
	}

	override toJson(): unknown {
		return { Cert: this.cert, Key: this.key };
	}
}

/**
 * Keys, certificates and digests. Models Masterminds/sprig crypto.go.
 * Differs: keys are RSA of 2048 bits; no derivePassword, no encryptAES.
 */
export function keyFunctions(maker: KeyMaker): readonly (readonly [string, FunctionEntry])[] {
	const newKey = (): RsaKey => newRsaKey(maker.randomUint32);
	return [
		define('sha512sum', ['string'], (text: string) => hex(sha512(encodeUtf8(text)))),
		defineWaiting('bcrypt', ['string'], (password: string) => digestOf(maker, password)),
		defineWaiting('htpasswd', ['string', 'string'], (user: string, password: string) =>
			passwordLine(maker, user, password),
		),
		define('genPrivateKey', ['string'], (type: string) =>
			type === '' || type === 'rsa' ? newKey().privateKeyPem : `Unknown type ${type}`,
		),
		define('genCA', ['string', 'int'], (name: string, days: GoInt) =>
			certificate(maker, { name, days: days.value, isCa: true, key: newKey() }),
		),
		define('genCAWithKey', ['string', 'int', 'string'], (name: string, days: GoInt, pem: string) =>
			certificate(maker, { name, days: days.value, isCa: true, key: keyOf(pem) }),
		),
		define(
			'genSelfSignedCert',
			['string', 'any', 'any', 'int'],
			(name: string, ips: unknown, dns: unknown, days: GoInt) =>
				certificate(maker, {
					name,
					ips: textsOf(ips),
					dns: textsOf(dns),
					days: days.value,
					isCa: false,
					key: newKey(),
				}),
		),
		define(
			'genSelfSignedCertWithKey',
			['string', 'any', 'any', 'int', 'string'],
			(name: string, ips: unknown, dns: unknown, days: GoInt, pem: string) =>
				certificate(maker, {
					name,
					ips: textsOf(ips),
					dns: textsOf(dns),
					days: days.value,
					isCa: false,
					key: keyOf(pem),
				}),
		),
		define(
			'genSignedCert',
			['string', 'any', 'any', 'int', 'any'],
			(name: string, ips: unknown, dns: unknown, days: GoInt, ca: unknown) =>
				certificate(maker, {
					name,
					ips: textsOf(ips),
					dns: textsOf(dns),
					days: days.value,
					isCa: false,
					key: newKey(),
					ca: authority(ca),
				}),
		),
		define(
			'genSignedCertWithKey',
			['string', 'any', 'any', 'int', 'any', 'string'],
			(name: string, ips: unknown, dns: unknown, days: GoInt, ca: unknown, pem: string) =>
				certificate(maker, {
					name,
					ips: textsOf(ips),
					dns: textsOf(dns),
					days: days.value,
					isCa: false,
					key: keyOf(pem),
					ca: authority(ca),
				}),
		),
		define('buildCustomCert', ['string', 'string'], (cert: string, key: string) => customCertificate(cert, key)),
	];
}

interface Wanted {
	readonly name: string;
	readonly ips?: readonly string[];
	readonly dns?: readonly string[];
	readonly days: number;
	readonly isCa: boolean;
	readonly key: RsaKey;
	/** Undefined: it signs itself. */
	readonly ca?: { readonly certificate: Certificate; readonly privateKeyPem: string };
}

function certificate(maker: KeyMaker, wanted: Wanted): CertificateObject {
	const { name, ips = [], dns = [], days, isCa, key, ca } = wanted;
	const now = Math.floor(maker.now() / 1000) * 1000;
	const serial = Uint8Array.from({ length: 16 }, (_, index) => (maker.randomUint32() & 0x7f) + (index === 0 ? 1 : 0));
	const made = writeCertificate(
		{
			commonName: name,
			serial,
			notBeforeMs: now,
			notAfterMs: now + days * DAY_MS,
			keyUsages: isCa ? ['digitalSignature', 'keyEncipherment', 'certSign'] : ['digitalSignature', 'keyEncipherment'],
			extendedKeyUsages: ['serverAuth', 'clientAuth'],
			isCa,
			dnsNames: dns,
			ipAddresses: ips,
		},
		key.publicKeySpki,
		{ certificate: ca?.certificate, privateKeyPem: ca?.privateKeyPem ?? key.privateKeyPem },
		maker.hostCalls,
	);
	return new CertificateObject(certificatePem(made), key.privateKeyPem);
}

function keyOf(pem: string): RsaKey {
	const key = readRsaKey(pem);
	if (key === undefined) throw new FunctionError('parsing private key: no PEM data in input');
	return key;
}

function authority(value: unknown): { certificate: Certificate; privateKeyPem: string } {
	if (!(value instanceof CertificateObject)) {
		throw new FunctionError('wrong type for value; expected sprig.certificate');
	}
	const [own] = readCertificates(value.cert);
	if (own === undefined) throw new FunctionError('unable to decode certificate');
	return { certificate: own, privateKeyPem: value.key };
}

function customCertificate(cert: string, key: string): CertificateObject {
	const pem = decodeUtf8(decodeBase64(cert));
	if (readCertificates(pem).length === 0) throw new FunctionError('unable to decode certificate');
	return new CertificateObject(pem, decodeUtf8(decodeBase64(key)));
}

function* passwordLine(maker: KeyMaker, user: string, password: string): Task<string> {
	if (user.includes(':')) return `invalid username: ${user}`;
	return `${user}:${yield* digestOf(maker, password)}`;
}

function* digestOf(maker: KeyMaker, password: string): Task<string> {
	if (encodeUtf8(password).length > PASSWORD_BYTES_MAX) {
		return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes';
	}
	const salt = new Uint8Array(Uint32Array.from({ length: 4 }, () => maker.randomUint32()).buffer);
	return yield* maker.bcrypt({ password, salt, cost: BCRYPT_COST_DEFAULT });
}
