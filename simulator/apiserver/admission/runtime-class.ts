import type { Pod } from '../../api/core/types/pod.ts';
import type { Toleration } from '../../api/core/types/reference.ts';
import type { RuntimeClass } from '../../api/node/types.ts';
import { sameAmounts } from '../../api/quota/amounts.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { newPod } from './pod-attributes.ts';
import { refusal } from './refusal.ts';

/** What a Pod's runtime costs on top, and which nodes have it. Models plugin/pkg/admission/runtimeclass. */
export const RUNTIME_CLASS_PLUGIN: AdmissionPlugin = {
	name: 'RuntimeClass',
	mutate(attributes, core) {
		const pod = newPod(attributes);
		if (!pod?.spec.runtimeClassName) return undefined;
		const found = findClass(attributes, pod, core);
		setOverhead(attributes, pod, found);
		setScheduling(attributes, pod, found);
		return undefined;
	},
	validate(attributes, core) {
		const pod = newPod(attributes);
		if (pod === undefined || (!pod.spec.runtimeClassName && pod.spec.overhead === undefined)) return undefined;
		const fixed = pod.spec.runtimeClassName ? findClass(attributes, pod, core).overhead?.podFixed : undefined;
		if (fixed === undefined && pod.spec.overhead !== undefined) {
			throw refusal(attributes, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
		}
		return undefined;
	},
};

function findClass(attributes: AdmissionAttributes, { spec }: Pod, core: ServerCore): RuntimeClass {
	const name = spec.runtimeClassName ?? '';
	const kind = core.kinds.byResource('node.k8s.io', 'v1', 'runtimeclasses');
	const found = kind === undefined ? undefined : core.storageOf(kind).find('', name);
	if (found === undefined) {
		throw refusal(attributes, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
	}
	return found as RuntimeClass;
}

function setOverhead(attributes: AdmissionAttributes, { spec }: Pod, { overhead }: RuntimeClass): void {
	if (overhead === undefined) return;
	const fixed = overhead.podFixed ?? {};
	const given = spec.overhead ?? {};
	if (Object.keys(given).length > 0 && !sameAmounts(given, fixed)) {
		throw refusal(attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
	}
	spec.overhead = { ...fixed };
}

function setScheduling(attributes: AdmissionAttributes, { spec }: Pod, { scheduling }: RuntimeClass): void {
	if (scheduling === undefined) return;
	const selector = { ...spec.nodeSelector };
	for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
		const own = selector[key];
		if (own !== undefined && own !== value) {
			throw refusal(
				attributes,
				`conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
			);
		}
		selector[key] = value;
	}
	if (Object.keys(selector).length > 0) spec.nodeSelector = selector;
	const tolerations = spec.tolerations ?? [];
	const added = (scheduling.tolerations ?? []).filter((each) => !tolerations.some((own) => isSame(own, each)));
	if (added.length > 0) spec.tolerations = [...tolerations, ...added.map((each) => ({ ...each }))];
}

function isSame(a: Toleration, b: Toleration): boolean {
	return jsonEqual(a, b);
}
