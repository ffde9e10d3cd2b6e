import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { Pod } from '../core/types/pod.ts';
import type { DescribeContext } from '../kind.ts';
import { PODS } from './requests.ts';

/**
 * "2 Running / 0 Waiting / 0 Succeeded / 0 Failed" of the Pods that `controller` controls, among those its selector
 * finds. Throws ApiError when the server refuses the list. Models getPodStatusForController.
 */
export function* podCountsText(controller: KubeObject, labelSelector: string, world: DescribeContext): Task<string> {
	const { namespace = '', uid } = controller.metadata;
	const pods = (yield* world.list(PODS, namespace, { labelSelector })) as Pod[];
	const owned = pods.filter((pod) =>
		pod.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid),
	);
	const count = (phase: string): number => owned.filter((pod) => pod.status.phase === phase).length;
	return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}
