import 'server-only';
import { loadExercise } from './exercises.ts';
import { allLessons, loadRoadmap } from './lessons.ts';
import type { Locale } from './localized.ts';
import { ContentError } from './read-content.ts';

/** The roadmap with its lessons as the pages show it, in one language. */
export async function siteMap(locale: Locale) {
	const [{ stages }, lessons] = await Promise.all([loadRoadmap(), allLessons()]);
	const shown = await Promise.all(
		lessons.map(async ({ stage, lesson }) => {
			const exercise = await loadExercise(lesson.exercise);
			if (exercise === undefined) throw new ContentError(`${lesson.id}: there is no exercise "${lesson.exercise}"`);
			return {
				stage: stage.id,
				id: lesson.id,
				href: `/lessons/${lesson.id}`,
				title: lesson.title[locale],
				summary: lesson.summary[locale],
				minutes: lesson.minutes,
				exercise: lesson.exercise,
				tasks: exercise.tasks.length,
			};
		}),
	);
	return stages.map(({ id, number, title, summary, path, topics }) => ({
		id,
		number,
		title: title[locale],
		summary: summary[locale],
		path,
		topics: topics.map((topic) => topic[locale]),
		lessons: shown.filter(({ stage }) => stage === id),
	}));
}
