import type { PodInfo } from '../cache/pod-info.ts';
import type { Preemption } from './preemption.ts';
import type { FilterResult } from './scheduling-cycle.ts';
import type { ScoreSheet } from './score-sheet.ts';

/** What one look at a Pod decided and why, for whoever wants to show it. Plain JSON. */
export interface SchedulingDecision {
	readonly pod: PodName;
	/** spec.schedulerName of who looked. */
	readonly scheduler: string;
	readonly atMs: number;
	/** Chosen node; undefined when none would do. */
	readonly node: string | undefined;
	/** Nodes that were filtered out: by which plugin, for which reasons. */
	readonly rejected: readonly { readonly node: string; readonly plugin: string; readonly reasons: readonly string[] }[];
	/** Nodes that nobody looked at, because enough others would do or the Pod's affinity names its nodes. */
	readonly unseen: number;
	/** What each plugin's scores (0 to 100) count. */
	readonly weights: { readonly [plugin: string]: number };
	/** Of the nodes left, the best first: weighted scores, plugin by plugin. Empty when there was only one. */
	readonly scores: readonly {
		readonly node: string;
		readonly total: number;
		readonly byPlugin: { readonly [plugin: string]: number };
	}[];
	/** The FailedScheduling text, when it failed. */
	readonly message: string | undefined;
	/** What preemption came to; undefined when nobody asked for it. */
	readonly preemption:
		| {
				/** The node that is cleared for the Pod, and the Pods that leave it. */
				readonly node: string | undefined;
				readonly victims: readonly PodName[];
				/** Why nothing else could be done, node by node. */
				readonly rejected: readonly { readonly node: string; readonly reasons: readonly string[] }[];
		  }
		| undefined;
}

export interface PodName {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
}

/** What a look at a Pod leaves behind: shares what the scheduler has worked with, and becomes JSON when somebody reads. */
export interface Attempt {
	readonly pod: PodInfo;
	readonly scheduler: string;
	readonly atMs: number;
	readonly found: FilterResult;
	readonly node?: string;
	readonly sheet?: ScoreSheet | undefined;
	readonly message?: string;
	readonly preemption?: Preemption;
}

/** How many nodes all kept attempts together speak of, at most: of few nodes more attempts are kept. */
const NODES_KEPT = 3_000;
const ATTEMPTS_KEPT = 500;

/** The last look at each of the Pods that were looked at last. */
export class SchedulingRecords {
	readonly #byUid = new Map<string, Attempt>();
	#nodes = 0;

	add(attempt: Attempt): void {
		this.#remove(attempt.pod.uid);
		this.#byUid.set(attempt.pod.uid, attempt);
		this.#nodes += weightOf(attempt);
		while (this.#byUid.size > 1 && (this.#nodes > NODES_KEPT || this.#byUid.size > ATTEMPTS_KEPT)) {
			const oldest = this.#byUid.keys().next();
			if (!oldest.done) this.#remove(oldest.value);
		}
	}

	get(uid: string): SchedulingDecision | undefined {
		const attempt = this.#byUid.get(uid);
		return attempt && decisionOf(attempt);
	}

	/** Oldest first. */
	all(): readonly SchedulingDecision[] {
		return [...this.#byUid.values()].map(decisionOf);
	}

	#remove(uid: string): void {
		const known = this.#byUid.get(uid);
		if (known === undefined) return;
		this.#nodes -= weightOf(known);
		this.#byUid.delete(uid);
	}
}

function weightOf({ found, sheet }: Attempt): number {
	return found.rejected.size + (sheet?.nodes.length ?? 0);
}

function decisionOf({ pod, scheduler, atMs, node, found, sheet, message, preemption }: Attempt): SchedulingDecision {
	return {
		pod: nameOf(pod),
		scheduler,
		atMs,
		node,
		rejected: [...found.rejected].map(([name, { plugin, rejection }]) => ({
			node: name,
			plugin,
			reasons: rejection.reasons.length > 0 ? rejection.reasons : [found.preFilterMessage ?? ''],
		})),
		unseen: found.unseen,
		weights: Object.fromEntries((sheet?.columns ?? []).map(({ plugin, weight }) => [plugin, weight])),
		scores: sheet === undefined ? [] : scoresOf(sheet),
		message,
		preemption: preemption && {
			node: preemption.candidate?.node,
			victims: (preemption.candidate?.victims ?? []).map(nameOf),
			rejected: [...preemption.rejections].map(([name, { reasons }]) => ({ node: name, reasons })),
		},
	};
}

function scoresOf({ nodes, totals, columns }: ScoreSheet): SchedulingDecision['scores'] {
	return nodes
		.map(({ name }, index) => ({
			node: name,
			total: totals[index] as number,
			byPlugin: Object.fromEntries(
				columns.map(({ plugin, weight, scores }) => [plugin, (scores[index] as number) * weight]),
			),
		}))
		.sort((a, b) => b.total - a.total);
}

function nameOf({ namespace, name, uid }: PodInfo): PodName {
	return { namespace, name, uid };
}
