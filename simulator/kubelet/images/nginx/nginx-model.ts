import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { type Directive, NginxConfigError } from './nginx-config.ts';
import { type AccessLog, accessLogsOf, logFormats, USUAL_ACCESS_LOG } from './nginx-logs.ts';
import { NO_PROXY_TLS, PROXY_TLS_DIRECTIVES, type ProxyTls, readProxyTls } from './nginx-proxy-tls.ts';
import { type NginxMember, parseTimeMs, readMember } from './nginx-upstreams.ts';

// What a configuration means: servers, locations and what they inherit.

export interface NginxServer {
	readonly listens: readonly Listen[];
	/** What it shows on ports with TLS; undefined when none of its ports has. */
	readonly tls: NginxTls | undefined;
	readonly names: readonly string[];
	readonly locations: readonly NginxLocation[];
	readonly scope: Scope;
}

interface Listen {
	readonly address: string;
	readonly port: number;
	readonly isDefault: boolean;
	readonly isSecure: boolean;
}

export interface NginxTls {
	readonly certificate: string;
	readonly key: string;
	/** 12 is TLS 1.2. */
	readonly versions: readonly number[];
	/** Undefined when clients are not asked for certificates. */
	readonly clients: ClientCertificates | undefined;
}

export interface ClientCertificates {
	readonly mode: 'on' | 'optional' | 'optional_no_ca';
	readonly authority: string | undefined;
}

export interface NginxLocation {
	readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
	readonly path: string;
	readonly regexp: Regexp | undefined;
	readonly scope: Scope;
}

/** Settings in force at a place; inner places inherit and override. */
export interface Scope {
	readonly root: string;
	readonly alias: string | undefined;
	readonly index: readonly string[];
	readonly autoindex: boolean;
	readonly defaultType: string;
	readonly types: ReadonlyMap<string, string>;
	readonly accessLogs: readonly AccessLog[];
	readonly errorPages: ReadonlyMap<number, string>;
	readonly addHeaders: readonly { readonly name: string; readonly value: string; readonly always: boolean }[];
	readonly proxyHeaders: readonly (readonly [string, string])[];
	readonly proxyPass: string | undefined;
	readonly connectTimeoutMs: number;
	/** Between two pieces of an answer. */
	readonly readTimeoutMs: number;
	/** When the next member of the upstream is asked: "error", "timeout", "http_503", …. */
	readonly nextUpstream: readonly string[];
	/** 0: as many as there are members. */
	readonly triesMax: number;
	readonly proxyTls: ProxyTls;
	readonly returns: { readonly status: number; readonly text: string | undefined } | undefined;
	readonly tryFiles: readonly string[] | undefined;
	readonly stubStatus: boolean;
	readonly denyAll: boolean;
}

export interface NginxModel {
	readonly servers: readonly NginxServer[];
	readonly upstreams: ReadonlyMap<string, readonly NginxMember[]>;
	/** How access logs are written, by name. */
	readonly logFormats: ReadonlyMap<string, string>;
}

const EMPTY_SCOPE: Scope = {
	root: '/etc/nginx/html',
	alias: undefined,
	index: ['index.html'],
	autoindex: false,
	defaultType: 'text/plain',
	types: new Map([
		['html', 'text/html'],
		['gif', 'image/gif'],
		['jpg', 'image/jpeg'],
	]),
	accessLogs: [USUAL_ACCESS_LOG],
	errorPages: new Map(),
	addHeaders: [],
	proxyHeaders: [],
	proxyPass: undefined,
	connectTimeoutMs: 60_000,
	readTimeoutMs: 60_000,
	nextUpstream: ['error', 'timeout'],
	triesMax: 0,
	proxyTls: NO_PROXY_TLS,
	returns: undefined,
	tryFiles: undefined,
	stubStatus: false,
	denyAll: false,
};

/** Directives that change nothing a client of this server sees. */
const IGNORED: ReadonlySet<string> = new Set(
	`user worker_processes worker_rlimit_nofile error_log pid load_module worker_connections multi_accept use daemon
	master_process log_format sendfile tcp_nopush tcp_nodelay keepalive_timeout keepalive_requests types_hash_max_size
	types_hash_bucket_size server_names_hash_bucket_size server_names_hash_max_size client_max_body_size
	client_body_buffer_size client_body_timeout client_header_timeout client_header_buffer_size
	large_client_header_buffers send_timeout reset_timedout_connection gzip gzip_types gzip_vary gzip_proxied
	gzip_comp_level gzip_min_length gzip_buffers gzip_http_version gzip_disable charset server_tokens resolver
	resolver_timeout proxy_http_version proxy_send_timeout proxy_buffering
	proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_cache_bypass proxy_redirect proxy_next_upstream_timeout
	proxy_request_buffering expires etag if_modified_since log_not_found access_log keepalive least_conn ip_hash
	zone client_body_temp_path proxy_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path limit_rate open_file_cache
	open_file_cache_valid ssl_certificate ssl_certificate_key ssl_protocols ssl_session_tickets ssl_dhparam
	ssl_ecdh_curve ssl_stapling ssl_stapling_verify ssl_trusted_certificate ssl_buffer_size http2 ssl_prefer_server_ciphers ssl_session_cache ssl_session_timeout ssl_ciphers
	ssl_client_certificate ssl_verify_client ssl_verify_depth proxy_ssl_protocols proxy_ssl_ciphers proxy_ssl_session_reuse proxy_ssl_verify_depth
	underscores_in_headers merge_slashes internal proxy_intercept_errors worker_shutdown_timeout events`.split(/\s+/),
);

/** @param directives of the main context, with includes already put in. Throws NginxConfigError. */
export function buildNginxModel(directives: readonly Directive[]): NginxModel {
	const servers: NginxServer[] = [];
	const upstreams = new Map<string, readonly NginxMember[]>();
	let formats = logFormats([]);
	for (const directive of directives) {
		if (directive.name !== 'http') {
			if (!IGNORED.has(directive.name)) refuse(directive);
			continue;
		}
		const http = directive.block ?? [];
		const scope = readScope(EMPTY_SCOPE, http);
		formats = logFormats(http);
		for (const each of http) {
			if (each.name === 'server') servers.push(buildServer(each, scope, http));
			else if (each.name === 'upstream') {
				const members = (each.block ?? []).filter((member) => member.name === 'server');
				upstreams.set(each.args[0] ?? '', members.map(readMember));
			} else if (!isScopeDirective(each) && !IGNORED.has(each.name) && each.name !== 'map') refuse(each);
		}
	}
	return { servers, upstreams, logFormats: formats };
}

function refuse(directive: Directive): never {
	const known = ['server', 'location', 'upstream', 'http', 'listen', 'server_name', 'root', 'if', 'rewrite', 'set'];
	const what = known.includes(directive.name)
		? `"${directive.name}" directive is not allowed here`
		: `unknown directive "${directive.name}"`;
	throw new NginxConfigError(`${what} in ${directive.file}:${directive.line}`);
}

/** @param http what stands around it. */
function buildServer(directive: Directive, outer: Scope, http: readonly Directive[]): NginxServer {
	const block = directive.block ?? [];
	const scope = readScope(outer, block);
	const listens: Listen[] = [];
	const names: string[] = [];
	const locations: NginxLocation[] = [];
	for (const each of block) {
		if (each.name === 'listen') {
			const listen = parseListen(each);
			if (listen !== undefined) listens.push(listen);
		} else if (each.name === 'server_name') names.push(...each.args);
		else if (each.name === 'location') locations.push(buildLocation(each, scope));
		else if (!isScopeDirective(each) && !IGNORED.has(each.name)) refuse(each);
	}
	const listening =
		listens.length === 0 ? [{ address: '0.0.0.0', port: 80, isDefault: false, isSecure: false }] : listens;
	const tls = listening.some(({ isSecure }) => isSecure) ? tlsOf(block, http) : undefined;
	return { listens: listening, names, locations, scope, tls };
}

/** Throws NginxConfigError. Models ngx_http_ssl_module.c ngx_http_ssl_merge_srv_conf. */
function tlsOf(block: readonly Directive[], http: readonly Directive[]): NginxTls {
	const last = (name: string): Directive | undefined =>
		block.findLast((each) => each.name === name) ?? http.findLast((each) => each.name === name);
	const listen = block.find((each) => each.name === 'listen' && each.args.includes('ssl')) as Directive;
	const place = `the "listen ... ssl" directive in ${listen.file}:${listen.line}`;
	const [certificate, key] = ['ssl_certificate', 'ssl_certificate_key'].map((name) => last(name)?.args[0]);
	if (certificate === undefined) throw new NginxConfigError(`no "ssl_certificate" is defined for ${place}`);
	if (key === undefined)
		throw new NginxConfigError(`no "ssl_certificate_key" is defined for certificate "${certificate}"`);
	const protocols = last('ssl_protocols');
	const versions = protocols?.args.map((name) => {
		const minor = /^TLSv1(?:\.([1-3]))?$/.exec(name);
		if (minor === null && !/^SSLv[23]$/.test(name)) {
			throw new NginxConfigError(`invalid value "${name}" in ${protocols.file}:${protocols.line}`);
		}
		return minor === null ? 0 : 10 + Number(minor[1] ?? 0);
	});
	return { certificate, key, versions: versions ?? [12, 13], clients: clientsOf(last) };
}

/** Throws NginxConfigError. */
function clientsOf(last: (name: string) => Directive | undefined): ClientCertificates | undefined {
	const verify = last('ssl_verify_client');
	const mode = verify?.args[0] ?? 'off';
	if (verify === undefined || mode === 'off') return undefined;
	if (mode !== 'on' && mode !== 'optional' && mode !== 'optional_no_ca') {
		throw new NginxConfigError(`invalid value "${mode}" in ${verify.file}:${verify.line}`);
	}
	const authority = (last('ssl_client_certificate') ?? last('ssl_trusted_certificate'))?.args[0];
	if (authority === undefined && mode !== 'optional_no_ca') {
		throw new NginxConfigError('no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client');
	}
	return { mode, authority };
}

/** Undefined for addresses that this world has none of (IPv6, unix sockets). */
function parseListen(directive: Directive): Listen | undefined {
	const [where = '', ...rest] = directive.args;
	if (where.startsWith('[') || where.startsWith('unix:')) return undefined;
	const [host, port] = where.includes(':') ? where.split(':') : /^\d+$/.test(where) ? ['*', where] : [where, '80'];
	const number = Number(port);
	if (!Number.isInteger(number) || number < 1 || number > 65_535) {
		throw new NginxConfigError(
			`invalid port in "${where}" of the "listen" directive in ${directive.file}:${directive.line}`,
		);
	}
	const address = host === '*' || host === 'localhost' ? (host === '*' ? '0.0.0.0' : '127.0.0.1') : (host as string);
	const isDefault = rest.includes('default_server') || rest.includes('default');
	return { address, port: number, isDefault, isSecure: rest.includes('ssl') };
}

function buildLocation(directive: Directive, outer: Scope): NginxLocation {
	const { args, file, line } = directive;
	const block = directive.block ?? [];
	for (const each of block) {
		if (each.name !== 'location' && !isScopeDirective(each) && !IGNORED.has(each.name)) refuse(each);
	}
	// A location's own content handler is not inherited from the server's.
	const scope = readScope({ ...outer, returns: undefined, proxyPass: undefined, tryFiles: outer.tryFiles }, block);
	const [first = '', second] = args;
	if (second === undefined) {
		const named = first.startsWith('@');
		return { modifier: named ? '@' : '', path: first, regexp: undefined, scope };
	}
	if (first !== '=' && first !== '^~' && first !== '~' && first !== '~*') {
		throw new NginxConfigError(`invalid location modifier "${first}" in ${file}:${line}`);
	}
	const regexp = first.startsWith('~') ? compilePattern(second, first === '~*', `${file}:${line}`) : undefined;
	return { modifier: first, path: second, regexp, scope };
}

// Differs: patterns are RE2's, without look-around and back-references.
function compilePattern(pattern: string, ignoreCase: boolean, where: string): Regexp {
	try {
		return compileRe2(pattern, { ignoreCase });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new NginxConfigError(
			`pcre2_compile() failed: ${error.message} in "${pattern}" at "${error.fragment}" in ${where}`,
		);
	}
}

const SCOPE_DIRECTIVES: ReadonlySet<string> = new Set([
	'root',
	'alias',
	'index',
	'autoindex',
	'default_type',
	'types',
	'access_log',
	'error_page',
	'add_header',
	'proxy_set_header',
	'proxy_pass',
	'proxy_connect_timeout',
	'proxy_read_timeout',
	'proxy_next_upstream',
	'proxy_next_upstream_tries',
	...PROXY_TLS_DIRECTIVES,
	'return',
	'try_files',
	'stub_status',
	'deny',
	'allow',
]);

/** Of these a block may have one. */
const ONCE: readonly string[] = [
	...['root', 'alias', 'default_type', 'autoindex', 'try_files', 'proxy_pass'],
	...['proxy_connect_timeout', 'proxy_read_timeout', 'proxy_next_upstream_tries', 'proxy_ssl_verify'],
];

function isScopeDirective(directive: Directive): boolean {
	return SCOPE_DIRECTIVES.has(directive.name);
}

function readScope(outer: Scope, block: readonly Directive[]): Scope {
	const of = (name: string): readonly Directive[] => block.filter((each) => each.name === name);
	const last = (name: string): Directive | undefined => of(name).at(-1);
	for (const name of ONCE) {
		const second = of(name)[1];
		if (second === undefined) continue;
		throw new NginxConfigError(`"${name}" directive is duplicate in ${second.file}:${second.line}`);
	}
	const nextUpstream = of('proxy_next_upstream').flatMap(({ args }) => args);
	const types = last('types');
	const returned = of('return')[0];
	const errorPages = new Map(outer.errorPages);
	for (const each of of('error_page')) {
		const target = each.args.at(-1) ?? '';
		for (const code of each.args.slice(0, -1)) if (/^\d{3}$/.test(code)) errorPages.set(Number(code), target);
	}
	const headers = of('add_header').map((each) => ({
		name: each.args[0] ?? '',
		value: each.args[1] ?? '',
		always: each.args[2] === 'always',
	}));
	const proxyHeaders = of('proxy_set_header').map((each) => [each.args[0] ?? '', each.args[1] ?? ''] as const);
	return {
		root: last('root')?.args[0] ?? outer.root,
		alias: last('alias')?.args[0] ?? (last('root') === undefined ? outer.alias : undefined),
		index: last('index')?.args ?? outer.index,
		autoindex: last('autoindex') === undefined ? outer.autoindex : last('autoindex')?.args[0] === 'on',
		defaultType: last('default_type')?.args[0] ?? outer.defaultType,
		types: types === undefined ? outer.types : typesOf(types),
		accessLogs: accessLogsOf(block, outer.accessLogs),
		errorPages,
		addHeaders: headers.length > 0 ? headers : outer.addHeaders,
		proxyHeaders: proxyHeaders.length > 0 ? proxyHeaders : outer.proxyHeaders,
		proxyPass: last('proxy_pass')?.args[0] ?? outer.proxyPass,
		connectTimeoutMs: timeMs(last('proxy_connect_timeout')) ?? outer.connectTimeoutMs,
		readTimeoutMs: timeMs(last('proxy_read_timeout')) ?? outer.readTimeoutMs,
		nextUpstream: nextUpstream.length > 0 ? nextUpstream : outer.nextUpstream,
		triesMax: Number(last('proxy_next_upstream_tries')?.args[0] ?? outer.triesMax),
		proxyTls: readProxyTls(outer.proxyTls, last),
		returns: returned === undefined ? outer.returns : parseReturn(returned),
		tryFiles: last('try_files')?.args ?? outer.tryFiles,
		stubStatus: last('stub_status') !== undefined,
		denyAll: of('deny').some((each) => each.args[0] === 'all') && of('allow').length === 0 ? true : outer.denyAll,
	};
}

function timeMs(directive: Directive | undefined): number | undefined {
	if (directive === undefined) return undefined;
	const value = parseTimeMs(directive.args[0] ?? '');
	if (value === undefined) {
		throw new NginxConfigError(`"${directive.name}" directive invalid value in ${directive.file}:${directive.line}`);
	}
	return value;
}

function typesOf(directive: Directive): ReadonlyMap<string, string> {
	const types = new Map<string, string>();
	for (const each of directive.block ?? []) for (const extension of each.args) types.set(extension, each.name);
	return types;
}

function parseReturn(directive: Directive): { status: number; text: string | undefined } {
	const [first = '', text] = directive.args;
	if (/^\d{3}$/.test(first)) return { status: Number(first), text };
	if (/^https?:\/\/|^\$/.test(first)) return { status: 302, text: first };
	throw new NginxConfigError(`invalid return code "${first}" in ${directive.file}:${directive.line}`);
}
