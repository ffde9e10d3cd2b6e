import 'server-only';
import type { SetupStep, Task, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import { loadExercise } from '../content/exercises.ts';
import { ContentError } from '../content/read-content.ts';
import { loadExam } from './exam-file.ts';
import { sittingQuestions } from './exam-questions.ts';
import type { Sitting } from './sittings.ts';

/** What the world of a sitting is made from, and how it is graded. */
export interface ExamWorld {
	readonly options: WorldOptions;
	readonly questions: readonly {
		/** A folder of content/exercises. */
		readonly exercise: string;
		/** "cka4183". */
		readonly host: string;
		/** Its parts; a task's id is its part's. */
		readonly tasks: readonly Task[];
	}[];
}

/**
 * The tasks of all questions, each under a name of its own: parts of two questions may have the same. `taskName` is the
 * name.
 */
export function examTasks({ questions }: Pick<ExamWorld, 'questions'>): Task[] {
	return questions.flatMap(({ tasks }, index) => tasks.map((task) => ({ ...task, id: taskName(index, task) })));
}

export function taskName(question: number, { id }: Task): string {
	return `${question}/${id}`;
}

/** The preset of the machine where one begins. */
const FIRST_MACHINE = { 'exam-2026': 'jump', classic: 'workstation' } as const;

/** From a question's machine one goes back to `base`, and not on to another machine. */
const NO_WAY_ON: SetupStep = {
	kind: 'script',
	script: `own=$(hostname)
keys='/root/.ssh/id_* /home/candidate/.ssh/id_*'
for host in $(awk '/^172\\./ { print $2 }' /etc/hosts); do
	[ "$host" = "$own" ] || ssh -o ConnectTimeout=2 "$host" "rm -f $keys" < /dev/null 2> /dev/null || true
done
rm -f $keys
`,
};

/** Undefined when the content has no such mock. Throws ContentError when it names exercises that there are not. */
export async function examWorld(sitting: Pick<Sitting, 'exam' | 'seed' | 'profile'>): Promise<ExamWorld | undefined> {
	const exam = await loadExam(sitting.exam);
	if (exam === undefined) return undefined;
	const questions = await Promise.all(
		sittingQuestions(exam, sitting.seed).map(async ({ ref, host }, index) => {
			const exercise = await loadExercise(ref);
			if (exercise === undefined)
				throw new ContentError(`content/exams/${exam.id}.yaml: there is no exercise "${ref}"`);
			return { exercise, host, folder: exam.questions[index]?.exercise ?? ref };
		}),
	);
	return {
		options: {
			preset: FIRST_MACHINE[sitting.profile],
			seed: `${exam.id}/${sitting.seed}`,
			clusters: questions.map(({ exercise: { preset, setup }, host }) => ({
				name: host,
				preset,
				setup: [...setup, NO_WAY_ON],
			})),
		},
		questions: questions.map(({ exercise, host, folder }) => ({
			exercise: folder,
			host,
			tasks: exercise.tasks.map((task) => ({ ...task, cluster: host })),
		})),
	};
}
