import 'server-only';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { copyJournal } from './journal.ts';
import { lockOwner, lockUser } from './lock-user.ts';

const SANDBOX = {
	id: true,
	userId: true,
	attemptId: true,
	exerciseId: true,
	options: true,
	reachedMs: true,
} as const;

/** What is needed to make a world again, but for its journal. */
export interface SandboxRecord {
	readonly id: string;
	readonly userId: string;
	readonly attemptId: string;
	readonly exerciseId: string;
	/** WorldOptions as JSON. */
	readonly options: string;
	readonly reachedMs: number;
}

export interface NewWorld {
	readonly exerciseId: string;
	readonly preset: string;
	readonly seed: string;
	/** WorldOptions as JSON. */
	readonly options: string;
	readonly pointsMax: number;
}

/** The world that the exercise opens with for this user, if there is one. */
export async function liveSandbox(db: Database, userId: string, exerciseId: string): Promise<SandboxRecord | null> {
	return db.sandbox.findFirst({
		where: { userId, exerciseId, status: 'live' },
		orderBy: { createdAt: 'desc' },
		select: SANDBOX,
	});
}

/** The world of an exercise that only one user has: of an exam's sitting. */
export async function onlyLiveSandbox(db: Database, exerciseId: string): Promise<SandboxRecord | null> {
	return db.sandbox.findFirst({
		where: { exerciseId, status: 'live' },
		orderBy: { createdAt: 'desc' },
		select: SANDBOX,
	});
}

/** A sandbox of this user's; null when there is none, or it is another's. */
export async function ownSandbox(db: Database, userId: string, id: string): Promise<SandboxRecord | null> {
	return db.sandbox.findFirst({ where: { id, userId }, select: SANDBOX });
}

/** Whose it is: a guest's sandboxes change hands at sign-in. Undefined when it was deleted. */
export async function ownerOf(db: Database, id: string): Promise<string | undefined> {
	const row = await db.sandbox.findUnique({ where: { id }, select: { userId: true } });
	return row?.userId;
}

/** Whether there is (still) such a user. */
export async function hasUser(db: Database, id: string): Promise<boolean> {
	return (await db.user.count({ where: { id } })) > 0;
}

/** A new attempt with a new world; an attempt and worlds that were open before are left. */
export async function startAttempt(db: Database, userId: string, world: NewWorld): Promise<SandboxRecord> {
	const { exerciseId, preset, seed, options, pointsMax } = world;
	return db.$transaction(async (tx) => {
		await lockUser(tx, userId);
		await leaveWorlds(tx, userId, exerciseId);
		const attempt = await tx.attempt.create({
			data: { id: newId(), userId, exerciseId, pointsMax },
			select: { id: true },
		});
		return tx.sandbox.create({
			data: { id: newId(), userId, attemptId: attempt.id, exerciseId, preset, seed, options },
			select: SANDBOX,
		});
	});
}

/** Leaves the attempt and the world of an exercise that are open: who comes to it next gets new ones. */
export async function leaveWorlds(
	tx: Pick<Database, 'sandbox' | 'attempt'>,
	userId: string,
	exerciseId: string,
): Promise<void> {
	await tx.sandbox.updateMany({ where: { userId, exerciseId, status: 'live' }, data: { status: 'left' } });
	await tx.attempt.updateMany({
		where: { userId, exerciseId, status: 'open' },
		data: { status: 'left', endedAt: new Date() },
	});
}

/** A world that begins as the first `length` entries of `from`'s journal and takes its place. */
export async function branchSandbox(db: Database, from: SandboxRecord, length: number): Promise<SandboxRecord> {
	return db.$transaction(async (tx) => {
		await lockOwner(tx, from.id);
		const { preset, seed, userId } = await tx.sandbox.update({
			where: { id: from.id },
			data: { status: 'left' },
			select: { preset: true, seed: true, userId: true },
		});
		const { attemptId, exerciseId, options } = from;
		// Another tab's reset may have come first: this is what the student did last.
		await tx.sandbox.updateMany({ where: { userId, exerciseId, status: 'live' }, data: { status: 'left' } });
		const branch = await tx.sandbox.create({
			data: {
				id: newId(),
				userId,
				attemptId,
				exerciseId,
				preset,
				seed,
				options,
				branchOfId: from.id,
				branchedAt: length,
			},
			select: SANDBOX,
		});
		await copyJournal(tx, from.id, branch.id, length);
		return branch;
	});
}

/** Notes how far the world's clock has come; harmless when the sandbox is gone. */
export async function saveReached(db: Database, id: string, reachedMs: number): Promise<void> {
	await db.$executeRaw`UPDATE "sandbox" SET "reachedMs" = ${reachedMs} WHERE "id" = ${id}`;
}
