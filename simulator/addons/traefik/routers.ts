import type { Ingress, IngressClass } from '../../api/networking/types.ts';

const CONTROLLER = 'traefik.io/ingress-controller';
const ANNOTATION = 'traefik.ingress.kubernetes.io/router.';

/** The port of a Service that requests are passed on to. */
export interface Backend {
	readonly namespace: string;
	readonly service: string;
	/** Its number or name. */
	readonly port: string;
}

/** What a rule of an Ingress comes to. */
export interface Router {
	/** '' for every host; "*.example.com" for those below one. */
	readonly host: string;
	/** '' for every path. */
	readonly path: string;
	readonly isExact: boolean;
	/** The longer its rule is written, the sooner it is asked. */
	readonly priority: number;
	/** Entry points that it is for; none: those that are nobody's own. */
	readonly entryPoints: readonly string[];
	/** It is for connections with TLS only. */
	readonly isSecure: boolean;
	readonly backend: Backend;
}

/** Whose Ingresses those are. @param wanted --providers.kubernetesingress.ingressclass; '' where it is not given. */
export function isOurs({ metadata, spec }: Ingress, classes: readonly IngressClass[], wanted: string): boolean {
	if (spec.ingressClassName !== undefined) {
		return classes.some(
			(each) =>
				each.metadata.name === spec.ingressClassName &&
				each.spec.controller === CONTROLLER &&
				(wanted === '' || each.metadata.name === wanted),
		);
	}
	const annotated = metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
	return annotated === wanted || (wanted === '' && annotated === 'traefik');
}

/** All routers, the one that is asked first in front. Models pkg/provider/kubernetes/ingress loadConfigurationFromIngresses. */
export function buildRouters(ingresses: readonly Ingress[]): readonly Router[] {
	return ingresses.flatMap(routersOf).sort((a, b) => b.priority - a.priority);
}

function routersOf({ metadata, spec }: Ingress): Router[] {
	const { namespace = 'default', annotations = {} } = metadata;
	const option = (name: string): string => annotations[`${ANNOTATION}${name}`] ?? '';
	const entryPoints = option('entrypoints')
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
	const common = { entryPoints, isSecure: (spec.tls ?? []).length > 0 || option('tls') === 'true' };
	const given = Number(option('priority'));
	const routers: Router[] = [];
	const meant = spec.defaultBackend?.service;
	if (meant !== undefined && (spec.rules ?? []).length === 0) {
		const backend = { namespace, service: meant.name, port: portText(meant.port) };
		routers.push({ ...common, host: '', path: '', isExact: false, priority: Number.MIN_SAFE_INTEGER, backend });
	}
	for (const { host = '', http } of spec.rules ?? []) {
		for (const { path = '', pathType, backend } of http?.paths ?? []) {
			if (backend.service === undefined) continue;
			const isExact = pathType === 'Exact' || option('pathmatcher') === 'Path';
			const { name: service, port } = backend.service;
			const priority = given > 0 ? given : ruleText(host, path, isExact).length;
			const to = { namespace, service, port: portText(port) };
			routers.push({ ...common, host: host.toLowerCase(), path, isExact, priority, backend: to });
		}
	}
	return routers;
}

function portText(port: { readonly name?: string; readonly number?: number } | undefined): string {
	return port?.name ?? String(port?.number ?? '');
}

/** As Traefik writes it. Models loadRouter and buildHostRule. */
function ruleText(host: string, path: string, isExact: boolean): string {
	const below = host.startsWith('*.');
	const ofHost =
		host === ''
			? []
			: [below ? `HostRegexp(\`^[a-zA-Z0-9-]+\\.${host.slice(2).replaceAll('.', '\\.')}$\`)` : `Host(\`${host}\`)`];
	const ofPath = path === '' ? [] : [`${isExact ? 'Path' : 'PathPrefix'}(\`${path}\`)`];
	return [...ofHost, ...ofPath].join(' && ');
}

export interface Asked {
	readonly host: string;
	readonly path: string;
	readonly entryPoint: string;
	readonly isSecure: boolean;
}

/** Who takes a request. */
export function routerFor(routers: readonly Router[], { host, path, entryPoint, isSecure }: Asked): Router | undefined {
	return routers.find(
		(router) =>
			(router.entryPoints.length === 0 || router.entryPoints.includes(entryPoint)) &&
			(!router.isSecure || isSecure) &&
			fitsHost(router.host, host) &&
			(router.isExact ? path === router.path : path.startsWith(router.path)),
	);
}

function fitsHost(wanted: string, host: string): boolean {
	if (wanted === '') return true;
	if (!wanted.startsWith('*.')) return wanted === host;
	const dot = host.indexOf('.');
	return dot > 0 && host.slice(dot) === wanted.slice(1);
}
