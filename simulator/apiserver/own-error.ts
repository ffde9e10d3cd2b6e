import { ApiError } from '../machinery/status.ts';

/** An error that the server passes on as it is: a Status without a reason of its own. Models responsewriters ErrorToAPIStatus. */
export function ownError(message: string): ApiError {
	return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}
