import type { ExamGrades } from '../exams/exam-grades.ts';
import type { RecordedCommand } from '../exams/recorded-command.ts';
import { sharedSlot } from '../shared.ts';

/** What the routes tell the server about accounts: it holds the open connections and the worlds in memory. */
export interface LiveWorlds {
	/** Ends the connections of these sessions; their pages come back as whoever they are then. */
	endSessions(sessionIds: readonly string[]): void;
	/** Ends all connections of a user. */
	endUser(userId: string): void;
	/** A guest has become an account: what the guest has open goes on as the account's. */
	adopt(guestId: string, userId: string, sessionId: string): void;
	/** These sandboxes were deleted: their worlds leave memory, and nothing more of them is stored. */
	forget(sandboxIds: readonly string[]): void;
	/** A user has begun an exam that asks these exercises (folders): benches of theirs with them are closed. */
	closeAsked(userId: string, exercises: readonly string[]): void;
	/** How the worlds of a sitting that is over stand; whoever still looks at them is shown out. */
	gradeExam(sittingId: string): Promise<ExamGrades>;
	/** What the terminals of a sitting that is over have shown. */
	recordingOfExam(sittingId: string): Promise<readonly RecordedCommand[]>;
	/** It is over: whoever still looks at its worlds is shown out. */
	endExam(sittingId: string): void;
}

const slot = sharedSlot<LiveWorlds>('live-worlds');

export function liveWorlds(): LiveWorlds {
	return slot.get();
}

export function shareLiveWorlds(worlds: LiveWorlds): void {
	slot.set(worlds);
}
