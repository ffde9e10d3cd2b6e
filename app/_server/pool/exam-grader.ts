import { z } from 'zod';
import type { Task, WorldHistory } from '../../../simulator/sandbox/world-api.ts';
import { log } from '../log.ts';
import { clusterHistorySchema, type ProbeResults, probeResultsSchema } from '../worker-protocol.ts';
import { type ClusterEntries, type EarlyGrades, type ExamToGrade, tasksByCluster } from './early-grades.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { Prober } from './prober.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** The world of an exam in the worker where it lives. */
export interface ExamInWorker {
	readonly live: { readonly id: string; readonly handle: number };
	readonly worker: Pick<WorkerHandle, 'ask'>;
	readonly grades: EarlyGrades;
}

const entriesSchema: z.ZodType<ClusterEntries> = z.record(z.string(), z.number().int());

/**
 * Grades exams cluster by cluster: each is made again by itself, from what has come to it, on the prober's thread, and
 * thrown away. Nothing of an exam is kept there between.
 */
export class ExamGrader {
	readonly #prober: Pick<Prober, 'ask'>;
	readonly #turns = new KeyedMutex();
	/** Exams that are being looked at; each takes its turn once. */
	readonly #busy = new Set<string>();

	constructor(prober: Pick<Prober, 'ask'>) {
		this.#prober = prober;
	}

	/** Grades one question that nobody works at any more, if there is one. */
	async early(exam: ExamInWorker): Promise<void> {
		const { id } = exam.live;
		if (this.#busy.has(id)) return;
		this.#busy.add(id);
		try {
			const entries = await entriesOf(exam);
			const due = exam.grades.due(entries);
			if (due[0] === undefined) return;
			const results = await this.#grade(exam, due[0].cluster ?? '', due, 1);
			// Something may have come meanwhile: then it holds for nothing.
			const after = await entriesOf(exam);
			for (const task of due) if (same(entries, after, task.cluster)) exam.grades.keep(task, entries, results);
		} finally {
			this.#busy.delete(id);
		}
	}

	/** How the exam stands in these tasks; what has been found out already is not asked again. None of a task: a bug of ours. */
	async grade(exam: ExamInWorker, tasks: readonly Task[]): Promise<ProbeResults> {
		const entries = await entriesOf(exam);
		const known = tasks.map((task) => exam.grades.of(task, entries));
		const open = tasks.filter(({ id }, index) => known[index]?.[id] === undefined);
		const found = [...tasksByCluster(open)].map(([cluster, own]) => this.#grade(exam, cluster, own, TRIES));
		return Object.assign({}, ...known, ...(await Promise.all(found)));
	}

	/** How an exam stands that nobody has ever entered. */
	async untouched(handle: number, { tasks, options }: ExamToGrade): Promise<ProbeResults> {
		const history = { options, journal: [] };
		const found = [...tasksByCluster(tasks)].map(([, own]) => this.#gradeHistory(handle, history, own, TRIES));
		return Object.assign({}, ...(await Promise.all(found)));
	}

	async #grade(
		{ live, worker }: Pick<ExamInWorker, 'live' | 'worker'>,
		cluster: string,
		tasks: readonly Task[],
		tries: number,
	): Promise<ProbeResults> {
		const ask = { type: 'export-cluster' as const, sandbox: live.id, cluster };
		return this.#gradeHistory(live.handle, await worker.ask(ask, clusterHistorySchema), tasks, tries);
	}

	/**
	 * One after another: what waits in the prober keeps its watchdog waiting too. None, when the cluster meets a bug of ours
	 * or takes the prober down, so often.
	 */
	async #gradeHistory(
		handle: number,
		history: WorldHistory,
		tasks: readonly Task[],
		tries: number,
	): Promise<ProbeResults> {
		for (let tried = 1; ; tried++) {
			try {
				return await this.#turns.run('prober', () =>
					this.#prober.ask({ type: 'grade-history', handle, tasks, history }, probeResultsSchema),
				);
			} catch (error) {
				log.error(`${tasks[0]?.cluster} of an exam cannot be graded`, error);
				if (tried >= tries) return {};
			}
		}
	}
}

/** The prober may have gone down of another's check. */
const TRIES = 2;

function entriesOf({ live, worker }: ExamInWorker): Promise<ClusterEntries> {
	return worker.ask({ type: 'cluster-entries', sandbox: live.id }, entriesSchema);
}

function same(before: ClusterEntries, after: ClusterEntries, cluster = ''): boolean {
	return before[cluster] === after[cluster];
}
