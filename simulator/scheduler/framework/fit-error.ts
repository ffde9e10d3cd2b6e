import type { Rejection } from './plugin.ts';

/** Why no node took a Pod. */
export interface Diagnosis {
	/** By node name; nodes that were not looked at are absent. */
	readonly rejections: ReadonlyMap<string, Rejection>;
	/** What the absent nodes count as. */
	readonly absent: Rejection | undefined;
	/** Said before the nodes' reasons: why no node could do. */
	readonly preFilterMessage: string | undefined;
	/** Said after them: what preemption found. */
	readonly postFilterMessage: string | undefined;
	readonly nodeCount: number;
}

/**
 * The text of a FailedScheduling event: reasons with the number of nodes that gave them, in the order of
 * their text. Models pkg/scheduler/framework FitError.Error.
 */
export function fitErrorMessage(diagnosis: Diagnosis): string {
	const counts = new Map<string, number>();
	const count = (reason: string, by: number): void => {
		counts.set(reason, (counts.get(reason) ?? 0) + by);
	};
	for (const rejection of diagnosis.rejections.values()) for (const reason of rejection.reasons) count(reason, 1);
	const absent = diagnosis.nodeCount - diagnosis.rejections.size;
	if (absent > 0) for (const reason of diagnosis.absent?.reasons ?? []) count(reason, absent);

	let message = `0/${diagnosis.nodeCount} nodes are available`;
	if (diagnosis.preFilterMessage !== undefined) message += `: ${diagnosis.preFilterMessage}.`;
	const lines = [...counts].map(([reason, times]) => `${times} ${reason}`).sort();
	if (lines.length > 0) message += `: ${lines.join(', ')}.`;
	if (diagnosis.postFilterMessage !== undefined) message += ` ${diagnosis.postFilterMessage}`;
	return message;
}
