import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, type Scope, watch } from '../controller.ts';
import { hasEnded } from '../pod-state.ts';
import { NODES, PODS } from '../resources.ts';
import { BY_NODE } from './lifecycle-controller.ts';

/** Time for a node's object to come back before its Pods are given up. Models quarantineTime. */
const QUARANTINE_MS = 40_000;

/**
 * Removes Pods whose node is gone: nobody else would confirm that they ended. Keys are node names.
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
		}),
		watch<Pod, undefined>(PODS, ({ type, object, old }, scope) => {
			const { nodeName = '' } = object.spec;
			if (type === 'deleted' || nodeName === '' || old?.spec.nodeName === nodeName) return;
			if (scope.lister(NODES).get('', nodeName) === undefined) scope.queue.addAfter(nodeName, QUARANTINE_MS);
		}),
	],
	reconcile: (nodeName, scope) => reconcile(nodeName, scope),
};

function* reconcile(nodeName: string, scope: Scope<undefined>): Task<void> {
	if (scope.lister(NODES).get('', nodeName) !== undefined) return;
	for (const pod of scope.lister(PODS).by(BY_NODE, nodeName)) yield* bury(pod, scope);
}

function* bury(pod: Pod, scope: Scope<undefined>): Task<void> {
	const condition = {
		type: 'DisruptionTarget',
		status: 'True',
		reason: 'DeletionByPodGC',
		message: 'PodGC: node no longer exists',
		lastTransitionTime: scope.timestamp(),
	};
	const status = { ...(hasEnded(pod) ? {} : { phase: 'Failed' }), conditions: [condition] };
	try {
		yield* scope.client.patch(PODS, pod.metadata, 'strategic', { status }, 'status');
		yield* scope.client.delete(PODS, pod.metadata, { gracePeriodSeconds: 0 });
	} catch (error) {
		if (!(error instanceof ApiError) || error.code !== 404) throw error;
	}
}
