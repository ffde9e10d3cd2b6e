import type { FileTree } from '../../kernel/machine-api.ts';
import { SELF_SIGNED_CERTIFICATE } from '../../kubelet/images/programs/self-signed-certificate.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { Memo } from '../../machinery/memo.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { TlsWish } from '../../machinery/tls/cipher-suites.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { keyPairComplaint } from '../../machinery/x509/key-pair.ts';
import { decodePem } from '../../machinery/x509/pem.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import { tlsWish } from '../command-lines/tls-wish.ts';
import { flagValue } from './etcd-address.ts';

/** What an API server shows its clients, and whose certificates it takes from them. */
export interface ServerTrust {
	/** Leaf first. */
	readonly certificatePem: string;
	readonly authoritiesPem: string;
	readonly authorities: readonly Certificate[];
	/** Versions and ciphers of TLS. */
	readonly tls: TlsWish;
}

/** Keys of service accounts' tokens. */
export interface TokenKeys {
	readonly issuer: string;
	readonly privateKeyPem: string;
	readonly keyId: string;
	/** DER: of those whose tokens are taken. */
	readonly publicKeys: readonly Uint8Array[];
}

/**
 * The files that an API server's command line names, read when somebody asks: most worlds of a preset never do. What it
 * shows and whom it believes follow the files while it runs, the keys of tokens do not.
 * Models apiserver/pkg/server/dynamiccertificates, which keeps what it had while a file is no use.
 */
export class ApiServerFiles {
	readonly #root: FileTree;
	readonly #args: readonly string[];
	readonly #memo: Memo;
	#trust: ServerTrust | undefined;
	#keys: TokenKeys | undefined;

	/** @param root of its machine: its container has the folders of its certificates where the machine has them. */
	constructor(root: FileTree, args: readonly string[], memo: Memo) {
		this.#root = root;
		this.#args = args;
		this.#memo = memo;
	}

	/** The same object until a file has changed. */
	trust(): ServerTrust {
		const before = this.#trust;
		const certificatePem = this.#servingPem() ?? before?.certificatePem ?? SELF_SIGNED_CERTIFICATE;
		const authoritiesPem = this.#text('client-ca-file') ?? before?.authoritiesPem ?? '';
		if (before?.certificatePem === certificatePem && before.authoritiesPem === authoritiesPem) return before;
		const authorities = this.#memo.of('x509.authorities', authoritiesPem, () => certificatesIn(authoritiesPem));
		const usable = authorities.length > 0 || before === undefined;
		this.#trust = {
			certificatePem,
			authoritiesPem: usable ? authoritiesPem : before.authoritiesPem,
			authorities: usable ? authorities : before.authorities,
			tls: tlsWish((name) => flagValue(this.#args, name) ?? ''),
		};
		return this.#trust;
	}

	#servingPem(): string | undefined {
		const certificate = this.#text('tls-cert-file');
		const key = this.#text('tls-private-key-file');
		if (certificate === undefined || key === undefined) return undefined;
		const complaint = this.#memo.of('key pair', `${certificate}\0${key}`, () => keyPairComplaint(certificate, key));
		return complaint === undefined ? certificate : undefined;
	}

	/** What it shows kubelets, and whose certificates it takes from them; undefined: anybody's. */
	kubeletClient(): {
		readonly certificatePem: string | undefined;
		readonly authorities: readonly Certificate[] | undefined;
	} {
		const authorities = this.#text('kubelet-certificate-authority');
		return {
			certificatePem: this.#text('kubelet-client-certificate'),
			authorities:
				authorities === undefined
					? undefined
					: this.#memo.of('x509.authorities', authorities, () => certificatesIn(authorities)),
		};
	}

	tokenKeys(): TokenKeys {
		this.#keys ??= this.#readKeys();
		return this.#keys;
	}

	#readKeys(): TokenKeys {
		const privateKeyPem = this.#text('service-account-signing-key-file') ?? '';
		const paths = this.#args.flatMap((arg) => arg.match(/^--service-account-key-file=(.*)$/)?.[1] ?? []);
		const texts = paths.map((path) => this.#file(path) ?? '');
		const issuer = flagValue(this.#args, 'service-account-issuer') ?? '';
		return this.#memo.of('token keys', JSON.stringify([issuer, privateKeyPem, texts]), () => ({
			issuer,
			privateKeyPem,
			keyId: keyIdOf(readRsaKey(privateKeyPem)?.publicKeySpki),
			publicKeys: texts.flatMap(publicKeysIn),
		}));
	}

	#text(flag: string): string | undefined {
		const path = flagValue(this.#args, flag) ?? '';
		return path === '' ? undefined : this.#file(path);
	}

	#file(path: string): string | undefined {
		const content = this.#root.readFile(path);
		return content === undefined ? undefined : decodeUtf8(content);
	}
}

/** Models pkg/serviceaccount keyIDFromPublicKey. */
function keyIdOf(publicKeySpki: Uint8Array | undefined): string {
	if (publicKeySpki === undefined) return '';
	return encodeBase64(sha256(publicKeySpki)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Public keys, or the public halves of private ones. Models client-go/util/keyutil ParsePublicKeysPEM. */
function publicKeysIn(text: string): Uint8Array[] {
	const own = readRsaKey(text)?.publicKeySpki;
	if (own !== undefined) return [own];
	return decodePem(text).flatMap(({ type, bytes }) => (type === 'PUBLIC KEY' ? [bytes] : []));
}

/** None of what cannot be read. */
export function certificatesIn(text: string): readonly Certificate[] {
	try {
		return readCertificates(text);
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}
