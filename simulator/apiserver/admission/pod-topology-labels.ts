import type { Pod } from '../../api/core/types/pod.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newPod } from './pod-attributes.ts';

const TOPOLOGY = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

type Binding = KubeObject & { readonly target?: { readonly kind?: string; readonly name?: string } };

/** Pods know the zone and the region of their node. Models plugin/pkg/admission/podtopologylabels. */
export const POD_TOPOLOGY_LABELS: AdmissionPlugin = {
	name: 'PodTopologyLabels',
	mutate(attributes, core) {
		const { kind, operation, subresource, object } = attributes;
		const pod = newPod(attributes);
		if (pod !== undefined) {
			if (pod.spec.nodeName) addLabels(pod as unknown as KubeObject, pod.spec.nodeName, core);
			return undefined;
		}
		if (operation !== 'CREATE' || kind.group !== '' || object === undefined) return undefined;
		const binds = (kind.plural === 'pods' && subresource === 'binding') || kind.plural === 'bindings';
		const target = binds ? (object as Binding).target : undefined;
		if (target?.name && (target.kind ?? 'Node') === 'Node') addLabels(object, target.name, core);
		return undefined;
	},
};

/** The node's word goes before what is there. */
function addLabels(object: KubeObject, node: string, core: ServerCore): void {
	const kind = core.kinds.byResource('', 'v1', 'nodes');
	const known = kind === undefined ? undefined : core.storageOf(kind).find('', node)?.metadata.labels;
	const found = TOPOLOGY.flatMap((label): [string, string][] => {
		const value = known?.[label];
		return value === undefined ? [] : [[label, value]];
	});
	if (found.length === 0) return;
	object.metadata ??= {} as Pod['metadata'];
	object.metadata.labels = { ...object.metadata.labels, ...Object.fromEntries(found) };
}
