import { contentIdSchema } from './localized.ts';

/**
 * Which exercise, and which variant of it: "cka-netpol" is the original, "cka-netpol@17" what the seed 17 makes of it, and
 * "cka-netpol@17@cka4183" the same on machines whose names begin with "cka4183", as an exam has them. Everywhere an
 * exercise's id is taken, so may such a reference be.
 */
export interface ExerciseRef {
	/** The folder of content/exercises. */
	readonly folder: string;
	/** Undefined: the original. */
	readonly seed: string | undefined;
	/** Name of the first machine; undefined: as the preset calls it. */
	readonly host: string | undefined;
}

const SEED = /^[A-Za-z0-9]{1,32}$/;
const HOST = /^[a-z][a-z0-9]{0,15}$/;

/** Undefined when it is no reference. */
export function parseExerciseRef(ref: string): ExerciseRef | undefined {
	const [folder = '', seed = '', host = '', ...rest] = ref.split('@');
	if (rest.length > 0 || !contentIdSchema.safeParse(folder).success) return undefined;
	const parts = ref.split('@').length;
	if ((parts > 1 && !SEED.test(seed)) || (parts > 2 && !HOST.test(host))) return undefined;
	return { folder, seed: seed || undefined, host: host || undefined };
}

/** Names of the machines that files of an exercise call `@{controlplane}`, `@{node1}` and `@{node2}`. */
export function machineNames(host: string | undefined): Readonly<Record<'controlplane' | 'node1' | 'node2', string>> {
	if (host === undefined) return { controlplane: 'controlplane', node1: 'node01', node2: 'node02' };
	return { controlplane: host, node1: `${host}-node1`, node2: `${host}-node2` };
}
