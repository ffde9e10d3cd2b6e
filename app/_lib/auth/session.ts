import 'server-only';
import { askerOf, problem, tooMany } from '../http/mutation.ts';
import { auth } from './auth.ts';
import { authLimits } from './auth-limits.ts';
import type { Auth } from './create-auth.ts';
import { isFromBeforeSignIn } from './merged-sessions.ts';
import { isAtLeast, type Role, roleOf } from './roles.ts';

export interface SessionUser {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly emailVerified: boolean;
	readonly isGuest: boolean;
	readonly role: Role;
	/** Undefined for a guest made by this request. */
	readonly sessionId?: string;
}

/** Who asks, by the cookie in `headers`; undefined when nobody (no guest is made). */
export async function sessionUser(headers: Headers): Promise<SessionUser | undefined> {
	const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
	return session === null ? undefined : userOf(session);
}

/**
 * The same, with Set-Cookie values for the response: a session that is used stays alive, and its cookie with it. A page
 * asks for it once, and nothing else does, lest the cookies of two answers overtake each other.
 */
export async function readSession(headers: Headers): Promise<{ user?: SessionUser; cookies: readonly string[] }> {
	const { headers: answer, response } = await auth().api.getSession({ headers, returnHeaders: true });
	return response === null ? { cookies: [] } : { user: userOf(response), cookies: answer.getSetCookie() };
}

type Session = NonNullable<Awaited<ReturnType<Auth['api']['getSession']>>>;

function userOf({ user, session }: Session): SessionUser {
	const { id, name, email, emailVerified, isAnonymous } = user;
	const isGuest = isAnonymous === true;
	const role = isGuest ? 'student' : roleOf(user.role);
	return { id, name, email, emailVerified, isGuest, role, sessionId: session.id };
}

/**
 * Who asks, making a guest when nobody is signed in: for what a visitor's first click does. `cookies` are Set-Cookie
 * values for the response; a Response when it cannot be done.
 */
export async function sessionUserOrGuest(
	headers: Headers,
): Promise<{ user: SessionUser; cookies: readonly string[] } | Response> {
	const known = await sessionUser(headers);
	if (known !== undefined) return { user: known, cookies: [] };
	if (isFromBeforeSignIn(headers)) return problem(409, 'you have signed in meanwhile: ask again', 'SIGNED_IN');
	const wait = authLimits().take(['guest-address', askerOf(headers)]);
	if (wait > 0) return tooMany(wait);
	// A cookie that is nobody's stays here: see handle-auth.ts.
	const fresh = new Headers(headers);
	fresh.delete('cookie');
	const { headers: answer, response } = await auth().api.signInAnonymous({ headers: fresh, returnHeaders: true });
	if (response === null) throw new Error('assertion failed: signing in as a guest has made no user');
	const { id, name, email } = response.user;
	const user: SessionUser = { id, name, email, emailVerified: false, isGuest: true, role: 'student' };
	return { user, cookies: answer.getSetCookie() };
}

/** Whoever has an account and is signed in to it; a Response for everyone else. */
export async function requireAccount(headers: Headers): Promise<SessionUser | Response> {
	const user = await sessionUser(headers);
	return user === undefined || user.isGuest ? problem(401, 'sign in first', 'SIGN_IN') : user;
}

/** Whoever has that role or a higher one, by the database as it is now; a Response for everyone else. */
export async function requireRole(headers: Headers, role: Role): Promise<SessionUser | Response> {
	const user = await requireAccount(headers);
	if (user instanceof Response || isAtLeast(user.role, role)) return user;
	return problem(403, `this is for the role ${role}`, 'ROLE');
}
