import type { Database } from '../_lib/db/database.ts';
import type { ExamGrades } from '../_lib/exams/exam-grades.ts';
import { examTasks, examWorld, taskName } from '../_lib/exams/exam-world.ts';
import { worldOfSitting } from '../_lib/exams/sitting-world.ts';
import type { SandboxPool } from './pool/sandbox-pool.ts';

/** Asks the world of a sitting, which is over, how each question's parts stand. Throws when there is no such sitting. */
export async function gradeExam(
	db: Database,
	pool: Pick<SandboxPool, 'gradeExam'>,
	sittingId: string,
): Promise<ExamGrades> {
	const sitting = await db.examSitting.findUniqueOrThrow({
		where: { id: sittingId },
		select: { exam: true, seed: true },
	});
	const world = await examWorld(sitting);
	if (world === undefined) throw new Error(`there is no mock exam "${sitting.exam}" any more`);
	const results = await pool.gradeExam(worldOfSitting(sittingId), {
		options: world.options,
		tasks: examTasks(world),
	});
	return {
		questions: world.questions.map(({ exercise, tasks: parts }, index) => ({
			exercise,
			parts: parts.map((task) => {
				const checks = results[taskName(index, task)] ?? [];
				return {
					id: task.id,
					points: task.points,
					passed: checks.length > 0 && checks.every(({ passed }) => passed),
					checks,
				};
			}),
		})),
	};
}
