import { z } from 'zod';

/** A visitor's day: its name, and when it began. Only the page knows where they are. */
export const drillDaySchema = z
	.strictObject({
		day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
		since: z.iso.datetime().transform((text) => new Date(text)),
	})
	.refine(({ since }) => Math.abs(Date.now() - since.getTime()) < 48 * 3_600_000, 'not a day of now');

export type DrillDay = z.infer<typeof drillDaySchema>;
