import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_UBUNTU } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript, GOSU_PATH } from '../entrypoint-script.ts';
import { directory, executable, file } from '../layer-builder.ts';
import { spaceStamp } from '../programs/log-stamps.ts';
import { portProbe } from '../programs/port-probe.ts';
import { type Page, pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { mongoShell } from './mongo-shell.ts';

const MIB = 1024 ** 2;

const cassandraLine = (process: Process, source: string, text: string): string =>
	`INFO  [main] ${spaceStamp(process, ',')} ${source} - ${text}\n`;

function podAddress(process: Process): string {
	const found = process.machine
		.interfaces()
		.flatMap((each) => each.addresses)
		.find((each) => !each.startsWith('127.'));
	return (found ?? '127.0.0.1').replace(/\/\d+$/, '');
}

/** Differs: nodes do not gossip, and no statement is answered. */
const cassandra = serverProgram({
	ports: [9042, 7000, 7199],
	memoryBytes: 700 * MIB,
	startMs: 22_000,
	begin: (process) =>
		cassandraLine(
			process,
			'YamlConfigurationLoader.java:89',
			'Configuration location: file:/etc/cassandra/cassandra.yaml',
		) +
		cassandraLine(
			process,
			'StorageService.java:653',
			`Cassandra version: ${process.release?.replace(/^v\d+$/, '3.11.2')}`,
		) +
		cassandraLine(process, 'StorageService.java:1559', 'JOINING: Starting to bootstrap...'),
	ready: (process) =>
		cassandraLine(process, 'StorageService.java:2289', `Node /${podAddress(process)} state jump to NORMAL`) +
		cassandraLine(process, 'Server.java:156', 'Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...') +
		cassandraLine(process, 'CassandraDaemon.java:650', 'Startup complete'),
	end: { status: 143 },
});

function nodetoolStatus(process: Process): string {
	const line = `UN  ${podAddress(process).padEnd(12)}  ${'103.25 KiB'}  ${'32'.padEnd(11)}  ${'100.0%'.padEnd(17)}  c2bf2a09-1f4e-4f0a-9a14-6d1c2b0f7a55  Rack1-K8Demo\n`;
	return `Datacenter: ${process.env.get('CASSANDRA_DC') ?? 'datacenter1'}\n======================\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving\n--  Address       Load        Tokens       Owns (effective)  Host ID                               Rack\n${line}`;
}

const nodetool = portProbe({
	port: 7199,
	up: (process) => (process.argv.includes('status') ? nodetoolStatus(process) : ''),
	down: () =>
		"nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused (Connection refused)'.\n",
	status: 1,
});

const cqlsh = portProbe({
	port: 9042,
	up: (process) =>
		`Connected to ${process.env.get('CASSANDRA_CLUSTER_NAME') ?? 'Test Cluster'} at 127.0.0.1:9042\n[cqlsh 6.1.0 | Cassandra ${process.release} | CQL spec 3.4.6 | Native protocol v5]\nUse HELP for help.\n`,
	down: () =>
		"Connection error: ('Unable to connect to any servers', {'127.0.0.1:9042': ConnectionRefusedError(111, \"Tried connecting to [('127.0.0.1', 9042)]. Last error: Connection refused\")})\n",
	status: 1,
});

/** What the documentation's StatefulSet asks whether it is ready. */
const READY_PROBE = `#!/bin/bash
if nodetool status 2> /dev/null | grep -q "^UN  $POD_IP "; then
	[ -z "$DEBUG" ] || echo "UN"
	exit 0
fi
[ -z "$DEBUG" ] || echo "Not Up"
exit 1
`;

const CASSANDRA_PROGRAMS = [
	['/usr/local/bin/cassandra', cassandra],
	['/usr/local/bin/nodetool', nodetool],
	['/usr/local/bin/cqlsh', cqlsh],
] as const;

const CASSANDRA = cataloguedImage({
	names: 'cassandra',
	versions: [
		['5.0.5 5.0 5 latest', '2025-08-05', 160_402_114],
		['4.1.9 4.1 4 4.0.18 4.0', '2025-05-19', 150_402_114],
		['3.11.19 3.11 3 3.0', '2025-02-11', 130_402_114],
	],
	base: ON_UBUNTU,
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['cassandra', '-f'],
	env: () => [
		['CASSANDRA_HOME', '/opt/cassandra'],
		['CASSANDRA_CONF', '/etc/cassandra'],
	],
	volumes: '/var/lib/cassandra',
	ports: '7000 7001 7199 9042 9160',
	accounts: ['cassandra:x:999:999::/home/cassandra:/bin/sh'],
	folders: '/var/lib/cassandra:999 /etc/cassandra:999',
	programs: CASSANDRA_PROGRAMS,
	files: () => [
		executable(GOSU_PATH, 'gosu', 2_334_720),
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'cassandra',
			user: 'cassandra',
			folder: '/var/lib/cassandra',
			lines: ['case "$1" in cassandra) case " $* " in *" -f "*) ;; *) set -- "$@" -f ;; esac ;; esac'],
		}),
	],
});

/** Of the documentation's tutorial. */
const CASSANDRA_SAMPLE = cataloguedImage({
	names: 'gcr.io/google-samples/cassandra us-docker.pkg.dev/google-samples/containers/gke/cassandra',
	versions: [['v13 v14 v15 v12', '2018-03-02', 130_402_114]],
	cmd: ['/sbin/dumb-init', '/bin/bash', '/run.sh'],
	volumes: '/cassandra_data',
	ports: '7000 7001 7199 9042 9160',
	folders: '/cassandra_data',
	programs: CASSANDRA_PROGRAMS,
	files: () => [
		file('/sbin/dumb-init', '#!/bin/sh\nexec "$@"\n', 0o755),
		file('/run.sh', '#!/bin/bash\nset -e\nexec cassandra -R -f\n', 0o755),
		file('/ready-probe.sh', READY_PROBE, 0o755),
	],
});

function* couchAdmin(process: Process): Task<StartRefusal | undefined> {
	if (process.env.has('COUCHDB_USER') || Number(process.release?.split('.')[0]) < 3) return undefined;
	return {
		status: 1,
		say: '*************************************************************\nERROR: CouchDB 3.0+ will no longer run in "Admin Party"\n       mode. You *MUST* specify an admin user and\n       password, either via your own .ini file mapped\n       into the container at /opt/couchdb/etc/local.ini\n       or inside /opt/couchdb/etc/local.d, or with\n       "-e COUCHDB_USER=admin -e COUCHDB_PASSWORD=password"\n       to set it via "docker run".\n*************************************************************\n',
	};
}

function couchPage(process: Process, request: HttpRequest): Page | undefined {
	if (pathOf(request) === '/')
		return `{"couchdb":"Welcome","version":"${process.release}","git_sha":"0000000","features":["access-ready","partitioned","pluggable-storage-engines","reshard","scheduler"],"vendor":{"name":"The Apache Software Foundation"}}\n`;
	if (pathOf(request) === '/_up') return '{"status":"ok","seeds":{}}\n';
	return undefined;
}

const COUCHDB = cataloguedImage({
	names: 'couchdb',
	versions: [
		['3.5.0 3.5 3 latest 3.4.3 3.4 3.3.3 3.3', '2025-05-05', 90_402_114],
		['2.3.1 2.3 2', '2019-03-11', 80_402_114],
	],
	entrypoint: ['/docker-entrypoint.sh'],
	cmd: ['/opt/couchdb/bin/couchdb'],
	volumes: '/opt/couchdb/data',
	ports: '5984 4369 9100',
	accounts: ['couchdb:x:5984:5984::/opt/couchdb:/bin/bash'],
	folders: '/opt/couchdb/data:5984',
	programs: [
		[
			'/opt/couchdb/bin/couchdb',
			serverProgram({
				ports: [5984, 9100],
				memoryBytes: 60 * MIB,
				check: couchAdmin,
				ready: (process) =>
					`[info] ${spaceStamp(process).replace(' ', 'T')}000Z nonode@nohost <0.254.0> -------- Apache CouchDB has started. Time to relax.\n`,
				page: couchPage,
				missing: { status: 404, body: '{"error":"not_found","reason":"Database does not exist."}\n' },
				end: { status: 0 },
			}),
		],
	],
	files: () => [
		executable(GOSU_PATH, 'gosu', 2_334_720),
		entrypointScript('/docker-entrypoint.sh', {
			server: '/opt/couchdb/bin/couchdb',
			user: 'couchdb',
			folder: '/opt/couchdb/data',
		}),
	],
});

/** Newest first. */
const MONGO_RELEASES = [
	['8.2.1', '8.2', '2025-09-30'],
	['8.0.15', '8.0 8 latest noble', '2025-10-08'],
	['7.0.25', '7.0 7 jammy', '2025-10-08'],
	['6.0.26', '6.0 6', '2025-08-27'],
	['5.0.31', '5.0 5 focal', '2025-01-07'],
	['4.4.29', '4.4 4 4.4.6 4.4.18', '2024-02-28'],
	['4.2.24', '4.2 4.2.3', '2023-02-27'],
	['4.0.28', '4.0 4.0.8', '2022-01-25'],
	['3.6.23', '3.6 3 3.4 3.2', '2021-03-18'],
] as const;

const mongoLine = (process: Process, component: string, id: number, message: string, attributes?: object): string =>
	`${JSON.stringify({ t: { $date: `${spaceStamp(process).replace(' ', 'T')}+00:00` }, s: 'I', c: component, id, ctx: 'initandlisten', msg: message, ...(attributes === undefined ? {} : { attr: attributes }) })}\n`;

const mongod = serverProgram({
	ports: (process) => {
		const at = process.argv.indexOf('--port');
		return [Number(at < 0 ? '27017' : process.argv[at + 1])];
	},
	memoryBytes: 150 * MIB,
	startMs: 900,
	begin: (process) =>
		mongoLine(process, 'CONTROL', 4615611, 'MongoDB starting', {
			pid: process.pid,
			port: 27017,
			dbPath: '/data/db',
			architecture: '64-bit',
			host: process.hostname,
		}),
	ready: (process, port) =>
		mongoLine(process, 'NETWORK', 23015, 'Listening on', { address: '0.0.0.0' }) +
		mongoLine(process, 'NETWORK', 23016, 'Waiting for connections', { port, ssl: 'off' }),
	end: { status: 0 },
});

const MONGO = cataloguedImage({
	names: 'mongo',
	versions: MONGO_RELEASES.map(
		([release, more, date]): CataloguedVersion => [`${release} ${more}`, date, 310_402_114, ON_UBUNTU],
	),
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['mongod'],
	env: (release) => [
		['MONGO_PACKAGE', 'mongodb-org'],
		['MONGO_REPO', 'repo.mongodb.org'],
		['MONGO_MAJOR', release.split('.').slice(0, 2).join('.')],
		['MONGO_VERSION', release],
		['HOME', '/data/db'],
	],
	volumes: '/data/configdb /data/db',
	ports: '27017',
	accounts: ['mongodb:x:999:999::/data/db:/bin/sh'],
	folders: '/data/db:999 /data/configdb:999',
	programs: [
		['/usr/bin/mongod', mongod, 180_402_114],
		['/usr/bin/mongosh', mongoShell(false), 130_402_114],
		['/usr/bin/mongo', mongoShell(true), 52_402_114],
	],
	files: () => [
		executable(GOSU_PATH, 'gosu', 2_334_720),
		directory('/docker-entrypoint-initdb.d'),
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'mongod',
			user: 'mongodb',
			folder: '/data/db',
			also: 'mongos',
			shell: '/bin/bash',
			lines: ['case "$1" in mongod) set -- "$@" --bind_ip_all ;; esac'],
		}),
	],
});

const HAZELCAST = cataloguedImage({
	names: 'hazelcast/hazelcast',
	versions: [
		['5.6.0 latest latest-slim 5.6', '2025-10-21', 268_402_110],
		['5.5.0 5.5 5.4.0 5.3.0 5.2.1 5.1.7 4.2 4.2.2', '2024-07-26', 258_402_110],
	],
	cmd: ['hz', 'start'],
	path: '/opt/hazelcast/bin',
	user: 'hazelcast',
	workingDir: '/opt/hazelcast',
	ports: '5701',
	accounts: ['hazelcast:x:65534:65534::/home/hazelcast:/bin/bash'],
	programs: [
		[
			'/opt/hazelcast/bin/hz',
			serverProgram({
				ports: [5701],
				memoryBytes: 120 * MIB,
				startMs: 4_000,
				begin: () =>
					'########################################\n# JAVA=/usr/lib/jvm/java-21\n# starting now....\n########################################\n',
				ready: (process) => {
					const where = `[${podAddress(process)}]:5701`;
					return `${spaceStamp(process, ',')} [ INFO] [main] [c.h.c.LifecycleService]: ${where} [${process.env.get('HZ_CLUSTERNAME') ?? 'dev'}] [${process.release}] ${where} is STARTED\n`;
				},
				page: (_, request) => (pathOf(request) === '/hazelcast/health/ready' ? '' : undefined),
				end: { status: 143 },
			}),
		],
	],
});

export const DATABASES: readonly ImageRepository[] = [MONGO, CASSANDRA, CASSANDRA_SAMPLE, COUCHDB, HAZELCAST];
