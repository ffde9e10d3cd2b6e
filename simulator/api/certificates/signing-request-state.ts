import type { CertificateSigningRequest } from './types.ts';

/** "Approved,Issued". Models pkg/printers/internalversion extractCSRStatus. */
export function requestState({ status }: CertificateSigningRequest): string {
	const types = new Set((status.conditions ?? []).map(({ type }) => type));
	const decision = types.has('Denied') ? 'Denied' : types.has('Approved') ? 'Approved' : 'Pending';
	const failed = types.has('Failed') ? ',Failed' : '';
	return decision + failed + (status.certificate ? ',Issued' : '');
}

/** Whether a condition of the type says True. Models pkg/controller/certificates HasTrueCondition. */
export function hasCondition({ status }: CertificateSigningRequest, type: string): boolean {
	return (status.conditions ?? []).some((each) => each.type === type && each.status === 'True');
}
