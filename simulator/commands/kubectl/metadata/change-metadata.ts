import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createMergePatch } from '../../../machinery/patch/merge-patch.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { PRINT_FLAGS } from '../printing/print-flags.ts';
import { RECORD_FLAG, recordCause } from '../record.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources, splitApiVersion } from '../resources.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	FIELD_SELECTOR_FLAG,
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	hasFilenames,
	SELECTOR_FLAG,
	writeQuery,
} from '../shared-flags.ts';

// What `kubectl label` and `kubectl annotate` share: one of the two maps of metadata is changed.

/** @param noun "label", "annotation"; @param verb "label", "annotate". */
export const metadataFlags = (noun: string, verb: string, filenameUsage: string, allUsage: string) => ({
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} ${filenameUsage}`),
	all: bool(false, allUsage),
	'all-namespaces': bool(false, 'If true, check the specified action in all namespaces.', { shorthand: 'A' }),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag(`kubectl-${verb}`),
	'field-selector': FIELD_SELECTOR_FLAG,
	list: bool(false, `If true, display the ${noun}s for a given resource.`),
	local: bool(false, `If true, ${noun} will NOT contact api-server but run locally.`),
	overwrite: bool(
		false,
		`If true, allow ${noun}s to be overwritten, otherwise reject ${noun} updates that overwrite existing ${noun}s.`,
	),
	record: RECORD_FLAG,
	'resource-version': string(
		'',
		`If non-empty, the ${noun === 'label' ? 'labels' : noun} update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.`,
	),
	selector: SELECTOR_FLAG,
});

export interface MetadataFlags extends PrintFlagValues {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
	readonly all: boolean;
	readonly 'all-namespaces': boolean;
	readonly 'dry-run': string;
	readonly 'field-manager': string;
	readonly 'field-selector': string;
	readonly list: boolean;
	readonly local: boolean;
	readonly overwrite: boolean;
	readonly 'resource-version': string;
	readonly selector: string;
}

export type MetadataField = 'labels' | 'annotations';

export interface MetadataChange {
	readonly field: MetadataField;
	readonly set: ReadonlyMap<string, string>;
	readonly remove: readonly string[];
	readonly dryRun: DryRun;
	/** Throws when what is there already may not be overwritten. */
	readonly checkOverwrites: (current: { readonly [key: string]: string }) => void;
}

/** What the objects to change must be named by, in the order the real one complains. `example`: "pod" or "rsrc". */
export function checkTargets(
	flags: MetadataFlags,
	resources: readonly string[],
	dryRun: DryRun,
	example: 'pod' | 'rsrc',
): void {
	if (!flags.local) {
		if (resources.length === 0 && !hasFilenames(flags))
			throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
		return;
	}
	if (dryRun === 'server')
		throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
	if (resources.length > 0) {
		throw new CommandError(
			`can only use local files by -f ${example}.yaml or --filename=${example}.json when --local=true is set`,
		);
	}
	if (!hasFilenames(flags))
		throw new CommandError(`one or more files must be specified as -f ${example}.yaml or --filename=${example}.json`);
}

export function checkAll(flags: MetadataFlags): void {
	if (flags.all && flags.selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
	if (flags.all && flags['field-selector'] !== '')
		throw new CommandError('cannot set --all and --field-selector at the same time');
}

export function* metadataTargets(
	kubectl: Kubectl,
	flags: MetadataFlags,
	resources: readonly string[],
): Task<{ infos: ResourceInfo[]; error: Error | undefined; single: boolean }> {
	const { namespace, explicit } = yield* kubectl.namespace();
	const result = yield* collectResources(kubectl, {
		args: resources,
		files: filenamesOf(flags),
		namespace,
		requireNamespace: explicit,
		continueOnError: true,
		flatten: true,
		local: flags.local,
		...(flags.local
			? {}
			: {
					selector: flags.selector,
					fieldSelector: flags['field-selector'],
					allNamespaces: flags['all-namespaces'],
					allowEmptyName: flags.all,
					latest: true,
				}),
	});
	if (!result.single && flags['resource-version'] !== '')
		throw new CommandError('--resource-version may only be used with a single resource');
	return result;
}

/** The object before and after, and what the server answered when it was asked. */
export interface ChangedObject {
	readonly before: KubeObject;
	readonly after: KubeObject;
	readonly answer: KubeObject | undefined;
}

/** Changes one object, with the server unless this is local, a listing or a client-side dry run. */
export function* changeOne(
	kubectl: Kubectl,
	flags: MetadataFlags,
	info: ResourceInfo,
	change: MetadataChange,
): Task<ChangedObject> {
	const local = change.dryRun === 'client' || flags.local || flags.list;
	const given = info.object as KubeObject;
	const before = { ...given, metadata: { ...given.metadata } };
	// So that the patch always holds the version to compare with.
	if (flags['resource-version'] !== '') delete (before.metadata as { resourceVersion?: string }).resourceVersion;
	const after = changed(before, change, flags['resource-version']);
	if (local) return { before, after, answer: undefined };
	recordCause(kubectl, after as unknown as JsonObject);
	if (info.mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
	const patch = createMergePatch(before as unknown as JsonObject, after as unknown as JsonObject);
	const query = writeQuery({ dryRun: change.dryRun, fieldManager: flags['field-manager'] });
	const answer = yield* kubectl.patchObject(
		info.mapping,
		info.namespace,
		info.name,
		{ type: 'merge', body: yield* formatJsonInSteps(patch, {}, kubectl.io.pause) },
		query,
	);
	return { before, after, answer };
}

function changed(object: KubeObject, change: MetadataChange, resourceVersion: string): KubeObject {
	const current = object.metadata[change.field] ?? {};
	change.checkOverwrites(current);
	const next: { [key: string]: string } = { ...current };
	for (const [key, value] of change.set) next[key] = value;
	for (const key of change.remove) delete next[key];
	const metadata: KubeObject['metadata'] = { ...object.metadata, [change.field]: next };
	if (resourceVersion !== '') metadata.resourceVersion = resourceVersion;
	return { ...object, metadata };
}

/** `--list`: the whole map of the object after the change. Differs: in key order, not in Go's random one. */
export function* listPairs(
	kubectl: Kubectl,
	object: KubeObject,
	name: string,
	field: MetadataField,
	single: boolean,
): Task<void> {
	const indent = single ? '' : ' ';
	const [group] = splitApiVersion(object.apiVersion);
	if (!single) yield* kubectl.io.out(`Listing ${field} for ${object.kind}.${group}/${name}:\n`);
	const pairs = object.metadata[field] ?? {};
	for (const key of Object.keys(pairs).sort()) yield* kubectl.io.out(`${indent}${key}=${pairs[key]}\n`);
}
