import { z } from 'zod';
import { mySessions } from '../../_lib/account/my-sessions.ts';
import { nameSchema } from '../../_lib/auth/credentials.ts';
import { requireAccount, sessionUser } from '../../_lib/auth/session.ts';
import { database } from '../../_lib/db/database.ts';
import { problem, readMutation } from '../../_lib/http/mutation.ts';
import { mailer } from '../../_lib/mail/mailer.ts';

/** `GET`: who asks and where they are signed in, for the account's page; 401 for nobody, a guest is told as one. */
export async function GET(request: Request): Promise<Response> {
	const user = await sessionUser(request.headers);
	if (user === undefined) return problem(401, 'nobody is signed in', 'SIGN_IN');
	const { name, email, emailVerified, isGuest, role, id, sessionId } = user;
	const sessions = isGuest ? [] : await mySessions(database(), id, sessionId);
	const profile = isGuest ? { guest: true } : { guest: false, name, email, emailVerified, role };
	return Response.json(
		{ ...profile, delivers: mailer().delivers, sessions },
		{ headers: { 'Cache-Control': 'no-store' } },
	);
}

const bodySchema = z.strictObject({ name: nameSchema.refine((name) => name !== '', 'NAME_MISSING') });

/** `POST {"name"}`: what others see. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const user = await requireAccount(request.headers);
	if (user instanceof Response) return user;
	await database().user.update({ where: { id: user.id }, data: { name: body.name }, select: { id: true } });
	return Response.json({ name: body.name });
}
