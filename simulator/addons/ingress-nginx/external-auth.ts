import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { parseUrl, queryEscape } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { askUpstream, nginxPage, passedHeaders, UpstreamFailure } from '../serving/upstream.ts';

/** Somebody else decides who may come. */
export interface ExternalAuth {
	readonly url: string;
	readonly method: string;
	/** Where those go who may not; '' for a 401. */
	readonly signIn: string;
	readonly redirectParameter: string;
	/** Headers of its answer that go on to the backend. */
	readonly passed: readonly string[];
}

export interface ExternalVerdict {
	/** What is answered instead; undefined: come in. */
	readonly refusal: HttpAnswer | undefined;
	readonly headers: readonly (readonly [string, string])[];
	readonly cookies: readonly string[];
}

type Resolve = (name: string) => Task<readonly string[]>;

/** Asks before a request goes on. Models ngx_http_auth_request_module as the controller's template uses it. */
export function* askExternalAuth(
	process: Process,
	auth: ExternalAuth,
	request: HttpRequest,
	resolve: Resolve,
): Task<ExternalVerdict> {
	const host = request.headers.get('host') ?? '';
	const scheme = request.hello === undefined ? 'http' : 'https';
	const fill = (text: string): string =>
		text
			.replaceAll('$escaped_request_uri', queryEscape(request.target))
			.replaceAll('$request_uri', request.target)
			.replaceAll('$http_host', host)
			.replaceAll('$host', host.replace(/:\d+$/, ''))
			.replaceAll('$scheme', scheme);
	const refused = (refusal: HttpAnswer): ExternalVerdict => ({ refusal, headers: [], cookies: [] });
	const url = parseUrl(fill(auth.url));
	if (url === undefined) return refused(nginxPage(500, process));
	const addresses = /^[\d.]+$/.test(url.host) ? [url.host] : yield* resolve(url.host);
	if (addresses.length === 0) return refused(nginxPage(500, process));
	const secure = url.scheme === 'https';
	const headers = passedHeaders(request, [
		['Host', url.host],
		['X-Original-URL', `${scheme}://${host}${request.target}`],
		['X-Original-Method', request.method],
		['X-Sent-From', 'nginx-ingress-controller'],
		['X-Real-IP', request.remote.address],
		['X-Forwarded-For', request.remote.address],
		['X-Auth-Request-Redirect', request.target],
		['Content-Length', ''],
	]);
	const target = { address: addresses[0] as string, port: url.port ?? (secure ? 443 : 80), secure };
	try {
		const method = auth.method === '' ? 'GET' : auth.method;
		const answer = yield* askUpstream(process, target, {
			method,
			target: `${url.path}${url.query === '' ? '' : `?${url.query}`}`,
			headers,
			body: NOTHING,
		});
		if (answer.status >= 200 && answer.status < 300) {
			return {
				refusal: undefined,
				headers: auth.passed.flatMap((name) => answer.headers.all(name).map((value) => [name, value] as const)),
				cookies: answer.headers.all('set-cookie'),
			};
		}
		if (answer.status === 401 && auth.signIn !== '') {
			const to = fill(auth.signIn);
			const name = `${auth.redirectParameter}=`;
			const isNamed = to.includes(`?${name}`) || to.includes(`&${name}`);
			const back = `${to.includes('?') ? '&' : '?'}${name}${scheme}://${host}${queryEscape(request.target)}`;
			return refused(nginxPage(302, process, [['Location', isNamed ? to : `${to}${back}`]]));
		}
		if (answer.status === 401) {
			const asks = answer.headers.all('www-authenticate').map((value) => ['WWW-Authenticate', value] as const);
			return refused(nginxPage(401, process, asks));
		}
		return refused(nginxPage(answer.status === 403 ? 403 : 500, process));
	} catch (error) {
		if (!(error instanceof UpstreamFailure)) throw error;
		return refused(nginxPage(500, process));
	}
}

const NOTHING = new Uint8Array();
