import { ApiError, type Status } from '../machinery/status.ts';
import type { ClientResponse } from './transport.ts';

/** The refusal in a response, as clients throw it. Models client-go/rest transformResponse. */
export function responseError(response: ClientResponse): ApiError {
	const { body, status } = response;
	if (isStatus(body)) return new ApiError(body);
	const text = typeof body === 'string' ? body.trim() : '';
	const known = GENERIC.get(status);
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message:
			known?.message ??
			`an error on the server (${JSON.stringify(text === '' ? 'unknown' : text)}) has prevented the request from succeeding`,
		reason: known?.reason ?? 'InternalError',
		details: { causes: [{ reason: 'UnexpectedServerResponse', message: text === '' ? 'unknown' : text }] },
		code: status,
	});
}

function isStatus(body: unknown): body is Status {
	return typeof body === 'object' && body !== null && (body as { kind?: unknown }).kind === 'Status';
}

/** Models apimachinery/pkg/api/errors NewGenericServerResponse. */
const GENERIC: ReadonlyMap<number, { readonly message: string; readonly reason: NonNullable<Status['reason']> }> =
	new Map([
		[401, { message: 'the server has asked for the client to provide credentials', reason: 'Unauthorized' }],
		[404, { message: 'the server could not find the requested resource', reason: 'NotFound' }],
		[405, { message: 'the server does not allow this method on the requested resource', reason: 'MethodNotAllowed' }],
		[
			406,
			{
				message: 'the server was unable to respond with a content type that the client supports',
				reason: 'NotAcceptable',
			},
		],
		[415, { message: 'the server was unable to decode the request', reason: 'UnsupportedMediaType' }],
		[503, { message: 'the server is currently unable to handle the request', reason: 'ServiceUnavailable' }],
	]);
