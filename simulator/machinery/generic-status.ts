import type { Status, StatusReason } from './status.ts';

/** An answer that says nothing of itself, as a client tells it. */
export interface GenericAnswer {
	readonly code: number;
	readonly method: string;
	/** What the body says in plain text. */
	readonly text: string;
	/** "pods.metrics.k8s.io web"; '' for what is no API object. */
	readonly about: string;
}

/** Models apimachinery/pkg/api/errors NewGenericServerResponse. */
export function genericStatus({ code, method, text, about }: GenericAnswer): Status {
	const { reason, message } = told(code, method, text.trim());
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: about === '' ? message : `${message} (${method.toLowerCase()} ${about})`,
		...(reason && { reason }),
		code,
	};
}

function told(code: number, method: string, text: string): { reason?: StatusReason; message: string } {
	switch (code) {
		case 400:
			return { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' };
		case 401:
			return { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' };
		case 403:
			return { reason: 'Forbidden', message: text === '' ? 'unknown' : text };
		case 404:
			return { reason: 'NotFound', message: 'the server could not find the requested resource' };
		case 405:
			return {
				reason: 'MethodNotAllowed',
				message: 'the server does not allow this method on the requested resource',
			};
		case 406:
			return { reason: 'NotAcceptable', message: text === '' ? NOT_ACCEPTABLE : text };
		case 409:
			return {
				reason: method === 'POST' ? 'AlreadyExists' : 'Conflict',
				message: 'the server reported a conflict',
			};
		case 415:
			return { reason: 'UnsupportedMediaType', message: text === '' ? 'unknown' : text };
		case 422:
			return { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' };
		case 429:
			return {
				reason: 'TooManyRequests',
				message: 'the server has received too many requests and has asked us to try again later',
			};
		case 503:
			return { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' };
		case 504:
			return {
				reason: 'Timeout',
				message:
					'the server was unable to return a response in the time allotted, but may still be processing the request',
			};
		default: {
			if (code < 500) {
				return { message: `the server responded with the status code ${code} but did not return more information` };
			}
			const said = JSON.stringify(text === '' ? 'unknown' : text);
			return {
				reason: 'InternalError',
				message: `an error on the server (${said}) has prevented the request from succeeding`,
			};
		}
	}
}

const NOT_ACCEPTABLE = 'the server was unable to respond with a content type that the client supports';
