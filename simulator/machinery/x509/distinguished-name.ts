import { decodeUtf8 } from '../utf8.ts';
import { DerReader } from './der-reader.ts';
import { type Der, directoryString, objectIdentifier, sequence, set } from './der-writer.ts';
import { OID } from './object-identifiers.ts';

/** A subject or issuer, as far as Kubernetes looks at it. */
export interface DistinguishedName {
	readonly commonName: string;
	/** Kubernetes groups, in a client certificate. */
	readonly organizations: readonly string[];
	/** Every attribute in the certificate's order: object identifier and value. */
	readonly attributes: readonly (readonly [oid: string, value: string])[];
}

/** Models crypto/x509/pkix Name.ToRDNSequence: organizations (in one set) before the common name. */
export function writeName(name: { commonName: string; organizations?: readonly string[] }): Der {
	const sets: Der[] = [];
	const attribute = (oid: string, value: string): Der => sequence(objectIdentifier(oid), directoryString(value));
	const organizations = name.organizations ?? [];
	if (organizations.length > 0) sets.push(set(...organizations.map((each) => attribute(OID.organization, each))));
	if (name.commonName !== '') sets.push(set(attribute(OID.commonName, name.commonName)));
	return sequence(...sets);
}

export function readName(der: Uint8Array): DistinguishedName {
	const attributes: (readonly [string, string])[] = [];
	const sets = new DerReader(der).enter(0x30);
	while (!sets.isAtEnd) {
		const each = sets.enter(0x31);
		while (!each.isAtEnd) {
			const pair = each.enter(0x30);
			attributes.push([pair.objectIdentifier(), decodeUtf8(pair.next().contents)]);
		}
	}
	const values = (oid: string): string[] => attributes.filter(([each]) => each === oid).map(([, value]) => value);
	return {
		commonName: values(OID.commonName).at(-1) ?? '',
		organizations: values(OID.organization),
		attributes,
	};
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
	[OID.commonName]: 'CN',
	[OID.country]: 'C',
	[OID.locality]: 'L',
	[OID.province]: 'ST',
	[OID.organization]: 'O',
	[OID.organizationalUnit]: 'OU',
};

/** "CN=kubernetes-admin,O=kubeadm:cluster-admins": last attribute first, as Go prints a name. */
export function nameText(name: DistinguishedName): string {
	return [...name.attributes]
		.reverse()
		.map(([oid, value]) => `${SHORT_NAMES[oid] ?? oid}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
		.join(',');
}
