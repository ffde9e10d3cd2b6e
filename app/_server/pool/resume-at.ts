import type { JournalEntry } from '../../../simulator/sandbox/world-api.ts';
import { SERVER_LIMITS } from '../limits.ts';

/**
 * Where a world goes on, in its own milliseconds. What a page has shown has happened: after a crash the world goes on from
 * there, not from the last note of its clock (which may never have been made), so that what is typed next comes after
 * what was seen. Pages are believed as far as a note can be late.
 */
export function resumeAt(reachedMs: number, journal: readonly JournalEntry[], seenMs: number): number {
	const known = Math.max(reachedMs, journal.at(-1)?.atMs ?? 0);
	return Math.max(known, Math.min(seenMs, known + SERVER_LIMITS.clockNoteMs));
}
