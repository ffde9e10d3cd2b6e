import type { Task, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import type { TimelineTick } from '../protocol.ts';
import type { ProbeResults } from '../worker-protocol.ts';

export interface ExamToGrade {
	/** Of its world when nobody has ever opened it. */
	readonly options: WorldOptions;
	readonly tasks: readonly Task[];
}

/** How the world of an exam stands, and how it came to that. */
export interface GradedExam {
	/** By the tasks' ids. */
	readonly results: ProbeResults;
	readonly changesOf: (taskId: string) => readonly GradeChange[];
	/** All that was entered, with the machines where. */
	readonly commands: readonly TimelineTick[];
	readonly entered: readonly EnteredCommand[];
}

/** How much has come to each cluster of a world, by name; nothing to those that are not named. */
export type ClusterEntries = Readonly<Record<string, number>>;

/** A task's points were seen won, or lost again, for the first time at this moment. */
export interface GradeChange {
	readonly at: Date;
	readonly won: boolean;
}

/** A command was entered on a machine, or at a workstation for a cluster. */
export interface EnteredCommand {
	readonly at: Date;
	readonly host: string;
}

/** More than anyone types in an exam. */
const ENTERED_MAX = 20_000;

/**
 * What was found out about an exam's questions while it went on, so that little is left to grade when it is over. It
 * holds as long as nothing more has come to a question's cluster.
 */
export class EarlyGrades {
	readonly #tasks: readonly Task[];
	readonly #kept = new Map<string, { readonly entries: number; readonly results: ProbeResults }>();
	#before: ClusterEntries | undefined;
	readonly #changes = new Map<string, GradeChange[]>();
	/** As they came to this process: one that was restarted knows those since. */
	readonly entered: EnteredCommand[] = [];

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

	keep(task: Task, entries: ClusterEntries, results: ProbeResults, now = new Date()): void {
		this.#kept.set(task.id, { entries: countOf(task, entries), results });
		const changes = this.#changes.get(task.id) ?? [];
		const won = results[task.id]?.every(({ passed }) => passed) ?? false;
		if (won !== (changes.at(-1)?.won ?? false)) changes.push({ at: now, won });
		this.#changes.set(task.id, changes);
	}

	/** What was found last, whatever was done since. */
	last(tasks: readonly Task[]): ProbeResults {
		return Object.assign({}, ...tasks.map(({ id }) => this.#kept.get(id)?.results));
	}

	changesOf(taskId: string): readonly GradeChange[] {
		return this.#changes.get(taskId) ?? [];
	}

	enter(host: string | undefined, now = new Date()): void {
		if (host !== undefined && this.entered.length < ENTERED_MAX) this.entered.push({ at: now, host });
	}

	/** Undefined: something was done since, or nobody has looked yet. */
	of(task: Task, entries: ClusterEntries): ProbeResults | undefined {
		const kept = this.#kept.get(task.id);
		return kept?.entries === countOf(task, entries) ? kept.results : undefined;
	}
}

export function tasksByCluster(tasks: readonly Task[]): Map<string, Task[]> {
	const grouped = new Map<string, Task[]>();
	for (const task of tasks) {
		const cluster = task.cluster ?? '';
		grouped.set(cluster, [...(grouped.get(cluster) ?? []), task]);
	}
	return grouped;
}

/** What is known of exams, by sandbox; of those that nobody has come to for the longest time nothing any more. */
export class KnownGrades {
	readonly #max: number;
	readonly #all = new Map<string, EarlyGrades>();

	constructor(max: number) {
		this.#max = max;
	}

	get(id: string): EarlyGrades | undefined {
		return this.#all.get(id);
	}

	/** Somebody comes to the exam, which asks these tasks. */
	of(id: string, tasks: readonly Task[]): EarlyGrades {
		const grades = this.#all.get(id) ?? new EarlyGrades(tasks);
		this.#all.delete(id);
		this.#all.set(id, grades);
		for (const oldest of this.#all.keys()) {
			if (this.#all.size <= this.#max) break;
			this.#all.delete(oldest);
		}
		return grades;
	}
}

function countOf({ cluster }: Task, entries: ClusterEntries): number {
	return entries[cluster ?? ''] ?? 0;
}
