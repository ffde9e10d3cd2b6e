import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_UBI } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { executable, file } from '../layer-builder.ts';
import { apacheNotices, apacheServer, SAME_NAME_WARNING } from '../programs/apache-php.ts';
import { secondStamp, spaceStamp } from '../programs/log-stamps.ts';
import { moved, type Page, pathOf, type StartRefusal, serverProgram } from '../programs/server-program.ts';

// Applications that are installed to have something to expose, to store and to protect. Differs: they start, show their
// first page and their health; nobody can log in.

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const page = (title: string, body = ''): string =>
	`<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>${body}</body>\n</html>\n`;

const jenkinsLine = (process: Process, text: string): string =>
	`${secondStamp(process)}.${String(process.now() % 1_000).padStart(3, '0')}+0000 [id=1]\tINFO\t${text}\n`;

const jenkins = serverProgram({
	ports: [8080, 50000],
	memoryBytes: 600 * MIB,
	startMs: 15_000,
	check: jenkinsHome,
	begin: (process) =>
		'Running from: /usr/share/jenkins/jenkins.war\nwebroot: /var/jenkins_home/war\n' +
		jenkinsLine(process, 'winstone.Logger#logInternal: Beginning extraction from war file') +
		jenkinsLine(process, 'o.e.jetty.server.Server#doStart: jetty-12.0.25; jvm 21.0.8+9-LTS'),
	ready: (process) => {
		const password = [...process.hostname].map((_, index) => ((index * 7 + 3) % 16).toString(16)).join('');
		return (
			`\n*************************************************************\n\nJenkins initial setup is required. An admin user has been created and a password generated.\nPlease use the following password to proceed to installation:\n\n${password.padEnd(32, 'a').slice(0, 32)}\n\nThis may also be found at: /var/jenkins_home/secrets/initialAdminPassword\n\n*************************************************************\n\n` +
			jenkinsLine(process, 'hudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running')
		);
	},
	page: (_, request) =>
		pathOf(request).startsWith('/login')
			? page('Sign in - Jenkins')
			: {
					status: 403,
					headers: [['X-Jenkins', '2.528.1']],
					body: "<html><head><meta http-equiv='refresh' content='1;url=/login?from=%2F'/></head><body>Authentication required</body></html>",
				},
	logTo: 2,
	end: { status: 143 },
});

function* jenkinsHome(process: Process): Task<StartRefusal | undefined> {
	if (process.access('/var/jenkins_home', { write: true })) return undefined;
	return {
		status: 1,
		say: "touch: cannot touch '/var/jenkins_home/copy_reference_file.log': Permission denied\nCan not write to /var/jenkins_home/copy_reference_file.log. Wrong volume permissions?\n",
	};
}

const JENKINS = cataloguedImage({
	names: 'jenkins/jenkins',
	versions: [
		[
			'2.528.1-lts lts 2.528.1 lts-jdk21 2.528.1-lts-jdk21 lts-jdk17 2.528.1-jdk21 jdk21 lts-slim',
			'2025-10-15',
			260_402_114,
		],
		['2.535 latest', '2025-11-04', 262_402_114],
		['2.528.1-lts-alpine lts-alpine lts-alpine-jdk21 alpine', '2025-10-15', 160_402_114, ON_ALPINE],
		[
			'2.452.1-lts 2.452.1 2.426.1-lts 2.414.3-lts 2.401.3 2.387.3 2.375.1 2.346.3 2.332.2 2.319.1 2.303.1 2.289.1',
			'2024-05-15',
			250_402_114,
		],
	],
	entrypoint: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh'],
	env: () => [
		['JENKINS_HOME', '/var/jenkins_home'],
		['JENKINS_SLAVE_AGENT_PORT', '50000'],
		['REF', '/usr/share/jenkins/ref'],
	],
	user: 'jenkins',
	volumes: '/var/jenkins_home',
	ports: '8080 50000',
	accounts: ['jenkins:x:1000:1000::/var/jenkins_home:/bin/bash'],
	folders: '/var/jenkins_home:1000 /usr/share/jenkins/ref:1000',
	programs: [['/usr/local/bin/jenkins.sh', jenkins]],
	files: () => [TINI],
});

/** An init that becomes what it is told to run. Differs: it does not stay to reap. */
const TINI = file('/usr/bin/tini', '#!/bin/sh\n[ "$1" != -- ] || shift\nexec "$@"\n', 0o755);

const sonarLine = (process: Process, text: string): string =>
	`${spaceStamp(process).slice(0, 19).replaceAll('-', '.')} INFO  app[][${text}\n`;

const SONARQUBE = cataloguedImage({
	names: 'sonarqube',
	versions: [
		['25.10.0.114319-community community latest 25.10-community 25.9.0.112764-community', '2025-10-02', 480_402_114],
		[
			'10.7.0-community 10-community 10.6-community 10.0-community lts-community lts 9.9.8-community 9.9-community 9-community 8.9-community',
			'2024-10-08',
			350_402_114,
		],
	],
	entrypoint: ['/opt/sonarqube/docker/entrypoint.sh'],
	user: 'sonarqube',
	workingDir: '/opt/sonarqube',
	volumes: '/opt/sonarqube/data /opt/sonarqube/extensions /opt/sonarqube/logs /opt/sonarqube/temp',
	ports: '9000',
	accounts: ['sonarqube:x:1000:0::/opt/sonarqube:/bin/sh'],
	folders: '/opt/sonarqube:1000 /opt/sonarqube/data:1000 /opt/sonarqube/logs:1000',
	programs: [
		[
			'/opt/sonarqube/docker/entrypoint.sh',
			serverProgram({
				ports: [9000],
				memoryBytes: 1.6 * GIB,
				startMs: 35_000,
				begin: (process) =>
					sonarLine(process, 'o.s.a.AppFileSystem] Cleaning or creating temp directory /opt/sonarqube/temp'),
				ready: (process) => sonarLine(process, 'o.s.a.SchedulerImpl] SonarQube is operational'),
				page: (process, request) =>
					pathOf(request) === '/api/system/status'
						? JSON.stringify({ id: '00000000', version: process.release?.replace(/-.*/, ''), status: 'UP' })
						: page('SonarQube'),
				end: { status: 143 },
			}),
		],
	],
});

/** PHP applications whose first page is all there is of them. */
function phpApplication(
	names: string,
	tags: string,
	date: string,
	title: string,
	cmd: readonly string[] = ['apache2-foreground'],
): ImageRepository {
	const php = '8.3.26';
	return cataloguedImage({
		names,
		versions: [[tags, date, 190_402_330]],
		entrypoint: ['docker-php-entrypoint'],
		cmd,
		workingDir: '/var/www/html',
		ports: '80',
		stopSignal: 'WINCH',
		folders: '/var/www/html:33',
		programs: [
			[
				'/usr/local/bin/apache2-foreground',
				apacheServer({
					php,
					ready: (process) => SAME_NAME_WARNING(process) + apacheNotices(process, 'Apache/2.4.65 (Debian)', php),
					serve: (process, request) => titled(process, request, title),
				}),
			],
		],
		files: () => [entrypointScript('/usr/local/bin/docker-php-entrypoint', { server: 'apache2-foreground' })],
	});
}

function* titled(_: Process, request: HttpRequest, title: string): Task<Page | undefined> {
	return pathOf(request) === '/' ? page(title) : undefined;
}

/** "Mon Mar  2 09:00:48 2026". */
function phpTime(process: Process): string {
	const date = formatHttpDate(process.now());
	return `${date.slice(0, 3)} ${date.slice(8, 11)} ${date.slice(5, 7).replace(/^0/, ' ')} ${date.slice(17, 25)} ${date.slice(12, 16)}`;
}

const ADMINER = cataloguedImage({
	names: 'adminer',
	versions: [['5.4.1 5 latest 5.4.1-standalone standalone 4.8.1 4 4.7.8 4.7', '2025-09-26', 40_402_114]],
	base: ON_ALPINE,
	entrypoint: ['entrypoint.sh', 'docker-php-entrypoint'],
	cmd: ['php', '-S', '[::]:8080', '-t', '/var/www/html'],
	user: 'adminer',
	workingDir: '/var/www/html',
	ports: '8080',
	accounts: ['adminer:x:100:101::/var/www/html:/sbin/nologin'],
	programs: [
		[
			'/usr/local/bin/php',
			serverProgram({
				ports: [8080],
				ready: (process) => `[${phpTime(process)}] PHP 8.4.13 Development Server (http://[::]:8080) started\n`,
				page: (_, request) => (pathOf(request) === '/' ? page('Login - Adminer', '<h2>Login</h2>') : undefined),
				logTo: 2,
				end: { status: 0 },
			}),
		],
	],
	files: () => [
		entrypointScript('/usr/local/bin/entrypoint.sh', { server: 'php' }),
		entrypointScript('/usr/local/bin/docker-php-entrypoint', { server: 'php' }),
	],
});

const ghostLine = (process: Process, text: string): string =>
	`[${secondStamp(process)}] \u001b[36mINFO\u001b[39m ${text}\n`;

const GHOST = cataloguedImage({
	names: 'ghost',
	versions: [
		['6.4.0 6.4 6 latest', '2025-10-17', 170_402_114],
		['5.130.4 5.130 5 5.2 4.48.9 4 3.42.9 3 2.38.3 2', '2025-08-04', 160_402_114],
		['6.4.0-alpine 6-alpine alpine 5-alpine 5.130-alpine 4-alpine 3-alpine', '2025-10-17', 130_402_114, ON_ALPINE],
	],
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['node', 'current/index.js'],
	env: () => [
		['NODE_ENV', 'production'],
		['GHOST_INSTALL', '/var/lib/ghost'],
		['GHOST_CONTENT', '/var/lib/ghost/content'],
	],
	workingDir: '/var/lib/ghost',
	volumes: '/var/lib/ghost/content',
	ports: '2368',
	accounts: ['node:x:1000:1000::/home/node:/bin/bash'],
	folders: '/var/lib/ghost:1000 /var/lib/ghost/content:1000',
	programs: [
		[
			'/usr/local/bin/node',
			serverProgram({
				ports: [2368],
				memoryBytes: 130 * MIB,
				startMs: 2_500,
				check: ghostDatabase,
				begin: (process) =>
					ghostLine(process, 'Ghost is running in production...') +
					ghostLine(process, 'Your site is now available on http://localhost:2368/'),
				ready: (process) => ghostLine(process, 'Ghost boot 2.6s'),
				page: (_, request) => (pathOf(request) === '/' ? page('Ghost', '<h1>Ghost</h1>') : undefined),
				end: { status: 0 },
			}),
		],
	],
	files: () => [
		executable('/usr/local/bin/gosu', 'gosu', 2_334_720),
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'node',
			user: 'node',
			folder: '/var/lib/ghost/content',
		}),
	],
});

/** In production the newer ones want MySQL, and look for it at home. */
function* ghostDatabase(process: Process): Task<StartRefusal | undefined> {
	const isNew = Number(process.release?.split('.')[0]) >= 5;
	const isDevelopment = process.env.get('NODE_ENV') === 'development';
	if (
		!isNew ||
		isDevelopment ||
		process.env.has('database__connection__host') ||
		process.env.get('database__client') === 'sqlite3'
	)
		return undefined;
	return {
		status: 2,
		say: `[${secondStamp(process)}] \u001b[31mERROR\u001b[39m connect ECONNREFUSED 127.0.0.1:3306\n\nError ID:\n    500\n\nError Code: \n    ECONNREFUSED\n`,
	};
}

const KEYCLOAK = cataloguedImage({
	names: 'quay.io/keycloak/keycloak keycloak/keycloak',
	versions: [
		[
			'26.4.2 latest 26.4 26.3.0 26.0.0 26.0 25.0.0 24.0.1 23.0.0 22.0.5 21.1.1 20.0.1 19.0.3',
			'2025-10-23',
			230_402_114,
		],
	],
	base: ON_UBI,
	entrypoint: ['/opt/keycloak/bin/kc.sh'],
	user: '1000',
	ports: '8080 8443 9000',
	programs: [
		[
			'/opt/keycloak/bin/kc.sh',
			serverProgram({
				ports: [8080, 9000],
				memoryBytes: 420 * MIB,
				startMs: 9_000,
				check: keycloakArguments,
				begin: () => 'Updating the configuration and installing your custom providers, if any. Please wait.\n',
				ready: (process) =>
					`${spaceStamp(process, ',')} INFO  [io.quarkus] (main) Keycloak ${process.release} on JVM (powered by Quarkus 3.27.0) started in 8.912s. Listening on: http://0.0.0.0:8080\n${spaceStamp(process, ',')} WARN  [org.keycloak.quarkus.runtime.KeycloakMain] (main) Running the server in development mode. DO NOT use this configuration in production.\n`,
				page: (_, request) => (pathOf(request) === '/' ? moved('/admin/') : page('Welcome to Keycloak')),
				end: { status: 143 },
			}),
		],
	],
});

function* keycloakArguments(process: Process): Task<StartRefusal | undefined> {
	const [, command] = process.argv;
	if (command === 'start-dev') return undefined;
	if (command !== 'start')
		return {
			status: 2,
			to: 1,
			say: 'Keycloak - Open Source Identity and Access Management\n\nUsage: kc.sh [OPTIONS] [COMMAND]\n',
		};
	if (process.env.has('KC_HOSTNAME') || process.argv.some((arg) => arg.startsWith('--hostname'))) return undefined;
	return {
		status: 1,
		say: `${spaceStamp(process, ',')} ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: hostname is not configured; either configure hostname, or set hostname-strict to false\n`,
	};
}

export const WEB_APPLICATIONS: readonly ImageRepository[] = [
	JENKINS,
	SONARQUBE,
	ADMINER,
	GHOST,
	KEYCLOAK,
	phpApplication('phpmyadmin phpmyadmin/phpmyadmin', 'latest 5.2.3 5.2 5 5.1 5.0 apache', '2025-10-08', 'phpMyAdmin'),
	phpApplication('drupal', '11.2.5 11.2 11 latest 10.5 10 9 8.6 8 apache', '2025-10-01', 'Choose language | Drupal'),
	phpApplication('joomla', '6.0.0 6 latest 5.4 5 4.2 4 3', '2025-10-14', 'Joomla: Environment Setup Incomplete'),
	phpApplication('nextcloud', '32.0.0 32 latest 31 30 29 28 27 apache', '2025-09-27', 'Nextcloud'),
];
