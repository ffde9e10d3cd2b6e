import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate, formatMicroTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { BOOKWORM, debianLayer } from './bases/debian.ts';
import { imageTags, type VersionInput, variantTags } from './image-version.ts';
import { directory, executable, file, layer, type PathEntry } from './layer-builder.ts';
import { MIME_TYPES } from './programs/mime-types.ts';
import { readWholeFile } from './programs/read-file.ts';

const ROOT = '/usr/local/apache2/htdocs';

/** Apache serves files. Differs: of httpd.conf only where it listens, what it serves and where it keeps its pid are read. */
function httpdProgram(version: string): Program {
	return (process) => httpd(process, version);
}

function* httpd(process: Process, version: string): Task<number> {
	if (process.argv.includes('-v')) {
		yield* process.write(1, encodeUtf8(`Server version: Apache/${version} (Unix)\n`));
		return 0;
	}
	const address =
		process.machine
			.interfaces()
			.flatMap((each) => each.addresses)
			.find((each) => !each.startsWith('127.')) ?? '127.0.0.1';
	const name = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address.replace(/\/\d+$/, '')}. Set the 'ServerName' directive globally to suppress this message\n`;
	yield* process.write(2, encodeUtf8(name + name));
	const { address: bound, port, root, pidFile } = yield* readSettings(process);
	const group = new TaskGroup();
	try {
		serveHttp(process, group, bound, port, {
			handle: (request) => answer(process, request, version, root),
			refuse: (status) => ({ status, headers: [['Server', `Apache/${version} (Unix)`]], body: '', close: true }),
			onAnswered: (request, reply, bytes) => logAnswered(process, request, reply, bytes),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why =
			error.errno === 'EACCES'
				? '(13)Permission denied'
				: error.errno === 'EADDRNOTAVAIL'
					? '(99)Cannot assign requested address'
					: '(98)Address already in use';
		yield* process.write(
			2,
			encodeUtf8(
				`${why}: AH00072: make_sock: could not bind to address ${bound}:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
			),
		);
		return 1;
	}
	const log = (module: string, text: string): string =>
		`[${apacheTime(process)}] [${module}] [pid ${process.pid}:tid ${process.pid}] ${text}\n`;
	const problem = yield* writePidFile(process, pidFile);
	if (problem !== undefined) {
		yield* process.write(
			2,
			encodeUtf8(
				log('core:error', `${problem}: AH00099: could not create ${pidFile}.${TEMPORARY}`) +
					log('core:error', `AH00100: httpd: could not log pid to file ${pidFile}`),
			),
		);
		return 1;
	}
	yield* process.write(
		2,
		encodeUtf8(
			log('mpm_event:notice', `AH00489: Apache/${version} (Unix) configured -- resuming normal operations`) +
				log('core:notice', "AH00094: Command line: 'httpd -D FOREGROUND'"),
		),
	);
	for (const signal of ['TERM', 'INT', 'WINCH'] as const) process.onSignal(signal, 'catch');
	let ending = 'TERM';
	yield* group.run(process, (signal) => {
		ending = signal;
		return 0;
	});
	yield* process.write(
		2,
		encodeUtf8(
			ending === 'WINCH'
				? log('mpm_event:notice', 'AH00492: caught SIGWINCH, shutting down gracefully')
				: log('mpm_event:notice', 'AH00491: caught SIGTERM, shutting down'),
		),
	);
	return 0;
}

const CONFIGURATION = '/usr/local/apache2/conf/httpd.conf';

interface Settings {
	readonly address: string;
	readonly port: number;
	readonly root: string;
	readonly pidFile: string;
}

/** The last word of httpd.conf on each. */
function* readSettings(process: Process): Task<Settings> {
	let text = '';
	try {
		text = decodeUtf8(yield* readWholeFile(process, CONFIGURATION));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	const setting = (name: string): string | undefined =>
		[...text.matchAll(new RegExp(`^\\s*${name}\\s+"?([^"\\n]+?)"?\\s*$`, 'gim'))].at(-1)?.[1];
	return {
		address: /^([\d.]+):\d+$/.exec(setting('Listen') ?? '')?.[1] ?? '0.0.0.0',
		port: Number(/\d+$/.exec(setting('Listen') ?? '')?.[0] ?? 80),
		root: (setting('DocumentRoot') ?? ROOT).replace(/\/$/, ''),
		pidFile: setting('PidFile') ?? '/usr/local/apache2/logs/httpd.pid',
	};
}

/** What mkstemp(3) would make of it. */
const TEMPORARY = 'mZkXq2';

/** Models server/log.c ap_log_pid. */
function* writePidFile(process: Process, path: string): Task<string | undefined> {
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(`${process.pid}\n`));
		process.close(fd);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return error.errno === 'EROFS' ? '(30)Read-only file system' : '(13)Permission denied';
	}
}

function* logAnswered(process: Process, request: HttpRequest, reply: HttpAnswer, bytes: number): Task<void> {
	const line = `${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${reply.status} ${bytes === 0 ? '-' : bytes}\n`;
	yield* process.write(1, encodeUtf8(line));
}

/** "Fri Nov 20 09:00:00.123456 2026". */
function apacheTime(process: Process): string {
	const date = formatHttpDate(process.now());
	const micro = formatMicroTime(process.now()).slice(20, 26);
	return `${date.slice(0, 3)} ${date.slice(8, 11)} ${date.slice(5, 7)} ${date.slice(17, 25)}.${micro} ${date.slice(12, 16)}`;
}

function* answer(process: Process, request: HttpRequest, version: string, root: string): Task<HttpAnswer> {
	const base = [
		['Date', formatHttpDate(process.now())],
		['Server', `Apache/${version} (Unix)`],
	] as const;
	const page = (status: number, title: string, text: string): HttpAnswer => ({
		status,
		headers: [...base, ['Content-Type', 'text/html; charset=iso-8859-1']],
		body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`,
	});
	const path = request.target.replace(/\?.*/, '');
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return page(405, 'Method Not Allowed', `The requested method ${request.method} is not allowed for this URL.`);
	}
	if (path.split('/').includes('..'))
		return page(400, 'Bad Request', 'Your browser sent a request that this server could not understand.<br />');
	const wanted = path.endsWith('/') ? `${root}${path}index.html` : root + path;
	try {
		const stat = process.stat(wanted);
		if (stat.type === 'directory') {
			const host = request.headers.get('host') ?? '';
			const moved = page(301, 'Moved Permanently', `The document has moved <a href="http://${host}${path}/">here</a>.`);
			return {
				...moved,
				headers: [...base, ['Location', `http://${host}${path}/`], ['Content-Type', 'text/html; charset=iso-8859-1']],
			};
		}
		const body = yield* readWholeFile(process, wanted);
		const modifiedMs = Math.floor(stat.mtimeMs / 1_000) * 1_000;
		const type = MIME_TYPES.get(/\.([^./]+)$/.exec(wanted)?.[1] ?? '') ?? 'text/plain';
		return {
			status: 200,
			headers: [
				...base,
				['Last-Modified', formatHttpDate(modifiedMs)],
				['ETag', `"${body.length.toString(16)}-${(modifiedMs * 1_000).toString(16)}"`],
				['Accept-Ranges', 'bytes'],
				['Content-Length', String(body.length)],
				['Content-Type', type],
			],
			body,
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EACCES') return page(403, 'Forbidden', "You don't have permission to access this resource.");
		return page(404, 'Not Found', 'The requested URL was not found on this server.');
	}
}

/** Newest first. */
const RELEASES = [
	['2.4.65', '2.4 2 latest', '2025-07-24', 45_110_200, 23_402_116],
	['2.4.64', '', '2025-07-11', 45_108_412, 23_400_920],
	['2.4.63', '', '2025-01-23', 58_100_441, 22_004_712],
	['2.4.62', '', '2024-07-17', 58_014_620, 21_504_833],
	['2.4.61', '', '2024-07-03', 58_012_201, 21_503_110],
	['2.4.59', '', '2024-04-04', 58_004_310, 21_402_190],
	['2.4.58', '', '2023-10-19', 58_994_071, 20_812_441],
	['2.4.57', '', '2023-04-06', 58_990_412, 20_801_220],
	['2.4.56', '', '2023-03-07', 57_102_001, 20_410_330],
	['2.4.55', '', '2023-01-17', 57_010_442, 20_400_114],
	['2.4.54', '', '2022-06-08', 56_912_310, 20_102_900],
	['2.4.53', '', '2022-03-14', 56_801_990, 20_001_402],
	['2.4.52', '', '2021-12-20', 56_790_100, 19_990_210],
	['2.4.51', '', '2021-10-07', 55_420_018, 19_902_440],
	['2.4.49', '', '2021-09-16', 55_401_992, 19_900_812],
	['2.4.48', '', '2021-06-01', 55_390_114, 19_899_020],
	['2.4.46', '', '2020-08-07', 52_120_443, 19_201_002],
	['2.4.43', '', '2020-04-01', 52_101_220, 38_402_110],
	['2.4.41', '', '2019-08-14', 51_990_402, 38_220_018],
	['2.4.39', '', '2019-04-01', 51_802_330, 38_104_221],
	['2.4.38', '', '2019-01-22', 51_790_201, 38_002_014],
	['2.4.25', '', '2016-12-20', 69_120_441, 31_402_220],
] as const;

function codenames(date: string): string[] {
	if (date < '2021-08') return ['buster'];
	if (date < '2023-06') return ['bullseye'];
	return date < '2025-07-20' ? ['bookworm'] : ['bookworm', 'trixie'];
}

function files(version: string): PathEntry[] {
	return [
		directory('/usr/local/apache2/conf'),
		directory('/usr/local/apache2/logs'),
		file(`${ROOT}/index.html`, '<html><body><h1>It works!</h1></body></html>\n'),
		file('/usr/local/apache2/conf/httpd.conf', `ServerRoot "/usr/local/apache2"\nListen 80\nDocumentRoot "${ROOT}"\n`),
		executable('/usr/local/bin/httpd-foreground', `httpd-${version}`, 138),
		executable('/usr/local/apache2/bin/httpd', `httpd-${version}`, 1_010_224),
		executable('/usr/local/apache2/bin/htpasswd', 'htpasswd', 39_032),
	];
}

export const HTTPD: ImageRepository = {
	names: ['docker.io/library/httpd'],
	tags: imageTags(
		'httpd',
		RELEASES.flatMap(([version, tags, date, debianBytes, alpineBytes]): VersionInput[] => {
			const names = [version, ...tags.split(' ').filter((tag) => tag !== '')];
			const config = {
				cmd: ['httpd-foreground'],
				env: [
					['PATH', '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
					['HTTPD_PREFIX', '/usr/local/apache2'],
					['HTTPD_VERSION', version],
				] as const,
				workingDir: '/usr/local/apache2',
				exposedPorts: ['80/tcp'],
				stopSignal: 'TERM',
			} as const;
			return [
				{
					tags: [...names, ...variantTags(names, ...codenames(date))].join(' '),
					date,
					sizeBytes: debianBytes,
					config,
					layers: () => [debianLayer(BOOKWORM), layer(files(version))],
				},
				{
					tags: variantTags(names, 'alpine', 'alpine3.22').join(' '),
					date,
					sizeBytes: alpineBytes,
					config,
					layers: () => [alpineLayer('3.22.1'), layer(files(version))],
				},
			];
		}),
	),
	programs: new Map(RELEASES.map(([version]) => [`httpd-${version}`, httpdProgram(version)])),
};
