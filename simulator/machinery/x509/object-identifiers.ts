/** Object identifiers that certificates use. */
export const OID = {
	commonName: '2.5.4.3',
	serialNumber: '2.5.4.5',
	country: '2.5.4.6',
	locality: '2.5.4.7',
	province: '2.5.4.8',
	streetAddress: '2.5.4.9',
	organization: '2.5.4.10',
	organizationalUnit: '2.5.4.11',
	postalCode: '2.5.4.17',
	rsaEncryption: '1.2.840.113549.1.1.1',
	sha256WithRsa: '1.2.840.113549.1.1.11',
	sha256WithEcdsa: '1.2.840.10045.4.3.2',
	ecPublicKey: '1.2.840.10045.2.1',
	subjectKeyId: '2.5.29.14',
	keyUsage: '2.5.29.15',
	subjectAltName: '2.5.29.17',
	basicConstraints: '2.5.29.19',
	authorityKeyId: '2.5.29.35',
	extendedKeyUsage: '2.5.29.37',
	extensionRequest: '1.2.840.113549.1.9.14',
} as const;

/** Bit numbers in the KeyUsage extension. */
export const KEY_USAGES = {
	digitalSignature: 0,
	contentCommitment: 1,
	keyEncipherment: 2,
	dataEncipherment: 3,
	keyAgreement: 4,
	certSign: 5,
	crlSign: 6,
	encipherOnly: 7,
	decipherOnly: 8,
} as const;

export type KeyUsage = keyof typeof KEY_USAGES;

export const EXTENDED_KEY_USAGES = {
	any: '2.5.29.37.0',
	serverAuth: '1.3.6.1.5.5.7.3.1',
	clientAuth: '1.3.6.1.5.5.7.3.2',
	codeSigning: '1.3.6.1.5.5.7.3.3',
	emailProtection: '1.3.6.1.5.5.7.3.4',
	timeStamping: '1.3.6.1.5.5.7.3.8',
	ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

export type ExtendedKeyUsage = keyof typeof EXTENDED_KEY_USAGES;
