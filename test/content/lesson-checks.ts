import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDrillRef } from '../../app/_lib/content/drills.ts';
import { type Exercise, exerciseText, loadExercise } from '../../app/_lib/content/exercises.ts';
import { type Lesson, lessonOutputs, lessonQuestions, lessonText, readLesson } from '../../app/_lib/content/lessons.ts';
import { LOCALES } from '../../app/_lib/content/localized.ts';
import { ContentError } from '../../app/_lib/content/read-content.ts';
import { projectRoot } from '../../app/_lib/project-root.ts';
import { type Prose, readProse } from './prose.ts';

const OBJECTIVES: Range = [3, 5];
const FURTHER: Range = [1, 6];
const HINTS: Range = [2, 4];
const TASKS_MIN = 3;
/** An exam's question may be one task, and its hints are for practice only. */
const EXAM_QUESTION = /^(cka|ckad|cks)-/;
const EXAM_HINTS: Range = [0, 3];
const CALLOUTS = ['mistake', 'production', 'simulation', 'exam', 'note'];
const WANTED_CALLOUTS = ['mistake', 'production'];

type Range = readonly [number, number];

/** What is wrong with a lesson's files, without running anything. */
export async function lessonProblems(id: string): Promise<string[]> {
	try {
		const lesson = await readLesson(id);
		const exercise = await loadExercise(lesson.exercise);
		if (exercise === undefined) return [`there is no exercise "${lesson.exercise}"`];
		const [ko, en] = await Promise.all(
			LOCALES.map(async (locale) => readProse(`lesson.${locale}.mdx`, await lessonText(lesson, locale))),
		);
		if (ko === undefined || en === undefined) throw new Error('assertion failed: two languages');
		return [
			...differences('lesson', ko, en),
			...(await proseProblems('lesson.en.mdx', en)),
			...places('lesson.en.mdx', en.tasks, exercise),
			...outside('objectives', lesson.objectives.length, OBJECTIVES),
			...outside('further', lesson.further.length, FURTHER),
			...(en.runBlocks.length === 0 ? ['lesson.en.mdx: no command to run'] : []),
			...(await recordedProblems(lesson, en)),
		];
	} catch (error) {
		return [told(error)];
	}
}

/** What is wrong with an exercise's texts. Playgrounds have none. */
export async function exerciseProblems(id: string): Promise<string[]> {
	try {
		const exercise = await loadExercise(id);
		if (exercise === undefined) return ['there is no exercise.yaml'];
		if (exercise.tasks.length === 0) return [];
		if (isDrillRef(id)) return unlabelled(exercise);
		const forLesson = !EXAM_QUESTION.test(id);
		const [ko, en] = await Promise.all(
			LOCALES.map(async (locale) => readProse(`task.${locale}.mdx`, (await exerciseText(id, locale)) ?? '')),
		);
		if (ko === undefined || en === undefined) throw new Error('assertion failed: two languages');
		return [
			...(forLesson && exercise.tasks.length < TASKS_MIN
				? [`${exercise.tasks.length} tasks, ${TASKS_MIN} are wanted`]
				: []),
			...differences('task', ko, en),
			...places('task.en.mdx', en.tasks, exercise),
			...exercise.tasks.flatMap((task) =>
				outside(`hints of ${task.id}`, en.hints.get(task.id) ?? 0, forLesson ? HINTS : EXAM_HINTS),
			),
			...unlabelled(exercise),
		];
	} catch (error) {
		return [told(error)];
	}
}

/** Authors' mistakes become problems; everything else is a bug. */
function told(error: unknown): string {
	if (error instanceof ContentError || (error instanceof Error && /^\S+\.mdx:/.test(error.message)))
		return error.message;
	throw error;
}

/** Headings, blocks, figures, callouts and tasks must be the same in both languages, in the same order. */
function differences(name: string, ko: Prose, en: Prose): string[] {
	const at = ko.structure.findIndex((each, index) => each !== en.structure[index]);
	if (at < 0 && ko.structure.length === en.structure.length) {
		const block = ko.runBlocks.findIndex(({ command }, index) => command !== en.runBlocks[index]?.command);
		return block < 0 ? [] : [`${name}: the run block at line ${ko.runBlocks[block]?.line} of ko is another in en`];
	}
	const place = at < 0 ? ko.structure.length : at;
	const shown = (structure: readonly string[]) => structure[place] ?? 'the end';
	return [
		`${name}: ko and en part at their element ${place + 1}: ko has ${shown(ko.structure)}, en ${shown(en.structure)}`,
	];
}

async function proseProblems(name: string, { figures, callouts, links }: Prose): Promise<string[]> {
	const drawn = await figureNames();
	return [
		...figures.filter((each) => !drawn.has(each)).map((each) => `${name}: there is no figure "${each}"`),
		...callouts.filter((each) => !CALLOUTS.includes(each)).map((each) => `${name}: there is no callout "${each}"`),
		...WANTED_CALLOUTS.filter((each) => !callouts.includes(each)).map((each) => `${name}: no callout "${each}"`),
		...links.filter((each) => !each.startsWith('https://')).map((each) => `${name}: the link ${each} is not https`),
	];
}

/** The names in the table of figure.tsx, read as text: the drawings themselves need a browser's world. */
async function figureNames(): Promise<ReadonlySet<string>> {
	const source = await readFile(join(projectRoot(), 'app/_components/lesson/figures/figure.tsx'), 'utf8');
	const table = source.split('FIGURES')[1]?.split('};')[0] ?? '';
	return new Set([...table.matchAll(/^\s*'?(?<name>[a-z0-9-]+)'?: \w+,$/gm)].map(({ groups }) => groups?.name ?? ''));
}

/** Every task of the exercise once. */
function places(name: string, placed: readonly string[], { tasks }: Exercise): string[] {
	const ids = tasks.map(({ id }) => id);
	return [
		...placed.filter((each) => !ids.includes(each)).map((each) => `${name}: the exercise has no task "${each}"`),
		...ids
			.filter((id) => placed.filter((each) => each === id).length !== 1)
			.map((id) => `${name}: the task "${id}" must be there once`),
	];
}

function outside(what: string, count: number, [min, max]: Range): string[] {
	return count >= min && count <= max ? [] : [`${count} ${what}, ${min} to ${max} are wanted`];
}

function unlabelled({ tasks, texts }: Exercise): string[] {
	return tasks.flatMap(({ id, checks }) => {
		const labels = texts.find((each) => each.id === id)?.labels ?? {};
		return checks
			.filter((check) => labels[check.id] === undefined)
			.map((check) => `the check ${id}/${check.id} has no label`);
	});
}

async function recordedProblems(lesson: Lesson, { runBlocks }: Prose): Promise<string[]> {
	const [questions, outputs] = await Promise.all([lessonQuestions(lesson), lessonOutputs(lesson)]);
	const same =
		outputs.length === runBlocks.length && outputs.every(({ command }, index) => command === runBlocks[index]?.command);
	return [
		...(questions.length === 0 ? ['there is no questions.yaml'] : []),
		...(same ? [] : [`outputs.yaml is not of these run blocks: npm run -s content -- --record ${lesson.id}`]),
	];
}
