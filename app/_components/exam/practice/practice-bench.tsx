import { getTranslations } from 'next-intl/server';
import { compileMdx } from '../../../_lib/content/compile-mdx.ts';
import { exerciseScripts } from '../../../_lib/content/exercise-scripts.ts';
import { type Exercise, exerciseText } from '../../../_lib/content/exercises.ts';
import type { Locale } from '../../../_lib/content/localized.ts';
import { mdxComponent } from '../../../_lib/content/mdx-component.ts';
import { ContentError } from '../../../_lib/content/read-content.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';
import { Bench } from '../../bench/bench.tsx';
import { BenchProvider } from '../../bench/bench-context.tsx';
import { TaskTitles } from '../../bench/task-titles.tsx';
import { exerciseTask } from '../../lesson/exercise-task.tsx';
import { LessonSolution } from '../../lesson/lesson-solution.tsx';
import { FullScreenButton, LessonView } from '../../lesson/lesson-view.tsx';
import { proseComponents } from '../../lesson/prose-components.tsx';
import { PracticeTimer } from './practice-timer.tsx';

interface PracticeBenchProps {
	readonly exercise: Exercise;
	/** The seed; undefined: the original. */
	readonly variant: string | undefined;
	/** Its share of the mock's time. */
	readonly minutes: number;
	readonly locale: Locale;
}

/** A question with everything an exam does not give: hints, the solution, map, timeline, tasks that turn green. */
export async function PracticeBench({ exercise, variant, minutes, locale }: PracticeBenchProps) {
	const t = await getTranslations('exams.practice');
	const sheet = await exerciseText(exercise.id, locale);
	if (sheet === undefined) throw new ContentError(`${exercise.id} has no task.${locale}.mdx`);
	const { solutions } = await exerciseScripts(exercise.id);
	const script = solutions.find(({ name }) => name === 'solution.sh')?.script ?? '';
	const keep = variant === undefined;
	const [sheetCode, solutionCode] = await Promise.all([
		compileMdx(sheet, keep),
		compileMdx(`\`\`\`bash\n${script}\n\`\`\``, keep),
	]);
	const Solution = mdxComponent(solutionCode);
	const order = exercise.texts.map(({ id }) => id);
	const Task = exerciseTask(exercise, order, locale, mdxComponent(sheetCode), proseComponents());
	const titles = Object.fromEntries(exercise.texts.map(({ id, title }) => [id, title[locale]]));
	return (
		<BenchProvider exercise={exercise.id} key={exercise.id}>
			<TaskTitles value={titles}>
				<LessonSolution solution={<Solution components={proseComponents()} />}>
					<LessonView
						prose={
							<article className="prose">
								<header className="lesson-head">
									<p className="lesson-where">
										<Link href="/exams/practice" prefetch={false}>
											{t('all')}
										</Link>
										<span className="lesson-actions">
											<FullScreenButton side="prose" />
										</span>
									</p>
									<h1>{exercise.title[locale]}</h1>
									<div className="practice-head">
										<span>{variant === undefined ? t('original') : t('variant', { seed: variant })}</span>
										<PracticeTimer minutes={minutes} />
									</div>
								</header>
								<h2 className="sr-only">{t('parts')}</h2>
								{exercise.texts.map(({ id }) => (
									<Task key={id} id={id} />
								))}
							</article>
						}
						bench={<Bench start="visible" actions={<FullScreenButton side="bench" />} />}
					/>
				</LessonSolution>
			</TaskTitles>
		</BenchProvider>
	);
}
