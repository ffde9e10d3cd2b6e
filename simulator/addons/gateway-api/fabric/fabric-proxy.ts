import { TransportError } from '../../../client/transport.ts';
import { SocketTransport } from '../../../commands/kubectl/transport.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { goLogStamp } from '../../../kubelet/images/programs/simple-http.ts';
import { HttpHeaders } from '../../../machinery/http/http-message.ts';
import { parseTarget } from '../../../machinery/http/url.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { readText } from '../../in-cluster-transport.ts';
import { askUpstream, nginxPage, passedAnswer, passedHeaders, UpstreamFailure } from '../../serving/upstream.ts';
import {
	type BackendConfig,
	hostMatches,
	type ListenerConfig,
	type ProxyConfig,
	type RouteConfig,
} from './proxy-config.ts';
import type { HeaderChange, PathChange, ValueMatch } from './types.ts';

const MIB = 1024 ** 2;
const RETRY_MS = 2_000;
const SERVER = 'nginx';

/** A Gateway's nginx with its agent: it asks the control plane for its configuration, and waits there for the next. */
export class FabricProxy {
	readonly #process: Process;
	readonly #group = new TaskGroup();
	readonly #listening = new Set<number>();
	#config: ProxyConfig | undefined;
	#turn = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	*run(): Task<number> {
		const process = this.#process;
		serveHttp(process, this.#group, '0.0.0.0', 8081, {
			handle: (request) => this.#health(request),
			vouchedStatus: (target) => (target === '/readyz' ? (this.#config === undefined ? 503 : 200) : undefined),
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		yield* this.#log('[notice] 1#1: start worker processes');
		process.rest({ cpuMillicores: 1, memoryBytes: 40 * MIB });
		this.#group.add(this.#followConfig());
		process.onSignal('TERM', 'catch');
		process.onSignal('QUIT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#log(text: string): Task<void> {
		return this.#process.write(2, encodeUtf8(`${goLogStamp(this.#process)} ${text}\n`));
	}

	*#health({ target }: HttpRequest): Task<HttpAnswer> {
		return nginxPage(target !== '/readyz' ? 404 : this.#config === undefined ? 503 : 200, this.#process, [], SERVER);
	}

	*#followConfig(): Task<void> {
		const { env } = this.#process;
		const transport = new SocketTransport(this.#process, {
			server: `https://${env.get('CONTROL_PLANE') ?? ''}`,
			caPem: yield* readText(this.#process, '/var/run/secrets/ngf/ca.crt'),
			insecure: false,
		});
		const gateway = env.get('GATEWAY') ?? '';
		for (let version = ''; ; ) {
			try {
				const path = `/config/${gateway}/${version === '' ? '0' : version}`;
				const { status, body, headers } = yield* transport.request({ method: 'GET', path });
				if (status !== 200) {
					yield* this.#process.sleep(RETRY_MS);
					continue;
				}
				version = String(headers.get('x-version') ?? '');
				this.#config = body as ProxyConfig;
				yield* this.#log('[notice] 1#1: signal 1 (SIGHUP) received from 8, reconfiguring');
				this.#listen();
			} catch (error) {
				if (!(error instanceof TransportError)) throw error;
				yield* this.#log(`[error] agent: unable to reach the control plane: ${error.detail}`);
				yield* this.#process.sleep(RETRY_MS);
			}
		}
	}

	#listen(): void {
		for (const { port, certificate } of this.#config?.listeners ?? []) {
			if (this.#listening.has(port)) continue;
			this.#listening.add(port);
			serveHttp(this.#process, this.#group, '0.0.0.0', port, {
				handle: (request) => this.#serve(request),
				refuse: (status) => ({ ...nginxPage(status, this.#process, [], SERVER), close: true }),
				bodyBytesMax: 16 * MIB,
				...(certificate !== undefined && {
					secure: (duplex) => serverHandshake(duplex, ({ serverName }) => this.#certificate(port, serverName)),
				}),
			});
		}
	}

	#certificate(port: number, serverName: string): string {
		const secure = this.#listeners(port).filter(({ certificate }) => certificate !== undefined);
		const shown = secure.find(({ hostname }) => hostMatches(hostname, serverName.toLowerCase())) ?? secure[0];
		return shown?.certificate ?? '';
	}

	/** Those of a port, the most precise host first. */
	#listeners(port: number): readonly ListenerConfig[] {
		const listeners = (this.#config?.listeners ?? []).filter((each) => each.port === port);
		const rank = ({ hostname }: ListenerConfig): number => (hostname.startsWith('*') ? 1 : hostname === '' ? 0 : 2);
		return [...listeners].sort((a, b) => rank(b) - rank(a) || b.hostname.length - a.hostname.length);
	}

	*#serve(request: HttpRequest): Task<HttpAnswer> {
		const answer = yield* this.#answer(request);
		const of = (name: string): string => request.headers.get(name) ?? '-';
		const time = commonLogTime(this.#process.now());
		const line = `${request.remote.address} - - [${time}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${answer.body.length} "${of('referer')}" "${of('user-agent')}"\n`;
		yield* this.#process.write(1, encodeUtf8(line));
		return answer;
	}

	*#answer(request: HttpRequest): Task<HttpAnswer> {
		const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
		const listener = this.#listeners(request.local.port).find(({ hostname }) => hostMatches(hostname, host));
		const target = parseTarget(request.target.startsWith('/') ? request.target : '/');
		const route = listener?.routes.find(
			(each) => hostMatches(each.hostname, host) && routeMatches(each, request, target?.path ?? '/', target?.query),
		);
		if (route === undefined) return nginxPage(404, this.#process, [], SERVER);
		const redirect = route.filters.find(({ type }) => type === 'RequestRedirect')?.requestRedirect;
		if (redirect !== undefined) return this.#redirected(request, route, redirect, host);
		return yield* this.#proxy(request, route, host);
	}

	#redirected(
		request: HttpRequest,
		route: RouteConfig,
		redirect: NonNullable<RouteConfig['filters'][number]['requestRedirect']>,
		host: string,
	): HttpAnswer {
		const isSecure = request.hello !== undefined;
		const scheme = redirect.scheme ?? (isSecure ? 'https' : 'http');
		const port = redirect.port ?? (redirect.scheme === undefined ? request.local.port : scheme === 'https' ? 443 : 80);
		const shown = (scheme === 'http' && port === 80) || (scheme === 'https' && port === 443) ? '' : `:${port}`;
		const path = changedTarget(request.target, route, redirect.path);
		const location = `${scheme}://${redirect.hostname ?? host}${shown}${path}`;
		return nginxPage(redirect.statusCode ?? 302, this.#process, [['Location', location]], SERVER);
	}

	*#proxy(request: HttpRequest, route: RouteConfig, host: string): Task<HttpAnswer> {
		const backend = this.#choose(route.backends);
		if (backend === undefined || backend.broken) return nginxPage(500, this.#process, [], SERVER);
		if (backend.endpoints.length === 0) return nginxPage(503, this.#process, [], SERVER);
		const rewrite = route.filters.find(({ type }) => type === 'URLRewrite')?.urlRewrite;
		const target = changedTarget(request.target, route, rewrite?.path);
		const headers = this.#headers(request, route, rewrite?.hostname ?? request.headers.get('host') ?? host);
		const { method, body } = request;
		for (const { host: address, port } of route.mirrors) {
			this.#group.add(this.#mirror({ method, target, headers, body }, address, port));
		}
		const first = this.#turn++;
		for (let turn = 0; turn < backend.endpoints.length; turn++) {
			const to = backend.endpoints[(first + turn) % backend.endpoints.length] as { host: string; port: number };
			try {
				const upstream = { address: to.host, port: to.port, secure: false };
				const answer = yield* askUpstream(this.#process, upstream, { method, target, headers, body });
				const passed = passedAnswer(answer, this.#process, SERVER);
				const change = route.filters.find(({ type }) => type === 'ResponseHeaderModifier')?.responseHeaderModifier;
				if (change === undefined) return passed;
				const changed = new HttpHeaders(passed.headers);
				changeHeaders(changed, change);
				return { ...passed, headers: changed.entries() };
			} catch (error) {
				if (!(error instanceof UpstreamFailure)) throw error;
				const line = `"${method} ${request.target} ${request.version}"`;
				yield* this.#log(
					`[error] 29#29: *${this.#turn} ${error.message}, client: ${request.remote.address}, server: ${host}, request: ${line}, upstream: "http://${to.host}:${to.port}${target}", host: "${host}"`,
				);
			}
		}
		return nginxPage(502, this.#process, [], SERVER);
	}

	*#mirror(
		request: { method: string; target: string; headers: HttpHeaders; body: Uint8Array },
		address: string,
		port: number,
	): Task<void> {
		try {
			yield* askUpstream(this.#process, { address, port, secure: false }, request);
		} catch (error) {
			if (!(error instanceof UpstreamFailure)) throw error;
		}
	}

	/** By weight; a broken one keeps its share. Models split_clients. */
	#choose(backends: readonly BackendConfig[]): BackendConfig | undefined {
		const total = backends.reduce((sum, { weight }) => sum + weight, 0);
		if (total === 0) return undefined;
		let left = this.#process.randomUint32() % total;
		return backends.find(({ weight }) => {
			left -= weight;
			return left < 0;
		});
	}

	#headers(request: HttpRequest, route: RouteConfig, host: string): HttpHeaders {
		const scheme = request.hello === undefined ? 'http' : 'https';
		const before = request.headers.get('x-forwarded-for');
		const client = request.remote.address;
		const headers = passedHeaders(request, [
			['Host', host],
			['X-Forwarded-For', before === undefined ? client : `${before}, ${client}`],
			['X-Real-IP', client],
			['X-Forwarded-Proto', scheme],
			['X-Forwarded-Host', request.headers.get('host') ?? ''],
			['X-Forwarded-Port', String(request.local.port)],
		]);
		const change = route.filters.find(({ type }) => type === 'RequestHeaderModifier')?.requestHeaderModifier;
		if (change !== undefined) changeHeaders(headers, change);
		return headers;
	}
}

function changeHeaders(headers: HttpHeaders, { set = [], add = [], remove = [] }: HeaderChange): void {
	for (const { name, value } of set) headers.set(name, value);
	for (const { name, value } of add) headers.add(name, value);
	for (const name of remove) headers.delete(name);
}

function changedTarget(target: string, { match }: RouteConfig, change: PathChange | undefined): string {
	if (change === undefined) return target;
	const question = target.indexOf('?');
	const path = question < 0 ? target : target.slice(0, question);
	const query = question < 0 ? '' : target.slice(question);
	if (change.type === 'ReplaceFullPath') return `${change.replaceFullPath || '/'}${query}`;
	const prefix = (match.path?.value ?? '/').replace(/\/$/, '');
	const rest = path.slice(prefix.length).replace(/^\//, '');
	const base = (change.replacePrefixMatch ?? '').replace(/\/$/, '');
	return `${rest === '' && base !== '' ? base : `${base}/${rest}`}${query}`;
}

function routeMatches(
	{ match }: RouteConfig,
	request: HttpRequest,
	path: string,
	query: ReadonlyMap<string, readonly string[]> | undefined,
): boolean {
	return (
		pathMatches(match.path, path) &&
		(match.method === undefined || match.method === request.method) &&
		(match.headers ?? []).every((each) => valueMatches(each, request.headers.get(each.name))) &&
		(match.queryParams ?? []).every((each) => valueMatches(each, query?.get(each.name)?.[0]))
	);
}

function pathMatches(wanted: { type?: string; value?: string } | undefined, path: string): boolean {
	const { type = 'PathPrefix', value = '/' } = wanted ?? {};
	if (type === 'Exact') return path === value;
	if (type === 'RegularExpression') return patternMatches(`^${value}`, path);
	const prefix = value.replace(/\/$/, '');
	return path === prefix || path.startsWith(`${prefix}/`);
}

function valueMatches({ type, value }: ValueMatch, actual: string | undefined): boolean {
	if (actual === undefined) return false;
	return type === 'RegularExpression' ? patternMatches(value, actual) : value === actual;
}

function patternMatches(pattern: string, text: string): boolean {
	try {
		return compileRe2(pattern).test(text);
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return false;
		throw error;
	}
}
