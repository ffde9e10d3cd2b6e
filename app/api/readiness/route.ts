import { sessionUser } from '../../_lib/auth/session.ts';
import { database } from '../../_lib/db/database.ts';
import { myReadiness } from '../../_lib/readiness/my-readiness.ts';

/** `GET`: how ready the asker is for each exam; an empty list when nobody asks. */
export async function GET(request: Request): Promise<Response> {
	const user = await sessionUser(request.headers);
	const exams = user === undefined ? [] : await myReadiness(database(), user.id);
	return Response.json({ exams }, { headers: { 'Cache-Control': 'no-store' } });
}
