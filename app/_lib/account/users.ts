import 'server-only';
import { type Role, roleOf } from '../auth/roles.ts';
import type { Database } from '../db/database.ts';

/** Accounts on a page of the list. */
export const USERS_PER_PAGE = 50;

export interface UserRow {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly emailVerified: boolean;
	readonly role: Role;
	/** ISO 8601. */
	readonly createdAt: string;
}

export interface UserPage {
	readonly users: readonly UserRow[];
	/** From 1; there is at least one. */
	readonly page: number;
	readonly pages: number;
	readonly count: number;
}

/** Accounts (no guests), the newest first, whose name or e-mail contains `search`. A page beyond the last is the last. */
export async function listUsers(db: Database, search: string, page: number): Promise<UserPage> {
	const text = search.trim().slice(0, 100);
	// SQLite's LIKE folds ASCII, PostgreSQL's nothing: e-mails are stored in lower case.
	const found = [{ email: { contains: text.toLowerCase() } }, { name: { contains: text } }];
	const where = { OR: [{ isAnonymous: false }, { isAnonymous: null }], ...(text !== '' && { AND: [{ OR: found }] }) };
	const count = await db.user.count({ where });
	const pages = Math.max(1, Math.ceil(count / USERS_PER_PAGE));
	const shown = Math.min(Math.max(1, page), pages);
	const rows = await db.user.findMany({
		where,
		orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
		skip: (shown - 1) * USERS_PER_PAGE,
		take: USERS_PER_PAGE,
		select: { id: true, name: true, email: true, emailVerified: true, role: true, createdAt: true },
	});
	const users = rows.map(({ createdAt, role, ...rest }) => ({
		...rest,
		role: roleOf(role),
		createdAt: createdAt.toISOString(),
	}));
	return { users, page: shown, pages, count };
}

/** False when there is no such account; guests have no roles. */
export async function setRole(
	db: Database,
	who: { readonly id: string } | { readonly email: string },
	role: Role,
): Promise<boolean> {
	const account = { OR: [{ isAnonymous: false }, { isAnonymous: null }] };
	const { count } = await db.user.updateMany({ where: { ...who, ...account }, data: { role } });
	return count === 1;
}
