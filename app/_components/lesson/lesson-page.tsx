import { getTranslations } from 'next-intl/server';
import { compileMdx } from '../../_lib/content/compile-mdx.ts';
import { exerciseScripts } from '../../_lib/content/exercise-scripts.ts';
import { exerciseText, loadExercise } from '../../_lib/content/exercises.ts';
import { allLessons, type Lesson, lessonText } from '../../_lib/content/lessons.ts';
import type { Locale } from '../../_lib/content/localized.ts';
import { mdxComponent } from '../../_lib/content/mdx-component.ts';
import { ContentError } from '../../_lib/content/read-content.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { Bench } from '../bench/bench.tsx';
import { BenchProvider } from '../bench/bench-context.tsx';
import { TaskTitles } from '../bench/task-titles.tsx';
import { exerciseTask } from './exercise-task.tsx';
import { LessonProgress } from './lesson-progress.tsx';
import { LessonSolution } from './lesson-solution.tsx';
import { FullScreenButton, LessonView } from './lesson-view.tsx';
import { PROSE_COMPONENTS } from './prose-components.tsx';

interface LessonPageProps {
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
	const [Prose, Sheet, Solution] = await Promise.all(
		[await lessonText(lesson, locale), sheet, `\`\`\`bash\n${script}\n\`\`\``].map(async (text) =>
			mdxComponent(await compileMdx(text)),
		),
	);
	if (Prose === undefined || Sheet === undefined || Solution === undefined)
		throw new Error('assertion failed: three texts');
	const ExerciseTask = exerciseTask(exercise, locale, Sheet, PROSE_COMPONENTS);
	const titles = Object.fromEntries(exercise.texts.map(({ id, title }) => [id, title[locale]]));
	return (
		<BenchProvider exercise={exercise.id} key={lesson.id}>
			<TaskTitles value={titles}>
				<LessonSolution solution={<Solution components={PROSE_COMPONENTS} />}>
					<LessonView
						prose={
							<article className="prose">
								<LessonHead lesson={lesson} locale={locale} />
								<Prose components={{ ...PROSE_COMPONENTS, ExerciseTask }} />
								<LessonProgress lesson={lesson.id} />
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

async function LessonHead({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('lesson');
	const lessons = await allLessons();
	const stage = lessons.find((each) => each.lesson.id === lesson.id)?.stage;
	return (
		<header className="lesson-head">
			<p className="lesson-where">
				<Link href="/roadmap" prefetch={false}>
					{t('roadmap')}
				</Link>
				{stage !== undefined && <span> / {stage.title[locale]}</span>}
				<FullScreenButton side="prose" />
			</p>
			<h1>{lesson.title[locale]}</h1>
			<p className="lesson-summary">{lesson.summary[locale]}</p>
			<p className="lesson-facts">{t('minutes', { minutes: lesson.minutes })}</p>
			{lesson.objectives.length > 0 && (
				<ul className="objectives" aria-label={t('objectives')}>
					{lesson.objectives.map((objective) => (
						<li key={objective.en}>{objective[locale]}</li>
					))}
				</ul>
			)}
		</header>
	);
}

async function LessonFoot({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('lesson');
	const lessons = (await allLessons()).map((each) => each.lesson);
	const at = lessons.findIndex(({ id }) => id === lesson.id);
	const before = lessons[at - 1];
	const after = lessons[at + 1];
	return (
		<nav className="lesson-foot" aria-label={t('neighbours')}>
			{before !== undefined && (
				<Link href={`/lessons/${before.id}`} prefetch={false} className="lesson-before">
					<small>{t('before')}</small> {before.title[locale]}
				</Link>
			)}
			{after !== undefined && (
				<Link href={`/lessons/${after.id}`} prefetch={false} className="lesson-after">
					<small>{t('after')}</small> {after.title[locale]}
				</Link>
			)}
		</nav>
	);
}
