import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError, DerReader } from '../../machinery/x509/der-reader.ts';
import type { DistinguishedName } from '../../machinery/x509/distinguished-name.ts';
import { algorithmText, modulusOf, timeText } from '../openssl/certificate-text.ts';
import { nameLine } from '../openssl/names.ts';

/** What a server showed, and what was found of it. */
export interface ShownChain {
	readonly chain: readonly Certificate[];
	/** PEM of the authorities. */
	readonly authorities: string;
	/** Undefined with -k: the name is not looked at. */
	readonly host: string | undefined;
	/** In OpenSSL's words; undefined when it is good. */
	readonly problem: string | undefined;
}

/** The "Server certificate:" block of `curl -v`. Models curl 8.5 lib/vtls/openssl.c servercert. */
export function certificateLines({ chain, authorities, host, problem }: ShownChain): string[] {
	const [leaf] = chain;
	if (leaf === undefined) return [];
	const matched = host === undefined ? undefined : matchedName(leaf, host);
	const shown = problem === undefined ? withRoot(chain, authorities) : chain;
	return [
		'Server certificate:',
		` subject: ${name(leaf.subject)}`,
		` start date: ${timeText(leaf.notBeforeMs)}`,
		` expire date: ${timeText(leaf.notAfterMs)}`,
		...(matched === undefined ? [] : [` subjectAltName: host "${host}" matched cert's ${matched}`]),
		` issuer: ${name(leaf.issuer)}`,
		problem === undefined
			? ' SSL certificate verify ok.'
			: ` SSL certificate verify result: ${problem} (${CODES.get(problem) ?? 20}), continuing anyway.`,
		...shown.map((each, level) => `  Certificate level ${level}: ${keyText(each)}`),
	].map((line) => `* ${line}`);
}

const CODES: ReadonlyMap<string, number> = new Map([
	['certificate is not yet valid', 9],
	['certificate has expired', 10],
	['self-signed certificate', 18],
	['self-signed certificate in certificate chain', 19],
	['unable to get local issuer certificate', 20],
	['unsuitable certificate purpose', 26],
]);

/** "O=org; CN=name". */
function name(of: DistinguishedName): string {
	return nameLine(of)
		.split(/, (?=[A-Za-z.\d]+ = )/)
		.map((part) => part.replace(' = ', '='))
		.join('; ');
}

function matchedName(leaf: Certificate, host: string): string | undefined {
	if (leaf.ipAddresses.includes(host)) return 'IP address!';
	const wild = host.replace(/^[^.]+/, '*');
	const found = leaf.dnsNames.find((each) => each.toLowerCase() === host.toLowerCase() || each === wild);
	return found === undefined ? undefined : `"${found}"`;
}

/** A chain that holds ends at an authority, whether the server has shown it or not. */
function withRoot(chain: readonly Certificate[], authorities: string): readonly Certificate[] {
	const last = chain.at(-1) as Certificate;
	const issuer = JSON.stringify(last.issuer);
	if (issuer === JSON.stringify(last.subject)) return chain;
	try {
		const root = readCertificates(authorities).find((each) => JSON.stringify(each.subject) === issuer);
		return root === undefined ? chain : [...chain, root];
	} catch (error) {
		if (error instanceof DerError) return chain;
		throw error;
	}
}

function keyText({ publicKeySpki, signatureAlgorithm }: Certificate): string {
	const signed = `signed using ${algorithmText(signatureAlgorithm)}`;
	if (isElliptic(publicKeySpki)) {
		return `Public key type EC/prime256v1 (256/128 Bits/secBits), ${signed}`;
	}
	const bits = modulusOf(publicKeySpki).length * 8;
	const strength = bits < 2048 ? 80 : bits < 3072 ? 112 : bits < 4096 ? 128 : 152;
	return `Public key type RSA (${bits}/${strength} Bits/secBits), ${signed}`;
}

/** Differs: P-256 is taken for granted. */
function isElliptic(spki: Uint8Array): boolean {
	return new DerReader(spki).enter(0x30).enter(0x30).objectIdentifier() === '1.2.840.10045.2.1';
}
