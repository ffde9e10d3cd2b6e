import type { Ingress, IngressBackend } from '../../api/networking/types.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { Annotations, type CanaryRule, canaryRule, type GlobalOptions, locationOptions } from './annotations.ts';
import type { ExternalAuth } from './external-auth.ts';

/** A Service's port, as an Ingress names it. */
export interface BackendRef {
	readonly namespace: string;
	readonly service: string;
	/** "80", "http". */
	readonly port: string;
	/** "default-web-80". */
	readonly name: string;
}

export interface LocationOptions {
	readonly rewriteTarget: string;
	readonly useRegex: boolean;
	readonly sslRedirect: boolean;
	readonly forceSslRedirect: boolean;
	readonly secureBackend: boolean;
	readonly allow: readonly string[];
	readonly deny: readonly string[];
	readonly auth: { readonly secret: string; readonly realm: string; readonly isMap: boolean } | undefined;
	readonly externalAuth: ExternalAuth | undefined;
	readonly limitRps: number;
	readonly limitRpm: number;
	readonly limitBurst: number;
	readonly bodyBytesMax: number;
	readonly cors: CorsOptions | undefined;
	readonly redirect: { readonly url: string; readonly code: number } | undefined;
	readonly appRoot: string;
	readonly affinity: AffinityOptions | undefined;
	/** Answers of these statuses are the default backend's instead. */
	readonly customErrors: readonly number[];
	readonly wwwRedirect: boolean;
	readonly upstreamHost: string;
	readonly forwardedPrefix: string;
	readonly logged: boolean;
}

export interface AffinityOptions {
	readonly name: string;
	readonly path: string;
	readonly maxAge: string;
	readonly sameSite: string;
}

export interface CorsOptions {
	readonly origins: readonly string[];
	readonly methods: string;
	readonly headers: string;
	readonly credentials: boolean;
	readonly maxAge: number;
	readonly exposed: string;
}

export type Match = 'exact' | 'prefix' | 'regex';

export interface Location {
	readonly match: Match;
	/** As nginx is told: "/foo/", "/foo", a pattern. */
	readonly path: string;
	/** As the Ingress has it. */
	readonly written: string;
	readonly regexp: Regexp | undefined;
	/** The rewrite's pattern. */
	readonly rewrite: Regexp | undefined;
	readonly ingress: Ingress;
	readonly options: LocationOptions;
	/** Undefined: the default backend, which answers 404. */
	readonly backend: BackendRef | undefined;
	/** By annotation: who answers when nobody else can. */
	readonly standIn: BackendRef | undefined;
	readonly canaries: Canary[];
}

export interface Canary {
	readonly rule: CanaryRule;
	readonly backend: BackendRef;
}

export interface VirtualServer {
	/** "_" for the catch-all. */
	readonly name: string;
	readonly aliases: string[];
	/** In the order in which patterns are tried. */
	locations: Location[];
	/** "namespace/name" of the Secret with its certificate. */
	secret: string | undefined;
	/** For paths that no location has; undefined: 404. */
	fallback: { readonly backend: BackendRef; readonly ingress: Ingress } | undefined;
}

/** Who came first wins. */
function byAge(a: Ingress, b: Ingress): number {
	const [at, bt] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
	if (at !== bt) return at < bt ? -1 : 1;
	const [an, bn] = [`${a.metadata.namespace}/${a.metadata.name}`, `${b.metadata.namespace}/${b.metadata.name}`];
	return an < bn ? -1 : 1;
}

/** What the Ingresses make of the proxy. Models internal/ingress/controller getBackendServers and createServers. */
export function buildServers(ingresses: readonly Ingress[], global: GlobalOptions): ReadonlyMap<string, VirtualServer> {
	const servers = new Map<string, VirtualServer>([['_', newServer('_')]]);
	const canaries: Ingress[] = [];
	for (const ingress of [...ingresses].sort(byAge)) {
		if (canaryRule(ingress) !== undefined) canaries.push(ingress);
		else addIngress(servers, ingress, locationOptions(ingress, global));
	}
	for (const ingress of canaries) addCanary(servers, ingress);
	for (const server of servers.values()) server.locations = arranged(server.locations);
	return servers;
}

function newServer(name: string): VirtualServer {
	return { name, aliases: [], locations: [], secret: undefined, fallback: undefined };
}

function serverFor(servers: Map<string, VirtualServer>, host: string | undefined): VirtualServer {
	const name = host === undefined || host === '' ? '_' : host;
	let server = servers.get(name);
	if (server === undefined) {
		server = newServer(name);
		servers.set(name, server);
	}
	return server;
}

function addIngress(servers: Map<string, VirtualServer>, ingress: Ingress, options: LocationOptions): void {
	const { rules = [], defaultBackend } = ingress.spec;
	const fallback = backendRef(ingress, defaultBackend);
	if (fallback !== undefined && rules.length === 0) {
		const server = serverFor(servers, '_');
		server.fallback ??= { backend: fallback, ingress };
		addLocation(server, { path: '/', type: 'Prefix', ingress, options, backend: fallback });
	}
	for (const { host, http } of rules) {
		const server = serverFor(servers, host);
		if (fallback !== undefined) server.fallback ??= { backend: fallback, ingress };
		server.secret ??= secretFor(ingress, server.name);
		for (const alias of new Annotations(ingress).list('server-alias')) {
			if (!servers.has(alias) && !server.aliases.includes(alias)) server.aliases.push(alias);
		}
		for (const { path = '/', pathType, backend } of http?.paths ?? []) {
			addLocation(server, {
				path: path === '' ? '/' : path,
				type: pathType,
				ingress,
				options,
				backend: backendRef(ingress, backend),
			});
		}
	}
}

interface WrittenPath {
	readonly path: string;
	readonly type: string;
	readonly ingress: Ingress;
	readonly options: LocationOptions;
	readonly backend: BackendRef | undefined;
}

function addLocation(server: VirtualServer, { path, type, ingress, options, backend }: WrittenPath): void {
	const match: Match = type === 'Exact' ? 'exact' : 'prefix';
	if (server.locations.some((each) => each.written === path && each.match === match)) return;
	const standIn = standInRef(ingress);
	const known = {
		written: path,
		regexp: undefined,
		rewrite: undefined,
		ingress,
		options,
		backend,
		standIn,
		canaries: [],
	};
	// A whole-segment prefix is two locations: itself, and what is below it. `arranged` puts the first there.
	server.locations.push({
		...known,
		match,
		path: type === 'Prefix' && path !== '/' ? `${path.replace(/\/$/, '')}/` : path,
	});
}

function secretFor(ingress: Ingress, host: string): string | undefined {
	for (const { hosts = [], secretName } of ingress.spec.tls ?? []) {
		const isFor = hosts.includes(host) || (hosts.length === 0 && secretName !== undefined);
		if (isFor) return `${ingress.metadata.namespace}/${secretName ?? ''}`;
	}
	return undefined;
}

/** The annotation names a Service of the Ingress's namespace; its first port is meant. */
function standInRef(ingress: Ingress): BackendRef | undefined {
	const service = new Annotations(ingress).text('default-backend');
	const { namespace = 'default', name } = ingress.metadata;
	return service === ''
		? undefined
		: { namespace, service, port: '', name: `custom-default-backend-${namespace}-${name}` };
}

export function backendRef(ingress: Ingress, backend: IngressBackend | undefined): BackendRef | undefined {
	const service = backend?.service;
	if (service === undefined) return undefined;
	const { namespace = 'default' } = ingress.metadata;
	const port = String(service.port?.name ?? service.port?.number ?? '');
	return { namespace, service: service.name, port, name: `${namespace}-${service.name}-${port}` };
}

function addCanary(servers: ReadonlyMap<string, VirtualServer>, ingress: Ingress): void {
	const rule = canaryRule(ingress);
	if (rule === undefined) return;
	for (const { host = '', http } of ingress.spec.rules ?? []) {
		const server = servers.get(host === '' ? '_' : host);
		for (const { path = '/', backend } of http?.paths ?? []) {
			const ref = backendRef(ingress, backend);
			for (const location of server?.locations ?? []) {
				const isSame = ref !== undefined && location.backend?.name !== ref.name;
				if (isSame && location.written === (path === '' ? '/' : path)) location.canaries.push({ rule, backend: ref });
			}
		}
	}
}

/** Once one path of a host is a pattern, all of them are. Models template.go enforceRegexModifier and buildLocation. */
function arranged(locations: readonly Location[]): Location[] {
	const asPatterns = locations.some(({ options, written }) => isPattern(options, written));
	const out: Location[] = [];
	for (const location of locations) {
		const { written, options, match, path } = location;
		const rewrite = isRewritten(options, written) ? compiled(written) : undefined;
		const isSegments = match === 'prefix' && path !== '/' && path.endsWith('/');
		const plain = written.replace(/\/$/, '');
		const hasExact = locations.some((each) => each.match === 'exact' && each.written === plain);
		const paths = isPattern(options, written) ? [written] : isSegments && !hasExact ? [path, plain] : [path];
		for (const each of paths) {
			if (asPatterns) {
				out.push({ ...location, match: 'regex', path: each, regexp: compiled(`^${each}`), rewrite });
			} else out.push({ ...location, match: each === path ? match : 'exact', path: each, rewrite });
		}
	}
	return out.sort((a, b) => b.path.length - a.path.length || (a.path > b.path ? -1 : 1));
}

function isRewritten(options: LocationOptions, written: string): boolean {
	return options.rewriteTarget !== '' && options.rewriteTarget !== written;
}

function isPattern(options: LocationOptions, written: string): boolean {
	return options.useRegex || isRewritten(options, written);
}

/** A pattern that RE2 does not read matches nothing. */
function compiled(pattern: string): Regexp | undefined {
	try {
		return compileRe2(pattern, { ignoreCase: true });
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return undefined;
		throw error;
	}
}

/** The server of a name: itself, an alias, a wildcard of one label more, the catch-all. */
export function serverNamed(servers: ReadonlyMap<string, VirtualServer>, host: string): VirtualServer {
	const known = servers.get(host);
	if (known !== undefined) return known;
	for (const server of servers.values()) if (server.aliases.includes(host)) return server;
	// from-to-www-redirect: the other of the two names.
	const other = servers.get(host.startsWith('www.') ? host.slice(4) : `www.${host}`);
	if (other?.locations.some(({ options }) => options.wwwRedirect) === true) return other;
	const wildcard = servers.get(`*${host.slice(Math.max(0, host.indexOf('.')))}`);
	return wildcard ?? (servers.get('_') as VirtualServer);
}

/** Exact before patterns before the longest prefix, as nginx chooses. */
export function locationFor(server: VirtualServer, path: string): Location | undefined {
	const exact = server.locations.find((each) => each.match === 'exact' && each.path === path);
	if (exact !== undefined) return exact;
	const pattern = server.locations.find((each) => each.match === 'regex' && each.regexp?.test(path) === true);
	return pattern ?? server.locations.find((each) => each.match === 'prefix' && path.startsWith(each.path));
}
