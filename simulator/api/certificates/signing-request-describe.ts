import { humanDuration } from '../../machinery/duration.ts';
import type { Task } from '../../machinery/task.ts';
import { type CertificateRequest, readCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import { requestState } from './signing-request-state.ts';
import type { CertificateSigningRequest } from './types.ts';

/** Models kubectl/pkg/describe CertificateSigningRequestDescriber. */
export function* describeSigningRequest(object: CertificateSigningRequest, world: DescribeContext): Task<string> {
	const { metadata, spec } = object;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Labels', setText(metadata.labels));
	description.field('Annotations', setText(metadata.annotations));
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	description.field('Requesting User', spec.username ?? '');
	description.field('Signer', spec.signerName);
	if (spec.expirationSeconds !== undefined) {
		description.field('Requested Duration', humanDuration(spec.expirationSeconds * 1000));
	}
	description.field('Status', requestState(object));
	describeSubject(description, readCertificateRequest(spec.request));
	if (world.showEvents) yield* describeEventsOf(description, object, world);
	return description.finish();
}

/** "a=b,c=d" in order, "<none>" for none. Models apimachinery/pkg/labels FormatLabels. */
function setText(pairs: { readonly [key: string]: string } | undefined): string {
	const texts = Object.entries(pairs ?? {}).map(([key, value]) => `${key}=${value}`);
	return texts.sort().join(',') || '<none>';
}

function describeSubject(description: Description, { subject, dnsNames, ipAddresses }: CertificateRequest): void {
	const valuesOf = (oid: string): string[] =>
		subject.attributes.flatMap(([each, value]) => (each === oid ? [value] : []));
	const list = (title: string, values: readonly string[]): void => {
		if (values.length > 0) description.write(0, `\t${title}:\t${values.join('\n\t\t')}\n`);
	};
	description.write(0, 'Subject:\n');
	description.write(0, `\tCommon Name:\t${subject.commonName}\n`);
	description.write(0, `\tSerial Number:\t${valuesOf(OID.serialNumber)[0] ?? ''}\n`);
	for (const [title, oid] of SUBJECT_LISTS) list(title, valuesOf(oid));
	if (dnsNames.length + ipAddresses.length === 0) return;
	description.write(0, 'Subject Alternative Names:\n');
	list('DNS Names', dnsNames);
	list('IP Addresses', ipAddresses);
}

const SUBJECT_LISTS = [
	['Organization', OID.organization],
	['Organizational Unit', OID.organizationalUnit],
	['Country', OID.country],
	['Locality', OID.locality],
	['Province', OID.province],
	['StreetAddress', OID.streetAddress],
	['PostalCode', OID.postalCode],
] as const;
