import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { nodeIdentity, podObjectNames } from '../authorization/node-graph.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

const MIRROR = 'kubernetes.io/config.mirror';
const NODE_LEASES = 'kube-node-lease';

/**
 * Kubelets change their own Node, lease and Pods only. Models plugin/pkg/admission/noderestriction.
 * Differs: a control plane's kubelet registers its Node with the role that kubeadm gives it afterwards.
 */
export const NODE_RESTRICTION: AdmissionPlugin = {
	name: 'NodeRestriction',
	mutate(attributes, core) {
		const node = nodeIdentity(attributes.user);
		if (node === undefined) return undefined;
		const because = complaint(attributes, node, core);
		if (because !== undefined) throw refusal(attributes, because);
		return undefined;
	},
};

function complaint(attributes: AdmissionAttributes, node: string, core: ServerCore): string | undefined {
	const { kind, subresource, operation } = attributes;
	switch (`${kind.group}/${kind.plural}`) {
		case '/nodes':
			return nodeComplaint(attributes, node);
		case '/pods':
			if (subresource === '') return podComplaint(attributes, node, core);
			if (subresource === 'status') return statusComplaint(attributes, node);
			return subresource === 'eviction' ? evictionComplaint(attributes, node, core) : undefined;
		case '/serviceaccounts':
			return subresource === 'token' && operation === 'CREATE' ? tokenComplaint(attributes, node, core) : undefined;
		case 'storage.k8s.io/csinodes':
			if ((attributes.name || attributes.object?.metadata.name) === node) return undefined;
			return 'can only access CSINode with the same name as the requesting node';
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
	if (operation === 'CREATE') {
		const forbidden = forbiddenLabels(object?.metadata.labels ?? {}, {}).filter((label) => label !== OWN_ROLE);
		if (forbidden.length === 0) return undefined;
		return `node ${quoted} is not allowed to set the following labels: ${forbidden.join(', ')}`;
	}
	if (operation !== 'UPDATE') return undefined;
	const [now, before] = [object as Node, oldObject as Node];
	if (!jsonEqual(now.spec?.taints ?? [], before.spec?.taints ?? [])) {
		return `node ${quoted} is not allowed to modify taints`;
	}
	const forbidden = forbiddenLabels(now.metadata.labels ?? {}, before.metadata.labels ?? {});
	return forbidden.length === 0 ? undefined : `is not allowed to modify labels: ${forbidden.join(', ')}`;
}

const OWN_ROLE = 'node-role.kubernetes.io/control-plane';

type Labels = { readonly [key: string]: string };

/** Those that differ and are not the kubelet's to set. */
function forbiddenLabels(labels: Labels, old: Labels): string[] {
	const changed = [...new Set([...Object.keys(labels), ...Object.keys(old)])].filter((key) => labels[key] !== old[key]);
	return changed.filter(isForbiddenLabel).sort();
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

function podComplaint(
	{ operation, object, oldObject }: AdmissionAttributes,
	node: string,
	core: ServerCore,
): string | undefined {
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
	const wrongOwner = ownerComplaint(metadata.ownerReferences ?? [], node, core);
	if (wrongOwner !== undefined) return wrongOwner;
	if (spec.serviceAccountName) return `node ${quoted} can not create pods that reference a service account`;
	const names = podObjectNames(spec);
	if (names.some(({ secret }) => secret)) return `node ${quoted} can not create pods that reference secrets`;
	if (names.some(({ configMap }) => configMap)) return `node ${quoted} can not create pods that reference configmaps`;
	const hasClaims = (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
	return hasClaims ? `node ${quoted} can not create pods that reference persistentvolumeclaims` : undefined;
}

/** Of a mirror Pod, which is its Node's. */
function ownerComplaint(
	owners: NonNullable<Pod['metadata']['ownerReferences']>,
	node: string,
	core: ServerCore,
): string | undefined {
	const [owner] = owners;
	const quoted = JSON.stringify(node);
	if (owners.length > 1) return `node ${quoted} can only create pods with a single owner reference set to itself`;
	if (owner === undefined) return undefined;
	const { apiVersion, kind, name, controller, blockOwnerDeletion, uid } = owner;
	if (apiVersion !== 'v1' || kind !== 'Node' || name !== node) {
		return `node ${quoted} can only create pods with an owner reference set to itself`;
	}
	if (controller !== true) {
		return `node ${quoted} can only create pods with a controller owner reference set to itself`;
	}
	if (blockOwnerDeletion === true) return `node ${quoted} must not set blockOwnerDeletion on an owner reference`;
	const known = fetch(core, 'nodes', '', node).metadata.uid;
	return uid === known ? undefined : `node ${node} UID mismatch: expected ${uid} got ${known}`;
}

function evictionComplaint(
	{ namespace, name }: AdmissionAttributes,
	node: string,
	core: ServerCore,
): string | undefined {
	const isOwn = (fetch(core, 'pods', namespace, name) as Pod).spec.nodeName === node;
	return isOwn ? undefined : `node ${node} can only evict pods with spec.nodeName set to itself`;
}

type TokenRequest = KubeObject & {
	readonly spec: {
		readonly boundObjectRef?: { apiVersion?: string; kind?: string; name?: string; uid?: string } | null;
	};
};

/** Tokens are for Pods of the node. */
function tokenComplaint(
	{ namespace, object }: AdmissionAttributes,
	node: string,
	core: ServerCore,
): string | undefined {
	const { apiVersion, kind, name, uid } = (object as TokenRequest).spec.boundObjectRef ?? {};
	if (apiVersion !== 'v1' || kind !== 'Pod' || !name) return 'node requested token not bound to a pod';
	if (!uid) return 'node requested token with a pod binding without a uid';
	const pod = fetch(core, 'pods', namespace, name) as Pod;
	if (uid !== pod.metadata.uid) {
		return `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
	}
	return pod.spec.nodeName === node ? undefined : 'node requested token bound to a pod scheduled on a different node';
}

/** Throws ApiError when there is none. */
function fetch(core: ServerCore, resource: string, namespace: string, name: string): KubeObject {
	const kind = core.kinds.byResource('', 'v1', resource);
	if (kind === undefined) throw new Error(`assertion failed: no kind of ${resource}`);
	return core.storageOf(kind).fetch(namespace, name);
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
