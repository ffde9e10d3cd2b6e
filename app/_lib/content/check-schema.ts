import { z } from 'zod';
import type { Check, Expectation } from '../../../simulator/sandbox/world-api.ts';
import { faultSchema } from './fault-schema.ts';
import { contentIdSchema, localizedSchema } from './localized.ts';

/** The checks of exercise.yaml: the types of simulator/sandbox/world-api.ts, each with a label for the reader. */
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const count = z.number().int().min(0);

const expectation: z.ZodType<Expectation> = z
	.strictObject({
		path: z.string().startsWith('.').describe('A kubectl JSONPath without braces: ".spec.replicas".'),
		equals: scalar.optional().describe('The value must be this one.'),
		oneOf: z.array(scalar).min(1).optional().describe('The value must be one of these.'),
		matches: z.string().optional().describe('An RE2 expression that the value must match.'),
		min: z.number().optional().describe('The number must be at least this.'),
		max: z.number().optional().describe('The number must be at most this.'),
		exists: z.boolean().optional().describe('Whether there must be a value.'),
		contains: scalar.optional().describe('Some element of the list must be this one.'),
		quantity: z.string().optional().describe('A quantity that must be the same amount: "500m" is "0.5".'),
	})
	.refine(
		({ path: _, ...what }) => Object.values(what).some((value) => value !== undefined),
		'says nothing of the value: give equals, oneOf, matches, min, max, exists, contains or quantity',
	);

const common = {
	id: contentIdSchema.describe('Names the check within its task; wrong.*.sh files refer to it.'),
	label: localizedSchema.optional().describe('What the check looks at, in a few words, for the reader.'),
};

const objectCheck = z.strictObject({
	...common,
	type: z.literal('object').describe('Objects of the cluster and what is true of them.'),
	apiVersion: z.string().describe('"v1", "apps/v1".'),
	kind: z.string().describe('"Deployment".'),
	namespace: z.string().optional().describe('Where; without it "default", or everywhere for cluster-wide kinds.'),
	name: z.string().optional().describe('This one object.'),
	selector: z.string().optional().describe('Or all with these labels: "app=web".'),
	count: z
		.union([count, z.strictObject({ min: count.optional(), max: count.optional() })])
		.optional()
		.describe('How many must satisfy all of `expect`; default at least one. 0: none may exist.'),
	expect: z.array(expectation).optional().describe('Statements that must hold of each.'),
});

const requestCheck = z.strictObject({
	...common,
	type: z.literal('request').describe('An HTTP request from somewhere in the cluster.'),
	from: z
		.strictObject({
			namespace: z.string().optional().describe('Of the Pod that asks.'),
			selector: z.string().optional().describe('Labels of the Pod that asks.'),
			host: z.string().optional().describe('Or the machine that asks.'),
		})
		.optional()
		.describe('Who asks; default the first machine.'),
	url: z.string().describe('"http://web.default.svc.cluster.local:80/".'),
	status: z.number().int().optional().describe('The HTTP status it must have.'),
	bodyMatches: z.string().optional().describe('An RE2 expression that the body must match.'),
	reachable: z.boolean().optional().describe('false: it must fail to connect.'),
	timeoutSeconds: z.number().positive().max(60).optional().describe('How long it may take.'),
});

const commandCheck = z.strictObject({
	...common,
	type: z.literal('command').describe('A command and what comes of it, run on a copy of the world.'),
	host: z.string().optional().describe('Where; default the first machine.'),
	run: z.string().min(1).describe('A bash command line.'),
	exitCode: z.number().int().min(0).max(255).optional().describe('The exit code it must have; default 0.'),
	stdoutMatches: z.string().optional().describe('An RE2 expression that its output must match.'),
});

const fileCheck = z.strictObject({
	...common,
	type: z.literal('file').describe('A file on a machine.'),
	host: z.string().optional().describe('Where; default the first machine.'),
	path: z.string().startsWith('/').describe('Its absolute path.'),
	exists: z.boolean().optional().describe('Whether it must exist.'),
	contains: z.string().optional().describe('A text that must be in it.'),
	matches: z.string().optional().describe('An RE2 expression that it must match.'),
	equals: z.string().optional().describe('Exactly what must be in it.'),
});

const canCheck = z.strictObject({
	...common,
	type: z.literal('can').describe('What RBAC allows someone, as `kubectl auth can-i` would answer.'),
	as: z.string().describe('"system:serviceaccount:default:builder".'),
	groups: z.array(z.string()).optional().describe('Groups of theirs.'),
	verb: z.string().describe('"create".'),
	resource: z.string().describe('"pods", "pods/log".'),
	group: z.string().optional().describe('API group of the resource; default the core group.'),
	namespace: z.string().optional().describe('Where; without it cluster-wide.'),
	name: z.string().optional().describe('One object only.'),
	allowed: z.boolean().describe('Whether they must be allowed.'),
});

const forkAction = z.discriminatedUnion('action', [
	z.strictObject({
		action: z.literal('run').describe('Run a script as root.'),
		host: z.string().optional().describe('Where; default the first machine.'),
		script: z.string().min(1).describe('bash.'),
	}),
	z.strictObject({
		action: z.literal('advance').describe('Let time pass.'),
		seconds: z.number().positive().max(86_400).describe('How much.'),
	}),
	z.strictObject({ action: z.literal('fault').describe('Let something break.'), fault: faultSchema }),
]);

type LabelledCheck = Check & { readonly label?: z.infer<typeof localizedSchema> | undefined };

const forkCheck = z.strictObject({
	...common,
	type: z.literal('fork').describe('Do something to a copy of the world, wait, and look: the student does not notice.'),
	do: z.array(forkAction).min(1).describe('What is done to the copy, in order.'),
	// biome-ignore lint/suspicious/noThenProperty: the author's word for what must hold afterwards.
	then: z.lazy((): z.ZodType<LabelledCheck[]> => z.array(checkSchema).min(1)).describe('What must hold afterwards.'),
});

export const checkSchema: z.ZodType<LabelledCheck> = z.discriminatedUnion('type', [
	objectCheck,
	requestCheck,
	commandCheck,
	fileCheck,
	canCheck,
	forkCheck,
]);
