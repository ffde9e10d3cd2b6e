import type { ConfigMap, Secret } from '../../../api/core/types/object.ts';
import type { Service } from '../../../api/core/types/service.ts';
import type { EndpointSlice } from '../../../api/discovery/types.ts';
import type { ApiClient } from '../../../client/api-client.ts';
import type { Resource } from '../../../client/resource.ts';
import type { Process } from '../../../kernel/process-api.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { ObjectCache } from '../../serving/object-cache.ts';
import {
	GATEWAY_CLASSES,
	GATEWAYS,
	type Gateway,
	type GatewayClass,
	HTTP_ROUTES,
	type HttpRoute,
	type LabelSelector,
	NGINX_PROXIES,
	type NginxProxy,
	REFERENCE_GRANTS,
	type ReferenceGrant,
} from './types.ts';

const CORE = { group: '', version: 'v1' };
export const SERVICES: Resource<Service> = { ...CORE, resource: 'services', kind: 'Service', namespaced: true };
export const SECRETS: Resource<Secret> = { ...CORE, resource: 'secrets', kind: 'Secret', namespaced: true };
export const CONFIG_MAPS: Resource<ConfigMap> = {
	...CORE,
	resource: 'configmaps',
	kind: 'ConfigMap',
	namespaced: true,
};
const NAMESPACES: Resource = { ...CORE, resource: 'namespaces', kind: 'Namespace', namespaced: false };
const SLICES: Resource<EndpointSlice> = {
	group: 'discovery.k8s.io',
	version: 'v1',
	resource: 'endpointslices',
	kind: 'EndpointSlice',
	namespaced: true,
};

/** What the control plane knows of its cluster. */
export class FabricView {
	readonly classes: ObjectCache<GatewayClass>;
	readonly gateways: ObjectCache<Gateway>;
	readonly routes: ObjectCache<HttpRoute>;
	readonly grants: ObjectCache<ReferenceGrant>;
	readonly proxies: ObjectCache<NginxProxy>;
	readonly services: ObjectCache<Service>;
	readonly slices: ObjectCache<EndpointSlice>;
	readonly secrets: ObjectCache<Secret>;
	readonly namespaces: ObjectCache<KubeObject>;

	constructor(process: Process, client: ApiClient, onChange: () => void, onError: (message: string) => Task<void>) {
		const common = { process, client, onChange, onError };
		this.classes = new ObjectCache({ ...common, resource: GATEWAY_CLASSES });
		this.gateways = new ObjectCache({ ...common, resource: GATEWAYS });
		this.routes = new ObjectCache({ ...common, resource: HTTP_ROUTES });
		this.grants = new ObjectCache({ ...common, resource: REFERENCE_GRANTS });
		this.proxies = new ObjectCache({ ...common, resource: NGINX_PROXIES });
		this.services = new ObjectCache({ ...common, resource: SERVICES });
		this.slices = new ObjectCache({ ...common, resource: SLICES });
		this.secrets = new ObjectCache({ ...common, resource: SECRETS });
		this.namespaces = new ObjectCache({ ...common, resource: NAMESPACES });
	}

	start(group: TaskGroup): void {
		for (const cache of this.#all()) group.add(cache.follow());
	}

	get synced(): boolean {
		return this.#all().every(({ synced }) => synced);
	}

	secretText(namespace: string, name: string, key: string): string | undefined {
		const value = this.secrets.get(namespace, name)?.data?.[key];
		return value === undefined ? undefined : decodeUtf8(decodeBase64(value));
	}

	namespaceMatches(name: string, selector: LabelSelector | undefined): boolean {
		const labels = this.namespaces.get('', name)?.metadata.labels ?? {};
		const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
		return (
			Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
			matchExpressions.every(({ key, operator, values = [] }) => {
				const value = labels[key];
				if (operator === 'Exists') return value !== undefined;
				if (operator === 'DoesNotExist') return value === undefined;
				const isIn = value !== undefined && values.includes(value);
				return operator === 'In' ? isIn : !isIn;
			})
		);
	}

	#all(): readonly Pick<ObjectCache<KubeObject>, 'follow' | 'synced'>[] {
		const { classes, gateways, routes, grants, proxies, services, slices, secrets, namespaces } = this;
		return [classes, gateways, routes, grants, proxies, services, slices, secrets, namespaces];
	}
}
