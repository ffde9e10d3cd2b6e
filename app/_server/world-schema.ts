import { z } from 'zod';
import type { CheckResult, JournalEntry, JournalInput, WorldOptions } from '../../simulator/sandbox/world-api.ts';
import { faultSchema } from '../_lib/content/fault-schema.ts';

/** The journal's and the world's types of world-api.ts as schemas: what comes from the browser and from the database is checked. */
const terminal = z.string().regex(/^[!-~]{1,64}$/);
const host = z.string().min(1).max(253);
const cells = z.number().int().min(1).max(1_000);
const path = z.string().min(1).max(4_096);

export const journalInputSchema: z.ZodType<JournalInput> = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('open'),
		terminal,
		host: host.optional(),
		user: z.string().min(1).max(32).optional(),
		columns: cells,
		rows: cells,
	}),
	z.strictObject({ kind: z.literal('input'), terminal, data: z.string() }),
	z.strictObject({ kind: z.literal('resize'), terminal, columns: cells, rows: cells }),
	z.strictObject({ kind: z.literal('close'), terminal }),
	z.object({ kind: z.literal('editor') }),
	z.strictObject({ kind: z.literal('file'), host: host.optional(), path, content: z.string() }),
	z.strictObject({ kind: z.literal('script'), host: host.optional(), name: z.string(), script: z.string() }),
	z.strictObject({ kind: z.literal('fault'), fault: faultSchema }),
	z.strictObject({ kind: z.literal('advance'), toMs: z.number() }),
]);

/** An entry as a row of the database holds it: its own fields and `atMs`. */
export function parseJournalEntry(text: string): JournalEntry {
	const { atMs, ...input } = JSON.parse(text) as { atMs: unknown };
	return { ...journalInputSchema.parse(input), atMs: z.number().parse(atMs) };
}

const setupSchema = z.array(
	z.discriminatedUnion('kind', [
		z.strictObject({
			kind: z.literal('file'),
			host: host.optional(),
			path,
			content: z.string(),
			mode: z.number().int().optional(),
		}),
		z.strictObject({ kind: z.literal('script'), host: host.optional(), script: z.string() }),
		z.strictObject({ kind: z.literal('manifest'), yaml: z.string() }),
		z.strictObject({ kind: z.literal('fault'), fault: faultSchema }),
	]),
);

export const worldOptionsSchema: z.ZodType<WorldOptions> = z.strictObject({
	preset: z.string(),
	seed: z.string(),
	setup: setupSchema.optional(),
	clusters: z.array(z.strictObject({ name: z.string(), preset: z.string(), setup: setupSchema.optional() })).optional(),
});

export const evidenceSchema = z.strictObject({
	code: z.string(),
	values: z.record(z.string(), z.string()),
	object: z
		.strictObject({
			apiVersion: z.string(),
			kind: z.string(),
			namespace: z.string().optional(),
			name: z.string(),
		})
		.optional(),
});

export const checkResultSchema: z.ZodType<CheckResult> = z.strictObject({
	id: z.string(),
	passed: z.boolean(),
	evidence: z.array(evidenceSchema),
});
