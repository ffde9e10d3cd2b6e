import { z } from 'zod';
import type { CheckResult, ClusterMap } from '../../simulator/sandbox/world-api.ts';
import { SERVER_LIMITS } from './limits.ts';
import type { Comparison } from './worker-protocol.ts';

/**
 * The WebSocket's control messages (JSON text frames; terminal bytes are binary, see frames.ts). README.md tells the
 * story. The browser imports only types from here, so zod stays on the server.
 */

/** Where the WebSocket is. */
export const SOCKET_PATH = '/ws';

/** Terminals are named by the site: "t1", "t2", …. */
const terminal = z.string().regex(/^[!-~]{1,64}$/);
const cells = z.number().int().min(1).max(1_000);
const host = z.string().min(1).max(253);
const user = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/);
const filePath = z.string().startsWith('/').max(4_096);
const fileContent = z.string().max(SERVER_LIMITS.fileBytes);
/** A number that the answer repeats. */
const request = z.number().int().nonnegative();
/** A running number of what changes the world, shared with input frames: it is acknowledged when it is in the journal. */
const seq = z.number().int().positive();

export const clientMessageSchema = z.discriminatedUnion('type', [
	/** The first message. Without `sandbox` the student's live world of the exercise is opened, or a new one made. */
	z.strictObject({
		type: z.literal('hello'),
		exercise: z.string().min(1).max(128),
		sandbox: z.string().min(1).max(64).optional(),
		/** Begin a new attempt: for when the world there was cannot be opened any more. */
		fresh: z.boolean().optional(),
		/** What the world's clock showed when the connection was lost. */
		seenMs: z.number().nonnegative().optional(),
		/** Names this tab across reconnects, so that nothing is applied twice. */
		client: z.string().regex(/^[\w-]{8,64}$/),
	}),
	z.strictObject({
		...{ type: z.literal('open'), seq, terminal, host: host.optional(), user: user.optional() },
		...{ columns: cells, rows: cells },
	}),
	z.strictObject({ type: z.literal('close'), seq, terminal }),
	z.strictObject({ type: z.literal('resize'), seq, terminal, columns: cells, rows: cells }),
	/** Announces a paste of more than one frame; answered by "paste". */
	z.strictObject({ type: z.literal('paste'), terminal, bytes: z.number().int().positive() }),
	/** How many output bytes of the terminal have been drawn since the last such message. */
	z.strictObject({ type: z.literal('drawn'), terminal, bytes: z.number().int().positive() }),
	/** A click on a command in the lesson: typed into the terminal with a final Enter. */
	z.strictObject({ type: z.literal('run-command'), seq, terminal, command: z.string().min(1).max(16_384) }),
	z.strictObject({ type: z.literal('write-file'), seq, host: host.optional(), path: filePath, content: fileContent }),
	z.strictObject({ type: z.literal('read-file'), request, host, path: filePath }),
	/** Jump the world's clock forward. */
	z.strictObject({ type: z.literal('advance'), seq, seconds: z.number().positive().max(86_400) }),
	/** Go on from where the journal had `journalIndex` entries; the present is kept as another branch. */
	z.strictObject({ type: z.literal('rewind'), journalIndex: z.number().int().nonnegative() }),
	/** Begin the exercise again: a new attempt in a new world. */
	z.strictObject({ type: z.literal('reset') }),
	/** Grade all tasks now, forks included; answered by "graded". */
	z.strictObject({ type: z.literal('grade'), request }),
	/** What a task looks at, here and after the model solution; answered by "compared". */
	z.strictObject({ type: z.literal('compare'), request, task: z.string().min(1).max(128) }),
	/** A hint was opened (`step` from 1), or the solution (`step` 0). */
	z.strictObject({ type: z.literal('hint'), task: z.string().min(1).max(128), step: z.number().int().min(0).max(100) }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** "open": not reached yet. "won". "lost": it was won once, and is no more. */
export type TaskState = 'open' | 'won' | 'lost';

export interface TaskView {
	readonly id: string;
	readonly points: number;
	readonly state: TaskState;
	readonly checks: readonly CheckView[];
}

/**
 * `pending`: a check that needs a copy of the world has not been run since the state changed. `stale`: it failed before
 * what was done last, and its next run is still to come.
 */
export type CheckView =
	| (CheckResult & { readonly pending?: false; readonly stale?: true })
	| { readonly id: string; readonly passed: false; readonly pending: true; readonly evidence: readonly [] };

export interface TimelineTick {
	readonly terminal: string;
	readonly line: string;
	/** Of a world with several clusters: the machine where it was entered. */
	readonly host?: string | undefined;
	/** And the cluster that it was about, when it is another's: of kubectl at a workstation. */
	readonly context?: string | undefined;
	/** Rewind to here to be before the command. */
	readonly journalIndex: number;
	readonly atMs: number;
}

export interface TimelineMark {
	readonly task: string;
	readonly won: boolean;
	readonly journalIndex: number;
	readonly atMs: number;
}

/** What has changed on the map since the last: whole items by their key (`mapKey` in map-diff.ts). */
export interface MapDiff {
	readonly atMs: number;
	readonly nodes: MapSectionDiff<ClusterMap['nodes'][number]>;
	readonly pods: MapSectionDiff<ClusterMap['pods'][number]>;
	readonly services: MapSectionDiff<ClusterMap['services'][number]>;
	readonly workloads: MapSectionDiff<ClusterMap['workloads'][number]>;
}

export interface MapSectionDiff<T> {
	readonly set: readonly T[];
	readonly removed: readonly string[];
}

export interface TerminalView {
	readonly id: string;
	readonly host: string;
	readonly columns: number;
	readonly rows: number;
}

/** What the page needs to know to be where the world is. A "screen" frame for each terminal follows. */
export interface Snapshot {
	readonly sandbox: string;
	readonly exercise: string;
	readonly attempt: string;
	/** "hello", or why the world under this connection is another now. */
	readonly reason: 'hello' | 'reset' | 'rewind' | 'recovered';
	readonly nowMs: number;
	readonly journalLength: number;
	/** The last `seq` of this tab that the journal holds; 0: none. Send again what came after it. */
	readonly lastSeq: number;
	readonly terminals: readonly TerminalView[];
	readonly tasks: readonly TaskView[];
	readonly map: ClusterMap;
	readonly timeline: readonly TimelineTick[];
	readonly marks: readonly TimelineMark[];
}

/** Why something was refused; the page has a sentence for each. */
export type RefusalCode =
	| 'paste-too-large'
	| 'too-fast'
	| 'beyond-limits'
	| 'no-such-journal-index'
	| 'exercise-unknown'
	| 'sandbox-unknown'
	| 'server-full'
	/** An exam allows a terminal and nothing else. */
	| 'not-in-exam'
	/** The exam is over. */
	| 'exam-over'
	/** The user sits a mock that asks it. */
	| 'asked-in-exam'
	| 'world-ended';

export type ServerMessage =
	| ({ readonly type: 'snapshot' } & Snapshot)
	/** Everything of this tab up to `seq` is in the journal. */
	| { readonly type: 'ack'; readonly seq: number }
	| { readonly type: 'paste'; readonly terminal: string; readonly accepted: boolean; readonly limitBytes: number }
	| { readonly type: 'tasks'; readonly tasks: readonly TaskView[] }
	| ({ readonly type: 'mark' } & TimelineMark)
	| ({ readonly type: 'map' } & MapDiff)
	| ({ readonly type: 'tick' } & TimelineTick)
	| { readonly type: 'terminal-open'; readonly terminal: TerminalView }
	| { readonly type: 'terminal-exit'; readonly terminal: string; readonly status: number }
	| { readonly type: 'file'; readonly request: number; readonly content: string | null }
	| { readonly type: 'graded'; readonly request: number; readonly tasks: readonly TaskView[] }
	| { readonly type: 'compared'; readonly request: number; readonly comparisons: readonly Comparison[] }
	/** Something asked for was not done; the connection goes on. `seq`: of what was refused. */
	| { readonly type: 'refused'; readonly code: RefusalCode; readonly message: string; readonly seq?: number };

/** The reason with which an exam's connection is closed when it is over. */
export const EXAM_OVER = 'exam-over';

/** The reason with which the connections to an exercise are closed when its student begins a mock that asks it. */
export const ASKED_IN_EXAM = 'asked-in-exam';

/** Close codes beyond the standard's. */
export const CLOSE_CODES = {
	/** The frame is of no kind we know. */
	unsupported: 1003,
	/** The message breaks the protocol or a limit; the reason says which. */
	policy: 1008,
	/** The server has a problem of its own. */
	internal: 1011,
	/** The server or a worker restarts: reconnect. */
	restart: 1012,
} as const;
