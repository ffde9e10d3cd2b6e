import 'server-only';
import { sessionUser } from '../auth/session.ts';
import { database } from '../db/database.ts';
import { problem } from '../http/mutation.ts';
import { findSitting, type Sitting } from './sittings.ts';

/** The sitting that a request is about, by whose cookie it has; a Response when it is not the asker's: as if it were not there. */
export async function askedSitting(headers: Headers, id: string): Promise<Sitting | Response> {
	const user = await sessionUser(headers);
	const sitting = user === undefined ? undefined : await findSitting(database(), user.id, id);
	return sitting ?? problem(404, 'there is no such sitting of yours', 'NOT_FOUND');
}
