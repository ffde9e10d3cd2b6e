import { database } from '../../_lib/db/database.ts';

export const dynamic = 'force-dynamic';

/** `GET`: 200 when the server and its database answer. */
export async function GET(): Promise<Response> {
	await database().$queryRawUnsafe('SELECT 1');
	return Response.json({ ok: true });
}
