import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_UBI } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { file } from '../layer-builder.ts';
import { isoStamp } from '../programs/log-stamps.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';

// The search engine and what stands around it. Differs: nothing is indexed.

const GIB = 1024 ** 3;

function major(process: Process): number {
	return Number((process.release ?? '0').split('.')[0]);
}

/** Since version 8 it asks who you are. Differs: without TLS, and any password will do. */
function isSecured(process: Process): boolean {
	return major(process) >= 8 && process.env.get('xpack.security.enabled') !== 'false';
}

const elasticLine = (process: Process, text: string, logger: string): string =>
	`${JSON.stringify({ '@timestamp': isoStamp(process), 'log.level': 'INFO', message: text, 'ecs.version': '1.2.0', 'service.name': 'ES_ECS', 'event.dataset': 'elasticsearch.server', 'process.thread.name': 'main', 'log.logger': logger, 'elasticsearch.node.name': process.hostname, 'elasticsearch.cluster.name': process.env.get('cluster.name') ?? 'docker-cluster' })}\n`;

const elasticsearch = serverProgram({
	ports: [9200, 9300],
	memoryBytes: 0.9 * GIB,
	cpuMillicores: 6,
	startMs: 14_000,
	begin: (process) =>
		elasticLine(
			process,
			`version[${process.release}], pid[${process.pid}], build[docker/0000000/2025-10-06], OS[Linux/6.8.0-51-generic/amd64]`,
			'org.elasticsearch.node.Node',
		) +
		elasticLine(process, 'initialized', 'org.elasticsearch.node.Node') +
		elasticLine(process, 'starting ...', 'org.elasticsearch.node.Node'),
	ready: (process) =>
		elasticLine(
			process,
			'publish_address {127.0.0.1:9200}, bound_addresses {[::]:9200}',
			'org.elasticsearch.http.AbstractHttpServerTransport',
		) + elasticLine(process, 'started', 'org.elasticsearch.node.Node'),
	page: elasticPage,
	headers: [['X-elastic-product', 'Elasticsearch']],
	missing: { status: 400, body: '{"error":"no handler found for uri","status":400}' },
	end: { status: 143 },
});

function elasticPage(process: Process, request: HttpRequest): Page | undefined {
	const credentials = request.headers.get('authorization');
	if (isSecured(process) && credentials === undefined) {
		const reason = `missing authentication credentials for REST request [${request.target}]`;
		return {
			status: 401,
			headers: [['WWW-Authenticate', 'Basic realm="security", charset="UTF-8"']],
			body: JSON.stringify({
				error: { root_cause: [{ type: 'security_exception', reason }], type: 'security_exception', reason },
				status: 401,
			}),
		};
	}
	const cluster = process.env.get('cluster.name') ?? 'docker-cluster';
	switch (pathOf(request)) {
		case '/':
			return `${JSON.stringify({ name: process.env.get('node.name') ?? process.hostname, cluster_name: cluster, cluster_uuid: 'b3qkZ0ywQ1m6w3N8m0TnOg', version: { number: process.release, build_flavor: 'default', build_type: 'docker', lucene_version: '10.2.2' }, tagline: 'You Know, for Search' }, undefined, 2)}\n`;
		case '/_cluster/health':
			return JSON.stringify({
				cluster_name: cluster,
				status: 'green',
				timed_out: false,
				number_of_nodes: 1,
				number_of_data_nodes: 1,
				active_primary_shards: 0,
				active_shards: 0,
				relocating_shards: 0,
				initializing_shards: 0,
				unassigned_shards: 0,
			});
		case '/_cat/health':
			return {
				status: 200,
				headers: [['content-type', 'text/plain; charset=UTF-8']],
				body: `${Math.floor(process.now() / 1_000)} ${isoStamp(process).slice(11, 19)} ${cluster} green 1 1 0 0 0 0 0 0 0 - 100.0%\n`,
			};
		case '/_cat/nodes':
			return {
				status: 200,
				headers: [['content-type', 'text/plain; charset=UTF-8']],
				body: `127.0.0.1 20 95 5 0.20 0.30 0.25 cdfhilmrstw * ${process.hostname}\n`,
			};
		case '/_cat/indices':
			return { status: 200, headers: [['content-type', 'text/plain; charset=UTF-8']], body: '' };
		default:
			return undefined;
	}
}

const ELASTIC_VERSIONS = [
	['9.1.5 9.1.4 9.0.0', '2025-10-06', 680_402_114],
	[
		'8.19.5 8.18.0 8.17.0 8.16.1 8.15.0 8.14.0 8.13.0 8.12.0 8.11.0 8.10.2 8.9.0 8.8.0 8.7.0 8.6.0 8.5.0 8.1.0 8.0.0',
		'2025-10-06',
		620_402_114,
	],
	[
		'7.17.29 7.17.0 7.17.9 7.16.2 7.14.0 7.12.0 7.10.1 7.10.0 7.9.3 7.8.0 7.6.2 7.5.0 7.3.2 7.2.0 7.0.0',
		'2025-06-24',
		380_402_114,
	],
	['6.8.23 6.8.0 6.5.4 6.4.3 6.2.4 5.6.16', '2022-01-13', 320_402_114],
] as const;

const ELASTICSEARCH = cataloguedImage({
	names: 'elasticsearch docker.elastic.co/elasticsearch/elasticsearch',
	versions: ELASTIC_VERSIONS,
	base: ON_UBI,
	entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
	cmd: ['eswrapper'],
	env: () => [['ELASTIC_CONTAINER', 'true']],
	path: '/usr/share/elasticsearch/bin',
	user: '1000:0',
	workingDir: '/usr/share/elasticsearch',
	ports: '9200 9300',
	accounts: ['elasticsearch:x:1000:0::/usr/share/elasticsearch:/bin/bash'],
	folders: '/usr/share/elasticsearch:1000 /usr/share/elasticsearch/data:1000 /usr/share/elasticsearch/logs:1000',
	programs: [['/usr/local/bin/eswrapper', elasticsearch]],
	files: () => [
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', { server: 'eswrapper', shell: '/bin/bash' }),
		file('/bin/tini', '#!/bin/sh\n[ "$1" != -- ] || shift\nexec "$@"\n', 0o755),
		file(
			'/usr/share/elasticsearch/config/elasticsearch.yml',
			'cluster.name: "docker-cluster"\nnetwork.host: 0.0.0.0\n',
		),
	],
});

const kibanaLine = (process: Process, tag: string, text: string): string =>
	`[${isoStamp(process).replace('Z', '+00:00')}][INFO ][${tag}] ${text}\n`;

/** Differs: it does not look for its Elasticsearch. */
const KIBANA = cataloguedImage({
	names: 'kibana docker.elastic.co/kibana/kibana',
	versions: ELASTIC_VERSIONS,
	base: ON_UBI,
	entrypoint: ['/bin/tini', '--'],
	cmd: ['/usr/local/bin/kibana-docker'],
	env: () => [['ELASTIC_CONTAINER', 'true']],
	path: '/usr/share/kibana/bin',
	user: '1000',
	workingDir: '/usr/share/kibana',
	ports: '5601',
	accounts: ['kibana:x:1000:1000::/usr/share/kibana:/bin/bash'],
	programs: [
		[
			'/usr/local/bin/kibana-docker',
			serverProgram({
				ports: [5601],
				memoryBytes: 0.55 * GIB,
				startMs: 18_000,
				begin: (process) => kibanaLine(process, 'root', 'Kibana is starting'),
				ready: (process) => kibanaLine(process, 'http.server.Kibana', 'http server running at http://0.0.0.0:5601'),
				page: (process, request) =>
					pathOf(request) === '/api/status'
						? JSON.stringify({
								name: process.hostname,
								version: { number: process.release },
								status: { overall: { level: 'available' } },
							})
						: pathOf(request) === '/'
							? { status: 302, headers: [['location', '/app/home']], body: '' }
							: '<!DOCTYPE html><html lang="en"><head><title>Elastic</title></head><body></body></html>',
				end: { status: 0 },
			}),
		],
	],
	files: () => [file('/bin/tini', '#!/bin/sh\n[ "$1" != -- ] || shift\nexec "$@"\n', 0o755)],
});

const LOGSTASH = cataloguedImage({
	names: 'logstash docker.elastic.co/logstash/logstash',
	versions: ELASTIC_VERSIONS,
	base: ON_UBI,
	entrypoint: ['/usr/local/bin/docker-entrypoint'],
	user: '1000',
	path: '/usr/share/logstash/bin',
	workingDir: '/usr/share/logstash',
	ports: '5044 9600',
	accounts: ['logstash:x:1000:1000::/usr/share/logstash:/bin/bash'],
	programs: [
		[
			'/usr/share/logstash/bin/logstash',
			serverProgram({
				ports: [9600, 5044],
				memoryBytes: 0.6 * GIB,
				startMs: 16_000,
				begin: () => 'Using bundled JDK: /usr/share/logstash/jdk\n',
				ready: (process) =>
					`[${isoStamp(process).slice(0, 23).replace('.', ',')}][INFO ][logstash.agent           ] Successfully started Logstash API endpoint {:port=>9600, :ssl_enabled=>false}\n`,
				page: (process, request) =>
					pathOf(request) === '/'
						? JSON.stringify({ host: process.hostname, version: process.release, status: 'green' })
						: undefined,
				end: { status: 143 },
			}),
		],
	],
	files: () => [
		entrypointScript('/usr/local/bin/docker-entrypoint', {
			server: 'logstash',
			shell: '/bin/bash',
			lines: ['[ $# -gt 0 ] || set -- logstash'],
		}),
	],
});

export const SEARCH: readonly ImageRepository[] = [ELASTICSEARCH, KIBANA, LOGSTASH];
