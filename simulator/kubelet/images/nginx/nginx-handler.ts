import { type Process, type Stat, SystemError } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { parseTarget } from '../../../machinery/http/url.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { expand } from './nginx-expand.ts';
import type { NginxLocation, NginxModel, NginxServer, Scope } from './nginx-model.ts';
import { clientOf, clientRefusal } from './nginx-peers.ts';
import { proxyRequest } from './nginx-proxy.ts';
import { errorPage, nginxAnswer } from './nginx-response.ts';
import type { NginxMember, UpstreamTurns } from './nginx-upstreams.ts';
import { requestVariables } from './nginx-variables.ts';

/** What answering one request needs to know. */
export interface NginxSite {
	readonly process: Process;
	readonly model: NginxModel;
	readonly version: string;
	/** Writes "2026/11/20 09:00:00 [error] …" to the error log. */
	readonly logError: (text: string) => Task<void>;
	/** What proxy_pass and upstreams name, with the addresses looked up when the server started: "web:80", the name of an upstream. */
	readonly upstreams: ReadonlyMap<string, readonly NginxMember[]>;
	/** Certificates that the configuration names, by path. */
	readonly files: ReadonlyMap<string, string>;
	readonly turns: UpstreamTurns;
	readonly counters: { active: number; requests: number };
}

/** Internal redirects of one request before nginx gives up. */
const REDIRECTS_MAX = 10;

/** Models nginx's phases: server by Host, location, access, content. */
export function* answerRequest(site: NginxSite, request: HttpRequest): Task<HttpAnswer> {
	site.counters.requests++;
	const server = chooseServer(site.model, request);
	const clients = server.tls?.clients;
	const client = clientOf(site.process, clients, request, site.files);
	const refusal = clients && clientRefusal(client, clients.mode, site.process.now(), site.version);
	if (refusal !== undefined) return refusal;
	const target = parseTarget(request.target.startsWith('/') ? request.target : '');
	if (target === undefined || !target.path.startsWith('/')) return failure(site, server.scope, 400);
	return yield* answerPath(site, server, request, normalizePath(target.path), 0);
}

export function chooseServer(model: NginxModel, request: HttpRequest): NginxServer {
	const { port } = request.local;
	const listening = model.servers.filter((server) => server.listens.some((listen) => listen.port === port));
	const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
	const named = listening.find((server) => server.names.some((name) => matchesName(name, host)));
	const marked = listening.find((server) => server.listens.some((listen) => listen.port === port && listen.isDefault));
	const chosen = named ?? marked ?? listening[0];
	if (chosen === undefined) throw new Error(`assertion failed: no server listens on ${port}`);
	return chosen;
}

function matchesName(name: string, host: string): boolean {
	if (name === host) return true;
	if (name.startsWith('*.')) return host.endsWith(name.slice(1));
	if (name.startsWith('.')) return host === name.slice(1) || host.endsWith(name);
	return name.endsWith('.*') && host.startsWith(name.slice(0, -1));
}

function* answerPath(
	site: NginxSite,
	server: NginxServer,
	request: HttpRequest,
	path: string,
	depth: number,
): Task<HttpAnswer> {
	if (depth > REDIRECTS_MAX) return failure(site, server.scope, 500);
	const location = findLocation(server, path);
	const scope = location?.scope ?? server.scope;
	const client = () => clientOf(site.process, server.tls?.clients, request, site.files);
	const variables = requestVariables(request, path, server, scope, client, site.process.hostname);
	if (server.scope.returns !== undefined) return returned(site, server.scope, server.scope.returns, variables);
	if (scope.denyAll) return failure(site, scope, 403);
	if (scope.returns !== undefined) return returned(site, scope, scope.returns, variables);
	if (scope.proxyPass !== undefined) {
		const proxied = yield* proxyRequest(site, scope, location, request, path, variables, logContext(request, server));
		return typeof proxied === 'number' ? failure(site, scope, proxied) : proxied;
	}
	if (scope.stubStatus) return stubStatus(site);
	if (request.method !== 'GET' && request.method !== 'HEAD') return failure(site, scope, 405);
	if (scope.tryFiles !== undefined) return yield* tryFiles(site, server, request, path, depth, scope, variables);
	return yield* serveFile(site, server, request, path, depth, scope, location);
}

/** Models ngx_http_core_find_location: exact, longest prefix, then patterns in order unless the prefix forbids it. */
export function findLocation(server: NginxServer, path: string): NginxLocation | undefined {
	let best: NginxLocation | undefined;
	for (const location of server.locations) {
		if (location.modifier === '=' && location.path === path) return location;
		if (location.modifier !== '' && location.modifier !== '^~') continue;
		if (path.startsWith(location.path) && location.path.length > (best?.path.length ?? -1)) best = location;
	}
	if (best?.modifier === '^~') return best;
	return server.locations.find((location) => location.regexp?.test(path)) ?? best;
}

function* tryFiles(
	site: NginxSite,
	server: NginxServer,
	request: HttpRequest,
	path: string,
	depth: number,
	scope: Scope,
	variables: (name: string) => string,
): Task<HttpAnswer> {
	const choices = scope.tryFiles ?? [];
	for (const choice of choices.slice(0, -1)) {
		const name = expand(choice, variables);
		const found = statOf(site.process, scope.root + name.replace(/\/$/, ''));
		const wanted = name.endsWith('/') ? 'directory' : 'file';
		if (found?.type === wanted) {
			return yield* serveFile(
				site,
				server,
				request,
				normalizePath(name),
				depth,
				{ ...scope, tryFiles: undefined },
				undefined,
			);
		}
	}
	const last = choices.at(-1) ?? '=404';
	if (last.startsWith('=')) return failure(site, scope, Number(last.slice(1)));
	const next = expand(last, variables).replace(/\?.*/, '');
	return next === path ? failure(site, scope, 500) : yield* answerPath(site, server, request, next, depth + 1);
}

function* serveFile(
	site: NginxSite,
	server: NginxServer,
	request: HttpRequest,
	path: string,
	depth: number,
	scope: Scope,
	location: NginxLocation | undefined,
): Task<HttpAnswer> {
	const { process } = site;
	const file = scope.alias === undefined ? scope.root + path : scope.alias + path.slice(location?.path.length ?? 0);
	if (path.endsWith('/')) return yield* serveDirectory(site, server, request, path, depth, scope, file);
	const stat = statOf(process, file);
	if (stat === undefined) {
		yield* site.logError(
			`[error] 29#29: *${site.counters.requests} open() "${file}" failed (2: No such file or directory), ${logContext(request, server)}`,
		);
		return failure(site, scope, 404);
	}
	if (stat.type === 'directory') {
		const host = request.headers.get('host') ?? '';
		return nginxAnswer(
			{ status: 301, type: 'text/html', body: errorPage(301, site.version), location: `http://${host}${path}/` },
			process.now(),
			site.version,
		);
	}
	let body: Uint8Array;
	try {
		body = yield* readWholeFile(process, file);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* site.logError(
			`[error] 29#29: *${site.counters.requests} open() "${file}" failed (13: Permission denied), ${logContext(request, server)}`,
		);
		return failure(site, scope, 403);
	}
	return fileAnswer(site, request, scope, file, stat, body);
}

function fileAnswer(
	site: NginxSite,
	request: HttpRequest,
	scope: Scope,
	file: string,
	stat: Stat,
	body: Uint8Array,
): HttpAnswer {
	const extension = /\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
	const type = scope.types.get(extension) ?? scope.defaultType;
	const modifiedSince = request.headers.get('if-modified-since');
	const lastModifiedMs = Math.floor(stat.mtimeMs / 1000) * 1000;
	const unchanged = modifiedSince !== undefined && Date.parse(modifiedSince) === lastModifiedMs;
	const content = { status: unchanged ? 304 : 200, type, body: unchanged ? '' : body, lastModifiedMs };
	return nginxAnswer(
		{ ...content, extraHeaders: addedHeaders(scope, content.status) },
		site.process.now(),
		site.version,
	);
}

function* serveDirectory(
	site: NginxSite,
	server: NginxServer,
	request: HttpRequest,
	path: string,
	depth: number,
	scope: Scope,
	folder: string,
): Task<HttpAnswer> {
	for (const index of scope.index) {
		if (statOf(site.process, folder + index)?.type === 'file') {
			return yield* answerPath(site, server, request, path + index, depth + 1);
		}
	}
	const stat = statOf(site.process, folder);
	if (stat?.type === 'directory' && scope.autoindex) return listing(site, path, folder);
	const first = `${folder}${scope.index[0] ?? 'index.html'}`;
	if (stat === undefined) {
		yield* site.logError(
			`[error] 29#29: *${site.counters.requests} "${first}" is not found (2: No such file or directory), ${logContext(request, server)}`,
		);
		return failure(site, scope, 404);
	}
	yield* site.logError(
		`[error] 29#29: *${site.counters.requests} directory index of "${folder}" is forbidden, ${logContext(request, server)}`,
	);
	return failure(site, scope, 403);
}

function listing(site: NginxSite, path: string, folder: string): HttpAnswer {
	const names = [...site.process.readdir(folder)].sort();
	const rows = names.map((name) => {
		const shown = statOf(site.process, folder + name)?.type === 'directory' ? `${name}/` : name;
		return `<a href="${shown}">${shown}</a>\r\n`;
	});
	const body = `<html>\r\n<head><title>Index of ${path}</title></head>\r\n<body>\r\n<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>\r\n${rows.join('')}</pre><hr></body>\r\n</html>\r\n`;
	return nginxAnswer({ status: 200, type: 'text/html', body }, site.process.now(), site.version);
}

function returned(
	site: NginxSite,
	scope: Scope,
	what: { status: number; text: string | undefined },
	variables: (name: string) => string,
): HttpAnswer {
	const text = what.text === undefined ? undefined : expand(what.text, variables);
	const redirect = [301, 302, 303, 307, 308].includes(what.status);
	if (redirect && text !== undefined) {
		const body = errorPage(what.status, site.version);
		return nginxAnswer(
			{ status: what.status, type: 'text/html', body, location: text },
			site.process.now(),
			site.version,
		);
	}
	if (text === undefined && what.status >= 300) return failure(site, scope, what.status);
	const content = { status: what.status, type: scope.defaultType, body: encodeUtf8(text ?? '') };
	return nginxAnswer({ ...content, extraHeaders: addedHeaders(scope, what.status) }, site.process.now(), site.version);
}

/** The page for an error: the configured one when there is a file, else nginx's own. */
function failure(site: NginxSite, scope: Scope, status: number): HttpAnswer {
	const page = scope.errorPages.get(status);
	let body: string | Uint8Array = errorPage(status, site.version);
	if (page?.startsWith('/') && statOf(site.process, scope.root + page)?.type === 'file') {
		const read = readNow(site.process, scope.root + page);
		if (read !== undefined) body = read;
	}
	const extraHeaders = addedHeaders(scope, status);
	const close = status === 400 || status === 408 || status === 413;
	return nginxAnswer({ status, type: 'text/html', body, extraHeaders, close }, site.process.now(), site.version);
}

function readNow(process: Process, path: string): Uint8Array | undefined {
	const step = readWholeFile(process, path).next();
	return step.done ? step.value : undefined;
}

function stubStatus(site: NginxSite): HttpAnswer {
	const { active, requests } = site.counters;
	const body = `Active connections: ${Math.max(active, 1)} \nserver accepts handled requests\n ${requests} ${requests} ${requests} \nReading: 0 Writing: 1 Waiting: 0 \n`;
	return nginxAnswer({ status: 200, type: 'text/plain', body }, site.process.now(), site.version);
}

const ADDED_ALWAYS = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308];

function addedHeaders(scope: Scope, status: number): (readonly [string, string])[] {
	return scope.addHeaders
		.filter((header) => header.always || ADDED_ALWAYS.includes(status))
		.map((header) => [header.name, header.value] as const);
}

export function logContext(request: HttpRequest, server: NginxServer): string {
	const line = `${request.method} ${request.target} ${request.version}`;
	const host = request.headers.get('host') ?? '';
	return `client: ${request.remote.address}, server: ${server.names[0] ?? ''}, request: "${line}", host: "${host}"`;
}

export function statOf(process: Process, path: string): Stat | undefined {
	try {
		return process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Without "//", "." and "..". */
function normalizePath(path: string): string {
	const parts: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part === '..') parts.pop();
		else parts.push(part);
	}
	const folder = parts.length > 0 && /(?:\/|\/\.|\/\.\.)$/.test(path) ? '/' : '';
	return `/${parts.join('/')}${folder}`;
}
