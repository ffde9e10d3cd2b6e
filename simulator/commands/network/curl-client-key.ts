import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { keyMismatch } from '../../machinery/x509/key-pair.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';

/**
 * Why curl cannot show a client's certificate; undefined when it can. Models lib/vtls/openssl.c cert_stuff.
 * Differs: keys of other kinds than RSA and P-256 are taken as they are.
 * @param certificatePem undefined: there is no such file.
 */
export function clientKeyComplaint(
	certificate: string,
	certificatePem: string | undefined,
	keyPath: string,
	keyPem: string,
): string | undefined {
	const leaf = certificatePem === undefined ? undefined : firstIn(certificatePem);
	if (leaf === undefined) {
		const error =
			certificatePem === undefined
				? '80000002:system library::No such file or directory'
				: '0480006C:PEM routines::no start line';
		return `could not load PEM client certificate from ${certificate}, OpenSSL error error:${error}, (no key found, wrong pass phrase, or wrong file format?)`;
	}
	if (!/-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/.test(keyPem)) {
		return `unable to set private key file: '${keyPath}' type PEM`;
	}
	const key = readPrivateKey(keyPem);
	const mismatch = key === undefined ? undefined : keyMismatch(leaf, key);
	if (mismatch === undefined) return undefined;
	return mismatch.includes('key type')
		? 'Private key does not match the certificate public key'
		: `unable to set private key file: '${keyPath}' type PEM`;
}

function firstIn(pem: string): Certificate | undefined {
	try {
		return readCertificates(pem)[0];
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}
