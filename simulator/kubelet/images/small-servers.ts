import type { Layer } from '../../kernel/machine-api.ts';
import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate, formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { BOOKWORM, debianLayer } from './bases/debian.ts';
import { distrolessLayer } from './bases/distroless.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';
import { simpleHttpProgram } from './programs/simple-http.ts';

// Servers that exercises deploy without asking much of them: they start, say so, listen where the real ones do and
// show their first page or health. Differs: nothing behind that.

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

interface SmallServer {
	readonly names: readonly string[];
	readonly tags: string;
	readonly date: string;
	readonly sizeBytes: number;
	readonly base: () => Layer;
	readonly path: string;
	/** It is the image's entry point: a container's arguments are the program's. */
	readonly isEntryPoint?: boolean;
	readonly args?: readonly string[];
	readonly env?: readonly (readonly [string, string])[];
	readonly user?: string;
	/** The first is the one that answers. */
	readonly ports: readonly number[];
	/** Which port the environment says. */
	readonly portFrom?: string;
	/** What it logs when it is up. */
	readonly log: (process: Process, port: number) => string;
	/** Answers of an HTTP server by path, '*' for all others; absent: connections are taken and nothing is said. */
	readonly pages?: { readonly [path: string]: (process: Process, request: HttpRequest) => string };
	readonly terminate?: string;
}

const alpine = (): Layer => alpineLayer('3.22.2');
const debian = (): Layer => debianLayer(BOOKWORM);

function stamp(process: Process): string {
	return formatTime(process.now()).slice(0, 19);
}

function* answer(server: SmallServer, process: Process, request: HttpRequest): Task<HttpAnswer> {
	const path = request.target.replace(/\?.*/, '');
	const page = server.pages?.[path] ?? server.pages?.['*'];
	const date = ['Date', formatHttpDate(process.now())] as const;
	if (page === undefined) {
		return {
			status: 404,
			headers: [date, ['Content-Type', 'text/plain; charset=utf-8']],
			body: '404 page not found\n',
		};
	}
	const body = page(process, request);
	const type = body.startsWith('{')
		? 'application/json'
		: body.startsWith('<')
			? 'text/html; charset=utf-8'
			: 'text/plain; charset=utf-8';
	return { status: 200, headers: [date, ['Content-Type', type]], body };
}

function portOf(server: SmallServer, process: Process): number {
	const given = server.portFrom === undefined ? undefined : process.env.get(server.portFrom);
	return Number(given ?? server.ports[0]);
}

function program(server: SmallServer): Program {
	if (server.pages === undefined) return (process) => listenOnly(server, process);
	return simpleHttpProgram({
		begin: (process) => {
			const port = portOf(server, process);
			return { port, say: server.log(process, port) };
		},
		answer: (process, request) => answer(server, process, request),
		terminate: { say: server.terminate ?? '', status: 0 },
	});
}

function* listenOnly(server: SmallServer, process: Process): Task<number> {
	const group = new TaskGroup();
	try {
		for (const port of server.ports) group.add(swallowAll(process, process.listen('0.0.0.0', port)));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8('Address already in use\n'));
		return 1;
	}
	yield* process.write(1, encodeUtf8(server.log(process, server.ports[0] as number)));
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => 0);
	yield* process.write(1, encodeUtf8(server.terminate ?? ''));
	return status;
}

/** Takes connections one after the other and reads them to their end. */
function* swallowAll(process: Process, listening: number): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		try {
			while ((yield* process.read(fd, 4_096)).length > 0);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		} finally {
			process.close(fd);
		}
	}
}

const mongoLine = (process: Process, component: string, id: number, message: string): string =>
	`${JSON.stringify({ t: { $date: `${stamp(process)}.000+00:00` }, s: 'I', c: component.padEnd(8), id, ctx: 'initandlisten', msg: message })}\n`;

const hello = (text: string) => (): string => text;

const SERVERS: readonly SmallServer[] = [
	{
		names: ['docker.io/library/mongo'],
		tags: '8.0 8.0.15 8 latest 7.0 7.0.25 7 6.0 6.0.26 6 5.0 5.0.31 5 4.4 4.4.29 4.2 4 3.6 jammy noble',
		date: '2025-10-08',
		sizeBytes: 310_402_114,
		base: debian,
		path: '/usr/bin/mongod',
		ports: [27017],
		log: (process) =>
			mongoLine(process, 'NETWORK', 23015, 'Listening on') +
			mongoLine(process, 'NETWORK', 23016, 'Waiting for connections'),
	},
	{
		names: ['docker.io/library/memcached'],
		tags: '1.6.39 1.6 1 latest 1.6-alpine alpine 1.6.39-alpine 1.5 1.5-alpine 1.6.17 1.4',
		date: '2025-07-28',
		sizeBytes: 32_402_018,
		base: debian,
		path: '/usr/local/bin/memcached',
		user: '11211',
		ports: [11211],
		log: () => '',
	},
	{
		names: ['docker.io/library/rabbitmq'],
		tags: '4.2 4.2.0 4 latest 4-management management 3.13 3 3.13-management 3-management 3.12 3.12-management 3-alpine 3-management-alpine alpine',
		date: '2025-10-28',
		sizeBytes: 105_402_330,
		base: debian,
		path: '/opt/rabbitmq/sbin/rabbitmq-server',
		ports: [5672, 15672, 25672],
		log: (process) =>
			`${stamp(process).replace('T', ' ')}.000000+00:00 [info] <0.568.0> started TCP listener on [::]:5672\n${stamp(process).replace('T', ' ')}.000000+00:00 [info] <0.9.0> Server startup complete; 3 plugins started.\n`,
	},
	{
		names: [
			'docker.io/bmuschko/nodejs-hello-world',
			'docker.io/bmuschko/nodejs-read-config',
			'docker.io/bmuschko/nodejs-business-app',
			'docker.io/bmuschko/nodejs-ambassador',
			'docker.io/bmuschko/web-app',
		],
		tags: '1.0.0 1.0.1 1.1.0',
		date: '2020-06-06',
		sizeBytes: 344_402_114,
		base: debian,
		path: '/usr/src/app/start',
		ports: [3000],
		portFrom: 'PORT',
		log: () => 'Magic happens on port 3000\n',
		pages: { '/': hello('Hello World'), '/healthz': hello('OK'), '*': hello('Hello World') },
	},
	{
		names: ['gcr.io/google-samples/node-hello', 'us-docker.pkg.dev/google-samples/containers/gke/node-hello'],
		tags: '1.0 2.0',
		date: '2016-09-12',
		sizeBytes: 264_402_110,
		base: debian,
		path: '/server',
		ports: [8080],
		log: () => '',
		pages: { '*': hello('Hello Kubernetes!') },
	},
	{
		names: [
			'gcr.io/google-samples/gb-frontend',
			'gcr.io/google_samples/gb-frontend',
			'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend',
		],
		tags: 'v5 v4 v6',
		date: '2021-04-28',
		sizeBytes: 200_402_330,
		base: debian,
		path: '/usr/local/bin/apache2-foreground',
		ports: [80],
		log: () => "AH00094: Command line: 'apache2 -D FOREGROUND'\n",
		pages: {
			'*': hello(
				'<html ng-app="redis">\n  <head>\n    <title>Guestbook</title>\n  </head>\n  <body>\n    <h2>Guestbook</h2>\n  </body>\n</html>\n',
			),
		},
	},
	{
		names: ['registry.k8s.io/goproxy'],
		tags: '0.1',
		date: '2016-02-03',
		sizeBytes: 2_402_114,
		base: alpine,
		path: '/goproxy',
		ports: [8080],
		log: () => '',
	},
	{
		names: ['registry.k8s.io/serve_hostname', 'gcr.io/google_containers/serve_hostname'],
		tags: 'latest v1.4 1.4 1.1',
		date: '2016-05-11',
		sizeBytes: 2_902_114,
		base: alpine,
		path: '/serve_hostname',
		ports: [9376],
		log: () => 'Serving on port 9376.\n',
		pages: { '*': (process) => `${process.hostname}\n` },
	},
	{
		names: ['docker.io/prom/prometheus', 'quay.io/prometheus/prometheus'],
		tags: 'latest v3.7.2 v3.7.0 v3.6.0 v3.5.0 v3.0.0 v2.55.1 v2.55.0 v2.53.0 v2.51.0 v2.48.0 v2.47.0 v2.45.0 v2.40.0 v2.37.0 main',
		date: '2025-10-21',
		sizeBytes: 118_402_442,
		base: alpine,
		path: '/bin/prometheus',
		isEntryPoint: true,
		user: 'nobody',
		ports: [9090],
		log: (process) =>
			`time=${stamp(process)}.000Z level=INFO source=main.go:1303 msg="Server is ready to receive web requests."\n`,
		pages: {
			'/-/healthy': hello('Prometheus Server is Healthy.\n'),
			'/-/ready': hello('Prometheus Server is Ready.\n'),
			'/': hello('<a href="/query">Found</a>.\n\n'),
		},
	},
	{
		names: ['docker.io/prom/node-exporter', 'quay.io/prometheus/node-exporter'],
		tags: 'latest v1.10.2 v1.9.1 v1.8.2 v1.8.1 v1.8.0 v1.7.0 v1.6.1 v1.6.0 v1.5.0 v1.3.1',
		date: '2025-10-25',
		sizeBytes: 12_402_114,
		base: alpine,
		path: '/bin/node_exporter',
		isEntryPoint: true,
		user: 'nobody',
		ports: [9100],
		log: (process) =>
			`time=${stamp(process)}.000Z level=INFO source=tls_config.go:346 msg="Listening on" address=[::]:9100\n`,
		pages: {
			'/': hello(
				'<html>\n<head><title>Node Exporter</title></head>\n<body>\n<h1>Node Exporter</h1>\n<p><a href="/metrics">Metrics</a></p>\n</body>\n</html>\n',
			),
			'/metrics': (process) =>
				`# HELP node_time_seconds System time in seconds since epoch (1970).\n# TYPE node_time_seconds gauge\nnode_time_seconds ${process.now() / 1_000}\n`,
		},
	},
	{
		names: ['docker.io/grafana/grafana'],
		tags: 'latest main 12.2.1 12.2.0 12.0.0 11.6.0 11.5.0 11.0.0 10.4.0 10.2.0 10.0.0 9.5.0 9.0.0 8.5.0',
		date: '2025-10-21',
		sizeBytes: 202_402_018,
		base: alpine,
		path: '/run.sh',
		isEntryPoint: true,
		user: '472',
		ports: [3000],
		log: (process) =>
			`logger=http.server t=${stamp(process)}Z level=info msg="HTTP Server Listen" address=[::]:3000 protocol=http subUrl= socket=\n`,
		pages: {
			'/api/health': hello(
				'{\n  "database": "ok",\n  "version": "12.2.1",\n  "commit": "563109b696e9c1cbaf345f2ab7a11f7f78422982"\n}',
			),
			'/login': hello(
				'<!DOCTYPE html>\n<html lang="en-US">\n  <head>\n    <title>Grafana</title>\n  </head>\n</html>\n',
			),
			'/': hello('<a href="/login">Found</a>.\n\n'),
		},
	},
	{
		names: ['docker.io/mcp/grafana', 'docker.io/mcp/postman'],
		tags: 'latest',
		date: '2025-09-30',
		sizeBytes: 52_402_330,
		base: debian,
		path: '/app/mcp-server',
		ports: [8000],
		log: (process) => `time=${stamp(process)}.000Z level=INFO msg="Starting MCP server"\n`,
	},
	{
		names: ['docker.io/fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit'],
		tags: 'latest 4.1 4.1.1 4.0 3.2 3.1 3.0 2.2 2.1 2.1.10 2.0 1.9 1.8 1.5',
		date: '2025-10-15',
		sizeBytes: 41_402_114,
		base: debian,
		path: '/fluent-bit/bin/fluent-bit',
		isEntryPoint: true,
		ports: [2020],
		log: (process) =>
			`[${stamp(process).replace('T', ' ').replaceAll('-', '/')}] [ info] [sp] stream processor started\n`,
		terminate: '[engine] caught signal (SIGTERM)\n',
	},
	{
		names: ['docker.io/library/wordpress'],
		tags: '6.8.3 6.8 6 latest 6.8-apache 6-apache apache 6.2.1-apache 6.2 5.9 5.6 4.8-apache php8.3 php8.3-apache',
		date: '2025-09-30',
		sizeBytes: 240_402_330,
		base: debian,
		path: '/usr/local/bin/docker-entrypoint.sh',
		args: ['apache2-foreground'],
		ports: [80],
		log: (process) =>
			`WordPress not found in /var/www/html - copying now...\nComplete! WordPress has been successfully copied to /var/www/html\n[${stamp(process)}] [mpm_prefork:notice] AH00163: Apache/2.4.65 (Debian) PHP/8.3.26 configured -- resuming normal operations\n`,
		pages: {
			'*': hello(
				'<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<title>WordPress &rsaquo; Setup Configuration File</title>\n</head>\n</html>\n',
			),
		},
	},
	{
		names: ['docker.io/library/tomcat'],
		tags: '11.0 11 latest 10.1 10 9.0 9 8.5 8 7.0 9.0-jdk17 10-jdk17',
		date: '2025-10-14',
		sizeBytes: 210_402_114,
		base: debian,
		path: '/usr/local/tomcat/bin/catalina.sh',
		args: ['run'],
		ports: [8080],
		log: () => 'INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [35] milliseconds\n',
	},
	{
		names: ['docker.io/hazelcast/hazelcast'],
		tags: 'latest latest-slim 5.5.0 5.5 5.4.0 5.3.0 5.2.1 5.1.7 4.2',
		date: '2024-07-26',
		sizeBytes: 268_402_110,
		base: debian,
		path: '/opt/hazelcast/bin/hz',
		args: ['start'],
		user: '65534',
		ports: [5701],
		log: () => 'INFO: [127.0.0.1]:5701 [dev] [5.5.0] [127.0.0.1]:5701 is STARTED\n',
	},
	{
		names: ['docker.io/minio/minio', 'quay.io/minio/minio'],
		tags: 'latest RELEASE.2025-09-07T16-13-09Z',
		date: '2025-09-07',
		sizeBytes: 59_402_114,
		base: debian,
		path: '/usr/bin/minio',
		ports: [9000],
		log: () => 'MinIO Object Storage Server\nAPI: http://127.0.0.1:9000\n',
		pages: { '/minio/health/live': hello(''), '/minio/health/ready': hello('') },
	},
	{
		names: ['docker.io/library/elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
		tags: '9.1.5 8.19.5 8.15.0 8.11.0 8.10.2 8.5.0 7.17.29 7.17.0 7.10.1',
		date: '2025-10-06',
		sizeBytes: 680_402_114,
		base: debian,
		path: '/usr/share/elasticsearch/bin/elasticsearch',
		user: '1000',
		ports: [9200, 9300],
		log: () => '{"log.level":"INFO","message":"started"}\n',
		pages: {
			'/': (process) =>
				`{\n  "name" : "${process.hostname}",\n  "cluster_name" : "docker-cluster",\n  "tagline" : "You Know, for Search"\n}\n`,
		},
	},
	{
		names: ['docker.io/library/golang'],
		tags: '1.25.3 1.25 1 latest 1.25-alpine 1-alpine alpine 1.24 1.24-alpine 1.23 1.23-alpine 1.22 1.22-alpine 1.21 1.21-alpine 1.20 1.20-alpine 1.19 bookworm trixie',
		date: '2025-10-13',
		sizeBytes: 302_402_018,
		base: debian,
		path: '/bin/bash',
		ports: [],
		log: () => '',
	},
	{
		names: [
			'gcr.io/distroless/static-debian11',
			'gcr.io/distroless/static-debian12',
			'gcr.io/distroless/static',
			'gcr.io/distroless/base-debian12',
			'gcr.io/distroless/base',
		],
		tags: 'latest nonroot',
		date: '2025-10-20',
		sizeBytes: 802_114,
		base: () => distrolessLayer(),
		path: '',
		ports: [],
		log: () => '',
	},
];

function startOf({ path, args = [], isEntryPoint }: SmallServer): { entrypoint?: string[]; cmd?: string[] } {
	if (path === '') return {};
	return isEntryPoint === true ? { entrypoint: [path], cmd: [...args] } : { cmd: [path, ...args] };
}

function repository(server: SmallServer): ImageRepository {
	const { names, path, ports } = server;
	const key = (names[0] as string).replace(/^.*?\//, '');
	const serves = ports.length > 0;
	return {
		names,
		tags: imageTags(
			key,
			server.tags.split(' ').map((tags) => ({
				tags,
				date: server.date,
				sizeBytes: server.sizeBytes,
				layers: () => [server.base(), layer(serves ? [executable(path, key, 24_402_114)] : [])],
				config: {
					...startOf(server),
					env: [...ENV, ...(server.env ?? [])],
					...(server.user === undefined ? {} : { user: server.user }),
					exposedPorts: ports.map((port) => `${port}/tcp`),
				},
			})),
		),
		programs: new Map(serves ? [[key, program(server)] as const] : []),
	};
}

export const SMALL_SERVERS: readonly ImageRepository[] = SERVERS.map(repository);
