import { sha256Hex } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Location, VirtualServer } from './routes.ts';

const HEAD = `pid /tmp/nginx/nginx.pid;

daemon off;

worker_processes 2;

worker_rlimit_nofile 1047552;

worker_shutdown_timeout 240s ;

events {
	multi_accept        on;
	worker_connections  16384;
	use                 epoll;
}

http {
	aio                 threads;
	tcp_nopush          on;
	tcp_nodelay         on;
	log_subrequest      on;
	reset_timedout_connection on;
	keepalive_timeout  75s;
	keepalive_requests 1000;
	client_header_timeout           60s;
	client_body_timeout             60s;
	server_tokens off;
	log_format upstreaminfo '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id';
	access_log /var/log/nginx/access.log upstreaminfo;
	error_log  /var/log/nginx/error.log notice;
	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_certificate     /etc/ingress-controller/ssl/default-fake-certificate.pem;
	ssl_certificate_key /etc/ingress-controller/ssl/default-fake-certificate.pem;

	upstream upstream_balancer {
		server 0.0.0.1; # placeholder
		balancer_by_lua_file /etc/nginx/lua/nginx/ngx_conf_balancer.lua;
		keepalive 320;
		keepalive_timeout  60s;
		keepalive_requests 10000;
	}
`;

const TAIL = `	# default server, used for NGINX healthcheck and access to nginx stats
	server {
		listen 127.0.0.1:10246;
		keepalive_timeout 0;
		gzip off;
		access_log off;
		location /healthz {
			return 200;
		}
		location /nginx_status {
			stub_status on;
		}
	}
}
`;

/** The file that the controller would give to its nginx. Models rootfs/etc/nginx/template/nginx.tmpl. */
export function nginxConf(servers: ReadonlyMap<string, VirtualServer>): string {
	const names = [...servers.keys()].sort((a, b) => (a === '_' ? -1 : b === '_' ? 1 : a < b ? -1 : 1));
	const body = names.map((name) => serverText(servers.get(name) as VirtualServer)).join('');
	const text = `${HEAD}${body}${TAIL}`;
	return `\n# Configuration checksum: ${configChecksum(text)}\n\n# setup custom paths that do not require root access\n${text}`;
}

/** Decimal, as hashstructure's. */
export function configChecksum(text: string): string {
	return BigInt(`0x${sha256Hex(encodeUtf8(text)).slice(0, 16)}`).toString();
}

function serverText(server: VirtualServer): string {
	const isDefault = server.name === '_';
	const extra = isDefault ? ' default_server reuseport backlog=4096' : '';
	const locations = server.locations.map((location) => locationText(location, server)).join('');
	const hasRoot = server.locations.some(({ path }) => path === '/');
	const names = [server.name, ...server.aliases].join(' ');
	return `
	## start server ${server.name}
	server {
		server_name ${names} ;

		http2 on;

		listen 80 ${extra} ;
		listen 443 ${extra} ssl;

		set $proxy_upstream_name "-";

		ssl_certificate_by_lua_file /etc/nginx/lua/nginx/ngx_conf_certificate.lua;
${locations}${hasRoot ? '' : rootText(server)}
	}
	## end server ${server.name}
`;
}

function rootText({ fallback }: VirtualServer): string {
	return `
		location / {
			set $namespace      "${fallback?.backend.namespace ?? ''}";
			set $ingress_name   "${fallback?.ingress.metadata.name ?? ''}";
			set $service_name   "${fallback?.backend.service ?? ''}";
			set $service_port   "${fallback?.backend.port ?? ''}";
			set $location_path  "/";
			set $proxy_upstream_name "${fallback?.backend.name ?? 'upstream-default-backend'}";

			proxy_pass http://upstream_balancer;
			proxy_redirect                          off;
		}
`;
}

function locationText(location: Location, server: VirtualServer): string {
	const { match, path, options, ingress, backend, written, rewrite } = location;
	const where = match === 'exact' ? `= ${path}` : match === 'regex' ? `~* "^${path}"` : path;
	const lines = [
		`set $namespace      "${ingress.metadata.namespace}";`,
		`set $ingress_name   "${ingress.metadata.name}";`,
		`set $service_name   "${backend?.service ?? ''}";`,
		`set $service_port   "${backend?.port ?? ''}";`,
		`set $location_path  "${written}";`,
		`set $force_ssl_redirect "${options.forceSslRedirect}";`,
		`set $ssl_redirect "${options.sslRedirect && server.secret !== undefined}";`,
		...options.allow.map((range) => `allow ${range};`),
		...(options.allow.length > 0 ? ['deny all;'] : []),
		...(options.auth === undefined ? [] : [`auth_basic "${options.auth.realm}";`]),
		...(options.redirect === undefined ? [] : [`return ${options.redirect.code} ${options.redirect.url};`]),
		`set $proxy_upstream_name "${backend?.name ?? 'upstream-default-backend'}";`,
		'proxy_set_header Host                   $best_http_host;',
		'proxy_set_header X-Request-ID           $req_id;',
		'proxy_set_header X-Real-IP              $remote_addr;',
		'proxy_set_header X-Forwarded-For        $remote_addr;',
		'proxy_set_header X-Forwarded-Host       $best_http_host;',
		'proxy_set_header X-Forwarded-Port       $pass_port;',
		'proxy_set_header X-Forwarded-Proto      $pass_access_scheme;',
		'proxy_set_header X-Forwarded-Scheme     $pass_access_scheme;',
		'proxy_set_header X-Scheme               $pass_access_scheme;',
		'proxy_connect_timeout                   5s;',
		'proxy_send_timeout                      60s;',
		'proxy_read_timeout                      60s;',
		...(rewrite === undefined ? [] : [`rewrite "(?i)${written}" ${options.rewriteTarget} break;`]),
		`proxy_pass ${options.secureBackend ? 'https' : 'http'}://upstream_balancer;`,
		'proxy_redirect                          off;',
	];
	return `\n		location ${where} {\n${lines.map((line) => `			${line}\n`).join('')}		}\n`;
}
