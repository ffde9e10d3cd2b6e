import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_UBUNTU } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { variantTags } from '../image-version.ts';
import { dayFirstStamp, isoStamp } from '../programs/log-stamps.ts';
import { pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';
import { goFlag } from '../programs/simple-http.ts';

const MIB = 1024 ** 2;

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

export const WEB_SERVERS: readonly ImageRepository[] = [ENVOY, TOMCAT];
