import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ON_ALPINE } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { directory } from '../layer-builder.ts';
import { apacheNotices, apacheServer, SAME_NAME_WARNING } from '../programs/apache-php.ts';
import { MIME_TYPES } from '../programs/mime-types.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';
import { phpFpm } from './web-servers.ts';

function versionOf(process: Process): string {
	return (process.release ?? '').replace(/-.*/, '');
}

/** "Mon Mar  2 09:00:48 2026". */
function phpTime(process: Process): string {
	const date = formatHttpDate(process.now());
	return `${date.slice(0, 3)} ${date.slice(8, 11)} ${date.slice(5, 7).replace(/^0/, ' ')} ${date.slice(17, 25)} ${date.slice(12, 16)}`;
}

/** The interpreter on a line. Differs: it interprets nothing but serves files (-S). */
const php: Program = (process) => runPhp(process);

function* runPhp(process: Process): Task<number> {
	const args = process.argv.slice(1);
	if (args.includes('-v') || args.includes('--version')) {
		yield* process.write(
			1,
			encodeUtf8(
				`PHP ${versionOf(process)} (cli) (built: Oct 23 2025 21:05:29) (NTS)\nCopyright (c) The PHP Group\nZend Engine v${versionOf(process).replace(/^8/, '4')}, Copyright (c) Zend Technologies\n`,
			),
		);
		return 0;
	}
	if (args.includes('-S')) return yield* developmentServer(process);
	if (args[0] === '-a') {
		yield* process.write(1, encodeUtf8('Interactive shell\n\n'));
		return 0;
	}
	const script = args.find((arg) => !arg.startsWith('-'));
	if (script !== undefined && !args.includes('-r') && !process.access(script, { read: true })) {
		yield* process.write(1, encodeUtf8(`Could not open input file: ${script}\n`));
		return 1;
	}
	yield* process.write(2, encodeUtf8('php: this simulated container cannot interpret PHP programs\n'));
	return 255;
}

const developmentServer = serverProgram({
	ports: (process) => [Number(/:(\d+)$/.exec(process.argv[process.argv.indexOf('-S') + 1] ?? '')?.[1] ?? '8000')],
	ready: (process) =>
		`[${phpTime(process)}] PHP ${versionOf(process)} Development Server (http://${process.argv[process.argv.indexOf('-S') + 1]}) started\n`,
	serve: fileOf,
	access: (process, request, answer) => {
		const peer = `${request.remote.address}:${request.remote.port}`;
		const at = `[${phpTime(process)}]`;
		return `${at} ${peer} Accepted\n${at} ${peer} [${answer.status}]: ${request.method} ${request.target}${answer.status === 404 ? ' - No such file or directory' : ''}\n${at} ${peer} Closing\n`;
	},
	logTo: 2,
	end: { status: 130 },
});

function* fileOf(process: Process, request: HttpRequest): Task<Page> {
	const { argv } = process;
	const root = argv.includes('-t') ? (argv[argv.indexOf('-t') + 1] ?? '.') : process.cwd;
	const path = pathOf(request);
	const wanted = `${root}${path}${path.endsWith('/') ? 'index.html' : ''}`;
	try {
		if (path.split('/').includes('..')) throw new SystemError('ENOENT');
		const body = yield* readWholeFile(process, wanted);
		return {
			status: 200,
			headers: [['Content-Type', MIME_TYPES.get(/\.([^./]+)$/.exec(wanted)?.[1] ?? '') ?? 'application/octet-stream']],
			body,
			close: true,
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return {
			status: 404,
			headers: [['Content-Type', 'text/html; charset=UTF-8']],
			body: `<!doctype html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested resource <code class="url">${path}</code> was not found on this server.</p></body></html>`,
			close: true,
		};
	}
}

const apache: Program = apacheServer({
	php: '8.4.14',
	ready: (process) => SAME_NAME_WARNING(process) + apacheNotices(process, 'Apache/2.4.65 (Debian)', versionOf(process)),
});

const RELEASES = [
	['8.4.14', '8.4 8', '2025-10-23'],
	['8.3.27', '8.3', '2025-10-23'],
	['8.2.29', '8.2', '2025-07-03'],
	['8.1.33', '8.1', '2025-07-03'],
	['8.0.30', '8.0', '2023-08-03'],
	['7.4.33', '7.4 7', '2022-11-03'],
	['7.3.33', '7.3 7.2 7.1', '2021-11-18'],
	['5.6.40', '5.6 5', '2019-01-10'],
] as const;

const FLAVOURS = ['cli', 'apache', 'fpm'] as const;

function phpImage(flavour: (typeof FLAVOURS)[number]) {
	const commands = { cli: ['php', '-a'], apache: ['apache2-foreground'], fpm: ['php-fpm'] } as const;
	return cataloguedImage({
		names: 'php',
		versions: RELEASES.flatMap(([version, more, date], index): CataloguedVersion[] => {
			const names = [version, ...more.split(' ')];
			const tag = (variant: string): string[] => [
				...names.map((name) => `${name}-${variant}`),
				...(index === 0 ? [variant] : []),
			];
			const plain =
				flavour === 'cli'
					? [...names, ...(index === 0 ? ['latest'] : []), ...tag('cli'), ...tag('bookworm')]
					: tag(flavour);
			const alpine = flavour === 'cli' ? [...tag('cli-alpine'), ...tag('alpine')] : tag(`${flavour}-alpine`);
			return [
				[
					`${version}-${flavour} ${[...plain, ...tag(`${flavour}-bookworm`), ...tag(`${flavour}-bullseye`)].filter((each) => each !== `${version}-${flavour}`).join(' ')}`,
					date,
					180_402_114,
				],
				...(flavour === 'apache' ? [] : [[alpine.join(' '), date, 40_402_114, ON_ALPINE] as const]),
			];
		}),
		entrypoint: ['docker-php-entrypoint'],
		cmd: commands[flavour],
		env: (release) => [
			['PHP_INI_DIR', '/usr/local/etc/php'],
			['PHP_VERSION', release.replace(/-.*/, '')],
		],
		...(flavour === 'cli' ? {} : { workingDir: '/var/www/html' }),
		...(flavour === 'cli' ? {} : { ports: flavour === 'apache' ? '80' : '9000' }),
		...(flavour === 'cli' ? {} : { stopSignal: flavour === 'apache' ? 'WINCH' : 'QUIT' }),
		programs: [
			['/usr/local/bin/php', php, 16_402_114],
			...(flavour === 'apache' ? [['/usr/local/bin/apache2-foreground', apache, 1_346] as const] : []),
			...(flavour === 'fpm' ? [['/usr/local/sbin/php-fpm', phpFpm, 16_402_114] as const] : []),
		],
		files: () => [
			directory('/var/www/html', 0o777, { uid: 33, gid: 33 }),
			entrypointScript('/usr/local/bin/docker-php-entrypoint', {
				server: { cli: 'php', apache: 'apache2-foreground', fpm: 'php-fpm' }[flavour],
			}),
		],
	});
}

const IMAGES = FLAVOURS.map(phpImage);

/** All flavours are tags of one repository. */
export const PHP = {
	names: ['docker.io/library/php'],
	tags: new Map(IMAGES.flatMap(({ tags }) => [...tags])),
	programs: new Map(IMAGES.flatMap(({ programs = new Map<string, Program>() }) => [...programs])),
};
