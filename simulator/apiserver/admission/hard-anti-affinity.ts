import type { AdmissionPlugin } from './admission.ts';
import { newPod } from './pod-attributes.ts';
import { refusal } from './refusal.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** Nobody may keep others out of a whole zone. Models plugin/pkg/admission/antiaffinity. */
export const HARD_ANTI_AFFINITY: AdmissionPlugin = {
	name: 'LimitPodHardAntiAffinityTopology',
	validate(attributes) {
		const terms = newPod(attributes)?.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
		const wide = terms?.find(({ topologyKey }) => topologyKey !== HOSTNAME);
		if (wide === undefined) return undefined;
		throw refusal(
			attributes,
			`affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${wide.topologyKey} but only key ${HOSTNAME} is allowed`,
		);
	},
};
