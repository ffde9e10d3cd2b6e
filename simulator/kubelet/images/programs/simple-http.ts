import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

/** A program that is one HTTP server. */
export interface SimpleHttp {
	/** Its port and what it says on its way up; a number: exits with it after having said it. */
	readonly begin: (process: Process) => {
		readonly port: number;
		/** Default: all. */
		readonly address?: string;
		readonly say?: string;
		readonly exit?: number;
	};
	readonly answer: (process: Process, request: HttpRequest) => Task<HttpAnswer>;
	/** What the log says of a request; '' for nothing. */
	readonly log?: (process: Process, request: HttpRequest, answer: HttpAnswer, bytes: number) => string;
	/** Whether SIGTERM ends it at once (Go programs without a handler do: exit status 2). */
	readonly terminate?: { readonly say?: string; readonly status: number };
	/** Which stream it logs to. */
	readonly logTo?: 1 | 2;
}

export function simpleHttpProgram(server: SimpleHttp): Program {
	return (process) => serve(process, server);
}

function* serve(process: Process, server: SimpleHttp): Task<number> {
	const { port, address = '0.0.0.0', say: greeting = '', exit } = server.begin(process);
	const out = server.logTo ?? 1;
	yield* say(process, out, greeting);
	if (exit !== undefined) return exit;
	const group = new TaskGroup();
	try {
		serveHttp(process, group, address, port, {
			handle: (request) => server.answer(process, request),
			refuse: (status) => ({ status, headers: PLAIN, body: `${status} Bad Request`, close: true }),
			onAnswered: (request, answer, bytes) => say(process, out, server.log?.(process, request, answer, bytes) ?? ''),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why =
			error.errno === 'EACCES'
				? 'permission denied'
				: error.errno === 'EADDRNOTAVAIL'
					? 'cannot assign requested address'
					: 'address already in use';
		const where = `${address === '0.0.0.0' ? '' : address}:${port}`;
		yield* process.write(2, encodeUtf8(`${goLogStamp(process)} listen tcp ${where}: bind: ${why}\n`));
		return 1;
	}
	const { terminate } = server;
	// A Go program without a handler dies of SIGTERM even as the first process of its container.
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => terminate?.status ?? 2);
	yield* say(process, out, terminate?.say ?? '');
	return status;
}

function* say(process: Process, out: number, text: string): Task<void> {
	if (text !== '') yield* process.write(out, encodeUtf8(text));
}

/** Where a Go program listens that is told ":5678", "127.0.0.1:5678" or "localhost:5678". */
export function goAddress(text: string): { readonly address: string; readonly port: number } {
	const [, host = '', port = ''] = /^(.*?):?(\d*)$/.exec(text) ?? [];
	const isEvery = host === '' || host === '[::]';
	return { address: isEvery ? '0.0.0.0' : host === 'localhost' ? '127.0.0.1' : host, port: Number(port) };
}

export const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;

/** "2026/11/20 09:00:00", as Go's log package stamps lines. */
export function goLogStamp(process: Process): string {
	const time = calendarTime(process.now());
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${time.year}/${two(time.month)}/${two(time.day)} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
}

/** The value of -name=value, --name=value or --name value. */
export function goFlag(args: readonly string[], name: string): string | undefined {
	for (const [index, arg] of args.entries()) {
		const match = /^--?([^=]+)(?:=(.*))?$/s.exec(arg);
		if (match === null || match[1] !== name) continue;
		return match[2] ?? args[index + 1];
	}
	return undefined;
}
