import { ApiError } from '../../machinery/status.ts';

/** The server passes its client's error on as it is: a Status without a reason of its own. */
export function ownError(message: string): ApiError {
	return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}
