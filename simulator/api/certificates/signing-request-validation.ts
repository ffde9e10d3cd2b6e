import { decodeBase64 } from '../../machinery/base64.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	forbiddenField,
	invalidValue,
	notSupported,
	required,
	tooLong,
} from '../../machinery/field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../machinery/names.ts';
import { readCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import type { CertificateSigningRequest } from './types.ts';

// Models pkg/apis/certificates/validation.

/** What certificates can be for, as requests name it. */
const USAGES =
	'any,cert sign,client auth,code signing,content commitment,crl sign,data encipherment,decipher only,digital signature,email protection,encipher only,ipsec end system,ipsec tunnel,ipsec user,key agreement,key encipherment,microsoft sgc,netscape sgc,ocsp signing,s/mime,server auth,signing,timestamping'.split(
		',',
	);
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const SECONDS_MIN = 600;
const DECISIVE = ['Approved', 'Denied', 'Failed'];

/** @param isNew requests that are there already may be of the legacy signer. */
export function validateSigningRequest(request: CertificateSigningRequest, isNew: boolean): FieldError[] {
	const { spec } = request;
	const errors: FieldError[] = [];
	const usages = spec.usages ?? [];
	// Nothing and null are no bytes.
	const encoded = spec.request ?? '';
	const complaint = requestComplaint(encoded);
	if (complaint !== undefined) errors.push(invalidValue('spec.request', decodeBase64(encoded), complaint));
	if (usages.length === 0) errors.push(required('spec.usages'));
	for (const [index, usage] of usages.entries()) {
		if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, USAGES));
	}
	for (const [index, usage] of usages.entries()) {
		if (usages.indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage));
	}
	if (isNew && spec.signerName === LEGACY_SIGNER) {
		const because = 'the legacy signerName is not allowed via this API version';
		errors.push(invalidValue('spec.signerName', spec.signerName, because));
	} else errors.push(...signerNameErrors('spec.signerName', spec.signerName));
	if (spec.expirationSeconds !== undefined && spec.expirationSeconds < SECONDS_MIN) {
		const because = 'may not specify a duration less than 600 seconds (10 minutes)';
		errors.push(invalidValue('spec.expirationSeconds', spec.expirationSeconds, because));
	}
	errors.push(...conditionErrors(request));
	return errors;
}

function requestComplaint(request: string): string | undefined {
	try {
		readCertificateRequest(request);
		return undefined;
	} catch (error) {
		if (error instanceof DerError) return error.message;
		throw error;
	}
}

/** Models pkg/apis/core/validation ValidateSignerName. */
function signerNameErrors(path: string, signerName: string): FieldError[] {
	if (signerName === '') return [required(path)];
	const [domain = '', name = '', ...more] = signerName.split('/');
	if (more.length > 0 || !signerName.includes('/')) {
		const because = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
		return [invalidValue(path, signerName, because)];
	}
	const errors: FieldError[] = [];
	if (domain.length > 253) errors.push(tooLong(path, 253));
	const labels = domain.split('.');
	errors.push(...firstComplaints(path, domain, labels, dns1123Label));
	if (labels.length < 2) {
		errors.push(invalidValue(path, domain, 'should be a domain with at least two segments separated by dots'));
	}
	return [...errors, ...firstComplaints(path, name, name.split('.'), dns1123Subdomain)];
}

/** Those of the first label that has any. */
function firstComplaints(
	path: string,
	value: string,
	labels: readonly string[],
	check: (label: string) => string[],
): FieldError[] {
	for (const label of labels) {
		const complaints = check(label);
		if (complaints.length === 0) continue;
		return complaints.map((each) => invalidValue(path, value, `validating label ${JSON.stringify(label)}: ${each}`));
	}
	return [];
}

function conditionErrors({ status }: CertificateSigningRequest): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { type, status: value }] of (status.conditions ?? []).entries()) {
		const path = `status.conditions[${index}]`;
		if (type === '') errors.push(required(`${path}.type`));
		const allowed = DECISIVE.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
		if (value === '') errors.push(required(`${path}.status`));
		else if (!allowed.includes(value)) errors.push(notSupported(`${path}.status`, value, allowed));
		const contrary = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined;
		if (contrary !== undefined && seen.has(contrary)) {
			errors.push(invalidValue(`${path}.type`, type, 'Approved and Denied conditions are mutually exclusive'));
		}
		if (seen.has(type)) errors.push(duplicate(`${path}.type`, type));
		seen.add(type);
	}
	return errors;
}

/** What one may change through the object itself, its status or its approval. */
export function validateRequestChange(
	request: CertificateSigningRequest,
	old: CertificateSigningRequest,
	through: '' | 'status' | 'approval' = '',
): FieldError[] {
	const errors: FieldError[] = [];
	const count = (of: CertificateSigningRequest, type: string): number =>
		(of.status.conditions ?? []).filter((each) => each.type === type).length;
	for (const type of DECISIVE) {
		const [now, before] = [count(request, type), count(old, type)];
		const quoted = JSON.stringify(type);
		if (now < before) {
			errors.push(forbiddenField('status.conditions', `updates may not remove a condition of type ${quoted}`));
		} else if (now > before && type !== 'Failed' && through !== 'approval') {
			errors.push(forbiddenField('status.conditions', `updates may not add a condition of type ${quoted}`));
		}
	}
	const [now = '', before = ''] = [request.status.certificate, old.status.certificate];
	if (now === before) return errors;
	if (through !== 'status')
		errors.push(forbiddenField('status.certificate', 'updates may not set certificate content'));
	else if (before !== '') {
		errors.push(forbiddenField('status.certificate', 'updates may not modify existing certificate content'));
	}
	return errors;
}
