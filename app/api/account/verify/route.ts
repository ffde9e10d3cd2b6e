import { z } from 'zod';
import { sendVerification } from '../../../_lib/account/send-verification.ts';
import { authLimits } from '../../../_lib/auth/auth-limits.ts';
import { requireAccount } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { askerOf, problem, readMutation, tooMany } from '../../../_lib/http/mutation.ts';
import { localeOfRequest } from '../../../_lib/mail/mail-locale.ts';
import { mailer } from '../../../_lib/mail/mailer.ts';

/** `POST {}`: the mail that confirms the account's address, once more. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, z.strictObject({}));
	if (body instanceof Response) return body;
	const user = await requireAccount(request.headers);
	if (user instanceof Response) return user;
	if (user.emailVerified) return problem(422, 'the address is confirmed already', 'VERIFIED');
	const wait = authLimits().take(['mail-address', askerOf(request.headers)], ['mail-recipient', user.email]);
	if (wait > 0) return tooMany(wait);
	await sendVerification(database(), user, localeOfRequest(request));
	return Response.json({ delivers: mailer().delivers });
}
