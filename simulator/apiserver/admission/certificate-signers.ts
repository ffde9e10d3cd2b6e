import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { readCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

const GROUP = 'certificates.k8s.io';
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

/** To approve is a permission for each signer. Models plugin/pkg/admission/certificates/approval. */
export const CERTIFICATE_APPROVAL: AdmissionPlugin = {
	name: 'CertificateApproval',
	validate(attributes, core) {
		if (!isRequest(attributes, 'UPDATE', 'approval')) return undefined;
		const { signerName } = (attributes.object as CertificateSigningRequest).spec;
		if (mayServe(core, attributes, 'approve', signerName)) return undefined;
		const quoted = JSON.stringify(signerName);
		throw refusal(attributes, `user not permitted to approve requests with signerName ${quoted}`);
	},
};

/** So is to sign. Models plugin/pkg/admission/certificates/signing. */
export const CERTIFICATE_SIGNING: AdmissionPlugin = {
	name: 'CertificateSigning',
	validate(attributes, core) {
		if (!isRequest(attributes, 'UPDATE', 'status')) return undefined;
		const { status } = attributes.object as CertificateSigningRequest;
		const { status: before, spec } = attributes.oldObject as CertificateSigningRequest;
		const same = status.certificate === before.certificate;
		if (same && jsonEqual(status.conditions ?? [], before.conditions ?? [])) return undefined;
		if (mayServe(core, attributes, 'sign', spec.signerName)) return undefined;
		const quoted = JSON.stringify(spec.signerName);
		throw refusal(attributes, `user not permitted to sign requests with signerName ${quoted}`);
	},
};

/** Nobody gets a certificate of the masters. Models plugin/pkg/admission/certificates/subjectrestriction. */
export const CERTIFICATE_SUBJECT_RESTRICTION: AdmissionPlugin = {
	name: 'CertificateSubjectRestriction',
	validate(attributes) {
		if (!isRequest(attributes, 'CREATE', '')) return undefined;
		const { spec } = attributes.object as CertificateSigningRequest;
		if (spec.signerName !== CLIENT_SIGNER || !organizationsOf(spec.request).includes('system:masters'))
			return undefined;
		throw refusal(attributes, `use of ${CLIENT_SIGNER} signer with system:masters group is not allowed`);
	},
};

function isRequest(attributes: AdmissionAttributes, operation: string, subresource: string): boolean {
	const { kind } = attributes;
	const isKind = kind.group === GROUP && kind.plural === 'certificatesigningrequests';
	return isKind && attributes.operation === operation && attributes.subresource === subresource;
}

/** Validation has read it before. */
function organizationsOf(request: string): readonly string[] {
	try {
		return readCertificateRequest(request).subject.organizations;
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}

/** By the signer's name, or by all of its domain's. Models pkg/apis/certificates IsAuthorizedForSignerName. */
function mayServe(core: ServerCore, { user }: AdmissionAttributes, verb: string, signerName: string): boolean {
	const domain = signerName.split('/')[0];
	return [signerName, `${domain}/*`].some((name) => {
		const where = { path: '', apiGroup: GROUP, apiVersion: '*', namespace: '', resource: 'signers', subresource: '' };
		return core.decide({ ...where, user, isResourceRequest: true, verb, name }).decision === 'allow';
	});
}
