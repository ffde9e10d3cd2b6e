import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { VolumeAttachment } from '../../api/storage/types.ts';
import type { ServerCore } from '../server-core.ts';

const PODS = '/registry/pods/';

interface PodEdges {
	readonly spec: Pod['spec'];
	/** "secrets/ns/name", "configmaps/ns/name", "serviceaccounts/ns/name", "persistentvolumeclaims/ns/name". */
	readonly references: readonly string[];
}

/**
 * What each node's Pods refer to. Made when a kubelet first asks for such an object, and kept up to date from then on.
 * Models plugin/pkg/auth/authorizer/node Graph.
 */
export class NodeGraph {
	readonly #core: ServerCore;
	/** By node, then by the Pod's key. */
	#nodes: Map<string, Map<string, PodEdges>> | undefined;

	constructor(core: ServerCore) {
		this.#core = core;
	}

	/** Whether a Pod of the node is, or refers to, the object. @param resource "pods", "secrets", "configmaps", … */
	leadsTo(node: string, resource: string, namespace: string, name: string): boolean {
		if (resource === 'volumeattachments') return this.#attachmentIsOf(node, name);
		const pods = this.#podsOf(node);
		if (pods === undefined) return false;
		if (resource === 'pods') return pods.has(`${PODS}${namespace}/${name}`);
		if (resource === 'persistentvolumes') return this.#volumeIsUsed(pods, name);
		const wanted = `${resource}/${namespace}/${name}`;
		for (const { references } of pods.values()) if (references.includes(wanted)) return true;
		return false;
	}

	#attachmentIsOf(node: string, name: string): boolean {
		const kind = this.#core.kinds.byResource('storage.k8s.io', 'v1', 'volumeattachments');
		if (kind === undefined) return false;
		const found = this.#core.storageOf(kind).find('', name) as VolumeAttachment | undefined;
		return found?.spec.nodeName === node;
	}

	#volumeIsUsed(pods: ReadonlyMap<string, PodEdges>, name: string): boolean {
		const { kinds } = this.#core;
		const claims = kinds.byResource('', 'v1', 'persistentvolumeclaims');
		if (claims === undefined) return false;
		const storage = this.#core.storageOf(claims);
		for (const { references } of pods.values()) {
			for (const reference of references) {
				const [resource, namespace = '', claim = ''] = reference.split('/');
				if (resource !== 'persistentvolumeclaims') continue;
				const found = storage.find(namespace, claim) as PersistentVolumeClaim | undefined;
				if (found?.spec.volumeName === name) return true;
			}
		}
		return false;
	}

	#podsOf(node: string): ReadonlyMap<string, PodEdges> | undefined {
		if (this.#nodes === undefined) {
			this.#nodes = new Map();
			const { store } = this.#core;
			for (const { key, value } of store.list(PODS).entries) this.#put(key, value as Pod);
			store.subscribe(PODS, ({ type, key, entry }) => {
				if (type === 'delete') this.#remove(key, entry.value as Pod);
				else this.#put(key, entry.value as Pod);
			});
		}
		return this.#nodes.get(node);
	}

	#put(key: string, { metadata, spec }: Pod): void {
		const { nodeName } = spec;
		if (!nodeName || this.#nodes === undefined) return;
		let pods = this.#nodes.get(nodeName);
		if (pods === undefined) {
			pods = new Map();
			this.#nodes.set(nodeName, pods);
		}
		if (pods.get(key)?.spec === spec) return;
		// A mirror Pod must never lead to anything: nodes make them themselves.
		const isMirror = metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
		pods.set(key, { spec, references: isMirror ? [] : referencesOf(spec, metadata.name, metadata.namespace ?? '') });
	}

	#remove(key: string, { spec }: Pod): void {
		if (spec.nodeName) this.#nodes?.get(spec.nodeName)?.delete(key);
	}
}

/** Models pkg/api/v1/pod VisitPodSecretNames and VisitPodConfigmapNames. */
function referencesOf(spec: Pod['spec'], podName: string, namespace: string): string[] {
	const found = new Set<string>();
	const add = (resource: string, name: string | undefined): void => {
		if (name) found.add(`${resource}/${namespace}/${name}`);
	};
	add('serviceaccounts', spec.serviceAccountName);
	for (const { secret, configMap } of podObjectNames(spec)) {
		add('secrets', secret);
		add('configmaps', configMap);
	}
	for (const { name, persistentVolumeClaim, ephemeral } of spec.volumes ?? []) {
		add('persistentvolumeclaims', persistentVolumeClaim?.claimName);
		if (ephemeral !== undefined) add('persistentvolumeclaims', `${podName}-${name}`);
	}
	return [...found];
}

/** The Secrets and ConfigMaps that a Pod names. */
export function podObjectNames(spec: Pod['spec']): { readonly secret?: string; readonly configMap?: string }[] {
	const found: { secret?: string | undefined; configMap?: string | undefined }[] = [];
	for (const { name } of spec.imagePullSecrets ?? []) found.push({ secret: name });
	const containers = [
		...(spec.initContainers ?? []),
		...spec.containers,
		...((spec.ephemeralContainers ?? []) as readonly Container[]),
	];
	for (const { env, envFrom } of containers) {
		for (const { secretRef, configMapRef } of envFrom ?? []) {
			found.push({ secret: secretRef?.name, configMap: configMapRef?.name });
		}
		for (const { valueFrom } of env ?? []) {
			found.push({ secret: valueFrom?.secretKeyRef?.name, configMap: valueFrom?.configMapKeyRef?.name });
		}
	}
	for (const { secret, configMap, projected } of spec.volumes ?? []) {
		found.push({ secret: secret?.secretName, configMap: configMap?.name });
		for (const source of projected?.sources ?? []) {
			found.push({ secret: source.secret?.name, configMap: source.configMap?.name });
		}
	}
	return found as { readonly secret?: string; readonly configMap?: string }[];
}

/** The name of the node that a user is, undefined for others. Models pkg/auth/nodeidentifier. */
export function nodeIdentity(user: { readonly name: string; readonly groups: readonly string[] }): string | undefined {
	const isNode = user.name.startsWith(NODE_PREFIX) && user.groups.includes('system:nodes');
	return isNode ? user.name.slice(NODE_PREFIX.length) : undefined;
}

const NODE_PREFIX = 'system:node:';
