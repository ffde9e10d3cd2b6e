import type { TimelineMark, TimelineTick } from '../../../_server/protocol.ts';

export type TimelineEvent = ({ readonly kind: 'command' } & TimelineTick) | ({ readonly kind: 'mark' } & TimelineMark);

/** Commands and marks in the order in which they happened; a mark after the command that brought it. */
export function timelineEvents(ticks: readonly TimelineTick[], marks: readonly TimelineMark[]): TimelineEvent[] {
	const events: TimelineEvent[] = [
		...ticks.map((tick) => ({ kind: 'command' as const, ...tick })),
		...marks.map((mark) => ({ kind: 'mark' as const, ...mark })),
	];
	return events.sort(
		(a, b) => a.atMs - b.atMs || a.journalIndex - b.journalIndex || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0),
	);
}

/** "12:03:07": the world's own time of day. */
export function clockTime(ms: number): string {
	return new Date(ms).toISOString().slice(11, 19);
}
