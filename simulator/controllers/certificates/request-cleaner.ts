import { hasCondition } from '../../api/certificates/signing-request-state.ts';
import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { type Controller, watchOwn } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { SIGNING_REQUESTS } from '../resources.ts';

const HOUR_MS = 3_600_000;
const DECIDED_MS = HOUR_MS;
const PENDING_MS = 24 * HOUR_MS;

/**
 * Deletes requests that nobody needs any more. Models pkg/controller/certificates/cleaner.
 * Differs: at once when their time is over, where the real one looks every hour.
 */
export const requestCleaner: Controller<undefined> = {
	name: 'certificatesigningrequest-cleaner-controller',
	user: 'certificate-controller',
	wokenBy: [SIGNING_REQUESTS],
	workers: 1,
	watches: [watchOwn<CertificateSigningRequest, undefined>(SIGNING_REQUESTS)],
	reconcile: function* (name, scope) {
		const request = scope.lister(SIGNING_REQUESTS).get('', name);
		if (request === undefined) return;
		const leftMs = Math.min(...deadlinesOf(request)) - scope.nowMs();
		if (leftMs > 0) scope.queue.addAfter(name, leftMs);
		else yield* scope.client.delete(SIGNING_REQUESTS, { name });
	},
};

function deadlinesOf(request: CertificateSigningRequest): number[] {
	const { conditions = [], certificate } = request.status;
	const deadlines = conditions.flatMap(({ type, lastUpdateTime }) => {
		const sinceMs = timeMs(lastUpdateTime);
		if (sinceMs === undefined) return [];
		const decided = type === 'Denied' || type === 'Failed' || (type === 'Approved' && certificate !== undefined);
		return [sinceMs + (decided ? DECIDED_MS : PENDING_MS)];
	});
	if (!hasCondition(request, 'Approved') && !hasCondition(request, 'Denied')) {
		deadlines.push((timeMs(request.metadata.creationTimestamp) ?? 0) + PENDING_MS);
	}
	const expiresMs = certificate === undefined ? undefined : expiryMs(certificate);
	return expiresMs === undefined ? deadlines : [...deadlines, expiresMs];
}

function expiryMs(certificate: string): number | undefined {
	try {
		return readCertificates(decodeUtf8(decodeBase64(certificate)))[0]?.notAfterMs;
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}
