import type { Process } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_DISTROLESS, ON_SCRATCH } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { isoStamp } from '../programs/log-stamps.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

// Servers that answer with what they were asked.

const MIB = 1024 ** 2;

function queryOf(request: HttpRequest): Record<string, string> {
	const query: Record<string, string> = Object.create(null) as Record<string, string>;
	const text = request.target.split('?')[1] ?? '';
	for (const part of text.split('&')) {
		if (part === '') continue;
		const [name = '', value = ''] = part.split('=');
		query[unescaped(name)] = unescaped(value);
	}
	return query;
}

function unescaped(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}

function headersOf(request: HttpRequest): [string, string][] {
	return request.headers.entries().map(([name, value]) => [name, value] as [string, string]);
}

/** {"host": "x"}: names in lower case, as node and Python's frameworks have them. */
function lowerHeaders(request: HttpRequest): Record<string, string> {
	return Object.fromEntries(headersOf(request).map(([name, value]) => [name.toLowerCase(), value]));
}

/** {"User-Agent": "curl/8"}, by name. */
function titleHeaders(request: HttpRequest): [string, string][] {
	const title = (name: string): string => name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
	return headersOf(request)
		.filter(([name]) => name.toLowerCase() !== 'connection')
		.map(([name, value]) => [title(name), value] as [string, string])
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

function json(value: unknown, indent = 0): Page {
	return {
		status: 200,
		headers: [['Content-Type', 'application/json; charset=utf-8']],
		body: JSON.stringify(value, undefined, indent),
	};
}

function plain(body: string, status = 200): Page {
	return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
}

const EALEN = cataloguedImage({
	names: 'ealen/echo-server',
	versions: [['0.9.2 latest 0.9.1 0.9.0 0.8.12 0.7.0 0.6.0 0.5.1', '2024-02-13', 33_402_114]],
	base: ON_ALPINE,
	cmd: ['node', 'webserver'],
	workingDir: '/app',
	ports: '80',
	programs: [
		[
			'/usr/local/bin/node',
			serverProgram({
				ports: (process) => [Number(process.env.get('PORT') ?? '80')],
				memoryBytes: 40 * MIB,
				ready: (process, port) =>
					`{"name":"echo-server","hostname":"${process.hostname}","pid":${process.pid},"level":30,"msg":"Listening on port ${port}.","time":"${isoStamp(process)}","v":0}\n`,
				page: (process, request) => {
					const query = queryOf(request);
					const body = query.echo_body;
					const status = Number(query.echo_code ?? '200');
					const answer = {
						host: { hostname: request.headers.get('host') ?? '', ip: `::ffff:${request.remote.address}`, ips: [] },
						http: { method: request.method, baseUrl: '', originalUrl: request.target, protocol: 'http' },
						request: { params: { 0: pathOf(request) }, query, cookies: {}, body: {}, headers: lowerHeaders(request) },
						environment: Object.fromEntries(process.env),
					};
					return {
						status: status >= 200 && status < 600 ? status : 200,
						headers: [['Content-Type', 'application/json; charset=utf-8']],
						body: body === undefined ? JSON.stringify(answer) : JSON.stringify(body),
					};
				},
				access: (process, request) =>
					`{"name":"echo-server","hostname":"${process.hostname}","pid":${process.pid},"level":30,"host":{"hostname":"${request.headers.get('host') ?? ''}"},"http":{"method":"${request.method}","originalUrl":"${pathOf(request)}"},"msg":"${isoStamp(process)} | [${request.method}] - http://${request.headers.get('host') ?? ''}${request.target}","time":"${isoStamp(process)}","v":0}\n`,
				end: { status: 143 },
			}),
		],
	],
});

/** Go's echo server for requests and WebSockets. Differs: no WebSockets. */
const JMALLOC = cataloguedImage({
	names: 'jmalloc/echo-server',
	versions: [['0.3.7 latest v0.3.7 0.3.6 0.3.1 0.3.0 0.2.0 0.1.0', '2024-08-20', 3_402_114]],
	base: ON_SCRATCH,
	entrypoint: ['/bin/echo-server'],
	env: () => [['PORT', '8080']],
	ports: '8080',
	programs: [
		[
			'/bin/echo-server',
			serverProgram({
				ports: (process) => [Number(process.env.get('PORT') ?? '8080')],
				begin: (process) => `Echo server listening on port ${process.env.get('PORT') ?? '8080'}.\n`,
				page: (process, request) => {
					const lines = titleHeaders(request)
						.filter(([name]) => name !== 'Host')
						.map(([name, value]) => `${name}: ${value}\n`);
					return plain(
						`Request served by ${process.hostname}\n\n${request.method} ${request.target} ${request.version}\n\nHost: ${request.headers.get('host') ?? ''}\n${lines.join('')}${request.body.length === 0 ? '' : `\n${decodeUtf8(request.body)}`}`,
					);
				},
				access: (_, request) =>
					`${request.remote.address}:${request.remote.port} | ${request.method} ${request.target}\n`,
				end: { status: 2 },
			}),
		],
	],
});

const MENDHAK = cataloguedImage({
	names: 'mendhak/http-https-echo ghcr.io/mendhak/http-https-echo',
	versions: [['38 latest 37 36 35 34 33 31 30 29 28 27 26 23 19', '2025-09-14', 40_402_114]],
	base: ON_ALPINE,
	cmd: ['node', './index.js'],
	user: 'node',
	workingDir: '/app',
	env: () => [
		['HTTP_PORT', '8080'],
		['HTTPS_PORT', '8443'],
	],
	ports: '8080 8443',
	accounts: ['node:x:1000:1000::/home/node:/bin/sh'],
	programs: [
		[
			'/usr/local/bin/node',
			serverProgram({
				ports: (process) => [
					Number(process.env.get('HTTP_PORT') ?? '8080'),
					Number(process.env.get('HTTPS_PORT') ?? '8443'),
				],
				securePorts: [8443],
				memoryBytes: 50 * MIB,
				begin: (process) =>
					`Listening on ports ${process.env.get('HTTP_PORT') ?? '8080'} for http, and ${process.env.get('HTTPS_PORT') ?? '8443'} for https.\n`,
				page: (process, request) => json(mendhakAnswer(process, request), 2),
				access: (process, request) =>
					process.env.get('DISABLE_REQUEST_LOGS') === 'true'
						? ''
						: `-----------------\n${JSON.stringify(mendhakAnswer(process, request), undefined, 2)}\n::ffff:${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" 200 - "-" "${request.headers.get('user-agent') ?? '-'}"\n`,
				end: { say: () => 'SIGTERM signal received: closing HTTP server\n', status: 0 },
			}),
		],
	],
});

function mendhakAnswer(process: Process, request: HttpRequest): object {
	const host = request.headers.get('host') ?? '';
	return {
		path: pathOf(request),
		headers: lowerHeaders(request),
		method: request.method,
		body: decodeUtf8(request.body),
		fresh: false,
		hostname: host.replace(/:\d+$/, ''),
		ip: `::ffff:${request.remote.address}`,
		ips: [],
		protocol: request.hello === undefined ? 'http' : 'https',
		query: queryOf(request),
		subdomains: [],
		xhr: false,
		os: { hostname: process.hostname },
		connection: {},
	};
}

function bin(process: Process, request: HttpRequest, lists: boolean): Page | undefined {
	const path = pathOf(request);
	const host = request.headers.get('host') ?? '';
	const value = (text: string): string | string[] => (lists ? [text] : text);
	const headers = Object.fromEntries(titleHeaders(request).map(([name, text]) => [name, value(text)]));
	const args = Object.fromEntries(Object.entries(queryOf(request)).map(([name, text]) => [name, value(text)]));
	const url = `http://${host}${request.target}`;
	const origin = request.remote.address;
	const shown = (more: object): Page => json({ args, headers, ...more, origin, url }, 2);
	const [, status] = /^\/status\/(\d{3})$/.exec(path) ?? [];
	if (status !== undefined) return { status: Number(status), body: '' };
	switch (path) {
		case '/':
			return '<!DOCTYPE html>\n<html lang="en">\n<head>\n    <meta charset="UTF-8">\n    <title>httpbin.org</title>\n</head>\n<body>\n</body>\n</html>\n';
		case '/get':
			return request.method === 'GET' ? shown({}) : { status: 405, body: '' };
		case '/post':
		case '/put':
		case '/patch':
		case '/delete':
			if (request.method.toLowerCase() !== path.slice(1)) return { status: 405, body: '' };
			return shown({ data: decodeUtf8(request.body), files: {}, form: {}, json: jsonOf(request) });
		case '/anything':
			return shown({
				method: request.method,
				data: decodeUtf8(request.body),
				files: {},
				form: {},
				json: jsonOf(request),
			});
		case '/headers':
			return json({ headers }, 2);
		case '/ip':
			return json({ origin }, 2);
		case '/user-agent':
			return json({ 'user-agent': request.headers.get('user-agent') ?? null }, 2);
		case '/uuid':
			return json(
				{
					uuid: [8, 4, 4, 4, 12]
						.map((length) => Array.from({ length }, () => (process.randomUint32() % 16).toString(16)).join(''))
						.join('-'),
				},
				2,
			);
		case '/hostname':
			return lists ? json({ hostname: process.hostname }, 2) : undefined;
		case '/robots.txt':
			return plain('User-agent: *\nDisallow: /deny\n');
		default:
			return undefined;
	}
}

function jsonOf(request: HttpRequest): unknown {
	try {
		return JSON.parse(decodeUtf8(request.body));
	} catch {
		return null;
	}
}

/** /delay/3 waits; everything else is answered at once. */
function* delayed(process: Process, request: HttpRequest, lists: boolean): Task<Page | undefined> {
	const [, seconds] = /^\/delay\/(\d+(?:\.\d+)?)$/.exec(pathOf(request)) ?? [];
	if (seconds === undefined) return bin(process, request, lists);
	yield* process.block(process.timer(process.now() + Math.min(10, Number(seconds)) * 1_000));
	return bin(process, { ...request, target: '/anything' }, lists);
}

const HTTPBIN = cataloguedImage({
	names: 'kennethreitz/httpbin kong/httpbin docker.io/istio/httpbin docker.io/arnaudlacour/httpbin',
	versions: [['latest 0.1.0 0.2.1', '2018-10-24', 180_402_114]],
	cmd: ['gunicorn', '-b', '0.0.0.0:80', 'httpbin:app', '-k', 'gevent'],
	workingDir: '/httpbin',
	env: () => [['WEB_CONCURRENCY', '1']],
	ports: '80',
	programs: [
		[
			'/usr/local/bin/gunicorn',
			serverProgram({
				ports: (process) => [Number(/:(\d+)$/.exec(process.argv.find((arg) => /:\d+$/.test(arg)) ?? '')?.[1] ?? '80')],
				memoryBytes: 50 * MIB,
				ready: (process, port) => {
					const line = (text: string, pid: number): string =>
						`[${isoStamp(process).slice(0, 19).replace('T', ' ')} +0000] [${pid}] [INFO] ${text}\n`;
					return (
						line('Starting gunicorn 19.9.0', 1) +
						line(`Listening at: http://0.0.0.0:${port} (1)`, 1) +
						line('Using worker: gevent', 1) +
						line('Booting worker with pid: 8', 8)
					);
				},
				serve: (process, request) => delayed(process, request, false),
				headers: [
					['Server', 'gunicorn/19.9.0'],
					['Access-Control-Allow-Origin', '*'],
					['Access-Control-Allow-Credentials', 'true'],
				],
				missing: {
					status: 404,
					headers: [['Content-Type', 'text/html']],
					body: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
				},
				logTo: 2,
				end: { status: 0 },
			}),
		],
	],
});

const GO_HTTPBIN = cataloguedImage({
	names: 'mccutchen/go-httpbin ghcr.io/mccutchen/go-httpbin',
	versions: [
		[
			'v2.18.3 2.18.3 2.18 2 v2 latest v2.18.1 v2.17.1 v2.15.0 2.15.0 v2.14.0 v2.13.1 v2.11.0 v2.9.0 v2.5.0 2.5.0 v2.4.0',
			'2025-08-01',
			7_402_114,
		],
	],
	base: ON_DISTROLESS,
	cmd: ['/bin/go-httpbin'],
	ports: '8080',
	programs: [
		[
			'/bin/go-httpbin',
			serverProgram({
				ports: (process) => [Number(goFlag(process.argv.slice(1), 'port') ?? process.env.get('PORT') ?? '8080')],
				begin: (process) =>
					`time=${isoStamp(process)} level=INFO msg="go-httpbin listening on http://0.0.0.0:${goFlag(process.argv.slice(1), 'port') ?? process.env.get('PORT') ?? '8080'}"\n`,
				serve: (process, request) => delayed(process, request, true),
				headers: [
					['Access-Control-Allow-Credentials', 'true'],
					['Access-Control-Allow-Origin', '*'],
				],
				access: (process, request, answer, bytes) =>
					`time=${isoStamp(process)} level=INFO msg="${answer.status} ${request.method} ${request.target} 0.1ms" status=${answer.status} method=${request.method} uri=${request.target} size_bytes=${bytes} duration_ms=0.1 user_agent=${request.headers.get('user-agent') ?? '""'} client_ip=${request.remote.address}\n`,
				end: { status: 0 },
			}),
		],
	],
});

const HELLO_KUBERNETES = cataloguedImage({
	names: 'paulbouwer/hello-kubernetes docker.io/pbouwer/hello-kubernetes',
	versions: [['1.10 1.10.1 1.9 1.8 1.7 1.6 1.5 1.4 1 latest', '2021-07-28', 37_402_114]],
	base: ON_ALPINE,
	cmd: ['npm', 'start'],
	user: 'node',
	workingDir: '/usr/src/app',
	env: () => [['PORT', '8080']],
	accounts: ['node:x:1000:1000::/home/node:/bin/sh'],
	ports: '8080',
	programs: [
		[
			'/usr/local/bin/npm',
			serverProgram({
				ports: (process) => [Number(process.env.get('PORT') ?? '8080')],
				memoryBytes: 40 * MIB,
				begin: (process) =>
					`\n> hello-kubernetes@1.10.0 start\n> node server.js\n\n{"level":30,"time":${process.now()},"pid":18,"hostname":"${process.hostname}","msg":"Listening on: http://${process.hostname}:${process.env.get('PORT') ?? '8080'}"}\n`,
				page: (process, request) => {
					if (pathOf(request) !== '/') return undefined;
					const fact = (name: string): string => process.env.get(name) ?? '-';
					return `<!DOCTYPE html>\n<html>\n<head>\n    <title>Hello Kubernetes!</title>\n</head>\n<body>\n<div class="main">\n    <div class="content">\n        <div id="message">\n  ${process.env.get('MESSAGE') ?? 'Hello world!'}\n</div>\n<div id="info">\n  <table>\n    <tr><th>namespace:</th><td>${fact('KUBERNETES_NAMESPACE')}</td></tr>\n    <tr><th>pod:</th><td>${process.env.get('KUBERNETES_POD_NAME') ?? process.hostname}</td></tr>\n    <tr><th>node:</th><td>${fact('KUBERNETES_NODE_NAME')} (Linux 6.8.0-51-generic)</td></tr>\n  </table>\n</div>\n    </div>\n</div>\n</body>\n</html>\n`;
				},
				missing: {
					status: 404,
					headers: [['Content-Type', 'text/html; charset=utf-8']],
					body: '<!DOCTYPE html>\n<html lang="en">\n<body>\n<pre>Cannot GET</pre>\n</body>\n</html>\n',
				},
				end: { status: 143 },
			}),
		],
	],
});

const RANCHER_HELLO = cataloguedImage({
	names: 'rancher/hello-world',
	versions: [['latest v0.1.2 v0.1.0', '2020-09-24', 2_402_114]],
	base: ON_ALPINE,
	cmd: ['hello-world'],
	ports: '80',
	programs: [
		[
			'/bin/hello-world',
			serverProgram({
				ports: [80],
				page: (process, request) =>
					`<!DOCTYPE html>\n<html>\n\t<head>\n\t\t<title>Rancher</title>\n\t</head>\n\t<body>\n\t\t<h1>Hello world!</h1>\n\t\t<h3>My hostname is ${process.hostname}</h3>\n\t\t<div id='Services'>\n\t\t\t<b>Request info</b><br />\n\t\t\tHost: ${request.headers.get('host') ?? ''}\n\t\t</div>\n\t</body>\n</html>\n`,
				end: { status: 2 },
			}),
			6_102_114,
		],
	],
});

export const ECHO_SERVERS: readonly ImageRepository[] = [
	EALEN,
	JMALLOC,
	MENDHAK,
	HTTPBIN,
	GO_HTTPBIN,
	HELLO_KUBERNETES,
	RANCHER_HELLO,
];
