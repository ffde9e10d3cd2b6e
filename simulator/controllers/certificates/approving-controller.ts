import { hasCondition } from '../../api/certificates/signing-request-state.ts';
import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import type { Resource } from '../../client/resource.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { readCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { type Controller, type Scope, watchOwn } from '../controller.ts';
import { SIGNING_REQUESTS } from '../resources.ts';
import { KUBELET_CLIENT, usageComplaint } from './built-in-signers.ts';

interface AccessReview extends KubeObject {
	readonly spec: object;
	readonly status?: { readonly allowed?: boolean };
}

const ACCESS_REVIEWS: Resource<AccessReview> = {
	group: 'authorization.k8s.io',
	version: 'v1',
	resource: 'subjectaccessreviews',
	kind: 'SubjectAccessReview',
	namespaced: false,
};

/** Whom the kubelets' own requests are approved for, and what is said then. Models pkg/controller/certificates/approver recognizers. */
const RECOGNIZERS = [
	{
		isOwn: true,
		subresource: 'selfnodeclient',
		message: 'Auto approving self kubelet client certificate after SubjectAccessReview.',
	},
	{
		isOwn: false,
		subresource: 'nodeclient',
		message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
	},
] as const;

/** Models pkg/controller/certificates NewCertificateController's rate limiter. */
const RETRY_MS = 200;
const RETRY_MS_MAX = 1_000_000;

/** Approves what kubelets ask for themselves, if RBAC lets whoever asks. Models pkg/controller/certificates/approver sarApprover. */
export const approvingController: Controller<Map<string, number>> = {
	name: 'certificatesigningrequest-approving-controller',
	user: 'certificate-controller',
	wokenBy: [SIGNING_REQUESTS],
	workers: 1,
	watches: [watchOwn<CertificateSigningRequest, Map<string, number>>(SIGNING_REQUESTS)],
	state: () => new Map(),
	reconcile: function* (name, scope) {
		const request = scope.lister(SIGNING_REQUESTS).get('', name);
		const tries = scope.state.get(name) ?? 0;
		scope.state.delete(name);
		if (request === undefined || request.status.certificate) return;
		if (hasCondition(request, 'Approved') || hasCondition(request, 'Denied')) return;
		if (request.spec.signerName !== KUBELET_CLIENT || !isReadable(request)) return;
		for (const recognizer of RECOGNIZERS) {
			if (recognizer.isOwn && !isOwn(request)) continue;
			if (!(yield* isAllowed(request, recognizer.subresource, scope))) continue;
			const approved = {
				type: 'Approved',
				status: 'True',
				reason: 'AutoApproved',
				message: recognizer.message,
				lastUpdateTime: scope.timestamp(),
			};
			const conditions = [...(request.status.conditions ?? []), approved];
			yield* scope.client.update(
				SIGNING_REQUESTS,
				{ ...request, status: { ...request.status, conditions } },
				'approval',
			);
			return;
		}
		// Rights may still come: kubeadm gives them when the first kubelet has asked already.
		scope.state.set(name, tries + 1);
		scope.queue.addAfter(name, Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** tries));
	},
};

function isReadable({ spec }: CertificateSigningRequest): boolean {
	try {
		return usageComplaint(spec) === undefined;
	} catch (error) {
		if (error instanceof DerError) return false;
		throw error;
	}
}

function isOwn({ spec }: CertificateSigningRequest): boolean {
	return spec.username === readCertificateRequest(spec.request).subject.commonName;
}

function* isAllowed(
	{ spec }: CertificateSigningRequest,
	subresource: string,
	{ client }: Scope<unknown>,
): Task<boolean> {
	const { username = '', uid, groups, extra } = spec;
	const resourceAttributes = {
		group: 'certificates.k8s.io',
		resource: 'certificatesigningrequests',
		verb: 'create',
		subresource,
	};
	const draft = { spec: { user: username, uid, groups, extra, resourceAttributes }, metadata: {} };
	const review = yield* client.create<AccessReview>(ACCESS_REVIEWS, draft as never);
	return review.status?.allowed === true;
}
