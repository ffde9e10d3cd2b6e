import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { SELF_SIGNED_CERTIFICATE } from './self-signed-certificate.ts';

/** What keeps a server from starting. */
export interface StartRefusal {
	readonly status: number;
	readonly say: string;
	/** Default: its standard error. */
	readonly to?: 1 | 2;
}

/** A text is a 200. */
export type Page = string | (Omit<HttpAnswer, 'headers'> & Partial<Pick<HttpAnswer, 'headers'>>);

/** A server that is told by what it says, where it listens and which pages it has. */
export interface ServerBehaviour {
	/** The first answers with its pages, the others take connections and say nothing. */
	readonly ports: readonly number[] | ((process: Process) => readonly number[]);
	/** Ports that speak TLS with a certificate that nobody trusts. */
	readonly securePorts?: readonly number[];
	/** Its first look at arguments, environment and files. */
	readonly check?: (process: Process) => Task<StartRefusal | undefined>;
	/** What it logs before it is up. */
	readonly begin?: (process: Process) => string;
	/** Virtual milliseconds between `begin` and `ready`. */
	readonly startMs?: number;
	readonly ready?: (process: Process, port: number) => string;
	/** Held from its first words on: beyond the container's limit it is killed. */
	readonly memoryBytes?: number;
	readonly cpuMillicores?: number;
	/** CPU that one request takes. */
	readonly requestCpuMs?: number;
	/** Undefined: it speaks something else than HTTP, and is not answered. */
	readonly page?: (process: Process, request: HttpRequest) => Page | undefined;
	/** Instead of `page`, of pages that are made by asking others. */
	readonly serve?: (process: Process, request: HttpRequest) => Task<Page | undefined>;
	/** Of pages that are not there. Default: Go's. */
	readonly missing?: Page;
	readonly headers?: readonly (readonly [string, string])[];
	readonly access?: (process: Process, request: HttpRequest, answer: HttpAnswer, bytes: number) => string;
	/** Default: standard output. */
	readonly logTo?: 1 | 2;
	readonly end?: { readonly say?: (process: Process) => string; readonly status: number };
	/** What it says when its port is taken or not for it. */
	readonly noPort?: (port: number, why: string) => string;
}

export function serverProgram(behaviour: ServerBehaviour): Program {
	return (process) => run(process, behaviour);
}

function* run(process: Process, behaviour: ServerBehaviour): Task<number> {
	const out = behaviour.logTo ?? 1;
	const refusal = yield* behaviour.check?.(process) ?? none();
	if (refusal !== undefined) {
		yield* say(process, refusal.to ?? 2, refusal.say);
		return refusal.status;
	}
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	process.onSignal('QUIT', 'catch');
	yield* say(process, out, behaviour.begin?.(process) ?? '');
	if (behaviour.memoryBytes !== undefined || behaviour.cpuMillicores !== undefined) {
		process.rest({
			cpuMillicores: behaviour.cpuMillicores ?? 1,
			memoryBytes: behaviour.memoryBytes ?? 20 * 1024 ** 2,
		});
	}
	const { status: endStatus, say: endText } = behaviour.end ?? { status: 0 };
	if (!(yield* startsUp(process, behaviour.startMs ?? 0))) return endStatus;
	const ports = typeof behaviour.ports === 'function' ? behaviour.ports(process) : behaviour.ports;
	const group = new TaskGroup();
	const problem = listenAt(process, group, behaviour, ports);
	if (problem !== undefined) {
		yield* say(process, 2, problem);
		return 1;
	}
	yield* say(process, out, behaviour.ready?.(process, ports[0] ?? 0) ?? '');
	const status = yield* group.run(process, () => endStatus);
	yield* say(process, out, endText?.(process) ?? '');
	return status;
}

function* none(): Task<undefined> {
	return undefined;
}

/** @returns false when it is told to stop before it is up. */
function* startsUp(process: Process, startMs: number): Task<boolean> {
	if (startMs === 0) return true;
	try {
		yield* process.sleep(startMs);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		return false;
	}
}

function* say(process: Process, to: number, text: string): Task<void> {
	if (text !== '') yield* process.write(to, encodeUtf8(text));
}

function listenAt(
	process: Process,
	group: TaskGroup,
	behaviour: ServerBehaviour,
	ports: readonly number[],
): string | undefined {
	for (const [index, port] of ports.entries()) {
		try {
			const secure = behaviour.securePorts?.includes(port) === true;
			if ((behaviour.page ?? behaviour.serve) !== undefined && (index === 0 || secure))
				serveAt(process, group, behaviour, port, secure);
			else group.add(swallowAll(process, process.listen('0.0.0.0', port)));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
			return behaviour.noPort?.(port, why) ?? `listen tcp :${port}: bind: ${why}\n`;
		}
	}
	return undefined;
}

function serveAt(
	process: Process,
	group: TaskGroup,
	behaviour: ServerBehaviour,
	port: number,
	isSecure: boolean,
): void {
	const { access } = behaviour;
	const log = (request: HttpRequest, reply: HttpAnswer, bytes: number): Task<void> =>
		say(process, behaviour.logTo ?? 1, access?.(process, request, reply, bytes) ?? '');
	serveHttp(process, group, '0.0.0.0', port, {
		handle: (request) => answer(process, behaviour, request),
		refuse: (status) => ({ status, headers: [PLAIN], body: `${status} Bad Request`, close: true }),
		...(access === undefined ? {} : { onAnswered: log }),
		...(isSecure ? { secure: (duplex) => serverHandshake(duplex, SELF_SIGNED_CERTIFICATE) } : {}),
	});
}

function* answer(process: Process, behaviour: ServerBehaviour, request: HttpRequest): Task<HttpAnswer> {
	if (behaviour.requestCpuMs !== undefined) yield* process.burnCpu(behaviour.requestCpuMs);
	const made = yield* behaviour.serve?.(process, request) ?? none();
	const page = made ?? behaviour.page?.(process, request) ?? behaviour.missing ?? GO_MISSING;
	const given = typeof page === 'string' ? { status: 200, body: page } : page;
	const own = given.headers ?? [];
	const has = (name: string): boolean =>
		[...own, ...(behaviour.headers ?? [])].some(([each]) => each.toLowerCase() === name);
	return {
		...given,
		headers: [
			...(behaviour.headers ?? []),
			...(has('date') ? [] : [['Date', formatHttpDate(process.now())] as const]),
			...(has('content-type') || given.body.length === 0 ? [] : [['Content-Type', typeOf(given.body)] as const]),
			...own,
		],
	};
}

/** Models net/http DetectContentType for what pages here are. */
function typeOf(body: string | Uint8Array): string {
	if (typeof body !== 'string') return 'application/octet-stream';
	if (/^\s*(?:\{|\[[\]{"\d])/.test(body)) return 'application/json';
	return /^\s*</.test(body) ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
}

const PLAIN = ['Content-Type', 'text/plain; charset=utf-8'] as const;
const GO_MISSING: Page = { status: 404, body: '404 page not found\n' };

/** Takes connections one after the other and reads them to their end. */
function* swallowAll(process: Process, listening: number): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		try {
			while ((yield* process.read(fd, 4_096)).length > 0);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		} finally {
			process.close(fd);
		}
	}
}

/** The request's path without its query. */
export function pathOf(request: HttpRequest): string {
	return request.target.replace(/[?#].*/s, '');
}

/** Where one goes instead. */
export function moved(location: string, status = 302): Page {
	return { status, headers: [['Location', location]], body: '' };
}
