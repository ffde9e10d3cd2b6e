import { expect, test } from 'vitest';
import { HostNetwork } from '../../../simulator/kubelet/host-network.ts';
import { IMAGES } from '../../../simulator/kubelet/images/registry.ts';
import { type HttpGetResult, httpGet } from '../../../simulator/kubelet/probes/http-get.ts';
import { CONFIG_MAPS } from '../../../simulator/kubelet/resources.ts';
import { ImageCatalog } from '../../../simulator/kubelet/runtime/image-catalog.ts';
import { parseImageReference } from '../../../simulator/kubelet/runtime/image-reference.ts';
import { startTask } from '../../../simulator/machinery/task.ts';
import { NodeCluster } from './test-node.ts';

/** Status and body of a request from the node to a Pod. */
function get(cluster: NodeCluster, pod: string, path: string, port = 80, headers: [string, string][] = []): string {
	const address = cluster.status(pod).podIP ?? '';
	let result: HttpGetResult | undefined;
	const target = { scheme: 'HTTP', address, port, path, headers } as const;
	startTask(httpGet(new HostNetwork(cluster.node().machine), target), (value) => {
		result = value;
	});
	cluster.run(1);
	if (result === undefined) return 'no answer';
	if (result.kind === 'error') return result.message;
	return `${result.status} ${result.location ?? ''}${result.body}`;
}

const page = (title: string): string =>
	`<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.27.5</center>\r\n</body>\r\n</html>\r\n`;

test('nginx serves its files and logs as its image does', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27' });
	cluster.run(8);
	expect(get(cluster, 'web', '/')).toMatch(/^200 <!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!<\/title>/);
	expect(get(cluster, 'web', '/nope')).toBe(`404 ${page('404 Not Found')}`);
	expect(cluster.logs('web').split('\n').slice(-4)).toEqual([
		'172.30.2.2 - - [20/Nov/2026:09:00:09 +0000] "GET / HTTP/1.1" 200 615 "-" "kube-probe/1.35" "-"',
		'2026/11/20 09:00:10 [error] 29#29: *2 open() "/usr/share/nginx/html/nope" failed (2: No such file or directory), client: 172.30.2.2, server: localhost, request: "GET /nope HTTP/1.1", host: "192.168.0.2:80"',
		'172.30.2.2 - - [20/Nov/2026:09:00:10 +0000] "GET /nope HTTP/1.1" 404 153 "-" "kube-probe/1.35" "-"',
		'',
	]);
	cluster.exec('web', 'sh', '-c', 'write /usr/share/nginx/html/index.html mine');
	expect(get(cluster, 'web', '/')).toBe('200 mine');
});

const SITE = `server {
  listen 8080;
  location / { return 200 "root $request_uri\\n"; }
  location = /exact { return 204; }
  location /old/ { return 301 /new/; }
  location ~ \\.php$ { return 403; }
  location ^~ /static/ { alias /usr/share/nginx/html/; }
  location /api/ { proxy_pass http://127.0.0.1:9090/v1/; proxy_set_header X-From "web"; }
  location /dead/ { proxy_pass http://127.0.0.1:9; }
}
server { listen 9090; location / { return 200 "upstream $request_uri $http_x_from"; } }
`;

test('nginx does what its configuration says', () => {
	const cluster = new NodeCluster();
	cluster.create(CONFIG_MAPS, { metadata: { name: 'site', namespace: 'default' }, data: { 'default.conf': SITE } });
	const volumes = [{ name: 'site', configMap: { name: 'site' } }];
	cluster.pod(
		'web',
		{ image: 'nginx:1.27', volumeMounts: [{ name: 'site', mountPath: '/etc/nginx/conf.d' }] },
		{ volumes },
	);
	cluster.run(8);
	const answers = ['/a?b=1', '/exact', '/old/x', '/x.php', '/static/50x.html', '/api/users?id=1', '/dead/'].map(
		(path) => get(cluster, 'web', path, 8080).slice(0, 60),
	);
	expect(answers).toEqual([
		'200 root /a?b=1\n',
		'204 ',
		'301 /new/<html>\r\n<head><title>301 Moved Permanently</title></head>'.slice(0, 60),
		`403 ${page('403 Forbidden')}`.slice(0, 60),
		'200 <!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n<styl',
		'200 upstream /v1/users?id=1 web',
		`502 ${page('502 Bad Gateway')}`.slice(0, 60),
	]);
	expect(get(cluster, 'web', '/')).toBe('dial tcp 192.168.0.2:80: connect: connection refused');
});

const UPSTREAMS = `upstream shaky { server 127.0.0.1:9091 max_fails=2 fail_timeout=20s; server 127.0.0.1:9092 backup; }
upstream same { server 127.0.0.1:9093; server 127.0.0.1:9093; server 127.0.0.1:9093; }
server {
  listen 8080;
  location /shaky { proxy_pass http://shaky; proxy_connect_timeout 1s; proxy_next_upstream error http_503; }
  location /same { proxy_pass http://same; proxy_next_upstream http_503; proxy_next_upstream_tries 2; }
  location /off { proxy_pass http://same; proxy_next_upstream off; proxy_next_upstream http_503; }
  location /late { proxy_pass http://127.0.0.1:9094/delay/0.3; proxy_read_timeout 500ms; }
  location /slow { proxy_pass http://127.0.0.1:9094/delay/9; proxy_read_timeout 500ms; }
}
server { listen 9091; access_log off; location / { return 503; } }
server { listen 9092; access_log off; location / { return 200 "backup\n"; } }
server { listen 9093; location / { return 503; } }
`;

test('nginx asks the next member of an upstream, and leaves one out that fails too often', () => {
	const cluster = new NodeCluster();
	cluster.create(CONFIG_MAPS, { metadata: { name: 'site', namespace: 'default' }, data: { 'up.conf': UPSTREAMS } });
	const volumes = [{ name: 'site', configMap: { name: 'site' } }];
	const containers = [
		{ name: 'app', image: 'nginx:1.27', volumeMounts: [{ name: 'site', mountPath: '/etc/nginx/conf.d' }] },
		{ name: 'slow', image: 'mccutchen/go-httpbin:2.18.3', args: ['/bin/go-httpbin', '-port', '9094'] },
	];
	cluster.pod('web', {}, { volumes, containers });
	cluster.run(12);
	const errors = (): string[] => cluster.logs('web').match(/\[(?:error|warn)\] [^,]*/g) ?? [];
	for (let request = 0; request < 3; request++) expect(get(cluster, 'web', '/shaky', 8080)).toBe('200 backup\n');
	expect(errors().map((line) => line.replace(/^\S+ 29#29: \*\d+ /, ''))).toEqual([
		'upstream server temporarily disabled while reading response header from upstream',
	]);
	expect(get(cluster, 'web', '/same', 8080)).toMatch(/^503/);
	expect(cluster.logs('web').match(/"GET \/same HTTP\/1.0" 503/g)).toHaveLength(2);
	expect(get(cluster, 'web', '/off', 8080)).toMatch(/^503/);
	expect(cluster.logs('web').match(/"GET \/off HTTP\/1.0" 503/g)).toHaveLength(1);
	expect(get(cluster, 'web', '/late', 8080)).toMatch(/^200/);
	expect(get(cluster, 'web', '/slow', 8080)).toMatch(/^504/);
	expect(errors().at(-1)).toMatch(/upstream timed out \(110: Operation timed out\) while reading response header/);
});

test.each([
	['a semicolon is missing', 'server { listen 80 }', 'unexpected "}" in /etc/nginx/conf.d/default.conf:1'],
	[
		'a directive that is none',
		'server {\n  foo bar;\n}',
		'unknown directive "foo" in /etc/nginx/conf.d/default.conf:2',
	],
	[
		'a directive stands there twice',
		'server {\n  location / {\n    proxy_read_timeout 1s;\n    proxy_read_timeout 2s;\n  }\n}',
		'"proxy_read_timeout" directive is duplicate in /etc/nginx/conf.d/default.conf:4',
	],
	['a block is not closed', 'server {', 'unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:1'],
	[
		'an upstream that has no address',
		'server { location / { proxy_pass http://nope; } }',
		'host not found in upstream "nope"',
	],
])('nginx does not start when %s', (_, config, message) => {
	const cluster = new NodeCluster();
	cluster.create(CONFIG_MAPS, { metadata: { name: 'site', namespace: 'default' }, data: { 'default.conf': config } });
	const volumes = [{ name: 'site', configMap: { name: 'site' } }];
	const container = { image: 'nginx:1.27', volumeMounts: [{ name: 'site', mountPath: '/etc/nginx/conf.d' }] };
	cluster.pod('web', container, { volumes, restartPolicy: 'Never', dnsPolicy: 'Default' });
	cluster.run(60);
	expect(cluster.status('web').containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(1);
	expect(cluster.logs('web').split('\n').at(-2)).toBe(`nginx: [emerg] ${message}`);
});

test('small servers answer as their images do', () => {
	const cluster = new NodeCluster();
	cluster.pod('echo', { image: 'hashicorp/http-echo:1.0', args: ['-text=hello', '-listen=:5678'] });
	cluster.pod('hello', { image: 'gcr.io/google-samples/hello-app:1.0' });
	cluster.pod('net', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec', '--http-port=80'] });
	cluster.pod('httpd', { image: 'httpd:2.4' });
	cluster.run(20);
	expect([
		get(cluster, 'echo', '/', 5678),
		get(cluster, 'hello', '/', 8080),
		get(cluster, 'net', '/hostname'),
		get(cluster, 'net', '/echo?msg=hi&code=404'),
		get(cluster, 'httpd', '/'),
	]).toEqual([
		'200 hello\n',
		'200 Hello, world!\nVersion: 1.0.0\nHostname: hello\n',
		'200 net',
		'404 hi',
		'200 <html><body><h1>It works!</h1></body></html>\n',
	]);
});

test.each([
	['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: undefined, digest: undefined }],
	['nginx:1.27-alpine', { registry: 'docker.io', repository: 'library/nginx', tag: '1.27-alpine', digest: undefined }],
	['localhost:5000/a/b:c', { registry: 'localhost:5000', repository: 'a/b', tag: 'c', digest: undefined }],
	['registry.k8s.io/pause:3.10', { registry: 'registry.k8s.io', repository: 'pause', tag: '3.10', digest: undefined }],
	['nginx:', 'invalid reference format'],
	['a b', 'invalid reference format'],
	['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
	['nginx:1.19:bad', 'invalid reference format'],
])('the image name %s', (text, expected) => {
	let result: unknown;
	try {
		result = parseImageReference(text);
	} catch (error) {
		result = (error as Error).message;
	}
	expect(result).toEqual(expected);
});

test('tags and registries by which images are known', () => {
	const catalog = new ImageCatalog(IMAGES);
	const kind = (name: string): string => catalog.resolve(parseImageReference(name)).kind;
	const names = (list: string): string[] => list.trim().split(/\s+/);
	const found = names(`
		nginx:alpine-slim nginx:1.27-alpine3.21 nginx:mainline-trixie nginx:stable-perl nginx:1.25-perl nginx:1.16.1-alpine
		httpd:trixie httpd:2.4.41-alpine httpd:2.4-alpine3.22 busybox:1.31.0 busybox:musl busybox:1.37-glibc alpine:3.17.3
		alpine:edge debian:10-slim ubuntu:20.04 python:3.11-alpine python:3.9-slim-bookworm python:slim node:18-alpine
		node:lts-alpine node:20-slim redis:8.0.2 redis:6-alpine redis:alpine3.22 curlimages/curl:8.00.1
		public.ecr.aws/nginx/nginx:stable-alpine public.ecr.aws/docker/library/httpd:alpine mirror.gcr.io/library/nginx
		registry.hub.docker.com/library/redis public.ecr.aws/bitnami/kubectl k8s.gcr.io/pause:3.9 bash:5 nicolaka/netshoot:v0.13 bitnami/kubectl:1.31.4
		bitnami/kubectl alpine/k8s:1.33.0 rancher/kubectl:v1.34.1 alpine/curl:8.5.0 radial/busyboxplus:curl
		registry.k8s.io/e2e-test-images/jessie-dnsutils:1.7`);
	const unknown = names(`
		nginx:nonexistent nginx:2.3.5 nginx:1.99 nginx:1.27-alpin httpd:2.4.0 alpine:3.17.99 redis:9 ubuntu:26.10
		public.ecr.aws/docker/library/nope mirror.gcr.io/nginx k8s.gcr.io/nope bitnami/kubectl:1.99 rancher/kubectl:latest`);
	expect(found.filter((name) => kind(name) !== 'found')).toEqual([]);
	expect(unknown.filter((name) => kind(name) === 'found')).toEqual([]);
});

test('servers that only have to be there start, listen and say so', () => {
	const cluster = new NodeCluster();
	const images = ['mongo:6.0', 'rabbitmq:3-management', 'bmuschko/nodejs-hello-world:1.0.0', 'grafana/grafana'];
	for (const [index, image] of images.entries()) cluster.pod(`server-${index}`, { image });
	cluster.run(120);
	expect(images.map((_, index) => cluster.status(`server-${index}`).phase)).toEqual(images.map(() => 'Running'));
	expect(get(cluster, 'server-2', '/', 3000)).toBe('200 Hello World');
	expect(get(cluster, 'server-3', '/nope', 3000)).toBe('404 404 page not found\n');
	expect(cluster.logs('server-3')).toMatch(/msg="HTTP Server Listen" address=\[::\]:3000/);
});
