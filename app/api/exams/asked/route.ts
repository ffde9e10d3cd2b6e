import { z } from 'zod';
import { sessionUser } from '../../../_lib/auth/session.ts';
import { contentIdSchema } from '../../../_lib/content/localized.ts';
import { database } from '../../../_lib/db/database.ts';
import { isAskedNow } from '../../../_lib/exams/practice.ts';
import { problem } from '../../../_lib/http/mutation.ts';

const querySchema = z.object({ exercise: contentIdSchema });

/** `GET ?exercise=cka-netpol`: whether the asker sits a mock with this question now. Says `{"asked"}`. */
export async function GET(request: Request): Promise<Response> {
	const parsed = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
	if (!parsed.success) return problem(422, z.prettifyError(parsed.error));
	const user = await sessionUser(request.headers);
	const asked = user !== undefined && (await isAskedNow(database(), user.id, parsed.data.exercise));
	return Response.json({ asked }, { headers: { 'Cache-Control': 'no-store' } });
}
