import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYamlInSteps } from '../../../machinery/yaml/format-in-steps.ts';
import { bool, int, stringArray } from '../../flags.ts';
import { applyPatch, PatchFailure } from '../apply/patcher.ts';
import { prunableObjects } from '../apply/prune.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { maskSecrets } from '../diff/mask-secrets.ts';
import { DiffDirectories } from '../diff/run-diff.ts';
import { CommandError, describeError, isUserError, SilentExit } from '../errors.ts';
import { withoutAppliedAnnotation } from '../last-applied.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import {
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	hasFilenames,
	SELECTOR_FLAG,
	writeQuery,
} from '../shared-flags.ts';

const DIFF_FLAGS = {
	...filenameFlags(`${FILENAME_USAGE} contains the configuration to diff`),
	concurrency: int(
		1,
		'Number of objects to process in parallel when diffing against the live version. Larger number = faster, but more memory, I/O and CPU over that shorter period of time.',
	),
	'field-manager': fieldManagerFlag('kubectl-client-side-apply'),
	'force-conflicts': bool(false, 'If true, server-side apply will force the changes against conflicts.'),
	prune: bool(
		false,
		'Include resources that would be deleted by pruning. Can be used with -l and default shows all resources would be pruned',
	),
	'prune-allowlist': stringArray('Overwrite the default allowlist with <group/version/kind> for --prune'),
	selector: SELECTOR_FLAG,
	'server-side': bool(false, 'If true, apply runs in the server instead of the client.'),
	'show-managed-fields': bool(false, 'If true, include managed fields in the diff.'),
} as const;

type DiffInvocation = Invocation<typeof DIFF_FLAGS>;

export const diff = defineCommand({
	name: 'diff',
	use: 'diff -f FILENAME',
	short: 'Diff the live version against a would-be applied version',
	long: `Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.

 The output is always YAML.

 KUBECTL_EXTERNAL_DIFF environment variable can be used to select your own diff command. Users can use external commands with params too, example: KUBECTL_EXTERNAL_DIFF="colordiff -N -u"

 By default, the "diff" command available in your path will be run with the "-u" (unified diff) and "-N" (treat absent files as empty) options.

 Exit status: 0 No differences were found. 1 Differences were found. >1 Kubectl or diff failed with an error.

 Note: KUBECTL_EXTERNAL_DIFF, if used, is expected to follow that convention.`,
	examples: `
# What pod.json would change
kubectl diff -f pod.json

# What comes through stdin would change
cat service.yaml | kubectl diff -f -`,
	flags: DIFF_FLAGS,
	*run(invocation) {
		const { kubectl } = invocation;
		try {
			yield* diffAll(invocation);
		} catch (error) {
			if (!isUserError(error)) throw error;
			// 1 means that there are differences: what goes wrong ends with more.
			yield* kubectl.io.err(describeError(error));
			throw new SilentExit(2);
		}
	},
});

function* diffAll(invocation: DiffInvocation): Task<void> {
	const { kubectl, flags, args } = invocation;
	if (args.length > 0) invocation.usageError(`Unexpected args: [${args.join(' ')}]`);
	if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
	if (flags['force-conflicts'] && !flags['server-side'])
		throw new CommandError('--force-conflicts only works with --server-side');
	const { namespace, explicit } = yield* kubectl.namespace();
	const directories = new DiffDirectories(kubectl);
	try {
		const visited: ResourceInfo[] = [];
		const request = {
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			selector: flags.selector,
			flatten: true,
		};
		yield* visitResources(kubectl, request, (info) => {
			visited.push(info);
			return writeVersions(invocation, info, directories);
		});
		if (flags.prune) {
			const scope = { namespace, selector: flags.selector, allowlist: flags['prune-allowlist'] };
			for (const { mapping, object } of yield* prunableObjects(kubectl, visited, scope)) {
				const file = fileName(mapping, object.metadata.namespace ?? '', object.metadata.name);
				yield* directories.write(directories.live, file, yield* formatYamlInSteps(object, kubectl.io.pause));
			}
		}
		yield* directories.compare();
	} finally {
		directories.remove();
	}
}

/** One file with the object as it is, one as it would be after an apply. `info` then holds the live object. */
function* writeVersions(invocation: DiffInvocation, info: ResourceInfo, directories: DiffDirectories): Task<void> {
	const { kubectl, flags } = invocation;
	const mapping = info.mapping;
	if (mapping === undefined) throw new Error('assertion failed: a manifest has a mapping');
	const local = info.object as KubeObject;
	let live: KubeObject | undefined;
	try {
		live = yield* kubectl.getObject(mapping, info.namespace, info.name);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
	}
	info.object = live;
	let from = live;
	let to = yield* mergedVersion(invocation, info, mapping, local, live);
	if (!flags['show-managed-fields']) {
		from = from === undefined ? undefined : withoutManagedFields(from);
		to = withoutManagedFields(to);
	}
	if (mapping.version === 'v1' && mapping.kind === 'Secret') ({ from, to } = maskSecrets(from, to));
	const file = fileName(mapping, info.namespace, info.name);
	const { pause } = kubectl.io;
	const before = from === undefined ? '' : yield* formatYamlInSteps(from, pause);
	yield* directories.write(directories.live, file, before);
	yield* directories.write(directories.merged, file, yield* formatYamlInSteps(to, pause));
	if (live?.metadata.deletionTimestamp !== undefined) {
		yield* kubectl.io.err(`Warning: Detected changes to resource ${info.name} which is currently being deleted.\n`);
	}
}

function* mergedVersion(
	invocation: DiffInvocation,
	info: ResourceInfo,
	mapping: Mapping,
	local: KubeObject,
	live: KubeObject | undefined,
): Task<KubeObject> {
	const { kubectl, flags } = invocation;
	const serverSide = flags['server-side'];
	const manager = serverSide && !invocation.changed('field-manager') ? 'kubectl' : flags['field-manager'];
	const query = writeQuery({ dryRun: 'server', fieldManager: manager });
	const { namespace, name } = info;
	if (serverSide) {
		const forced = [...query, ['force', String(flags['force-conflicts'])] as const];
		try {
			return yield* kubectl.patchObject(mapping, namespace, name, { type: 'apply', body: local }, forced);
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'Conflict') {
				const subject = `${mapping.group}/${mapping.version}, Kind=${mapping.kind}: ${name}`;
				yield* kubectl.logWarning('diff.go:750', `Object (${subject}) keeps changing, diffing without lock`);
			}
			throw error;
		}
	}
	if (live === undefined) return yield* kubectl.createObject(mapping, namespace, local, query);
	const options = { query, force: false, deleteBody: {}, timeoutMs: 0 };
	const modified = withoutAppliedAnnotation(local);
	try {
		return (yield* applyPatch(kubectl, { mapping, namespace, name }, live, modified, options)).object;
	} catch (error) {
		// What the server says of it, without the patch that `apply` tells.
		throw error instanceof PatchFailure ? error.reason : error;
	}
}

function withoutManagedFields(object: KubeObject): KubeObject {
	const { managedFields: _, ...metadata } = object.metadata;
	return { ...object, metadata };
}

/** "apps.v1.Deployment.default.web". */
function fileName({ group, version, kind }: Mapping, namespace: string, name: string): string {
	return `${group === '' ? '' : `${group}.`}${version}.${kind}.${namespace}.${name}`;
}
