import type { FieldError } from './field-error.ts';
import { aggregateMessageInSteps, COMPLAINTS_MAX } from './field-error.ts';
import { resting } from './rest.ts';
import { runToCompletion, type Task, type Wait } from './task.ts';

/** A metav1.Status: how the API server says that something failed (or that a delete succeeded). */
export interface Status {
	kind: 'Status';
	apiVersion: 'v1';
	metadata: { continue?: string };
	status: 'Success' | 'Failure';
	message?: string;
	reason?: StatusReason;
	details?: StatusDetails;
	code: number;
}

export interface StatusDetails {
	name?: string;
	group?: string;
	kind?: string;
	uid?: string;
	causes?: { reason?: string; message?: string; field?: string }[];
	retryAfterSeconds?: number;
}

export type StatusReason =
	| 'BadRequest'
	| 'Unauthorized'
	| 'Forbidden'
	| 'NotFound'
	| 'AlreadyExists'
	| 'Conflict'
	| 'Gone'
	| 'Expired'
	| 'Invalid'
	| 'ServerTimeout'
	| 'Timeout'
	| 'TooManyRequests'
	| 'MethodNotAllowed'
	| 'NotAcceptable'
	| 'UnsupportedMediaType'
	| 'RequestEntityTooLarge'
	| 'InternalError'
	| 'ServiceUnavailable';

/** Thrown inside the API server and by clients; carries the Status the user sees. A result, not a bug. */
export class ApiError extends Error {
	readonly status: Status;
	constructor(status: Status) {
		super(status.message);
		this.name = 'ApiError';
		this.status = status;
	}
	get code(): number {
		return this.status.code;
	}
	get reason(): StatusReason | undefined {
		return this.status.reason;
	}
}

/** Group and resource as messages name them: `pods "web"`, `deployments.apps "web"`. */
export interface GroupResource {
	readonly group: string;
	readonly resource: string;
}

export function qualified(of: GroupResource): string {
	return of.group === '' ? of.resource : `${of.resource}.${of.group}`;
}

function failure(code: number, reason: StatusReason, message: string, details?: StatusDetails): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message,
		reason,
		...(details === undefined ? {} : { details }),
		code,
	});
}

function detailsOf(of: GroupResource, name: string): StatusDetails {
	return { ...(name === '' ? {} : { name }), ...(of.group === '' ? {} : { group: of.group }), kind: of.resource };
}

// Models apimachinery/pkg/api/errors NewNotFound and its neighbours.

export function notFound(of: GroupResource, name: string): ApiError {
	return failure(404, 'NotFound', `${qualified(of)} ${quote(name)} not found`, detailsOf(of, name));
}

export function alreadyExists(of: GroupResource, name: string): ApiError {
	return failure(409, 'AlreadyExists', `${qualified(of)} ${quote(name)} already exists`, detailsOf(of, name));
}

export function conflict(of: GroupResource, name: string, because: string): ApiError {
	const message = `Operation cannot be fulfilled on ${qualified(of)} ${quote(name)}: ${because}`;
	return failure(409, 'Conflict', message, detailsOf(of, name));
}

/** The conflict of an update that carries an old resourceVersion. */
export function optimisticLock(of: GroupResource, name: string): ApiError {
	return conflict(
		of,
		name,
		'the object has been modified; please apply your changes to the latest version and try again',
	);
}

export function forbidden(of: GroupResource, name: string, because: string): ApiError {
	const message =
		name === ''
			? `${qualified(of)} is forbidden: ${because}`
			: `${qualified(of)} ${quote(name)} is forbidden: ${because}`;
	return failure(403, 'Forbidden', message, detailsOf(of, name));
}

export function unauthorized(): ApiError {
	return failure(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(because: string): ApiError {
	return failure(400, 'BadRequest', because);
}

/** @param kind group and *kind* ("Deployment"), as `Invalid` messages name the kind, not the resource. */
export function invalid(kind: { group: string; kind: string }, name: string, errors: readonly FieldError[]): ApiError {
	return runToCompletion(invalidInSteps(kind, name, errors, undefined));
}

/** The same of as many errors as a user makes. Differs: those beyond the limit are left out. */
export function* invalidInSteps(
	kind: { group: string; kind: string },
	name: string,
	errors: readonly FieldError[],
	rest: Wait | undefined,
): Task<ApiError> {
	const qualifiedKind = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
	const message = yield* aggregateMessageInSteps(errors, () => resting(rest));
	const causes: NonNullable<StatusDetails['causes']> = [];
	let length = 0;
	for (const [index, error] of errors.entries()) {
		if (length >= COMPLAINTS_MAX) break;
		if (index % CAUSES_A_STEP === CAUSES_A_STEP - 1) yield* resting(rest);
		const body = error.body();
		length += body.length;
		causes.push({ reason: error.type, message: body, field: error.field });
	}
	yield* resting(rest);
	return failure(422, 'Invalid', `${qualifiedKind} ${quote(name)} is invalid: ${message}`, {
		name,
		...(kind.group === '' ? {} : { group: kind.group }),
		kind: kind.kind,
		causes,
	});
}

const CAUSES_A_STEP = 1_000;

export function gone(because: string): ApiError {
	return failure(410, 'Expired', because);
}

export function methodNotAllowed(of: GroupResource, verb: string): ApiError {
	const message = `${verb} is not supported on resources of kind ${quote(qualified(of))}`;
	return failure(405, 'MethodNotAllowed', message, detailsOf(of, ''));
}

export function unsupportedMediaType(because: string): ApiError {
	return failure(415, 'UnsupportedMediaType', because);
}

export function tooLarge(because: string): ApiError {
	return failure(413, 'RequestEntityTooLarge', because);
}

export function tooManyRequests(because: string, retryAfterSeconds: number): ApiError {
	return failure(429, 'TooManyRequests', because, { retryAfterSeconds });
}

export function internalError(because: string): ApiError {
	return failure(500, 'InternalError', `Internal error occurred: ${because}`, { causes: [{ message: because }] });
}

export function serviceUnavailable(because: string): ApiError {
	return failure(503, 'ServiceUnavailable', because);
}

/** The server's answer for a path that nothing serves. */
export function pathNotFound(): ApiError {
	return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** The server's answer for a method that no route of the path has. */
export function routeWithoutMethod(): ApiError {
	return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** Go's %q for the names in messages. */
function quote(text: string): string {
	return JSON.stringify(text);
}
