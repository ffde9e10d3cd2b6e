import type { GroupVersionResource, KubeObject } from '../machinery/meta.ts';
import { apiVersionOf } from '../machinery/meta.ts';

/** A served resource and the type of its objects. */
export interface Resource<T extends KubeObject = KubeObject> extends GroupVersionResource {
	readonly kind: string;
	readonly namespaced: boolean;
	/** Only for the type; never there. */
	readonly object?: T;
}

/** "/api/v1/namespaces/default/pods/web/status". `namespace` '' means all namespaces or a cluster-wide kind. */
export function pathOf(resource: Resource, namespace: string, name = '', subresource = ''): string {
	const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
	const scope = resource.namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
	const tail = `${name === '' ? '' : `/${name}`}${subresource === '' ? '' : `/${subresource}`}`;
	return `${root}${scope}/${resource.resource}${tail}`;
}

export function apiVersionOfResource(resource: Resource): string {
	return apiVersionOf(resource.group, resource.version);
}

const ABOUT =
	/^\/(?:api\/(?!namespaces\/)[^/]+|api(?=\/namespaces\/)|apis\/([^/]+)\/[^/]+)\/(?:namespaces\/[^/]+\/)?([^/]+)(?:\/([^/]+))?/;

/** "deployments.apps web": what a request is about, also one without a version; '' for paths outside the API. */
export function aboutPath(path: string): string {
	const match = ABOUT.exec(path);
	if (match === null) return '';
	const [, group = '', resource, name] = match;
	const qualified = group === '' ? `${resource}` : `${resource}.${group}`;
	return name === undefined ? qualified : `${qualified} ${name}`;
}
