import type { Task } from '../../../simulator/sandbox/world-api.ts';
import type { ProbeResults } from '../worker-protocol.ts';

/** How much has come to each cluster of a world, by name; nothing to those that are not named. */
export type ClusterEntries = Readonly<Record<string, number>>;

/**
 * What was found out about an exam's questions while it went on, so that little is left to grade when it is over. It
 * holds as long as nothing more has come to a question's cluster.
 */
export class EarlyGrades {
	readonly #tasks: readonly Task[];
	readonly #kept = new Map<string, { readonly entries: number; readonly results: ProbeResults }>();
	#before: ClusterEntries | undefined;

	constructor(tasks: readonly Task[]) {
		this.#tasks = tasks;
	}

	/** The tasks of one cluster that nobody has worked at since the last time this was asked. */
	due(entries: ClusterEntries): Task[] {
		const before = this.#before;
		this.#before = entries;
		if (before === undefined) return [];
		const task = this.#tasks.find(
			(each) => countOf(each, entries) === countOf(each, before) && this.of(each, entries) === undefined,
		);
		return task === undefined ? [] : this.#tasks.filter(({ cluster }) => cluster === task.cluster);
	}

	keep(task: Task, entries: ClusterEntries, results: ProbeResults): void {
		this.#kept.set(task.id, { entries: countOf(task, entries), results });
	}

	/** Undefined: something was done since, or nobody has looked yet. */
	of(task: Task, entries: ClusterEntries): ProbeResults | undefined {
		const kept = this.#kept.get(task.id);
		return kept?.entries === countOf(task, entries) ? kept.results : undefined;
	}
}

function countOf({ cluster }: Task, entries: ClusterEntries): number {
	return entries[cluster ?? ''] ?? 0;
}
