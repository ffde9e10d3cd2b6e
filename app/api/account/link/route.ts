import { z } from 'zod';
import { redeemLink } from '../../../_lib/account/mailed-links.ts';
import { authLimits } from '../../../_lib/auth/auth-limits.ts';
import { database } from '../../../_lib/db/database.ts';
import { askerOf, problem, readMutation, tooMany } from '../../../_lib/http/mutation.ts';
import { composeMail } from '../../../_lib/mail/compose-mail.ts';
import { localeOfRequest } from '../../../_lib/mail/mail-locale.ts';
import { mailer } from '../../../_lib/mail/mailer.ts';

const bodySchema = z.strictObject({ token: z.string().min(1).max(300) });

/**
 * `POST {"token"}`: follows a link that was mailed. A POST, by a button: programs that look through mails open links.
 * It signs nobody in.
 */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const wait = authLimits().take(['link-address', askerOf(request.headers)]);
	if (wait > 0) return tooMany(wait);
	const outcome = await redeemLink(database(), body.token);
	if (outcome.done === 'nothing') return problem(422, 'the link does nothing (any more)', outcome.why);
	if (outcome.done === 'change-email') {
		const { before, email } = outcome;
		mailer().send(composeMail(before, { kind: 'email-changed', email }, localeOfRequest(request)));
	}
	return Response.json({ done: outcome.done, email: outcome.email });
}
