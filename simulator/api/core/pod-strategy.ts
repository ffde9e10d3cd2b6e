import { jsonEqual } from '../../machinery/json-equal.ts';
import { setGeneration } from '../strategy/generation.ts';
import { mergeLabelKeys, syncAppArmor } from './pod-create-changes.ts';
import { podQosClass } from './pod-qos.ts';
import type { Pod, PodCondition } from './types/pod.ts';

// Models pkg/registry/core/pod/strategy.go.

/** A new Pod is pending and has its class of service; gates make a condition. */
export function preparePodForCreate(pod: Pod): void {
	pod.metadata.generation = 1;
	// Admission may have chosen an account: the old name of the field follows.
	if (pod.spec.serviceAccountName !== undefined) pod.spec.serviceAccount = pod.spec.serviceAccountName;
	pod.status = { phase: 'Pending', qosClass: podQosClass(pod.spec) };
	mergeLabelKeys(pod);
	syncAppArmor(pod);
	if ((pod.spec.schedulingGates ?? []).length > 0) {
		pod.status.conditions = [
			{
				type: 'PodScheduled',
				status: 'False',
				lastProbeTime: null,
				lastTransitionTime: null,
				reason: 'SchedulingGated',
				message: 'Scheduling is blocked due to non-empty scheduling gates',
			} as unknown as PodCondition,
		];
	}
}

export function preparePodForUpdate(pod: Pod, old: Pod): void {
	pod.status = old.status;
	setGeneration(pod, old, !jsonEqual(pod.spec, old.spec));
}

/** The kubelet's way: spec, owners and deletion stay as they are, what the status does not repeat of its past is kept. */
export function preparePodForStatusUpdate(pod: Pod, old: Pod): void {
	pod.spec = old.spec;
	if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences;
	else pod.metadata.ownerReferences = old.metadata.ownerReferences;
	if (old.metadata.deletionTimestamp === undefined) delete pod.metadata.deletionTimestamp;
	else pod.metadata.deletionTimestamp = old.metadata.deletionTimestamp;
	const status = { ...pod.status };
	if (old.status.qosClass !== undefined) status.qosClass ??= old.status.qosClass;
	if (old.status.observedGeneration !== undefined) status.observedGeneration ??= old.status.observedGeneration;
	pod.status = status;
}

/** Models CheckGracefulDelete: nothing to wait for where nothing runs. */
export function podGracePeriodSeconds(pod: Pod, requested: number | undefined): number {
	if (pod.spec.nodeName === undefined) return 0;
	if (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
	const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
	return seconds < 0 ? 1 : seconds;
}

/** Models ToSelectableFields. */
export function podSelectableFields(pod: Pod): { readonly [field: string]: string } {
	return {
		'spec.nodeName': pod.spec.nodeName ?? '',
		'spec.restartPolicy': pod.spec.restartPolicy ?? '',
		'spec.schedulerName': pod.spec.schedulerName ?? '',
		'spec.serviceAccountName': pod.spec.serviceAccountName ?? '',
		'spec.hostNetwork': String(pod.spec.hostNetwork ?? false),
		'status.phase': pod.status.phase ?? '',
		'status.podIP': pod.status.podIPs?.[0]?.ip ?? '',
		'status.nominatedNodeName': pod.status.nominatedNodeName ?? '',
	};
}
