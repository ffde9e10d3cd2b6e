import 'server-only';
import { readdir } from 'node:fs/promises';
import type { SetupStep } from '../../../simulator/sandbox/world-api.ts';
import { cached } from './cached.ts';
import { type DrillFile, type DrillSkill, drillGroupSchema, drillSchema, drillSkillsSchema } from './drill-schema.ts';
import { machineNames, parseExerciseRef } from './exercise-ref.ts';
import type { ExerciseScript, WrongScript } from './exercise-scripts.ts';
import type { Exercise } from './exercises.ts';
import type { Locale, Localized } from './localized.ts';
import { ContentError, contentPath, readYaml } from './read-content.ts';
import { chooseVariant, fillIn, UnknownParameter, type VariantValues } from './variants.ts';
import { worldCheck } from './world-check.ts';

/** The exercise of a drill is called so, before its seed: "drill-run-pod@3". */
export const DRILL_PREFIX = 'drill-';
const SKILLS = 'skills.yaml';
/** The one task of a drill. */
export const DRILL_TASK = 'drill';

/** A drill as it is read, with what it is as an exercise. */
export interface Drill {
	readonly id: string;
	readonly title: Localized;
	readonly skills: readonly string[];
	readonly competencies: readonly string[];
	readonly paceSeconds: number;
	/** Seeds make a difference. */
	readonly hasVariants: boolean;
	readonly text: Localized;
	readonly hints: readonly Localized[];
	/** bash; the first is shown. */
	readonly solutions: readonly string[];
	readonly equivalentMutants: Readonly<Record<string, string>>;
	readonly exercise: Exercise;
	readonly scripts: { readonly solutions: readonly ExerciseScript[]; readonly wrong: readonly WrongScript[] };
}

/** Whether an exercise's name is a drill's. */
export function isDrillRef(ref: string): boolean {
	return ref.startsWith(DRILL_PREFIX);
}

/** The name of a drill's exercise; a seed makes a variant of it. */
export function drillRef(id: string, seed?: number): string {
	return seed === undefined ? `${DRILL_PREFIX}${id}` : `${DRILL_PREFIX}${id}@${seed}`;
}

/** The drill whose exercise has that name; undefined when there is none. Throws ContentError when it is not as it must be. */
export async function loadDrill(ref: string): Promise<Drill | undefined> {
	return isDrillRef(ref) && parseExerciseRef(ref) !== undefined ? load(ref) : undefined;
}

/** All drills in their original form, in the order of files and in them. */
export async function allDrills(): Promise<Drill[]> {
	const drills = await Promise.all((await drillIds()).map((id) => loadDrill(drillRef(id))));
	return drills.filter((drill) => drill !== undefined);
}

/** Their ids. Throws ContentError when two have the same. */
export async function drillIds(): Promise<string[]> {
	return [...(await sources('')).keys()];
}

export async function drillSkills(): Promise<readonly DrillSkill[]> {
	return skills('');
}

const skills = cached(async (): Promise<readonly DrillSkill[]> => {
	const file = await readYaml(drillSkillsSchema, 'drills', SKILLS);
	if (file === undefined) throw new ContentError(`content/drills/${SKILLS}: there is no such file`);
	return file.skills;
});

type Source = ReturnType<typeof drillGroupSchema.parse>['drills'][number] & { readonly file: string };

/** By id, before parameters are filled in. */
const sources = cached(async (): Promise<ReadonlyMap<string, Source>> => {
	const files = (await readdir(contentPath('drills'))).filter((name) => name.endsWith('.yaml') && name !== SKILLS);
	const byId = new Map<string, Source>();
	for (const name of files.sort()) {
		const file = `content/drills/${name}`;
		for (const drill of (await readYaml(drillGroupSchema, 'drills', name))?.drills ?? []) {
			const other = byId.get(drill.id);
			if (other !== undefined) throw new ContentError(`${file}: "${drill.id}" is in ${other.file} as well`);
			byId.set(drill.id, { ...drill, file });
		}
	}
	return byId;
});

const load = cached(async (ref: string): Promise<Drill | undefined> => {
	const { folder = '', seed, host } = parseExerciseRef(ref) ?? {};
	const source = (await sources('')).get(folder.slice(DRILL_PREFIX.length));
	if (source === undefined) return undefined;
	const { file, ...raw } = source;
	const { parameters = {} } = raw;
	const values = new Map([...chooseVariant(parameters, folder, seed), ...Object.entries(machineNames(host))]);
	const drill = drillSchema.safeParse({ ...filled(raw, values, file), parameters: raw.parameters });
	if (!drill.success) {
		const issues = drill.error.issues.map(({ path, message }) => `${file}: ${raw.id}: ${path.join('.')}: ${message}`);
		throw new ContentError(issues.join('\n'));
	}
	const known = await drillSkills();
	const unknown = drill.data.skills.filter((skill) => !known.some(({ id }) => id === skill));
	if (unknown.length > 0) throw new ContentError(`${file}: ${raw.id}: there is no skill "${unknown.join('", "')}"`);
	return drillOf(ref, drill.data, host);
});

/** Everything but the parameters themselves with placeholders filled in. */
function filled(raw: object, values: VariantValues, file: string): object {
	const { parameters: _, ...rest } = raw as { parameters?: unknown; id: string };
	try {
		return fill(rest, values, 'en') as object;
	} catch (error) {
		if (!(error instanceof UnknownParameter)) throw error;
		throw new ContentError(`${file}: ${rest.id}: ${error.message}`);
	}
}

const WHOLE = /^@\{(?<name>[A-Za-z][A-Za-z0-9]*)(?:\.(?<field>[A-Za-z0-9]+))?\}$/;

/** What is nothing but the placeholder of a number becomes one, but where a text is wanted. */
const TEXTS = new Set(['quantity', 'contains', 'ko', 'en']);

/** Texts below `ko` are filled in in Korean. */
function fill(value: unknown, values: VariantValues, locale: Locale, below = ''): unknown {
	if (Array.isArray(value)) return value.map((each) => fill(each, values, locale, below));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, each]) => [key, fill(each, values, key === 'ko' ? 'ko' : locale, key)]),
		);
	}
	if (typeof value !== 'string' || TEXTS.has(below))
		return typeof value === 'string' ? fillIn(value, values, locale) : value;
	const { name = '', field } = WHOLE.exec(value)?.groups ?? {};
	const option = values.get(name);
	const whole = field === undefined ? option : (option as Readonly<Record<string, unknown>> | undefined)?.[field];
	return typeof whole === 'number' ? whole : fillIn(value, values, locale);
}

function drillOf(ref: string, drill: DrillFile, host: string | undefined): Drill {
	const { id, title, skills: tags, competencies, paceSeconds, parameters, text, hints, equivalentMutants } = drill;
	const exercise: Exercise = {
		id: ref,
		title,
		domain: 'drills',
		minutes: Math.ceil(paceSeconds / 60),
		preset: host === undefined ? drill.preset : `${drill.preset}@${host}`,
		terminals: [{ host: machineNames(host).controlplane }],
		setup: drill.setup.map(setupStep),
		tasks: [{ id: DRILL_TASK, points: 1, checks: drill.checks.map(worldCheck) }],
		texts: [
			{
				id: DRILL_TASK,
				...{ title, points: 1, hints, competencies },
				labels: Object.fromEntries(
					drill.checks.flatMap(({ id: check, label }) => (label === undefined ? [] : [[check, label]])),
				),
			},
		],
	};
	const named = (kind: string, scripts: readonly string[]) =>
		scripts.map((script, index) => ({ name: index === 0 ? `${kind}.sh` : `${kind}.${index + 1}.sh`, script }));
	const wrong = named(
		'wrong',
		drill.nearMisses.map(({ script }) => script),
	).map((each, index) => ({
		...each,
		fails: (drill.nearMisses[index]?.fails ?? []).map((check) => `${DRILL_TASK}/${check}`),
	}));
	return {
		...{ id, title, skills: tags, competencies, paceSeconds, text, hints, equivalentMutants, exercise },
		hasVariants: parameters !== undefined,
		solutions: drill.solutions,
		scripts: { solutions: named('solution', drill.solutions), wrong },
	};
}

function setupStep(step: DrillFile['setup'][number]): SetupStep {
	if (typeof step === 'string') return { kind: 'script', script: step };
	if ('fault' in step) return { kind: 'fault', fault: step };
	if ('manifest' in step) return { kind: 'manifest', yaml: step.manifest };
	const host = step.host === undefined ? {} : { host: step.host };
	if ('script' in step) return { kind: 'script', ...host, script: step.script };
	const mode = step.mode === undefined ? {} : { mode: Number.parseInt(step.mode, 8) };
	return { kind: 'file', ...host, path: step.file, content: step.content, ...mode };
}
