import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Directive } from './nginx-config.ts';

/** Where requests are told, and how: "combined" unless it says otherwise. */
export interface AccessLog {
	readonly path: string;
	readonly format: string;
}

export const USUAL_ACCESS_LOG: AccessLog = { path: '/var/log/nginx/access.log', format: 'combined' };
const USUAL_ERROR_LOG = '/var/log/nginx/error.log';

const COMBINED =
	'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** From the least to the most serious. */
const LEVELS = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

/** @param outer what holds around the block. Models ngx_http_log_module access_log. */
export function accessLogsOf(block: readonly Directive[], outer: readonly AccessLog[]): readonly AccessLog[] {
	const all = block.filter(({ name }) => name === 'access_log');
	if (all.length === 0) return outer;
	return all
		.filter(({ args }) => args[0] !== 'off')
		.map(({ args: [path = '', format = 'combined'] }) => ({
			path: absolute(path),
			format: format.includes('=') ? 'combined' : format,
		}));
}

/** By name. Models ngx_http_log_module log_format. */
export function logFormats(http: readonly Directive[]): ReadonlyMap<string, string> {
	const formats = new Map([['combined', COMBINED]]);
	for (const { name, args } of http) {
		if (name !== 'log_format') continue;
		const parts = args.slice(1).filter((part) => !part.startsWith('escape='));
		formats.set(args[0] ?? '', parts.join(''));
	}
	return formats;
}

function absolute(path: string): string {
	return path.startsWith('/') || path === 'stderr' || path.startsWith('syslog:') ? path : `/etc/nginx/${path}`;
}

interface Logged {
	readonly request: HttpRequest;
	readonly status: number;
	readonly bytes: number;
	readonly nowMs: number;
}

/** The variables that only logs have; undefined of others. */
export function loggedValue(name: string, { request, status, bytes, nowMs }: Logged): string | undefined {
	switch (name) {
		case 'time_local':
			return commonLogTime(nowMs);
		case 'time_iso8601':
			return formatTime(nowMs).replace('Z', '+00:00');
		case 'msec':
			return (nowMs / 1000).toFixed(3);
		case 'request':
			return `${request.method} ${request.target} ${request.version}`;
		case 'server_protocol':
			return request.version;
		case 'status':
			return String(status);
		case 'body_bytes_sent':
		case 'bytes_sent':
			return String(bytes);
		case 'request_time':
			return '0.000';
		default:
			return undefined;
	}
}

/**
 * The files that a server's logs go to, open while it runs. The image's lead to its standard streams, which are written to
 * as they are.
 */
export class NginxLogs {
	readonly #process: Process;
	#descriptors = new Map<string, number>();
	#errorPath: string | undefined;
	#errorLevel = LEVELS.indexOf('error');

	constructor(process: Process) {
		this.#process = process;
	}

	/** @returns why one cannot be opened, in nginx's words. */
	*open(main: readonly Directive[], access: readonly AccessLog[]): Task<string | undefined> {
		const set = main.findLast(({ name }) => name === 'error_log')?.args ?? [];
		const errorPath = absolute(set[0] ?? USUAL_ERROR_LOG);
		const before = this.#descriptors;
		this.#descriptors = new Map();
		for (const path of new Set([errorPath, ...access.map((each) => each.path)])) {
			const problem = yield* this.#open(path);
			if (problem !== undefined) {
				this.#descriptors = before;
				return problem;
			}
		}
		for (const fd of before.values()) if (fd > 2) this.#process.close(fd);
		this.#errorPath = errorPath;
		this.#errorLevel = Math.max(0, LEVELS.indexOf(set[1] ?? 'error'));
		return undefined;
	}

	*#open(path: string): Task<string | undefined> {
		const stream = this.#streamOf(path);
		if (stream !== undefined) {
			this.#descriptors.set(path, stream);
			return undefined;
		}
		try {
			const fd = yield* this.#process.open(path, { write: true, append: true, create: true }, 0o644);
			this.#process.setCloseOnExec(fd, true);
			this.#descriptors.set(path, fd);
			return undefined;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why =
				error.errno === 'EACCES'
					? '13: Permission denied'
					: error.errno === 'EROFS'
						? '30: Read-only file system'
						: error.errno === 'EISDIR'
							? '21: Is a directory'
							: '2: No such file or directory';
			return `open() "${path}" failed (${why})`;
		}
	}

	/** Which of the process's own streams a path is, by its own name or a link's; −1: none that shows. */
	#streamOf(path: string): number | undefined {
		if (path === 'stderr') return 2;
		if (path.startsWith('syslog:')) return -1;
		let target = path;
		try {
			target = this.#process.readlink(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		return target === '/dev/stdout' ? 1 : target === '/dev/stderr' ? 2 : target === '/dev/null' ? -1 : undefined;
	}

	*write(path: string, line: string): Task<void> {
		const fd = this.#descriptors.get(path);
		if (fd === undefined || fd < 0) return;
		try {
			yield* this.#process.write(fd, encodeUtf8(line));
		} catch (error) {
			// A full disk loses lines, and nothing else.
			if (!(error instanceof SystemError)) throw error;
		}
	}

	/** A line of the error log; before that is open, to standard error. */
	*error(level: string, line: string): Task<void> {
		if (LEVELS.indexOf(level) < this.#errorLevel) return;
		if (this.#errorPath === undefined) yield* this.#process.write(2, encodeUtf8(line));
		else yield* this.write(this.#errorPath, line);
	}
}
