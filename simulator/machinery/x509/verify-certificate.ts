import { readEcdsaPublicKey } from '../ecdsa/ecdsa.ts';
import type { HostCalls } from '../host-calls.ts';
import { formatTime } from '../timestamp.ts';
import type { Certificate } from './certificate.ts';
import { parseIp } from './ip-bytes.ts';
import { type ExtendedKeyUsage, OID } from './object-identifiers.ts';
import { isSignedBy } from './private-key.ts';

export interface VerifyOptions {
	readonly roots: readonly Certificate[];
	readonly intermediates?: readonly Certificate[];
	readonly atMs: number;
	/** The name or address the certificate must be valid for. */
	readonly host?: string;
	readonly usage: ExtendedKeyUsage;
}

/** Certificates between a leaf and its root that are followed at most. */
const DEPTH_MAX = 10;

/**
 * Whether a chain leads from `certificate` to a root. Undefined when it does, else the error in Go's words
 * ("x509: certificate signed by unknown authority"). Models Go's crypto/x509 Certificate.Verify.
 */
export function verifyCertificate(
	certificate: Certificate,
	options: VerifyOptions,
	hostCalls: HostCalls,
): string | undefined {
	const expired = validityError(certificate, options.atMs);
	if (expired !== undefined) return expired;
	if (options.host !== undefined) {
		const wrongName = hostError(certificate, options.host);
		if (wrongName !== undefined) return wrongName;
	}
	const isRoot = options.roots.some((root) => equalBytes(root.raw, certificate.raw));
	const chain = isRoot ? [certificate] : findChain([certificate], options, hostCalls, {});
	if (typeof chain === 'string') return chain;
	const usable = chain.every(({ extendedKeyUsages }) => {
		return (
			extendedKeyUsages.length === 0 || extendedKeyUsages.includes('any') || extendedKeyUsages.includes(options.usage)
		);
	});
	return usable ? undefined : 'x509: certificate specifies an incompatible key usage';
}

/** Why the certificate is not valid for `host`. Models Go's crypto/x509 HostnameError. */
export function hostError(certificate: Certificate, host: string): string | undefined {
	const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
	const { dnsNames, ipAddresses } = certificate;
	const bytes = parseIp(bare);
	if (bytes !== undefined) {
		if (ipAddresses.some((address) => equalBytes(parseIp(address) as Uint8Array, bytes))) return undefined;
		if (ipAddresses.length === 0) {
			return `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
		}
		return `x509: certificate is valid for ${ipAddresses.join(', ')}, not ${host}`;
	}
	const wanted = host.toLowerCase().replace(/\.$/, '');
	if (dnsNames.some((pattern) => matchesName(pattern.toLowerCase(), wanted))) return undefined;
	if (!certificate.hasAlternativeNames && matchesName(certificate.subject.commonName.toLowerCase(), wanted)) {
		return 'x509: certificate relies on legacy Common Name field, use SANs instead';
	}
	if (dnsNames.length === 0) return `x509: certificate is not valid for any names, but wanted to match ${host}`;
	return `x509: certificate is valid for ${dnsNames.join(', ')}, not ${host}`;
}

function validityError({ notBeforeMs, notAfterMs }: Certificate, atMs: number): string | undefined {
	const text = 'x509: certificate has expired or is not yet valid: current time';
	if (atMs < notBeforeMs) return `${text} ${formatTime(atMs)} is before ${formatTime(notBeforeMs)}`;
	if (atMs > notAfterMs) return `${text} ${formatTime(atMs)} is after ${formatTime(notAfterMs)}`;
	return undefined;
}

function matchesName(pattern: string, host: string): boolean {
	if (pattern === '' || host === '') return false;
	const patternLabels = pattern.replace(/\.$/, '').split('.');
	const hostLabels = host.split('.');
	if (patternLabels.length !== hostLabels.length) return false;
	return patternLabels.every((label, index) => (index === 0 && label === '*') || label === hostLabels[index]);
}

/** The first candidate whose signature did not fit: told as a hint. */
interface Hint {
	error?: string;
	name?: string;
}

/** The chain to a root, or why there is none. */
function findChain(
	chain: readonly Certificate[],
	options: VerifyOptions,
	hostCalls: HostCalls,
	hint: Hint,
): readonly Certificate[] | string {
	const last = chain[chain.length - 1] as Certificate;
	let problem: string | undefined;
	const candidates = [
		...options.roots.map((certificate) => ({ certificate, isRoot: true })),
		...(options.intermediates ?? []).map((certificate) => ({ certificate, isRoot: false })),
	];
	for (const { certificate, isRoot } of candidates) {
		if (!equalBytes(certificate.rawSubject, last.rawIssuer)) continue;
		if (chain.length > DEPTH_MAX || chain.some((each) => equalBytes(each.raw, certificate.raw))) continue;
		const unsigned = signatureError(last, certificate, hostCalls);
		if (unsigned !== undefined) {
			hint.error ??= unsigned;
			hint.name ??= certificate.subject.commonName;
			continue;
		}
		const invalid = validityError(certificate, options.atMs);
		if (invalid !== undefined) {
			problem = invalid;
			continue;
		}
		const longer = [...chain, certificate];
		const found = isRoot ? longer : findChain(longer, options, hostCalls, hint);
		if (typeof found !== 'string') return found;
		problem = found;
	}
	return problem ?? unknownAuthority(hint);
}

function unknownAuthority(hint: Hint): string {
	const text = 'x509: certificate signed by unknown authority';
	if (hint.error === undefined) return text;
	const why = JSON.stringify(hint.error);
	const name = JSON.stringify(hint.name);
	return `${text} (possibly because of ${why} while trying to verify candidate authority certificate ${name})`;
}

/** Whose keys make signatures of which algorithm. */
const KINDS: ReadonlyMap<string, 'RSA' | 'ECDSA'> = new Map([
	[OID.sha256WithRsa, 'RSA'],
	[OID.sha256WithEcdsa, 'ECDSA'],
]);

/** Models Go's crypto/x509 Certificate.CheckSignatureFrom. */
function signatureError(child: Certificate, parent: Certificate, hostCalls: HostCalls): string | undefined {
	const mayNotSign = parent.hasBasicConstraints ? !parent.isCa : parent.version === 3;
	if (mayNotSign || (parent.keyUsages.length > 0 && !parent.keyUsages.includes('certSign'))) {
		return 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
	}
	const wanted = KINDS.get(child.signatureAlgorithm);
	if (wanted === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
	const kind = readEcdsaPublicKey(parent.publicKeySpki) === undefined ? 'RSA' : 'ECDSA';
	if (kind !== wanted) {
		return `x509: signature algorithm specifies an ${wanted} public key, but have public key of type *${kind.toLowerCase()}.PublicKey`;
	}
	if (isSignedBy(parent.publicKeySpki, child.rawTbs, child.signature, hostCalls)) return undefined;
	return kind === 'RSA' ? 'crypto/rsa: verification error' : 'x509: ECDSA verification failure';
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
