import { podQosClass } from '../../api/core/pod-qos.ts';
import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { wholeValue } from '../../machinery/quantity.ts';
import { isSidecar, isStaticPod } from './pod-facts.ts';

const GUARANTEED = -997;
const BEST_EFFORT = 1_000;
const CRITICAL_PRIORITY = 2_000_001_000;

/** How soon a container's processes go when the node's memory does. Models pkg/kubelet/qos GetContainerOOMScoreAdjust. */
export function oomScoreAdj(pod: Pod, container: Container | EphemeralContainer, memoryBytes: number): number {
	if ((pod.spec.priority ?? 0) >= CRITICAL_PRIORITY || isStaticPod(pod)) return GUARANTEED;
	const qos = podQosClass(pod.spec);
	if (qos === 'Guaranteed') return GUARANTEED;
	if (qos === 'BestEffort') return BEST_EFFORT;
	const own = requestOf(container);
	let score = 1_000 - Math.trunc((1_000 * own) / memoryBytes);
	if (pod.spec.initContainers?.some((each) => each.name === container.name && isSidecar(each))) {
		const least = Math.min(...pod.spec.containers.map(requestOf));
		score = Math.min(score, 1_000 - Math.trunc((1_000 * least) / memoryBytes));
	}
	if (score < 1_000 + GUARANTEED) return 1_000 + GUARANTEED;
	return score === BEST_EFFORT ? score - 1 : score;
}

function requestOf({ resources }: Pick<Container, 'resources'>): number {
	return wholeValue(resources?.requests?.memory ?? '0');
}
