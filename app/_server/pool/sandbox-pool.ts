import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Task, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import type { RecordedCommand } from '../../_lib/exams/recorded-command.ts';
import type { NewWorld, SandboxRecord } from '../../_lib/progress/sandboxes.ts';
import { SERVER_LIMITS } from '../limits.ts';
import { log } from '../log.ts';
import { ASKED_IN_EXAM, CLOSE_CODES, EXAM_OVER, type Snapshot, type TaskView } from '../protocol.ts';
import {
	type Comparison,
	compareReplySchema,
	type FromWorker,
	type Origin,
	type OutsideEvent,
	probeReplySchema,
	taskViewSchema,
	worldViewSchema,
} from '../worker-protocol.ts';
import { type EarlyGrades, type ExamToGrade, type GradedExam, KnownGrades } from './early-grades.ts';
import { ExamAfterwards, isAfterwards } from './exam-afterwards.ts';
import { ExamGrader } from './exam-grader.ts';
import { JournalWriter } from './journal-writer.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { LiveSandbox } from './live-sandbox.ts';
import { PoolRefusal, UserGone } from './pool-refusal.ts';
import { type Probed, Prober } from './prober.ts';
import { resumeAt } from './resume-at.ts';
import type { SandboxStore } from './sandbox-store.ts';
import { surplusParked } from './surplus-parked.ts';
import type { Viewer } from './viewer.ts';
import { WorkerHandle } from './worker-handle.ts';

/** What the pool needs to know of an exercise. */
export interface PoolExercise extends NewWorld {
	readonly tasks: readonly Task[];
	/** The first model solution, a bash script. */
	readonly solution: string;
	/** A mock exam: a terminal and nothing else, until then; how it is graded is the server's secret. */
	readonly exam?: { readonly endsAt: Date; readonly tasks: readonly Task[] };
}

export interface SandboxPoolOptions {
	/** Path of the worker's bundle. */
	readonly workerScript: string;
	readonly store: SandboxStore;
	/** The exercise as content/ has it today; undefined when there is none. */
	readonly exercise: (id: string, userId: string | undefined) => Promise<PoolExercise | undefined>;
	/** Threads for worlds; default by cores. One more runs the checks that try something out. */
	readonly workers?: number;
	/** After which a thread that does not answer is ended; default of `SERVER_LIMITS`. */
	readonly unresponsiveMs?: number;
}

export interface WantedWorld {
	readonly exercise: string;
	/** This one and no other. */
	readonly sandbox?: string | undefined;
	/** A new attempt, whatever there is. */
	readonly fresh?: boolean | undefined;
	/** What the world's clock showed on the page when it lost its connection. */
	readonly seenMs?: number | undefined;
}

type WorkerNews = Exclude<FromWorker, { type: 'reply' }>;

interface Held extends Probed {
	readonly live: LiveSandbox;
	readonly worker: WorkerHandle;
	readonly record: SandboxRecord;
	readonly userId: string | undefined;
	parked: NodeJS.Timeout | undefined;
	probing: boolean;
	/** Of an exam: what was found out while it went on. */
	readonly grades: EarlyGrades | undefined;
	/** It was asked for while one was under way, which may have looked too early. */
	probeAgain: boolean;
	/** Probers that went down in a check of it: only the student asks another then, once, for it may go the same way. */
	probersLost: number;
}

/** What every seed of an exam has in common: its clusters before they are set up. */
function withBareClusters({ clusters, ...options }: WorldOptions): WorldOptions {
	if (clusters === undefined) return options;
	return { ...options, clusters: clusters.map(({ name, preset }) => ({ name, preset })) };
}

/**
 * All worlds of the server: which worker each lives in, who looks at it, when it goes. A world is in memory while
 * someone looks and for a while after; its journal is what stays.
 */
export class SandboxPool {
	readonly #options: SandboxPoolOptions;
	readonly #held = new Map<string, Held>();
	readonly #workers: WorkerHandle[] = [];
	readonly #prober: Prober;
	readonly #examGrader: ExamGrader;
	readonly #afterwards: ExamAfterwards;
	/** What was found out about exams, by sandbox: it outlives their worlds' time in memory. */
	readonly #grades = new KnownGrades(SERVER_LIMITS.worlds);
	readonly #journal: JournalWriter;
	readonly #mutex = new KeyedMutex();
	/** Worlds that took their worker down: not opened again as they are. */
	readonly #banned = new Set<string>();
	/** Those of them that not only ended, but ended or held up their thread. */
	readonly #deadly = new Set<string>();
	/** Notes on their way to the database that nobody waits for but `close`. */
	readonly #pending = new Set<Promise<unknown>>();
	#handles = 0;
	#closing = false;

	constructor(options: SandboxPoolOptions) {
		this.#options = options;
		this.#journal = new JournalWriter({
			insert: (rows) => options.store.insert(rows),
			onStored: (id, index) => this.#held.get(id)?.live.stored(index),
			onFailed: (id, error) => {
				log.error(`journal of ${id} cannot be stored`, error);
				this.#drop(id, CLOSE_CODES.restart, 'the journal could not be stored');
			},
		});
		const count = options.workers ?? Math.min(8, Math.max(1, availableParallelism() - 1));
		for (let index = 0; index < count; index++) this.#workers.push(this.#startWorker(index));
		this.#prober = new Prober(options.workerScript, options.unresponsiveMs, (culprit) => {
			for (const held of this.#held.values()) {
				held.probed = 0;
				if (held.live.handle === culprit) held.probersLost++;
			}
		});
		this.#examGrader = new ExamGrader(this.#prober);
		this.#afterwards = new ExamAfterwards({
			store: options.store,
			grader: this.#examGrader,
			held: (id) => this.#held.get(id),
			grades: (id) => this.#grades.get(id),
			place: () => ({ worker: this.#leastLoaded(), handle: ++this.#handles }),
			isDeadly: (id) => this.#deadly.has(id),
		});
	}

	/** Lets `viewer` look at the user's world of an exercise, made when there is none. Throws PoolRefusal. */
	async attach(viewer: Viewer, userId: string, wanted: WantedWorld): Promise<LiveSandbox> {
		return this.#mutex.run(`${userId}/${wanted.exercise}`, async () => {
			const { exam } = await this.#exercise(wanted.exercise, userId);
			if (exam !== undefined && exam.endsAt.getTime() <= Date.now()) throw new PoolRefusal('exam-over', 'it is over');
			const record = await this.#find(userId, wanted, exam !== undefined);
			const held = this.#held.get(record.id) ?? (await this.#open(record, userId, wanted.seenMs));
			await this.#show(held, viewer, 'hello');
			return held.live;
		});
	}

	/** The sandbox of that id that is in memory. */
	live(id: string): LiveSandbox | undefined {
		return this.#held.get(id)?.live;
	}

	detach(viewer: Viewer, sandbox: LiveSandbox): void {
		sandbox.leave(viewer);
		const held = this.#held.get(sandbox.id);
		if (held === undefined || held.live !== sandbox || sandbox.attended) return;
		held.worker.post({ type: 'attend', sandbox: sandbox.id, attended: false });
		clearTimeout(held.parked);
		held.parked = setTimeout(() => this.#forget(sandbox.id), SERVER_LIMITS.parkedMs);
		held.parked.unref();
	}

	apply(sandbox: LiveSandbox, event: OutsideEvent, origin: Origin | undefined): void {
		this.#worker(sandbox).post({ type: 'apply', sandbox: sandbox.id, event, ...(origin && { origin }) });
	}

	readFile(sandbox: LiveSandbox, host: string, path: string): Promise<string | null> {
		return this.#worker(sandbox).ask({ type: 'read-file', sandbox: sandbox.id, host, path }, z.string().nullable());
	}

	/** Redraws one terminal for a viewer that could not keep up. */
	async redraw(sandbox: LiveSandbox, viewer: Viewer, terminal: string): Promise<void> {
		const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
		const screen = await this.#worker(sandbox).ask({ type: 'screen', sandbox: sandbox.id, terminal }, bytes);
		sandbox.whenStored(() => viewer.frame('screen', terminal, screen));
	}

	/** Grades everything now, with the checks that try something out. */
	async grade(sandbox: LiveSandbox): Promise<readonly TaskView[]> {
		const quick = () => this.#worker(sandbox).ask({ type: 'grade', sandbox: sandbox.id }, z.array(taskViewSchema));
		// What is cheap says first which of the others are worth it.
		await quick();
		await this.#probe(sandbox.id, true).catch((error) =>
			log.error(`checks of ${sandbox.id} were not tried out`, error),
		);
		return quick();
	}

	/** What a task looks at, in the student's world and where the model solution has run. */
	async compare(sandbox: LiveSandbox, taskId: string): Promise<readonly Comparison[]> {
		const { tasks, solution } = await this.#exercise(sandbox.exerciseId, undefined);
		const task = tasks.find(({ id }) => id === taskId);
		if (task === undefined) return [];
		const held = this.#require(sandbox);
		const { comparisons } = await this.#prober.atReplica(held, ({ tasks: _, ...replica }) =>
			this.#prober.ask({ type: 'compare', ...replica, task, solution }, compareReplySchema),
		);
		return comparisons;
	}

	/** Whoever looks at the world of an exam is told that it is over. */
	endExam(exerciseId: string): void {
		for (const { live } of this.#held.values()) {
			if (live.exerciseId !== exerciseId) continue;
			for (const viewer of live.everyone()) viewer.close(CLOSE_CODES.policy, EXAM_OVER);
		}
	}

	/** A user has begun an exam that asks these exercises: their benches are closed, and do not open before it is over. */
	closeAsked(userId: string, isAsked: (exerciseId: string) => boolean): void {
		for (const { live } of this.#held.values()) {
			if (!isAsked(live.exerciseId)) continue;
			for (const viewer of live.everyone()) {
				if (viewer.owner.userId === userId) viewer.close(CLOSE_CODES.policy, ASKED_IN_EXAM);
			}
		}
	}

	/** How the world of an exam, which is over, stands in these tasks, and how it came to that. */
	async gradeExam(exerciseId: string, exam: ExamToGrade): Promise<GradedExam> {
		this.endExam(exerciseId);
		await this.#journal.flush();
		return this.#afterwards.grade(exerciseId, exam);
	}

	/** What the terminals of an exam, which is over, have shown. */
	async recordingOfExam(exerciseId: string): Promise<readonly RecordedCommand[]> {
		await this.#journal.flush();
		return this.#afterwards.recording(exerciseId);
	}

	hint(sandbox: LiveSandbox, task: string, step: number): Promise<void> {
		return this.#options.store.hint(sandbox.attemptId, task, step);
	}

	/** Puts everyone who looks at `sandbox` into a world that goes on after its first `length` entries. */
	async rewind(sandbox: LiveSandbox, length: number): Promise<void> {
		await this.#mutex.run(`branch/${sandbox.id}`, async () => {
			const held = this.#require(sandbox);
			await this.#journal.flush();
			if (length > sandbox.journalLength) {
				throw new PoolRefusal('no-such-journal-index', `the journal has ${sandbox.journalLength} entries`);
			}
			await this.#move(held, await this.#options.store.branch(held.record, length), 'rewind');
		});
	}

	/** Puts everyone who looks at `sandbox` into a new world of the same exercise: a new attempt. */
	async reset(sandbox: LiveSandbox): Promise<void> {
		await this.#mutex.run(`branch/${sandbox.id}`, async () => {
			const held = this.#require(sandbox);
			const exercise = await this.#exercise(sandbox.exerciseId, undefined);
			// The owner may have become another user by signing in.
			const owner = await this.#options.store.ownerOf(sandbox.id);
			if (owner === undefined) throw new PoolRefusal('sandbox-unknown', 'this world was deleted');
			await this.#move(held, await this.#options.store.start(owner, exercise), 'reset');
		});
	}

	/** These sandboxes were deleted: nobody looks at them any more, and nothing more of them is stored. */
	discard(ids: readonly string[]): void {
		for (const id of ids) {
			this.#journal.discard(id);
			this.#drop(id, CLOSE_CODES.restart, 'the world was deleted');
		}
	}

	/** Stores what is on its way and ends all threads; viewers are told to come back. */
	async close(): Promise<void> {
		this.#closing = true;
		for (const [id, { live }] of this.#held) {
			for (const viewer of live.everyone()) viewer.close(CLOSE_CODES.restart, 'the server is restarting');
			this.#forget(id);
		}
		// The farewells of the worlds, with how far their clocks have come, arrive before the answer to this.
		await Promise.allSettled(this.#workers.map((worker) => worker.ask({ type: 'ping' }, z.null())));
		await this.#journal.flush();
		await Promise.all(this.#pending);
		await Promise.all([...this.#workers, this.#prober].map((each) => each.end()));
	}

	/** An exam is not begun again, unless its world has met a bug of ours. */
	async #find(userId: string, { exercise, sandbox, fresh }: WantedWorld, isExam: boolean): Promise<SandboxRecord> {
		const { store } = this.#options;
		if (sandbox !== undefined) {
			const own = await store.own(userId, sandbox);
			if (own?.exerciseId === exercise) return own;
			throw new PoolRefusal('sandbox-unknown', 'you have no such world of this exercise');
		}
		const live = await store.live(userId, exercise);
		const again = fresh === true && (!isExam || (live !== null && this.#banned.has(live.id)));
		if (live !== null && !again) return live;
		const world = await this.#exercise(exercise, userId);
		return store.start(userId, world).catch(async (error: unknown) => {
			throw (await store.hasUser(userId)) ? error : new UserGone();
		});
	}

	async #exercise(id: string, userId: string | undefined): Promise<PoolExercise> {
		const exercise = await this.#options.exercise(id, userId);
		if (exercise === undefined) throw new PoolRefusal('exercise-unknown', `there is no exercise "${id}"`);
		return exercise;
	}

	async #open(record: SandboxRecord, userId?: string, seenMs = 0): Promise<Held> {
		if (this.#banned.has(record.id)) throw new PoolRefusal('world-ended', 'this world has met a bug of ours');
		for (const id of surplusParked(this.#held, userId)) this.#forget(id);
		this.#makeRoom();
		const stored = await this.#options.store.load(record);
		const exercise = await this.#exercise(record.exerciseId, userId);
		const handle = ++this.#handles;
		const grades = exercise.exam === undefined ? undefined : this.#grades.of(record.id, exercise.exam.tasks);
		const live = new LiveSandbox({
			id: record.id,
			handle,
			exerciseId: record.exerciseId,
			attemptId: record.attemptId,
			journalLength: stored.journal.length,
			lastSeqs: stored.lastSeqs,
			marks: stored.marks,
			examEndsAt: exercise.exam?.endsAt,
			onTick: grades === undefined ? undefined : ({ host, context }) => grades.enter(context ?? host),
			append: (row) => this.#journal.append(row),
			onChange: ({ task, points, won }, at) => {
				const moment = { sandboxId: record.id, attemptId: record.attemptId, taskId: task, points, ...at };
				this.#background(this.#options.store.taskChanged(won, moment));
			},
		});
		const held: Held = {
			...{ live, worker: this.#leastLoaded(), record, userId, parked: undefined },
			...{ probed: 0, probing: false, probeAgain: false, probersLost: 0 },
			grades,
		};
		this.#held.set(record.id, held);
		const { options, journal, states } = stored;
		const { tasks } = exercise;
		held.worker.post({
			...{ type: 'open', sandbox: record.id, handle, options, journal },
			...{ reachedMs: resumeAt(record.reachedMs, journal, seenMs), tasks, states },
		});
		if (options.clusters !== undefined) held.worker.post({ type: 'prepare', options });
		this.#prober.prepare(withBareClusters(options));
		return held;
	}

	async #show(held: Held, viewer: Viewer, reason: Snapshot['reason']): Promise<void> {
		const { live, worker } = held;
		clearTimeout(held.parked);
		live.expect(viewer);
		worker.post({ type: 'attend', sandbox: live.id, attended: true });
		try {
			live.welcome(viewer, await worker.ask({ type: 'snapshot', sandbox: live.id }, worldViewSchema), reason);
		} catch (error) {
			live.leave(viewer);
			log.error(`no snapshot of ${live.id}`, error);
			throw new PoolRefusal('world-ended', 'this world has met a bug of ours');
		}
	}

	/** From one world to the one that takes its place. */
	async #move(from: Held, to: SandboxRecord, reason: 'rewind' | 'reset'): Promise<void> {
		const held = await this.#open(to);
		const viewers = from.live.everyone();
		for (const viewer of viewers) {
			from.live.leave(viewer);
			viewer.moved(held.live.id);
		}
		this.#forget(from.live.id);
		await Promise.all(viewers.map((viewer) => this.#show(held, viewer, reason)));
	}

	#startWorker(index: number): WorkerHandle {
		const events = {
			onMessage: (message: WorkerNews) => this.#take(message),
			onDeath: (reason: string, culprit: number) => {
				log.error(`worker ${index} has ended: ${reason}`);
				this.#afterwards.died(culprit);
				for (const [id, held] of this.#held) {
					if (held.worker !== worker) continue;
					if (held.live.handle === culprit) this.#banned.add(id) && this.#deadly.add(id);
					this.#drop(id, CLOSE_CODES.restart, 'the world is being made again');
				}
				if (!this.#closing) this.#workers[index] = this.#startWorker(index);
			},
		};
		const worker = new WorkerHandle(this.#options.workerScript, events, {
			unresponsiveMs: this.#options.unresponsiveMs,
		});
		return worker;
	}

	#take(message: WorkerNews): void {
		const { sandbox } = message;
		if (isAfterwards(sandbox)) return;
		if (message.type === 'reached') {
			this.#background(this.#options.store.reached(sandbox, message.nowMs));
			this.#followExam(sandbox);
			return;
		}
		const held = this.#held.get(sandbox);
		if (held === undefined || message.type === 'opened') return;
		if (message.type === 'probe-wanted') {
			this.#background(this.#probe(sandbox));
			return;
		}
		if (message.type === 'ended') {
			log.error(`the world ${sandbox} has ended: ${message.message}`);
			this.#banned.add(sandbox);
			this.#drop(sandbox, CLOSE_CODES.internal, 'this world has met a bug of ours');
			return;
		}
		held.live.take(message);
	}

	/** Brings the prober's copy to where the world is, runs the checks there, and tells the world's worker. */
	async #probe(id: string, asked = false): Promise<void> {
		const held = this.#held.get(id);
		if (held === undefined || held.probersLost > (asked ? 1 : 0)) return;
		if (held.probing) {
			held.probeAgain = true;
			return;
		}
		held.probing = true;
		held.probeAgain = false;
		try {
			const answer = await this.#prober.atReplica(held, (replica) =>
				this.#prober.ask({ type: 'probe', ...replica }, probeReplySchema),
			);
			held.worker.post({ type: 'probed', sandbox: id, ...answer });
		} finally {
			held.probing = false;
		}
		if (held.probeAgain) await this.#probe(id);
	}

	/** Grades what a student has left, while the exam goes on, so that nobody waits long for the grades. */
	#followExam(id: string): void {
		const held = this.#held.get(id);
		if (held?.grades === undefined || !held.live.attended) return;
		const { live, worker, grades } = held;
		this.#background(this.#examGrader.early({ live, worker, grades }));
	}

	/** Out of memory; the journal stays. */
	#forget(id: string): void {
		const held = this.#held.get(id);
		if (held === undefined) return;
		clearTimeout(held.parked);
		this.#held.delete(id);
		held.worker.post({ type: 'forget', sandbox: id });
		this.#prober.forget(id);
	}

	#drop(id: string, code: number, reason: string): void {
		const viewers = this.#held.get(id)?.live.everyone() ?? [];
		this.#forget(id);
		for (const viewer of viewers) viewer.close(code, reason);
	}

	/** When memory is full, the world that nobody has looked at for the longest time goes. */
	#makeRoom(): void {
		if (this.#held.size < SERVER_LIMITS.worlds) return;
		for (const [id, { live }] of this.#held) {
			if (live.attended) continue;
			this.#forget(id);
			return;
		}
		throw new PoolRefusal('server-full', 'all places on this server are taken');
	}

	#leastLoaded(): WorkerHandle {
		const load = new Map(this.#workers.map((worker) => [worker, 0]));
		for (const { worker } of this.#held.values()) load.set(worker, (load.get(worker) ?? 0) + 1);
		const [first] = [...load].sort(([, a], [, b]) => a - b);
		if (first === undefined) throw new Error('assertion failed: a pool without workers');
		return first[0];
	}

	#require(sandbox: LiveSandbox): Held {
		const held = this.#held.get(sandbox.id);
		if (held?.live !== sandbox) throw new PoolRefusal('world-ended', 'this world is not open any more');
		return held;
	}

	#worker(sandbox: LiveSandbox): WorkerHandle {
		return this.#require(sandbox).worker;
	}

	/** Work that nobody waits for: a failure is logged, not thrown. */
	#background(work: Promise<unknown>): void {
		const settled = work
			.catch((error: unknown) => log.error('in the background', error))
			.finally(() => this.#pending.delete(settled));
		this.#pending.add(settled);
	}
}
