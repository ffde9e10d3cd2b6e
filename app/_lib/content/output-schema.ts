import { z } from 'zod';

/**
 * outputs.yaml of a lesson: what the world answers to each ```bash run block of its prose, in their order, in the
 * exercise's world after its set-up. Written by `npm run content -- --record`, never by hand.
 */
export const outputFileSchema = z.strictObject({
	outputs: z.array(
		z.strictObject({
			command: z.string().min(1).describe('The block.'),
			output: z.string().describe('What the terminal shows: standard output and errors.'),
		}),
	),
});

export type RecordedOutput = z.infer<typeof outputFileSchema>['outputs'][number];
