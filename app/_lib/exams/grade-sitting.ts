import 'server-only';
import { liveWorlds } from '../account/live-worlds.ts';
import type { Database } from '../db/database.ts';
import { loadExam } from './exam-file.ts';
import type { ExamGrades } from './exam-grades.ts';
import { askedQuestions, curriculumOf, sittingQuestions } from './exam-questions.ts';
import { type ExamResult, examResult } from './exam-result.ts';
import type { Sitting } from './sittings.ts';
import { astrayByQuestion, secondsByQuestion } from './visits.ts';

/** What is being graded in this process: two pages that ask at once are told the same. */
const underWay = new Map<string, Promise<ExamResult>>();

/** Asks the worlds of a sitting how they stand. */
export type ExamGrader = (sittingId: string) => Promise<ExamGrades>;

const liveGrader: ExamGrader = (sittingId) => liveWorlds().gradeExam(sittingId);

/**
 * What a finished sitting has come to. Graded once: the first result is kept, and told from then on. Throws for one that
 * goes on, and when its mock is gone from the content before it was ever graded.
 */
export async function gradeSitting(db: Database, sitting: Sitting, grader = liveGrader): Promise<ExamResult> {
	if (sitting.finishedAt === undefined) throw new Error('assertion failed: a sitting is graded when it is over');
	const kept = await keptResult(db, sitting.id);
	if (kept !== undefined) return kept;
	const begun = underWay.get(sitting.id);
	if (begun !== undefined) return begun;
	const grading = grade(db, sitting, sitting.finishedAt, grader).finally(() => underWay.delete(sitting.id));
	underWay.set(sitting.id, grading);
	return grading;
}

/** Undefined: not graded yet. */
export async function keptResult(db: Database, sittingId: string): Promise<ExamResult | undefined> {
	const row = await db.examSitting.findUnique({ where: { id: sittingId }, select: { result: true } });
	return row === null || row.result === null ? undefined : (JSON.parse(row.result) as ExamResult);
}

/** All grades of a user's, by sitting. */
export async function keptResults(db: Database, userId: string): Promise<ReadonlyMap<string, ExamResult>> {
	const rows = await db.examSitting.findMany({ where: { userId }, select: { id: true, result: true } });
	return new Map(rows.flatMap(({ id, result }) => (result === null ? [] : [[id, JSON.parse(result) as ExamResult]])));
}

async function grade(db: Database, sitting: Sitting, finishedAt: Date, grader: ExamGrader): Promise<ExamResult> {
	const exam = await loadExam(sitting.exam);
	if (exam === undefined) throw new Error(`there is no mock exam "${sitting.exam}" any more`);
	const [grades, asked, curriculum] = await Promise.all([grader(sitting.id), askedQuestions(exam), curriculumOf(exam)]);
	const end = Math.round((finishedAt.getTime() - sitting.startsAt.getTime()) / 1_000);
	const seconds = secondsByQuestion(sitting.visits, exam.questions.length, end);
	const { passMark, domains } = curriculum;
	const hosts = sittingQuestions(exam, sitting.seed).map(({ host }) => host);
	const astray = astrayByQuestion(sitting.visits, hosts, grades.entered);
	const result = examResult(asked, grades, { seconds, astray }, { passMark, domains: domains.map(({ id }) => id) });
	// Another process at the same database may have been first.
	await db.examSitting.updateMany({
		where: { id: sitting.id, result: null },
		data: { result: JSON.stringify(result) },
	});
	return (await keptResult(db, sitting.id)) ?? result;
}
