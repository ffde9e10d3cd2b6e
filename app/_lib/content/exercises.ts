import 'server-only';
import { readdir } from 'node:fs/promises';
import type { SetupStep, Task } from '../../../simulator/sandbox/world-api.ts';
import { cached } from './cached.ts';
import { isDrillRef, loadDrill } from './drills.ts';
import { readExerciseFile, readExerciseYaml } from './exercise-files.ts';
import { machineNames, parseExerciseRef } from './exercise-ref.ts';
import { type ExerciseFile, exerciseFileSchema } from './exercise-schema.ts';
import type { Localized } from './localized.ts';
import { ContentError, contentPath } from './read-content.ts';
import { worldCheck } from './world-check.ts';

/** An exercise as the site and the worlds use it: files read, checks in the shape that a world grades. */
export interface Exercise {
	readonly id: string;
	readonly title: Localized;
	readonly domain: string;
	readonly minutes: number;
	readonly preset: string;
	readonly setup: readonly SetupStep[];
	readonly terminals: NonNullable<ExerciseFile['terminals']>;
	/** For the world: no texts. */
	readonly tasks: readonly Task[];
	/** For the page: the texts of the tasks, in the same order. */
	readonly texts: readonly TaskTexts[];
}

export interface TaskTexts {
	readonly id: string;
	readonly title: Localized;
	readonly points: number;
	readonly hints: readonly Localized[];
	/** "exam/domain/competency". */
	readonly competencies: readonly string[];
	/** By check id; a check without a label shows its evidence only. */
	readonly labels: Readonly<Record<string, Localized>>;
}

/**
 * The exercise in content/exercises/<id>, or the variant of it that `id` names (exercise-ref.ts); "drill-<id>" is a drill of
 * content/drills. Undefined when there is none.
 * Throws ContentError when it is not as it must be.
 */
export async function loadExercise(id: string): Promise<Exercise | undefined> {
	if (isDrillRef(id)) return (await loadDrill(id))?.exercise;
	return parseExerciseRef(id) === undefined ? undefined : load(id);
}

/** The ids of all exercises, sorted. */
export async function exerciseIds(): Promise<string[]> {
	const entries = await readdir(contentPath('exercises'), { withFileTypes: true });
	return entries
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
}

/** The task sheet, as MDX. */
export async function exerciseText(id: string, locale: string): Promise<string | undefined> {
	return readExerciseFile(id, `task.${locale}.mdx`);
}

const load = cached(async (id: string): Promise<Exercise | undefined> => {
	const file = await readExerciseYaml(exerciseFileSchema, id, 'exercise.yaml');
	if (file === undefined) return undefined;
	const { title, domain, minutes } = file;
	const host = parseExerciseRef(id)?.host;
	const preset = host === undefined ? file.preset : `${file.preset}@${host}`;
	return {
		id,
		title,
		domain,
		minutes,
		preset,
		terminals: file.terminals ?? [{ host: machineNames(host).controlplane }],
		setup: await Promise.all(file.setup.map((step) => setupStep(id, step))),
		tasks: file.tasks.map((task) => ({ id: task.id, points: task.points, checks: task.checks.map(worldCheck) })),
		texts: file.tasks.map((task) => ({
			id: task.id,
			title: task.title,
			points: task.points,
			hints: task.hints,
			competencies: task.competencies,
			labels: Object.fromEntries(
				task.checks.flatMap(({ id: check, label }) => (label === undefined ? [] : [[check, label]])),
			),
		})),
	};
});

async function setupStep(id: string, step: ExerciseFile['setup'][number]): Promise<SetupStep> {
	if (step.kind === 'fault') return { kind: 'fault', fault: step.fault };
	const text = async (inline: string | undefined) => {
		if (step.from === undefined) return inline ?? '';
		const content = await readExerciseFile(id, step.from);
		if (content === undefined) throw new ContentError(`content/exercises/${id}/${step.from}: there is no such file`);
		return content;
	};
	const host = 'host' in step && step.host !== undefined ? { host: step.host } : {};
	if (step.kind === 'script') return { kind: 'script', ...host, script: await text(step.script) };
	if (step.kind === 'manifest') return { kind: 'manifest', yaml: await text(step.yaml) };
	const mode = step.mode === undefined ? {} : { mode: Number.parseInt(step.mode, 8) };
	return { kind: 'file', ...host, path: step.path, content: await text(step.content), ...mode };
}
