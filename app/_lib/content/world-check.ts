import type { z } from 'zod';
import type { Check } from '../../../simulator/sandbox/world-api.ts';
import type { checkSchema } from './check-schema.ts';

type LabelledCheck = z.infer<typeof checkSchema>;

/** A check as a world grades it: without its texts. */
export function worldCheck({ label: _, ...check }: LabelledCheck): Check {
	if (check.type !== 'fork') return check as Check;
	// biome-ignore lint/suspicious/noThenProperty: the author's word for what must hold afterwards.
	return { ...check, then: (check.then as LabelledCheck[]).map(worldCheck) } as Check;
}
