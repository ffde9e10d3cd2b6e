import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeSubresources } from '../completion/complete-words.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { addSource, lastAppliedOf, withAppliedAnnotation } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { sendRaw } from '../raw-request.ts';
import { RECORD_FLAG, withRecordedCause } from '../record.ts';
import type { ResourceInfo, ResourceRequest } from '../resources.ts';
import { collectResources, visitResources } from '../resources.ts';
import type { Query } from '../rest-client.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	fieldManagerFlag,
	filenamesOf,
	hasFilenames,
	SAVE_CONFIG_FLAG,
	subresourceFlag,
	VALIDATE_FLAG,
	validationOf,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';
import { deleteResources, deletionFlags, propagationOf } from './delete.ts';

const GONE_TIMEOUT_MS = 5 * 60_000;

const REPLACE_FLAGS = {
	...PRINT_FLAGS,
	...deletionFlags('The files that contain the configurations to replace.', false),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag('kubectl-replace'),
	raw: string('', 'Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.'),
	record: RECORD_FLAG,
	'save-config': SAVE_CONFIG_FLAG,
	subresource: subresourceFlag('If specified, replace will operate on the subresource of the requested object.'),
	validate: VALIDATE_FLAG,
} as const;

type ReplaceInvocation = Invocation<typeof REPLACE_FLAGS>;

export const replace = defineCommand({
	name: 'replace',
	use: 'replace -f FILENAME',
	short: 'Replace a resource by file name or stdin',
	long: `Replace a resource by file name or stdin.

 JSON and YAML formats are accepted. If replacing an existing resource, the complete resource spec must be provided. This can be obtained by

  $ kubectl get TYPE NAME -o yaml`,
	examples: `
# By what pod.json holds
kubectl replace -f ./pod.json

# By what comes through stdin
cat pod.json | kubectl replace -f -

# A pod's image, to v4
kubectl get pod mypod -o yaml | sed 's/\\(image: myimage\\):.*$/\\1:v4/' | kubectl replace -f -

# By deleting and creating it again
kubectl replace --force -f ./pod.json`,
	flags: REPLACE_FLAGS,
	completeFlags: { subresource: completeSubresources },
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const validation = validationOf(flags.validate);
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('replaced', dryRun) });
		checkFlags(flags);
		if (flags.raw !== '') {
			yield* sendRaw(kubectl, 'PUT', flags.raw, flags.filename[0]);
			return;
		}
		if (flags.force) {
			yield* forceReplace(invocation, printer);
			return;
		}
		const request = yield* requestOf(invocation);
		const query = writeQuery({ dryRun, fieldManager: flags['field-manager'], validation });
		yield* visitResources(kubectl, request, (info) => replaceOne(invocation, info, { dryRun, query, printer }));
	},
});

interface Writing {
	readonly dryRun: DryRun;
	readonly query: Query;
	readonly printer: Printer;
}

function* replaceOne({ kubectl, flags }: ReplaceInvocation, info: ResourceInfo, writing: Writing): Task<void> {
	const { dryRun, query, printer } = writing;
	const object = yield* bodyOf(kubectl, flags['save-config'], info.object as KubeObject);
	if (dryRun === 'client') {
		yield* printer.print(object as unknown as Printable);
		return;
	}
	if (info.mapping === undefined) throw new Error('assertion failed: replacing needs a mapping');
	try {
		const after = yield* putObject(kubectl, info, object, query, flags.subresource);
		yield* printer.print(after as unknown as Printable);
	} catch (error) {
		throw isUserError(error) ? addSource('replacing', info.source, error) : error;
	}
}

function checkFlags(flags: ReplaceInvocation['flags']): void {
	if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
	const grace = flags['grace-period'] === 0 ? 1 : flags['grace-period'];
	if (grace >= 0 && !flags.force) throw new CommandError('--grace-period must have --force specified');
	if (flags.timeout !== 0 && !flags.force) throw new CommandError('--timeout must have --force specified');
	if (flags.force && flags['dry-run'] !== 'none')
		throw new CommandError('--dry-run can not be used when --force is set');
	if (flags.raw === '') return;
	if (flags.filename.length !== 1) throw new CommandError('--raw can only use a single local file or stdin');
	if (/^https?:\/\//.test(flags.filename[0] as string)) throw new CommandError('--raw cannot read from a url');
	if (flags.recursive) throw new CommandError('--raw and --recursive are mutually exclusive');
	if (flags.output !== '') throw new CommandError('--raw and --output are mutually exclusive');
}

function* requestOf({ kubectl, flags }: ReplaceInvocation): Task<ResourceRequest> {
	const { namespace, explicit } = yield* kubectl.namespace();
	return {
		files: filenamesOf(flags),
		namespace,
		requireNamespace: explicit,
		continueOnError: true,
		flatten: true,
		validate: validationOf(flags.validate) !== 'Ignore',
		subresource: flags.subresource,
	};
}

function* bodyOf(kubectl: Kubectl, saveConfig: boolean, object: KubeObject): Task<KubeObject> {
	const isSaved = saveConfig || lastAppliedOf(object) !== undefined;
	const annotated = isSaved ? yield* withAppliedAnnotation(kubectl.io, object) : object;
	return withRecordedCause(kubectl, annotated);
}

/** A manifest without a resourceVersion overwrites what is there. Models resource.Helper Replace with overwrite. */
function* putObject(
	kubectl: Kubectl,
	info: ResourceInfo,
	object: KubeObject,
	query: ReturnType<typeof writeQuery>,
	subresource: string,
): Task<KubeObject> {
	if (info.mapping === undefined) throw new Error('assertion failed: replacing needs a mapping');
	let body = object;
	if (object.metadata.resourceVersion === undefined || object.metadata.resourceVersion === '') {
		// The real one looks first which version is there; an answer it cannot use is the server's to refuse.
		try {
			const current = yield* kubectl.getObject(info.mapping, info.namespace, info.name, { subresource });
			body = { ...object, metadata: { ...object.metadata, resourceVersion: current.metadata.resourceVersion } };
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
		}
	}
	return yield* kubectl.replaceObject(info.mapping, info.namespace, info.name, body, query, subresource);
}

/** Deletes, waits, creates. */
function* forceReplace(invocation: ReplaceInvocation, printer: Printer): Task<void> {
	const { kubectl, flags } = invocation;
	const stdin = flags.filename.includes('-') ? yield* spoolStdin(kubectl) : undefined;
	const filename = flags.filename.map((each) => (each === '-' && stdin !== undefined ? stdin : each));
	const files = filenamesOf({ ...flags, filename });
	const base = { ...(yield* requestOf(invocation)), files };
	const grace = flags['grace-period'] === 0 ? 1 : flags['grace-period'];
	const removing: ResourceRequest = {
		...base,
		validate: false,
		withoutObjects: true,
		ignore: (error) => error instanceof ApiError && error.reason === 'NotFound',
	};
	yield* deleteResources(kubectl, removing, {
		graceSeconds: grace,
		force: true,
		propagation: propagationOf(flags.cascade),
		wait: flags.wait || flags['grace-period'] === 0,
		timeoutMs: flags.timeout === 0 ? 168 * 3_600_000 : flags.timeout,
		dryRun: 'none',
		quiet: false,
		shortOutput: flags.output === 'name',
		warnClusterScope: false,
	});
	const { infos } = yield* collectResources(kubectl, { ...removing, withoutObjects: true });
	const deadlineMs = kubectl.process.now() + (flags.timeout === 0 ? GONE_TIMEOUT_MS : flags.timeout);
	for (const { mapping, namespace, name } of infos) {
		if (mapping !== undefined)
			yield* waitForDeletion(kubectl, { mapping, namespace, name, uid: undefined }, deadlineMs);
	}
	let count = 0;
	yield* visitResources(kubectl, base, (info) => {
		count++;
		return createAgain(invocation, info, printer);
	});
	if (count === 0) throw new CommandError('no objects passed to replace');
	if (stdin !== undefined) kubectl.process.unlink(stdin);
}

function* createAgain({ kubectl, flags }: ReplaceInvocation, info: ResourceInfo, printer: Printer): Task<void> {
	if (info.mapping === undefined) throw new Error('assertion failed: creating needs a mapping');
	const object = yield* bodyOf(kubectl, flags['save-config'], info.object as KubeObject);
	const query = writeQuery({ fieldManager: flags['field-manager'], validation: validationOf(flags.validate) });
	yield* printer.print(
		(yield* kubectl.createObject(info.mapping, info.namespace, object, query)) as unknown as Printable,
	);
}

/** Stdin can be read once, but is needed twice. */
function* spoolStdin(kubectl: Kubectl): Task<string> {
	const path = `/tmp/kubectl_replace_${kubectl.process.pid}`;
	yield* kubectl.io.writeFile(path, yield* kubectl.io.stdin());
	return path;
}
