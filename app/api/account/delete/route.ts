import { z } from 'zod';
import { checkPassword } from '../../../_lib/account/check-password.ts';
import { deleteAccount } from '../../../_lib/account/delete-account.ts';
import { auth } from '../../../_lib/auth/auth.ts';
import { passwordSchema } from '../../../_lib/auth/credentials.ts';
import { sessionUser } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';

const bodySchema = z.strictObject({ password: passwordSchema.optional() });

/** `POST {"password"}`: deletes the account and everything of it. A guest has no password and needs none. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const user = await sessionUser(request.headers);
	if (user === undefined) return problem(401, 'nobody is signed in', 'SIGN_IN');
	const wrong = user.isGuest ? undefined : await checkPassword(user, body.password ?? '');
	if (wrong !== undefined) return wrong;
	// It clears the cookie; its session is gone with it.
	const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
	await deleteAccount(database(), user.id);
	const response = Response.json({ deleted: true }, { headers: { 'Cache-Control': 'no-store' } });
	for (const cookie of headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
	return response;
}
