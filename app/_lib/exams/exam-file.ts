import 'server-only';
import { readdir } from 'node:fs/promises';
import { cached } from '../content/cached.ts';
import { type ExamFile, examFileSchema } from '../content/exam-schema.ts';
import { contentIdSchema } from '../content/localized.ts';
import { contentPath, readYaml } from '../content/read-content.ts';

/** A mock exam as content/exams has it. */
export interface Exam extends ExamFile {
	readonly id: string;
}

/** The ids of all mock exams, sorted. */
export async function examIds(): Promise<string[]> {
	const names = await readdir(contentPath('exams')).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	return names
		.filter((name) => name.endsWith('.yaml'))
		.map((name) => name.slice(0, -'.yaml'.length))
		.sort();
}

/** Undefined when there is none. Throws ContentError when it is not as it must be. */
export async function loadExam(id: string): Promise<Exam | undefined> {
	return contentIdSchema.safeParse(id).success ? load(id) : undefined;
}

const load = cached(async (id: string): Promise<Exam | undefined> => {
	const file = await readYaml(examFileSchema, 'exams', `${id}.yaml`);
	return file === undefined ? undefined : { id, ...file };
});
