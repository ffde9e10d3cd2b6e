import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { ON_ALPINE } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { file } from '../layer-builder.ts';
import { apacheNotices, apacheServer, SAME_NAME_WARNING } from '../programs/apache-php.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { moved, type Page, pathOf } from '../programs/server-program.ts';
import { connectSql, SqlConnection } from '../sql/sql-client.ts';
import { phpFpm } from './web-servers.ts';

const APACHE = 'Apache/2.4.65 (Debian)';
const ROOT = '/var/www/html';

/** Differs: WordPress itself is not here; it finds out whether it is set up, and has its database. */
const wordpress = apacheServer({
	php: '8.3.26',
	ready: (process) => SAME_NAME_WARNING(process) + apacheNotices(process, APACHE, '8.3.26'),
	serve: wordpressPage,
});

interface Settings {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
}

function* setting(process: Process, name: string): Task<string | undefined> {
	const path = process.env.get(`WORDPRESS_DB_${name}_FILE`);
	if (path === undefined) return process.env.get(`WORDPRESS_DB_${name}`);
	return String.fromCharCode(...(yield* readWholeFile(process, path))).replace(/\n+$/, '');
}

/** Models docker-library/wordpress wp-config-docker.php. */
function* settingsOf(process: Process): Task<Settings> {
	const [host = '', port] = ((yield* setting(process, 'HOST')) ?? 'mysql').split(':');
	return {
		host,
		port: Number(port ?? '3306'),
		user: (yield* setting(process, 'USER')) ?? 'example username',
		password: (yield* setting(process, 'PASSWORD')) ?? 'example password',
		database: (yield* setting(process, 'NAME')) ?? 'wordpress',
	};
}

function isConfigured(process: Process): boolean {
	return [...process.env.keys()].some((name) => name.startsWith('WORDPRESS_') && name !== 'WORDPRESS_VERSION');
}

function* wordpressPage(process: Process, request: HttpRequest): Task<Page | undefined> {
	const path = pathOf(request);
	const host = request.headers.get('host') ?? 'localhost';
	if (/\.(?:css|js|png|ico|txt|html)$/.test(path) && path !== '/readme.html') return undefined;
	if (!isConfigured(process)) {
		return path === '/wp-admin/setup-config.php'
			? html('Setup Configuration File', '<h1 class="screen-reader-text">Before getting started</h1>')
			: moved(`http://${host}/wp-admin/setup-config.php`);
	}
	const { port, user, password, database, host: server } = yield* settingsOf(process);
	const connection = yield* connectSql(process, server, port, { user, password, database });
	if (!(connection instanceof SqlConnection)) return NO_DATABASE;
	const found = yield* connection.query('SHOW TABLES');
	const result = found?.results.at(-1);
	const isInstalled = result !== undefined && 'rows' in result && result.rows.some(([name]) => name === 'wp_options');
	if (path === '/wp-admin/install.php') {
		if (request.method === 'POST') yield* connection.query(INSTALLATION);
		connection.close();
		return html(
			isInstalled || request.method === 'POST' ? 'WordPress &rsaquo; Success' : 'WordPress &rsaquo; Installation',
			'<h1>Welcome</h1><p>Welcome to the famous five-minute WordPress installation process!</p>',
		);
	}
	connection.close();
	if (!isInstalled) return moved(`http://${host}/wp-admin/install.php`);
	return html('My site', '<h1 class="wp-block-site-title">My site</h1><p>Hello world!</p>');
}

const INSTALLATION =
	'CREATE TABLE IF NOT EXISTS wp_options (option_id INT PRIMARY KEY, option_name VARCHAR(191), option_value TEXT); CREATE TABLE IF NOT EXISTS wp_posts (ID INT PRIMARY KEY, post_title TEXT)';

function html(title: string, body: string): string {
	return `<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n\t<title>${title}</title>\n</head>\n<body class="wp-core-ui">\n${body}\n</body>\n</html>\n`;
}

const NO_DATABASE: Page = {
	status: 500,
	headers: [['Content-Type', 'text/html; charset=utf-8']],
	body: html('Database Error', '<div class="wp-die-message"><h1>Error establishing a database connection</h1></div>'),
};

/** Copies WordPress into an empty volume on the way up, as the official image's does. */
const entrypoint = (shell: string, options: string, names: string): string => `#!${shell}
set ${options}
case "$1" in apache2*|php-fpm)
	if [ ! -e index.php ] && [ ! -e wp-includes/version.php ]; then
		echo >&2 "WordPress not found in $PWD - copying now..."
		[ "$(id -u)" != 0 ] || chown www-data:www-data .
		cp -a /usr/src/wordpress/. .
		echo >&2 "Complete! WordPress has been successfully copied to $PWD"
	fi
	if [ ! -s wp-config.php ] && env | grep -q ^WORDPRESS_; then
		echo >&2 "No 'wp-config.php' found in $PWD, but 'WORDPRESS_...' variables supplied; copying 'wp-config-docker.php'${names}"
		cp wp-config-docker.php wp-config.php
	fi ;;
esac
exec "$@"
`;

const RELEASES = [
	['6.8.3', '6.8 6 latest', '2025-09-30'],
	['6.7.2', '6.7', '2025-02-11'],
	['6.6.2', '6.6', '2024-09-10'],
	['6.5.5', '6.5', '2024-06-24'],
	['6.4.3', '6.4', '2024-01-30'],
	['6.3.2', '6.3', '2023-10-12'],
	['6.2.1', '6.2', '2023-05-16'],
	['6.1.1', '6.1', '2022-11-15'],
	['6.0.3', '6.0', '2022-10-17'],
	['5.9.3', '5.9', '2022-04-05'],
	['5.8.3', '5.8 5', '2022-01-06'],
	['5.7.2', '5.7 5.6 5.4 5.3 5.2', '2021-05-12'],
	['4.9.8', '4.9 4', '2018-08-02'],
	['4.8.3', '4.8 4.7', '2017-10-31'],
] as const;

export const WORDPRESS = cataloguedImage({
	names: 'wordpress',
	versions: RELEASES.flatMap(([release, more, date]): CataloguedVersion[] => {
		const names = [release, ...more.split(' ')];
		const tags = (...variants: string[]): string[] =>
			variants.flatMap((variant) => names.map((name) => (name === 'latest' ? variant : `${name}-${variant}`)));
		return [
			[
				[...names, ...tags('apache', 'php8.3', 'php8.3-apache', 'php8.2', 'php8.2-apache', 'php8.1-apache')].join(' '),
				date,
				240_402_330,
			],
			[tags('fpm', 'php8.3-fpm', 'php8.2-fpm').join(' '), date, 230_402_330],
			[tags('fpm-alpine', 'php8.3-fpm-alpine').join(' '), date, 96_402_330, ON_ALPINE],
		];
	}),
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['apache2-foreground'],
	workingDir: ROOT,
	volumes: ROOT,
	ports: '80',
	stopSignal: 'WINCH',
	folders: `${ROOT}:33`,
	programs: [
		['/usr/local/bin/apache2-foreground', wordpress, 1_346],
		['/usr/local/sbin/php-fpm', phpFpm, 16_402_114],
	],
	files: (release) => [
		file(
			'/usr/local/bin/docker-entrypoint.sh',
			release.includes('alpine')
				? entrypoint('/bin/sh', '-e', '')
				: entrypoint('/bin/bash', '-Eeuo pipefail', ` (\${!WORDPRESS_*})`),
			0o755,
		),
		file('/usr/src/wordpress/index.php', '<?php require __DIR__ . "/wp-blog-header.php";\n'),
		file('/usr/src/wordpress/wp-login.php', '<?php require __DIR__ . "/wp-load.php";\n'),
		file('/usr/src/wordpress/wp-config-docker.php', '<?php\n// Everything comes from the environment.\n'),
		file('/usr/src/wordpress/wp-includes/version.php', `<?php\n$wp_version = '${release.replace(/-.*/, '')}';\n`),
		file('/usr/src/wordpress/wp-admin/index.php', '<?php\n'),
		file('/usr/src/wordpress/wp-content/index.php', '<?php\n// Silence is golden.\n'),
	],
});
