import 'server-only';
import { auth } from './auth.ts';

export interface SessionUser {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly isGuest: boolean;
}

/** Who asks, by the cookie in `headers`; undefined when nobody (no guest is made). */
export async function sessionUser(headers: Headers): Promise<SessionUser | undefined> {
	const session = await auth().api.getSession({ headers });
	if (session === null) return undefined;
	const { id, name, email, isAnonymous } = session.user;
	return { id, name, email, isGuest: isAnonymous === true };
}

/**
 * Who asks, making a guest when nobody is signed in: for what a visitor's first click does. `cookies` are Set-Cookie
 * values for the response.
 */
export async function sessionUserOrGuest(headers: Headers): Promise<{ user: SessionUser; cookies: readonly string[] }> {
	const known = await sessionUser(headers);
	if (known !== undefined) return { user: known, cookies: [] };
	const { headers: answer, response } = await auth().api.signInAnonymous({ headers, returnHeaders: true });
	if (response === null) throw new Error('assertion failed: signing in as a guest has made no user');
	const { id, name, email } = response.user;
	return { user: { id, name, email, isGuest: true }, cookies: answer.getSetCookie() };
}
