import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, int, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { isUserError, messageOf, SeveralErrors } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { nodesOf, printNode, setUnschedulable } from '../nodes/cordon-nodes.ts';
import type { DrainOptions } from '../nodes/drainable-pods.ts';
import { planDrain } from '../nodes/drainable-pods.ts';
import { removePods } from '../nodes/evict-pods.ts';
import { CHUNK_SIZE_FLAG, DRY_RUN_FLAG, dryRunOf, SELECTOR_FLAG } from '../shared-flags.ts';

export const drain = defineCommand({
	name: 'drain',
	use: 'drain NODE',
	short: 'Drain node in preparation for maintenance',
	long: `Drain node in preparation for maintenance.

 The node is marked unschedulable so that no new pods arrive. Its pods are evicted, or deleted where the API server does not support eviction. Mirror pods stay: they cannot be deleted through the API server. Pods of daemon sets stay too, since their controller, which ignores unschedulable markings, would replace them at once; with such pods on the node the drain does not go on without --ignore-daemonsets. With pods that are neither mirror pods nor managed by a replication controller, replica set, daemon set, stateful set, or job, nothing is deleted without --force, which also deletes pods whose manager is gone.

 The drain waits for graceful termination. The machine should not be touched before it has ended.

 When the node is to be used again, 'kubectl uncordon' makes it schedulable.`,
	examples: `
# Also when there are pods on it that nothing manages
kubectl drain foo --force

# Not with such pods, and with a grace period of 15 minutes
kubectl drain foo --grace-period=900`,
	flags: {
		'chunk-size': CHUNK_SIZE_FLAG,
		'delete-emptydir-data': bool(
			false,
			'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
		),
		'disable-eviction': bool(
			false,
			'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.',
		),
		'dry-run': DRY_RUN_FLAG,
		force: bool(false, 'Continue even if there are pods that do not declare a controller.'),
		'grace-period': int(
			-1,
			'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
		),
		'ignore-daemonsets': bool(false, 'Ignore DaemonSet-managed pods.'),
		'pod-selector': string('', 'Label selector to filter pods on the node'),
		selector: SELECTOR_FLAG,
		'skip-wait-for-delete-timeout': int(
			0,
			'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.',
		),
		timeout: duration(0, 'The length of time to wait before giving up, zero means infinite'),
	},
	completeArgs: completeNamesOf('node'),
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const selectors = { selector: flags.selector, podSelector: flags['pod-selector'] };
		const infos = yield* nodesOf(invocation, 'drain NODE', selectors, flags['chunk-size']);
		yield* setUnschedulable(kubectl, infos, true, dryRun);
		const options: DrainOptions = {
			force: flags.force,
			graceSeconds: flags['grace-period'],
			ignoreDaemonSets: flags['ignore-daemonsets'],
			timeoutMs: flags.timeout,
			deleteEmptyDirData: flags['delete-emptydir-data'],
			podSelector: flags['pod-selector'],
			chunkSize: flags['chunk-size'],
			disableEviction: flags['disable-eviction'],
			skipWaitSeconds: flags['skip-wait-for-delete-timeout'],
			dryRun,
		};
		const failures: Error[] = [];
		const remaining: string[] = [];
		for (const info of infos) {
			try {
				yield* drainOne(kubectl, info.name, options);
			} catch (error) {
				if (!isUserError(error)) throw error;
				yield* kubectl.io.err(
					`error: unable to drain node ${JSON.stringify(info.name)} due to error: ${messageOf(error)}, continuing command...\n`,
				);
				failures.push(error);
				remaining.push(info.name);
				continue;
			}
			yield* printNode(kubectl, info.object as KubeObject, 'drained', dryRun);
		}
		if (remaining.length > 0) {
			const names = remaining.map((name) => ` ${name}\n`).join('');
			yield* kubectl.io.err(`There are pending nodes to be drained:\n${names}`);
		}
		if (failures.length > 0) throw new SeveralErrors(failures);
	},
});

/** Models deleteOrEvictPodsSimple. */
function* drainOne(kubectl: Kubectl, node: string, options: DrainOptions): Task<void> {
	const plan = yield* planDrain(kubectl, node, options);
	if (plan.errors.length > 0) throw new SeveralErrors(plan.errors);
	if (plan.warnings !== '') yield* kubectl.warn(plan.warnings);
	if (options.dryRun === 'client') {
		for (const { metadata } of plan.pods)
			yield* kubectl.io.out(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
		return;
	}
	try {
		yield* removePods(kubectl, plan.pods, options, (pod, operation) =>
			printNode(kubectl, pod, operation, options.dryRun),
		);
	} catch (error) {
		if (!isUserError(error)) throw error;
		const pending = yield* planDrain(kubectl, node, options);
		if (pending.pods.length > 0) {
			const names = pending.pods.map(({ metadata }) => `pod/${metadata.name}\n`).join('');
			yield* kubectl.io.err(
				`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${messageOf(error)}\n${names}`,
			);
		}
		throw error;
	}
}
