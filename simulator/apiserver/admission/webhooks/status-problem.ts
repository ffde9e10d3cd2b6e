import { genericStatus } from '../../../machinery/generic-status.ts';

/** What the server's client makes of an answer that is not a success. Models apimachinery/pkg/api/errors NewGenericServerResponse. */
export function statusProblem(code: number, body: unknown): string {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return genericStatus({ code, method: 'POST', text, about: '' }).message ?? '';
}
