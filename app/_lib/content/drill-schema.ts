import { z } from 'zod';
import { checkSchema } from './check-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { competencySchema, contentIdSchema, localizedSchema } from './localized.ts';
import { variantsFileSchema } from './variants-schema.ts';

const script = z.string().min(1);

const drillStepSchema = z.union([
	script.describe('A bash script that runs as root on the first machine, unseen.'),
	z.strictObject({
		script: script.describe('The same on another machine.'),
		host: z.string().describe('Which one.'),
	}),
	z.strictObject({ manifest: z.string().min(1).describe('Applied as the cluster administrator.') }),
	z.strictObject({
		file: z.string().startsWith('/').describe('A file to lay: its absolute path.'),
		content: z.string().describe('What is in it.'),
		host: z.string().optional().describe('Where; default the first machine.'),
		mode: z
			.string()
			.regex(/^0[0-7]{3}$/)
			.optional()
			.describe('Its mode in octal: "0644".'),
	}),
	faultSchema.describe('Something that is broken from the start.'),
]);

const nearMissSchema = z.strictObject({
	script: script.describe('Run as root on the first machine, like a solution.'),
	fails: z.array(contentIdSchema).min(1).describe('The checks that must not hold after it.'),
});

/** One drill as its file has it, its parameters filled in. */
export const drillSchema = z
	.strictObject({
		id: contentIdSchema.max(58).describe('Names the drill in its address and in students’ records: never changed.'),
		title: localizedSchema.describe('What it is about, in a few words.'),
		skills: z
			.array(contentIdSchema)
			.min(1)
			.max(3)
			.describe('Skills of skills.yaml; the first is the one it drills most.'),
		competencies: z.array(competencySchema).default([]).describe('Competencies of the exams that it serves.'),
		paceSeconds: z.number().int().min(20).max(300).describe('What the exam’s pace leaves for it, reading included.'),
		parameters: variantsFileSchema.shape.parameters
			.optional()
			.describe('What differs from one time to the next: any text below may say `@{name}`.'),
		preset: contentIdSchema.default('kubeadm-1-2').describe('The cluster it begins with.'),
		setup: z.array(drillStepSchema).default([]).describe('What is done before the first prompt. Best nothing.'),
		text: localizedSchema.describe('The whole task: paragraphs, `code`, **strong**, fenced blocks.'),
		checks: z.array(checkSchema).min(1).describe('All must hold. Best ones that only look: they are seen at once.'),
		hints: z.array(localizedSchema).max(3).default([]).describe('Each gives a little more away.'),
		solutions: z.array(script).min(1).describe('Each wins; the first is the one that is shown.'),
		nearMisses: z.array(nearMissSchema).min(2).describe('What is nearly right.'),
		equivalentMutants: z
			.record(z.string(), z.string().min(1))
			.default({})
			.describe('Slips of the first solution that change nothing that is asked for, by name, with the reason.'),
	})
	.superRefine(({ checks, nearMisses }, context) => {
		const ids = checks.map(({ id }) => id);
		for (const [index, id] of ids.entries()) {
			if (ids.indexOf(id) !== index) {
				context.addIssue({ code: 'custom', path: ['checks', index], message: `two checks are called "${id}"` });
			}
		}
		for (const [index, { fails }] of nearMisses.entries()) {
			for (const id of fails.filter((each) => !ids.includes(each))) {
				context.addIssue({ code: 'custom', path: ['nearMisses', index], message: `there is no check "${id}"` });
			}
		}
	});

export type DrillFile = z.infer<typeof drillSchema>;

/** content/drills/<group>.yaml before parameters are filled in. */
export const drillGroupSchema = z.strictObject({
	drills: z
		.array(z.looseObject({ id: contentIdSchema, parameters: variantsFileSchema.shape.parameters.optional() }))
		.min(1),
});

/** content/drills/skills.yaml: what drills practise, in the order in which pages list it. */
export const drillSkillsSchema = z.strictObject({
	skills: z.array(
		z.strictObject({
			id: contentIdSchema.describe('Drills name it.'),
			title: localizedSchema.describe('What one can do then.'),
		}),
	),
});

export type DrillSkill = z.infer<typeof drillSkillsSchema>['skills'][number];
