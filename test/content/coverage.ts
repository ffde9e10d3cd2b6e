import { loadChecklist, loadCompetencies } from '../../app/_lib/content/catalogues.ts';
import { allLessons, loadRoadmap } from '../../app/_lib/content/lessons.ts';
import { allExercises } from './all-exercises.ts';

/** What the course must teach, and which lessons and tasks say that they do. */
export interface Coverage {
	/** Ids that do not exist, prerequisites in a circle. */
	readonly problems: readonly string[];
	readonly stages: readonly Amount[];
	readonly tasks: Amount;
	readonly groups: readonly Group[];
}

interface Amount {
	readonly name: string;
	readonly there: number;
	readonly wanted: number;
}

export interface Group {
	readonly name: string;
	readonly items: number;
	readonly missing: readonly string[];
}

const TASKS_WANTED = 120;
/** Stages that two lessons are enough for. */
const SHORT_STAGES = new Set(['10', '11', '12', '14']);

export async function coverage(): Promise<Coverage> {
	const [{ stages }, checklist, competencies, listed, { exercises }] = await Promise.all([
		loadRoadmap(),
		loadChecklist(),
		loadCompetencies(),
		allLessons(),
		allExercises(),
	]);
	const lessons = listed.map(({ lesson }) => lesson);
	const used = new Set(lessons.map(({ exercise }) => exercise));
	const tasks = exercises.flatMap(({ id, texts }) => texts.map((task) => ({ ...task, name: `${id}/${task.id}` })));
	const inLessons = exercises.filter(({ id }) => used.has(id));

	const known = {
		topics: stages.flatMap(({ id, topics }) => topics.map((topic) => `${id}/${topic.id}`)),
		checklist: checklist.levels.flatMap(({ id, items }) => items.map((item) => `${id}/${item.id}`)),
		competencies: competencies.exams.map(({ id: exam, name, domains }) => ({
			name,
			ids: domains.flatMap(({ id, competencies: all }) => all.map((each) => `${exam}/${id}/${each.id}`)),
		})),
	};
	const exam = known.competencies.flatMap((each) => each.ids);
	const claims = [
		...lessons.flatMap(({ id, topics }) => unknown(id, 'topic', topics, known.topics)),
		...lessons.flatMap(({ id, checklist: items }) => unknown(id, 'checklist item', items, known.checklist)),
		...lessons.flatMap(({ id, competencies: all }) => unknown(id, 'competency', all, exam)),
		...tasks.flatMap(({ name, competencies: all }) => unknown(name, 'competency', all, exam)),
	];
	const group = (name: string, all: readonly string[], taught: readonly (readonly string[])[]): Group => {
		const there = new Set(taught.flat());
		return { name, items: all.length, missing: all.filter((each) => !there.has(each)) };
	};
	return {
		problems: [...claims, ...prerequisites(lessons)],
		stages: stages.map(({ number, title, lessons: names }) => ({
			name: `${number}. ${title.en}`,
			there: names.length,
			wanted: SHORT_STAGES.has(number) ? 2 : 3,
		})),
		tasks: {
			name: 'tasks in lessons',
			there: inLessons.reduce((sum, each) => sum + each.tasks.length, 0),
			wanted: TASKS_WANTED,
		},
		groups: [
			group(
				'topics of the roadmap, by lessons',
				known.topics,
				lessons.map(({ topics }) => topics),
			),
			group(
				'checklist, by lessons',
				known.checklist,
				lessons.map(({ checklist: items }) => items),
			),
			...known.competencies.flatMap(({ name, ids: all }) => [
				group(
					`${name}, by lessons`,
					all,
					lessons.map((each) => each.competencies),
				),
				group(
					`${name}, by tasks`,
					all,
					tasks.map((each) => each.competencies),
				),
			]),
		],
	};
}

function unknown(who: string, what: string, claimed: readonly string[], known: readonly string[]): string[] {
	return claimed.filter((each) => !known.includes(each)).map((each) => `${who}: there is no ${what} "${each}"`);
}

interface Required {
	readonly id: string;
	readonly requires: readonly string[];
}

/** Prerequisites must exist on the roadmap and lead back to a beginning. */
export function prerequisites(lessons: readonly Required[]): string[] {
	const byId = new Map(lessons.map((each) => [each.id, each]));
	const missing = lessons.flatMap(({ id, requires }) =>
		requires.filter((each) => !byId.has(each)).map((each) => `${id}: requires ${each}, which is not on the roadmap`),
	);
	const circles = lessons.flatMap(({ id }) => {
		const seen = new Set<string>();
		const queue = [...(byId.get(id)?.requires ?? [])];
		for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
			if (each === id) return [`${id}: requires itself in the end`];
			if (seen.has(each)) continue;
			seen.add(each);
			queue.push(...(byId.get(each)?.requires ?? []));
		}
		return [];
	});
	return [...missing, ...circles];
}
