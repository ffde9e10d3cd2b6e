import { getTranslations } from 'next-intl/server';
import { allLessons } from '../../_lib/content/lessons.ts';
import { siteMap } from '../../_lib/content/site-map.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { LessonState } from '../roadmap/lesson-state.tsx';
import { InlineMarkdown } from './inline-markdown.tsx';
import type { LessonPageProps } from './lesson-page.tsx';
import { FullScreenButton } from './lesson-view.tsx';
import { PrintButton } from './print-button.tsx';

/** Where the lesson stands, what one can do after it, how long it takes, and what should come before. */
export async function LessonHead({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('lesson');
	const lessons = await allLessons();
	const stage = lessons.find((each) => each.lesson.id === lesson.id)?.stage;
	return (
		<header className="lesson-head">
			<p className="lesson-where">
				<Link href={stage === undefined ? '/roadmap' : `/roadmap#${stage.id}`} prefetch={false}>
					{t('roadmap')}
				</Link>
				{stage !== undefined && <span> / {stage.title[locale]}</span>}
				<span className="lesson-actions">
					<PrintButton />
					<FullScreenButton side="prose" />
				</span>
			</p>
			<h1>{lesson.title[locale]}</h1>
			<p className="lesson-summary">{lesson.summary[locale]}</p>
			<p className="lesson-facts">{t('minutes', { minutes: lesson.minutes })}</p>
			{lesson.objectives.length > 0 && (
				<ul className="objectives" aria-label={t('objectives')}>
					{lesson.objectives.map((objective) => (
						<li key={objective.en}>
							<InlineMarkdown text={objective[locale]} />
						</li>
					))}
				</ul>
			)}
			<Requires lesson={lesson} locale={locale} />
		</header>
	);
}

async function Requires({ lesson, locale }: LessonPageProps) {
	const t = await getTranslations('lesson');
	const known = (await siteMap(locale)).flatMap(({ lessons }) => lessons);
	const required = lesson.requires.flatMap((id) => known.find((each) => each.id === id) ?? []);
	if (required.length === 0) return null;
	return (
		<div className="requires">
			<h2 id="requires">{t('requires')}</h2>
			<ul aria-labelledby="requires">
				{required.map((each) => (
					<li key={each.id}>
						<Link href={each.href} prefetch={false} className="text-link">
							{each.title}
						</Link>
						<LessonState lesson={each} />
					</li>
				))}
			</ul>
		</div>
	);
}
