import type { Job } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { podFromTemplate } from '../pod-control.ts';
import { hasEnded, timeMs } from '../pod-state.ts';
import { JOBS } from '../resources.ts';
import { COMPLETION_INDEX } from './indexes.ts';
import { TRACKING_FINALIZER } from './tracking-finalizer.ts';

export function isIndexed(job: Job): boolean {
	return job.spec.completionMode === 'Indexed';
}

export function indexOf(pod: Pod): number | undefined {
	const text = pod.metadata.annotations?.[COMPLETION_INDEX];
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A Pod that will not succeed any more; one being deleted counts too, unless only failed ones are replaced. Models isPodFailed. */
export function hasFailed(pod: Pod, job: Job): boolean {
	if (pod.status.phase === 'Failed') return true;
	if (job.spec.podReplacementPolicy === 'Failed') return false;
	return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== 'Succeeded';
}

/** A Pod of a Job, with its index when the Job is indexed. */
export function podOf(job: Job, index: number | undefined): Draft<Pod> {
	const pod = podFromTemplate(job.spec.template, job, JOBS);
	const finalizers = [...(pod.metadata.finalizers ?? []), TRACKING_FINALIZER];
	if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
	const text = String(index);
	const fieldPath = `metadata.labels['${COMPLETION_INDEX}']`;
	const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
	const withIndex = (containers: Pod['spec']['containers']): Pod['spec']['containers'] =>
		containers.map((container) => {
			const env = container.env ?? [];
			return env.some((each) => each.name === variable.name) ? container : { ...container, env: [...env, variable] };
		});
	const { spec } = pod;
	return {
		...pod,
		metadata: {
			...pod.metadata,
			generateName: `${job.metadata.name}-${text}-`,
			finalizers,
			labels: { ...pod.metadata.labels, [COMPLETION_INDEX]: text },
			annotations: { ...pod.metadata.annotations, [COMPLETION_INDEX]: text },
		},
		spec: {
			...spec,
			hostname: spec.hostname ?? `${job.metadata.name}-${text}`,
			containers: withIndex(spec.containers),
			...(spec.initContainers === undefined ? {} : { initContainers: withIndex(spec.initContainers) }),
		},
	};
}

/** When a Pod's last container ended; failing that, when it was to be deleted or has changed last. Models getFinishTime. */
export function finishTimeMs(pod: Pod): number | undefined {
	let latest: number | undefined;
	for (const { state } of pod.status.containerStatuses ?? []) {
		const finished = timeMs(state?.terminated?.finishedAt);
		if (finished === undefined) {
			latest = undefined;
			break;
		}
		latest = Math.max(latest ?? finished, finished);
	}
	if (latest !== undefined) return latest;
	const ready = pod.status.conditions?.find((each) => each.type === 'Ready');
	return timeMs(ready?.lastTransitionTime) ?? timeMs(pod.metadata.deletionTimestamp);
}

/** Restarts of all containers: what counts against the limit when Pods restart in place. */
export function restartsOf(pods: readonly Pod[]): number {
	let restarts = 0;
	for (const { status } of pods) {
		if (status.phase !== 'Running' && status.phase !== 'Pending') continue;
		for (const each of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
			restarts += each.restartCount;
		}
	}
	return restarts;
}

export function activeOf(pods: readonly Pod[]): Pod[] {
	return pods.filter((pod) => !hasEnded(pod) && pod.metadata.deletionTimestamp === undefined);
}
