import { decodeBase64 } from '../base64.ts';
import type { HostCalls } from '../host-calls.ts';
import { decodeUtf8 } from '../utf8.ts';
import { type CertificateExtensions, NO_EXTENSIONS, readExtensions } from './certificate.ts';
import { alternativeNames } from './certificate-writer.ts';
import { DerError, DerReader } from './der-reader.ts';
import {
	bitString,
	type Der,
	explicit,
	objectIdentifier,
	octetString,
	sequence,
	set,
	smallInteger,
} from './der-writer.ts';
import { type DistinguishedName, readName, writeName } from './distinguished-name.ts';
import { OID } from './object-identifiers.ts';
import { decodePem, encodePem } from './pem.ts';
import { type PrivateKey, signatureAlgorithm, signData } from './private-key.ts';

/** A PKCS #10 request for a certificate, read: the extensions are those that it asks for. */
export interface CertificateRequest extends CertificateExtensions {
	readonly subject: DistinguishedName;
	readonly rawSubject: Uint8Array;
	/** SubjectPublicKeyInfo, DER. */
	readonly publicKeySpki: Uint8Array;
}

/**
 * The request in PEM text. Throws DerError with the real API server's words. Models pkg/apis/certificates ParseCSR.
 * Differs: the request's own signature is not checked.
 * @param request PEM in base64, as the API has it.
 */
export function readCertificateRequest(request: string): CertificateRequest {
	const [block] = decodePem(decodeUtf8(decodeBase64(request)));
	if (block?.type !== 'CERTIFICATE REQUEST') throw new DerError('PEM block type must be CERTIFICATE REQUEST');
	const fields = new DerReader(block.bytes).enter(0x30).enter(0x30);
	fields.next(0x02);
	const rawSubject = fields.next(0x30).whole;
	const publicKeySpki = fields.next(0x30).whole;
	const attributes = fields.optional(0xa0);
	const extensions = attributes === undefined ? NO_EXTENSIONS : requestedExtensions(new DerReader(attributes.contents));
	return { ...extensions, subject: readName(rawSubject), rawSubject, publicKeySpki };
}

function requestedExtensions(attributes: DerReader): CertificateExtensions {
	while (!attributes.isAtEnd) {
		const attribute = attributes.enter(0x30);
		if (attribute.objectIdentifier() !== OID.extensionRequest) continue;
		return readExtensions(attribute.enter(0x31).enter(0x30));
	}
	return NO_EXTENSIONS;
}

/** A request in PEM text, signed with the key that it is for. Models crypto/x509 CreateCertificateRequest. */
export function writeCertificateRequest(
	asked: {
		readonly commonName: string;
		readonly organizations?: readonly string[];
		readonly dnsNames?: readonly string[];
		readonly ipAddresses?: readonly string[];
	},
	key: PrivateKey,
	hostCalls: HostCalls,
): string {
	const names = alternativeNames(asked.dnsNames ?? [], asked.ipAddresses ?? []);
	const info = sequence(smallInteger(0), writeName(asked), key.publicKeySpki, attributesOf(names));
	const algorithm = signatureAlgorithm(key.privateKeyPem);
	const signature = bitString(signData(key.privateKeyPem, info, hostCalls));
	return encodePem('CERTIFICATE REQUEST', sequence(info, algorithm, signature));
}

function attributesOf(names: Der | undefined): Der {
	if (names === undefined) return explicit(0);
	const extension = sequence(objectIdentifier(OID.subjectAltName), octetString(names));
	return explicit(0, sequence(objectIdentifier(OID.extensionRequest), set(sequence(extension))));
}
