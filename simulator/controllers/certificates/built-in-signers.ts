import type { CertificateSigningRequestSpec } from '../../api/certificates/types.ts';
import { readCertificateRequest } from '../../machinery/x509/certificate-request.ts';

const CLIENT = 'kubernetes.io/kube-apiserver-client';
export const KUBELET_CLIENT = 'kubernetes.io/kube-apiserver-client-kubelet';
const KUBELET_SERVING = 'kubernetes.io/kubelet-serving';
const LEGACY_UNKNOWN = 'kubernetes.io/legacy-unknown';

export function isRecognized(signerName: string): boolean {
	return [CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY_UNKNOWN].includes(signerName);
}

/**
 * Why the signer will not sign what is approved; undefined when it will.
 * Models pkg/controller/certificates/signer getCSRVerificationFuncForSignerName.
 */
export function usageComplaint(spec: CertificateSigningRequestSpec): string | undefined {
	switch (spec.signerName) {
		case CLIENT:
			return clientComplaint(spec.usages ?? []);
		case KUBELET_CLIENT:
			return kubeletComplaint(spec, 'client auth');
		case KUBELET_SERVING:
			return kubeletComplaint(spec, 'server auth');
		default:
			return undefined;
	}
}

function clientComplaint(usages: readonly string[]): string | undefined {
	const other = usages.find((usage) => !['digital signature', 'key encipherment', 'client auth'].includes(usage));
	if (other !== undefined) return `invalid usage for client certificate: ${other}`;
	return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

/** Models pkg/apis/certificates ValidateKubeletServingCSR and ValidateKubeletClientCSR. */
function kubeletComplaint(
	spec: CertificateSigningRequestSpec,
	purpose: 'client auth' | 'server auth',
): string | undefined {
	const { subject, dnsNames, ipAddresses } = readCertificateRequest(spec.request);
	if (subject.organizations.length !== 1 || subject.organizations[0] !== 'system:nodes') {
		return 'subject organization is not system:nodes';
	}
	if (purpose === 'server auth' && dnsNames.length + ipAddresses.length === 0) {
		return 'DNS or IP subjectAltName is required';
	}
	if (purpose === 'client auth' && dnsNames.length > 0) return 'DNS subjectAltNames are not allowed';
	if (purpose === 'client auth' && ipAddresses.length > 0) return 'IP subjectAltNames are not allowed';
	// An elliptic key enciphers nothing.
	const usages = [...new Set(spec.usages ?? [])].filter((usage) => usage !== 'key encipherment').sort();
	if (usages.join() !== [purpose, 'digital signature'].sort().join()) {
		return `usages did not match [${[purpose, 'digital signature', 'key encipherment'].sort().join(' ')}]`;
	}
	if (!subject.commonName.startsWith('system:node:')) return 'subject common name does not begin with system:node: ';
	return undefined;
}
