'use client';

import { useTranslations } from 'next-intl';
import { Link } from '../../_lib/i18n/navigation.ts';
import { TaskShape } from '../lesson/task-shape.tsx';
import { type LessonMeasure, lessonStanding } from '../progress/lesson-standing.ts';
import { useProgress } from '../progress/use-progress.ts';

export interface ShownLevel {
	readonly id: 'beginner' | 'intermediate' | 'advanced';
	readonly items: readonly ShownItem[];
}

export interface ShownItem {
	readonly id: string;
	readonly text: string;
	/** The lessons that teach it. */
	readonly lessons: readonly (LessonMeasure & { readonly href: string; readonly title: string })[];
}

/** What one can do by now: an item ticks itself off when every task of the lessons that teach it is won. */
export function Checklist({ levels }: { readonly levels: readonly ShownLevel[] }) {
	const t = useTranslations('checklist');
	return (
		<div className="checklist">
			{levels.map(({ id, items }) => (
				<section key={id} aria-labelledby={`checklist-${id}`}>
					<h3 id={`checklist-${id}`}>{t(id)}</h3>
					<ul>
						{items.map((item) => (
							<Item key={item.id} item={item} />
						))}
					</ul>
				</section>
			))}
		</div>
	);
}

function Item({ item }: { readonly item: ShownItem }) {
	const t = useTranslations('checklist');
	const progress = useProgress();
	const done = item.lessons.filter((lesson) => lessonStanding(lesson, progress).tasksDone).length;
	const all = item.lessons.length;
	const state = all === 0 ? 'none' : done === all ? 'done' : 'open';
	return (
		<li data-state={state}>
			<TaskShape state={state === 'done' ? 'won' : 'open'} />
			<div>
				<p>
					{item.text} <span className="checklist-state">{t(`state.${state}`, { done, all })}</span>
				</p>
				{all > 0 && (
					<p className="checklist-lessons">
						{item.lessons.map(({ id, href, title }) => (
							<Link key={id} href={href} prefetch={false}>
								{title}
							</Link>
						))}
					</p>
				)}
			</div>
		</li>
	);
}
