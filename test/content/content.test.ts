import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { exerciseIds } from '../../app/_lib/content/exercises.ts';
import { loadGlossary } from '../../app/_lib/content/glossary.ts';
import { loadRoadmap } from '../../app/_lib/content/lessons.ts';
import { contentPath } from '../../app/_lib/content/read-content.ts';
import { coverage, prerequisites } from './coverage.ts';
import { examProblems } from './exam-checks.ts';
import { planExercise } from './exercise-plan.ts';
import { exerciseProblems, lessonProblems } from './lesson-checks.ts';
import { koreanTexts, siteTexts, wrongWords } from './words.ts';

const { stages } = await loadRoadmap();
const exercises = await exerciseIds();
const lessons = stages.flatMap((stage) => stage.lessons.map((lesson) => `${stage.id}/${lesson}`));

describe('lessons are complete and the same in both languages', () => {
	test.each(lessons)('%s', async (id) => {
		expect(await lessonProblems(id)).toEqual([]);
	});
});

describe('exercises have what proves them, and texts in both languages', () => {
	test.each(exercises)('%s', async (id) => {
		expect(await exerciseProblems(id)).toEqual([]);
		if (id !== 'playground') expect((await planExercise(id)).problems).toEqual([]);
	});
});

test('what lessons and tasks say they teach exists, and prerequisites lead to a beginning', async () => {
	expect((await coverage()).problems).toEqual([]);
});

test('mock exams ask as the exams do', async () => {
	expect(await examProblems()).toEqual([]);
});

test('circles of prerequisites are found', () => {
	const lesson = (id: string, ...requires: string[]) => ({ id, requires });
	expect(prerequisites([lesson('a'), lesson('b', 'a', 'x')])).toEqual(['b: requires x, which is not on the roadmap']);
	expect(prerequisites([lesson('a', 'b'), lesson('b', 'a')])).toHaveLength(2);
});

test('folders of lessons belong to stages', async () => {
	const folders = await readdir(contentPath('lessons'));
	expect(folders.filter((name) => !stages.some(({ id }) => id === name))).toEqual([]);
});

test('Korean texts use the words of the glossary', async () => {
	expect(wrongWords(await loadGlossary(), [...(await koreanTexts()), ...(await siteTexts())])).toEqual([]);
});

test('a wrong word counts where a word begins, and not in code', () => {
	const terms = [{ id: 'pod', ko: '파드', en: 'Pod', not: ['포드'], definition: { ko: '', en: '' } }];
	const texts = ['포드를 봅니다', '스포드', '큰 포드'].map((text, index) => ({ place: `x:${index}`, text }));
	expect(wrongWords(terms, texts)).toEqual(['x:0: "포드" is "파드"', 'x:2: "포드" is "파드"']);
});
