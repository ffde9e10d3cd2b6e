import 'server-only';
import { isIPv6 } from 'node:net';
import type { Database } from '../db/database.ts';
import { type Device, deviceOf } from './device.ts';
import { liveWorlds } from './live-worlds.ts';

/** Where an account is signed in. Its token is nobody's business, not even the page's. */
export interface MySession {
	readonly id: string;
	readonly device: Device;
	readonly address: string | null;
	/** ISO 8601; noted once an hour. */
	readonly signedInAt: string;
	readonly lastSeenAt: string;
	/** The one that asks. */
	readonly current: boolean;
}

/** All that have not expired, this one first, then the latest seen. */
export async function mySessions(db: Database, userId: string, currentId: string | undefined): Promise<MySession[]> {
	const rows = await db.session.findMany({
		where: { userId, expiresAt: { gt: new Date() } },
		orderBy: { updatedAt: 'desc' },
		take: 200,
		select: { id: true, ipAddress: true, userAgent: true, createdAt: true, updatedAt: true },
	});
	const sessions = rows.map(({ id, ipAddress, userAgent, createdAt, updatedAt }) => ({
		id,
		device: deviceOf(userAgent),
		address: ipAddress === null || ipAddress === '' ? null : shortAddress(ipAddress),
		signedInAt: createdAt.toISOString(),
		lastSeenAt: updatedAt.toISOString(),
		current: id === currentId,
	}));
	return sessions.sort((a, b) => Number(b.current) - Number(a.current));
}

/** Signs out one session of the user's, or all but one; returns how many there were. Their connections end, too. */
export async function endSessions(
	db: Database,
	userId: string,
	which: { readonly only: string } | { readonly allBut: string | undefined },
): Promise<number> {
	const id = 'only' in which ? which.only : { not: which.allBut ?? '' };
	const ended = await db.session.findMany({ where: { userId, id }, select: { id: true } });
	const ids = ended.map((session) => session.id);
	const { count } = await db.session.deleteMany({ where: { userId, id: { in: ids } } });
	liveWorlds().endSessions(ids);
	return count;
}

/** As people write it: IPv6 without its zeros. */
function shortAddress(address: string): string {
	return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
