import 'server-only';
import { z } from 'zod';
import { CLIENT_ADDRESS_HEADER } from '../auth/client-address.ts';
import { isSameOrigin } from '../auth/same-origin.ts';
import { publicUrl } from '../public-url.ts';
import { sharedSlot } from '../shared.ts';
import { addressGroup } from './address-group.ts';
import { RateLimit } from './rate-limit.ts';

/** Bytes of the largest body that a route of ours takes. */
const BODY_BYTES_MAX = 16 * 1024;
/** Requests that change something, of one address: a burst, and so many a second after it. A class may share one. */
const BURST = 300;
const PER_SECOND = 10;

const limits = sharedSlot<RateLimit>('mutation-rate-limit');

/** What a route of ours says to a request that it does not serve; `code` is for the page, which has a sentence for it. */
export function problem(status: number, message: string, code?: string): Response {
	const body = { error: message, ...(code !== undefined && { code }) };
	return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** Come back later. */
export function tooMany(retryAfterSeconds: number): Response {
	return Response.json(
		{ error: 'too many requests', code: 'TOO_MANY', retryAfterSeconds },
		{ status: 429, headers: { 'Cache-Control': 'no-store', 'Retry-After': String(retryAfterSeconds) } },
	);
}

/**
 * The checked JSON body of a request that changes something; a Response instead when it is from another site, too
 * large, too frequent, or not what `schema` says. A message of the schema that is a code ("INVALID_EMAIL") is told as one.
 */
export async function readMutation<T>(request: Request, schema: z.ZodType<T>): Promise<T | Response> {
	const { headers } = request;
	if (!isSameOrigin(headers.get('origin'), headers.get('host'), publicUrl())) {
		return problem(403, 'the request is not from a page of this site');
	}
	const asker = askerOf(headers);
	if (!rateLimit().take(asker)) return tooMany(Math.ceil(rateLimit().waitSeconds(asker)));
	if (Number(headers.get('content-length') ?? BODY_BYTES_MAX + 1) > BODY_BYTES_MAX) {
		return problem(413, `the body must have at most ${BODY_BYTES_MAX} bytes, and say how many`);
	}
	let body: unknown;
	try {
		body = await request.json();
	} catch {
		return problem(400, 'the body is not JSON');
	}
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	const code = parsed.error.issues.map(({ message }) => message).find((message) => /^[A-Z_]+$/.test(message));
	return problem(422, z.prettifyError(parsed.error), code);
}

/** By whom a request is counted. */
export function askerOf(headers: Headers): string {
	return addressGroup(headers.get(CLIENT_ADDRESS_HEADER) ?? '');
}

function rateLimit(): RateLimit {
	const there = limits.peek();
	if (there !== undefined) return there;
	const made = new RateLimit(BURST, PER_SECOND);
	limits.set(made);
	return made;
}
