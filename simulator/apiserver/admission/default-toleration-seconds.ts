import type { Toleration } from '../../api/core/types/reference.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newPod } from './pod-attributes.ts';

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const SECONDS = 300;

/** Models plugin/pkg/admission/defaulttolerationseconds: Pods leave a lost node after five minutes. */
export const DEFAULT_TOLERATION_SECONDS: AdmissionPlugin = {
	name: 'DefaultTolerationSeconds',
	mutate(attributes) {
		const pod = newPod(attributes);
		if (pod === undefined) return undefined;
		const tolerations = pod.spec.tolerations ?? [];
		const missing = TAINTS.filter((taint) => !tolerations.some((each) => tolerates(each, taint)));
		if (missing.length === 0) return undefined;
		pod.spec.tolerations = [
			...tolerations,
			...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS })),
		];
		return undefined;
	},
};

function tolerates({ key, effect }: Toleration, taint: string): boolean {
	return (key === taint || !key) && (effect === 'NoExecute' || !effect);
}
