import type { Errno } from '../kernel/process-api.ts';
import type { ConnectionQuery, ConnectionRecord } from '../network/connection-log.ts';
import type { SchedulingDecision } from '../scheduler/framework/record.ts';
import type { Fault } from './faults.ts';

/**
 * The public face of a world, as the server, the tests and the headless commands see it.
 * `world.ts` implements it; `index.ts` exports it.
 */
export interface WorldOptions {
	/**
	 * "kubeadm-1-2": one control plane and two workers. See `presets/`. "jump": a machine from which `clusters` are reached;
	 * "workstation": one with kubectl and a context for each of them.
	 */
	readonly preset: string;
	readonly seed: string;
	/** Files laid and scripts run (as root on the first host, unseen) before the student's first prompt. */
	readonly setup?: readonly SetupStep[];
	/** Clusters behind other machines: one logs in to them from the first machine of `preset`. See composite/. */
	readonly clusters?: readonly ClusterOptions[];
}

/** A cluster of a world that has several. Each is a world of its own, made when somebody logs in to it. */
export interface ClusterOptions {
	/** Its first machine's name; tasks and events name the cluster by it. */
	readonly name: string;
	/** "kubeadm-1-1@cka4183": its machines' names begin with `name`. */
	readonly preset: string;
	readonly setup?: readonly SetupStep[];
}

export type SetupStep =
	| {
			readonly kind: 'file';
			readonly host?: string;
			readonly path: string;
			readonly content: string;
			readonly mode?: number;
	  }
	| { readonly kind: 'script'; readonly host?: string; readonly script: string }
	| { readonly kind: 'manifest'; readonly yaml: string }
	| { readonly kind: 'fault'; readonly fault: Fault };

/** What came in from outside, in order. The world is a pure function of its options and these. JSON-serialisable. */
export type JournalEntry = { readonly atMs: number } & (
	| {
			readonly kind: 'open';
			readonly terminal: string;
			readonly host?: string;
			readonly user?: string;
			readonly columns: number;
			readonly rows: number;
			/** Opened from elsewhere by ssh. */
			readonly session?: SessionRequest;
	  }
	/** Bytes typed or pasted, as text (UTF-8), or what is no text in base64. */
	| { readonly kind: 'input'; readonly terminal: string; readonly data: string; readonly base64?: true }
	/** Standard input is over. */
	| { readonly kind: 'end-of-input'; readonly terminal: string }
	| { readonly kind: 'resize'; readonly terminal: string; readonly columns: number; readonly rows: number }
	| { readonly kind: 'close'; readonly terminal: string }
	/** Only in old journals, of when the site had editors of its own over the terminals. Without effect. */
	| { readonly kind: 'editor' }
	/** The site wrote a file (the bench's file panel, a lesson's button). */
	| { readonly kind: 'file'; readonly host?: string; readonly path: string; readonly content: string }
	/** A bash script was run to its end as root on a host, without a terminal (headless runs, setup, grading). */
	| { readonly kind: 'script'; readonly host?: string; readonly name: string; readonly script: string }
	/** Something happened to the world that nobody in it has done. */
	| { readonly kind: 'fault'; readonly fault: Fault }
	/** On a TCP connection that somebody outside has made to one of the hosts. */
	| { readonly kind: 'traffic'; readonly connection: string; readonly signal: TrafficSignal }
	/** A jump of the clock begins: run the world to `toMs` now. Without effect on the world itself. */
	| { readonly kind: 'advance'; readonly toMs: number }
);

/** What an ssh client has asked for. */
export interface SessionRequest {
	/** Absent: a login shell. */
	readonly command?: string;
	/** What kind of terminal; absent: none, and standard error apart. */
	readonly terminalType?: string;
	readonly env: readonly (readonly [string, string])[];
	/** Said before the first prompt. */
	readonly greeting: string;
}

/** What a client outside does. */
export type TrafficSignal =
	| { readonly act: 'connect'; readonly host: string; readonly port: number; readonly source: string }
	/** Text (UTF-8), or what is no text in base64. */
	| { readonly act: 'send'; readonly data: string; readonly base64?: true }
	/** It has read so many bytes. */
	| { readonly act: 'taken'; readonly bytes: number }
	/** It sends no more. */
	| { readonly act: 'end' }
	/** It is gone. */
	| { readonly act: 'cut' };

/** What the client is told. */
export type TrafficAnswer =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'failed'; readonly errno: Errno }
	| { readonly kind: 'data'; readonly data: Uint8Array }
	| { readonly kind: 'taken'; readonly bytes: number }
	| { readonly kind: 'end' }
	| { readonly kind: 'cut' };

export type WorldEvent =
	| {
			readonly kind: 'output';
			readonly terminal: string;
			readonly data: Uint8Array;
			/** Of a session without a terminal: what went to standard error. */
			readonly isError?: true;
	  }
	| { readonly kind: 'terminal-exit'; readonly terminal: string; readonly status: number }
	/** To a client outside. */
	| { readonly kind: 'traffic'; readonly connection: string; readonly answer: TrafficAnswer }
	/** A command line was entered at a prompt: a tick of the timeline. */
	| {
			readonly kind: 'command';
			readonly terminal: string;
			readonly line: string;
			/** Of a world with several clusters: the machine where it was entered. */
			readonly host?: string;
			/** And the cluster that the user's kubectl there spoke to, when it is another's. */
			readonly context?: string;
			readonly journalIndex: number;
			readonly atMs: number;
	  }
	/** The cluster's state has changed: look at the map and the tasks again. At most one a virtual 50 ms. */
	| { readonly kind: 'changed'; readonly atMs: number };

/** A cluster as the map draws it. Plain JSON, sorted by name. */
export interface ClusterMap {
	readonly atMs: number;
	readonly nodes: readonly {
		readonly name: string;
		readonly roles: readonly string[];
		readonly ready: boolean;
		readonly unschedulable: boolean;
	}[];
	readonly pods: readonly {
		readonly namespace: string;
		readonly name: string;
		readonly uid: string;
		readonly node: string | undefined;
		/** What `kubectl get pods` shows as STATUS. */
		readonly status: string;
		readonly phase: string;
		readonly ready: boolean;
		readonly restarts: number;
		readonly ip: string | undefined;
		readonly labels: { readonly [key: string]: string };
		/** "ReplicaSet/web-5d…", and the Deployment above it. */
		readonly owners: readonly string[];
		readonly images: readonly string[];
		readonly deleting: boolean;
	}[];
	readonly services: readonly {
		readonly namespace: string;
		readonly name: string;
		readonly type: string;
		readonly clusterIP: string;
		readonly ports: readonly string[];
		/** uids of ready Pods behind it, and of those not ready. */
		readonly ready: readonly string[];
		readonly notReady: readonly string[];
	}[];
	readonly workloads: readonly {
		readonly namespace: string;
		readonly kind: string;
		readonly name: string;
		readonly desired: number;
		readonly ready: number;
		readonly owner: string | undefined;
	}[];
}

/** What a task asks for. Checks state effects, never methods. All texts are JSON values from exercise.yaml. */
export type Check = { readonly id: string } & (
	| ObjectCheck
	| RequestCheck
	| CommandCheck
	| {
			readonly type: 'file';
			readonly host?: string;
			readonly path: string;
			readonly exists?: boolean;
			readonly contains?: string;
			readonly matches?: string;
			readonly equals?: string;
	  }
	| {
			readonly type: 'can';
			readonly as: string;
			readonly groups?: readonly string[];
			readonly verb: string;
			readonly resource: string;
			readonly group?: string;
			readonly namespace?: string;
			readonly name?: string;
			readonly allowed: boolean;
	  }
	/** Shown on a copy of the world: do something to it, wait, and look. */
	| { readonly type: 'fork'; readonly do: readonly ForkAction[]; readonly then: readonly Check[] }
);

export interface ObjectCheck {
	readonly type: 'object';
	readonly apiVersion: string;
	readonly kind: string;
	readonly namespace?: string;
	readonly name?: string;
	readonly selector?: string;
	/** How many objects must satisfy all `expect`; default at least one (exactly the named one). 0: none may exist. */
	readonly count?: number | { readonly min?: number; readonly max?: number };
	readonly expect?: readonly Expectation[];
}

/** One statement about one value; `path` is a kubectl JSONPath without braces (".spec.replicas"). */
export interface Expectation {
	readonly path: string;
	readonly equals?: string | number | boolean;
	readonly oneOf?: readonly (string | number | boolean)[];
	/** RE2. */
	readonly matches?: string;
	readonly min?: number;
	readonly max?: number;
	readonly exists?: boolean;
	/** For lists: some element equals. */
	readonly contains?: string | number | boolean;
	/** A Kubernetes quantity that must be the same amount ("500m" is "0.5"). */
	readonly quantity?: string;
}

export interface RequestCheck {
	readonly type: 'request';
	/** A Pod (by selector) or a host ("controlplane") that asks; default the first host. */
	readonly from?: { readonly namespace?: string; readonly selector?: string; readonly host?: string };
	readonly url: string;
	readonly status?: number;
	readonly bodyMatches?: string;
	/** false: the request must fail to connect. */
	readonly reachable?: boolean;
	readonly timeoutSeconds?: number;
}

export interface CommandCheck {
	readonly type: 'command';
	readonly host?: string;
	readonly run: string;
	readonly exitCode?: number;
	readonly stdoutMatches?: string;
}

export type ForkAction =
	| { readonly action: 'run'; readonly host?: string; readonly script: string }
	| { readonly action: 'advance'; readonly seconds: number }
	| { readonly action: 'fault'; readonly fault: Fault };

export interface Task {
	readonly id: string;
	/** Of a world with several clusters: which one is asked. */
	readonly cluster?: string;
	readonly points: number;
	readonly checks: readonly Check[];
}

export interface TaskResult {
	readonly id: string;
	readonly passed: boolean;
	readonly checks: readonly CheckResult[];
}

export interface CheckResult {
	readonly id: string;
	readonly passed: boolean;
	/** Why not, cause by cause from what was asked for down to the root. Empty when passed. */
	readonly evidence: readonly Evidence[];
}

/** One link of the chain. `code` and `values` pick the sentence in the reader's language; `object` can be opened. */
export interface Evidence {
	/** "object-missing", "value-differs", "no-endpoints", "selector-matches-nothing", "container-waiting", … */
	readonly code: string;
	readonly values: { readonly [name: string]: string };
	readonly object?: {
		readonly apiVersion: string;
		readonly kind: string;
		readonly namespace?: string;
		readonly name: string;
	};
}

/** What a check looks at in one world: an object's YAML or a file. */
export interface Subject {
	/** "Deployment shop/api", "Pod default/app=web", "/root/api.yaml": the same in every world. */
	readonly title: string;
	/** Undefined: it does not exist there. */
	readonly text: string | undefined;
}

/** What makes a world again: all that came to it, and where its clock is (in its initial state when that is not known). */
export interface WorldHistory {
	readonly options: WorldOptions;
	readonly journal: readonly JournalEntry[];
	readonly nowMs?: number;
}

export interface World {
	readonly options: WorldOptions;
	/** Virtual milliseconds since the epoch. */
	now(): number;
	/** Virtual time of the next thing to happen; undefined when only the outside can make anything happen. */
	nextAt(): number | undefined;
	/**
	 * Runs what is due up to `targetMs`, at most `maxSteps` callbacks. Returns whether the target was reached.
	 * Inputs given meanwhile are applied when everything due before them has run.
	 */
	run(targetMs: number, maxSteps?: number): boolean;
	/** Headless: runs until nothing is left to do before `limitMs` passes in which terminal or script is idle. */
	settle(limitMs: number): void;
	/** Takes an outside event now; returns its journal entry, complete with its time. Refuses (throws RangeError) what is beyond the limits. */
	apply(event: JournalInput): JournalEntry;
	readonly journal: readonly JournalEntry[];
	/**
	 * Headless: runs a script to its end, virtual time jumping ahead. Journaled. Exit code 124 when `limitMs` of virtual
	 * time (default one hour) or the step limit is used up.
	 */
	runScript(run: ScriptRun): ScriptResult;
	/** One listener; called from inside `run` and `apply`. */
	onEvent(listener: (event: WorldEvent) => void): void;
	/** Everything a terminal has printed that is still kept, for reconnects. */
	scrollback(terminal: string): Uint8Array;
	terminals(): readonly {
		readonly id: string;
		readonly host: string;
		readonly columns: number;
		readonly rows: number;
	}[];
	map(): ClusterMap;
	/**
	 * Why Pods are where they are, or nowhere: the last look of a scheduler at each of those that were looked at last, at
	 * most 500 and fewer in large clusters, oldest first. With the uid of a Pod: its own, or none.
	 */
	scheduling(uid?: string): readonly SchedulingDecision[];
	/** What became of the last connections (CONNECTIONS_MAX of them at most), oldest first. See `network/connection-log.ts`. */
	connections(query?: ConnectionQuery): readonly ConnectionRecord[];
	/** A file of a host, for the site's panel; undefined when absent. */
	readFile(host: string, path: string): string | undefined;
	/** A second world in the same state; this one does not notice. */
	fork(): World;
	grade(tasks: readonly Task[]): TaskResult[];
	/** As `grade`, a little at a time. The world must stay as it is until the last step. */
	gradeSteps(tasks: readonly Task[]): Generator<void, TaskResult[]>;
	/** Of a world with several clusters: how much has come to each that was entered, by name. Unchanged: nothing was done there. */
	clusterEntries?(): Readonly<Record<string, number>>;
	/** Of a world with several clusters: what makes one of them again, alone. Throws RangeError when there is none of that name. */
	clusterHistory?(name: string): WorldHistory;
	/** What the checks of a task look at, for a comparison with another world. */
	subjects(task: Task): Subject[];
	/** Hash of the whole state: store, file systems, processes, clock. Hex. */
	hash(): string;
}

export interface ScriptRun {
	/** Default: the preset's first host. */
	readonly host?: string;
	/** Base name of the file it runs as; $0 shows it. */
	readonly name: string;
	readonly script: string;
	readonly limitMs?: number;
	/** Told as it is written. */
	readonly onOutput?: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
}

export interface ScriptResult {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
	readonly virtualMs: number;
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;
export type JournalInput = WithoutTime<JournalEntry>;
