import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, int, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { addSource } from '../last-applied.ts';
import { sendRaw } from '../raw-request.ts';
import type { ResourceInfo, ResourceRequest } from '../resources.ts';
import { collectResources, visitResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FIELD_SELECTOR_FLAG,
	filenameFlags,
	filenamesOf,
	SELECTOR_FLAG,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';
import type { Awaited } from '../wait-for-deletion.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';

const WEEK_MS = 168 * 3_600_000;

/** Flags of deleting, which `apply` and `replace` have too. */
export const deletionFlags = (usage: string, waitDefault: boolean) => ({
	...filenameFlags(usage, 'a'),
	cascade: string(
		'background',
		'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
		{ bare: 'background' },
	),
	force: bool(
		false,
		'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
	),
	'grace-period': int(
		-1,
		'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
	),
	timeout: duration(
		0,
		'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
	),
	wait: bool(waitDefault, 'If true, wait for resources to be gone before returning. This waits for finalizers.'),
});

const DELETE_FLAGS = {
	...deletionFlags('containing the resource to delete.', true),
	all: bool(false, 'Delete all resources, in the namespace of the specified resource types.'),
	'all-namespaces': bool(
		false,
		'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
		{ shorthand: 'A' },
	),
	'dry-run': DRY_RUN_FLAG,
	'field-selector': FIELD_SELECTOR_FLAG,
	'ignore-not-found': bool(
		false,
		'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
	),
	interactive: bool(false, 'If true, delete resource only when user confirms.', { shorthand: 'i' }),
	now: bool(false, 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).'),
	output: string('', 'Output mode. Use "-o name" for shorter output (resource/name).', { shorthand: 'o' }),
	raw: string('', 'Raw URI to DELETE to the server.  Uses the transport specified by the kubeconfig file.'),
	selector: SELECTOR_FLAG,
} as const;

/** How to delete. Models kubectl/pkg/cmd/delete DeleteOptions. */
export interface DeleteOptions {
	readonly graceSeconds: number;
	readonly force: boolean;
	readonly propagation: 'Background' | 'Orphan' | 'Foreground';
	readonly wait: boolean;
	readonly timeoutMs: number;
	readonly dryRun: DryRun;
	readonly quiet: boolean;
	readonly shortOutput: boolean;
	/** The command line names a namespace: deleting what has none is worth a warning. */
	readonly warnClusterScope: boolean;
}

/** `--cascade`'s value. Models cmdutil.GetCascadingStrategy. */
export function propagationOf(cascade: string): DeleteOptions['propagation'] {
	switch (cascade) {
		case 'background':
		case 'true':
		case '':
			return 'Background';
		case 'orphan':
		case 'false':
			return 'Orphan';
		case 'foreground':
			return 'Foreground';
		default:
			throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
	}
}

/** Refuses a bad `--cascade`, and tells what to write instead of the booleans that it once took. */
export function* checkCascade(kubectl: Kubectl, cascade: string): Task<void> {
	const modern = propagationOf(cascade).toLowerCase();
	if (cascade !== 'true' && cascade !== 'false') return;
	yield* kubectl.io.err(
		`warning: --cascade=${cascade} is deprecated (boolean value) and can be replaced with --cascade=${modern}.\n`,
	);
}

type DeleteInvocation = Invocation<typeof DELETE_FLAGS>;

export const deleteVerb = defineCommand({
	name: 'delete',
	use: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
	short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
	long: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

 JSON and YAML formats are accepted. Only one type of argument may be specified: file names, resources and names, or resources and label selector.

 Some resources, such as pods, support graceful deletion: they are given time to stop before they are removed (--grace-period, or --now for one second). A force deletion (--force with --grace-period=0) removes a resource without waiting for its node to confirm that its processes have ended; they may go on running, so it must be used with care.

 Note that what was deleted cannot be brought back, and that no version of the resource is checked: a change made by somebody else meanwhile is lost together with it.`,
	examples: `
# The pod named by pod.json
kubectl delete -f ./pod.json

# What is named by the JSON passed into stdin
cat pod.json | kubectl delete -f -

# Pods and services with the same names "baz" and "foo"
kubectl delete pod,service baz foo

# Pods and services by label
kubectl delete pods,services -l name=myLabel

# With the least delay
kubectl delete pod foo --now

# By force, on a node that is gone
kubectl delete pod foo --force

# All pods
kubectl delete pods --all

# All pods of all namespaces, each after a question
kubectl delete pods --all --all-namespaces --interactive`,
	suggestFor: ['rm'],
	flags: DELETE_FLAGS,
	completeArgs: completeTypeAndName,
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const options = yield* optionsOf(invocation);
		if (flags.raw !== '') {
			yield* sendRaw(kubectl, 'DELETE', flags.raw, flags.filename[0]);
			return;
		}
		const { namespace, explicit } = yield* kubectl.namespace();
		const bySelector = flags.all || flags.selector !== '' || flags['field-selector'] !== '';
		const ignoreMissing = bySelector && !invocation.changed('ignore-not-found') ? true : flags['ignore-not-found'];
		const request: ResourceRequest = {
			args: invocation.args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			allNamespaces: flags['all-namespaces'],
			selector: flags.selector,
			fieldSelector: flags['field-selector'],
			all: flags.all,
			withoutObjects: true,
			continueOnError: true,
			flatten: true,
			ignore: ignoreMissing ? (error) => error instanceof ApiError && error.reason === 'NotFound' : undefined,
		};
		if (flags.interactive && !(yield* confirmed(kubectl, request))) return;
		const found = yield* deleteResources(kubectl, request, options);
		if (found === 0) yield* kubectl.io.out('No resources found\n');
	},
});

function* optionsOf({ kubectl, flags }: DeleteInvocation): Task<DeleteOptions> {
	yield* checkCascade(kubectl, flags.cascade);
	let grace = flags['grace-period'];
	if (flags.now) {
		if (grace !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
		grace = 1;
	}
	if (grace === 0 && !flags.force) grace = 1;
	if (flags.force && grace < 0) grace = 0;
	const dryRun = dryRunOf(flags['dry-run']);
	if (flags.output !== '' && flags.output !== 'name') {
		throw new CommandError(`unexpected -o output mode: ${flags.output}. We only support '-o name'`);
	}
	if (grace === 0 && flags.force) yield* kubectl.warn(FORCE_WARNING);
	else if (grace > 0 && flags.force)
		throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
	const { explicit } = yield* kubectl.namespace();
	return {
		graceSeconds: grace,
		force: flags.force,
		propagation: propagationOf(flags.cascade),
		wait: flags.wait,
		timeoutMs: flags.timeout === 0 ? WEEK_MS : flags.timeout,
		dryRun,
		quiet: false,
		shortOutput: flags.output === 'name',
		warnClusterScope: explicit && !flags['all-namespaces'],
	};
}

const FORCE_WARNING =
	'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

/** Deletes everything asked for and, when told to, waits until it is gone. Returns how many there were. */
export function* deleteResources(kubectl: Kubectl, request: ResourceRequest, options: DeleteOptions): Task<number> {
	const deletion = new Deletion(kubectl, options);
	yield* visitResources(kubectl, request, (info) => deletion.visit(info));
	const { found } = deletion;
	if (!options.wait || options.dryRun !== 'none') return found;
	const deadlineMs = kubectl.process.now() + options.timeoutMs;
	for (const each of deletion.deleted) {
		try {
			yield* waitForDeletion(kubectl, each, deadlineMs);
		} catch (error) {
			if (error instanceof ApiError && (error.reason === 'Forbidden' || error.reason === 'MethodNotAllowed'))
				return found;
			throw error;
		}
	}
	return found;
}

/** What one command has deleted so far. */
class Deletion {
	found = 0;
	readonly deleted: Awaited[] = [];
	readonly #kubectl: Kubectl;
	readonly #options: DeleteOptions;
	#warn: boolean;

	constructor(kubectl: Kubectl, options: DeleteOptions) {
		this.#kubectl = kubectl;
		this.#options = options;
		this.#warn = options.warnClusterScope;
	}

	*visit(info: ResourceInfo): Task<void> {
		const mapping = info.mapping;
		if (mapping === undefined) throw new Error('assertion failed: deleting needs a mapping');
		this.found++;
		if (this.#warn && !mapping.namespaced) {
			yield* this.#kubectl.warn('deleting cluster-scoped resources, not scoped to the provided namespace');
			this.#warn = false;
		}
		if (this.#options.dryRun === 'client') yield* report(this.#kubectl, mapping, info, this.#options);
		else this.deleted.push(yield* deleteOne(this.#kubectl, mapping, info, this.#options));
	}
}

function* deleteOne(kubectl: Kubectl, mapping: Mapping, info: ResourceInfo, options: DeleteOptions): Task<Awaited> {
	const body = {
		kind: 'DeleteOptions',
		apiVersion: 'v1',
		...(options.graceSeconds >= 0 ? { gracePeriodSeconds: options.graceSeconds } : {}),
		propagationPolicy: options.propagation,
		...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
	};
	let response: { kind: string; details?: { uid?: string }; metadata?: { uid?: string } };
	try {
		response = (yield* kubectl.deleteObject(
			mapping,
			info.namespace,
			info.name,
			body,
			writeQuery({ dryRun: options.dryRun }),
		)) as typeof response;
	} catch (error) {
		throw isUserError(error) ? addSource('deleting', info.source, error) : error;
	}
	if (!options.quiet) yield* report(kubectl, mapping, info, options);
	const uid = response.kind === 'Status' ? response.details?.uid : response.metadata?.uid;
	return { mapping, namespace: info.namespace, name: info.name, uid };
}

function report(kubectl: Kubectl, mapping: Mapping, info: ResourceInfo, options: DeleteOptions): Task<void> {
	const kind = mapping.kind.toLowerCase() + (mapping.group === '' ? '' : `.${mapping.group}`);
	if (options.shortOutput) return kubectl.io.out(`${kind}/${info.name}\n`);
	let operation = options.graceSeconds === 0 ? 'force deleted' : 'deleted';
	if (mapping.namespaced) operation += ` from ${info.namespace} namespace`;
	return kubectl.io.out(`${kind} "${info.name}" ${withDryRun(operation, options.dryRun)}\n`);
}

/** `-i`: shows what would be deleted and asks. */
function* confirmed(kubectl: Kubectl, request: ResourceRequest): Task<boolean> {
	const { infos, error } = yield* collectResources(kubectl, request);
	if (error !== undefined) throw error;
	if (infos.length === 0) {
		yield* kubectl.io.out('No resources found\n');
		return false;
	}
	let text = `You are about to delete the following ${infos.length} resource(s):\n`;
	for (const { mapping, name } of infos) {
		if (mapping !== undefined)
			text += `${mapping.kind.toLowerCase()}${mapping.group === '' ? '' : `.${mapping.group}`}/${name}\n`;
	}
	yield* kubectl.io.out(`${text}Do you want to continue? (y/N): `);
	if ((yield* kubectl.io.line()).trim().toLowerCase() === 'y') return true;
	yield* kubectl.io.out('deletion is cancelled\n');
	return false;
}
