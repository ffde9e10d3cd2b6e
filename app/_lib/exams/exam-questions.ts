import 'server-only';
import { loadCompetencies } from '../content/catalogues.ts';
import { loadExercise } from '../content/exercises.ts';
import { ContentError } from '../content/read-content.ts';
import type { Exam } from './exam-file.ts';
import { examHosts } from './exam-hosts.ts';
import type { AskedQuestion } from './exam-result.ts';

/** One question of a sitting: which exercise, on which machine. */
export interface SittingQuestion {
	/** "cka-netpol@17@cka4183": the exercise as this sitting has it. */
	readonly ref: string;
	/** "cka4183": where one goes to by ssh. */
	readonly host: string;
	readonly weight: number;
}

/** The questions of a mock as the sittings with `seed` have them, in their order. */
export function sittingQuestions(exam: Exam, seed: string): readonly SittingQuestion[] {
	const hosts = examHosts(exam.exam, exam.id, exam.questions.length);
	return exam.questions.map(({ exercise, weight }, index) => {
		const host = hosts[index] ?? '';
		return { ref: `${exercise}@${seed}@${host}`, host, weight };
	});
}

/** What each question counts, and for which domain: that of its first competency of this exam. */
export async function askedQuestions(exam: Exam): Promise<readonly AskedQuestion[]> {
	return Promise.all(
		exam.questions.map(async ({ exercise: id, weight }) => {
			const exercise = await loadExercise(id);
			if (exercise === undefined) throw new ContentError(`content/exams/${exam.id}.yaml: there is no exercise "${id}"`);
			const competencies = exercise.texts.flatMap((text) => text.competencies);
			const first = competencies.find((each) => each.startsWith(`${exam.exam}/`));
			return { exercise: id, weight, domain: first?.split('/')[1] };
		}),
	);
}

/** The exam of competencies.yaml that a mock rehearses. */
export async function curriculumOf(exam: Pick<Exam, 'id' | 'exam'>) {
	const { exams } = await loadCompetencies();
	const found = exams.find(({ id }) => id === exam.exam);
	if (found === undefined) throw new ContentError(`content/exams/${exam.id}.yaml: there is no exam "${exam.exam}"`);
	return found;
}
