import { z } from 'zod';
import { checkSchema } from './check-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { competencySchema, contentIdSchema, localizedSchema } from './localized.ts';

/** A file of the exercise's own folder. */
const ownFile = z
	.string()
	.regex(/^setup\/[\w./-]+$/, 'a file below setup/')
	.refine((path) => !path.includes('..'), 'a file below setup/');

const setupStepSchema = z
	.discriminatedUnion('kind', [
		z.strictObject({
			kind: z.literal('file').describe('Lay a file.'),
			host: z.string().optional().describe('Where; default the first machine.'),
			path: z.string().startsWith('/').describe('Its absolute path on the machine.'),
			from: ownFile.optional().describe('The file of this folder to lay there.'),
			content: z.string().optional().describe('Or its content.'),
			mode: z
				.string()
				.regex(/^0[0-7]{3}$/)
				.optional()
				.describe('Its mode in octal: "0644".'),
		}),
		z.strictObject({
			kind: z.literal('script').describe('Run a bash script as root, unseen.'),
			host: z.string().optional().describe('Where; default the first machine.'),
			from: ownFile.optional().describe('The script in this folder.'),
			script: z.string().min(1).optional().describe('Or its text.'),
		}),
		z.strictObject({
			kind: z.literal('manifest').describe('Apply a manifest as the cluster administrator.'),
			from: ownFile.optional().describe('The manifest in this folder.'),
			yaml: z.string().min(1).optional().describe('Or its text.'),
		}),
		z.strictObject({
			kind: z.literal('fault').describe('Let something be broken from the start.'),
			fault: faultSchema,
		}),
	])
	.refine((step) => {
		if (step.kind === 'fault') return true;
		const inline = step.kind === 'file' ? step.content : step.kind === 'script' ? step.script : step.yaml;
		return (step.from === undefined) !== (inline === undefined);
	}, 'give either `from` (a file below setup/) or the text itself');

const taskSchema = z.strictObject({
	id: contentIdSchema.describe('Names the task within the exercise.'),
	title: localizedSchema.describe('What to reach, in a line.'),
	points: z.number().int().min(1).max(100).describe('What it counts.'),
	competencies: z.array(competencySchema).default([]).describe('Competencies of the exams that it asks for.'),
	checks: z.array(checkSchema).min(1).describe('All must hold for the points. Effects, never methods.'),
	hints: z.array(localizedSchema).default([]).describe('Steps towards the solution, each giving a little more away.'),
});

/** exercise.yaml. What it names is read by exercises.ts. */
export const exerciseFileSchema = z
	.strictObject({
		title: localizedSchema.describe('Its name.'),
		domain: contentIdSchema.describe('The field it belongs to: "workloads", "networking", "storage", ….'),
		minutes: z.number().int().min(1).max(240).describe('How long someone at this level needs.'),
		preset: contentIdSchema.default('kubeadm-1-2').describe('The cluster it begins with.'),
		setup: z.array(setupStepSchema).default([]).describe('What is done to the cluster before the first prompt.'),
		terminals: z
			.array(
				z.strictObject({
					host: z.string().describe('The machine.'),
					user: z.string().optional().describe('Who is logged in; default the machine’s student user.'),
				}),
			)
			.min(1)
			.max(4)
			.optional()
			.describe('The terminals that are open at the start; default one on the control plane.'),
		tasks: z.array(taskSchema).describe('What is asked for. None: a playground.'),
	})
	.superRefine(({ tasks }, context) => {
		for (const name of duplicates(tasks.map(({ id }) => id))) {
			context.addIssue({ code: 'custom', path: ['tasks'], message: `two tasks are called "${name}"` });
		}
		for (const [index, { checks }] of tasks.entries()) {
			for (const name of duplicates(checks.map(({ id }) => id))) {
				context.addIssue({ code: 'custom', path: ['tasks', index], message: `two checks are called "${name}"` });
			}
		}
	});

export type ExerciseFile = z.infer<typeof exerciseFileSchema>;

function duplicates(names: readonly string[]): string[] {
	return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
