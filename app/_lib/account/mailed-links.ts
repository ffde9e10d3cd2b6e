import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';

/** What a link in a mail does when it is followed, and for how many hours it works. The mails say the hours. */
const HOURS = { 'verify-email': 48, 'change-email': 2 } as const;

type Purpose = keyof typeof HOURS;

export type LinkOutcome =
	| { readonly done: 'verify-email'; readonly email: string }
	| { readonly done: 'change-email'; readonly email: string; readonly before: string }
	| { readonly done: 'nothing'; readonly why: 'LINK_INVALID' | 'EMAIL_TAKEN' };

/**
 * A secret that goes to `email` and nowhere else: who brings it back reads that mailbox. One at a time for each user
 * and purpose; the database holds only its hash.
 */
export async function issueLink(db: Database, purpose: Purpose, userId: string, email: string): Promise<string> {
	const secret = randomBytes(24).toString('base64url');
	const identifier = identifierOf(purpose, userId);
	const expiresAt = new Date(Date.now() + HOURS[purpose] * 3_600_000);
	await db.$transaction(async (tx) => {
		await tx.verification.deleteMany({ where: { identifier } });
		const data = { id: newId(), identifier, value: `${hashOf(secret)} ${email}`, expiresAt };
		await tx.verification.create({ data, select: { id: true } });
	});
	return `${purpose}.${userId}.${secret}`;
}

/** Follows a link: once, in time, or nothing happens. */
export async function redeemLink(db: Database, token: string): Promise<LinkOutcome> {
	const invalid = { done: 'nothing', why: 'LINK_INVALID' } as const;
	const [purpose = '', userId = '', secret = ''] = token.split('.');
	if (!isPurpose(purpose)) return invalid;
	const identifier = identifierOf(purpose, userId);
	const row = await db.verification.findFirst({ where: { identifier }, select: { value: true, expiresAt: true } });
	const [hash, email = ''] = row?.value.split(' ') ?? [];
	if (row === null || hash !== hashOf(secret) || row.expiresAt < new Date()) return invalid;
	// Of two that come at once, one deletes it.
	const { count } = await db.verification.deleteMany({ where: { identifier, value: row.value } });
	if (count === 0) return invalid;
	return purpose === 'verify-email' ? verify(db, userId, email) : change(db, userId, email);
}

/** Takes back all links that were mailed for a user: for a reset, an e-mail change, a confirmation. */
export async function revokeMailedLinks(db: Pick<Database, 'verification'>, userId: string): Promise<void> {
	const identifiers = Object.keys(HOURS).map((purpose) => identifierOf(purpose as Purpose, userId));
	// better-auth keeps the user's id as the value of a link that resets the password.
	await db.verification.deleteMany({ where: { OR: [{ value: userId }, { identifier: { in: identifiers } }] } });
}

async function verify(db: Database, userId: string, email: string): Promise<LinkOutcome> {
	// The account may have another address by now.
	const { count } = await db.user.updateMany({ where: { id: userId, email }, data: { emailVerified: true } });
	return count === 1 ? { done: 'verify-email', email } : { done: 'nothing', why: 'LINK_INVALID' };
}

async function change(db: Database, userId: string, email: string): Promise<LinkOutcome> {
	const user = await db.user.findUnique({ where: { id: userId }, select: { email: true } });
	if (user === null) return { done: 'nothing', why: 'LINK_INVALID' };
	try {
		await db.user.update({ where: { id: userId }, data: { email, emailVerified: true }, select: { id: true } });
	} catch (error) {
		if ((error as { code?: unknown }).code === 'P2002') return { done: 'nothing', why: 'EMAIL_TAKEN' };
		throw error;
	}
	// Links that went to the old address are worth nothing now.
	await revokeMailedLinks(db, userId);
	return { done: 'change-email', email, before: user.email };
}

const identifierOf = (purpose: Purpose, userId: string) => `${purpose}:${userId}`;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

const isPurpose = (text: string): text is Purpose => Object.hasOwn(HOURS, text);
