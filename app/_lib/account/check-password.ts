import 'server-only';
import { auth } from '../auth/auth.ts';
import { authLimits } from '../auth/auth-limits.ts';
import type { SessionUser } from '../auth/session.ts';
import { problem, tooMany } from '../http/mutation.ts';

/** Whether it is the account's password; a Response when it is not, or was tried too often. */
export async function checkPassword(user: SessionUser, password: string): Promise<Response | undefined> {
	const wait = authLimits().take(['password-account', user.id]);
	if (wait > 0) return tooMany(wait);
	const context = await auth().$context;
	const hash = (await context.internalAdapter.findCredentialAccount(user.id))?.password;
	const right = typeof hash === 'string' && (await context.password.verify({ hash, password }));
	if (!right) return problem(403, 'that is not the password', 'INVALID_PASSWORD');
	authLimits().forgive(['password-account', user.id]);
	return undefined;
}
