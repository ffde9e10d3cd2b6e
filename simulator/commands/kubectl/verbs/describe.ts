import type { DescribeContext } from '../../../api/kind.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { builtInKind } from '../built-in-kinds.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { describeContextOf } from '../describe/describe-context.ts';
import { describeAnything } from '../describe/generic-description.ts';
import { CommandError, isUserError, messageOf, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import {
	ALL_NAMESPACES_FLAG,
	CHUNK_SIZE_FLAG,
	FILENAME_USAGE,
	filenameFlags,
	filenamesOf,
	hasFilenames,
	SELECTOR_FLAG,
} from '../shared-flags.ts';

export const describe = defineCommand({
	name: 'describe',
	use: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
	short: 'Show details of a specific resource or group of resources',
	long: `Show details of a specific resource or group of resources.

 Print a detailed description of the selected resources, including related resources such as events or controllers. You may select a single object by name, all objects of that type, provide a name prefix, or label selector. For example:

  $ kubectl describe TYPE NAME_PREFIX

 will first check for an exact match on TYPE and NAME_PREFIX. If no such resource exists, it will output details for every resource that has a name prefixed with NAME_PREFIX.

Use "kubectl api-resources" for a complete list of supported resources.`,
	examples: `
# A node
kubectl describe nodes kubernetes-node-emt8.c.myproject.internal

# A pod
kubectl describe pods/nginx

# What "pod.json" names
kubectl describe -f pod.json

# All pods
kubectl describe pods

# Pods with the label name=myLabel
kubectl describe pods -l name=myLabel

# All pods of the replication controller 'frontend': their names begin with its name
kubectl describe pods frontend`,
	flags: {
		...filenameFlags(`${FILENAME_USAGE} containing the resource to describe`),
		'all-namespaces': ALL_NAMESPACES_FLAG,
		'chunk-size': CHUNK_SIZE_FLAG,
		selector: SELECTOR_FLAG,
		'show-events': bool(true, 'If true, display events related to the described object.'),
	},
	completeArgs: completeTypeAndName,
	*run({ kubectl, flags, args }) {
		const { namespace, explicit } = yield* kubectl.namespace();
		if (args.length === 0 && !hasFilenames(flags)) {
			throw new CommandError(
				'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
			);
		}
		const request = { namespace, chunkSize: flags['chunk-size'], flatten: true, allowEmptyName: true };
		const { infos, error } = yield* collectResources(kubectl, {
			...request,
			args,
			files: filenamesOf(flags),
			requireNamespace: explicit && !flags['all-namespaces'],
			allNamespaces: flags['all-namespaces'],
			selector: flags.selector,
			continueOnError: true,
			wrapsErrors: true,
		});
		const client = yield* kubectl.client();
		const options = { showEvents: flags['show-events'], chunkSize: flags['chunk-size'] };
		const world = describeContextOf(kubectl, client, options);
		if (error instanceof ApiError && error.reason === 'NotFound' && args.length === 2) {
			const [type, prefix] = args as [string, string];
			const all = yield* collectResources(kubectl, { ...request, args: [type], singleType: true });
			if (all.error !== undefined) throw all.error;
			yield* describeMatching(kubectl, all.infos, prefix, world, error);
			return;
		}
		yield* describeAll(kubectl, infos, world, error);
		if (infos.length > 0 || error !== undefined) return;
		const where = flags['all-namespaces'] ? '' : ` in ${namespace} namespace.`;
		yield* kubectl.io.err(`No resources found${where}\n`);
	},
});

/** One text after the other with two empty lines between; the same error only once. */
function* describeAll(
	kubectl: Kubectl,
	infos: readonly ResourceInfo[],
	world: DescribeContext,
	error: Error | undefined,
): Task<void> {
	const errors = new Map<string, Error>();
	if (error !== undefined) errors.set('', error);
	let first = true;
	for (const info of infos) {
		try {
			const text = yield* describeOne(kubectl, info, world);
			yield* kubectl.io.out(first ? text : `\n\n${text}`);
			first = false;
		} catch (failure) {
			if (!isUserError(failure)) throw failure;
			if (!errors.has(messageOf(failure))) errors.set(messageOf(failure), failure);
		}
	}
	throwAll([...errors.values()]);
}

function* describeMatching(
	kubectl: Kubectl,
	infos: readonly ResourceInfo[],
	prefix: string,
	world: DescribeContext,
	notFound: Error,
): Task<void> {
	const matching = infos.filter((info) => info.name.startsWith(prefix));
	if (matching.length === 0) throw notFound;
	for (const info of matching) yield* kubectl.io.out(`${yield* describeOne(kubectl, info, world)}\n`);
}

/** Every description asks for the object again. */
function* describeOne(kubectl: Kubectl, info: ResourceInfo, world: DescribeContext): Task<string> {
	const mapping = info.mapping as Mapping;
	const kind = builtInKind(mapping.group, mapping.version, mapping.kind);
	const object: KubeObject = yield* kubectl.getObject(mapping, info.namespace, info.name);
	return kind?.describe === undefined
		? yield* describeAnything(object, world, (steps) => kubectl.process.tick(steps))
		: yield* kind.describe(object, world);
}
