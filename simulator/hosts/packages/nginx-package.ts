import { mimeTypesFile } from '../../kubelet/images/programs/mime-types.ts';
import type { PackagedFiles } from './packaged-files.ts';

const UNIT = `# Stop dance for nginx
# =======================

[Unit]
Description=A high performance web server and a reverse proxy server
Documentation=man:nginx(8)
After=network-online.target remote-fs.target nss-lookup.target
Wants=network-online.target

[Service]
Type=forking
PIDFile=/run/nginx.pid
ExecStartPre=/usr/sbin/nginx -t -q -g 'daemon on; master_process on;'
ExecStart=/usr/sbin/nginx -g 'daemon on; master_process on;'
ExecReload=/usr/sbin/nginx -g 'daemon on; master_process on;' -s reload
ExecStop=-/sbin/start-stop-daemon --quiet --stop --retry QUIT/5 --pidfile /run/nginx.pid
TimeoutStopSec=5
KillMode=mixed

[Install]
WantedBy=multi-user.target
`;

const MAIN = `user www-data;
worker_processes auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
include /etc/nginx/modules-enabled/*.conf;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;

	include /etc/nginx/mime.types;
	default_type application/octet-stream;

	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_prefer_server_ciphers on;

	access_log /var/log/nginx/access.log;

	gzip on;

	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`;

const SITE = `server {
	listen 80 default_server;
	listen [::]:80 default_server;

	root /var/www/html;

	index index.html index.htm index.nginx-debian.html;

	server_name _;

	location / {
		try_files $uri $uri/ =404;
	}
}
`;

const PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>The web server is installed and working. Further configuration is required.</p>
</body>
</html>
`;

/** Ubuntu's and Debian's web server, with the site that it begins with. */
export const NGINX_PACKAGE: PackagedFiles = {
	executables: [{ path: '/usr/sbin/nginx', program: 'nginx-1.24.0', bytes: 1_309_592 }],
	files: [
		['/etc/nginx/nginx.conf', MAIN],
		['/etc/nginx/mime.types', mimeTypesFile()],
		['/etc/nginx/sites-available/default', SITE],
		['/var/www/html/index.nginx-debian.html', PAGE],
		['/usr/lib/systemd/system/nginx.service', UNIT],
	],
	folders: ['/etc/nginx/conf.d', '/etc/nginx/modules-enabled', '/var/log/nginx', '/var/lib/nginx', '/var/cache/nginx'],
	links: [['/etc/nginx/sites-enabled/default', '/etc/nginx/sites-available/default']],
	unit: 'nginx',
};
