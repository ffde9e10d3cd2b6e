import { z } from 'zod';
import { type RecordedCommand, recordedCommandSchema } from '../../_lib/exams/recorded-command.ts';
import type { SandboxRecord } from '../../_lib/progress/sandboxes.ts';
import { log } from '../log.ts';
import { worldViewSchema } from '../worker-protocol.ts';
import { EarlyGrades, type ExamToGrade, type GradedExam } from './early-grades.ts';
import type { ExamGrader, ExamInWorker } from './exam-grader.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { resumeAt } from './resume-at.ts';
import type { SandboxStore } from './sandbox-store.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** What the pool lends to what is done with exams when they are over. */
export interface ExamWorlds {
	readonly store: Pick<SandboxStore, 'liveOf' | 'load'>;
	readonly grader: ExamGrader;
	/** The world, when it is in memory. */
	held(id: string): Omit<ExamInWorker, 'grades'> | undefined;
	/** What was found out while it went on. */
	grades(id: string): EarlyGrades | undefined;
	/** A thread for one world more, and a handle for it. */
	place(): { readonly worker: WorkerHandle; readonly handle: number };
	/** It has taken its thread down. */
	isDeadly(id: string): boolean;
}

/** Ends the name of the copy of an exam's world that is made when it is over, for nobody to look at. */
const AFTERWARDS = '/afterwards';
/** Recordings that are kept for the next question. */
const RECORDINGS_MAX = 3;

export function isAfterwards(sandbox: string): boolean {
	return sandbox.endsWith(AFTERWARDS);
}

/**
 * An exam that is over: its grades, and what its terminals have shown. A world that has met a bug of ours is gone through
 * again as far as it goes, and each of its clusters is graded alone; one that has taken its thread down is not run again,
 * and what was found out while it went on has to do.
 */
export class ExamAfterwards {
	readonly #worlds: ExamWorlds;
	readonly #turns = new KeyedMutex();
	readonly #recordings = new Map<string, Promise<readonly RecordedCommand[]>>();
	/** The one that is being gone through again. */
	#running: { readonly id: string; readonly handle: number } | undefined;
	readonly #deadly = new Set<string>();

	constructor(worlds: ExamWorlds) {
		this.#worlds = worlds;
	}

	async grade(exerciseId: string, exam: ExamToGrade): Promise<GradedExam> {
		const { store, grader, place } = this.#worlds;
		const record = await store.liveOf(exerciseId);
		if (record === null) {
			const results = await grader.untouched(place().handle, exam);
			return { results, changesOf: () => [], commands: [], entered: [] };
		}
		const grades = this.#worlds.grades(record.id) ?? new EarlyGrades(exam.tasks);
		const graded = async (inWorker: Omit<ExamInWorker, 'grades'>): Promise<GradedExam> => {
			const { worker, live } = inWorker;
			const { timeline } = await worker.ask({ type: 'snapshot', sandbox: live.id }, worldViewSchema);
			const results = await grader.grade({ ...inWorker, grades }, exam.tasks);
			return { results, changesOf: (id) => grades.changesOf(id), commands: timeline, entered: grades.entered };
		};
		const held = this.#worlds.held(record.id);
		const ways = [
			...(held === undefined ? [] : [() => graded(held)]),
			() => this.#again(record, {}, (inWorker) => graded(inWorker)),
		];
		for (const way of ways) {
			try {
				return await way();
			} catch (error) {
				log.error(`the exam ${record.id} could not be graded as it is`, error);
			}
		}
		const results = grades.last(exam.tasks);
		return { results, changesOf: (id) => grades.changesOf(id), commands: [], entered: grades.entered };
	}

	/** A thread has died of the world with that handle. */
	died(handle: number): void {
		if (this.#running?.handle === handle) this.#deadly.add(this.#running.id);
	}

	/** All that its terminals have shown. Throws when its world cannot be run again. */
	async recording(exerciseId: string): Promise<readonly RecordedCommand[]> {
		const record = await this.#worlds.store.liveOf(exerciseId);
		if (record === null) return [];
		const known = this.#recordings.get(record.id);
		if (known !== undefined) return known;
		const recording = this.#again(record, { record: true }, ({ worker, live }) =>
			worker.ask({ type: 'recording', sandbox: live.id }, z.array(recordedCommandSchema)),
		);
		this.#recordings.set(record.id, recording);
		recording.catch(() => this.#recordings.delete(record.id));
		for (const oldest of this.#recordings.keys()) {
			if (this.#recordings.size <= RECORDINGS_MAX) break;
			this.#recordings.delete(oldest);
		}
		return recording;
	}

	/** Makes the world once more, from what was stored of it, and forgets it when `use` is done. One at a time. */
	#again<T>(
		record: SandboxRecord,
		more: { readonly record?: true },
		use: (world: Omit<ExamInWorker, 'grades'>) => Promise<T>,
	): Promise<T> {
		return this.#turns.run('again', async () => {
			if (this.#worlds.isDeadly(record.id) || this.#deadly.has(record.id)) {
				throw new Error('this world has taken its thread down');
			}
			const { options, journal, states } = await this.#worlds.store.load(record);
			const { worker, handle } = this.#worlds.place();
			this.#running = { id: record.id, handle };
			const sandbox = record.id + AFTERWARDS;
			worker.post({
				...{ type: 'open', sandbox, handle, options, journal, states, tasks: [], salvage: true },
				...{ reachedMs: resumeAt(record.reachedMs, journal, 0), ...more },
			});
			try {
				return await use({ worker, live: { id: sandbox, handle } });
			} finally {
				worker.post({ type: 'forget', sandbox });
			}
		});
	}
}
