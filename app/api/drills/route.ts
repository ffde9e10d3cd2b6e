import { readSession } from '../../_lib/auth/session.ts';
import { database } from '../../_lib/db/database.ts';
import { drillDaySchema } from '../../_lib/drills/drill-day.ts';
import { myDrills } from '../../_lib/drills/my-drills.ts';
import { problem } from '../../_lib/http/mutation.ts';

/** `GET ?day=2026-11-22&since=…`: the asker's set of the day and standing; a newcomer's when nobody is signed in. */
export async function GET(request: Request): Promise<Response> {
	const { searchParams } = new URL(request.url);
	const day = drillDaySchema.safeParse({ day: searchParams.get('day'), since: searchParams.get('since') });
	if (!day.success) return problem(422, 'say which day it is, and when it began');
	const { user, cookies } = await readSession(request.headers);
	const drills = await myDrills(database(), user?.id, day.data);
	const response = Response.json(drills, { headers: { 'Cache-Control': 'no-store' } });
	for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
	return response;
}
