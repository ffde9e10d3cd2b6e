import { ApiError, pathNotFound, routeWithoutMethod, type Status } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ApiResponse } from '../request.ts';

const JSON_HEADERS: ReadonlyMap<string, string> = new Map([
	['cache-control', 'no-cache, private'],
	['content-type', 'application/json'],
]);

/** An answer that is an object; what clients read is encoded from it. */
export function objectResponse(status: number, body: object, warnings: readonly string[] = []): ApiResponse {
	if (warnings.length === 0) return { status, headers: JSON_HEADERS, body };
	const headers = new Map<string, string | readonly string[]>(JSON_HEADERS);
	headers.set('warning', warnings.map(warningHeader));
	return { status, headers, body };
}

/** The same answer with one more warning. */
export function withWarning(response: ApiResponse, warning: string): ApiResponse {
	const given = response.headers.get('warning') ?? [];
	const warnings = [warningHeader(warning), ...(typeof given === 'string' ? [given] : given)];
	return { ...response, headers: new Map([...response.headers, ['warning', warnings]]) };
}

export function statusResponse(status: Status, warnings: readonly string[] = []): ApiResponse {
	const response = objectResponse(status.code, status, warnings);
	const seconds = status.details?.retryAfterSeconds;
	if (seconds === undefined || seconds === 0) return response;
	return { ...response, headers: new Map([...response.headers, ['retry-after', String(seconds)]]) };
}

/** What has been warned of until then is said with a refusal too. Models apiserver/pkg/endpoints/filters WithWarningRecorder. */
export function* warned(
	{ warnings }: { readonly warnings: readonly string[] },
	task: Task<ApiResponse>,
): Task<ApiResponse> {
	try {
		return yield* task;
	} catch (error) {
		if (error instanceof ApiError && warnings.length > 0) return statusResponse(error.status, warnings);
		throw error;
	}
}

export function textResponse(status: number, body: string, contentType = 'text/plain; charset=utf-8'): ApiResponse {
	const headers = new Map([
		['cache-control', 'no-cache, private'],
		['content-type', contentType],
		['x-content-type-options', 'nosniff'],
	]);
	return { status, headers, body };
}

/** A path below a served group and version that has no route. Models apiserver/pkg/server serviceErrorHandler. */
export function noRoute(): ApiResponse {
	return statusResponse(pathNotFound().status);
}

/** A path that has a route, but not for this method. */
export function noMethod(): ApiResponse {
	return statusResponse(routeWithoutMethod().status);
}

/** What Go's mux says of a path that nothing serves. */
export function notFoundPage(): ApiResponse {
	return textResponse(404, '404 page not found\n');
}

/** Models apimachinery/pkg/util/net NewWarningHeader. */
function warningHeader(text: string): string {
	return `299 - "${text.replace(/[\\"]/g, '\\$&').replace(/[\r\n]/g, ' ')}"`;
}
