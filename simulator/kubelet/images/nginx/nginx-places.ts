import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Directive } from './nginx-config.ts';

/** The files and folders that nginx needs to write to before it serves anything. */
export interface NginxPlaces {
	readonly pidFile: string;
	/** Each with a folder of its own, in the order in which they are made. */
	readonly temporary: readonly string[];
	/** The directive that names a user, when there is one. */
	readonly user: Directive | undefined;
}

const NGINX_ID = 101;

/** Models ngx_http_core_module and others' *_temp_path, with the defaults of the image's build. */
export function nginxPlaces(directives: readonly Directive[]): NginxPlaces {
	const http = directives.find(({ name }) => name === 'http')?.block ?? [];
	const path = (name: string, usual: string): string => {
		const set = http.find((each) => each.name === name)?.args[0];
		return set === undefined || set.startsWith('/') ? (set ?? usual) : `/etc/nginx/${set}`;
	};
	const pid = directives.find(({ name }) => name === 'pid')?.args[0] ?? '/run/nginx.pid';
	return {
		pidFile: pid.startsWith('/') ? pid : `/etc/nginx/${pid}`,
		temporary: [
			path('client_body_temp_path', '/var/cache/nginx/client_temp'),
			path('proxy_temp_path', '/var/cache/nginx/proxy_temp'),
			path('fastcgi_temp_path', '/var/cache/nginx/fastcgi_temp'),
			path('uwsgi_temp_path', '/var/cache/nginx/uwsgi_temp'),
			path('scgi_temp_path', '/var/cache/nginx/scgi_temp'),
		],
		user: directives.find(({ name }) => name === 'user'),
	};
}

/** What nginx says of a user that it cannot become anyway; undefined: nothing. Models ngx_set_user. */
export function userWarning(process: Process, { user }: NginxPlaces): string | undefined {
	if (user === undefined || process.credentials.uid === 0) return undefined;
	return `the "user" directive makes sense only if the master process runs with super-user privileges, ignored in ${user.file}:${user.line}`;
}

/** Makes the folders; what stands in the way, as nginx says it. Models ngx_create_paths. */
export function makeTemporary(process: Process, { temporary }: NginxPlaces): string | undefined {
	for (const path of temporary) {
		try {
			process.mkdir(path, 0o700);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno !== 'EEXIST') return `mkdir() "${path}" failed (${reason(error)})`;
		}
		if (process.credentials.uid !== 0) continue;
		try {
			if (process.stat(path).uid !== NGINX_ID) process.chown(path, NGINX_ID, -1);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return `chown("${path}", ${NGINX_ID}) failed (${reason(error)})`;
		}
	}
	return undefined;
}

/** Models ngx_create_pidfile. */
export function* writePidFile(process: Process, { pidFile }: NginxPlaces): Task<string | undefined> {
	try {
		const fd = yield* process.open(pidFile, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(`${process.pid}\n`));
		process.close(fd);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `open() "${pidFile}" failed (${reason(error)})`;
	}
}

/** "13: Permission denied" */
function reason({ errno }: SystemError): string {
	switch (errno) {
		case 'EPERM':
			return '1: Operation not permitted';
		case 'ENOENT':
			return '2: No such file or directory';
		case 'EACCES':
			return '13: Permission denied';
		case 'ENOTDIR':
			return '20: Not a directory';
		case 'ENOSPC':
			return '28: No space left on device';
		case 'EROFS':
			return '30: Read-only file system';
		default:
			return '5: Input/output error';
	}
}
