import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import type { MetadataChange } from '../metadata/change-metadata.ts';
import {
	changeOne,
	checkAll,
	checkTargets,
	listPairs,
	metadataFlags,
	metadataTargets,
} from '../metadata/change-metadata.ts';
import { parsePairs } from '../parse-pairs.ts';
import { printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { CHANGE_CAUSE } from '../record.ts';
import { resourcesAndPairs } from '../set/typed-patches.ts';
import { dryRunOf, withDryRun } from '../shared-flags.ts';

export const annotate = defineCommand({
	name: 'annotate',
	use: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
	short: 'Update the annotations on a resource',
	long: `Update the annotations on one or more resources.

 All Kubernetes objects support the ability to store additional data with the object as annotations. Annotations are key/value pairs that can be larger than labels and include arbitrary string values such as structured JSON. Tools and system extensions may use annotations to store their own data.

 Attempting to set an annotation that already exists will fail unless --overwrite is set. If --resource-version is specified and does not match the current resource version on the server the command will fail.

Use "kubectl api-resources" for a complete list of supported resources.`,
	examples: `
# The annotation 'description' of the pod 'foo'
kubectl annotate pods foo description='my frontend'

# What "pod.json" names
kubectl annotate -f pod.json description='my frontend'

# In place of what it has
kubectl annotate --overwrite pods foo description='my frontend running nginx'

# All pods of the namespace
kubectl annotate pods --all description='my frontend running nginx'

# Only when nobody has changed the pod since version 1
kubectl annotate pods foo description='my frontend running nginx' --resource-version=1

# Without the annotation (no --overwrite needed)
kubectl annotate pods foo description-`,
	flags: metadataFlags(
		'annotation',
		'annotate',
		'identifying the resource to update the annotation',
		'Select all resources, in the namespace of the specified resource types.',
	),
	completeArgs: completeTypeAndName,
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('annotated', dryRun) });
		const { resources, pairs } = resourcesAndPairs(args, 'annotation');
		const { pairs: set, removals: remove } = parsePairs(pairs, 'annotation', true);
		if (flags.list && flags.output !== '') throw new CommandError('--list and --output may not be specified together');
		checkAll(flags);
		checkTargets(flags, resources, dryRun, 'rsrc');
		if (set.size === 0 && remove.length === 0 && !flags.list)
			throw new CommandError('at least one annotation update is required');
		const both = remove.filter((key) => set.has(key));
		if (both.length > 0) {
			throw new CommandError(
				`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
			);
		}
		const { infos, error, single } = yield* metadataTargets(kubectl, flags, resources);
		const change: MetadataChange = {
			field: 'annotations',
			set,
			remove,
			dryRun,
			checkOverwrites: (current) => refuseOverwrites(current, flags.overwrite ? new Map() : set),
		};
		const errors: Error[] = [];
		for (const info of infos) {
			try {
				const { after, answer } = yield* changeOne(kubectl, flags, info, change);
				if (flags.list) yield* listPairs(kubectl, after, info.name, 'annotations', single);
				else yield* printer.print((answer ?? after) as unknown as Printable);
			} catch (failure) {
				if (!isUserError(failure)) throw failure;
				errors.push(failure);
			}
		}
		if (error !== undefined) errors.push(error);
		throwAll(errors);
	},
});

/** The cause of a change may always be overwritten. */
function refuseOverwrites(current: { readonly [key: string]: string }, set: ReadonlyMap<string, string>): void {
	const taken: string[] = [];
	for (const [key, value] of set) {
		const old = current[key];
		if (key !== CHANGE_CAUSE && old !== undefined && old !== value) taken.push(`'${key}' already has a value (${old})`);
	}
	if (taken.length > 0) {
		throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`);
	}
}
