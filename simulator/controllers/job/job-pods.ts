import type { Job } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { podFromTemplate } from '../pod-control.ts';
import { hasEnded } from '../pod-state.ts';
import { JOBS } from '../resources.ts';
import { COMPLETION_INDEX } from './indexes.ts';
import { TRACKING_FINALIZER } from './tracking-finalizer.ts';

export function isIndexed(job: Job): boolean {
	return job.spec.completionMode === 'Indexed';
}

function indexOf(pod: Pod): number | undefined {
	const text = pod.metadata.annotations?.[COMPLETION_INDEX];
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Of an indexed Job's Pod: its index, when the Job has such a one. */
export function validIndexOf(pod: Pod, { spec }: Job): number | undefined {
	const index = indexOf(pod);
	return index !== undefined && index < (spec.completions ?? 0) ? index : undefined;
}

/** Models onlyReplaceFailedPods. */
export function replacesOnlyFailed({ spec }: Job): boolean {
	return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

/** A Pod that will not succeed any more; one being deleted counts too, unless only failed ones are replaced. Models isPodFailed. */
export function hasFailed(pod: Pod, job: Job): boolean {
	if (pod.status.phase === 'Failed') return true;
	if (replacesOnlyFailed(job)) return false;
	return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== 'Succeeded';
}

/** Models names.MaxGeneratedNameLength. */
const PREFIX_LENGTH_MAX = 58;

/** A Pod of a Job, with its index when the Job is indexed. */
export function podOf(
	job: Job,
	index: number | undefined,
	annotations: { readonly [key: string]: string } | undefined,
): Draft<Pod> {
	const pod = podFromTemplate(job.spec.template, job, JOBS);
	const own = pod.metadata.finalizers ?? [];
	const finalizers = own.includes(TRACKING_FINALIZER) ? own : [...own, TRACKING_FINALIZER];
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
			generateName: `${job.metadata.name.slice(0, PREFIX_LENGTH_MAX - text.length - 2)}-${text}-`,
			finalizers,
			labels: { ...pod.metadata.labels, [COMPLETION_INDEX]: text },
			annotations: { ...pod.metadata.annotations, ...annotations, [COMPLETION_INDEX]: text },
		},
		spec: {
			...spec,
			hostname: `${job.metadata.name}-${text}`,
			containers: withIndex(spec.containers),
			...(spec.initContainers === undefined ? {} : { initContainers: withIndex(spec.initContainers) }),
		},
	};
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
