import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { LessonState } from './lesson-state.tsx';
import type { RoadmapStage } from './roadmap-stage.ts';

/** The stages as a line with stops; topics branch off; stages without lessons say so. */
export function RoadmapMap({ stages }: { readonly stages: readonly RoadmapStage[] }) {
	return (
		<ol className="line-map">
			{stages.map((stage) => (
				<Stop key={stage.id} stage={stage} />
			))}
		</ol>
	);
}

function Stop({ stage }: { readonly stage: RoadmapStage }) {
	const t = useTranslations('roadmap');
	const { id, number, title, summary, path, topics, lessons } = stage;
	const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
	return (
		<li className="stop" data-path={path} data-open={lessons.length > 0} id={id}>
			<span className="stop-mark" aria-hidden="true">
				{number}
			</span>
			<div className="stop-body">
				<h2>{title}</h2>
				<p className="stop-facts">
					<span className="path-word">{t(`path.${path}`)}</span>
					{lessons.length > 0 ? (
						<span>{t('facts', { lessons: lessons.length, minutes })}</span>
					) : (
						<span>{t('none')}</span>
					)}
				</p>
				<p className="stop-summary">{summary}</p>
				{lessons.length > 0 && (
					<ol className="stop-lessons">
						{lessons.map((lesson) => (
							<li key={lesson.id}>
								<Link href={lesson.href}>
									<span className="stop-lesson-title">{lesson.title}</span>
									<span className="stop-lesson-facts">{t('minutes', { minutes: lesson.minutes })}</span>
								</Link>
								<LessonState lesson={lesson} />
							</li>
						))}
					</ol>
				)}
			</div>
			{topics.length > 0 && (
				<ul className="branches" aria-label={t('topics', { stage: title })}>
					{topics.map((topic) => (
						<li key={topic}>{topic}</li>
					))}
				</ul>
			)}
		</li>
	);
}
