import type { KubeObject } from '../../machinery/meta.ts';
import { forbidden } from '../../machinery/status.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newPod, podResource, shownName } from './pod-attributes.ts';
import { refusal } from './refusal.ts';

type PriorityClass = KubeObject & { value: number; globalDefault?: boolean; preemptionPolicy?: string };

/** The number behind a Pod's priority class; of the classes one is the default. Models plugin/pkg/admission/priority. */
export const PRIORITY: AdmissionPlugin = {
	name: 'Priority',
	mutate(attributes, core) {
		const pod = newPod(attributes);
		if (pod === undefined) return undefined;
		const named = pod.spec.priorityClassName;
		const chosen = named ? findClass(core, named) : defaultClass(core);
		if (named && chosen === undefined) {
			throw forbidden(podResource(), shownName(pod), `no PriorityClass with name ${named} was found`);
		}
		const priority = chosen?.value ?? 0;
		if (pod.spec.priority !== undefined && pod.spec.priority !== priority) {
			throw forbidden(
				podResource(),
				shownName(pod),
				`the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
			);
		}
		if (chosen !== undefined) pod.spec.priorityClassName = chosen.metadata.name;
		pod.spec.priority = priority;
		const policy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
		if (pod.spec.preemptionPolicy !== undefined && pod.spec.preemptionPolicy !== policy) {
			throw forbidden(
				podResource(),
				shownName(pod),
				`the string value of PreemptionPolicy (${pod.spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
			);
		}
		pod.spec.preemptionPolicy = policy;
		return undefined;
	},
	validate(attributes, core) {
		const { kind, operation, object } = attributes;
		if (kind.group !== 'scheduling.k8s.io' || kind.plural !== 'priorityclasses') return undefined;
		if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
		const written = object as unknown as PriorityClass;
		const present = written.globalDefault === true ? defaultClass(core) : undefined;
		if (present === undefined) return undefined;
		if (operation === 'UPDATE' && present.metadata.name === written.metadata.name) return undefined;
		const because = `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`;
		throw refusal(attributes, because);
	},
};

/** The classes that every cluster has. Models pkg/apis/scheduling SystemPriorityClasses. */
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
	['system-node-critical', 2_000_001_000],
	['system-cluster-critical', 2_000_000_000],
]);

function findClass(core: ServerCore, name: string): PriorityClass | undefined {
	const kind = core.kinds.byResource('scheduling.k8s.io', 'v1', 'priorityclasses');
	const found = kind === undefined ? undefined : core.storageOf(kind).find('', name);
	if (found !== undefined) return found as PriorityClass;
	const value = SYSTEM_CLASSES.get(name);
	return value === undefined ? undefined : ({ metadata: { name }, value } as unknown as PriorityClass);
}

/** Of several global defaults the lowest counts. */
function defaultClass(core: ServerCore): PriorityClass | undefined {
	const kind = core.kinds.byResource('scheduling.k8s.io', 'v1', 'priorityclasses');
	if (kind === undefined) return undefined;
	const defaults = (core.storageOf(kind).all('') as PriorityClass[]).filter((each) => each.globalDefault === true);
	return defaults.sort((a, b) => a.value - b.value)[0];
}
