import type {
	JournalEntry,
	JournalInput,
	Task,
	World,
	WorldEvent,
	WorldHistory,
} from '../../../simulator/sandbox/world-api.ts';
import type { RecordedCommand } from '../../_lib/exams/recorded-command.ts';
import { SERVER_LIMITS } from '../limits.ts';
import { diffMaps } from '../map-diff.ts';
import type { TaskState, TimelineTick } from '../protocol.ts';
import type { FromWorker, Origin, OutsideEvent, ProbeResults, WorldNews, WorldView } from '../worker-protocol.ts';
import { asksForLine } from './asks-for-line.ts';
import { GradingTimes } from './grading-times.ts';
import { leavesMachinesAlone } from './leaves-machines-alone.ts';
import { LiveClock } from './live-clock.ts';
import { problemWith } from './problem-with.ts';
import type { Pump, Pumped } from './pump.ts';
import { Recorder } from './recorder.ts';
import { type TaskChange, TaskGrader } from './task-grader.ts';

/** Callbacks of the world between two looks at the real clock. */
const STEPS = 4;
/** Between two maps on the wire. */
const MAP_INTERVAL_MS = 200;
/** Between two notes of where the world's clock is. */
const REACHED_INTERVAL_MS = 3_000;
/** Longest until an attended world tells it although nothing happens by itself: what a crash loses at most. */
const REACHED_MS_MAX = 30_000;

export interface LiveWorldOptions {
	readonly sandbox: string;
	readonly handle: number;
	readonly world: World;
	/** What is still to be replayed into `world`, which is in its initial state. */
	readonly journal: readonly JournalEntry[];
	readonly reachedMs: number;
	readonly tasks: readonly Task[];
	readonly states: Readonly<Record<string, TaskState>>;
	/** Note what the terminals print. */
	readonly record?: true | undefined;
	/** If a bug ends it on its way there, what it has come to can be asked for. */
	readonly salvage?: true | undefined;
	readonly pump: Pump;
	readonly post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void;
}

/**
 * One student's world in a worker: replayed in slices, then following real time while attended.
 *
 * Invariant: an event is applied only when everything due at the world's present millisecond has run, live and in a
 * replay alike; so an entry's time alone says where in the world's history it belongs.
 */
export class LiveWorld implements Pumped {
	readonly handle: number;
	readonly #options: LiveWorldOptions;
	readonly #world: World;
	readonly #clock: LiveClock;
	readonly #grader: TaskGrader;
	readonly #times: GradingTimes;
	#replayed = 0;
	/** Where the replay ends and life goes on. */
	#resumeMs: number;
	#opened = false;
	#attended = false;
	#ended = false;
	#inbox: { readonly event: OutsideEvent; readonly origin: Origin | undefined }[] = [];
	#afterOpen: { readonly work: () => void; readonly lost: () => void }[] = [];
	readonly #recorder: Recorder | undefined;
	#output = new Map<string, Uint8Array[]>();
	/** A command since the last prompt may have changed machines. */
	#touched = false;
	#timeline: TimelineTick[] = [];
	#terminals = new Set<string>();
	#map: ReturnType<World['map']> | undefined;
	#mapTimer: NodeJS.Timeout | undefined;
	#reachedTold = 0;
	#tasksTold = '';
	/** Set while the clock is on its way through a jump. */
	#jumpTo = 0;

	constructor(options: LiveWorldOptions) {
		this.handle = options.handle;
		this.#options = options;
		this.#world = options.world;
		this.#resumeMs = options.reachedMs;
		this.#clock = new LiveClock(options.world.now());
		this.#grader = new TaskGrader(options.tasks, options.states);
		this.#times = new GradingTimes({
			grade: () => this.#grade(),
			probe: () => {
				if (this.#grader.probesWanted(this.#world.journal.length)) this.#post({ type: 'probe-wanted' });
			},
		});
		this.#recorder = options.record === true ? new Recorder() : undefined;
		this.#world.onEvent((event) => this.#take(event));
		options.pump.wake(this);
	}

	/** Takes an event from outside; the journal entry (or a refusal) is posted when it has been applied. */
	apply(event: OutsideEvent, origin: Origin | undefined): void {
		this.#inbox.push({ event, origin });
		if (this.#attended && this.#opened) this.#options.pump.now(this);
		else this.#options.pump.wake(this);
	}

	/** Somebody looks at it: its clock follows real time. Nobody: it stands still and costs nothing. */
	attend(attended: boolean): void {
		if (attended === this.#attended) return;
		this.#attended = attended;
		if (attended) {
			this.#clock.restart(this.#world.now());
			this.#times.changed();
		} else {
			this.#times.stop();
			clearTimeout(this.#mapTimer);
			this.#mapTimer = undefined;
			this.#map = undefined;
			this.#tellReached();
		}
		this.#options.pump.wake(this);
	}

	/** Calls `work` when the replay is over: at once, mostly; `lost` when the world ends before. */
	whenOpen(work: () => void, lost: () => void): void {
		if (this.#opened) work();
		else if (this.#ended) lost();
		else this.#afterOpen.push({ work, lost });
	}

	recording(): readonly RecordedCommand[] {
		if (this.#recorder === undefined) throw new Error('assertion failed: nothing was recorded');
		return this.#recorder.commands();
	}

	view(): { view: WorldView; transfer: ArrayBuffer[] } {
		this.#flush();
		this.#map ??= this.#world.map();
		const screens = this.#world
			.terminals()
			.map(({ id }) => ({ terminal: id, data: this.#world.scrollback(id).slice() }));
		const view = {
			nowMs: this.#world.now(),
			journalLength: this.#world.journal.length,
			terminals: this.#world.terminals().map((terminal) => ({ ...terminal })),
			screens,
			tasks: this.#grader.view(this.#world.journal.length),
			map: this.#map,
			timeline: this.#timeline,
		};
		return { view, transfer: screens.map(({ data }) => data.buffer) };
	}

	readFile(host: string, path: string): string | undefined {
		return this.#world.readFile(host, path);
	}

	/** The journal from entry `from` on and where the clock is: another worker makes the same world of it. */
	export(from: number) {
		return {
			options: this.#world.options,
			journal: this.#world.journal.slice(from),
			journalLength: this.#world.journal.length,
			nowMs: this.#world.now(),
			tasks: this.#grader.probeTasks(),
		};
	}

	clusterEntries(): Readonly<Record<string, number>> {
		return this.#world.clusterEntries?.() ?? {};
	}

	clusterHistory(name: string): WorldHistory {
		if (this.#world.clusterHistory === undefined) throw new Error('assertion failed: a world of one cluster');
		return this.#world.clusterHistory(name);
	}

	/** Grades now (the cheap checks, and with what the probes last found), and returns how all tasks stand. */
	gradeNow() {
		this.#tellTasks(this.#grader.gradeQuick(this.#world));
		return this.#grader.view(this.#world.journal.length);
	}

	probed(results: ProbeResults, journalLength: number): void {
		this.#tellTasks(this.#grader.takeProbes(results, journalLength));
	}

	/** Everything a terminal still shows; what it printed before is not sent again. */
	screen(terminal: string): Uint8Array<ArrayBuffer> {
		this.#flush();
		return this.#world.scrollback(terminal).slice();
	}

	/** Taken out of memory. What it had reached is told first. */
	dispose(): void {
		if (!this.#ended) this.#tellReached();
		this.#end();
		this.#options.pump.remove(this);
	}

	failed(error: unknown): void {
		if (this.#options.salvage === true && !this.#opened) this.#open();
		this.#end();
		this.#post({ type: 'ended', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	}

	slice(budgetMs: number): number | undefined {
		if (this.#ended) return undefined;
		const until = performance.now() + budgetMs;
		if (!this.#opened) {
			while (!this.#replayStep()) if (performance.now() > until) return 0;
			this.#open();
		}
		const wait = this.#liveSlice(until);
		this.#flush();
		return wait;
	}

	/** One entry further in the replay, or a part of the way to it. True when all is done. */
	#replayStep(): boolean {
		const entry = this.#options.journal[this.#replayed];
		if (entry === undefined) return this.#world.run(Math.max(this.#resumeMs, this.#world.now()), STEPS);
		if (!this.#world.run(Math.max(entry.atMs, this.#world.now()), STEPS)) return false;
		const { atMs: _, ...event } = entry;
		// A jump that a crash interrupted goes to its end.
		if (entry.kind === 'advance') this.#resumeMs = Math.max(this.#resumeMs, entry.toMs);
		this.#world.apply(event as JournalInput);
		this.#replayed++;
		return false;
	}

	#open(): void {
		this.#opened = true;
		this.#output.clear();
		this.#clock.restart(this.#world.now());
		for (const { id } of this.#world.terminals()) this.#terminals.add(id);
		this.#post({ type: 'opened' });
		for (const { work } of this.#afterOpen.splice(0)) work();
	}

	#end(): void {
		this.#ended = true;
		this.#times.stop();
		clearTimeout(this.#mapTimer);
		for (const { lost } of this.#afterOpen.splice(0)) lost();
	}

	#liveSlice(until: number): number | undefined {
		for (;;) {
			const reached = this.#world.run(this.#target(), STEPS);
			if (reached && this.#jumpTo > 0) this.#landed();
			if (this.#inbox.length > 0 && (reached || this.#world.run(this.#world.now(), STEPS))) this.#applyNext();
			else if (reached) break;
			if (performance.now() > until) {
				if (this.#jumpTo === 0) this.#clock.behind(this.#world.now());
				return 0;
			}
		}
		if (!this.#attended) return undefined;
		if (performance.now() - this.#reachedTold > REACHED_INTERVAL_MS) this.#tellReached();
		const next = this.#world.nextAt();
		return next === undefined ? undefined : Math.min(this.#clock.realUntil(next), REACHED_MS_MAX);
	}

	/** Where the world should be now: where real time is when attended, and where a jump of the clock leads. */
	#target(): number {
		const live = this.#attended ? this.#clock.target() : 0;
		return Math.max(live, this.#jumpTo, this.#world.now());
	}

	/** A jump of the clock has been run through: from here on, a second is a second again. */
	#landed(): void {
		this.#jumpTo = 0;
		this.#clock.restart(this.#world.now());
	}

	#applyNext(): void {
		const next = this.#inbox.shift();
		if (next === undefined) return;
		const { origin } = next;
		const event = absolute(next.event, this.#world.now());
		const index = this.#world.journal.length;
		try {
			const problem = problemWith(this.#world, event);
			if (problem !== undefined) throw new RangeError(problem);
			const entry = this.#world.apply(event);
			this.#post({ type: 'journal', index, entry, ...(origin && { origin }) });
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			this.#post({ type: 'refused', message: error.message, ...(origin && { origin }) });
		}
		if (event.kind === 'advance') this.#jumpTo = event.toMs;
		if (event.kind === 'open') this.#tellNewTerminals();
	}

	#tellNewTerminals(): void {
		for (const terminal of this.#world.terminals()) {
			if (this.#terminals.has(terminal.id)) continue;
			this.#terminals.add(terminal.id);
			this.#news({ kind: 'terminal-open', terminal: { ...terminal } });
		}
	}

	#take(event: WorldEvent): void {
		if (event.kind === 'output') this.#recorder?.output(event, this.#world.now());
		if (event.kind === 'command') {
			this.#touched ||= !leavesMachinesAlone(event.line);
			const size = this.#world.terminals().find(({ id }) => id === event.terminal);
			if (size !== undefined) this.#recorder?.command(event, size);
			const { kind: _, ...tick } = event;
			if (this.#timeline.length >= SERVER_LIMITS.timelineTicks) this.#timeline.shift();
			this.#timeline.push(tick);
			if (this.#opened) this.#news({ kind: 'tick', tick });
			return;
		}
		if (!this.#opened) return;
		if (event.kind === 'output') {
			const chunks = this.#output.get(event.terminal);
			if (chunks === undefined) this.#output.set(event.terminal, [event.data]);
			else chunks.push(event.data);
			if (asksForLine(event.data)) {
				this.#times.commandEnded(this.#touched);
				this.#touched = false;
			}
		} else if (event.kind === 'changed') {
			this.#times.changed();
			if (this.#attended) this.#mapTimer ??= setTimeout(() => this.#tellMap(), MAP_INTERVAL_MS);
		} else if (event.kind === 'terminal-exit') {
			this.#flush();
			this.#terminals.delete(event.terminal);
			this.#news(event);
		}
	}

	/** Sends what terminals have printed since the last time, one message a terminal. */
	#flush(): void {
		for (const [terminal, chunks] of this.#output) {
			const data = concatenate(chunks);
			this.#post({ type: 'news', news: { kind: 'output', terminal, data } }, [data.buffer]);
		}
		this.#output.clear();
	}

	#tellMap(): void {
		this.#mapTimer = undefined;
		this.#guarded(() => {
			const map = this.#world.map();
			const diff = this.#map === undefined ? undefined : diffMaps(this.#map, map);
			this.#map = map;
			if (diff !== undefined) this.#news({ kind: 'map', diff });
		});
	}

	#tellReached(): void {
		this.#reachedTold = performance.now();
		this.#post({ type: 'reached', nowMs: this.#world.now() });
	}

	#grade(): void {
		if (!this.#opened || this.#grader.empty) return;
		this.#guarded(() => this.#tellTasks(this.#grader.gradeQuick(this.#world)));
	}

	#tellTasks(changes: readonly TaskChange[]): void {
		const tasks = this.#grader.view(this.#world.journal.length);
		const told = JSON.stringify(tasks);
		if (told === this.#tasksTold) return;
		this.#tasksTold = told;
		this.#flush();
		this.#news({
			kind: 'tasks',
			tasks,
			changes: [...changes],
			journalIndex: this.#world.journal.length,
			atMs: this.#world.now(),
		});
	}

	/** Timers run outside the pump: a bug in the world ends the world there too. */
	#guarded(work: () => void): void {
		if (this.#ended) return;
		try {
			this.#options.pump.watched(this.handle, work);
		} catch (error) {
			this.#options.pump.remove(this);
			this.failed(error);
		}
	}

	#news(news: WorldNews): void {
		this.#post({ type: 'news', news });
	}

	#post(message: DistributiveOmit<FromWorker, 'sandbox'>, transfer?: readonly ArrayBuffer[]): void {
		this.#options.post({ ...message, sandbox: this.#options.sandbox } as FromWorker, transfer);
	}
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** The page says how far to jump, the journal says where to. */
function absolute(event: OutsideEvent, nowMs: number): JournalInput {
	return event.kind === 'advance-by' ? { kind: 'advance', toMs: nowMs + event.seconds * 1_000 } : event;
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const result = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const chunk of chunks) {
		result.set(chunk, offset);
		offset += chunk.length;
	}
	return result;
}
