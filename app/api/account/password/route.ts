import { z } from 'zod';
import { checkPassword } from '../../../_lib/account/check-password.ts';
import { revokeMailedLinks } from '../../../_lib/account/mailed-links.ts';
import { endSessions } from '../../../_lib/account/my-sessions.ts';
import { auth } from '../../../_lib/auth/auth.ts';
import { newPasswordSchema, passwordSchema } from '../../../_lib/auth/credentials.ts';
import { requireAccount } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { readMutation } from '../../../_lib/http/mutation.ts';
import { composeMail } from '../../../_lib/mail/compose-mail.ts';
import { localeOfRequest } from '../../../_lib/mail/mail-locale.ts';
import { mailer } from '../../../_lib/mail/mailer.ts';
import { mailLinkOrigin } from '../../../_lib/public-url.ts';

const bodySchema = z.strictObject({ currentPassword: passwordSchema, newPassword: newPasswordSchema });

/** `POST {"currentPassword", "newPassword"}`: all other sessions end, links that were mailed do nothing any more. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const user = await requireAccount(request.headers);
	if (user instanceof Response) return user;
	const wrong = await checkPassword(user, body.currentPassword);
	if (wrong !== undefined) return wrong;
	const { internalAdapter, password } = await auth().$context;
	await internalAdapter.updatePassword(user.id, await password.hash(body.newPassword));
	await revokeMailedLinks(database(), user.id);
	const ended = await endSessions(database(), user.id, { allBut: user.sessionId });
	const locale = localeOfRequest(request);
	const link = `${mailLinkOrigin()}/${locale}/forgot-password`;
	mailer().send(composeMail(user.email, { kind: 'password-changed', link }, locale));
	return Response.json({ ended });
}
