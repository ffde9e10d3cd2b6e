import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_DISTROLESS } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { file } from '../layer-builder.ts';
import { isoStamp, secondStamp } from '../programs/log-stamps.ts';
import { pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

// What watches other things. Differs: nothing is collected, so pages that would show something are not there.

const MIB = 1024 ** 2;

const slog = (process: Process, level: string, source: string, text: string): string =>
	`time=${isoStamp(process)} level=${level} source=${source} msg=${/[ "]/.test(text) ? JSON.stringify(text) : text}\n`;

/** A Go program that reads `--config.file` first. */
function* configFile(process: Process): Task<StartRefusal | undefined> {
	const args = process.argv.slice(1);
	if (args.includes('--version')) {
		return {
			status: 0,
			to: 1,
			say: `${nameOf(process)}, version ${process.release?.slice(1)} (branch: HEAD, revision: 0000000)\n  platform:         linux/amd64\n`,
		};
	}
	const unknown = args.find((arg) => !arg.startsWith('-'));
	if (unknown !== undefined) {
		return {
			status: 1,
			say: `Error parsing command line arguments: unexpected ${unknown}\n${nameOf(process)}: error: unexpected ${unknown}\n`,
		};
	}
	const path = goFlag(args, 'config.file');
	if (path === undefined || process.access(path, { read: true })) return undefined;
	const why = `open ${path}: no such file or directory`;
	return {
		status: nameOf(process) === 'prometheus' ? 2 : 1,
		say: `time=${isoStamp(process)} level=ERROR source=main.go:662 msg="Error loading config (--config.file=${path})" file=${path} err=${JSON.stringify(why)}\n`,
	};
}

function nameOf(process: Process): string {
	return (process.argv[0] ?? '').replace(/^.*\//, '');
}

function listenPort(process: Process, usual: number): number {
	return Number(goFlag(process.argv.slice(1), 'web.listen-address')?.replace(/^.*:/, '') ?? usual);
}

const prometheus = serverProgram({
	ports: (process) => [listenPort(process, 9090)],
	memoryBytes: 60 * MIB,
	cpuMillicores: 4,
	check: configFile,
	begin: (process) =>
		slog(process, 'INFO', 'main.go:720', `Starting Prometheus Server`) +
		slog(process, 'INFO', 'web.go:677', 'Start listening for connections'),
	ready: (process) =>
		slog(process, 'INFO', 'main.go:1293', 'TSDB started') +
		slog(process, 'INFO', 'main.go:1498', 'Loading configuration file') +
		slog(process, 'INFO', 'main.go:1273', 'Server is ready to receive web requests.') +
		slog(process, 'INFO', 'manager.go:189', 'Starting rule manager...'),
	page: (process, request) => {
		switch (pathOf(request)) {
			case '/-/healthy':
				return 'Prometheus Server is Healthy.\n';
			case '/-/ready':
				return 'Prometheus Server is Ready.\n';
			case '/':
				return { status: 302, headers: [['Location', '/query']], body: '<a href="/query">Found</a>.\n\n' };
			case '/query':
			case '/graph':
			case '/targets':
				return '<!doctype html>\n<html lang="en">\n  <head>\n    <title>Prometheus Time Series Collection and Processing Server</title>\n  </head>\n  <body>\n    <div id="root"></div>\n  </body>\n</html>\n';
			case '/api/v1/status/buildinfo':
				return JSON.stringify({ status: 'success', data: { version: process.release?.slice(1), branch: 'HEAD' } });
			case '/metrics':
				return `# HELP prometheus_build_info A metric with a constant '1' value labeled by version, revision, branch, goversion from which prometheus was built, and the goos and goarch for the build.\n# TYPE prometheus_build_info gauge\nprometheus_build_info{branch="HEAD",goarch="amd64",goos="linux",version="${process.release?.slice(1)}"} 1\n`;
			default:
				return undefined;
		}
	},
	logTo: 2,
	end: {
		say: (process) =>
			slog(process, 'WARN', 'main.go:1022', 'Received an OS signal, exiting gracefully...') +
			slog(process, 'INFO', 'main.go:1464', 'See you next time!'),
		status: 0,
	},
});

const PROMETHEUS_CONFIG = `global:
  scrape_interval: 15s
  evaluation_interval: 15s
scrape_configs:
  - job_name: "prometheus"
    static_configs:
      - targets: ["localhost:9090"]
        labels:
          app: "prometheus"
`;

const PROMETHEUS = cataloguedImage({
	names: 'prom/prometheus quay.io/prometheus/prometheus',
	versions: [
		['v3.7.2 latest main v3', '2025-10-21', 118_402_442],
		['v3.7.0 v3.6.0 v3.5.0 v3.4.0 v3.3.0 v3.2.0 v3.1.0 v3.0.0', '2025-10-15', 117_402_442],
		['v2.55.1 v2.55.0 v2.54.1 v2.53.0 v2.52.0 v2.51.0 v2.50.0 v2.49.1 v2.48.0 v2.47.0', '2024-11-04', 110_402_442],
		[
			'v2.45.0 v2.44.0 v2.43.0 v2.42.0 v2.40.0 v2.37.0 v2.36.0 v2.33.0 v2.26.0 v2.22.0 v2.12.0',
			'2023-06-23',
			90_402_442,
		],
	],
	base: ON_ALPINE,
	entrypoint: ['/bin/prometheus'],
	cmd: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
	user: 'nobody',
	workingDir: '/prometheus',
	volumes: '/prometheus',
	ports: '9090',
	folders: '/prometheus:65534 /etc/prometheus:65534',
	programs: [['/bin/prometheus', prometheus, 150_402_114]],
	files: () => [file('/etc/prometheus/prometheus.yml', PROMETHEUS_CONFIG)],
});

const ALERTMANAGER = cataloguedImage({
	names: 'prom/alertmanager quay.io/prometheus/alertmanager',
	versions: [
		['v0.28.1 latest', '2025-03-07', 33_402_114],
		['v0.27.0 v0.26.0 v0.25.0 v0.24.0 v0.23.0', '2024-02-28', 31_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['/bin/alertmanager'],
	cmd: ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
	user: 'nobody',
	workingDir: '/alertmanager',
	volumes: '/alertmanager',
	ports: '9093',
	folders: '/alertmanager:65534 /etc/alertmanager:65534',
	programs: [
		[
			'/bin/alertmanager',
			serverProgram({
				ports: (process) => [listenPort(process, 9093), 9094],
				memoryBytes: 18 * MIB,
				check: configFile,
				begin: (process) => slog(process, 'INFO', 'main.go:191', 'Starting Alertmanager'),
				ready: (process) => slog(process, 'INFO', 'tls_config.go:347', 'Listening on'),
				page: (_, request) =>
					pathOf(request) === '/-/healthy' || pathOf(request) === '/-/ready'
						? 'OK'
						: pathOf(request) === '/'
							? '<!DOCTYPE html>\n<html lang="en">\n    <head>\n        <title>Alertmanager</title>\n    </head>\n</html>\n'
							: undefined,
				logTo: 2,
				end: { status: 0 },
			}),
		],
	],
	files: () => [
		file(
			'/etc/alertmanager/alertmanager.yml',
			"route:\n  receiver: 'web.hook'\nreceivers:\n- name: 'web.hook'\n  webhook_configs:\n  - url: 'http://127.0.0.1:5001/'\n",
		),
	],
});

const NODE_EXPORTER = cataloguedImage({
	names: 'prom/node-exporter quay.io/prometheus/node-exporter',
	versions: [
		['v1.10.2 latest master', '2025-10-25', 12_402_114],
		[
			'v1.9.1 v1.9.0 v1.8.2 v1.8.1 v1.8.0 v1.7.0 v1.6.1 v1.6.0 v1.5.0 v1.4.0 v1.3.1 v1.2.2 v1.0.1 v0.18.1 v0.16.0',
			'2025-04-01',
			12_302_114,
		],
	],
	base: ON_ALPINE,
	entrypoint: ['/bin/node_exporter'],
	user: 'nobody',
	ports: '9100',
	programs: [
		[
			'/bin/node_exporter',
			serverProgram({
				ports: (process) => [listenPort(process, 9100)],
				memoryBytes: 12 * MIB,
				check: configFile,
				begin: (process) => slog(process, 'INFO', 'node_exporter.go:216', 'Starting node_exporter'),
				ready: (process, port) =>
					`time=${isoStamp(process)} level=INFO source=tls_config.go:346 msg="Listening on" address=[::]:${port}\n`,
				page: nodeMetrics,
				logTo: 2,
				end: { status: 143 },
			}),
		],
	],
});

function nodeMetrics(process: Process, request: Parameters<typeof pathOf>[0]): string | undefined {
	const { machine } = process;
	switch (pathOf(request)) {
		case '/':
			return '<html>\n<head><title>Node Exporter</title></head>\n<body>\n<h1>Node Exporter</h1>\n<p><a href="/metrics">Metrics</a></p>\n</body>\n</html>\n';
		case '/metrics':
			return [
				['node_boot_time_seconds', 'Node boot time, in unixtime.', machine.bootedAtMs / 1_000],
				['node_memory_MemTotal_bytes', 'Memory information field MemTotal_bytes.', machine.memoryBytes],
				['node_filesystem_size_bytes', 'Filesystem size in bytes.', machine.disk.totalBytes],
				['node_time_seconds', 'System time in seconds since epoch (1970).', process.now() / 1_000],
			]
				.map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
				.join('');
		default:
			return undefined;
	}
}

const grafanaLine = (process: Process, logger: string, text: string): string =>
	`logger=${logger} t=${isoStamp(process).slice(0, 23)}000000Z level=info msg=${/[ "]/.test(text) ? JSON.stringify(text) : text}`;

const GRAFANA = cataloguedImage({
	names: 'grafana/grafana grafana/grafana-oss grafana/grafana-enterprise',
	versions: [
		['12.2.1 latest main 12.2 12', '2025-10-21', 202_402_018],
		['12.2.0 12.1.0 12.0.0', '2025-09-23', 200_402_018],
		['11.6.0 11.6 11 11.5.0 11.4.0 11.3.0 11.2.0 11.1.0 11.0.0', '2025-03-25', 160_402_018],
		['10.4.0 10.4 10.3.1 10.2.0 10.1.0 10.0.0 10', '2024-03-06', 120_402_018],
		['9.5.0 9.4.7 9.3.2 9.2.0 9.1.0 9.0.0 8.5.0 8.4.4 8.3.3 7.5.7 7.4.0 7.3.7 6.7.4', '2023-04-04', 80_402_018],
	],
	base: ON_ALPINE,
	entrypoint: ['/run.sh'],
	env: () => [
		['GF_PATHS_CONFIG', '/etc/grafana/grafana.ini'],
		['GF_PATHS_DATA', '/var/lib/grafana'],
		['GF_PATHS_HOME', '/usr/share/grafana'],
		['GF_PATHS_LOGS', '/var/log/grafana'],
		['GF_PATHS_PLUGINS', '/var/lib/grafana/plugins'],
		['GF_PATHS_PROVISIONING', '/etc/grafana/provisioning'],
	],
	path: '/usr/share/grafana/bin',
	user: '472',
	workingDir: '/usr/share/grafana',
	ports: '3000',
	accounts: ['grafana:x:472:0:grafana:/usr/share/grafana:/sbin/nologin'],
	folders:
		'/var/lib/grafana:472 /var/log/grafana:472 /var/lib/grafana/plugins:472 /etc/grafana/provisioning:472 /usr/share/grafana',
	programs: [
		[
			'/run.sh',
			serverProgram({
				ports: (process) => [Number(process.env.get('GF_SERVER_HTTP_PORT') ?? '3000')],
				memoryBytes: 90 * MIB,
				startMs: 2_500,
				check: grafanaFolders,
				begin: (process) =>
					`${grafanaLine(process, 'settings', 'Starting Grafana')} version=${process.release} commit=563109b6 branch=HEAD compiled=2025-10-21T09:00:00Z\n`,
				ready: (process, port) =>
					`${grafanaLine(process, 'http.server', 'HTTP Server Listen')} address=[::]:${port} protocol=http subUrl= socket=\n`,
				page: (process, request) => {
					switch (pathOf(request)) {
						case '/api/health':
							return `{\n  "database": "ok",\n  "version": "${process.release}",\n  "commit": "563109b6"\n}`;
						case '/login':
							return '<!DOCTYPE html>\n<html lang="en-US">\n  <head>\n    <title>Grafana</title>\n  </head>\n</html>\n';
						case '/':
							return { status: 302, headers: [['Location', '/login']], body: '<a href="/login">Found</a>.\n\n' };
						default:
							return undefined;
					}
				},
				end: { status: 0 },
			}),
		],
	],
	files: () => [file('/etc/grafana/grafana.ini', '# The defaults are in /usr/share/grafana/conf/defaults.ini.\n')],
});

/** Models grafana packaging/docker/run.sh. */
function* grafanaFolders(process: Process): Task<StartRefusal | undefined> {
	const data = process.env.get('GF_PATHS_DATA') ?? '/var/lib/grafana';
	if (process.access(data, { write: true })) return undefined;
	return {
		status: 1,
		to: 1,
		say: `GF_PATHS_DATA='${data}' is not writable.\nYou may have issues with file permissions, more information here: http://docs.grafana.org/installation/docker/#migrate-to-v51-or-later\nmkdir: can't create directory '${data}/plugins': Permission denied\n`,
	};
}

const fluentBitLine = (process: Process, text: string): string =>
	`[${secondStamp(process).replaceAll('-', '/')}] [ info] ${text}\n`;

const FLUENT_BIT = cataloguedImage({
	names: 'fluent/fluent-bit cr.fluentbit.io/fluent/fluent-bit',
	versions: [
		['4.1.1 latest 4.1 4.1.0', '2025-10-15', 41_402_114],
		['4.0.0 4.0 4.0.1 3.2.0 3.2 3.1.0 3.1 3.1.9 3.0.0 3.0', '2025-03-20', 40_402_114],
		['2.2.0 2.2 2.1.10 2.1 2.0.0 2.0 1.9.0 1.9 1.8.0 1.8 1.8.15 1.7 1.6 1.5 1.5.7 1.3.11', '2023-11-14', 31_402_114],
	],
	base: ON_DISTROLESS,
	entrypoint: ['/fluent-bit/bin/fluent-bit'],
	cmd: ['-c', '/fluent-bit/etc/fluent-bit.conf'],
	ports: '2020',
	programs: [
		[
			'/fluent-bit/bin/fluent-bit',
			serverProgram({
				ports: [2020],
				memoryBytes: 10 * MIB,
				check: fluentBitConfig,
				begin: (process) =>
					`Fluent Bit v${process.release}\n* Copyright (C) 2015-2025 The Fluent Bit Authors\n* Fluent Bit is a CNCF graduated project under the Fluent organization\n* https://fluentbit.io\n\n${fluentBitLine(process, `[fluent bit] version=${process.release}, commit=, pid=${process.pid}`)}`,
				ready: (process) =>
					fluentBitLine(process, '[storage] ver=1.5.3, type=memory, sync=normal, checksum=off, max_chunks_up=128') +
					fluentBitLine(process, '[sp] stream processor started'),
				page: (process, request) =>
					pathOf(request) === '/api/v1/health'
						? 'ok\n'
						: pathOf(request) === '/'
							? JSON.stringify({ 'fluent-bit': { version: process.release, edition: 'Community' } })
							: undefined,
				logTo: 2,
				end: {
					say: (process) =>
						fluentBitLine(process, '[engine] caught signal (SIGTERM)').replace(' info]', ' warn]') +
						fluentBitLine(process, '[engine] service has stopped (0 pending tasks)'),
					status: 0,
				},
			}),
		],
	],
	files: () => [
		file(
			'/fluent-bit/etc/fluent-bit.conf',
			'[SERVICE]\n    Flush        1\n    Log_Level    info\n    HTTP_Server  On\n    HTTP_Port    2020\n\n[INPUT]\n    Name   cpu\n    Tag    cpu.local\n\n[OUTPUT]\n    Name   stdout\n    Match  *\n',
		),
	],
});

function* fluentBitConfig(process: Process): Task<StartRefusal | undefined> {
	const args = process.argv.slice(1);
	const path = goFlag(args, 'c') ?? goFlag(args, 'config');
	if (path === undefined || process.access(path, { read: true })) return undefined;
	return {
		status: 1,
		say: `[${secondStamp(process).replaceAll('-', '/')}] [error] could not open configuration file, aborting.\n`,
	};
}

const LOKI = cataloguedImage({
	names: 'grafana/loki',
	versions: [
		['3.5.7 latest 3.5.0 3.4.2 3.3.2 3.2.0 3.1.0 3.0.0', '2025-10-16', 38_402_114],
		['2.9.8 2.9.0 2.8.0 2.6.1', '2024-05-03', 27_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['/usr/bin/loki'],
	cmd: ['-config.file=/etc/loki/local-config.yaml'],
	user: '10001',
	ports: '3100',
	folders: '/loki:10001 /etc/loki',
	programs: [
		[
			'/usr/bin/loki',
			serverProgram({
				ports: [3100, 9095],
				memoryBytes: 60 * MIB,
				check: configFile,
				ready: (process) =>
					`level=info ts=${isoStamp(process)} caller=loki.go:550 msg="Loki started" startup_time=812.3ms\n`,
				page: (_, request) => (pathOf(request) === '/ready' ? 'ready\n' : undefined),
				logTo: 2,
				end: { status: 0 },
			}),
		],
	],
	files: () => [file('/etc/loki/local-config.yaml', 'auth_enabled: false\nserver:\n  http_listen_port: 3100\n')],
});

const JAEGER = cataloguedImage({
	names: 'jaegertracing/all-in-one quay.io/jaegertracing/all-in-one',
	versions: [['1.74.0 latest 1.70.0 1.60 1.57 1.50 1.41 1.35 1.23 1.22', '2025-10-03', 34_402_114]],
	base: ON_ALPINE,
	entrypoint: ['/go/bin/all-in-one-linux'],
	cmd: ['--sampling.strategies-file=/etc/jaeger/sampling_strategies.json'],
	user: '10001',
	ports: '4317 4318 5778 9411 14250 14268 14269 16686 5775/udp 6831/udp 6832/udp',
	programs: [
		[
			'/go/bin/all-in-one-linux',
			serverProgram({
				ports: [16686, 14269, 14268, 14250, 9411, 4317, 4318, 5778],
				ready: (process) =>
					`{"level":"info","ts":${process.now() / 1_000},"caller":"server/query.go","msg":"Starting HTTP server","port":16686,"addr":":16686"}\n`,
				page: (_, request) =>
					pathOf(request) === '/' || pathOf(request) === '/search'
						? '<!doctype html>\n<html lang="en">\n  <head>\n    <title>Jaeger UI</title>\n  </head>\n</html>\n'
						: pathOf(request) === '/api/services'
							? '{"data":[],"total":0,"limit":0,"offset":0,"errors":null}'
							: undefined,
				logTo: 2,
				end: { status: 0 },
			}),
		],
	],
});

export const MONITORING: readonly ImageRepository[] = [
	PROMETHEUS,
	ALERTMANAGER,
	NODE_EXPORTER,
	GRAFANA,
	FLUENT_BIT,
	LOKI,
	JAEGER,
];
