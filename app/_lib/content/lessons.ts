import 'server-only';
import { cached } from './cached.ts';
import { type LessonFile, lessonFileSchema } from './lesson-schema.ts';
import type { Locale } from './localized.ts';
import { outputFileSchema, type RecordedOutput } from './output-schema.ts';
import { type Question, questionFileSchema } from './question-schema.ts';
import { ContentError, readContent, readYaml } from './read-content.ts';
import { type Roadmap, roadmapFileSchema, type Stage } from './roadmap-schema.ts';

export interface Lesson extends LessonFile {
	/** "stage/lesson". */
	readonly id: string;
	readonly stage: string;
}

/** The roadmap. Throws ContentError when content/roadmap.yaml is missing or not as it must be. */
export async function loadRoadmap(): Promise<Roadmap> {
	return roadmap('');
}

/** A lesson on the roadmap; undefined when there is none of that name. */
export async function loadLesson(stage: string, lesson: string): Promise<Lesson | undefined> {
	const { stages } = await loadRoadmap();
	const known = stages.some(({ id, lessons }) => id === stage && lessons.includes(lesson));
	return known ? load(`${stage}/${lesson}`) : undefined;
}

/** All lessons in the roadmap's order, with their stages: what comes before and after which. */
export async function allLessons(): Promise<{ readonly stage: Stage; readonly lesson: Lesson }[]> {
	const { stages } = await loadRoadmap();
	const lessons = stages.flatMap((stage) =>
		stage.lessons.map(async (name) => ({ stage, lesson: await load(`${stage.id}/${name}`) })),
	);
	return Promise.all(lessons);
}

/** The lesson's prose as MDX. */
export async function lessonText(lesson: Lesson, locale: Locale): Promise<string> {
	const text = await readContent('lessons', lesson.id, `lesson.${locale}.mdx`);
	if (text === undefined)
		throw new ContentError(`content/lessons/${lesson.id}/lesson.${locale}.mdx: there is no such file`);
	return text;
}

/** The lesson in content/lessons/<id>, whether the roadmap lists it or not. Throws ContentError when it is not as it must be. */
export async function readLesson(id: string): Promise<Lesson> {
	return load(id);
}

/** The lesson's questions in their order; none when it has no questions.yaml. */
export async function lessonQuestions({ id }: Lesson): Promise<readonly Question[]> {
	return questions(id);
}

/** What the world answers to each run block of the lesson's prose, in their order; none when nothing is recorded. */
export async function lessonOutputs({ id }: Lesson): Promise<readonly RecordedOutput[]> {
	return outputs(id);
}

const questions = cached(async (id: string): Promise<readonly Question[]> => {
	return (await readYaml(questionFileSchema, 'lessons', id, 'questions.yaml'))?.questions ?? [];
});

const outputs = cached(async (id: string): Promise<readonly RecordedOutput[]> => {
	return (await readYaml(outputFileSchema, 'lessons', id, 'outputs.yaml'))?.outputs ?? [];
});

const roadmap = cached(async (): Promise<Roadmap> => {
	const file = await readYaml(roadmapFileSchema, 'roadmap.yaml');
	if (file === undefined) throw new ContentError('content/roadmap.yaml: there is no such file');
	return file;
});

const load = cached(async (id: string): Promise<Lesson> => {
	const file = await readYaml(lessonFileSchema, 'lessons', id, 'lesson.yaml');
	if (file === undefined) throw new ContentError(`content/lessons/${id}/lesson.yaml: there is no such file`);
	return { ...file, id, stage: id.split('/')[0] ?? '' };
});
