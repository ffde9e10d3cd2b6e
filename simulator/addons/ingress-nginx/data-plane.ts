import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { parseTarget } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { addressIn } from '../serving/address-ranges.ts';
import type { Address } from '../serving/endpoints.ts';
import { askUpstream, nginxPage, passedAnswer, passedHeaders, UpstreamFailure } from '../serving/upstream.ts';
import { basicAuthProblem } from './basic-auth.ts';
import { chosenBackend } from './canary.ts';
import { cookieOf } from './cookies.ts';
import { corsHeaders } from './cors.ts';
import { askExternalAuth, type ExternalVerdict } from './external-auth.ts';
import { RequestRate } from './request-rate.ts';
import { type BackendRef, type Location, locationFor, serverNamed, type VirtualServer } from './routes.ts';

/** What the proxy has to know of the cluster. */
export interface ProxyState {
	readonly servers: () => ReadonlyMap<string, VirtualServer>;
	readonly endpoints: (backend: BackendRef) => readonly Address[];
	/** Addresses of a name; [] when there is none. */
	readonly resolve: (name: string) => Task<readonly string[]>;
	/** A Secret's data, decoded. */
	readonly secret: (name: string) => ReadonlyMap<string, string> | undefined;
	readonly hsts: () => boolean;
	readonly redirectCode: () => number;
	readonly logError: (text: string) => Task<void>;
}

/** What the access log tells of a request. */
export interface Served {
	readonly answer: HttpAnswer;
	readonly backend: string;
	readonly alternative: string;
	readonly upstreams: readonly { readonly address: string; readonly status: number; readonly length: number }[];
	readonly requestId: string;
	readonly logged: boolean;
}

const TRIES_MAX = 3;
const HSTS = ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'] as const;
const DEFAULT_BACKEND = 'upstream-default-backend';

/** Answers requests as the nginx that the controller configures. */
export class DataPlane {
	readonly #process: Process;
	readonly #rates = new Map<string, RequestRate>();
	#turn = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	*serve(request: HttpRequest, state: ProxyState): Task<Served> {
		const requestId = this.#requestId();
		const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
		const server = serverNamed(state.servers(), host);
		const path = parseTarget(request.target.startsWith('/') ? request.target : '/')?.path ?? '/';
		const location = locationFor(server, path);
		const one = new OneRequest({ request, path, host, server, location, id: requestId });
		const served = yield* this.#answer(one, state);
		if (request.hello === undefined || !state.hsts()) return served;
		return { ...served, answer: { ...served.answer, headers: [...served.answer.headers, HSTS] } };
	}

	#requestId(): string {
		let id = '';
		for (let i = 0; i < 4; i++) id += this.#process.randomUint32().toString(16).padStart(8, '0');
		return id;
	}

	*#answer(one: OneRequest, state: ProxyState): Task<Served> {
		const { location, server } = one;
		if (location === undefined) {
			const fallback = server.fallback;
			if (fallback === undefined) return one.local(nginxPage(404, this.#process), DEFAULT_BACKEND, true);
			return yield* this.#proxy(one, state, fallback.backend, undefined);
		}
		const early = this.#beforeProxy(one, location, state);
		if (early !== undefined) return one.local(early, location.backend?.name ?? '', false);
		let granted: ExternalVerdict | undefined;
		if (location.options.externalAuth !== undefined) {
			granted = yield* askExternalAuth(this.#process, location.options.externalAuth, one.request, state.resolve);
			if (granted.refusal !== undefined) return one.local(granted.refusal, location.backend?.name ?? '', false);
		}
		if (location.backend === undefined) return one.local(nginxPage(404, this.#process), DEFAULT_BACKEND, true);
		const canary = chosenBackend(location, one.request, () => this.#process.randomUint32());
		const served = yield* this.#proxy(one, state, canary ?? location.backend, location, canary?.name, granted?.headers);
		if (granted === undefined || granted.cookies.length === 0) return served;
		const cookies = granted.cookies.map((value) => ['Set-Cookie', value] as const);
		return { ...served, answer: { ...served.answer, headers: [...served.answer.headers, ...cookies] } };
	}

	/** What nginx's phases before the content answer. */
	#beforeProxy(one: OneRequest, location: Location, state: ProxyState): HttpAnswer | undefined {
		const { options } = location;
		const { request, server } = one;
		const process = this.#process;
		const isSecure = request.hello !== undefined;
		const wantsTls = options.forceSslRedirect || (options.sslRedirect && server.secret !== undefined);
		if (!isSecure && wantsTls && request.headers.get('x-forwarded-proto') !== 'https') {
			const to = `https://${one.host}${request.target}`;
			return nginxPage(state.redirectCode(), process, [['Location', to]]);
		}
		if (options.wwwRedirect && one.host !== server.name && server.name !== '_' && !server.aliases.includes(one.host)) {
			const to = `${isSecure ? 'https' : 'http'}://${server.name}${request.target}`;
			return nginxPage(state.redirectCode(), process, [['Location', to]]);
		}
		if (options.appRoot !== '' && one.path === '/') {
			const scheme = isSecure ? 'https' : 'http';
			const to = `${scheme}://${request.headers.get('host') ?? ''}${options.appRoot}`;
			return nginxPage(302, process, [['Location', to]]);
		}
		if (options.redirect !== undefined) {
			const to = options.redirect.url.replaceAll('$request_uri', request.target).replaceAll('$host', one.host);
			return nginxPage(options.redirect.code, process, [['Location', to]]);
		}
		const client = request.remote.address;
		const isRefused =
			(options.allow.length > 0 && !options.allow.some((range) => addressIn(client, range))) ||
			options.deny.some((range) => addressIn(client, range));
		if (isRefused) return nginxPage(403, process);
		if (this.#isTooMuch(location, client)) return nginxPage(503, process);
		if (options.cors !== undefined && request.method === 'OPTIONS') {
			return nginxPage204(process, corsHeaders(options.cors, request, true));
		}
		const { auth } = options;
		if (auth !== undefined) {
			const status = basicAuthProblem(auth, request.headers.get('authorization'), state.secret(auth.secret));
			if (status === 401) {
				return nginxPage(401, process, [['WWW-Authenticate', `Basic realm="${auth.realm}"`]]);
			}
			if (status !== undefined) return nginxPage(status, process);
		}
		return request.body.length > options.bodyBytesMax ? nginxPage(413, process) : undefined;
	}

	#isTooMuch({ options, ingress }: Location, client: string): boolean {
		const { limitRps, limitRpm, limitBurst } = options;
		if (limitRps === 0 && limitRpm === 0) return false;
		const key = `${ingress.metadata.uid}/${client}`;
		let rate = this.#rates.get(key);
		if (rate === undefined) {
			rate = new RequestRate();
			this.#rates.set(key, rate);
		}
		const perSecond = limitRps > 0 ? limitRps : limitRpm / 60;
		return !rate.admits(this.#process.now(), perSecond, (limitRps > 0 ? limitRps : limitRpm) * limitBurst);
	}

	*#proxy(
		one: OneRequest,
		state: ProxyState,
		backend: BackendRef,
		location: Location | undefined,
		alternative = '',
		granted: ExternalVerdict['headers'] = [],
	): Task<Served> {
		const own = yield* resolved(state, state.endpoints(backend));
		const standIn = location?.standIn;
		const members = own.length > 0 || standIn === undefined ? own : yield* resolved(state, state.endpoints(standIn));
		const options = location?.options;
		const shown = location?.backend?.name ?? backend.name;
		if (members.length === 0) return one.local(nginxPage(503, this.#process), shown, false, alternative);
		const affinity = options?.affinity;
		const sticky = affinity === undefined ? undefined : one.cookie(affinity.name);
		const first = sticky === undefined ? this.#turn++ % members.length : hashOf(sticky) % members.length;
		const tried: { address: string; status: number; length: number }[] = [];
		const headers = passedHeaders(one.request, [...one.forwarded(options), ...granted]);
		const target = one.rewritten(location);
		let timedOut = false;
		for (let turn = 0; turn < Math.min(TRIES_MAX, Math.max(members.length, 1)); turn++) {
			const to = members[(first + turn) % members.length] as Address;
			const address = `${to.host}:${to.port}`;
			try {
				const { method, body } = one.request;
				const secure = options?.secureBackend === true;
				const upstream = { address: to.host, port: to.port, secure };
				const answer = yield* askUpstream(this.#process, upstream, { method, target, headers, body });
				tried.push({ address, status: answer.status, length: answer.body.length });
				if (standIn !== undefined && backend !== standIn && options?.customErrors.includes(answer.status)) {
					return yield* this.#errorPage(one, state, location, standIn, answer.status);
				}
				const passed = passedAnswer(answer, this.#process);
				const extra = [
					...(affinity === undefined || sticky !== undefined ? [] : [this.#stickyCookie(affinity, location, members)]),
					...(options?.cors === undefined ? [] : corsHeaders(options.cors, one.request, false)),
				];
				return one.answered({ ...passed, headers: [...passed.headers, ...extra] }, shown, alternative, tried, location);
			} catch (error) {
				if (!(error instanceof UpstreamFailure)) throw error;
				timedOut = error.timedOut;
				tried.push({ address, status: timedOut ? 504 : 502, length: 0 });
				yield* state.logError(`${error.message}, ${one.context(`http://${address}${target}`)}`);
			}
		}
		return one.answered(nginxPage(timedOut ? 504 : 502, this.#process), shown, alternative, tried, location);
	}

	/** The page of the default backend for an error, told which one and of whom. Models template.go's custom error locations. */
	*#errorPage(
		one: OneRequest,
		state: ProxyState,
		location: Location | undefined,
		standIn: BackendRef,
		status: number,
	): Task<Served> {
		const { namespace = '', name } = location?.ingress.metadata ?? { name: '' };
		const about = [
			['X-Code', String(status)],
			['X-Format', one.request.headers.get('accept') ?? ''],
			['X-Original-URI', one.request.target],
			['X-Namespace', namespace],
			['X-Ingress-Name', name],
			['X-Service-Name', location?.backend?.service ?? ''],
		] as const;
		const served = yield* this.#proxy(one, state, standIn, location, '', about);
		return { ...served, answer: { ...served.answer, status } };
	}

	#stickyCookie(
		affinity: NonNullable<Location['options']['affinity']>,
		location: Location | undefined,
		members: readonly Address[],
	): readonly [string, string] {
		const random = this.#process.randomUint32() % 1_000;
		const value = `${(this.#process.now() / 1000).toFixed(3)}.${random}.${members.length}.${random}|${this.#requestId()}`;
		const age = affinity.maxAge === '' ? '' : `; Max-Age=${affinity.maxAge}`;
		const path = affinity.path || (location?.match === 'regex' ? '/' : (location?.written ?? '/'));
		const site = affinity.sameSite === '' ? '' : `; SameSite=${affinity.sameSite}`;
		return ['Set-Cookie', `${affinity.name}=${value}${age}; Path=${path}; HttpOnly${site}`];
	}
}

function nginxPage204(process: Process, extra: readonly (readonly [string, string])[]): HttpAnswer {
	const page = nginxPage(204, process, extra);
	return { ...page, body: '', headers: page.headers.filter(([name]) => !/^content-length$/i.test(name)) };
}

function* resolved(state: ProxyState, members: readonly Address[]): Task<readonly Address[]> {
	if (members.every(({ host }) => /^[\d.]+$/.test(host))) return members;
	const out: Address[] = [];
	for (const { host, port } of members) {
		for (const address of yield* state.resolve(host)) out.push({ host: address, port });
	}
	return out;
}

function hashOf(text: string): number {
	let hash = 0;
	for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
	return hash;
}

/** A request on its way, with what has been found out about it. */
class OneRequest {
	readonly request: HttpRequest;
	readonly path: string;
	readonly host: string;
	readonly server: VirtualServer;
	readonly location: Location | undefined;
	readonly #id: string;

	constructor(known: Pick<OneRequest, 'request' | 'path' | 'host' | 'server' | 'location'> & { readonly id: string }) {
		this.request = known.request;
		this.path = known.path;
		this.host = known.host;
		this.server = known.server;
		this.location = known.location;
		this.#id = known.id;
	}

	/** An answer that nginx gives itself. @param asUpstream whether it comes from the built-in default backend. */
	local(answer: HttpAnswer, backend: string, asUpstream: boolean, alternative = ''): Served {
		const length = answer.body.length;
		const upstreams = asUpstream ? [{ address: '127.0.0.1:8181', status: answer.status, length }] : [];
		const logged = this.location?.options.logged ?? true;
		return { answer, backend, alternative, upstreams, requestId: this.#id, logged };
	}

	answered(
		answer: HttpAnswer,
		backend: string,
		alternative: string,
		upstreams: Served['upstreams'],
		location: Location | undefined,
	): Served {
		const logged = location?.options.logged ?? true;
		return { answer, backend, alternative, upstreams, requestId: this.#id, logged };
	}

	cookie(name: string): string | undefined {
		return cookieOf(this.request, name);
	}

	/** Where it goes on to. */
	rewritten(location: Location | undefined): string {
		const { target } = this.request;
		const { rewrite, options } = location ?? {};
		if (rewrite === undefined || options === undefined) return target;
		const match = rewrite.exec(this.path);
		if (match === undefined) return target;
		const to = options.rewriteTarget.replace(/\$(\d)/g, (_, digit: string) => match.groups[Number(digit)] ?? '');
		const question = target.indexOf('?');
		return `${to === '' ? '/' : to}${question < 0 ? '' : target.slice(question)}`;
	}

	/** What the configuration sets, in its order. */
	forwarded(options: Location['options'] | undefined): readonly (readonly [string, string])[] {
		const { request } = this;
		const isSecure = request.hello !== undefined;
		const scheme = isSecure ? 'https' : 'http';
		const client = request.remote.address;
		const own = request.headers.get('host') ?? '';
		const before = request.headers.get('x-forwarded-for') ?? '';
		const prefix = options?.forwardedPrefix ?? '';
		return [
			['Host', options?.upstreamHost ? options.upstreamHost : own],
			['X-Request-ID', request.headers.get('x-request-id') ?? this.#id],
			['X-Real-IP', client],
			['X-Forwarded-For', client],
			['X-Forwarded-Host', own],
			['X-Forwarded-Port', isSecure ? '443' : '80'],
			['X-Forwarded-Proto', scheme],
			['X-Forwarded-Scheme', scheme],
			['X-Scheme', scheme],
			['X-Original-Forwarded-For', before],
			['X-Forwarded-Prefix', prefix],
		];
	}

	context(upstream: string): string {
		const { method, target, version, remote } = this.request;
		const line = `${method} ${target} ${version}`;
		return `client: ${remote.address}, server: ${this.server.name}, request: "${line}", upstream: "${upstream}", host: "${this.request.headers.get('host') ?? ''}"`;
	}
}
