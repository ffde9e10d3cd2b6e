import 'server-only';
import { examList } from '../exams/exam-list.ts';
import type { SearchEntry, SearchSection } from '../search/search-entry.ts';
import { allDrills, drillSkills } from './drills.ts';
import { exerciseText, loadExercise } from './exercises.ts';
import { allLessons, type Lesson, lessonText } from './lessons.ts';
import type { Locale } from './localized.ts';
import { plainProse, proseSections, taskTexts } from './prose-sections.ts';

/** All that is searched in one language: lessons in the roadmap's order, mock exams, drills. */
export async function searchEntries(locale: Locale): Promise<SearchEntry[]> {
	return (await Promise.all([lessonEntries(locale), examEntries(locale), drillEntries(locale)])).flat();
}

async function lessonEntries(locale: Locale): Promise<SearchEntry[]> {
	const lessons = await allLessons();
	return Promise.all(
		lessons.map(async ({ stage, lesson }) => ({
			kind: 'lesson' as const,
			href: `/lessons/${lesson.id}`,
			title: lesson.title[locale],
			stage: stage.title[locale],
			sections: await sectionsOf(lesson, locale),
		})),
	);
}

/** Mocks by their titles and the domains that they ask about; nothing of their questions. */
async function examEntries(locale: Locale): Promise<SearchEntry[]> {
	const exams = await examList(locale);
	return exams.flatMap(({ name, domains, mocks }) =>
		mocks.map(({ id, title }) => ({
			kind: 'exam' as const,
			href: `/exams/${id}`,
			title,
			stage: '',
			sections: [whole([name, ...domains.map((domain) => domain.title)].join(', '))],
		})),
	);
}

/** Drills by their titles, skills and what they ask for, in their original form. */
async function drillEntries(locale: Locale): Promise<SearchEntry[]> {
	const [drills, skills] = await Promise.all([allDrills(), drillSkills()]);
	return drills.map((drill) => {
		const names = skills.filter(({ id }) => drill.skills.includes(id)).map(({ title }) => title[locale]);
		return {
			kind: 'drill' as const,
			href: `/drills/${drill.id}`,
			title: drill.title[locale],
			stage: '',
			sections: [whole(`${plainProse(drill.text[locale])} (${names.join(', ')})`)],
		};
	});
}

function whole(text: string): SearchSection {
	return { kind: 'intro', heading: '', anchor: '', text };
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
