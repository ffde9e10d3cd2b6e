import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { reasonPhrase } from '../../machinery/http/http-message.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

const options = {
	foreground: flag('f'),
	verbose: flag('v'),
	port: withValue('p'),
	home: withValue('h'),
	configuration: withValue('c'),
	user: withValue('u'),
	realm: withValue('r'),
} as const;

interface Options {
	readonly verbosity: number;
	readonly address: string;
	readonly port: number;
}

/**
 * Serves the files of a folder. Models networking/httpd.c. Differs: no CGI, no httpd.conf, no passwords, no ranges, and error
 * pages have a length.
 */
export const httpd = applet({
	name: 'httpd',
	usage: NETWORK_USAGES.httpd,
	options,
	*main({ process, values, given }) {
		const where = values.port ?? '80';
		const colon = where.lastIndexOf(':');
		const port = Number(where.slice(colon + 1));
		if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Fatal(`invalid number '${where}'`);
		const address = colon < 0 ? '0.0.0.0' : where.slice(0, colon).replace(/^\[|\]$/g, '');
		const home = values.home ?? '.';
		try {
			process.chdir(home);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`can't change directory to '${home}': ${errorMessage(error.errno)}`);
		}
		const server = { verbosity: given.filter(({ key }) => key === 'verbose').length, port, address };
		if (values.foreground === true) return yield* serve(process, server);
		const { argv, env } = process;
		process.spawn({ argv, env, newSession: true, program: (child) => serve(child, server) });
		return 0;
	},
});

function* serve(process: Process, options: Options): Task<number> {
	const { address, port, verbosity } = options;
	const group = new TaskGroup();
	try {
		serveHttp(process, group, address === '::' ? '0.0.0.0' : address, port, {
			connectionHeader: false,
			handle: (request) => answer(process, request),
			refuse: (status) => errorPage(process, status),
			onAnswered: (request, reply) => logAnswered(process, request, reply, verbosity),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`httpd: bind: ${errorMessage(error.errno)}\n`));
		return 1;
	}
	process.onSignal('TERM', process.pid === 1 ? 'ignore' : 'default');
	return yield* group.run(process, () => 0);
}

function* answer(process: Process, { method, target }: HttpRequest): Task<HttpAnswer> {
	if (method !== 'GET' && method !== 'HEAD') return errorPage(process, 501);
	const path = pathOf(target);
	if (path === undefined) return errorPage(process, 400);
	try {
		const found = process.stat(`.${path}`);
		if (found.type === 'directory' && !path.endsWith('/')) return redirect(process, `${path}/`);
		const file = found.type === 'directory' ? `.${path}index.html` : `.${path}`;
		const stat = process.stat(file);
		if (stat.type !== 'file') return errorPage(process, 404);
		return fileAnswer(process, file, stat, yield* readFile(process, file));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return errorPage(process, 404);
	}
}

/** Undefined: no path, or one that leads out of the folder. */
function pathOf(target: string): string | undefined {
	let path: string;
	try {
		path = decodeURIComponent(target.split(/[?#]/)[0] ?? '');
	} catch {
		return undefined;
	}
	if (!path.startsWith('/') || path.split('/').includes('..') || path.includes('\0')) return undefined;
	return path.replace(/\/+/g, '/');
}

const TYPES: Readonly<Record<string, string>> = {
	...{ htm: 'text/html', html: 'text/html', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', png: 'image/png' },
	...{ txt: 'text/plain', h: 'text/plain', c: 'text/plain', cc: 'text/plain', cpp: 'text/plain', css: 'text/css' },
	...{ wav: 'audio/wav', mp3: 'audio/mpeg', mpeg: 'video/mpeg' },
};

function fileAnswer(process: Process, path: string, { mtimeMs }: Stat, body: Uint8Array): HttpAnswer {
	const suffix = /\.([^./]*)$/.exec(path)?.[1] ?? '';
	const modified = Math.floor(mtimeMs / 1_000);
	return {
		status: 200,
		headers: [
			['Date', formatHttpDate(process.now())],
			['Connection', 'close'],
			['Content-type', TYPES[suffix] ?? 'application/octet-stream'],
			['Accept-Ranges', 'bytes'],
			['Last-Modified', formatHttpDate(mtimeMs)],
			['ETag', `"${modified.toString(16)}-${body.length.toString(16)}"`],
			['Content-Length', String(body.length)],
		],
		body,
		close: true,
	};
}

function redirect(process: Process, location: string): HttpAnswer {
	const page = errorPage(process, 302);
	return { ...page, headers: [...page.headers.slice(0, 2), ['Location', location], ...page.headers.slice(2)] };
}

const EXPLANATIONS: Readonly<Record<number, string>> = {
	400: 'Unsupported method',
	404: 'The requested URL was not found',
	501: 'The requested method is not recognized',
};

function errorPage(process: Process, status: number): HttpAnswer {
	const title = `${status} ${reasonPhrase(status)}`;
	return {
		status,
		headers: [
			['Date', formatHttpDate(process.now())],
			['Connection', 'close'],
			['Content-type', 'text/html'],
		],
		body: `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${EXPLANATIONS[status] ?? ''}\n</BODY></HTML>\n`,
		close: true,
	};
}

/** "10.0.0.7:40312: response:200" with -v, the path before it with -vv. */
function* logAnswered(process: Process, request: HttpRequest, { status }: HttpAnswer, verbosity: number): Task<void> {
	if (verbosity === 0) return;
	const who = `${request.remote.address}:${request.remote.port}`;
	const url = verbosity > 1 ? `${who}: url:${request.target}\n` : '';
	yield* process.write(2, encodeUtf8(`${url}${who}: response:${status}\n`));
}
