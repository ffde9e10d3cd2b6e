import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type Der, element, objectIdentifier, sequence, set } from '../../machinery/x509/der-writer.ts';
import type { DistinguishedName } from '../../machinery/x509/distinguished-name.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { Exit } from '../unix-command.ts';

/** Attributes of names: short and long name and identifier. Models crypto/objects. */
const ATTRIBUTES: readonly (readonly [short: string, long: string, oid: string])[] = [
	['CN', 'commonName', OID.commonName],
	['C', 'countryName', OID.country],
	['ST', 'stateOrProvinceName', OID.province],
	['L', 'localityName', OID.locality],
	['O', 'organizationName', OID.organization],
	['OU', 'organizationalUnitName', OID.organizationalUnit],
	['serialNumber', 'serialNumber', OID.serialNumber],
	['street', 'streetAddress', OID.streetAddress],
	['postalCode', 'postalCode', OID.postalCode],
	['emailAddress', 'emailAddress', '1.2.840.113549.1.9.1'],
	['DC', 'domainComponent', '0.9.2342.19200300.100.1.25'],
	['UID', 'userId', '0.9.2342.19200300.100.1.1'],
	['GN', 'givenName', '2.5.4.42'],
	['SN', 'surname', '2.5.4.4'],
];

export type NamePair = readonly [oid: string, value: string];

export function attributeOid(name: string): string | undefined {
	return ATTRIBUTES.find(([short, long]) => short === name || long === name)?.[2];
}

/** Each attribute in a set of its own, in the order given. */
export function writeNamePairs(pairs: readonly NamePair[]): Der {
	return sequence(
		...pairs.map(([oid, value]) => set(sequence(objectIdentifier(oid), element(tagOf(oid), encodeUtf8(value))))),
	);
}

/** A country is a PrintableString, a mail address an IA5String, all else UTF-8. Models crypto/asn1 a_strnid.c. */
function tagOf(oid: string): number {
	if (oid === OID.country || oid === OID.serialNumber) return 0x13;
	return oid === '1.2.840.113549.1.9.1' || oid.startsWith('0.9.2342') ? 0x16 : 0x0c;
}

/** "/CN=jane/O=dev". Throws Exit. Models apps/lib/apps.c parse_name. */
export function parseSubject(command: string, text: string): readonly NamePair[] {
	if (!text.startsWith('/')) {
		throw new Exit(
			1,
			`${command}: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: '${text}'\n`,
		);
	}
	const pairs: NamePair[] = [];
	for (const match of text.slice(1).matchAll(/((?:[^/\\]|\\.)+)(?:\/|$)/gs)) {
		const part = match[1] as string;
		const at = part.indexOf('=');
		const oid = attributeOid(at < 0 ? part : part.slice(0, at));
		const value = at < 0 ? '' : part.slice(at + 1).replace(/\\(.)/gs, '$1');
		if (oid !== undefined && value !== '') pairs.push([oid, value]);
	}
	return pairs;
}

/** "CN = jane, O = dev". Models X509_NAME_print_ex with XN_FLAG_ONELINE. */
export function nameLine(name: DistinguishedName): string {
	return name.attributes.map(([oid, value]) => `${shortName(oid)} = ${quoted(value)}`).join(', ');
}

/** "O=dev,CN=jane": last attribute first. */
export function nameRfc2253(name: DistinguishedName): string {
	return [...name.attributes]
		.reverse()
		.map(([oid, value]) => `${shortName(oid)}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
		.join(',');
}

function shortName(oid: string): string {
	return ATTRIBUTES.find(([, , each]) => each === oid)?.[0] ?? oid;
}

function quoted(value: string): string {
	return /[,+<>;"\\]|^[ #]| $/.test(value) ? `"${value.replace(/(["\\])/g, '\\$1')}"` : value;
}
