import { SERVER_LIMITS } from '../limits.ts';

/** A world in memory. */
interface Parkable {
	readonly live: { readonly attended: boolean };
	/** Whose it is; undefined: opened for nobody in particular. */
	readonly userId: string | undefined;
}

/**
 * Which of a user's worlds are to be forgotten before one more is opened: who goes through one exercise after another
 * takes no more memory than others do. The oldest go first.
 */
export function surplusParked(held: ReadonlyMap<string, Parkable>, userId: string | undefined): readonly string[] {
	if (userId === undefined) return [];
	const parked = [...held].filter(([, { live, userId: of }]) => of === userId && !live.attended).map(([id]) => id);
	return parked.slice(0, Math.max(0, parked.length + 1 - SERVER_LIMITS.parkedPerUser));
}
