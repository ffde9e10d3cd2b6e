import type { HostCalls } from '../host-calls.ts';
import { type CertificateExtensions, readExtensions } from './certificate.ts';
import { alternativeNames } from './certificate-writer.ts';
import { DerReader } from './der-reader.ts';
import {
	bitString,
	type Der,
	element,
	nothing,
	objectIdentifier,
	octetString,
	sequence,
	set,
	smallInteger,
} from './der-writer.ts';
import { type DistinguishedName, readName, writeName } from './distinguished-name.ts';
import { OID } from './object-identifiers.ts';
import type { RsaKey } from './rsa-key.ts';

/** A PKCS #10 certificate request, read. */
export interface CertificateRequest extends CertificateExtensions {
	readonly raw: Uint8Array;
	readonly rawInfo: Uint8Array;
	readonly subject: DistinguishedName;
	readonly rawSubject: Uint8Array;
	readonly publicKeySpki: Uint8Array;
	readonly signature: Uint8Array;
}

/** Throws DerError. Whether the signature fits is `hostCalls.rsaSha256Verify(publicKeySpki, rawInfo, signature)`. */
export function readCertificateRequest(raw: Uint8Array): CertificateRequest {
	const outer = new DerReader(raw).enter(0x30);
	const info = outer.next(0x30);
	outer.next(0x30);
	const signature = outer.next(0x03).contents.subarray(1);
	const fields = new DerReader(info.contents);
	fields.next(0x02);
	const rawSubject = fields.next(0x30).whole;
	const publicKeySpki = fields.next(0x30).whole;
	let extensions = readExtensions(new DerReader(new Uint8Array(0)));
	const attributes = new DerReader(fields.optional(0xa0)?.contents ?? new Uint8Array(0));
	while (!attributes.isAtEnd) {
		const attribute = attributes.enter(0x30);
		if (attribute.objectIdentifier() === OID.extensionRequest) {
			extensions = readExtensions(attribute.enter(0x31).enter(0x30));
		}
	}
	return {
		raw,
		rawInfo: info.whole,
		subject: readName(rawSubject),
		rawSubject,
		publicKeySpki,
		signature,
		...extensions,
	};
}

/** A signed request, DER. Models Go's crypto/x509 CreateCertificateRequest. */
export function writeCertificateRequest(
	template: {
		readonly commonName: string;
		readonly organizations?: readonly string[];
		readonly dnsNames?: readonly string[];
		readonly ipAddresses?: readonly string[];
	},
	key: RsaKey,
	hostCalls: HostCalls,
): Der {
	const names = alternativeNames(template.dnsNames ?? [], template.ipAddresses ?? []);
	const extensions =
		names === undefined
			? []
			: [
					sequence(
						objectIdentifier(OID.extensionRequest),
						set(sequence(sequence(objectIdentifier(OID.subjectAltName), octetString(names)))),
					),
				];
	const info = sequence(smallInteger(0), writeName(template), key.publicKeySpki, element(0xa0, ...extensions));
	const algorithm = sequence(objectIdentifier(OID.sha256WithRsa), nothing());
	return sequence(info, algorithm, bitString(hostCalls.rsaSha256Sign(key.privateKeyPem, info)));
}
