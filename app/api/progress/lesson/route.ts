import { z } from 'zod';
import { sessionUserOrGuest } from '../../../_lib/auth/session.ts';
import { loadLesson } from '../../../_lib/content/lessons.ts';
import { database } from '../../../_lib/db/database.ts';
import { problem, readMutation } from '../../../_lib/http/mutation.ts';
import { recordLesson } from '../../../_lib/progress/lessons.ts';

const bodySchema = z.strictObject({
	lesson: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
	event: z.enum(['opened', 'read']),
});

/** `POST {"lesson": "stage/lesson", "event": "opened" | "read"}`: notes it; the first time counts. */
export async function POST(request: Request): Promise<Response> {
	const body = await readMutation(request, bodySchema);
	if (body instanceof Response) return body;
	const [stage = '', name = ''] = body.lesson.split('/');
	if ((await loadLesson(stage, name)) === undefined) return problem(404, `there is no lesson "${body.lesson}"`);
	const known = await sessionUserOrGuest(request.headers);
	if (known instanceof Response) return known;
	const { user, cookies } = known;
	await recordLesson(database(), user.id, body.lesson, body.event);
	const response = new Response(null, { status: 204 });
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
