import type { JournalEntry, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import type { Database } from '../../_lib/db/database.ts';
import { appendJournal, journalOf, lastSeqs } from '../../_lib/progress/journal.ts';
import {
	branchSandbox,
	hasUser,
	liveSandbox,
	type NewWorld,
	onlyLiveSandbox,
	ownerOf,
	ownSandbox,
	type SandboxRecord,
	saveReached,
	startAttempt,
} from '../../_lib/progress/sandboxes.ts';
import { recordHint, recordLost, recordWon, taskMarks, taskStates } from '../../_lib/progress/task-results.ts';
import type { TaskState, TimelineMark } from '../protocol.ts';
import { parseJournalEntry, worldOptionsSchema } from '../world-schema.ts';
import type { JournalRow } from './journal-writer.ts';
import { KeyedMutex } from './keyed-mutex.ts';

/** All of a sandbox that the database holds. */
export interface StoredSandbox {
	readonly record: SandboxRecord;
	readonly options: WorldOptions;
	readonly journal: readonly JournalEntry[];
	readonly lastSeqs: ReadonlyMap<string, number>;
	readonly states: Readonly<Record<string, TaskState>>;
	readonly marks: readonly TimelineMark[];
}

/** The pool's view of the database. */
export class SandboxStore {
	/** Changes to one attempt's results happen in the order in which they were told. */
	readonly #order = new KeyedMutex();

	constructor(
		private readonly db: Database,
		private readonly provider: 'sqlite' | 'postgresql',
	) {}

	insert(rows: readonly JournalRow[]): Promise<void> {
		return appendJournal(this.db, this.provider, rows);
	}

	live(userId: string, exerciseId: string): Promise<SandboxRecord | null> {
		return liveSandbox(this.db, userId, exerciseId);
	}

	/** The world of an exercise that only one user has. */
	liveOf(exerciseId: string): Promise<SandboxRecord | null> {
		return onlyLiveSandbox(this.db, exerciseId);
	}

	own(userId: string, id: string): Promise<SandboxRecord | null> {
		return ownSandbox(this.db, userId, id);
	}

	ownerOf(id: string): Promise<string | undefined> {
		return ownerOf(this.db, id);
	}

	hasUser(userId: string): Promise<boolean> {
		return hasUser(this.db, userId);
	}

	start(userId: string, world: NewWorld): Promise<SandboxRecord> {
		return startAttempt(this.db, userId, world);
	}

	branch(from: SandboxRecord, length: number): Promise<SandboxRecord> {
		return branchSandbox(this.db, from, length);
	}

	async load(record: SandboxRecord): Promise<StoredSandbox> {
		const [journal, seqs, states, marks] = await Promise.all([
			journalOf(this.db, record.id),
			lastSeqs(this.db, record.id),
			taskStates(this.db, record.attemptId),
			taskMarks(this.db, record.attemptId, record.id),
		]);
		return {
			record,
			options: worldOptionsSchema.parse(JSON.parse(record.options)),
			journal: journal.map(parseJournalEntry),
			lastSeqs: seqs,
			states,
			marks,
		};
	}

	reached(id: string, nowMs: number): Promise<void> {
		return saveReached(this.db, id, nowMs);
	}

	taskChanged(won: boolean, moment: Parameters<typeof recordWon>[1]): Promise<void> {
		return this.#order.run(moment.attemptId, () => (won ? recordWon : recordLost)(this.db, moment));
	}

	hint(attemptId: string, taskId: string, step: number): Promise<void> {
		return recordHint(this.db, attemptId, taskId, step);
	}
}
