import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { Task } from '../../machinery/task.ts';

/**
 * What a webhook does with a request. Anybody may send it one: of an object that is none of its kind, which the API server
 * would never show it, it knows as little as its real counterpart, whose handler panics. Models net/http conn.serve, which
 * goes on to the next request. Differs: a status is answered where the connection would end.
 */
export function recovering(
	answer: (request: HttpRequest) => Task<HttpAnswer>,
): (request: HttpRequest) => Task<HttpAnswer> {
	return (request) => recovered(answer, request);
}

function* recovered(answer: (request: HttpRequest) => Task<HttpAnswer>, request: HttpRequest): Task<HttpAnswer> {
	try {
		return yield* answer(request);
	} catch (error) {
		if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
		return { status: 500, headers: [], body: '' };
	}
}
