import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_SCRATCH, ON_UBUNTU } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript, GOSU_PATH } from '../entrypoint-script.ts';
import { variantTags } from '../image-version.ts';
import { executable, file } from '../layer-builder.ts';
import { secondStamp, spaceStamp } from '../programs/log-stamps.ts';
import { portProbe } from '../programs/port-probe.ts';
import { pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

// Brokers: they start, say so, listen and answer what asks for their health. Differs: they carry no messages.

const MIB = 1024 ** 2;

const rabbit = (process: Process, text: string, id: string): string =>
	`${spaceStamp(process)}000+00:00 [info] <${id}> ${text}\n`;

const rabbitmqServer = serverProgram({
	ports: (process) => [
		hasManagement(process) ? 15672 : 25672,
		5672,
		...(hasManagement(process) ? [25672, 15692] : [15692]),
	],
	memoryBytes: 118 * MIB,
	startMs: 6_000,
	begin: (process) =>
		rabbit(process, `Starting RabbitMQ ${rabbitVersion(process)} on Erlang 27.3.4.4 [jit]`, '0.254.0') +
		rabbit(process, 'Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries', '0.254.0') +
		`\n  ##  ##      RabbitMQ ${rabbitVersion(process)}\n  ##  ##\n  ##########  Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries\n  ######  ##\n  ##########  Licensed under the MPL 2.0. Website: https://rabbitmq.com\n\n`,
	ready: (process) => {
		const user = process.env.get('RABBITMQ_DEFAULT_USER') ?? 'guest';
		return (
			rabbit(process, `Created user '${user}'`, '0.254.0') +
			rabbit(process, 'started TCP listener on [::]:5672', '0.568.0') +
			(hasManagement(process)
				? rabbit(process, 'Management plugin: HTTP (non-TLS) listener started on port 15672', '0.640.0')
				: '') +
			rabbit(process, `Server startup complete; ${hasManagement(process) ? 5 : 2} plugins started.`, '0.9.0')
		);
	},
	page: (process, request) =>
		!hasManagement(process)
			? undefined
			: pathOf(request).startsWith('/api/')
				? rabbitApi(process, request.headers.get('authorization'))
				: '<!DOCTYPE html>\n<html>\n  <head>\n    <title>RabbitMQ Management</title>\n  </head>\n  <body>\n    <div id="outer"></div>\n  </body>\n</html>\n',
	headers: [['server', 'Cowboy']],
	end: { status: 0 },
});

const ENABLED_PLUGINS = '/etc/rabbitmq/enabled_plugins';

function hasManagement(process: Process): boolean {
	return process.release?.includes('management') === true;
}

function rabbitVersion(process: Process): string {
	return (process.release ?? '').replace(/-.*/, '');
}

function rabbitApi(
	process: Process,
	authorization: string | undefined,
): string | { status: number; headers: readonly (readonly [string, string])[]; body: string } {
	if (authorization === undefined) {
		return {
			status: 401,
			headers: [['www-authenticate', 'Basic realm="RabbitMQ Management"']],
			body: '{"error":"not_authorized","reason":"Login failed"}',
		};
	}
	return JSON.stringify({
		management_version: rabbitVersion(process),
		rabbitmq_version: rabbitVersion(process),
		cluster_name: `rabbit@${process.hostname}`,
		node: `rabbit@${process.hostname}`,
	});
}

/** `rabbitmq-diagnostics -q ping` and its like: they ask the node of their container. */
const rabbitmqDiagnostics = portProbe({
	port: 5672,
	up: ({ argv, hostname }) =>
		argv.includes('status')
			? `Status of node rabbit@${hostname} ...\nRuntime\n\nOS PID: 1\nOS: Linux\n`
			: argv.includes('-q') || argv.includes('--quiet')
				? 'Ping succeeded\n'
				: `Will ping rabbit@${hostname}. This only checks if the OS process is running and registered with epmd. Timeout: 60000 ms.\nPing succeeded\n`,
	down: ({ hostname }) =>
		`Error: unable to perform an operation on node 'rabbit@${hostname}'. Please see diagnostics information and suggestions below.\n`,
	status: 69,
});

/** Newest first. */
const RABBIT_RELEASES = [
	['4.2.0', '4.2 4 latest'],
	['4.1.5', '4.1'],
	['4.0.9', '4.0'],
	['3.13.7', '3.13 3'],
	['3.12.14', '3.12'],
	['3.11.28', '3.11'],
	['3.10.25', '3.10'],
	['3.9.29', '3.9'],
	['3.8.34', '3.8'],
] as const;

const RABBITMQ = cataloguedImage({
	names: 'rabbitmq',
	versions: RABBIT_RELEASES.flatMap(([release, more]): CataloguedVersion[] => {
		const names = [release, ...more.split(' ')];
		const tags = (variant: string): string => variantTags(names, variant).join(' ');
		return [
			[names.join(' '), '2025-10-28', 105_402_330, ON_UBUNTU],
			[tags('management'), '2025-10-28', 116_402_330, ON_UBUNTU],
			[tags('alpine'), '2025-10-28', 75_402_330, ON_ALPINE],
			[tags('management-alpine'), '2025-10-28', 86_402_330, ON_ALPINE],
		];
	}),
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['rabbitmq-server'],
	env: (release) => [
		['RABBITMQ_DATA_DIR', '/var/lib/rabbitmq'],
		['RABBITMQ_VERSION', release.replace(/-.*/, '')],
		['HOME', '/var/lib/rabbitmq'],
		['LANG', 'C.UTF-8'],
	],
	path: '/opt/rabbitmq/sbin:/opt/erlang/bin',
	volumes: '/var/lib/rabbitmq',
	ports: '4369 5671 5672 15691 15692 25672',
	accounts: ['rabbitmq:x:999:999::/var/lib/rabbitmq:/bin/sh'],
	folders: '/var/lib/rabbitmq:999 /var/log/rabbitmq:999',
	programs: [
		['/opt/rabbitmq/sbin/rabbitmq-server', rabbitmqServer],
		['/opt/rabbitmq/sbin/rabbitmq-diagnostics', rabbitmqDiagnostics],
		['/opt/rabbitmq/sbin/rabbitmqctl', rabbitmqDiagnostics],
	],
	files: (release) => [
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'rabbitmq-server',
			user: 'rabbitmq',
			folder: '/var/lib/rabbitmq',
		}),
		executable(GOSU_PATH, 'gosu', 2_334_720),
		file('/etc/rabbitmq/conf.d/10-defaults.conf', 'loopback_users.guest = false\nlog.console = true\n'),
		file(
			ENABLED_PLUGINS,
			release.includes('management') ? '[rabbitmq_management,rabbitmq_prometheus].\n' : '[rabbitmq_prometheus].\n',
		),
	],
});

const natsLine = (process: Process, text: string): string =>
	`[${process.pid}] ${secondStamp(process).replaceAll('-', '/')}.${String(process.now() % 1_000).padStart(3, '0')}000 [INF] ${text}\n`;

const nats = serverProgram({
	ports: (process) => {
		const args = process.argv.slice(1);
		const client = Number(goFlag(args, 'p') ?? goFlag(args, 'port') ?? '4222');
		return [Number(goFlag(args, 'm') ?? goFlag(args, 'http_port') ?? '8222'), client, 6222];
	},
	memoryBytes: 12 * MIB,
	begin: (process) =>
		natsLine(process, 'Starting nats-server') +
		natsLine(process, `  Version:  ${process.release}`) +
		natsLine(process, '  Git:      [a1b2c3d]') +
		natsLine(process, 'Starting http monitor on 0.0.0.0:8222') +
		natsLine(process, 'Listening for client connections on 0.0.0.0:4222'),
	ready: (process) =>
		natsLine(process, 'Server is ready') +
		natsLine(process, 'Cluster name is my_cluster') +
		natsLine(process, 'Listening for route connections on 0.0.0.0:6222'),
	page: (process, request) =>
		pathOf(request) === '/healthz'
			? '{"status":"ok"}'
			: pathOf(request) === '/varz'
				? JSON.stringify({ server_name: process.hostname, version: process.release, port: 4222 }, undefined, 2)
				: pathOf(request) === '/'
					? '<html lang="en"><head><title>NATS</title></head><body><a href=./varz>General</a></body></html>'
					: undefined,
	logTo: 2,
	end: {
		say: (process) => natsLine(process, 'Initiating Shutdown...') + natsLine(process, 'Server Exiting..'),
		status: 0,
	},
});

const NATS = cataloguedImage({
	names: 'nats',
	versions: [
		['2.12.1 2.12 2 latest linux scratch', '2025-10-14', 7_102_114, ON_SCRATCH],
		['2.12.1-alpine 2.12-alpine 2-alpine alpine', '2025-10-14', 11_402_114, ON_ALPINE],
		['2.11.10 2.11', '2025-10-14', 7_002_114, ON_SCRATCH],
		['2.10.29 2.10', '2025-05-05', 6_802_114, ON_SCRATCH],
		['2.10.29-alpine 2.10-alpine', '2025-05-05', 10_402_114, ON_ALPINE],
		['2.9.25 2.9', '2024-01-11', 5_902_114, ON_SCRATCH],
	],
	entrypoint: ['/nats-server'],
	cmd: ['--config', 'nats-server.conf'],
	ports: '4222 8222 6222',
	programs: [['/nats-server', nats, 15_302_114]],
	files: () => [
		file('/nats-server.conf', 'port: 4222\nmonitor_port: 8222\ncluster { port: 6222, name: my_cluster }\n'),
	],
});

const kafkaLine = (process: Process, text: string, source: string): string =>
	`[${spaceStamp(process, ',')}] INFO ${text} (${source})\n`;

const kafka = serverProgram({
	ports: [9092, 9093],
	memoryBytes: 380 * MIB,
	startMs: 5_000,
	begin: (process) =>
		'===> User\nuid=1000(appuser) gid=1000(appuser) groups=1000(appuser)\n===> Setting default values of environment variables if not already set.\n===> Configuring ...\n===> Launching ... \n===> Using provided cluster id 5L6g3nShT-eMCtK--X86sw ...\n' +
		kafkaLine(
			process,
			'Registered `kafka:type=kafka.Log4jController` MBean',
			'kafka.utils.Log4jControllerRegistration$',
		),
	ready: (process) =>
		kafkaLine(process, `Kafka version: ${process.release}`, 'org.apache.kafka.common.utils.AppInfoParser') +
		kafkaLine(process, '[KafkaRaftServer nodeId=1] Kafka Server started', 'kafka.server.KafkaRaftServer'),
	end: { status: 143 },
});

const KAFKA = cataloguedImage({
	names: 'apache/kafka',
	versions: [
		['4.1.0 latest', '2025-09-02', 195_402_114, ON_ALPINE],
		['4.0.0', '2025-03-18', 190_402_114, ON_ALPINE],
		['3.9.1 3.9.0', '2025-05-21', 188_402_114, ON_ALPINE],
		['3.8.0 3.8.1 3.7.0 3.7.1', '2024-07-29', 184_402_114, ON_ALPINE],
	],
	entrypoint: ['/__cacert_entrypoint.sh'],
	cmd: ['/etc/kafka/docker/run'],
	user: 'appuser',
	volumes: '/etc/kafka/secrets /mnt/shared/config',
	ports: '9092',
	accounts: ['appuser:x:1000:1000:Linux User,,,:/home/appuser:/bin/bash'],
	programs: [['/etc/kafka/docker/run', kafka]],
	files: () => [entrypointScript('/__cacert_entrypoint.sh', { server: '/etc/kafka/docker/run' })],
});

const zookeeperLine = (process: Process, text: string): string =>
	`${spaceStamp(process, ',')} [myid:] - INFO  [main:o.a.z.s.${text}\n`;

const zookeeper = serverProgram({
	ports: [8080, 2181],
	memoryBytes: 70 * MIB,
	startMs: 1_500,
	begin: (process) =>
		`ZooKeeper JMX enabled by default\nUsing config: /conf/zoo.cfg\n${zookeeperLine(process, 'q.QuorumPeerConfig@177] - Reading configuration from: /conf/zoo.cfg')}`,
	ready: (process) =>
		zookeeperLine(process, 'NIOServerCnxnFactory@660] - binding to port 0.0.0.0/0.0.0.0:2181') +
		zookeeperLine(
			process,
			'a.JettyAdminServer@196] - Started AdminServer on address 0.0.0.0, port 8080 and command URL /commands',
		),
	page: (_, request) => (pathOf(request).startsWith('/commands') ? '{"command":"ruok","error":null}' : undefined),
	end: { status: 143 },
});

const ZOOKEEPER = cataloguedImage({
	names: 'zookeeper',
	versions: [
		['3.9.4 3.9 latest', '2025-08-20', 118_402_114, ON_UBUNTU],
		['3.8.5 3.8', '2025-08-20', 114_402_114, ON_UBUNTU],
		['3.7.2 3.7', '2023-10-05', 112_402_114, ON_UBUNTU],
		['3.6.3 3.6 3.5.9 3.5 3.4.14 3.4', '2021-04-13', 100_402_114, ON_UBUNTU],
	],
	entrypoint: ['/docker-entrypoint.sh'],
	cmd: ['zkServer.sh', 'start-foreground'],
	env: () => [
		['ZOO_CONF_DIR', '/conf'],
		['ZOO_DATA_DIR', '/data'],
		['ZOO_TICK_TIME', '2000'],
	],
	path: '/apache-zookeeper/bin',
	workingDir: '/apache-zookeeper',
	volumes: '/data /datalog /logs',
	ports: '2181 2888 3888 8080',
	accounts: ['zookeeper:x:1000:1000::/home/zookeeper:/bin/sh'],
	folders: '/data:1000 /datalog:1000 /logs:1000 /conf:1000',
	programs: [['/apache-zookeeper/bin/zkServer.sh', zookeeper]],
	files: () => [
		executable(GOSU_PATH, 'gosu', 2_334_720),
		entrypointScript('/docker-entrypoint.sh', { server: 'zkServer.sh', user: 'zookeeper', folder: '/data /datalog' }),
		file(
			'/conf/zoo.cfg',
			'dataDir=/data\ndataLogDir=/datalog\ntickTime=2000\ninitLimit=5\nsyncLimit=2\nclientPort=2181\n',
		),
	],
});

function* mosquittoConfig(process: Process): Task<StartRefusal | undefined> {
	const at = process.argv.indexOf('-c');
	const path = process.argv[at + 1];
	if (at < 0 || path === undefined || process.access(path, { read: true })) return undefined;
	return { status: 3, say: `Error: Unable to open config file '${path}': No such file or directory\n` };
}

const mosquittoLine = (process: Process, text: string): string => `${Math.floor(process.now() / 1_000)}: ${text}\n`;

const MOSQUITTO = cataloguedImage({
	names: 'eclipse-mosquitto',
	versions: [
		['2.0.22 2.0 2 latest', '2025-07-18', 8_102_114],
		['1.6.15 1.6 1', '2021-06-09', 4_102_114],
	],
	base: ON_ALPINE,
	entrypoint: ['/docker-entrypoint.sh'],
	cmd: ['/usr/sbin/mosquitto', '-c', '/mosquitto/config/mosquitto.conf'],
	volumes: '/mosquitto/data /mosquitto/log',
	ports: '1883',
	accounts: ['mosquitto:x:1883:1883::/var/empty:/sbin/nologin'],
	programs: [
		[
			'/usr/sbin/mosquitto',
			serverProgram({
				ports: [1883],
				check: mosquittoConfig,
				begin: (process) =>
					mosquittoLine(process, `mosquitto version ${process.release} starting`) +
					mosquittoLine(process, 'Config loaded from /mosquitto/config/mosquitto.conf.') +
					mosquittoLine(
						process,
						'Starting in local only mode. Connections will only be possible from clients running on this machine.',
					),
				ready: (process) =>
					mosquittoLine(process, 'Opening ipv4 listen socket on port 1883.') +
					mosquittoLine(process, `mosquitto version ${process.release} running`),
				end: {
					say: (process) => mosquittoLine(process, `mosquitto version ${process.release} terminating`),
					status: 0,
				},
			}),
		],
	],
	files: () => [
		entrypointScript('/docker-entrypoint.sh', { server: '/usr/sbin/mosquitto' }),
		file('/mosquitto/config/mosquitto.conf', '# Configuration of the broker: nothing is set.\n'),
	],
});

export const MESSAGING: readonly ImageRepository[] = [RABBITMQ, NATS, KAFKA, ZOOKEEPER, MOSQUITTO];
