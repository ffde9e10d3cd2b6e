import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, int, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { collectResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	filenameFlags,
	filenamesOf,
	SELECTOR_FLAG,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';

const RETRY_MS = 1000;
const RETRY_TIMEOUT_MS = 5 * 60_000;

interface Scale extends KubeObject {
	readonly spec: { readonly replicas?: number };
	readonly status: { readonly replicas?: number };
}

interface Wanted {
	readonly replicas: number;
	/** −1: any. */
	readonly currentReplicas: number;
	readonly resourceVersion: string;
	readonly dryRun: DryRun;
}

export const scale = defineCommand({
	name: 'scale',
	use: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
	short: 'Set a new size for a deployment, replica set, or replication controller',
	long: `Set a new size for a deployment, replica set, replication controller, or stateful set.

 Scale also allows users to specify one or more preconditions for the scale action.

 If --current-replicas or --resource-version is specified, it is validated before the scale is attempted, and it is guaranteed that the precondition holds true when the scale is sent to the server.`,
	examples: `
# The replica set 'foo' to 3
kubectl scale --replicas=3 rs/foo

# What "foo.yaml" names to 3
kubectl scale --replicas=3 -f foo.yaml

# Only when the deployment mysql has 2 now
kubectl scale --current-replicas=2 --replicas=3 deployment/mysql

# Several replication controllers
kubectl scale --replicas=5 rc/example1 rc/example2 rc/example3

# The stateful set 'web' to 3
kubectl scale --replicas=3 statefulset/web`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to set a new size`),
		all: bool(false, 'Select all resources in the namespace of the specified resource types'),
		'current-replicas': int(
			-1,
			'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
		),
		'dry-run': DRY_RUN_FLAG,
		replicas: int(0, 'The new desired number of replicas. Required.', { required: true }),
		'resource-version': string(
			'',
			'Precondition for resource version. Requires that the current resource version match this value in order to scale.',
		),
		selector: SELECTOR_FLAG,
		timeout: duration(
			0,
			"The length of time to wait before giving up on a scale operation, zero means don't wait. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).",
		),
	},
	completeArgs: completeOneOf(['deployment', 'replicaset', 'replicationcontroller', 'statefulset']),
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('scaled', dryRun) });
		if (flags.replicas < 0)
			throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
		if (flags['current-replicas'] < -1)
			throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
		const { namespace, explicit } = yield* kubectl.namespace();
		const { infos, error } = yield* collectResources(kubectl, {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			allowEmptyName: flags.all,
			selector: flags.selector,
			continueOnError: true,
			flatten: true,
		});
		if (flags['resource-version'] !== '' && infos.length > 1)
			throw new CommandError('cannot use --resource-version with multiple resources');
		if (infos.length === 0) throw nothingToScale(error);
		const wanted = {
			replicas: flags.replicas,
			currentReplicas: flags['current-replicas'],
			resourceVersion: flags['resource-version'],
			dryRun,
		};
		for (const info of infos) {
			if (info.mapping === undefined) throw new Error('assertion failed: scaling needs a mapping');
			if (dryRun !== 'client') {
				yield* scaleUntilAccepted(kubectl, info.mapping, info.namespace, info.name, wanted);
				if (flags.timeout !== 0 && dryRun === 'none')
					yield* waitForSize(kubectl, info.mapping, info.namespace, info.name, flags.replicas, flags.timeout);
			}
			yield* printer.print(info.object as unknown as Printable);
		}
		if (error !== undefined) throw error;
	},
});

/** Tries again while others change the object. Models kubectl/pkg/scale genericScaler. */
function* scaleUntilAccepted(
	kubectl: Kubectl,
	mapping: Mapping,
	namespace: string,
	name: string,
	wanted: Wanted,
): Task<void> {
	const deadlineMs = kubectl.process.now() + RETRY_TIMEOUT_MS;
	for (;;) {
		try {
			yield* scaleOnce(kubectl, mapping, namespace, name, wanted);
			return;
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'Conflict') throw error;
			if (kubectl.process.now() >= deadlineMs) throw new CommandError('context deadline exceeded');
		}
		yield* kubectl.process.sleep(RETRY_MS);
	}
}

function* scaleOnce(kubectl: Kubectl, mapping: Mapping, namespace: string, name: string, wanted: Wanted): Task<void> {
	const query = writeQuery({ dryRun: wanted.dryRun });
	if (wanted.currentReplicas === -1 && wanted.resourceVersion === '') {
		const body = { spec: { replicas: wanted.replicas } };
		yield* kubectl.patchObject(mapping, namespace, name, { type: 'merge', body }, query, 'scale');
		return;
	}
	const current = (yield* kubectl.getObject(mapping, namespace, name, { subresource: 'scale' })) as Scale;
	const size = current.spec.replicas ?? 0;
	if (wanted.currentReplicas !== -1 && size !== wanted.currentReplicas) {
		throw new CommandError(`Expected replicas to be ${wanted.currentReplicas}, was ${size}`);
	}
	if (wanted.resourceVersion !== '' && current.metadata.resourceVersion !== wanted.resourceVersion) {
		throw new CommandError(
			`Expected resource version to be ${wanted.resourceVersion}, was ${current.metadata.resourceVersion}`,
		);
	}
	yield* kubectl.replaceObject(
		mapping,
		namespace,
		name,
		{ ...current, spec: { ...current.spec, replicas: wanted.replicas } },
		query,
		'scale',
	);
}

function* waitForSize(
	kubectl: Kubectl,
	mapping: Mapping,
	namespace: string,
	name: string,
	replicas: number,
	timeoutMs: number,
): Task<void> {
	const deadlineMs = kubectl.process.now() + timeoutMs;
	for (;;) {
		const current = (yield* kubectl.getObject(mapping, namespace, name, { subresource: 'scale' })) as Scale;
		if ((current.spec.replicas ?? 0) !== replicas || (current.status.replicas ?? 0) === replicas) return;
		if (kubectl.process.now() >= deadlineMs)
			throw new CommandError(`timed out waiting for ${JSON.stringify(name)} to be synced`);
		yield* kubectl.process.sleep(RETRY_MS);
	}
}

/** What could not be found is told behind it. */
function nothingToScale(error: Error | undefined): Error {
	if (!(error instanceof ApiError)) return error ?? new CommandError('no objects passed to scale');
	return new CommandError(`no objects passed to scale ${error.message}`);
}
