import { loadCompetencies } from '../../app/_lib/content/catalogues.ts';
import { hasVariants } from '../../app/_lib/content/exercise-files.ts';
import { loadExercise } from '../../app/_lib/content/exercises.ts';
import { ContentError } from '../../app/_lib/content/read-content.ts';
import { type Exam, examIds, loadExam } from '../../app/_lib/exams/exam-file.ts';
import { askedQuestions } from '../../app/_lib/exams/exam-questions.ts';

const QUESTIONS = { min: 15, max: 20 };

/** What is wrong with the mock exams, each as "exam: what". */
export async function examProblems(): Promise<string[]> {
	const problems: string[] = [];
	const askedBy = new Map<string, string>();
	for (const id of await examIds()) {
		try {
			const exam = await loadExam(id);
			if (exam === undefined) continue;
			problems.push(...(await problemsOf(exam)).map((problem) => `${id}: ${problem}`));
			for (const { exercise } of exam.questions) {
				const other = askedBy.get(exercise);
				if (other !== undefined) problems.push(`${id}: "${exercise}" is asked in ${other} too`);
				askedBy.set(exercise, id);
			}
		} catch (error) {
			if (!(error instanceof ContentError)) throw error;
			problems.push(`${id}: ${error.message}`);
		}
	}
	return problems;
}

/** Questions that are there and have variants, as many as in the exam, weighted by domain as the curriculum is. */
async function problemsOf(exam: Exam): Promise<string[]> {
	const { exams } = await loadCompetencies();
	const curriculum = exams.find(({ id }) => id === exam.exam);
	if (curriculum === undefined) return [`there is no exam "${exam.exam}" in competencies.yaml`];
	const problems: string[] = [];
	const { length } = exam.questions;
	if (length < QUESTIONS.min || length > QUESTIONS.max) {
		problems.push(`${length} questions, ${QUESTIONS.min} to ${QUESTIONS.max} are wanted`);
	}
	const sums = new Map<string | undefined, number>();
	for (const { exercise, domain, weight } of await askedQuestions(exam)) {
		sums.set(domain, (sums.get(domain) ?? 0) + weight);
		if (domain === undefined) problems.push(`"${exercise}" has no competency of ${exam.exam}`);
		if (!(await hasVariants(exercise))) problems.push(`"${exercise}" has no variants.yaml`);
		if (!exercise.startsWith(`${exam.exam}-`)) problems.push(`"${exercise}" is not called ${exam.exam}-…`);
		const tasks = (await loadExercise(exercise))?.tasks.length ?? 0;
		if (tasks > 3) problems.push(`"${exercise}" has ${tasks} parts, at most 3 are wanted`);
	}
	for (const { id, weight } of curriculum.domains) {
		const sum = sums.get(id) ?? 0;
		if (sum !== weight) problems.push(`${id} counts ${sum} per cent, in the curriculum ${weight}`);
	}
	return problems;
}
