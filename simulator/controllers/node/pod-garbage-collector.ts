import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, type Scope, watch } from '../controller.ts';
import { hasEnded } from '../pod-state.ts';
import { NODES, PODS } from '../resources.ts';
import { BY_NODE } from './lifecycle-controller.ts';
import { isOutOfService } from './out-of-service.ts';

/** Time for a node's object to come back before its Pods are given up. Models quarantineTime. */
const QUARANTINE_MS = 40_000;

/** Models gcPeriod: how long it takes at most until somebody looks. */
const PERIOD_MS = 20_000;

/**
 * Removes Pods whose node is gone, or is out of service and said to be: nobody else would confirm that they ended. Keys are node names.
 * Models pkg/controller/podgc PodGCController.
 * Differs: the threshold for ended Pods (12,500) is beyond what a world holds.
 */
export const podGarbageCollector: Controller<undefined> = {
	name: 'pod-garbage-collector-controller',
	user: 'pod-garbage-collector',
	workers: 1,
	watches: [
		watch<Node, undefined>(NODES, ({ type, object }, scope) => {
			if (type === 'deleted') scope.queue.addAfter(object.metadata.name, QUARANTINE_MS);
			else if (isOutOfService(object)) scope.queue.addAfter(object.metadata.name, PERIOD_MS);
		}),
		watch<Pod, undefined>(PODS, ({ type, object, old }, scope) => {
			const { nodeName = '' } = object.spec;
			if (type === 'deleted' || nodeName === '') return;
			const isEnding = object.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined;
			if (old?.spec.nodeName === nodeName && !isEnding) return;
			const node = scope.lister(NODES).get('', nodeName);
			if (node === undefined) scope.queue.addAfter(nodeName, QUARANTINE_MS);
			else if (isEnding && isOutOfService(node)) scope.queue.addAfter(nodeName, PERIOD_MS);
		}),
	],
	reconcile: (nodeName, scope) => reconcile(nodeName, scope),
};

function* reconcile(nodeName: string, scope: Scope<undefined>): Task<void> {
	const node = scope.lister(NODES).get('', nodeName);
	if (node !== undefined && !isOutOfService(node)) return;
	for (const pod of scope.lister(PODS).by(BY_NODE, nodeName)) {
		if (node === undefined) yield* bury(pod, scope, [orphaned(scope)]);
		else if (pod.metadata.deletionTimestamp !== undefined) yield* bury(pod, scope, []);
	}
}

function orphaned(scope: Scope<undefined>): object {
	return {
		type: 'DisruptionTarget',
		status: 'True',
		reason: 'DeletionByPodGC',
		message: 'PodGC: node no longer exists',
		lastTransitionTime: scope.timestamp(),
	};
}

function* bury(pod: Pod, scope: Scope<undefined>, conditions: readonly object[]): Task<void> {
	const status = { ...(hasEnded(pod) ? {} : { phase: 'Failed' }), ...(conditions.length > 0 && { conditions }) };
	try {
		yield* scope.client.patch(PODS, pod.metadata, 'strategic', { status }, 'status');
		yield* scope.client.delete(PODS, pod.metadata, { gracePeriodSeconds: 0 });
	} catch (error) {
		if (!(error instanceof ApiError) || error.code !== 404) throw error;
	}
}
