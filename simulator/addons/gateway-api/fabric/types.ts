import type { Resource } from '../../../client/resource.ts';
import type { KubeObject } from '../../../machinery/meta.ts';

export interface Condition {
	readonly type: string;
	readonly status: 'True' | 'False' | 'Unknown';
	readonly reason: string;
	readonly message: string;
	readonly observedGeneration?: number;
	readonly lastTransitionTime?: string;
}

export interface GatewayClass extends KubeObject {
	readonly spec: {
		readonly controllerName: string;
		readonly parametersRef?: { readonly name: string; readonly namespace?: string };
	};
	readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface LabelSelector {
	readonly matchLabels?: { readonly [key: string]: string };
	readonly matchExpressions?: readonly {
		readonly key: string;
		readonly operator: string;
		readonly values?: readonly string[];
	}[];
}

export interface Listener {
	readonly name: string;
	readonly hostname?: string;
	readonly port: number;
	readonly protocol: string;
	readonly tls?: {
		readonly mode?: string;
		readonly certificateRefs?: readonly {
			readonly kind?: string;
			readonly name: string;
			readonly namespace?: string;
		}[];
	};
	readonly allowedRoutes?: {
		readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector };
		readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
	};
}

export interface Gateway extends KubeObject {
	readonly spec: { readonly gatewayClassName: string; readonly listeners: readonly Listener[] };
	readonly status?: object;
}

export interface ParentRef {
	readonly group?: string;
	readonly kind?: string;
	readonly name: string;
	readonly namespace?: string;
	readonly sectionName?: string;
	readonly port?: number;
}

export interface ValueMatch {
	readonly name: string;
	readonly type?: string;
	readonly value: string;
}

export interface RouteMatch {
	readonly path?: { readonly type?: string; readonly value?: string };
	readonly method?: string;
	readonly headers?: readonly ValueMatch[];
	readonly queryParams?: readonly ValueMatch[];
}

export interface HeaderChange {
	readonly set?: readonly { readonly name: string; readonly value: string }[];
	readonly add?: readonly { readonly name: string; readonly value: string }[];
	readonly remove?: readonly string[];
}

export interface PathChange {
	readonly type: string;
	readonly replaceFullPath?: string;
	readonly replacePrefixMatch?: string;
}

export interface BackendRef {
	readonly group?: string;
	readonly kind?: string;
	readonly name: string;
	readonly namespace?: string;
	readonly port?: number;
	readonly weight?: number;
}

export interface RouteFilter {
	readonly type: string;
	readonly requestHeaderModifier?: HeaderChange;
	readonly responseHeaderModifier?: HeaderChange;
	readonly requestMirror?: { readonly backendRef: BackendRef };
	readonly requestRedirect?: {
		readonly scheme?: string;
		readonly hostname?: string;
		readonly path?: PathChange;
		readonly port?: number;
		readonly statusCode?: number;
	};
	readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathChange };
}

export interface RouteRule {
	readonly matches?: readonly RouteMatch[];
	readonly filters?: readonly RouteFilter[];
	readonly backendRefs?: readonly BackendRef[];
}

export interface RouteParentStatus {
	readonly parentRef: ParentRef;
	readonly controllerName: string;
	readonly conditions: readonly Condition[];
}

export interface HttpRoute extends KubeObject {
	readonly spec: {
		readonly hostnames?: readonly string[];
		readonly parentRefs?: readonly ParentRef[];
		readonly rules?: readonly RouteRule[];
	};
	readonly status?: { readonly parents?: readonly RouteParentStatus[] };
}

export interface ReferenceGrant extends KubeObject {
	readonly spec: {
		readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
		readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
	};
}

export interface NginxProxy extends KubeObject {
	readonly spec?: {
		readonly kubernetes?: {
			readonly deployment?: { readonly replicas?: number };
			readonly service?: {
				readonly type?: string;
				readonly externalTrafficPolicy?: string;
				readonly nodePorts?: readonly { readonly port: number; readonly listenerPort: number }[];
			};
		};
	};
}

const GROUP = 'gateway.networking.k8s.io';
export const GATEWAY_CLASSES: Resource<GatewayClass> = {
	group: GROUP,
	version: 'v1',
	resource: 'gatewayclasses',
	kind: 'GatewayClass',
	namespaced: false,
};
export const GATEWAYS: Resource<Gateway> = {
	group: GROUP,
	version: 'v1',
	resource: 'gateways',
	kind: 'Gateway',
	namespaced: true,
};
export const HTTP_ROUTES: Resource<HttpRoute> = {
	group: GROUP,
	version: 'v1',
	resource: 'httproutes',
	kind: 'HTTPRoute',
	namespaced: true,
};
export const REFERENCE_GRANTS: Resource<ReferenceGrant> = {
	group: GROUP,
	version: 'v1beta1',
	resource: 'referencegrants',
	kind: 'ReferenceGrant',
	namespaced: true,
};
export const NGINX_PROXIES: Resource<NginxProxy> = {
	group: 'gateway.nginx.org',
	version: 'v1alpha2',
	resource: 'nginxproxies',
	kind: 'NginxProxy',
	namespaced: true,
};
