import type { Check, CheckResult, Task, World } from '../../../simulator/sandbox/world-api.ts';
import type { CheckView, TaskState, TaskView } from '../protocol.ts';
import type { ProbeResults } from '../worker-protocol.ts';

/** A task's points were won or lost just now. */
export interface TaskChange {
	readonly task: string;
	readonly points: number;
	readonly won: boolean;
}

interface Graded {
	readonly task: Task;
	/** Read off the state as it is: cheap, after every change. */
	readonly quick: Task;
	/** Tries something out on a copy: in another worker, when it is quiet. */
	readonly probes: Task;
	state: TaskState;
	quickResults: readonly CheckResult[];
	/** Undefined until they have been run since the quick ones last failed. */
	probeResults: readonly CheckResult[] | undefined;
	/** Entries in the journal when the probes were last run. */
	probedAt: number;
}

/** Whether a check runs programs in a copy of the world. */
export function isProbe(check: Check): boolean {
	return check.type === 'fork' || check.type === 'request' || check.type === 'command';
}

/** The tasks of one world: what holds now, what was won and lost. Knows nothing of time; LiveWorld decides when. */
export class TaskGrader {
	readonly #graded: readonly Graded[];

	constructor(tasks: readonly Task[], states: Readonly<Record<string, TaskState>>) {
		this.#graded = tasks.map((task) => ({
			task,
			quick: { ...task, checks: task.checks.filter((check) => !isProbe(check)) },
			probes: { ...task, checks: task.checks.filter(isProbe) },
			state: states[task.id] ?? 'open',
			quickResults: [],
			probeResults: undefined,
			probedAt: -1,
		}));
	}

	get empty(): boolean {
		return this.#graded.length === 0;
	}

	/** Runs the cheap checks of all tasks. */
	gradeQuick(world: World): TaskChange[] {
		return this.#graded.flatMap((graded) => {
			graded.quickResults = graded.quick.checks.length === 0 ? [] : (world.grade([graded.quick])[0]?.checks ?? []);
			if (!quickPassed(graded)) graded.probeResults = undefined;
			return settle(graded);
		});
	}

	/** Takes what the probes have found when the journal had `journalLength` entries. */
	takeProbes(results: ProbeResults, journalLength: number): TaskChange[] {
		return this.#graded.flatMap((graded) => {
			const found = results[graded.task.id];
			if (found === undefined || graded.probes.checks.length === 0) return [];
			graded.probedAt = journalLength;
			if (!quickPassed(graded)) return [];
			graded.probeResults = found;
			return settle(graded);
		});
	}

	/** Tasks whose probes are worth running: all else holds, and something was done since they last ran (or they failed then). */
	probesWanted(journalLength: number): boolean {
		return this.#graded.some(
			(graded) =>
				graded.probes.checks.length > 0 &&
				quickPassed(graded) &&
				(graded.probeResults === undefined ||
					graded.probedAt !== journalLength ||
					graded.probeResults.some(({ passed }) => !passed)),
		);
	}

	/** The tasks whose probes decide, with nothing but those, for the worker that runs them: else they would be for nothing. */
	probeTasks(): Task[] {
		return this.#graded
			.filter((graded) => graded.probes.checks.length > 0 && quickPassed(graded))
			.map(({ probes }) => probes);
	}

	/** How the tasks stand when the journal has `journalLength` entries. */
	view(journalLength: number): TaskView[] {
		return this.#graded.map((graded) => ({
			id: graded.task.id,
			points: graded.task.points,
			state: graded.state,
			checks: graded.task.checks.map((check) => viewOf(graded, check, journalLength)),
		}));
	}
}

function viewOf(graded: Graded, check: Check, journalLength: number): CheckView {
	const results = isProbe(check) ? graded.probeResults : graded.quickResults;
	const result = results?.find(({ id }) => id === check.id);
	if (result === undefined) return { id: check.id, passed: false, pending: true, evidence: [] };
	const stale = isProbe(check) && !result.passed && graded.probedAt !== journalLength;
	return stale ? { ...result, stale } : result;
}

function quickPassed(graded: Graded): boolean {
	return graded.quickResults.length === graded.quick.checks.length && graded.quickResults.every(({ passed }) => passed);
}

/** Moves a task to the state that its results give it; while a probe is pending it keeps the one it has. */
function settle(graded: Graded): TaskChange[] {
	const quick = quickPassed(graded);
	if (quick && graded.probes.checks.length > 0 && graded.probeResults === undefined) return [];
	const passed = quick && (graded.probeResults ?? []).every((result) => result.passed);
	if (passed === (graded.state === 'won')) return [];
	if (!passed && graded.state !== 'won') return [];
	graded.state = passed ? 'won' : 'lost';
	return [{ task: graded.task.id, points: graded.task.points, won: passed }];
}
