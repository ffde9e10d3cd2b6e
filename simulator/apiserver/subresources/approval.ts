import { validateRequestChange, validateSigningRequest } from '../../api/certificates/signing-request-validation.ts';
import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import { validateObjectMetaUpdate } from '../../api/validation/object-meta.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { partialSubresource } from './partial.ts';

/** Approving changes the conditions. Models pkg/registry/certificates/certificates/strategy.go csrApprovalStrategy. */
export const approvalSubresource = partialSubresource(withConditions, validateApproval);

function withConditions(object: KubeObject, old: KubeObject): KubeObject {
	const request = old as CertificateSigningRequest;
	const { conditions: _, ...status } = request.status;
	const { conditions } = (object as CertificateSigningRequest).status;
	return { ...request, status: conditions === undefined ? status : { ...status, conditions } } as KubeObject;
}

function validateApproval(object: KubeObject, old: KubeObject): FieldError[] {
	const [request, before] = [object as CertificateSigningRequest, old as CertificateSigningRequest];
	return [
		...validateSigningRequest(request, false),
		...validateObjectMetaUpdate(object, old),
		...validateRequestChange(request, before, 'approval'),
	];
}
