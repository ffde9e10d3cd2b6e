import type { Pod } from '../../api/core/types/pod.ts';
import { forbidden } from '../../machinery/status.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { namespaceOf } from './namespace-of.ts';
import { plainError } from './plain-error.ts';
import { newPod, podResource } from './pod-attributes.ts';

const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector';
const CLUSTER_DEFAULT = 'clusterDefaultNodeSelector';

type Selector = { readonly [label: string]: string };

/**
 * Namespaces choose the nodes of their Pods. Models plugin/pkg/admission/podnodeselector.
 * @param configured what each namespace's Pods may select, and the cluster's default.
 */
export function podNodeSelector(configured: ReadonlyMap<string, string> = new Map()): AdmissionPlugin {
	return {
		name: 'PodNodeSelector',
		mutate: (attributes, core) => {
			const pod = newPod(attributes);
			if (pod === undefined) return undefined;
			const wanted = selectorIn(attributes, core, configured);
			checkConflict(pod, wanted);
			const merged = { ...wanted, ...pod.spec.nodeSelector };
			if (Object.keys(merged).length > 0) pod.spec.nodeSelector = merged;
			checkWhitelist(pod, attributes, configured);
			return undefined;
		},
		validate: (attributes, core) => {
			const pod = newPod(attributes);
			if (pod === undefined) return undefined;
			checkConflict(pod, selectorIn(attributes, core, configured));
			checkWhitelist(pod, attributes, configured);
			return undefined;
		},
	};
}

function selectorIn(
	{ namespace }: AdmissionAttributes,
	core: ServerCore,
	configured: ReadonlyMap<string, string>,
): Selector {
	const annotated = namespaceOf(namespace, core).metadata.annotations?.[ANNOTATION];
	return selectorFrom(annotated ?? configured.get(CLUSTER_DEFAULT) ?? '');
}

function checkConflict(pod: Pod, wanted: Selector): void {
	const own = pod.spec.nodeSelector ?? {};
	const conflicts = Object.entries(wanted).some(([label, value]) => own[label] !== undefined && own[label] !== value);
	if (!conflicts) return;
	const because = 'pod node label selector conflicts with its namespace node label selector';
	throw forbidden(podResource(), pod.metadata.name, because);
}

function checkWhitelist(pod: Pod, { namespace }: AdmissionAttributes, configured: ReadonlyMap<string, string>): void {
	const allowed = selectorFrom(configured.get(namespace) ?? '');
	if (Object.keys(allowed).length === 0) return;
	const own = Object.entries(pod.spec.nodeSelector ?? {});
	if (own.every(([label, value]) => allowed[label] === value)) return;
	const because = 'pod node label selector labels conflict with its namespace whitelist';
	throw forbidden(podResource(), pod.metadata.name, because);
}

/** "a=b,c=d". Models apimachinery/pkg/labels ConvertSelectorToLabelsMap. */
function selectorFrom(text: string): Selector {
	if (text === '') return {};
	const entries = text.split(',').map((part): [string, string] => {
		const [label = '', value, ...more] = part.split('=');
		if (value === undefined || more.length > 0) throw plainError(`invalid selector: ${part}`);
		return [label.trim(), value.trim()];
	});
	return Object.fromEntries(entries);
}
