import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { CommandError, isUserError, messageOf, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { qualifiedResource } from '../rest-mapper.ts';
import { calculatePatches } from '../set/typed-patches.ts';
import { FILENAME_USAGE, fieldManagerFlag, filenameFlags, SELECTOR_FLAG, writeQuery } from '../shared-flags.ts';
import { rolloutTargets } from './workload.ts';

// restart, pause and resume: one change to each object's spec.

const CHANGE_FLAGS = {
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} identifying the resource to get from a server.`),
	'field-manager': fieldManagerFlag('kubectl-rollout'),
	selector: SELECTOR_FLAG,
} as const;

interface ChangeFlags extends PrintFlagValues {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
	readonly selector: string;
	readonly 'field-manager': string;
}

interface Change {
	readonly operation: string;
	readonly change: (object: JsonObject) => boolean;
	/** What is wrong when the change changes nothing; absent: the object counts as changed. */
	readonly unchanged?: (name: string) => string;
}

function* applyToAll(
	kubectl: Kubectl,
	flags: ChangeFlags,
	args: readonly string[],
	{ operation, change, unchanged }: Change,
): Task<void> {
	const { infos, error } = yield* rolloutTargets(kubectl, flags, args);
	const errors: Error[] = error === undefined ? [] : [error];
	const patches = calculatePatches(infos, change);
	if (patches.length === 0 && errors.length === 0) {
		const { namespace } = yield* kubectl.namespace();
		yield* kubectl.io.err(`No resources found in ${namespace} namespace.\n`);
		return;
	}
	const printer = yield* printerOf(kubectl, flags, { operation, typed: true });
	for (const { info, patch, error: failure } of patches) {
		if (info.mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
		if (failure !== undefined) {
			errors.push(
				new CommandError(`error: ${qualifiedResource(info.mapping)} ${JSON.stringify(info.name)} ${failure.message}`),
			);
			continue;
		}
		if (patch === '{}' && unchanged !== undefined) {
			errors.push(new CommandError(unchanged(info.name)));
			continue;
		}
		try {
			const query = writeQuery({ fieldManager: flags['field-manager'] });
			const after = yield* kubectl.patchObject(
				info.mapping,
				info.namespace,
				info.name,
				{ type: 'strategic', body: patch },
				query,
			);
			yield* printer.print(after as unknown as Printable);
		} catch (refusal) {
			if (!isUserError(refusal)) throw refusal;
			errors.push(new CommandError(`failed to patch: ${messageOf(refusal)}`));
		}
	}
	throwAll(errors);
}

export const rolloutRestart = defineCommand({
	name: 'restart',
	use: 'restart RESOURCE',
	short: 'Restart a resource',
	long: `Restart a resource.

 Resource rollout will be restarted.`,
	examples: `
# All deployments of the namespace 'test-namespace'
kubectl rollout restart deployment -n test-namespace

# A deployment
kubectl rollout restart deployment/nginx

# A daemon set
kubectl rollout restart daemonset/abc

# Deployments with the label 'app=nginx'
kubectl rollout restart deployment --selector=app=nginx`,
	flags: CHANGE_FLAGS,
	completeArgs: completeOneOf(['deployment', 'daemonset', 'statefulset']),
	*run({ kubectl, flags, args }) {
		const now = formatTime(kubectl.process.now());
		yield* applyToAll(kubectl, flags, args, {
			operation: 'restarted',
			change(object) {
				if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(String(object.kind)))
					throw new CommandError('restarting is not supported');
				const spec = object.spec as JsonObject;
				if (spec.paused === true) throw new CommandError("can't restart paused deployment (run rollout resume first)");
				const template = spec.template as JsonObject;
				const metadata = (template.metadata ?? {}) as JsonObject;
				template.metadata = {
					...metadata,
					annotations: {
						...(metadata.annotations as JsonObject | undefined),
						'kubectl.kubernetes.io/restartedAt': now,
					},
				};
				return true;
			},
			unchanged: (name) =>
				`failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
		});
	},
});

function changePaused(object: JsonObject, paused: boolean): boolean {
	if (object.kind !== 'Deployment') throw new CommandError(`${paused ? 'pausing' : 'resuming'} is not supported`);
	const spec = object.spec as JsonObject;
	if ((spec.paused === true) === paused) throw new CommandError(paused ? 'is already paused' : 'is not paused');
	spec.paused = paused;
	return true;
}

export const rolloutPause = defineCommand({
	name: 'pause',
	use: 'pause RESOURCE',
	short: 'Mark the provided resource as paused',
	long: `Mark the provided resource as paused.

 Paused resources will not be reconciled by a controller. Use "kubectl rollout resume" to resume a paused resource. Currently only deployments support being paused.`,
	examples: `
# Changes to nginx have no effect as long as it is paused
kubectl rollout pause deployment/nginx`,
	flags: CHANGE_FLAGS,
	completeArgs: completeOneOf(['deployment']),
	*run({ kubectl, flags, args }) {
		yield* applyToAll(kubectl, flags, args, { operation: 'paused', change: (object) => changePaused(object, true) });
	},
});

export const rolloutResume = defineCommand({
	name: 'resume',
	use: 'resume RESOURCE',
	short: 'Resume a paused resource',
	long: `Resume a paused resource.

 Paused resources will not be reconciled by a controller. By resuming a resource, we allow it to be reconciled again. Currently only deployments support being resumed.`,
	examples: `
# A deployment that was paused
kubectl rollout resume deployment/nginx`,
	flags: CHANGE_FLAGS,
	completeArgs: completeOneOf(['deployment']),
	*run({ kubectl, flags, args }) {
		yield* applyToAll(kubectl, flags, args, { operation: 'resumed', change: (object) => changePaused(object, false) });
	},
});
