import type { Process } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { commonLogTime } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_UBUNTU } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { variantTags } from '../image-version.ts';
import { dayFirstStamp, isoStamp } from '../programs/log-stamps.ts';
import { pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

const MIB = 1024 ** 2;

/** Flags of Go programs are written in any case: "--api.insecure", "--API.INSECURE=true". */
function isOn(args: readonly string[], name: string): boolean {
	return args.some((arg) => {
		const [flag = '', value = 'true'] = arg.toLowerCase().replace(/^--?/, '').split('=');
		return flag === name && value === 'true';
	});
}

function traefikEntryPoints(process: Process): number[] {
	const args = process.argv.slice(1);
	const given = args.flatMap((arg) => /^--?entry[pP]oints\.[^.]+\.address=.*:(\d+)/i.exec(arg)?.[1] ?? []).map(Number);
	const own = isOn(args, 'api.insecure') || isOn(args, 'ping') ? [8080] : [];
	const ports = given.length === 0 ? [80] : given;
	return [...new Set([...own, ...ports])];
}

const traefikLog = (process: Process, level: string, text: string): string =>
	isOld(process)
		? `time="${isoStamp(process).slice(0, 19)}Z" level=${level} msg="${text}"\n`
		: `${isoStamp(process).slice(0, 19)}Z ${level.slice(0, 3).toUpperCase()} ${text}\n`;

function isOld(process: Process): boolean {
	return process.release?.startsWith('v2') === true;
}

/** Differs: of its providers none finds anything: every host is unknown to it. */
const traefik = serverProgram({
	ports: traefikEntryPoints,
	securePorts: [443, 8443],
	check: traefikArguments,
	memoryBytes: 40 * MIB,
	begin: (process) => {
		const level = (goFlag(process.argv.slice(1), 'log.level') ?? 'ERROR').toUpperCase();
		if (level !== 'INFO' && level !== 'DEBUG') return '';
		return (
			traefikLog(
				process,
				'info',
				`Traefik version ${process.release?.slice(1)} built on 2025-09-26T09:22:01Z version=${process.release?.slice(1)}`,
			) + traefikLog(process, 'info', 'Starting provider aggregator aggregator.ProviderAggregator')
		);
	},
	page: (process, request) => {
		const path = pathOf(request);
		const args = process.argv.slice(1);
		if (request.local.port !== 8080) return undefined;
		if (path === '/ping' && isOn(args, 'ping')) return 'OK';
		if (!isOn(args, 'api.insecure')) return undefined;
		if (path === '/') return { status: 302, headers: [['Location', '/dashboard/']], body: '' };
		if (path === '/dashboard/')
			return '<!DOCTYPE html><html><head><title>Traefik Proxy</title></head><body><div id="root"></div></body></html>';
		if (path === '/api/version') return JSON.stringify({ Version: process.release?.slice(1), Codename: 'chabichou' });
		if (path === '/api/http/routers' || path === '/api/http/services') return '[]';
		return undefined;
	},
	access: (process, request, answer, bytes) =>
		isOn(process.argv.slice(1), 'accesslog') ? commonLine(process, request, answer, bytes) : '',
	end: { status: 0 },
});

function* traefikArguments(process: Process): Task<StartRefusal | undefined> {
	const args = process.argv.slice(1);
	if (args[0] === 'version') {
		return {
			status: 0,
			to: 1,
			say: `Version:      ${process.release?.slice(1)}\nCodename:     chabichou\nGo version:   go1.24.6\nBuilt:        2025-09-26T09:22:01Z\nOS/Arch:      linux/amd64\n`,
		};
	}
	const wrong = args.find((arg) => !arg.startsWith('-'));
	return wrong === undefined ? undefined : { status: 1, say: `${wrong}: command not found\n` };
}

function commonLine(process: Process, request: HttpRequest, answer: HttpAnswer, bytes: number): string {
	const agent = request.headers.get('user-agent') ?? '-';
	return `${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "-" "${agent}"\n`;
}

const TRAEFIK = cataloguedImage({
	names: 'traefik',
	versions: [
		['v3.6.0 3.6.0 v3.6 3.6 v3 3 latest ramequin', '2025-11-07', 53_402_114],
		['v3.5.3 3.5.3 v3.5 3.5 chabichou', '2025-09-26', 52_402_114],
		['v3.4.5 3.4.5 v3.4 3.4 v3.4.3 v3.4.0', '2025-07-23', 51_402_114],
		['v3.3.7 3.3.7 v3.3 3.3 v3.3.4', '2025-05-05', 50_902_114],
		['v3.2.5 v3.2 3.2 v3.2.3 v3.1.7 v3.1 3.1 v3.0.4 v3.0.2 v3.0 3.0', '2025-01-08', 48_402_114],
		['v2.11.29 2.11.29 v2.11 2.11 v2 2 v2.11.0', '2025-09-09', 43_402_114],
		['v2.10.7 2.10.7 v2.10 2.10 v2.9.10 v2.9 2.9 v2.8 v2.5 v2.4 v2.3 v2.2', '2023-12-06', 40_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['/entrypoint.sh'],
	cmd: ['traefik'],
	ports: '80',
	programs: [['/usr/local/bin/traefik', traefik, 190_302_114]],
	files: () => [entrypointScript('/entrypoint.sh', { server: 'traefik', unknownIsServers: true })],
});

const fpmLine = (process: Process, text: string): string => `[${dayFirstStamp(process)}] NOTICE: ${text}\n`;

/** Speaks FastCGI, which nobody here asks in. */
export const phpFpm = serverProgram({
	ports: [9000],
	memoryBytes: 12 * MIB,
	ready: (process) =>
		fpmLine(process, `fpm is running, pid ${process.pid}`) + fpmLine(process, 'ready to handle connections'),
	logTo: 2,
	end: { say: (process) => fpmLine(process, 'Terminating ...') + fpmLine(process, 'exiting, bye-bye!'), status: 0 },
});

const envoyLine = (process: Process, text: string): string =>
	`[${isoStamp(process).slice(0, 23).replace('T', ' ')}][1][info][main] [source/server/server.cc:1] ${text}\n`;

function* envoyConfig(process: Process): Task<StartRefusal | undefined> {
	const path = goFlag(process.argv.slice(1), 'c') ?? goFlag(process.argv.slice(1), 'config-path');
	if (path === undefined || process.access(path, { read: true })) return undefined;
	return {
		status: 1,
		say: `[${isoStamp(process).slice(0, 23).replace('T', ' ')}][1][critical][main] [source/server/server.cc:436] error initializing config '  ${path}': unable to read file: ${path}\n`,
	};
}

const ENVOY = cataloguedImage({
	names: 'envoyproxy/envoy',
	versions: [
		['v1.36.2 v1.36-latest', '2025-10-15', 72_402_114],
		['v1.35.6 v1.35-latest v1.34-latest v1.34.10', '2025-10-15', 71_402_114],
		['v1.31.10 v1.31-latest v1.30-latest v1.29-latest v1.28.0 v1.27.0', '2025-07-18', 67_402_114],
	],
	base: ON_UBUNTU,
	entrypoint: ['/docker-entrypoint.sh'],
	cmd: ['envoy', '-c', '/etc/envoy/envoy.yaml'],
	ports: '10000',
	accounts: ['envoy:x:101:101::/nonexistent:/usr/sbin/nologin'],
	programs: [
		[
			'/usr/local/bin/envoy',
			serverProgram({
				ports: [9901, 10000],
				check: envoyConfig,
				begin: (process) => envoyLine(process, `initializing epoch 0 (base id=0, hot restart version=11.104)`),
				ready: (process) =>
					envoyLine(process, 'all clusters initialized. initializing init manager') +
					envoyLine(process, 'starting main dispatch loop'),
				page: (_, request) => (pathOf(request) === '/ready' ? 'LIVE\n' : undefined),
				logTo: 2,
			}),
			90_402_114,
		],
	],
	files: () => [entrypointScript('/docker-entrypoint.sh', { server: 'envoy' })],
});

const tomcatLine = (process: Process, source: string, text: string): string =>
	`${dayFirstStamp(process)}.${String(process.now() % 1_000).padStart(3, '0')} INFO [main] ${source} ${text}\n`;

const tomcat = serverProgram({
	ports: [8080],
	memoryBytes: 140 * MIB,
	startMs: 1_400,
	check: catalinaArguments,
	begin: (process) =>
		tomcatLine(
			process,
			'org.apache.catalina.startup.VersionLoggerListener.log',
			`Server version name:   Apache Tomcat/${process.release}`,
		) +
		tomcatLine(process, 'org.apache.coyote.AbstractProtocol.init', 'Initializing ProtocolHandler ["http-nio-8080"]') +
		tomcatLine(process, 'org.apache.catalina.core.StandardService.startInternal', 'Starting service [Catalina]'),
	ready: (process) =>
		tomcatLine(process, 'org.apache.coyote.AbstractProtocol.start', 'Starting ProtocolHandler ["http-nio-8080"]') +
		tomcatLine(process, 'org.apache.catalina.startup.Catalina.start', 'Server startup in [1142] milliseconds'),
	page: () => undefined,
	missing: {
		status: 404,
		headers: [
			['Content-Type', 'text/html;charset=utf-8'],
			['Content-Language', 'en'],
		],
		body: '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1></body></html>',
	},
	logTo: 2,
	end: { status: 143 },
});

function* catalinaArguments(process: Process): Task<StartRefusal | undefined> {
	const [, command] = process.argv;
	if (command === 'run') return undefined;
	if (command === 'version')
		return {
			status: 0,
			to: 1,
			say: `Server version: Apache Tomcat/${process.release}\nServer number:  ${process.release}.0\n`,
		};
	return { status: 1, to: 1, say: 'Usage: catalina.sh ( commands ... )\n' };
}

const TOMCAT = cataloguedImage({
	names: 'tomcat',
	versions: (
		[
			['11.0.13', '11.0 11 latest', 'jdk25-temurin jdk21-temurin jdk21 jdk17', '2025-10-14'],
			['10.1.48', '10.1 10', 'jdk21-temurin jdk21 jdk17 jdk17-temurin jdk11', '2025-10-14'],
			['9.0.111', '9.0 9', 'jdk21 jdk17 jdk11 jdk8 jre8 alpine slim', '2025-10-14'],
			['8.5.100', '8.5 8', 'jdk17 jdk11 jdk8 jre8 alpine slim', '2024-03-25'],
			['8.0.53', '8.0', 'jre8 alpine', '2018-07-06'],
			['7.0.109', '7.0 7', 'jdk8', '2021-04-26'],
		] as const
	).map(([release, more, variants, date]): CataloguedVersion => {
		const names = [release, ...more.split(' ')];
		return [[...names, ...variantTags(names, ...variants.split(' '))].join(' '), date, 210_402_114, ON_UBUNTU];
	}),
	cmd: ['catalina.sh', 'run'],
	env: (release) => [
		['CATALINA_HOME', '/usr/local/tomcat'],
		['JAVA_HOME', '/opt/java/openjdk'],
		['TOMCAT_VERSION', release],
	],
	path: '/usr/local/tomcat/bin:/opt/java/openjdk/bin',
	workingDir: '/usr/local/tomcat',
	ports: '8080',
	folders: '/usr/local/tomcat/webapps /usr/local/tomcat/webapps.dist /usr/local/tomcat/conf /usr/local/tomcat/logs',
	programs: [['/usr/local/tomcat/bin/catalina.sh', tomcat, 25_402]],
});

export const WEB_SERVERS: readonly ImageRepository[] = [TRAEFIK, ENVOY, TOMCAT];
