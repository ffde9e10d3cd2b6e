import { formatJson } from '../../../machinery/format-json.ts';
import type { Json, KubeObject } from '../../../machinery/meta.ts';
import { parseJson } from '../../../machinery/parse-json.ts';
import { setOwn } from '../../../machinery/patch/json-object.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray } from '../../flags.ts';
import { ApplySet } from '../apply/apply-set.ts';
import { editLastApplied, setLastApplied, viewLastApplied } from '../apply/last-applied-commands.ts';
import type { PatchOutcome } from '../apply/patcher.ts';
import { applyPatch, PatchFailure } from '../apply/patcher.ts';
import { checkAllowlist, prunableObjects, pruneObjects } from '../apply/prune.ts';
import { migrateToServerSide } from '../apply/server-side-migration.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeSubresources } from '../completion/complete-words.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import { addSource, LAST_APPLIED, lastAppliedOf, withAppliedAnnotation } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import type { Query } from '../rest-client.ts';
import type { Mapping } from '../rest-mapper.ts';
import type { DryRun, Validation } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	fieldManagerFlag,
	filenamesOf,
	hasFilenames,
	SELECTOR_FLAG,
	VALIDATE_FLAG,
	validationOf,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';
import type { Streams } from '../streams.ts';
import { checkCascade, deletionFlags, propagationOf } from './delete.ts';

const CLIENT_SIDE_MANAGER = 'kubectl-client-side-apply';

const APPLY_FLAGS = {
	...deletionFlags('The files that contain the configurations to apply.', false),
	...PRINT_FLAGS,
	all: bool(false, 'Select all resources in the namespace of the specified resource types.'),
	applyset: string(
		'',
		'[alpha] The name of the ApplySet that tracks which resources are being managed, for the purposes of determining what to prune. Live resources that are part of the ApplySet but have been removed from the provided configs will be deleted. Format: [RESOURCE][.GROUP]/NAME. A Secret will be used if no resource or group is specified.',
		{ gate: 'KUBECTL_APPLYSET', hidden: true },
	),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag(CLIENT_SIDE_MANAGER),
	'force-conflicts': bool(false, 'If true, server-side apply will force the changes against conflicts.'),
	'openapi-patch': bool(
		true,
		'If true, use openapi to calculate diff when the openapi presents and the resource can be found in the openapi spec. Otherwise, fall back to use baked-in types.',
	),
	overwrite: bool(
		true,
		'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration',
	),
	prune: bool(
		false,
		'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.',
	),
	'prune-allowlist': stringArray('Overwrite the default allowlist with <group/version/kind> for --prune'),
	selector: SELECTOR_FLAG,
	'server-side': bool(false, 'If true, apply runs in the server instead of the client.'),
	subresource: string(
		'',
		'If specified, apply will operate on the subresource of the requested object.  Only allowed when using --server-side.',
	),
	validate: VALIDATE_FLAG,
} as const;

type ApplyInvocation = Invocation<typeof APPLY_FLAGS>;

interface ApplyOptions {
	readonly dryRun: DryRun;
	readonly validation: Validation;
	readonly fieldManager: string;
	readonly namespace: string;
	readonly explicitNamespace: boolean;
	readonly applySet: ApplySet | undefined;
	/** Objects are printed whole, after all were applied. */
	readonly printsObjects: boolean;
}

export const apply = defineCommand({
	name: 'apply',
	use: 'apply (-f FILENAME | -k DIRECTORY)',
	short: 'Apply a configuration to a resource by file name or stdin',
	long: `Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be created if it doesn't exist yet. To use 'apply', always create the resource initially with either 'apply' or 'create --save-config'.

 JSON and YAML formats are accepted.

 Alpha Disclaimer: the --prune functionality is not yet complete. Do not use unless you are aware of what the current state is. See https://issues.k8s.io/34274.`,
	examples: `
# The configuration in pod.json
kubectl apply -f ./pod.json

# The JSON passed into stdin
cat pod.json | kubectl apply -f -

# All files that end with '.json'
kubectl apply -f '*.json'

# Note: --prune is still in Alpha
# What manifest.yaml holds with the label app=nginx; everything else with that label is deleted
kubectl apply --prune -f manifest.yaml -l app=nginx

# What manifest.yaml holds; all other config maps are deleted
kubectl apply --prune -f manifest.yaml --all --prune-allowlist=core/v1/ConfigMap`,
	flags: APPLY_FLAGS,
	completeFlags: { subresource: completeSubresources },
	subcommands: [editLastApplied, setLastApplied, viewLastApplied],
	*complete(invocation): Task<ApplyOptions> {
		const { kubectl, flags, args } = invocation;
		if (args.length > 0) invocation.usageError(`Unexpected args: [${args.join(' ')}]`);
		yield* checkCascade(kubectl, flags.cascade);
		const dryRun = dryRunOf(flags['dry-run']);
		if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
		const validation = validationOf(flags.validate);
		const { namespace, explicit } = yield* kubectl.namespace();
		const applySet =
			flags.applyset === '' ? undefined : yield* ApplySet.of(kubectl, flags.applyset, explicit ? namespace : '');
		const allowlist = flags['prune-allowlist'];
		if (flags.prune && allowlist.length > 0) checkAllowlist(yield* kubectl.mapper(), allowlist);
		const manager = flags['field-manager'];
		return {
			dryRun,
			validation,
			fieldManager: flags['server-side'] && !invocation.changed('field-manager') ? 'kubectl' : manager,
			namespace,
			explicitNamespace: explicit,
			applySet,
			printsObjects: flags.output !== '' && flags.output !== 'name',
		};
	},
	validate: validateApply,
	run: runApply,
});

function validateApply({ dryRun, applySet }: ApplyOptions, { flags }: ApplyInvocation): void {
	const serverSide = flags['server-side'];
	if (flags['force-conflicts'] && !serverSide)
		throw new CommandError('--force-conflicts only works with --server-side');
	if (dryRun === 'client' && serverSide) {
		throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
	}
	if (serverSide && flags.force) throw new CommandError('--force cannot be used with --server-side');
	if (dryRun === 'server' && flags.force) throw new CommandError('--dry-run=server cannot be used with --force');
	if (flags.all && flags.selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
	if (applySet !== undefined) {
		if (!flags.prune) throw new CommandError('--applyset requires --prune');
		applySet.check();
	}
	if (flags.prune && flags.force) throw new CommandError('--force cannot be used with --prune');
	if (applySet !== undefined) {
		if (flags.all) throw new CommandError('--all is incompatible with --applyset');
		if (flags.selector !== '') throw new CommandError('--selector is incompatible with --applyset');
		if (flags['prune-allowlist'].length > 0)
			throw new CommandError('--prune-allowlist is incompatible with --applyset');
	} else if (flags.prune) {
		if (!flags.all && flags.selector === '') {
			throw new CommandError(
				'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
			);
		}
		if (serverSide)
			throw new CommandError("--prune is in alpha and doesn't currently work on objects created by server-side apply");
	}
	if (flags.subresource !== '' && !serverSide)
		throw new CommandError('--subresource can only be specified for --server-side');
}

function* runApply(invocation: ApplyInvocation, options: ApplyOptions): Task<void> {
	const { kubectl, flags } = invocation;
	const { applySet } = options;
	const errors: Error[] = [];
	const { infos, error } = yield* collectResources(kubectl, {
		files: filenamesOf(flags),
		namespace: options.namespace,
		requireNamespace: options.explicitNamespace,
		selector: flags.selector,
		continueOnError: true,
		flatten: true,
		validate: options.validation !== 'Ignore',
	});
	if (error !== undefined) errors.push(error);
	if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
	if (applySet !== undefined) {
		for (const info of infos) if (info.object !== undefined) info.object = applySet.labelled(info.object);
		yield* applySet.beforeApply(kubectl, infos, options);
	}
	for (const info of infos) {
		try {
			yield* flags['server-side'] ? applyOnServer(invocation, options, info) : applyOne(invocation, options, info);
		} catch (failure) {
			if (!isUserError(failure)) throw failure;
			errors.push(failure);
		}
	}
	throwAll(errors);
	if (options.printsObjects) yield* printApplied(invocation, infos);
	if (flags.prune) yield* prune(invocation, options, infos);
}

function* prune(
	{ kubectl, flags }: ApplyInvocation,
	options: ApplyOptions,
	infos: readonly ResourceInfo[],
): Task<void> {
	const { applySet, dryRun } = options;
	const deletion = {
		dryRun,
		propagation: propagationOf(flags.cascade),
		graceSeconds: flags['grace-period'],
		printFlags: flags,
	};
	if (applySet !== undefined) {
		yield* pruneObjects(kubectl, yield* applySet.prunable(kubectl, infos), deletion);
		yield* applySet.afterPrune(kubectl, options);
		return;
	}
	const scope = {
		namespace: options.explicitNamespace ? options.namespace : undefined,
		selector: flags.selector,
		allowlist: flags['prune-allowlist'],
	};
	yield* pruneObjects(kubectl, yield* prunableObjects(kubectl, infos, scope), deletion);
}

function* printApplied({ kubectl, flags }: ApplyInvocation, infos: readonly ResourceInfo[]): Task<void> {
	if (infos.length === 1) {
		const printer = yield* printerOf(kubectl, flags, { operation: '' });
		yield* printer.print((infos[0] as ResourceInfo).object as unknown as Printable);
		return;
	}
	const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
	// A Go struct around objects that are none: only theirs are the keys that JSON sorts.
	const items = infos.map((info) => parseJson(formatJson(info.object)));
	yield* printer.print({ kind: 'List', apiVersion: 'v1', metadata: {}, items });
}

function* report(
	{ kubectl, flags }: ApplyInvocation,
	options: ApplyOptions,
	operation: string,
	object: KubeObject,
): Task<void> {
	if (options.printsObjects) return;
	const printer = yield* printerOf(kubectl, flags, { operation: withDryRun(operation, options.dryRun) });
	yield* printer.print(object as unknown as Printable);
}

function targetOf(info: ResourceInfo): { mapping: Mapping; object: KubeObject } {
	if (info.mapping === undefined || info.object === undefined)
		throw new Error('assertion failed: a manifest has an object and a mapping');
	if (info.name === '' && (info.object.metadata.generateName ?? '') !== '') {
		throw new CommandError(`from ${info.object.metadata.generateName}: cannot use generate name with apply`);
	}
	return { mapping: info.mapping, object: info.object };
}

/** Client-side apply. Models ApplyOptions.applyOneObject. */
function* applyOne(invocation: ApplyInvocation, options: ApplyOptions, info: ResourceInfo): Task<void> {
	const { kubectl } = invocation;
	const { mapping, object } = targetOf(info);
	const modified = yield* withAppliedAnnotation(kubectl.io, object);
	const query = writeQuery({
		dryRun: options.dryRun,
		fieldManager: options.fieldManager,
		validation: options.validation,
	});
	let live: KubeObject;
	try {
		live = yield* kubectl.getObject(mapping, info.namespace, info.name);
	} catch (error) {
		if (!isUserError(error)) throw error;
		if (!(error instanceof ApiError) || error.reason !== 'NotFound') {
			throw addSource(
				`retrieving current configuration of:\n${describe(info, mapping)}\nfrom server for:`,
				info.source,
				error,
			);
		}
		let created = (yield* pruneNulls(modified as unknown as Json, kubectl.io)) as unknown as KubeObject;
		if (options.dryRun !== 'client') {
			try {
				created = yield* kubectl.createObject(mapping, info.namespace, created, query);
			} catch (failure) {
				throw isUserError(failure) ? addSource('creating', info.source, failure) : failure;
			}
		}
		info.object = created;
		yield* report(invocation, options, 'created', created);
		return;
	}
	info.object = live;
	if (options.dryRun !== 'client') {
		if (lastAppliedOf(live) === undefined) {
			yield* kubectl.io.err(
				`Warning: resource ${mapping.resource}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
			);
		}
		const outcome = yield* patched(invocation, info, mapping, live, modified, query);
		info.object = outcome.object;
		yield* warnIfDeleting(invocation, info);
		if (outcome.patch === '{}') {
			yield* report(invocation, options, 'unchanged', outcome.object);
			return;
		}
	}
	yield* report(invocation, options, 'configured', info.object);
}

function* patched(
	invocation: ApplyInvocation,
	info: ResourceInfo,
	mapping: Mapping,
	live: KubeObject,
	modified: KubeObject,
	query: Query,
): Task<PatchOutcome> {
	const { kubectl, flags } = invocation;
	try {
		return yield* applyPatch(kubectl, { mapping, namespace: info.namespace, name: info.name }, live, modified, {
			query,
			force: flags.force,
			deleteBody: deleteBody(flags),
			timeoutMs: flags.timeout,
		});
	} catch (error) {
		if (!(error instanceof PatchFailure)) throw error;
		const patching = addSource('patching', info.source, error.reason);
		throw addSource(`applying patch:\n${error.patch}\nto:\n${describe(info, mapping)}\nfor:`, info.source, patching);
	}
}

function deleteBody(flags: ApplyInvocation['flags']): object {
	const grace = flags['grace-period'];
	return {
		kind: 'DeleteOptions',
		apiVersion: 'v1',
		propagationPolicy: propagationOf(flags.cascade),
		...(flags.force && grace < 0 ? { gracePeriodSeconds: 0 } : grace >= 0 ? { gracePeriodSeconds: grace } : {}),
	};
}

function* warnIfDeleting({ kubectl }: ApplyInvocation, info: ResourceInfo): Task<void> {
	if (info.object?.metadata.deletionTimestamp === undefined) return;
	yield* kubectl.io.err(`Warning: Detected changes to resource ${info.name} which is currently being deleted.\n`);
}

/** Models resource.Info String. */
function describe(info: ResourceInfo, mapping: Mapping): string {
	const gvr = `${mapping.group}/${mapping.version}, Resource=${mapping.resource}`;
	const kind = `${mapping.group}/${mapping.version}, Kind=${mapping.kind}`;
	return `Resource: "${gvr}", GroupVersionKind: "${kind}"\nName: "${info.name}", Namespace: "${info.namespace}"`;
}

function* pruneNulls(value: Json, { pause }: Pick<Streams, 'pause'>): Task<Json> {
	if (value === null || typeof value !== 'object') return value;
	let copied = 0;
	if (Array.isArray(value)) {
		const items: Json[] = [];
		for (const item of value) {
			items.push(typeof item === 'object' ? yield* pruneNulls(item, { pause }) : item);
			if (++copied % PARTS_A_STEP === 0) yield* pause(PARTS_A_STEP);
		}
		return items;
	}
	const out: { [key: string]: Json } = {};
	for (const [key, item] of Object.entries(value)) {
		if (item === null) continue;
		setOwn(out, key, typeof item === 'object' ? yield* pruneNulls(item, { pause }) : item);
		if (++copied % PARTS_A_STEP === 0) yield* pause(PARTS_A_STEP);
	}
	return out;
}

const PARTS_A_STEP = 1_024;

const CONFLICT_ADVICE = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** Server-side apply; what earlier client-side applies own is migrated. */
function* applyOnServer(invocation: ApplyInvocation, options: ApplyOptions, info: ResourceInfo): Task<void> {
	const { kubectl, flags } = invocation;
	const { mapping, object } = targetOf(info);
	const { namespace, name } = info;
	const { dryRun, fieldManager, validation } = options;
	const query = [
		...writeQuery({ dryRun, fieldManager, validation }),
		['force', String(flags['force-conflicts'])] as const,
	];
	const patch = { type: 'apply', body: object } as const;
	const send = (): Task<KubeObject> => kubectl.patchObject(mapping, namespace, name, patch, query, flags.subresource);
	try {
		info.object = yield* send();
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		if (error.code === 415)
			throw new CommandError(`Server-side apply not available on the server: (${error.status.message})`);
		if (error.reason === 'Conflict') throw new CommandError(`${error.status.message}${CONFLICT_ADVICE}`);
		throw error;
	}
	info.object = yield* migrateToServerSide(kubectl, info.object, {
		mapping,
		namespace,
		name,
		fieldManager,
		query: writeQuery({ dryRun, validation }),
		again: send,
	});
	yield* warnIfDeleting(invocation, info);
	yield* report(invocation, options, 'serverside-applied', info.object);
}
