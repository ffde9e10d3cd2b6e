import { readSession } from '../../_lib/auth/session.ts';
import { database } from '../../_lib/db/database.ts';
import { myProgress, NO_PROGRESS } from '../../_lib/progress/my-progress.ts';

/** `GET`: the asker's progress; that of someone unknown is empty (asking makes nobody a guest). */
export async function GET(request: Request): Promise<Response> {
	const { user, cookies } = await readSession(request.headers);
	const progress = user === undefined ? NO_PROGRESS : await myProgress(database(), user.id);
	const me =
		user === undefined ? null : { name: user.isGuest ? null : user.name, guest: user.isGuest, role: user.role };
	const response = Response.json({ me, ...progress }, { headers: { 'Cache-Control': 'no-store' } });
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
