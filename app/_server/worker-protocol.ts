import { z } from 'zod';
import type { ClusterMap, JournalEntry, Task, WorldHistory } from '../../simulator/sandbox/world-api.ts';
import type { MapDiff, TaskView } from './protocol.ts';
import { checkResultSchema, journalInputSchema, worldOptionsSchema } from './world-schema.ts';

/**
 * What the main thread and a worker say to each other. Both sides parse what arrives; large parts that the sender has
 * just made or checked (journals, maps, tasks) are only asserted to be there.
 */
const sandbox = z.string();
const request = z.number().int();
const journal = z.custom<readonly JournalEntry[]>(Array.isArray);
const tasks = z.custom<readonly Task[]>(Array.isArray);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What a thread is given to begin with. */
export interface WorkerStart {
	/** Shared with the watchdog: the handle of the world that is running; the thread's number, once it has begun. */
	readonly watch: SharedArrayBuffer;
	/** See `WorkerHandle`. */
	readonly niceness: number;
}

/** Copies that a worker keeps for the next time, so that only what was done since has to be replayed. */
export const REPLICAS_MAX = 8;

/** Whose input it was: comes back with the journal entry. */
const origin = z.strictObject({ client: z.string(), seq: z.number().int() });
export type Origin = z.infer<typeof origin>;

/** What the main thread passes on: all that a journal holds, and a jump of the clock by so much. */
const outsideEvent = z.union([
	journalInputSchema,
	z.strictObject({ kind: z.literal('advance-by'), seconds: z.number().positive() }),
]);
export type OutsideEvent = z.infer<typeof outsideEvent>;

/** Asks something of a copy of a world, and holds what the copy may lack. */
const atReplica = {
	sandbox,
	request,
	handle: z.number().int().positive(),
	options: worldOptionsSchema,
	from: z.number().int(),
	journal,
	nowMs: z.number(),
};

/** By the tasks' ids. */
export const probeResultsSchema = z.record(z.string(), z.array(checkResultSchema));

export const toWorkerSchema = z.discriminatedUnion('type', [
	/** Make the world again from its journal, and go on from `reachedMs`. Answered by "opened" or "ended". */
	z.strictObject({
		type: z.literal('open'),
		sandbox,
		/** Small and unique in the pool: what the watchdog reads. */
		handle: z.number().int().positive(),
		options: worldOptionsSchema,
		journal,
		reachedMs: z.number(),
		tasks,
		/** What the database holds of each task: won now, or lost after having been won. */
		states: z.record(z.string(), z.enum(['open', 'won', 'lost'])),
		/** Note what its terminals print. */
		record: z.literal(true).optional(),
		/** If a bug ends it on its way there, what it has come to can be asked for. */
		salvage: z.literal(true).optional(),
	}),
	z.strictObject({ type: z.literal('apply'), sandbox, event: outsideEvent, origin: origin.optional() }),
	/** Someone looks at it (its clock follows real time), or nobody does (it stands still). */
	z.strictObject({ type: z.literal('attend'), sandbox, attended: z.boolean() }),
	z.strictObject({ type: z.literal('snapshot'), sandbox, request }),
	/** All that a terminal still shows, for a page that was skipped while it could not keep up. */
	z.strictObject({ type: z.literal('screen'), sandbox, request, terminal: z.string() }),
	z.strictObject({ type: z.literal('read-file'), sandbox, request, host: z.string(), path: z.string() }),
	z.strictObject({ type: z.literal('grade'), sandbox, request }),
	/** What the terminals have printed, of a world that was opened with `record`. */
	z.strictObject({ type: z.literal('recording'), sandbox, request }),
	/** What another worker needs to have the same world: answered by "replica". */
	z.strictObject({ type: z.literal('export'), sandbox, request, from: z.number().int() }),
	/** Of a world with several clusters: how much has come to each that was entered, by name. */
	z.strictObject({ type: z.literal('cluster-entries'), sandbox, request }),
	/** What makes one of its clusters again, alone: answered by a history. */
	z.strictObject({ type: z.literal('export-cluster'), sandbox, request, cluster: z.string() }),
	/**
	 * How a world with this history stands in these tasks, which are of one cluster; it is made for that, and thrown away.
	 * One of several clusters: the tasks' one, which nobody has entered.
	 */
	z.strictObject({
		type: z.literal('grade-history'),
		request,
		handle: z.number().int().positive(),
		history: z.custom<WorldHistory>((value) => typeof value === 'object' && value !== null),
		tasks,
	}),
	/** Bring a copy of the world to the same state and run the checks that need to try something out. */
	z.strictObject({
		type: z.literal('probe'),
		...atReplica,
		tasks,
	}),
	/** Bring the copy to the same state, run the model solution in a new world, and tell what the task looks at in both. */
	z.strictObject({
		type: z.literal('compare'),
		...atReplica,
		task: z.custom<Task>((value) => typeof value === 'object' && value !== null),
		solution: z.string(),
	}),
	/** What the probes have found, for the world they were made for. */
	z.strictObject({
		type: z.literal('probed'),
		sandbox,
		journalLength: z.number().int(),
		results: probeResultsSchema,
	}),
	/** Make what such a world copies, and its clusters if it has several, before somebody wants it. */
	z.strictObject({ type: z.literal('prepare'), options: worldOptionsSchema }),
	z.strictObject({ type: z.literal('forget'), sandbox }),
	z.strictObject({ type: z.literal('ping'), request }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const taskViewSchema: z.ZodType<TaskView> = z.strictObject({
	id: z.string(),
	points: z.number(),
	state: z.enum(['open', 'won', 'lost']),
	checks: z.array(
		z.union([
			checkResultSchema.and(z.object({ pending: z.literal(false).optional(), stale: z.literal(true).optional() })),
			z.strictObject({
				id: z.string(),
				passed: z.literal(false),
				pending: z.literal(true),
				evidence: z.tuple([]),
			}),
		]),
	),
});

const tick = z.strictObject({
	terminal: z.string(),
	line: z.string(),
	/** Of a world with several clusters. */
	host: z.string().optional(),
	context: z.string().optional(),
	journalIndex: z.number().int(),
	atMs: z.number(),
});

const terminalView = z.strictObject({
	id: z.string(),
	host: z.string(),
	columns: z.number(),
	rows: z.number(),
});

export const worldViewSchema = z.strictObject({
	nowMs: z.number(),
	journalLength: z.number().int(),
	terminals: z.array(terminalView),
	screens: z.array(z.strictObject({ terminal: z.string(), data: bytes })),
	tasks: z.array(taskViewSchema),
	map: z.custom<ClusterMap>((value) => typeof value === 'object' && value !== null),
	timeline: z.array(tick),
});
/** A world as a page that has just come needs it. */
export type WorldView = z.infer<typeof worldViewSchema>;

export const worldNewsSchema = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('output'), terminal: z.string(), data: bytes }),
	z.strictObject({ kind: z.literal('terminal-open'), terminal: terminalView }),
	z.strictObject({ kind: z.literal('terminal-exit'), terminal: z.string(), status: z.number().int() }),
	z.strictObject({ kind: z.literal('tick'), tick }),
	z.strictObject({
		kind: z.literal('tasks'),
		tasks: z.array(taskViewSchema),
		/** Points won or lost with this. */
		changes: z.array(z.strictObject({ task: z.string(), points: z.number(), won: z.boolean() })),
		journalIndex: z.number().int(),
		atMs: z.number(),
	}),
	z.strictObject({
		kind: z.literal('map'),
		diff: z.custom<MapDiff>((value) => typeof value === 'object' && value !== null),
	}),
]);
export type WorldNews = z.infer<typeof worldNewsSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('opened'), sandbox }),
	/** A bug ended the world (never the worker); `message` is for the log. */
	z.strictObject({ type: z.literal('ended'), sandbox, message: z.string() }),
	z.strictObject({
		type: z.literal('journal'),
		sandbox,
		index: z.number().int(),
		entry: z.custom<JournalEntry>((value) => typeof value === 'object' && value !== null),
		origin: origin.optional(),
	}),
	/** The event was beyond a limit, or made no sense: nothing has happened. */
	z.strictObject({ type: z.literal('refused'), sandbox, message: z.string(), origin: origin.optional() }),
	z.strictObject({ type: z.literal('news'), sandbox, news: worldNewsSchema }),
	z.strictObject({ type: z.literal('reached'), sandbox, nowMs: z.number() }),
	/** Time for another worker to run the checks that try something out. */
	z.strictObject({ type: z.literal('probe-wanted'), sandbox }),
	z.strictObject({ type: z.literal('reply'), request, ok: z.boolean(), value: z.unknown() }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;

export const replicaSchema = z.strictObject({
	options: worldOptionsSchema,
	journal,
	journalLength: z.number().int(),
	nowMs: z.number(),
	tasks,
});

export const probeReplySchema = z.union([
	/** The worker has no copy with `from` entries: send the whole journal. */
	z.strictObject({ missing: z.literal(true) }),
	z.strictObject({
		journalLength: z.number().int(),
		results: probeResultsSchema,
	}),
]);

export const clusterHistorySchema = z.strictObject({
	options: worldOptionsSchema,
	journal,
	nowMs: z.number().optional(),
});

const comparison = z.strictObject({ title: z.string(), mine: z.string().nullable(), model: z.string().nullable() });
/** The same place in the student's world and in one where the model solution has run; null: it does not exist there. */
export type Comparison = z.infer<typeof comparison>;

export const compareReplySchema = z.union([
	z.strictObject({ missing: z.literal(true) }),
	z.strictObject({ journalLength: z.number().int(), comparisons: z.array(comparison) }),
]);

export type ProbeResults = Readonly<z.infer<typeof probeResultsSchema>>;
