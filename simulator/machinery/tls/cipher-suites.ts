/** Suites of TLS 1.2 that servers written in Go know, in the order in which they prefer them: Go's names and OpenSSL's. */
const OLD_SUITES: readonly (readonly [go: string, openssl: string])[] = [
	['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
	['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
	['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
	['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
	['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
	['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
	['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
	['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
	['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'],
	['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
	['TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'],
	['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'],
];

/** Those that Go warns of, which may be asked for by name only. Models crypto/tls InsecureCipherSuites. */
const INSECURE: readonly (readonly [go: string, openssl: string])[] = [
	['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', 'ECDHE-ECDSA-AES128-SHA256'],
	['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'ECDHE-RSA-AES128-SHA256'],
	['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
	['TLS_RSA_WITH_AES_256_GCM_SHA384', 'AES256-GCM-SHA384'],
	['TLS_RSA_WITH_AES_128_CBC_SHA256', 'AES128-SHA256'],
	['TLS_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA'],
	['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA'],
	['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', 'ECDHE-RSA-DES-CBC3-SHA'],
	['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'DES-CBC3-SHA'],
	['TLS_ECDHE_ECDSA_WITH_RC4_128_SHA', 'ECDHE-ECDSA-RC4-SHA'],
	['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'ECDHE-RSA-RC4-SHA'],
	['TLS_RSA_WITH_RC4_128_SHA', 'RC4-SHA'],
];

/** TLS 1.3's, which nobody chooses among. */
const NEW_SUITES: ReadonlySet<string> = new Set([
	'TLS_AES_128_GCM_SHA256',
	'TLS_AES_256_GCM_SHA384',
	'TLS_CHACHA20_POLY1305_SHA256',
]);

const OPENSSL_NAMES: ReadonlyMap<string, string> = new Map([...OLD_SUITES, ...INSECURE]);

/** OpenSSL's names of TLS 1.2 suites that a server with an RSA certificate takes when nobody says otherwise. */
export const USUAL_CIPHERS: readonly string[] = OLD_SUITES.map(([, openssl]) => openssl).filter(takesRsa);

/** HTTP/2 must have one of them. */
const OF_HTTP2: readonly string[] = [
	'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
	'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
];

const VERSIONS: ReadonlySet<string> = new Set(['', 'VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13']);

/** What --tls-min-version and --tls-cipher-suites ask for. */
export interface TlsWish {
	readonly minVersion: string;
	readonly suites: readonly string[];
}

/** What is wrong with it. Models component-base/cli/flag TLSCipherSuites and TLSVersion. */
export function tlsComplaint({ minVersion, suites }: TlsWish): string | undefined {
	const unknown = suites.find((name) => !NEW_SUITES.has(name) && !OPENSSL_NAMES.has(name));
	if (unknown !== undefined) return `Cipher suite ${unknown} not supported or doesn't exist`;
	return VERSIONS.has(minVersion) ? undefined : `unknown tls version ${JSON.stringify(minVersion)}`;
}

/** Why a server of HTTP/2 cannot serve with it. Models x/net/http2 ConfigureServer. */
export function http2Complaint({ minVersion, suites }: TlsWish): string | undefined {
	if (suites.length === 0 || minVersion === 'VersionTLS13' || OF_HTTP2.some((name) => suites.includes(name))) {
		return undefined;
	}
	return `http2: TLSConfig.CipherSuites is missing an HTTP/2-required AES_128_GCM_SHA256 cipher (need at least one of ${OF_HTTP2.join(' or ')})`;
}

/** The versions that a server speaks. */
export function wishedVersions({ minVersion }: TlsWish): readonly number[] {
	const least = Number(/(\d+)$/.exec(minVersion)?.[1] ?? 12);
	return [10, 11, 12, 13].filter((version) => version >= least);
}

/** OpenSSL's names of TLS 1.2 suites that a server with an RSA certificate takes, the one that it prefers first. */
export function wishedCiphers({ suites }: TlsWish): readonly string[] {
	if (suites.length === 0) return USUAL_CIPHERS;
	const known = [...OLD_SUITES, ...INSECURE].filter(([go]) => suites.includes(go));
	return [...new Set(known.map(([, openssl]) => openssl))].filter(takesRsa);
}

/** A list as OpenSSL's clients are given it: names between colons. Undefined: whatever there is. */
export function offeredCiphers(list: string | undefined): readonly string[] | undefined {
	if (list === undefined || /^(?:ALL|DEFAULT|HIGH)\b/.test(list)) return undefined;
	return list.split(/[:, ]/).filter((name) => name !== '' && !name.startsWith('!'));
}

function takesRsa(openssl: string): boolean {
	return !openssl.includes('ECDSA');
}
