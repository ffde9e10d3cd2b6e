import { expect, test } from 'vitest';
import { type JournalRow, JournalWriter } from '../../app/_server/pool/journal-writer.ts';

const row = (sandboxId: string, index: number): JournalRow => ({
	...{ sandboxId, index, atMs: 0, data: '{}', client: null, seq: null },
});

function writer(insert: (rows: readonly JournalRow[]) => Promise<void>) {
	const events: string[] = [];
	const journal = new JournalWriter({
		insert,
		onStored: (sandbox, index) => events.push(`${sandbox} stored ${index}`),
		onFailed: (sandbox) => events.push(`${sandbox} failed`),
	});
	return { journal, events };
}

test('what comes while a statement is under way goes together into the next', async () => {
	const statements: number[] = [];
	const { journal, events } = writer(async (rows) => {
		statements.push(rows.length);
		await new Promise((resolve) => setTimeout(resolve, 5));
	});
	journal.append(row('a', 0));
	journal.append(row('b', 0));
	await new Promise((resolve) => setTimeout(resolve, 1));
	for (let index = 1; index < 700; index++) journal.append(row('a', index));
	await journal.flush();
	expect(statements).toEqual([2, 500, 199]);
	expect(events).toEqual(['a stored 0', 'b stored 0', 'a stored 500', 'a stored 699']);
});

test('one sandbox that cannot be stored is given up, the others are stored', async () => {
	const { journal, events } = writer(async (rows) => {
		if (rows.some(({ sandboxId }) => sandboxId === 'gone')) throw new Error('foreign key');
	});
	journal.append(row('a', 0));
	journal.append(row('gone', 0));
	journal.append(row('b', 0));
	await journal.flush();
	expect(events).toEqual(['a stored 0', 'gone failed', 'b stored 0']);
});

test('a passing failure is tried again', async () => {
	let failures = 2;
	const { journal, events } = writer(async () => {
		if (failures-- > 0) throw new Error('busy');
	});
	journal.append(row('a', 0));
	await journal.flush();
	expect(events).toEqual(['a stored 0']);
});
