import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { askerOf, problem, readMutation, tooMany } from '../http/mutation.ts';
import { mailer } from '../mail/mailer.ts';
import { type AuthLimits, authLimits, type Limit } from './auth-limits.ts';
import type { Auth } from './create-auth.ts';
import { emailSchema, nameSchema, newPasswordSchema, passwordSchema } from './credentials.ts';

/** What a route of better-auth's takes from our pages, and how often. All others are not there. */
interface AuthRoute<Body extends object = object> {
	readonly body: z.ZodType<Body>;
	readonly limits: (body: Body, asker: string) => readonly Limit[];
	/** What is forgiven when it has succeeded. */
	readonly forgives?: (body: Body, asker: string) => Limit;
	/** Milliseconds that it takes at least, so that the time says nothing. */
	readonly atLeastMs?: number;
	/** Added to the answer of a success. */
	readonly says?: () => object;
}

const route = <Body extends object>(definition: AuthRoute<Body>) => definition as unknown as AuthRoute;

/** More than a search and an insert take, mails not counted: they go in their own time. */
const ASK_MS = 400;

const ROUTES: Readonly<Record<string, AuthRoute>> = {
	'sign-up/email': route({
		body: z
			.strictObject({ email: emailSchema, password: newPasswordSchema, name: nameSchema.default('') })
			.transform(({ name, ...rest }) => ({ ...rest, name: name || (rest.email.split('@')[0] ?? '') })),
		limits: ({ email }, asker) => [
			['sign-up-address', asker],
			['sign-up-account', email],
		],
	}),
	'sign-in/email': route({
		body: z.strictObject({ email: emailSchema, password: passwordSchema }),
		limits: ({ email }, asker) => [
			['sign-in-address', asker],
			['sign-in-pair', `${asker} ${email}`],
			['sign-in-account', email],
		],
		forgives: ({ email }, asker) => ['sign-in-pair', `${asker} ${email}`],
	}),
	'sign-in/anonymous': route({ body: z.strictObject({}), limits: (_, asker) => [['guest-address', asker]] }),
	'sign-out': route({ body: z.strictObject({}), limits: () => [] }),
	'request-password-reset': route({
		body: z.strictObject({ email: emailSchema }),
		// By the address as it was typed, whether there is an account or not.
		limits: ({ email }, asker) => [
			['mail-address', asker],
			['mail-recipient', email],
		],
		atLeastMs: ASK_MS,
		says: () => ({ delivers: mailer().delivers }),
	}),
	'reset-password': route({
		body: z.strictObject({ token: z.string().min(1).max(100), newPassword: newPasswordSchema }),
		limits: (_, asker) => [['link-address', asker]],
	}),
};

/**
 * better-auth's own routes, those that our pages use: from a page of ours, with a body that is checked first and goes on
 * in our way of writing it, and not too often.
 */
export async function handleAuth(auth: Auth, request: Request, limits: AuthLimits = authLimits()): Promise<Response> {
	const name = new URL(request.url).pathname.replace(/^\/api\/auth\//, '');
	const known = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
	if (known === undefined || request.method !== 'POST') return problem(404, 'there is nothing here');
	const body = await readMutation(request, known.body);
	if (body instanceof Response) return body;
	const asker = askerOf(request.headers);
	const wait = limits.take(...known.limits(body, asker));
	if (wait > 0) return tooMany(wait);
	const headers = await withoutDeadSession(auth, request.headers);
	const asked = auth.handler(withBody(request.url, headers, body));
	const [response] = await Promise.all([asked, sleep(known.atLeastMs ?? 0)]);
	if (!response.ok) return response;
	if (known.forgives !== undefined) limits.forgive(known.forgives(body, asker));
	return withoutToken(response, known.says?.() ?? {});
}

/**
 * A session that was ended elsewhere leaves its cookie in the browser. better-auth takes such a cookie back whenever it
 * meets one, and with it the one that the same answer has just set: whoever was signed out could not sign in again.
 */
async function withoutDeadSession(auth: Auth, given: Headers): Promise<Headers> {
	const headers = new Headers(given);
	if (!headers.has('cookie')) return headers;
	const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
	if (session === null) headers.delete('cookie');
	return headers;
}

function withBody(url: string, headers: Headers, body: object): Request {
	headers.delete('content-length');
	headers.set('content-type', 'application/json');
	return new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The session's token is in a cookie that scripts cannot read; it is nowhere else. */
function withoutToken(response: Response, more: object): Response {
	const headers = new Headers(response.headers);
	headers.delete('content-length');
	headers.set('cache-control', 'no-store');
	headers.set('content-type', 'application/json');
	return new Response(JSON.stringify({ ok: true, ...more }), { status: response.status, headers });
}
