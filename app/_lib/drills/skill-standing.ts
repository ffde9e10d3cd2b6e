import { type DoneRun, type DrillMeasure, failureShares } from './daily-set.ts';
import { type DrillMemory, recall } from './scheduler.ts';

/** How somebody stands in a skill. */
export interface SkillStanding {
	readonly skill: string;
	readonly drills: number;
	/** Of these were done at least once. */
	readonly seen: number;
	/** The mean chance, 0 to 1, that one of them would be managed now; those never done count as 0. */
	readonly strength: number;
	readonly state: 'new' | 'weak' | 'growing' | 'firm';
}

const WEAK_SHARE = 0.3;
const FIRM = 0.8;

/** The standing in each skill that some drill practises, in the order of `skills`. */
export function skillStandings(
	skills: readonly string[],
	drills: readonly DrillMeasure[],
	memories: ReadonlyMap<string, DrillMemory>,
	recent: readonly DoneRun[],
	now: Date,
): SkillStanding[] {
	const shares = failureShares(drills, recent);
	return skills.flatMap((skill) => {
		const own = drills.filter((drill) => drill.skills.includes(skill));
		if (own.length === 0) return [];
		const known = own.flatMap(({ id }) => memories.get(id) ?? []);
		const strength = known.reduce((sum, memory) => sum + recall(memory, now), 0) / own.length;
		const weak = (shares.get(skill) ?? 0) >= WEAK_SHARE;
		const rising = strength >= FIRM ? 'firm' : 'growing';
		const state = known.length === 0 ? 'new' : weak ? 'weak' : rising;
		return [{ skill, drills: own.length, seen: known.length, strength, state } as const];
	});
}
