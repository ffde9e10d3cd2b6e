import { hasCondition } from '../../api/certificates/signing-request-state.ts';
import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { certificatePem } from '../../machinery/x509/certificate.ts';
import { readCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import { type CertificateSigner, type Controller, type Scope, watchOwn } from '../controller.ts';
import { SIGNING_REQUESTS } from '../resources.ts';
import { isRecognized, usageComplaint } from './built-in-signers.ts';
import { certificateUsages } from './certificate-usages.ts';

const MINUTE_MS = 60_000;
/** --cluster-signing-duration. */
const VALIDITY_MS = 365 * 24 * 60 * MINUTE_MS;
const VALIDITY_MS_MIN = 10 * MINUTE_MS;
const BACKDATE_MS = 5 * MINUTE_MS;
/** Certificates that live shorter end when they were asked to, however they are backdated. */
const SHORT_MS = 8 * 60 * MINUTE_MS;

/** Signs what is approved with the cluster's authority. Models pkg/controller/certificates/signer. */
export const signingController: Controller<undefined> = {
	name: 'certificatesigningrequest-signing-controller',
	user: 'certificate-controller',
	wokenBy: [SIGNING_REQUESTS],
	workers: 1,
	watches: [watchOwn<CertificateSigningRequest, undefined>(SIGNING_REQUESTS)],
	reconcile: function* (name, scope) {
		const request = scope.lister(SIGNING_REQUESTS).get('', name);
		const { signer } = scope.options;
		if (request === undefined || signer === undefined || request.status.certificate) return;
		if (!hasCondition(request, 'Approved') || hasCondition(request, 'Failed')) return;
		if (!isRecognized(request.spec.signerName)) return;
		yield* settle(request, signer, scope);
	},
};

function* settle(request: CertificateSigningRequest, signer: CertificateSigner, scope: Scope<undefined>): Task<void> {
	const { spec, status } = request;
	const message = usageComplaint(spec);
	if (message !== undefined) {
		const reason = 'SignerValidationFailure';
		const failed = { type: 'Failed', status: 'True', reason, message, lastUpdateTime: scope.timestamp() };
		const conditions = [...(status.conditions ?? []), failed];
		yield* scope.client.update(SIGNING_REQUESTS, { ...request, status: { ...status, conditions } }, 'status');
		return;
	}
	const certificate = encodeBase64(encodeUtf8(signed(request, signer, scope)));
	yield* scope.client.update(SIGNING_REQUESTS, { ...request, status: { ...status, certificate } }, 'status');
}

/** PEM. Models pkg/controller/certificates/authority CertificateAuthority.Sign and PermissiveSigningPolicy. */
function signed(
	{ metadata, spec }: CertificateSigningRequest,
	signer: CertificateSigner,
	scope: Scope<undefined>,
): string {
	const asked = readCertificateRequest(spec.request);
	const nowMs = scope.nowMs();
	const validityMs = validityOf(spec.expirationSeconds);
	const untilMs = nowMs + (validityMs < SHORT_MS ? validityMs : validityMs - BACKDATE_MS);
	const serial = scope.context.random.stream(`certificates/${metadata.uid}`).bytes(16);
	serial[0] = ((serial[0] as number) & 0x7f) | 1;
	const certificate = writeCertificate(
		{
			commonName: asked.subject.commonName,
			rawSubject: asked.rawSubject,
			serial,
			notBeforeMs: nowMs - BACKDATE_MS,
			notAfterMs: Math.min(untilMs, signer.certificate.notAfterMs),
			...certificateUsages(spec.usages ?? []),
			isCa: false,
			dnsNames: asked.dnsNames,
			ipAddresses: asked.ipAddresses,
		},
		asked.publicKeySpki,
		{ certificate: signer.certificate, privateKeyPem: signer.privateKeyPem },
		signer.hostCalls,
	);
	return certificatePem(certificate);
}

function validityOf(seconds: number | undefined): number {
	return seconds === undefined ? VALIDITY_MS : Math.min(VALIDITY_MS, Math.max(VALIDITY_MS_MIN, seconds * 1000));
}
