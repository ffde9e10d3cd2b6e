import type { Database } from '../_lib/db/database.ts';
import type { ExamGrades } from '../_lib/exams/exam-grades.ts';
import { isOf } from '../_lib/exams/exam-hosts.ts';
import { profileOf } from '../_lib/exams/exam-profile.ts';
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
		select: { exam: true, seed: true, profile: true, startsAt: true },
	});
	const world = await examWorld({ ...sitting, profile: profileOf(sitting.profile) });
	if (world === undefined) throw new Error(`there is no mock exam "${sitting.exam}" any more`);
	const secondOf = (at: Date): number => Math.round((at.getTime() - sitting.startsAt.getTime()) / 1_000);
	const { results, changesOf, commands, entered } = await pool.gradeExam(worldOfSitting(sittingId), {
		options: world.options,
		tasks: examTasks(world),
	});
	return {
		questions: world.questions.map(({ exercise, host, tasks }, index) => ({
			exercise,
			parts: tasks.map((task) => {
				const found = results[taskName(index, task)];
				const checks = found ?? [];
				const passed = checks.length > 0 && checks.every((check) => check.passed);
				const changes = changesOf(taskName(index, task)).map(({ at, won }) => ({ second: secondOf(at), won }));
				const ungraded = found === undefined && { ungraded: true as const };
				return { id: task.id, points: task.points, passed, ...ungraded, checks, changes };
			}),
			commands: commands
				.filter((each) => isOf(each.context ?? each.host ?? '', host))
				.map(({ line }) => line.slice(0, LINE_MAX))
				.slice(0, COMMANDS_MAX),
		})),
		entered: entered.map(({ at, host }) => ({ second: secondOf(at), host })),
	};
}

/** Of what was entered so much is kept with the result. */
const COMMANDS_MAX = 300;
const LINE_MAX = 400;
