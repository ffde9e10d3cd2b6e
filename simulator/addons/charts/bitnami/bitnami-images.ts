import { HTTPD } from '../../../kubelet/images/httpd.ts';
import { imageTags } from '../../../kubelet/images/image-version.ts';
import { file, layer, type PathEntry } from '../../../kubelet/images/layer-builder.ts';
import { MARIADB, MYSQL } from '../../../kubelet/images/mysql/mysql.ts';
import { NGINX } from '../../../kubelet/images/nginx/nginx.ts';
import { POSTGRES } from '../../../kubelet/images/postgres/postgres.ts';
import { REDIS } from '../../../kubelet/images/redis/redis.ts';
import { MEMCACHED } from '../../../kubelet/images/servers/memcached.ts';
import { WORDPRESS } from '../../../kubelet/images/servers/wordpress.ts';
import type { ImageRepository } from '../../../kubelet/runtime/image.ts';

const NGINX_CONF = `worker_processes auto;
pid /tmp/nginx.pid;
events { worker_connections 1024; }
http {
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  include /etc/nginx/mime.types;
  access_log /dev/stdout;
  include /opt/bitnami/nginx/conf/server_blocks/*.conf;
  include /etc/nginx/conf.d/*.conf;
}
`;
const NGINX_SERVER = `server {
  listen 8080 default_server;
  root /app;
  location / { index index.html index.htm; }
  location /status { return 200 "Active connections: 1\\n"; }
}
`;
const WELCOME = `<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body><h1>Welcome to nginx!</h1></body>
</html>
`;
/** The images of a repository under another name, with more in them. Differs: Bitnami's own layout is there only where charts use it. */
function alias(
	name: string,
	source: ImageRepository,
	extra: readonly PathEntry[] = [],
	user?: string,
	ports?: readonly string[],
): ImageRepository {
	const seen = new Map([...source.tags].map(([tag, version]) => [version, tag]));
	const tagsOf = (version: unknown): string[] =>
		[...source.tags].filter(([tag, each]) => each === version && !tag.includes('alpine')).map(([tag]) => tag);
	const versions = [...seen.keys()].filter((version) => tagsOf(version).length > 0);
	return {
		names: [`docker.io/bitnami/${name}`, `docker.io/bitnamilegacy/${name}`],
		tags: imageTags(
			`bitnami/${name}`,
			versions.map((version) => ({
				tags: tagsOf(version).join(' '),
				date: version.createdAt.slice(0, 10),
				sizeBytes: version.sizeBytes,
				layers: () => (extra.length === 0 ? version.layers() : [...version.layers(), layer(extra)]),
				config: {
					...version.config,
					...(user === undefined ? {} : { user }),
					...(ports === undefined ? {} : { exposedPorts: ports }),
				},
			})),
		),
	};
}

const HTTPD_CONF = `ServerRoot "/usr/local/apache2"
Listen 8080
PidFile "/tmp/httpd.pid"
DocumentRoot "/app"
`;

export const BITNAMI_IMAGES: readonly ImageRepository[] = [
	alias(
		'apache',
		HTTPD,
		[
			file('/usr/local/apache2/conf/httpd.conf', HTTPD_CONF),
			file('/app/index.html', '<html><body><h1>It works!</h1></body></html>\n'),
		],
		'1001',
		['8080/tcp', '8443/tcp'],
	),
	alias('memcached', MEMCACHED),
	alias(
		'nginx',
		NGINX,
		[
			file('/etc/nginx/nginx.conf', NGINX_CONF),
			file('/etc/nginx/conf.d/default.conf', NGINX_SERVER),
			file('/app/index.html', WELCOME),
			file('/opt/bitnami/nginx/conf/server_blocks/empty.conf', ''),
		],
		'1001',
		['8080/tcp'],
	),
	alias('redis', REDIS),
	alias('postgresql', POSTGRES),
	alias('mysql', MYSQL),
	alias('mariadb', MARIADB),
	alias('wordpress', WORDPRESS),
];
