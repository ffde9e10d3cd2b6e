import type { ExtendedKeyUsage, KeyUsage } from '../../machinery/x509/object-identifiers.ts';

const KEY_USAGES: ReadonlyMap<string, KeyUsage> = new Map([
	['signing', 'digitalSignature'],
	['digital signature', 'digitalSignature'],
	['content commitment', 'contentCommitment'],
	['key encipherment', 'keyEncipherment'],
	['key agreement', 'keyAgreement'],
	['data encipherment', 'dataEncipherment'],
	['cert sign', 'certSign'],
	['crl sign', 'crlSign'],
	['encipher only', 'encipherOnly'],
	['decipher only', 'decipherOnly'],
]);

const EXTENDED_USAGES: ReadonlyMap<string, ExtendedKeyUsage> = new Map([
	['any', 'any'],
	['server auth', 'serverAuth'],
	['client auth', 'clientAuth'],
	['code signing', 'codeSigning'],
	['email protection', 'emailProtection'],
	['s/mime', 'emailProtection'],
	['timestamping', 'timeStamping'],
	['ocsp signing', 'ocspSigning'],
]);

/** A request's usages as extensions have them. Models pkg/controller/certificates/authority keyUsagesFromStrings. */
export function certificateUsages(usages: readonly string[]): {
	readonly keyUsages: readonly KeyUsage[];
	readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
} {
	const found = <T>(known: ReadonlyMap<string, T>): T[] => [
		...new Set([...usages].sort().flatMap((usage) => known.get(usage) ?? [])),
	];
	return { keyUsages: found(KEY_USAGES), extendedKeyUsages: found(EXTENDED_USAGES) };
}
