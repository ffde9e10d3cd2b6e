import 'server-only';
import type { SearchEntry, SearchSection } from '../search/search-entry.ts';
import { exerciseText, loadExercise } from './exercises.ts';
import { allLessons, type Lesson, lessonText } from './lessons.ts';
import type { Locale } from './localized.ts';
import { proseSections, taskTexts } from './prose-sections.ts';

/** All lessons as they are searched in one language, in the roadmap's order. */
export async function searchEntries(locale: Locale): Promise<SearchEntry[]> {
	const lessons = await allLessons();
	return Promise.all(
		lessons.map(async ({ stage, lesson }) => ({
			id: lesson.id,
			title: lesson.title[locale],
			stage: stage.title[locale],
			sections: await sectionsOf(lesson, locale),
		})),
	);
}

/** The prose's sections, each followed by the tasks that stand in it. */
async function sectionsOf(lesson: Lesson, locale: Locale): Promise<SearchSection[]> {
	const [prose, sheet, exercise] = await Promise.all([
		lessonText(lesson, locale),
		exerciseText(lesson.exercise, locale),
		loadExercise(lesson.exercise),
	]);
	const texts = taskTexts(sheet ?? '');
	return proseSections(prose).flatMap(({ heading, anchor, text, tasks }, index) => {
		const intro = [lesson.summary[locale], ...lesson.objectives.map((each) => each[locale]), text].join(' ');
		return [
			{ kind: index === 0 ? 'intro' : 'section', heading, anchor, text: index === 0 ? intro : text } as const,
			...tasks.map((id) => ({
				kind: 'task' as const,
				heading: exercise?.texts.find((task) => task.id === id)?.title[locale] ?? '',
				anchor: `task-${id}`,
				text: texts.get(id) ?? '',
			})),
		];
	});
}
