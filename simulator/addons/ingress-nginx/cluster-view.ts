import type { Node } from '../../api/core/types/node.ts';
import type { ConfigMap, Secret } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import type { Ingress, IngressClass } from '../../api/networking/types.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { TaskGroup } from '../../kernel/serving/task-group.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { ObjectCache } from '../serving/object-cache.ts';

const NETWORKING = { group: 'networking.k8s.io', version: 'v1' };
const CORE = { group: '', version: 'v1' };
export const INGRESSES: Resource<Ingress> = {
	...NETWORKING,
	resource: 'ingresses',
	kind: 'Ingress',
	namespaced: true,
};
const CLASSES: Resource<IngressClass> = {
	...NETWORKING,
	resource: 'ingressclasses',
	kind: 'IngressClass',
	namespaced: false,
};
const SERVICES: Resource<Service> = { ...CORE, resource: 'services', kind: 'Service', namespaced: true };
const SECRETS: Resource<Secret> = { ...CORE, resource: 'secrets', kind: 'Secret', namespaced: true };
const CONFIG_MAPS: Resource<ConfigMap> = { ...CORE, resource: 'configmaps', kind: 'ConfigMap', namespaced: true };
export const PODS: Resource<Pod> = { ...CORE, resource: 'pods', kind: 'Pod', namespaced: true };
export const NODES: Resource<Node> = { ...CORE, resource: 'nodes', kind: 'Node', namespaced: false };
const SLICES: Resource<EndpointSlice> = {
	group: 'discovery.k8s.io',
	version: 'v1',
	resource: 'endpointslices',
	kind: 'EndpointSlice',
	namespaced: true,
};

export interface ClusterViewOptions {
	readonly process: Process;
	readonly client: ApiClient;
	/** Of the controller's own ConfigMap. */
	readonly namespace: string;
	readonly onIngress: (ingress: Ingress | undefined, old: Ingress | undefined) => void;
	readonly onOther: (object: KubeObject | undefined) => void;
	readonly onError: (message: string) => Task<void>;
}

/** What the controller knows of its cluster. Models internal/ingress/controller/store. */
export class ClusterView {
	readonly ingresses: ObjectCache<Ingress>;
	readonly classes: ObjectCache<IngressClass>;
	readonly services: ObjectCache<Service>;
	readonly slices: ObjectCache<EndpointSlice>;
	readonly secrets: ObjectCache<Secret>;
	readonly configMaps: ObjectCache<ConfigMap>;

	constructor(options: ClusterViewOptions) {
		const { onIngress, onOther, namespace } = options;
		const other = (object: KubeObject | undefined, old: KubeObject | undefined): void => onOther(object ?? old);
		this.ingresses = new ObjectCache({ ...options, namespace: '', resource: INGRESSES, onChange: onIngress });
		this.classes = new ObjectCache({ ...options, namespace: '', resource: CLASSES, onChange: other });
		this.services = new ObjectCache({ ...options, namespace: '', resource: SERVICES, onChange: other });
		this.slices = new ObjectCache({ ...options, namespace: '', resource: SLICES, onChange: other });
		this.secrets = new ObjectCache({ ...options, namespace: '', resource: SECRETS, onChange: other });
		this.configMaps = new ObjectCache({ ...options, namespace, resource: CONFIG_MAPS, onChange: other });
	}

	start(group: TaskGroup): void {
		for (const cache of this.#all()) group.add(cache.follow());
	}

	get synced(): boolean {
		return this.#all().every((cache) => cache.synced);
	}

	/** A Secret's data, decoded. */
	secret(name: string): ReadonlyMap<string, string> | undefined {
		const [namespace = '', plain = ''] = name.split('/');
		const secret = this.secrets.get(namespace, plain);
		if (secret === undefined) return undefined;
		return new Map(Object.entries(secret.data ?? {}).map(([key, value]) => [key, decodeUtf8(decodeBase64(value))]));
	}

	#all(): readonly Pick<ObjectCache<KubeObject>, 'follow' | 'synced'>[] {
		return [this.ingresses, this.classes, this.services, this.slices, this.secrets, this.configMaps];
	}
}
