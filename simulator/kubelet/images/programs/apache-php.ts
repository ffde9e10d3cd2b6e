import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate, formatMicroTime } from '../../../machinery/timestamp.ts';
import { MIME_TYPES } from './mime-types.ts';
import { readWholeFile } from './read-file.ts';
import { moved, type Page, pathOf, serverProgram } from './server-program.ts';

/** Apache with PHP in it, as Debian's php images run it. */
export interface ApacheServer {
	readonly php: string;
	readonly port?: number;
	readonly ready: (process: Process) => string;
	/** What PHP makes of a request; undefined: the files of the document root. */
	readonly serve?: (process: Process, request: HttpRequest) => Task<Page | undefined>;
	readonly requestCpuMs?: number;
}

const SERVER = 'Apache/2.4.65 (Debian)';

export function apacheServer({ php, port = 80, ready, serve, requestCpuMs }: ApacheServer): Program {
	return serverProgram({
		ports: [port],
		memoryBytes: 24 * 1024 ** 2,
		ready,
		serve: (process, request) => answer(process, request, serve),
		headers: [
			['Server', SERVER],
			['X-Powered-By', `PHP/${php}`],
		],
		...(requestCpuMs === undefined ? {} : { requestCpuMs }),
		access: apacheLine,
		logTo: 2,
		noPort: (taken, why) =>
			`(${why === 'permission denied' ? '13)Permission denied' : '98)Address already in use'}: AH00072: make_sock: could not bind to address 0.0.0.0:${taken}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
		end: {
			say: (process) =>
				`[${apacheTime(process)}] [mpm_prefork:notice] [pid 1] AH00169: caught SIGTERM, shutting down\n`,
			status: 0,
		},
	});
}

/** What it says because nobody has told it its name: twice. */
export function SAME_NAME_WARNING(process: Process): string {
	const address =
		process.machine
			.interfaces()
			.flatMap((each) => each.addresses)
			.find((each) => !each.startsWith('127.')) ?? '127.0.0.1';
	const line = `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${address.replace(/\/\d+$/, '')}. Set the 'ServerName' directive globally to suppress this message\n`;
	return line + line;
}

export function apacheNotices(process: Process, server: string, php: string): string {
	const line = (module: string, text: string): string =>
		`[${apacheTime(process)}] [${module}] [pid ${process.pid}:tid ${process.pid}] ${text}\n`;
	return (
		line('mpm_prefork:notice', `AH00163: ${server} PHP/${php} configured -- resuming normal operations`) +
		line('core:notice', "AH00094: Command line: 'apache2 -D FOREGROUND'")
	);
}

/** "Fri Nov 20 09:00:00.123456 2026". */
export function apacheTime(process: Process): string {
	const date = formatHttpDate(process.now());
	const micro = formatMicroTime(process.now()).slice(20, 26);
	return `${date.slice(0, 3)} ${date.slice(8, 11)} ${date.slice(5, 7)} ${date.slice(17, 25)}.${micro} ${date.slice(12, 16)}`;
}

function apacheLine(process: Process, request: HttpRequest, reply: HttpAnswer, bytes: number): string {
	const agent = request.headers.get('user-agent') ?? '-';
	return `${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${reply.status} ${bytes} "-" "${agent}"\n`;
}

function* answer(process: Process, request: HttpRequest, serve: ApacheServer['serve']): Task<Page> {
	const made = serve === undefined ? undefined : yield* serve(process, request);
	return made ?? (yield* documentOf(process, request));
}

function errorPage(status: number, title: string, text: string): Page {
	return {
		status,
		headers: [['Content-Type', 'text/html; charset=iso-8859-1']],
		body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n<hr>\n<address>${SERVER} Server</address>\n</body></html>\n`,
	};
}

/** Files below the document root. */
function* documentOf(process: Process, request: HttpRequest): Task<Page> {
	const root = process.env.get('APACHE_DOCUMENT_ROOT') ?? '/var/www/html';
	const path = pathOf(request);
	if (path.split('/').includes('..'))
		return errorPage(400, 'Bad Request', 'Your browser sent a request that this server could not understand.<br />');
	try {
		let wanted = root + path;
		if (process.stat(wanted).type === 'directory') {
			if (!path.endsWith('/')) return moved(`http://${request.headers.get('host') ?? 'localhost'}${path}/`, 301);
			const index = ['index.php', 'index.html'].find((name) => process.access(wanted + name, {}));
			if (index === undefined) return errorPage(403, 'Forbidden', "You don't have permission to access this resource.");
			wanted += index;
		}
		const body = yield* readWholeFile(process, wanted);
		if (wanted.endsWith('.php')) return UNINTERPRETED;
		return {
			status: 200,
			headers: [['Content-Type', MIME_TYPES.get(/\.([^./]+)$/.exec(wanted)?.[1] ?? '') ?? 'text/plain']],
			body,
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EACCES')
			return errorPage(403, 'Forbidden', "You don't have permission to access this resource.");
		return errorPage(404, 'Not Found', 'The requested URL was not found on this server.');
	}
}

/** Differs: PHP is not interpreted. */
const UNINTERPRETED: Page = {
	status: 500,
	headers: [['Content-Type', 'text/html; charset=UTF-8']],
	body: 'this simulated container cannot interpret PHP programs\n',
};
