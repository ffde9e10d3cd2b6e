import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { labelValue } from '../../../machinery/names.ts';
import type { Task } from '../../../machinery/task.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { MetadataChange, MetadataFlags } from '../metadata/change-metadata.ts';
import {
	changeOne,
	checkAll,
	checkTargets,
	listPairs,
	metadataFlags,
	metadataTargets,
} from '../metadata/change-metadata.ts';
import { printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { resourcesAndPairs } from '../set/typed-patches.ts';
import { dryRunOf, withDryRun } from '../shared-flags.ts';

export const label = defineCommand({
	name: 'label',
	use: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
	short: 'Update the labels on a resource',
	long: `Update the labels on a resource.

  *  A label key and value must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters each.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  If --overwrite is true, then existing labels can be overwritten, otherwise attempting to overwrite a label will result in an error.
  *  If --resource-version is specified, then updates will use this resource version, otherwise the existing resource-version will be used.`,
	examples: `
# The label 'unhealthy' with the value 'true' for the pod 'foo'
kubectl label pods foo unhealthy=true

# Another value in place of the one it has
kubectl label --overwrite pods foo status=unhealthy

# All pods of the namespace
kubectl label pods --all status=unhealthy

# What "pod.json" names
kubectl label -f pod.json status=unhealthy

# Only when nobody has changed the pod since version 1
kubectl label pods foo status=unhealthy --resource-version=1

# Without the label 'bar' (no --overwrite needed)
kubectl label pods foo bar-`,
	flags: metadataFlags(
		'label',
		'label',
		'identifying the resource to update the labels',
		'Select all resources, in the namespace of the specified resource types',
	),
	completeArgs: completeTypeAndName,
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const { resources, pairs } = resourcesAndPairs(args, 'label');
		const { set, remove } = parseLabels(pairs);
		if (flags.list && flags.output !== '') throw new CommandError('--list and --output may not be specified together');
		checkAll(flags);
		checkTargets(flags, resources, dryRun, 'pod');
		if (set.size === 0 && remove.length === 0 && !flags.list)
			throw new CommandError('at least one label update is required');
		const { infos, error, single } = yield* metadataTargets(kubectl, flags, resources);
		const errors: Error[] = [];
		const change: MetadataChange = {
			field: 'labels',
			set,
			remove,
			dryRun,
			checkOverwrites: (current) => refuseOverwrites(current, flags.overwrite ? new Map() : set),
		};
		for (const info of infos) {
			try {
				yield* labelOne(kubectl, flags, info, change, single);
			} catch (failure) {
				if (!isUserError(failure)) throw failure;
				errors.push(failure);
			}
		}
		if (error !== undefined) errors.push(error);
		throwAll(errors);
	},
});

function* labelOne(
	kubectl: Kubectl,
	flags: MetadataFlags,
	info: ResourceInfo,
	change: MetadataChange,
	single: boolean,
): Task<void> {
	const object = info.object as KubeObject;
	const local = change.dryRun === 'client' || flags.local || flags.list;
	for (const key of local ? [] : change.remove) {
		if (object.metadata.labels?.[key] === undefined) yield* kubectl.io.out(`label ${JSON.stringify(key)} not found.\n`);
	}
	const { before, after } = yield* changeOne(kubectl, flags, info, change);
	if (flags.list) {
		yield* listPairs(kubectl, after, info.name, 'labels', single);
		return;
	}
	const operation = yield* whatChanged(kubectl, before, after, flags.overwrite);
	const printer = yield* printerOf(kubectl, flags, { operation: withDryRun(operation, change.dryRun) });
	yield* printer.print(after as unknown as Printable);
}

/** Models label's updateDataChangeMsg: a shorter object has lost labels. */
function* whatChanged({ io }: Kubectl, before: KubeObject, after: KubeObject, overwrite: boolean): Task<string> {
	const old = yield* formatJsonInSteps(before, {}, io.pause);
	const now = yield* formatJsonInSteps(after, {}, io.pause);
	if (old === now) return 'not labeled';
	return !overwrite && now.length < old.length ? 'unlabeled' : 'labeled';
}

function refuseOverwrites(current: { readonly [key: string]: string }, set: ReadonlyMap<string, string>): void {
	const errors: Error[] = [];
	for (const [key, value] of set) {
		const old = current[key];
		if (old !== undefined && old !== value)
			errors.push(new CommandError(`'${key}' already has a value (${old}), and --overwrite is false`));
	}
	throwAll(errors);
}

function parseLabels(pairs: readonly string[]): { set: Map<string, string>; remove: string[] } {
	const set = new Map<string, string>();
	const remove: string[] = [];
	for (const pair of pairs) {
		const parts = pair.split('=');
		if (parts.length === 1) {
			remove.push(pair.slice(0, -1));
			continue;
		}
		if (parts.length !== 2) throw new CommandError(`invalid label spec: ${pair}`);
		const [key, value] = parts as [string, string];
		const complaints = labelValue(value);
		if (complaints.length > 0)
			throw new CommandError(`invalid label value: ${JSON.stringify(pair)}: ${complaints.join(';')}`);
		set.set(key, value);
	}
	if (remove.some((key) => set.has(key)))
		throw new CommandError('can not both modify and remove a label in the same command');
	return { set, remove };
}
