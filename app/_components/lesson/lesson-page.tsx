import { compileMdx } from '../../_lib/content/compile-mdx.ts';
import { exerciseScripts } from '../../_lib/content/exercise-scripts.ts';
import { exerciseText, loadExercise } from '../../_lib/content/exercises.ts';
import { type Lesson, lessonOutputs, lessonText } from '../../_lib/content/lessons.ts';
import type { Locale } from '../../_lib/content/localized.ts';
import { mdxComponent } from '../../_lib/content/mdx-component.ts';
import { tasksIn } from '../../_lib/content/prose-sections.ts';
import { ContentError } from '../../_lib/content/read-content.ts';
import { Bench } from '../bench/bench.tsx';
import { BenchProvider } from '../bench/bench-context.tsx';
import { TaskTitles } from '../bench/task-titles.tsx';
import { exerciseTask } from './exercise-task.tsx';
import { LessonFoot } from './lesson-foot.tsx';
import { LessonHead } from './lesson-head.tsx';
import { LessonPosition } from './lesson-position.tsx';
import { LessonProgress } from './lesson-progress.tsx';
import { LessonQuestions } from './lesson-questions.tsx';
import { LessonSolution } from './lesson-solution.tsx';
import { FullScreenButton, LessonView } from './lesson-view.tsx';
import { proseComponents } from './prose-components.tsx';

export interface LessonPageProps {
	readonly lesson: Lesson;
	readonly locale: Locale;
}

/** Everything of a lesson. Throws ContentError (at build time) for what is missing in its content. */
export async function LessonPage({ lesson, locale }: LessonPageProps) {
	const exercise = await loadExercise(lesson.exercise);
	if (exercise === undefined) throw new ContentError(`${lesson.id}: there is no exercise "${lesson.exercise}"`);
	const sheet = await exerciseText(exercise.id, locale);
	if (sheet === undefined)
		throw new ContentError(`content/exercises/${exercise.id}/task.${locale}.mdx: there is no such file`);
	const { solutions } = await exerciseScripts(exercise.id);
	const script = solutions.find(({ name }) => name === 'solution.sh')?.script ?? '';
	const prose = await lessonText(lesson, locale);
	const [Prose, Sheet, Solution] = await Promise.all(
		[prose, sheet, `\`\`\`bash\n${script}\n\`\`\``].map(async (text) => mdxComponent(await compileMdx(text))),
	);
	if (Prose === undefined || Sheet === undefined || Solution === undefined)
		throw new Error('assertion failed: three texts');
	const outputs = await lessonOutputs(lesson);
	const ExerciseTask = exerciseTask(exercise, tasksIn(prose), locale, Sheet, proseComponents());
	const titles = Object.fromEntries(exercise.texts.map(({ id, title }) => [id, title[locale]]));
	return (
		<BenchProvider exercise={exercise.id} key={lesson.id}>
			<TaskTitles value={titles}>
				<LessonSolution solution={<Solution components={proseComponents()} />}>
					<LessonView
						prose={
							<article className="prose">
								<LessonHead lesson={lesson} locale={locale} />
								<Prose components={{ ...proseComponents(outputs), ExerciseTask }} />
								<LessonQuestions lesson={lesson} locale={locale} />
								<LessonProgress lesson={lesson.id} />
								<LessonPosition lesson={lesson.id} />
								<LessonFoot lesson={lesson} locale={locale} />
							</article>
						}
						bench={<Bench start="visible" actions={<FullScreenButton side="bench" />} />}
					/>
				</LessonSolution>
			</TaskTitles>
		</BenchProvider>
	);
}
