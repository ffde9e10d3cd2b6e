import { expect, test } from 'vitest';
import { parseJournalEntry } from '../../app/_server/world-schema.ts';

test('an entry of the editor that the site once had over terminals is read and does nothing', () => {
	const old = { atMs: 5, kind: 'editor', dialog: 'editor-1', action: 'save', content: 'a: b\n' };
	expect(parseJournalEntry(JSON.stringify(old))).toEqual({ atMs: 5, kind: 'editor' });
	expect(() => parseJournalEntry(JSON.stringify({ ...old, kind: 'dialog' }))).toThrow();
});
