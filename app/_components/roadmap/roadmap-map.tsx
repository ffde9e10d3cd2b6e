import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import type { MapLesson, MapStage } from '../../_lib/content/site-map.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import type { LessonMeasure } from '../progress/lesson-standing.ts';
import { LessonState } from './lesson-state.tsx';
import type { ResumableLesson } from './resume.tsx';
import { StageMark, StageProgress } from './stage-progress.tsx';

interface RoadmapMapProps {
	readonly stages: readonly MapStage[];
	readonly exams: readonly string[];
}

/** The stages as a line with stops; topics branch off; stages without lessons say so. */
export function RoadmapMap({ stages, exams }: RoadmapMapProps) {
	return (
		<ol className="line-map">
			{stages.map((stage) => (
				<Stop key={stage.id} stage={stage} exams={exams} />
			))}
		</ol>
	);
}

function Stop({ stage, exams }: { readonly stage: MapStage; readonly exams: readonly string[] }) {
	const t = useTranslations('roadmap');
	const { id, number, title, summary, path, topics, lessons, unlocks } = stage;
	const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
	const measures = lessons.map(measureOf);
	return (
		<li className="stop" data-path={path} data-open={lessons.length > 0} id={id} style={coloursOf(lessons, exams)}>
			<StageMark number={number} lessons={measures} />
			<div className="stop-body">
				<h2>{title}</h2>
				<p className="stop-facts">
					<span className="path-word">{t(`path.${path}`)}</span>
					{lessons.length > 0 ? (
						<>
							<span>
								{t('facts', { lessons: lessons.length, hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
							</span>
							<StageProgress lessons={measures} />
						</>
					) : (
						<span>{t('none')}</span>
					)}
				</p>
				<p className="stop-summary">{summary}</p>
				{lessons.length > 0 && (
					<ol className="stop-lessons">
						{lessons.map((lesson) => (
							<LessonRow key={lesson.id} lesson={lesson} />
						))}
					</ol>
				)}
				{unlocks.length > 0 && (
					<p className="stop-unlocks">
						{t('unlocks')}{' '}
						{unlocks.map((next) => (
							<a key={next.id} href={`#${next.id}`}>
								{next.title}
							</a>
						))}
					</p>
				)}
			</div>
			{topics.length > 0 && <Branches stage={title} topics={topics} />}
		</li>
	);
}

function LessonRow({ lesson }: { readonly lesson: MapLesson }) {
	const t = useTranslations('roadmap');
	return (
		<li>
			<div className="stop-lesson">
				<Link href={lesson.href} prefetch={false}>
					<span className="stop-lesson-title">{lesson.title}</span>
				</Link>
				<span className="stop-lesson-facts">{t('minutes', { minutes: lesson.minutes })}</span>
				{lesson.domains.map(({ exam, number, title }) => (
					<span key={`${exam}/${number}`} className="domain-chip" data-exam={exam} data-domain={number}>
						{title}
					</span>
				))}
			</div>
			<LessonState lesson={measureOf(lesson)} />
		</li>
	);
}

/** Deep dives: a link to the lesson that has a section on it; those that no lesson teaches yet stand there without. */
function Branches({ stage, topics }: { readonly stage: string; readonly topics: MapStage['topics'] }) {
	const t = useTranslations('roadmap');
	return (
		<ul className="branches" aria-label={t('topics', { stage })}>
			{topics.map(({ id, title, lessons: [lesson] }) => (
				<li key={id} data-taught={lesson !== undefined}>
					{lesson === undefined ? (
						<>
							{title} <span className="sr-only">{t('topicNone')}</span>
						</>
					) : (
						<Link href={lesson.href} prefetch={false} title={lesson.title}>
							{title}
						</Link>
					)}
				</li>
			))}
		</ul>
	);
}

/** What the client needs of a lesson to say how far the visitor is. */
export function measureOf({ id, exercise, tasks, questions }: MapLesson): LessonMeasure {
	return { id, exercise, tasks, questions };
}

/** What the client needs of it to lead there. */
export function resumable(lesson: MapLesson): ResumableLesson {
	const { href, title, minutes } = lesson;
	return { ...measureOf(lesson), href, title, minutes };
}

/** For each exam the colour of the domain that most of the stage's lessons prepare for: `--in-cka: var(--domain-3)`. */
function coloursOf(lessons: readonly MapLesson[], exams: readonly string[]): CSSProperties {
	const colours: Record<string, string> = {};
	for (const exam of exams) {
		const counts = new Map<number, number>();
		const domains = lessons.flatMap((lesson) => lesson.domains.filter((domain) => domain.exam === exam));
		for (const { number } of domains) counts.set(number, (counts.get(number) ?? 0) + 1);
		const [most] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
		if (most !== undefined) colours[`--in-${exam}`] = `var(--domain-${most[0]})`;
	}
	return colours as CSSProperties;
}
