import { z } from 'zod';
import { checkPassword } from '../../../_lib/account/check-password.ts';
import { issueLink } from '../../../_lib/account/mailed-links.ts';
import { authLimits } from '../../../_lib/auth/auth-limits.ts';
import { emailSchema, passwordSchema } from '../../../_lib/auth/credentials.ts';
import { requireAccount } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { askerOf, problem, readMutation, tooMany } from '../../../_lib/http/mutation.ts';
import { composeMail } from '../../../_lib/mail/compose-mail.ts';
import { localeOfRequest } from '../../../_lib/mail/mail-locale.ts';
import { mailer } from '../../../_lib/mail/mailer.ts';
import { mailLinkOrigin } from '../../../_lib/public-url.ts';

const bodySchema = z.strictObject({ email: emailSchema, password: passwordSchema });

/**
 * `POST {"email", "password"}`: a link goes to the new address; the account moves when it is followed. The answer is the
 * same when another account has the address: then a mail there says so.
 */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const user = await requireAccount(request.headers);
	if (user instanceof Response) return user;
	const { email } = body;
	if (email === user.email) return problem(422, 'that is the address already', 'EMAIL_SAME');
	const wrong = await checkPassword(user, body.password);
	if (wrong !== undefined) return wrong;
	const wait = authLimits().take(['mail-address', askerOf(request.headers)], ['mail-recipient', email]);
	if (wait > 0) return tooMany(wait);
	const locale = localeOfRequest(request);
	const taken = await database().user.findUnique({ where: { email }, select: { id: true } });
	// Made in either case: how long it takes says nothing.
	const token = await issueLink(database(), 'change-email', user.id, email);
	const link = `${mailLinkOrigin()}/${locale}/confirm#${token}`;
	mailer().send(composeMail(email, taken === null ? { kind: 'change-email', link } : { kind: 'email-taken' }, locale));
	return Response.json({ delivers: mailer().delivers });
}
