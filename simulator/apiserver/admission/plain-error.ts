import { ApiError } from '../../machinery/status.ts';

/**
 * What the server makes of an error that is no Status: it has no reason.
 * Models apiserver/pkg/endpoints/handlers/responsewriters ErrorToAPIStatus.
 */
export function plainError(message: string): ApiError {
	const status: ApiError['status'] = {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message,
		code: 500,
	};
	return new ApiError(status);
}
