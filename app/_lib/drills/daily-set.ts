import { type DrillMemory, recall } from './scheduler.ts';

/** What choosing needs to know of a drill. */
export interface DrillMeasure {
	readonly id: string;
	readonly skills: readonly string[];
	readonly paceSeconds: number;
}

/** A drill that was done, for what it says of the skills. */
export interface DoneRun {
	readonly drill: string;
	readonly failed: boolean;
}

/** How long a day's set takes at the exam's pace. */
export const SET_SECONDS = 600;
/** Of these at most so many for what is due, as long as there is something weak or new. */
const DUE_SECONDS = 420;
/** And with what is weak at most so many, as long as there is something new. */
const WEAK_SECONDS = 510;
/** Due until so much later counts as due: a set is for the day, not for the minute. */
const AHEAD_MS = 12 * 3_600_000;
/** A skill is weak when so many of its recent runs failed. */
const WEAK_SHARE = 0.3;

interface Choice {
	readonly drills: readonly DrillMeasure[];
	readonly memories: ReadonlyMap<string, DrillMemory>;
	/** Of the last two weeks. */
	readonly recent: readonly DoneRun[];
	readonly now: Date;
}

/**
 * The day's drills: first what is due, the most forgotten first; then drills of skills that fail; then new ones, from
 * each skill in turn, the shortest first. Ten minutes in all.
 */
export function dailySet({ drills, memories, recent, now }: Choice): string[] {
	const seen = drills.flatMap((drill) => {
		const memory = memories.get(drill.id);
		return memory === undefined ? [] : [{ drill, memory, recall: recall(memory, now) }];
	});
	const soon = now.getTime() + AHEAD_MS;
	const byRecall = seen.sort((a, b) => a.recall - b.recall);
	const due = byRecall.filter(({ memory }) => memory.due.getTime() <= soon).map(({ drill }) => drill);
	const share = failureShares(drills, recent);
	const weakness = (drill: DrillMeasure) => Math.max(...drill.skills.map((skill) => share.get(skill) ?? 0));
	const fresh = inTurn(drills.filter(({ id }) => !memories.has(id)));
	const rested = byRecall.filter(({ memory }) => now.getTime() - (memory.lastReview?.getTime() ?? 0) > AHEAD_MS);
	const weak = [...rested.map(({ drill }) => drill), ...fresh]
		.filter((drill) => weakness(drill) >= WEAK_SHARE)
		.sort((a, b) => weakness(b) - weakness(a));

	const set = new DrillSetBuilder();
	set.add(due, weak.length + fresh.length > 0 ? DUE_SECONDS : SET_SECONDS);
	set.add(weak, fresh.length > 0 ? WEAK_SECONDS : SET_SECONDS);
	set.add(fresh, SET_SECONDS);
	set.add(due, SET_SECONDS);
	set.add(
		byRecall.map(({ drill }) => drill),
		SET_SECONDS,
	);
	return set.ids;
}

/** Takes what fits. */
class DrillSetBuilder {
	readonly ids: string[] = [];
	#seconds = 0;

	add(drills: readonly DrillMeasure[], limit: number): void {
		for (const { id, paceSeconds } of drills) {
			if (this.ids.includes(id) || this.#seconds + paceSeconds > limit) continue;
			this.ids.push(id);
			this.#seconds += paceSeconds;
		}
	}
}

/** By skill: which share of its recent runs failed. One failure among few says less than one among many says. */
export function failureShares(
	drills: readonly DrillMeasure[],
	recent: readonly DoneRun[],
): ReadonlyMap<string, number> {
	const runs = new Map<string, { all: number; failed: number }>();
	for (const { drill, failed } of recent) {
		for (const skill of drills.find(({ id }) => id === drill)?.skills ?? []) {
			const own = runs.get(skill) ?? { all: 0, failed: 0 };
			runs.set(skill, { all: own.all + 1, failed: own.failed + (failed ? 1 : 0) });
		}
	}
	return new Map([...runs].map(([skill, { all, failed }]) => [skill, failed / (all + 1)]));
}

/** One of each skill after the other, by the first of their skills, the shortest first. */
function inTurn(drills: readonly DrillMeasure[]): DrillMeasure[] {
	const bySkill = new Map<string, DrillMeasure[]>();
	for (const drill of [...drills].sort((a, b) => a.paceSeconds - b.paceSeconds)) {
		const skill = drill.skills[0] ?? '';
		bySkill.set(skill, [...(bySkill.get(skill) ?? []), drill]);
	}
	const queues = [...bySkill.values()];
	const longest = Math.max(0, ...queues.map(({ length }) => length));
	return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}
