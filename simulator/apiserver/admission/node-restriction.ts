import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nodeIdentity, podObjectNames } from '../authorization/node-graph.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

const MIRROR = 'kubernetes.io/config.mirror';
const NODE_LEASES = 'kube-node-lease';

/**
 * Kubelets change their own Node, lease and Pods only. Models plugin/pkg/admission/noderestriction.
 * Differs: the labels that a Node registers with, and the owners of mirror Pods, are not looked at; nor are token requests.
 */
export const NODE_RESTRICTION: AdmissionPlugin = {
	name: 'NodeRestriction',
	mutate(attributes) {
		const node = nodeIdentity(attributes.user);
		if (node === undefined) return undefined;
		const because = complaint(attributes, node);
		if (because !== undefined) throw refusal(attributes, because);
		return undefined;
	},
};

function complaint(attributes: AdmissionAttributes, node: string): string | undefined {
	const { kind, subresource } = attributes;
	switch (`${kind.group}/${kind.plural}`) {
		case '/nodes':
			return nodeComplaint(attributes, node);
		case '/pods':
			if (subresource === '') return podComplaint(attributes, node);
			if (subresource === 'status') return statusComplaint(attributes, node);
			return undefined;
		case '/persistentvolumeclaims':
			return subresource === 'status' ? undefined : 'may only update PVC status';
		case 'coordination.k8s.io/leases':
			return leaseComplaint(attributes, node);
		default:
			return undefined;
	}
}

function nodeComplaint(attributes: AdmissionAttributes, node: string): string | undefined {
	const { operation, object, oldObject } = attributes;
	const name = attributes.name || (object?.metadata.name ?? '');
	const quoted = JSON.stringify(node);
	if (name !== node) return `node ${quoted} is not allowed to modify node ${JSON.stringify(name)}`;
	if (operation !== 'UPDATE') return undefined;
	const [now, before] = [object as Node, oldObject as Node];
	if (!jsonEqual(now.spec?.taints ?? [], before.spec?.taints ?? [])) {
		return `node ${quoted} is not allowed to modify taints`;
	}
	const [labels, old] = [now.metadata.labels ?? {}, before.metadata.labels ?? {}];
	const changed = [...new Set([...Object.keys(labels), ...Object.keys(old)])].filter((key) => labels[key] !== old[key]);
	const forbidden = changed.filter(isForbiddenLabel).sort();
	return forbidden.length === 0 ? undefined : `is not allowed to modify labels: ${forbidden.join(', ')}`;
}

/** Models getForbiddenLabels and pkg/kubelet/apis IsKubeletLabel. */
function isForbiddenLabel(label: string): boolean {
	const slash = label.indexOf('/');
	const domain = slash < 0 ? '' : label.slice(0, slash);
	const isIn = (wanted: string): boolean => domain === wanted || domain.endsWith(`.${wanted}`);
	if (isIn('node-restriction.kubernetes.io')) return true;
	if (!isIn('kubernetes.io') && !isIn('k8s.io')) return false;
	return !(KUBELET_LABELS.has(label) || isIn('kubelet.kubernetes.io') || isIn('node.kubernetes.io'));
}

const KUBELET_LABELS: ReadonlySet<string> = new Set([
	'kubernetes.io/hostname',
	'topology.kubernetes.io/zone',
	'topology.kubernetes.io/region',
	'failure-domain.beta.kubernetes.io/zone',
	'failure-domain.beta.kubernetes.io/region',
	'node.kubernetes.io/instance-type',
	'beta.kubernetes.io/instance-type',
	'kubernetes.io/os',
	'kubernetes.io/arch',
	'beta.kubernetes.io/os',
	'beta.kubernetes.io/arch',
]);

function podComplaint({ operation, object, oldObject }: AdmissionAttributes, node: string): string | undefined {
	const quoted = JSON.stringify(node);
	if (operation === 'DELETE') {
		const isOwn = (oldObject as Pod | undefined)?.spec.nodeName === node;
		return isOwn ? undefined : `node ${quoted} can only delete pods with spec.nodeName set to itself`;
	}
	if (operation !== 'CREATE') {
		return `unexpected operation ${JSON.stringify(operation)}, node ${quoted} can only create and delete mirror pods`;
	}
	const { metadata, spec } = object as Pod;
	if (metadata.annotations?.[MIRROR] === undefined) {
		return `pod does not have ${JSON.stringify(MIRROR)} annotation, node ${quoted} can only create mirror pods`;
	}
	if (spec.nodeName !== node) return `node ${quoted} can only create pods with spec.nodeName set to itself`;
	if (spec.serviceAccountName) return `node ${quoted} can not create pods that reference a service account`;
	const names = podObjectNames(spec);
	if (names.some(({ secret }) => secret)) return `node ${quoted} can not create pods that reference secrets`;
	if (names.some(({ configMap }) => configMap)) return `node ${quoted} can not create pods that reference configmaps`;
	const hasClaims = (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
	return hasClaims ? `node ${quoted} can not create pods that reference persistentvolumeclaims` : undefined;
}

function statusComplaint({ object, oldObject }: AdmissionAttributes, node: string): string | undefined {
	const [now, before] = [object as Pod, oldObject as Pod];
	const quoted = JSON.stringify(node);
	if (before.spec.nodeName !== node) {
		return `node ${quoted} can only update pod status for pods with spec.nodeName set to itself`;
	}
	if (jsonEqual(now.metadata.labels ?? {}, before.metadata.labels ?? {})) return undefined;
	return `node ${quoted} cannot update labels through pod status`;
}

function leaseComplaint({ namespace, name, object }: AdmissionAttributes, node: string): string | undefined {
	if (namespace !== NODE_LEASES) {
		return `can only access leases in the ${JSON.stringify(NODE_LEASES)} system namespace`;
	}
	if ((name || object?.metadata.name) === node) return undefined;
	return 'can only access node lease with the same name as the requesting node';
}
