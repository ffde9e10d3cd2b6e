import type { Service } from '../../../api/core/types/service.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { type Address, endpointsOf } from '../../serving/endpoints.ts';
import type { FabricView } from './fabric-view.ts';
import {
	type BackendConfig,
	comparePrecision,
	hostMatches,
	type ListenerConfig,
	type RouteConfig,
} from './proxy-config.ts';
import type { BackendRef, Condition, Gateway, HttpRoute, Listener, ParentRef, RouteParentStatus } from './types.ts';

const GROUP = 'gateway.networking.k8s.io';

/** What a Gateway comes to, and what is said about it. */
export interface GatewayResult {
	readonly gateway: Gateway;
	readonly config: readonly ListenerConfig[];
	readonly listeners: readonly ListenerResult[];
}

export interface ListenerResult {
	readonly listener: Listener;
	/** The last one of a type counts. */
	readonly problems: readonly Condition[];
	attachedRoutes: number;
}

export interface Graph {
	readonly gateways: readonly GatewayResult[];
	/** By route. */
	readonly parents: ReadonlyMap<HttpRoute, readonly Omit<RouteParentStatus, 'controllerName'>[]>;
}

function bad(type: string, reason: string, message: string): Condition {
	return { type, status: 'False', reason, message };
}

/** What the control plane makes of the cluster. Models nginx-gateway-fabric internal/controller/state/graph. */
export class GraphBuilder {
	readonly #view: FabricView;
	readonly #gateways: readonly Gateway[];

	/** @param gateways those of its class. */
	constructor(view: FabricView, gateways: readonly Gateway[]) {
		this.#view = view;
		this.#gateways = gateways;
	}

	build(): Graph {
		const results = this.#gateways.map((gateway) => ({
			gateway,
			listeners: gateway.spec.listeners.map((listener) => ({
				listener,
				problems: this.#listenerProblems(gateway, listener),
				attachedRoutes: 0,
			})),
			routes: new Map<string, RouteConfig[]>(gateway.spec.listeners.map(({ name }) => [name, []])),
		}));
		const parents = new Map<HttpRoute, Omit<RouteParentStatus, 'controllerName'>[]>();
		const routes = [...this.#view.routes.list()].sort(byAge);
		for (const route of routes) {
			for (const parentRef of route.spec.parentRefs ?? []) {
				const result = results.find(({ gateway }) => isParent(parentRef, route, gateway));
				if (result === undefined) continue;
				const status = this.#attach(route, parentRef, result.listeners, result.routes, result.gateway);
				parents.set(route, [...(parents.get(route) ?? []), status]);
			}
		}
		const gateways = results.map(({ gateway, listeners, routes: attached }) => ({
			gateway,
			listeners,
			config: listeners
				.filter(({ problems }) => problems.length === 0)
				.map(({ listener }) => this.#listenerConfig(gateway, listener, attached.get(listener.name) ?? [])),
		}));
		return { gateways, parents };
	}

	#listenerProblems(gateway: Gateway, listener: Listener): readonly Condition[] {
		const { protocol, tls } = listener;
		if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
			const text = `protocol: Unsupported value: ${JSON.stringify(protocol)}: supported values: "HTTP", "HTTPS"`;
			return [bad('Accepted', 'UnsupportedProtocol', text)];
		}
		if (protocol === 'HTTP') return [];
		const [reference] = tls?.certificateRefs ?? [];
		if (reference === undefined) {
			const text = 'tls.certificateRefs: Required value: certificateRefs must be defined for TLS mode terminate';
			return [bad('Accepted', 'UnsupportedValue', text)];
		}
		const namespace = reference.namespace ?? gateway.metadata.namespace ?? '';
		const from = { group: GROUP, kind: 'Gateway', namespace: gateway.metadata.namespace ?? '' };
		if (!this.#isPermitted(from, { kind: 'Secret', namespace, name: reference.name })) {
			const text = `Certificate ref to secret ${namespace}/${reference.name} not permitted by any ReferenceGrant`;
			return [bad('ResolvedRefs', 'RefNotPermitted', text), bad('Accepted', 'Invalid', text)];
		}
		if (this.#view.secretText(namespace, reference.name, 'tls.crt') === undefined) {
			const shown = JSON.stringify(`${namespace}/${reference.name}`);
			const text = `tls.certificateRefs[0]: Invalid value: ${shown}: secret does not exist`;
			return [bad('ResolvedRefs', 'InvalidCertificateRef', text), bad('Accepted', 'Invalid', text)];
		}
		return [];
	}

	#listenerConfig(gateway: Gateway, listener: Listener, routes: readonly RouteConfig[]): ListenerConfig {
		const [reference] = listener.tls?.certificateRefs ?? [];
		const namespace = reference?.namespace ?? gateway.metadata.namespace ?? '';
		const certificate =
			listener.protocol === 'HTTPS' && reference !== undefined
				? this.#view.secretText(namespace, reference.name, 'tls.crt')
				: undefined;
		return {
			port: listener.port,
			hostname: listener.hostname ?? '',
			...(certificate !== undefined && { certificate }),
			routes: [...routes].sort(comparePrecision),
		};
	}

	/** Models bindRoutesToListeners: the route's rules go to every listener that takes them. */
	#attach(
		route: HttpRoute,
		parentRef: ParentRef,
		listeners: readonly ListenerResult[],
		attached: ReadonlyMap<string, RouteConfig[]>,
		gateway: Gateway,
	): Omit<RouteParentStatus, 'controllerName'> {
		const { sectionName, port } = parentRef;
		const named = listeners.filter(
			({ listener }) =>
				(sectionName === undefined || listener.name === sectionName) && (port === undefined || listener.port === port),
		);
		const configs = this.#rules(route);
		const resolved =
			this.#referenceProblem(route) ?? good('ResolvedRefs', 'ResolvedRefs', 'All references are resolved');
		const status = (accepted: Condition): Omit<RouteParentStatus, 'controllerName'> => ({
			parentRef,
			conditions: [accepted, resolved],
		});
		if (named.length === 0) {
			return status(bad('Accepted', 'NoMatchingParent', 'The Listener is not found for this parent ref'));
		}
		const valid = named.filter(({ problems }) => problems.length === 0);
		if (valid.length === 0) {
			return status(bad('Accepted', 'InvalidListener', 'The Listener is invalid for this parent ref'));
		}
		const allowing = valid.filter(({ listener }) => this.#isAllowed(listener, route, gateway));
		if (allowing.length === 0) {
			return status(bad('Accepted', 'NotAllowedByListeners', 'The Route is not allowed by any listener'));
		}
		let isTaken = false;
		for (const result of allowing) {
			const hostnames = commonHostnames(route.spec.hostnames ?? [], result.listener.hostname ?? '');
			if (hostnames.length === 0) continue;
			isTaken = true;
			result.attachedRoutes++;
			for (const hostname of hostnames) {
				attached.get(result.listener.name)?.push(...configs.map((config) => ({ ...config, hostname })));
			}
		}
		if (isTaken) return status(good('Accepted', 'Accepted', 'The Route is accepted'));
		const text = 'The Listener hostname does not match the Route hostnames';
		return status(bad('Accepted', 'NoMatchingListenerHostname', text));
	}

	#isAllowed({ allowedRoutes }: Listener, route: HttpRoute, gateway: Gateway): boolean {
		const kinds = allowedRoutes?.kinds ?? [];
		if (kinds.length > 0 && !kinds.some(({ kind }) => kind === 'HTTPRoute')) return false;
		const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
		if (from === 'All') return true;
		const { namespace = '' } = route.metadata;
		if (from === 'Same') return namespace === gateway.metadata.namespace;
		return this.#view.namespaceMatches(namespace, selector);
	}

	#rules(route: HttpRoute): readonly RouteConfig[] {
		return (route.spec.rules ?? []).flatMap(({ matches, filters = [], backendRefs = [] }) => {
			const backends = backendRefs.map((each) => this.#backend(route, each));
			const mirrors = filters.flatMap(({ requestMirror }) =>
				requestMirror === undefined ? [] : this.#backend(route, requestMirror.backendRef).endpoints,
			);
			const all = matches === undefined || matches.length === 0 ? [{}] : matches;
			return all.map((match) => ({ hostname: '', match, filters, backends, mirrors }));
		});
	}

	#backend(route: HttpRoute, reference: BackendRef): BackendConfig {
		const namespace = reference.namespace ?? route.metadata.namespace ?? '';
		const { name, port = 0, weight = 1 } = reference;
		const isUsable = this.#backendProblem(route, reference, '') === undefined;
		const found: readonly Address[] | undefined = isUsable
			? endpointsOf(this.#view.services, this.#view.slices, namespace, name, String(port))
			: undefined;
		const endpoints = (found ?? []).filter(({ host }) => /^[\d.]+$/.test(host));
		return { name: `${namespace}_${name}_${port}`, weight, broken: !isUsable, endpoints };
	}

	#referenceProblem(route: HttpRoute): Condition | undefined {
		for (const [index, { backendRefs = [] }] of (route.spec.rules ?? []).entries()) {
			for (const [at, reference] of backendRefs.entries()) {
				const problem = this.#backendProblem(route, reference, `spec.rules[${index}].backendRefs[${at}]`);
				if (problem !== undefined) return problem;
			}
		}
		return undefined;
	}

	#backendProblem(route: HttpRoute, reference: BackendRef, path: string): Condition | undefined {
		const { group = '', kind = 'Service', name, port } = reference;
		const own = route.metadata.namespace ?? '';
		const namespace = reference.namespace ?? own;
		if (group !== '' || kind !== 'Service') {
			const field = group === '' ? 'kind' : 'group';
			const [value, supported] = group === '' ? [kind, '"Service"'] : [group, '"core", ""'];
			const text = `${path}.${field}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
			return bad('ResolvedRefs', 'InvalidKind', text);
		}
		const from = { group: GROUP, kind: 'HTTPRoute', namespace: own };
		if (!this.#isPermitted(from, { kind: 'Service', namespace, name })) {
			const text = `${path}.namespace: Forbidden: Backend ref to Service ${namespace}/${name} not permitted by any ReferenceGrant`;
			return bad('ResolvedRefs', 'RefNotPermitted', text);
		}
		const service: Service | undefined = this.#view.services.get(namespace, name);
		if (service === undefined) {
			return bad('ResolvedRefs', 'BackendNotFound', `${path}.name: Not found: ${JSON.stringify(name)}`);
		}
		if (service.spec.ports?.some((each) => each.port === port) === true) return undefined;
		const text = `${path}.port: Not found: no matching port for Service ${namespace}/${name} and port ${port}`;
		return bad('ResolvedRefs', 'BackendNotFound', text);
	}

	#isPermitted(
		from: { readonly group: string; readonly kind: string; readonly namespace: string },
		to: { readonly kind: string; readonly namespace: string; readonly name: string },
	): boolean {
		if (from.namespace === to.namespace) return true;
		return this.#view.grants
			.list(to.namespace)
			.some(
				({ spec }) =>
					spec.from.some(
						(each) => each.group === from.group && each.kind === from.kind && each.namespace === from.namespace,
					) &&
					spec.to.some(
						({ group, kind, name }) =>
							group === '' && kind === to.kind && (name === undefined || name === '' || name === to.name),
					),
			);
	}
}

export function good(type: string, reason: string, message: string): Condition {
	return { type, status: 'True', reason, message };
}

function byAge(a: KubeObject, b: KubeObject): number {
	const key = ({ metadata }: KubeObject): string =>
		`${metadata.creationTimestamp}/${metadata.namespace}/${metadata.name}`;
	return key(a) < key(b) ? -1 : 1;
}

function isParent(
	{ group = GROUP, kind = 'Gateway', name, namespace }: ParentRef,
	route: HttpRoute,
	gateway: Gateway,
): boolean {
	const of = namespace ?? route.metadata.namespace;
	const isHere = of === gateway.metadata.namespace && name === gateway.metadata.name;
	return group === GROUP && kind === 'Gateway' && isHere;
}

/** The hosts that both have; [''] for any. */
function commonHostnames(ofRoute: readonly string[], ofListener: string): readonly string[] {
	if (ofRoute.length === 0) return [ofListener];
	const common: string[] = [];
	for (const hostname of ofRoute) {
		if (ofListener === '' || hostname === ofListener) common.push(hostname);
		else if (hostMatches(ofListener, hostname.replace(/^\*\./, 'x.'))) common.push(hostname);
		else if (hostname.startsWith('*.') && hostMatches(hostname, ofListener)) common.push(ofListener);
	}
	return common;
}
