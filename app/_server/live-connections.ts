import type { LiveWorlds } from '../_lib/account/live-worlds.ts';
import { parseExerciseRef } from '../_lib/content/exercise-ref.ts';
import type { Database } from '../_lib/db/database.ts';
import { worldOfSitting } from '../_lib/exams/sitting-world.ts';
import { gradeExam } from './exam-grading.ts';
import type { SandboxPool } from './pool/sandbox-pool.ts';
import { CLOSE_CODES } from './protocol.ts';

/** Whose a connection is. A guest's become the account's when the guest signs in. */
export interface Owner {
	userId: string;
	sessionId: string | undefined;
}

export interface OwnedConnection {
	readonly owner: Owner;
	close(code: number, reason: string): void;
}

/** All open WebSockets of the server, found by whose they are. */
export class LiveConnections {
	readonly #all = new Set<OwnedConnection>();

	add(connection: OwnedConnection): void {
		this.#all.add(connection);
	}

	remove(connection: OwnedConnection): void {
		this.#all.delete(connection);
	}

	endSessions(sessionIds: readonly string[]): void {
		this.#end(({ sessionId }) => sessionId !== undefined && sessionIds.includes(sessionId));
	}

	endUser(userId: string): void {
		this.#end((owner) => owner.userId === userId);
	}

	adopt(guestId: string, userId: string, sessionId: string): void {
		for (const { owner } of this.#all) if (owner.userId === guestId) Object.assign(owner, { userId, sessionId });
	}

	/** The pages come back, and are then whoever their cookie says. */
	#end(which: (owner: Owner) => boolean): void {
		for (const connection of this.#all) {
			if (which(connection.owner)) connection.close(CLOSE_CODES.restart, 'signed out');
		}
	}
}

/** What the routes can tell the server. */
export function liveWorldsOf(connections: LiveConnections, pool: SandboxPool, db: Database): LiveWorlds {
	return {
		endSessions: (ids) => connections.endSessions(ids),
		endUser: (id) => connections.endUser(id),
		adopt: (guestId, userId, sessionId) => connections.adopt(guestId, userId, sessionId),
		forget: (ids) => pool.discard(ids),
		closeAsked: (userId, exercises) =>
			pool.closeAsked(userId, (id) => exercises.includes(parseExerciseRef(id)?.folder ?? '')),
		gradeExam: (id) => gradeExam(db, pool, id),
		recordingOfExam: (id) => pool.recordingOfExam(worldOfSitting(id)),
		endExam: (id) => pool.endExam(worldOfSitting(id)),
	};
}
