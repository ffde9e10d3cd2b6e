import 'server-only';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Locale } from '../content/localized.ts';
import { type Database, database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { lockUser } from '../progress/lock-user.ts';
import type { Exam } from './exam-file.ts';
import { type ExamProfile, profileOf } from './exam-profile.ts';
import { parseVisits, type Visit, withVisit } from './visits.ts';

/** A sitting as its student may see it while it goes on. */
export interface Sitting {
	readonly id: string;
	readonly userId: string;
	/** "cka-1". */
	readonly exam: string;
	readonly seed: string;
	readonly profile: ExamProfile;
	readonly locale: Locale;
	readonly startsAt: Date;
	readonly endsAt: Date;
	readonly finishedAt: Date | undefined;
	readonly finishReason: 'early' | 'time' | undefined;
	/** Questions, from 0. */
	readonly flags: readonly number[];
	readonly notes: string;
	readonly visits: readonly Visit[];
}

/** Letters of the notepad. */
export const NOTES_MAX = 4_000;

const SITTING = {
	id: true,
	userId: true,
	exam: true,
	seed: true,
	profile: true,
	locale: true,
	startsAt: true,
	endsAt: true,
	finishedAt: true,
	finishReason: true,
	flags: true,
	notes: true,
	visits: true,
} as const;

export interface NewSitting {
	readonly exam: Pick<Exam, 'id' | 'minutes'>;
	readonly profile: ExamProfile;
	readonly locale: Locale;
	/** Of an earlier sitting, to have the same questions again; a new one by default. */
	readonly seed?: string | undefined;
}

/** Begins an exam. One that the user has begun already and that still runs is gone on with instead: one clock an exam. */
export async function startSitting(
	db: Database,
	userId: string,
	{ exam, profile, locale, seed }: NewSitting,
	now = new Date(),
): Promise<Sitting> {
	return db.$transaction(async (tx) => {
		await lockUser(tx, userId);
		const running = await tx.examSitting.findFirst({
			where: { userId, exam: exam.id, finishedAt: null, endsAt: { gt: now } },
			orderBy: { startsAt: 'desc' },
			select: SITTING,
		});
		if (running !== null) return sittingOf(running);
		const made = await tx.examSitting.create({
			data: {
				id: newId(),
				userId,
				exam: exam.id,
				seed: seed ?? String(randomInt(1, 1_000_000)),
				profile,
				locale,
				startsAt: now,
				endsAt: new Date(now.getTime() + exam.minutes * 60_000),
			},
			select: SITTING,
		});
		return sittingOf(made);
	});
}

/**
 * A sitting of this user's; undefined when there is none, or it is another's. Whoever asks after its end finds it
 * finished, and finished at its end: no timer has to run for that, and no server.
 */
export async function findSitting(
	db: Database,
	userId: string,
	id: string,
	now = new Date(),
): Promise<Sitting | undefined> {
	const row = await db.examSitting.findFirst({ where: { id, userId }, select: SITTING });
	if (row === null) return undefined;
	if (row.finishedAt !== null || row.endsAt > now) return sittingOf(row);
	await finishWhere(db, { id, userId }, row.endsAt, 'time');
	return findSitting(db, userId, id, now);
}

/** All sittings of a user, the latest first. */
export async function sittingsOf(db: Database, userId: string, now = new Date()): Promise<Sitting[]> {
	const rows = await db.examSitting.findMany({ where: { userId }, orderBy: { startsAt: 'desc' }, select: SITTING });
	const over = rows.filter(({ finishedAt, endsAt }) => finishedAt === null && endsAt <= now);
	for (const { id, endsAt } of over) await finishWhere(db, { id, userId }, endsAt, 'time');
	return rows.map((row) =>
		sittingOf(over.includes(row) ? { ...row, finishedAt: row.endsAt, finishReason: 'time' } : row),
	);
}

/** What the server asks before it opens the world of a sitting to somebody; undefined: it is not theirs. */
export async function sittingForWorld(
	sittingId: string,
	userId: string,
): Promise<Pick<Sitting, 'exam' | 'seed' | 'profile' | 'endsAt' | 'finishedAt'> | undefined> {
	return findSitting(database(), userId, sittingId);
}

/** Hands an exam in. One that is finished stays as it is. */
export async function finishSitting(db: Database, sitting: Sitting, now = new Date()): Promise<Sitting> {
	const { id, userId, endsAt } = sitting;
	if (sitting.finishedAt !== undefined) return sitting;
	if (endsAt <= now) await finishWhere(db, { id, userId }, endsAt, 'time');
	else await finishWhere(db, { id, userId }, now, 'early');
	return (await findSitting(db, userId, id, now)) ?? sitting;
}

export interface SittingChange {
	readonly flag?: { readonly question: number; readonly on: boolean } | undefined;
	readonly notes?: string | undefined;
	/** The question that is looked at from now on. */
	readonly visit?: number | undefined;
}

/** Keeps what the student notes during the exam; false: it is over, nothing is kept. */
export async function changeSitting(
	db: Database,
	sitting: Pick<Sitting, 'id' | 'userId'>,
	{ flag, notes, visit }: SittingChange,
	now = new Date(),
): Promise<boolean> {
	const { id, userId } = sitting;
	return db.$transaction(async (tx) => {
		// Flags and visits are read and written again: two requests of one page come one after the other.
		await lockUser(tx, userId);
		const where = { id, userId, finishedAt: null, endsAt: { gt: now } };
		const row = await tx.examSitting.findFirst({ where, select: SITTING });
		if (row === null) return false;
		const { flags, visits, startsAt } = sittingOf(row);
		const second = Math.round((now.getTime() - startsAt.getTime()) / 1_000);
		await tx.examSitting.updateMany({
			where,
			data: {
				...(flag !== undefined && { flags: JSON.stringify(withFlag(flags, flag)) }),
				...(notes !== undefined && { notes: notes.slice(0, NOTES_MAX) }),
				...(visit !== undefined && { visits: JSON.stringify(withVisit(visits, visit, second)) }),
			},
		});
		return true;
	});
}

function withFlag(flags: readonly number[], { question, on }: NonNullable<SittingChange['flag']>): number[] {
	const others = flags.filter((each) => each !== question);
	return on ? [...others, question].sort((a, b) => a - b) : others;
}

async function finishWhere(db: Database, key: { id: string; userId: string }, at: Date, reason: 'early' | 'time') {
	await db.examSitting.updateMany({
		where: { ...key, finishedAt: null },
		data: { finishedAt: at, finishReason: reason },
	});
}

const flagsSchema = z.array(z.number().int());

interface SittingRow extends Omit<Sitting, 'profile' | 'locale' | 'finishedAt' | 'finishReason' | 'flags' | 'visits'> {
	readonly profile: string;
	readonly locale: string;
	readonly finishedAt: Date | null;
	readonly finishReason: string | null;
	readonly flags: string;
	readonly visits: string;
}

function sittingOf({ profile, locale, finishedAt, finishReason, flags, visits, ...row }: SittingRow): Sitting {
	return {
		...row,
		profile: profileOf(profile),
		locale: locale === 'en' ? 'en' : 'ko',
		finishedAt: finishedAt ?? undefined,
		finishReason: finishReason === 'early' || finishReason === 'time' ? finishReason : undefined,
		flags: flagsSchema.parse(JSON.parse(flags)),
		visits: parseVisits(visits),
	};
}
