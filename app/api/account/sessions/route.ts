import { z } from 'zod';
import { endSessions } from '../../../_lib/account/my-sessions.ts';
import { requireAccount } from '../../../_lib/auth/session.ts';
import { database } from '../../../_lib/db/database.ts';
import { readMutation } from '../../../_lib/http/mutation.ts';

const bodySchema = z.union([
	z.strictObject({ session: z.string().min(1).max(100) }),
	z.strictObject({ others: z.literal(true) }),
]);

/** `POST {"session": id}` signs that one out, `POST {"others": true}` all but the one that asks; says how many. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const user = await requireAccount(request.headers);
	if (user instanceof Response) return user;
	const which = 'session' in body ? { only: body.session } : { allBut: user.sessionId };
	return Response.json({ ended: await endSessions(database(), user.id, which) });
}
