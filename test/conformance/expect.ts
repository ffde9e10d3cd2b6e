import { isDeepStrictEqual } from 'node:util';

/** Throws both values when they differ. */
export function same(what: string, actual: unknown, expected: unknown): void {
	if (isDeepStrictEqual(plain(actual), plain(expected))) return;
	throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Clients give objects of classes, with fields that are undefined. */
function plain(value: unknown): unknown {
	return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The Status with which the server refuses. Throws when it does not. */
export async function refusal(call: Promise<unknown>): Promise<{ code: number; reason?: string; message?: string }> {
	try {
		await call;
	} catch (error) {
		const { code, body } = error as { code?: number; body?: unknown };
		if (code === undefined) throw error;
		const status = typeof body === 'string' ? JSON.parse(body) : (body as object);
		return { code, reason: status.reason, message: status.message };
	}
	throw new Error('the server did not refuse');
}
