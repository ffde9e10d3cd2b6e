import { formatJson } from '../../../machinery/format-json.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { CommandError, RawError } from '../errors.ts';
import type { Taint } from '../nodes/taints.ts';
import { changeTaints, conflictingTaints, parseTaints } from '../nodes/taints.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import type { DryRun, Validation } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	fieldManagerFlag,
	SELECTOR_FLAG,
	VALIDATE_FLAG,
	validationOf,
	writeQuery,
} from '../shared-flags.ts';
import { requireTyped } from '../typed-form.ts';

const TAINT_FLAGS = {
	...PRINT_FLAGS,
	all: bool(false, 'Select all nodes in the cluster'),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag('kubectl-taint'),
	overwrite: bool(
		false,
		'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.',
	),
	selector: SELECTOR_FLAG,
	validate: VALIDATE_FLAG,
} as const;

type TaintInvocation = Invocation<typeof TAINT_FLAGS>;

export const taint = defineCommand({
	name: 'taint',
	use: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
	short: 'Update the taints on one or more nodes',
	long: `Update the taints on one or more nodes.

  *  A taint consists of a key, value, and effect. As an argument here, it is expressed as key=value:effect.
  *  The key must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 253 characters.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  The value is optional. If given, it must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters.
  *  The effect must be NoSchedule, PreferNoSchedule or NoExecute.
  *  Currently taint can only apply to node.`,
	examples: `
# A taint with the key 'dedicated', the value 'special-user' and the effect 'NoSchedule' for the node 'foo'
kubectl taint nodes foo dedicated=special-user:NoSchedule

# Without that taint
kubectl taint nodes foo dedicated:NoSchedule-

# Without any taint of that key
kubectl taint nodes foo dedicated-

# Nodes with the label myLabel=X
kubectl taint node -l myLabel=X  dedicated=foo:PreferNoSchedule

# Without a value
kubectl taint nodes foo bar:NoSchedule`,
	flags: TAINT_FLAGS,
	completeArgs: completeOneOf(['node']),
	*run(invocation) {
		const { kubectl, flags, args, usageError } = invocation;
		const { namespace } = yield* kubectl.namespace();
		const dryRun = dryRunOf(flags['dry-run']);
		const validation = validationOf(flags.validate);
		const { resources, specs } = splitArgs(args);
		if (resources.length < 1) throw new CommandError('one or more resources must be specified as <resource> <name>');
		if (specs.length < 1) throw new CommandError('at least one taint update is required');
		const parsed = parsedTaints(specs, usageError);
		const type = (resources[0] as string).toLowerCase();
		const mapping = (yield* kubectl.mapper()).tryMappingFor(type);
		if (mapping === undefined) throw new RawError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
		if (mapping.kind !== 'Node') throw new CommandError(`invalid resource type ${type}, only node types are supported`);
		const conflicts = conflictingTaints(parsed.add, parsed.remove);
		if (conflicts.length > 0) {
			throw new CommandError(
				`can not both modify and remove the following taint(s) in the same command: ${conflicts.join(', ')}`,
			);
		}
		if (flags.all && flags.selector !== '')
			throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
		const byName = !flags.all && flags.selector === '';
		if (byName && resources.length < 2)
			throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
		const request = {
			args: byName ? ['node', ...resources.slice(1)] : ['node'],
			namespace,
			all: flags.all,
			selector: flags.selector,
			continueOnError: true,
			flatten: true,
			latest: true,
		};
		yield* visitResources(kubectl, request, (info) => taintOne(invocation, info, parsed, { dryRun, validation }));
	},
});

function* taintOne(
	{ kubectl, flags }: TaintInvocation,
	info: ResourceInfo,
	wanted: ReturnType<typeof parseTaints>,
	{ dryRun, validation }: { readonly dryRun: DryRun; readonly validation: Validation },
): Task<void> {
	const before = requireTyped(info.object as KubeObject) as Node;
	const { operation, taints } = changeTaints(info.name, before.spec.taints ?? [], {
		...wanted,
		overwrite: flags.overwrite,
	});
	const after = withTaints(before, taints);
	const printer = yield* printerOf(kubectl, flags, { operation, typed: true });
	if (dryRun === 'client') {
		yield* printer.print(after as unknown as Printable);
		return;
	}
	if (info.mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
	const body = createTwoWayMergePatch(
		before as unknown as JsonObject,
		after as unknown as JsonObject,
		patchSchemaOf('', 'v1', 'Node'),
	);
	const query = writeQuery({ dryRun, fieldManager: flags['field-manager'], validation });
	const change = { type: 'strategic', body: formatJson(body) } as const;
	const answer = yield* kubectl.patchObject(info.mapping, '', info.name, change, query);
	yield* printer.print(answer as unknown as Printable);
}

function parsedTaints(specs: readonly string[], usageError: (message: string) => never) {
	try {
		return parseTaints(specs);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		return usageError(error.message);
	}
}

interface Node extends KubeObject {
	readonly spec: { readonly taints?: Taint[] };
}

function withTaints(node: Node, taints: Taint[]): Node {
	const { taints: _, ...spec } = node.spec;
	return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}

function splitArgs(args: readonly string[]): { resources: string[]; specs: string[] } {
	const resources: string[] = [];
	const specs: string[] = [];
	for (const arg of args) {
		if (/[=:]/.test(arg) || arg.endsWith('-')) specs.push(arg);
		else if (specs.length === 0) resources.push(arg);
		else throw new CommandError(`all resources must be specified before taint changes: ${arg}`);
	}
	return { resources, specs };
}
