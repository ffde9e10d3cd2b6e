import 'server-only';
import { loadCompetencies } from './catalogues.ts';
import { loadExercise } from './exercises.ts';
import { allLessons, type Lesson, lessonQuestions, loadRoadmap } from './lessons.ts';
import type { Locale } from './localized.ts';
import { ContentError } from './read-content.ts';

/** A lesson as the map, the home page and the palette show it, in one language. */
export interface MapLesson {
	/** "stage/lesson". */
	readonly id: string;
	readonly stage: string;
	readonly href: string;
	readonly title: string;
	readonly summary: string;
	readonly minutes: number;
	readonly exercise: string;
	/** How many tasks it has. */
	readonly tasks: number;
	/** The ids of its questions. */
	readonly questions: readonly string[];
	/** Items of the checklist that it teaches: "level/item". */
	readonly checklist: readonly string[];
	/** Domains of the exams that it prepares for, in the exams' order. */
	readonly domains: readonly DomainOfLesson[];
}

export interface DomainOfLesson {
	readonly exam: string;
	/** Which of the exam's domains, from 1: the map's colour. */
	readonly number: number;
	readonly title: string;
}

export type MapStage = Awaited<ReturnType<typeof siteMap>>[number];

/** The roadmap with its lessons as the pages show it, in one language. */
export async function siteMap(locale: Locale) {
	const [{ stages }, all] = await Promise.all([loadRoadmap(), allLessons()]);
	const lessons = await Promise.all(all.map(({ lesson }) => mapLesson(lesson, locale)));
	const taught = (topic: string) =>
		all.flatMap(({ lesson }, index) => (lesson.topics.includes(topic) ? [lessons[index]] : []));
	return stages.map(({ id, number, title, summary, path, topics }) => ({
		id,
		number,
		title: title[locale],
		summary: summary[locale],
		path,
		topics: topics.map((topic) => ({
			id: topic.id,
			title: topic[locale],
			lessons: taught(`${id}/${topic.id}`).flatMap((lesson) =>
				lesson === undefined ? [] : [{ href: lesson.href, title: lesson.title }],
			),
		})),
		lessons: lessons.filter(({ stage }) => stage === id),
		unlocks: stages
			.filter((other) => other.id !== id && (other.after.includes(id) || leadsTo(all, id, other.id)))
			.map((other) => ({ id: other.id, title: other.title[locale] })),
	}));
}

async function mapLesson(lesson: Lesson, locale: Locale): Promise<MapLesson> {
	const exercise = await loadExercise(lesson.exercise);
	if (exercise === undefined) throw new ContentError(`${lesson.id}: there is no exercise "${lesson.exercise}"`);
	const { exams } = await loadCompetencies();
	const domains = exams.flatMap((exam) =>
		exam.domains.flatMap((domain, index) => {
			const asked = lesson.competencies.some((each) => each.startsWith(`${exam.id}/${domain.id}/`));
			return asked ? [{ exam: exam.id, number: index + 1, title: domain.title[locale] }] : [];
		}),
	);
	return {
		stage: lesson.stage,
		id: lesson.id,
		href: `/lessons/${lesson.id}`,
		title: lesson.title[locale],
		summary: lesson.summary[locale],
		minutes: lesson.minutes,
		exercise: lesson.exercise,
		tasks: exercise.tasks.length,
		questions: (await lessonQuestions(lesson)).map(({ id }) => id),
		checklist: lesson.checklist,
		domains,
	};
}

/** Whether some lesson of the stage `to` asks for one of the stage `from`. */
function leadsTo(all: readonly { readonly lesson: Lesson }[], from: string, to: string): boolean {
	return all.some(({ lesson }) => lesson.stage === to && lesson.requires.some((id) => id.startsWith(`${from}/`)));
}
