import { directory, executable, file, link, type PathEntry } from '../layer-builder.ts';
import { mimeTypesFile } from '../programs/mime-types.ts';

const NGINX_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;

const DEFAULT_CONF = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}

`;

const INDEX_HTML = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

/** The page before 1.21.5 changed its style. */
const OLD_INDEX_HTML = INDEX_HTML.replace(
	`html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
`,
	`    body {
        width: 35em;
        margin: 0 auto;
        font-family: Tahoma, Verdana, Arial, sans-serif;
    }
`,
);

const ERROR_HTML = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p>If you are the system administrator of this resource then you should check
the error log for details.</p>
<p><em>Faithfully yours, nginx.</em></p>
</body>
</html>
`;

/** As one that has no rights has it: other places, another port. Models nginxinc/docker-nginx-unprivileged. */
export function unprivilegedFiles(): PathEntry[] {
	const temporary = ['proxy', 'client', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
		const directive = name === 'client' ? 'client_body_temp_path' : `${name}_temp_path`;
		return `    ${directive} /tmp/${name}_temp${name === 'proxy' ? '_path' : ''};\n`;
	});
	const conf = NGINX_CONF.replace('\nuser  nginx;\n', '')
		.replace('/run/nginx.pid', '/tmp/nginx.pid')
		.replace('http {\n', `http {\n${temporary.join('')}`);
	return [
		file('/etc/nginx/nginx.conf', conf),
		file(
			'/etc/nginx/conf.d/default.conf',
			DEFAULT_CONF.replace('listen       80;', 'listen       8080;').replace('[::]:80', '[::]:8080'),
		),
		directory('/var/cache/nginx', 0o775),
	];
}

/** What the nginx package and the image add to their base. @param program key of this version's program. */
export function nginxFiles(program: string, options: { oldPage: boolean; entrypoint: boolean }): PathEntry[] {
	return [
		directory('/etc/nginx/conf.d'),
		file('/etc/nginx/nginx.conf', NGINX_CONF),
		file('/etc/nginx/conf.d/default.conf', DEFAULT_CONF),
		file('/etc/nginx/mime.types', mimeTypesFile()),
		directory('/etc/nginx/modules'),
		file('/usr/share/nginx/html/index.html', options.oldPage ? OLD_INDEX_HTML : INDEX_HTML),
		file('/usr/share/nginx/html/50x.html', ERROR_HTML),
		directory('/var/cache/nginx'),
		link('/var/log/nginx/access.log', '/dev/stdout'),
		link('/var/log/nginx/error.log', '/dev/stderr'),
		executable('/usr/sbin/nginx', program, 1_608_312),
		...(options.entrypoint
			? [
					executable('/docker-entrypoint.sh', 'nginx-entrypoint', 1_620),
					...ENTRYPOINT_SCRIPTS.map((name) => executable(`/docker-entrypoint.d/${name}`, 'nginx-entrypoint', 1_200)),
				]
			: []),
	];
}

const ENTRYPOINT_SCRIPTS = [
	'10-listen-on-ipv6-by-default.sh',
	'15-local-resolvers.envsh',
	'20-envsubst-on-templates.sh',
	'30-tune-worker-processes.sh',
];
