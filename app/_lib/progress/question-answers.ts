import 'server-only';
import type { Database } from '../db/database.ts';
import { earliest } from './earliest.ts';

export interface GivenAnswer {
	readonly lessonId: string;
	readonly questionId: string;
	/** Which of the question's answers, from 0. */
	readonly chosen: readonly number[];
	readonly correct: boolean;
}

export interface QuestionProgress {
	/** "stage/lesson". */
	readonly lesson: string;
	readonly question: string;
	/** The last answer. */
	readonly chosen: readonly number[];
	/** It was answered rightly once, even if not the last time. */
	readonly solved: boolean;
	readonly answeredAt: string;
}

/** Keeps a user's last answer to a question, how often they have answered, and when they were first right. */
export async function recordAnswer(db: Database, userId: string, given: GivenAnswer): Promise<void> {
	const { lessonId, questionId, chosen, correct } = given;
	const answer = { chosen: chosen.join(' '), correct, answeredAt: new Date() };
	await db.questionAnswer.upsert({
		where: { userId_lessonId_questionId: { userId, lessonId, questionId } },
		create: { userId, lessonId, questionId, ...answer },
		update: { ...answer, tries: { increment: 1 } },
		select: { questionId: true },
	});
	if (!correct) return;
	await db.questionAnswer.updateMany({
		where: { userId, lessonId, questionId, solvedAt: null },
		data: { solvedAt: answer.answeredAt },
	});
}

/** All that a user has answered. */
export async function questionProgress(db: Database, userId: string): Promise<QuestionProgress[]> {
	const rows = await db.questionAnswer.findMany({
		where: { userId },
		orderBy: [{ lessonId: 'asc' }, { questionId: 'asc' }],
		select: { lessonId: true, questionId: true, chosen: true, answeredAt: true, solvedAt: true },
	});
	return rows.map(({ lessonId, questionId, chosen, answeredAt, solvedAt }) => ({
		lesson: lessonId,
		question: questionId,
		chosen: chosen.split(' ').map(Number),
		solved: solvedAt !== null,
		answeredAt: answeredAt.toISOString(),
	}));
}

/** Gives a guest's answers to an account: the later answer stays, tries are added up, the first success counts. */
export async function mergeAnswers(db: Pick<Database, 'questionAnswer'>, guestId: string, accountId: string) {
	const select = {
		lessonId: true,
		questionId: true,
		chosen: true,
		correct: true,
		tries: true,
		answeredAt: true,
		solvedAt: true,
	} as const;
	const answers = await db.questionAnswer.findMany({ where: { userId: guestId }, select });
	for (const guest of answers) {
		const { lessonId, questionId } = guest;
		const key = { userId_lessonId_questionId: { userId: accountId, lessonId, questionId } };
		const own = await db.questionAnswer.findUnique({ where: key, select });
		const last = own === null || own.answeredAt < guest.answeredAt ? guest : own;
		const merged = {
			chosen: last.chosen,
			correct: last.correct,
			answeredAt: last.answeredAt,
			tries: guest.tries + (own?.tries ?? 0),
			solvedAt: earliest(guest.solvedAt, own?.solvedAt ?? null),
		};
		await db.questionAnswer.upsert({
			where: key,
			create: { userId: accountId, lessonId, questionId, ...merged },
			update: merged,
			select: { questionId: true },
		});
	}
	await db.questionAnswer.deleteMany({ where: { userId: guestId } });
}
