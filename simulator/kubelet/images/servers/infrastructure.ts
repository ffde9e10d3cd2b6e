import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_UBI } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { executable, file } from '../layer-builder.ts';
import { isoStamp } from '../programs/log-stamps.ts';
import { moved, pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

// What applications keep their secrets, objects and measurements in. Differs: they start, tell their health and show their
// first page; nobody can log in.

const MIB = 1024 ** 2;
const _GIB = 1024 ** 3;

const page = (title: string, body = ''): string =>
	`<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>${body}</body>\n</html>\n`;

/** Models hashicorp/vault command/server: what a development server prints. */
const vault = serverProgram({
	ports: [8200, 8201],
	memoryBytes: 110 * MIB,
	check: vaultArguments,
	ready: (process) =>
		`==> Vault server configuration:\n\n             Api Address: http://0.0.0.0:8200\n                     Cgo: disabled\n         Cluster Address: https://0.0.0.0:8201\n              Listener 1: tcp (addr: "0.0.0.0:8200", cluster address: "0.0.0.0:8201", tls: "disabled")\n               Log Level: \n                 Storage: inmem\n                 Version: Vault v${process.release}\n\n==> Vault server started! Log data will stream in below:\n\nWARNING! dev mode is enabled! In this mode, Vault runs entirely in-memory\nand starts unsealed with a single unseal key. The root token is already\nauthenticated to the CLI, so you can immediately begin using Vault.\n\nUnseal Key: ${'k'.repeat(43)}=\nRoot Token: ${process.env.get('VAULT_DEV_ROOT_TOKEN_ID') ?? goFlag(process.argv, 'dev-root-token-id') ?? 'hvs.6j4cuewowBGit65rheNoceI7'}\n\nDevelopment mode should NOT be used in production installations!\n\n`,
	page: (process, request) => {
		switch (pathOf(request)) {
			case '/v1/sys/health':
				return JSON.stringify({
					initialized: true,
					sealed: false,
					standby: false,
					version: process.release,
					cluster_name: 'vault-cluster',
				});
			case '/v1/sys/seal-status':
				return JSON.stringify({ type: 'shamir', initialized: true, sealed: false, version: process.release });
			case '/':
				return { status: 307, headers: [['Location', '/ui/']], body: '' };
			case '/ui/':
				return page('Vault');
			default:
				return { status: 403, body: '{"errors":["permission denied"]}\n' };
		}
	},
	end: { status: 0 },
});

function* vaultArguments(process: Process): Task<StartRefusal | undefined> {
	const [, command, ...rest] = process.argv;
	if (command === 'version')
		return { status: 0, to: 1, say: `Vault v${process.release}, built 2025-10-22T00:00:00Z\n` };
	if (command !== 'server') return { status: 127, say: 'Usage: vault <command> [args]\n' };
	if (rest.some((arg) => /^--?dev\b/.test(arg))) return undefined;
	const config = goFlag(rest, 'config');
	if (config === undefined)
		return { status: 1, say: 'No configuration files found. Please provide configurations with the -config flag.\n' };
	return process.access(config, { read: true })
		? undefined
		: { status: 1, say: `error loading configuration from ${config}: stat ${config}: no such file or directory\n` };
}

const VAULT = cataloguedImage({
	names: 'hashicorp/vault vault',
	versions: [
		['1.21.0 latest 1.21', '2025-10-22', 180_402_114],
		[
			'1.20.4 1.20 1.20.0 1.19.0 1.19 1.18.1 1.18 1.17.2 1.17 1.16.1 1.16 1.15.2 1.15 1.14.0 1.14',
			'2025-09-25',
			175_402_114,
		],
		['1.13.3 1.13 1.12.1 1.11.0 1.10.0 1.9.0 1.8.0 1.7.0', '2023-06-08', 80_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['server', '-dev'],
	env: () => [['NAME', 'vault']],
	volumes: '/vault/logs /vault/file',
	ports: '8200',
	accounts: ['vault:x:100:1000:vault:/home/vault:/sbin/nologin'],
	folders: '/vault/config:100 /vault/file:100 /vault/logs:100',
	programs: [['/bin/vault', vault, 400_402_114]],
	files: () => [
		file(
			'/usr/local/bin/docker-entrypoint.sh',
			`#!/bin/sh\nset -e\ncase "$1" in -*|server|version|status|agent|operator|kv) set -- vault "$@" ;; esac\nif [ "$1" = vault ] && [ "$2" = server ]; then\n\tcase "$3" in -dev*) set -- "$@" -dev-listen-address="\${VAULT_DEV_LISTEN_ADDRESS:-0.0.0.0:8200}" ;; *) set -- "$@" -config=/vault/config ;; esac\nfi\nexec "$@"\n`,
			0o755,
		),
	],
});

const CONSUL = cataloguedImage({
	names: 'hashicorp/consul consul',
	versions: [
		['1.22.0 latest 1.22', '2025-10-24', 60_402_114],
		[
			'1.21.5 1.21 1.20.1 1.20 1.19.2 1.18.1 1.17.0 1.16.0 1.15.4 1.15 1.14 1.13.3 1.12.2 1.11.4 1.10.3 1.9.1 1.8',
			'2025-09-21',
			58_402_114,
		],
	],
	base: ON_ALPINE,
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['agent', '-dev', '-client', '0.0.0.0'],
	volumes: '/consul/data',
	ports: '8300 8301 8301/udp 8302 8302/udp 8500 8600 8600/udp',
	accounts: ['consul:x:100:1000:consul:/home/consul:/sbin/nologin'],
	folders: '/consul/data:100 /consul/config:100',
	programs: [
		[
			'/bin/consul',
			serverProgram({
				ports: [8500, 8300, 8301, 8302, 8600],
				memoryBytes: 50 * MIB,
				begin: (process) =>
					`==> Starting Consul agent...\n               Version: '${process.release}'\n            Build Date: '2025-10-24 00:00:00 +0000 UTC'\n               Node ID: '00000000-0000-0000-0000-000000000000'\n             Node name: '${process.hostname}'\n            Datacenter: 'dc1' (Segment: '<all>')\n                Server: true (Bootstrap: false)\n\n==> Log data will now stream in as it occurs:\n\n`,
				ready: (process) =>
					`${isoStamp(process)} [INFO]  agent: Started HTTP server on [::]:8500 (tcp)\n${isoStamp(process)} [INFO]  agent: Consul agent running!\n`,
				page: (process, request) => {
					const path = pathOf(request);
					if (path === '/') return moved('/ui/', 301);
					if (path.startsWith('/ui')) return page('Consul by HashiCorp');
					if (path === '/v1/status/leader') return '"127.0.0.1:8300"';
					if (path === '/v1/catalog/services') return '{"consul":[]}';
					if (path === '/v1/agent/self')
						return JSON.stringify({
							Config: { Datacenter: 'dc1', NodeName: process.hostname, Server: true, Version: process.release },
						});
					return undefined;
				},
				end: { status: 0 },
			}),
			170_402_114,
		],
	],
	files: () => [
		file(
			'/usr/local/bin/docker-entrypoint.sh',
			'#!/bin/sh\nset -e\ncase "$1" in -*) set -- agent "$@" ;; esac\ncase "$1" in agent|version|members|kv|info) set -- consul "$@" ;; esac\nexec "$@"\n',
			0o755,
		),
	],
});

function* minioArguments(process: Process): Task<StartRefusal | undefined> {
	const [, command] = process.argv;
	if (command === '--version')
		return { status: 0, to: 1, say: `minio version ${process.release} (commit-id=0000000)\n` };
	if (command === undefined)
		return {
			status: 0,
			to: 1,
			say: 'NAME:\n  minio - High Performance Object Storage\n\nUSAGE:\n  minio [FLAGS] COMMAND [ARGS...]\n\nCOMMANDS:\n  server  start object storage server\n',
		};
	const password = process.env.get('MINIO_ROOT_PASSWORD');
	if (password !== undefined && password.length < 8)
		return {
			status: 1,
			say: 'FATAL Invalid credentials: MINIO_ROOT_PASSWORD length should be at least 8 characters\n',
		};
	const folder = process.argv.slice(2).find((arg) => arg.startsWith('/'));
	if (folder === undefined)
		return { status: 1, say: 'ERROR Invalid command line arguments: at least one argument must be specified\n' };
	return undefined;
}

const MINIO = cataloguedImage({
	names: 'minio/minio quay.io/minio/minio',
	versions: [
		['RELEASE.2025-09-07T16-13-09Z latest', '2025-09-07', 59_402_114],
		[
			'RELEASE.2024-12-18T13-15-44Z RELEASE.2024-01-16T16-07-38Z RELEASE.2023-09-30T07-02-29Z RELEASE.2022-10-24T18-35-07Z RELEASE.2021-06-17T00-10-46Z',
			'2024-12-18',
			58_402_114,
		],
	],
	base: ON_UBI,
	entrypoint: ['/usr/bin/docker-entrypoint.sh'],
	cmd: ['minio'],
	volumes: '/data',
	ports: '9000',
	programs: [
		[
			'/usr/bin/minio',
			serverProgram({
				ports: (process) => [
					9000,
					Number(goFlag(process.argv.slice(1), 'console-address')?.replace(/^.*:/, '') ?? '9001'),
				],
				memoryBytes: 90 * MIB,
				check: minioArguments,
				ready: (process) =>
					`MinIO Object Storage Server\nCopyright: 2015-2025 MinIO, Inc.\nLicense: GNU AGPLv3 - https://www.gnu.org/licenses/agpl-3.0.html\nVersion: ${process.release} (go1.24.6 linux/amd64)\n\nAPI: http://127.0.0.1:9000 \nWebUI: http://127.0.0.1:9001 \n\nDocs: https://docs.min.io\n`,
				page: (_, request) =>
					pathOf(request).startsWith('/minio/health/')
						? ''
						: {
								status: 403,
								headers: [
									['Content-Type', 'application/xml'],
									['Server', 'MinIO'],
								],
								body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>${pathOf(request)}</Resource></Error>`,
							},
				end: { say: () => 'INFO: Exiting on signal: TERMINATED\n', status: 0 },
			}),
			110_402_114,
		],
	],
	files: () => [
		entrypointScript('/usr/bin/docker-entrypoint.sh', {
			server: 'minio',
			lines: ['case "$1" in server|gateway) set -- minio "$@" ;; esac'],
		}),
	],
});

const INFLUXDB = cataloguedImage({
	names: 'influxdb',
	versions: [
		['2.7.12 2.7 2 latest', '2025-05-20', 120_402_114],
		['1.12.2 1.12 1.11.8 1.11 1.8.10 1.8 1 1.7', '2025-08-20', 100_402_114],
		['2.7.12-alpine 2.7-alpine 2-alpine alpine', '2025-05-20', 70_402_114, ON_ALPINE],
	],
	entrypoint: ['/entrypoint.sh'],
	cmd: ['influxd'],
	volumes: '/var/lib/influxdb2 /etc/influxdb2',
	ports: '8086',
	accounts: ['influxdb:x:1000:1000::/home/influxdb:/bin/sh'],
	folders: '/var/lib/influxdb2:1000 /etc/influxdb2:1000 /var/lib/influxdb:1000',
	programs: [
		[
			'/usr/local/bin/influxd',
			serverProgram({
				ports: [8086],
				memoryBytes: 60 * MIB,
				ready: (process) =>
					`ts=${isoStamp(process)} lvl=info msg="Welcome to InfluxDB" log_id=0 version=v${process.release} commit=0000000\nts=${isoStamp(process)} lvl=info msg=Listening log_id=0 service=tcp-listener transport=http addr=:8086 port=8086\n`,
				page: (process, request) =>
					pathOf(request) === '/ping'
						? { status: 204, headers: [['X-Influxdb-Version', `v${process.release}`]], body: '' }
						: pathOf(request) === '/health'
							? JSON.stringify({
									name: 'influxdb',
									message: 'ready for queries and writes',
									status: 'pass',
									version: `v${process.release}`,
								})
							: pathOf(request) === '/'
								? page('InfluxDB')
								: { status: 401, body: '{"code":"unauthorized","message":"unauthorized access"}' },
				end: { status: 0 },
			}),
		],
	],
	files: () => [
		executable('/usr/local/bin/gosu', 'gosu', 2_334_720),
		entrypointScript('/entrypoint.sh', { server: 'influxd', user: 'influxdb', folder: '/var/lib/influxdb2' }),
	],
});

export const INFRASTRUCTURE: readonly ImageRepository[] = [VAULT, CONSUL, MINIO, INFLUXDB];
