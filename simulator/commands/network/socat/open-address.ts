import type { OpenFlags, Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../../kernel/resolve-host.ts';
import type { Task } from '../../../machinery/task.ts';
import { findExecutable, reasonOf } from '../../launch.ts';
import type { Exit } from '../../unix-command.ts';
import { type Address, programWords } from './address.ts';
import type { SocatLog } from './log.ts';
import type { Channel } from './transfer.ts';

/** Opens everything but what listens. Throws Exit. Models xioopen.c and xio-*.c. */
export function* openAddress(
	process: Process,
	log: SocatLog,
	address: Address,
	use: { readonly reads: boolean; readonly writes: boolean },
): Task<Channel> {
	const { type, parameters, options } = address;
	const [first = '', second = ''] = parameters;
	const file = (readFd: number, writeFd: number): Channel => ({ readFd, writeFd, kind: 'file', options });
	switch (type) {
		case 'STDIO':
			yield* log.notice(
				use.reads && use.writes
					? 'reading from and writing to stdio'
					: use.reads
						? 'reading from stdin'
						: 'writing to stdout',
			);
			return file(0, 1);
		case 'STDIN':
			return file(0, 0);
		case 'STDOUT':
			return file(1, 1);
		case 'STDERR':
			return file(2, 2);
		case 'FD':
			return openDescriptor(process, log, address);
		case 'PIPE':
			return yield* openPipe(process, log, address);
		case 'EXEC':
		case 'SYSTEM':
			return yield* startProgram(process, log, address);
		case 'TCP':
			return yield* connectTcp(process, log, address, first, second);
		case 'UDP':
			return yield* connectUdp(process, log, address, first, second);
		case 'UNIX-CONNECT':
			return yield* connectUnix(process, log, address, first);
		default:
			return yield* openFile(process, log, address, use);
	}
}

function openDescriptor(process: Process, log: SocatLog, { parameters, options }: Address): Channel {
	const fd = Number(parameters[0]);
	if (!process.fileDescriptors().includes(fd)) {
		throw log.fatal(`xiopoll({${fd},1}{${fd},4}{0,1}{1,4}, 4, {0.0}): Bad file descriptor`);
	}
	return { readFd: fd, writeFd: fd, kind: 'file', options };
}

function* openPipe(process: Process, log: SocatLog, { parameters, options }: Address): Task<Channel> {
	const [path] = parameters;
	if (path === undefined) {
		const [readFd, writeFd] = process.pipe();
		return { readFd, writeFd, kind: 'program', options };
	}
	try {
		if (!process.access(path, {})) process.mkfifo(path, modeOf(options));
		const fd = yield* process.open(path, { read: true, write: true });
		return { readFd: fd, writeFd: fd, kind: 'file', options };
	} catch (error) {
		throw failure(log, `open("${path}", 02, 0666)`, error);
	}
}

function modeOf(options: ReadonlyMap<string, string>): number {
	return Number.parseInt(options.get('mode') ?? '666', 8);
}

function* openFile(
	process: Process,
	log: SocatLog,
	{ type, parameters, options }: Address,
	use: { readonly reads: boolean; readonly writes: boolean },
): Task<Channel> {
	const [path = ''] = parameters;
	if (type === 'CREATE') {
		try {
			const fd = yield* process.open(path, { write: true, create: true, truncate: true }, modeOf(options));
			return { readFd: fd, writeFd: fd, kind: 'file', options };
		} catch (error) {
			throw failure(log, `creat("${path}", 0${modeOf(options).toString(8).padStart(3, '0')})`, error);
		}
	}
	if (type === 'GOPEN' && isSocket(process, path)) {
		return yield* connectUnix(process, log, { type, parameters, options }, path);
	}
	const exists = process.access(path, {});
	const creates = options.has('creat') || type === 'GOPEN';
	const flags: OpenFlags = {
		read: use.reads,
		write: use.writes,
		...(creates && { create: true }),
		...(options.has('excl') && { exclusive: true }),
		...((options.has('append') || (type === 'GOPEN' && exists)) && use.writes && { append: true }),
		...(options.has('trunc') && { truncate: true }),
	};
	try {
		const fd = yield* process.open(path, flags, modeOf(options));
		return { readFd: fd, writeFd: fd, kind: 'file', options };
	} catch (error) {
		const bits = (use.reads ? (use.writes ? 2 : 0) : 1) + (creates ? 0o100 : 0) + (options.has('append') ? 0o2000 : 0);
		throw failure(
			log,
			`open("${path}", 0${bits.toString(8)}, 0${modeOf(options).toString(8).padStart(3, '0')})`,
			error,
		);
	}
}

function isSocket(process: Process, path: string): boolean {
	return process.access(path, {}) && process.stat(path).type === 'socket';
}

/** EXEC and SYSTEM: a child between two pipes. */
function* startProgram(process: Process, log: SocatLog, { type, parameters, options }: Address): Task<Channel> {
	const [line = ''] = parameters;
	const argv = type === 'SYSTEM' ? ['sh', '-c', line] : programWords(line);
	const [childInput, writeFd] = process.pipe();
	const [readFd, childOutput] = process.pipe();
	for (const fd of [writeFd, readFd]) process.setCloseOnExec(fd, true);
	const own = new Map([
		[0, childInput],
		[1, childOutput],
		[2, options.has('stderr') ? childOutput : 2],
	]);
	yield* log.notice('forking off child, using socket for reading and writing');
	const name = argv[0] ?? '';
	const cwd = options.get('chdir') ?? options.get('cd');
	const pid = process.spawn({
		argv: ['socat'],
		env: process.env,
		fds: own,
		...(options.has('setsid') && { newSession: true }),
		...(cwd !== undefined && { cwd }),
		program: (child) => execute(child, log.of(child), argv, name),
	});
	process.close(childInput);
	process.close(childOutput);
	yield* log.notice(`forked off child process ${pid}`);
	return { readFd, writeFd, kind: 'program', pid, options };
}

function* execute(process: Process, log: SocatLog, argv: readonly string[], name: string): Task<number> {
	try {
		yield* log.notice(`execvp'ing "${name}"`);
		return yield* process.exec(findExecutable(process, name), argv, process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* log.error(`execvp("${name}", "${argv[0]}"): ${reasonOf(error)}`);
		return 1;
	}
}

/** A service's number, by name or by itself. */
export function* portNumber(process: Process, log: SocatLog, host: string | undefined, text: string): Task<number> {
	if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
	for (const line of (yield* textOf(process, '/etc/services')).split('\n')) {
		const [name, where = ''] = line.split(/\s+/);
		if (name === text && where.endsWith('/tcp')) return Number.parseInt(where, 10);
	}
	const [name, family] = host === undefined ? ['NULL', 2] : [host, 0];
	throw log.fatal(`getaddrinfo"${name}", "${text}", {1,${family},1,0}, {}): Servname not supported for ai_socktype`);
}

function* addressOf(process: Process, log: SocatLog, host: string, hints: string): Task<string> {
	const found = yield* resolveHost(process, host.replace(/^\[(.*)\]$/, '$1'));
	if (found.kind === 'found') return found.addresses[0] as string;
	const why = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
	throw log.fatal(`getaddrinfo("${host}", "NULL", ${hints}, {}): ${why}`);
}

function* connectTcp(
	process: Process,
	log: SocatLog,
	{ options }: Address,
	host: string,
	service: string,
): Task<Channel> {
	const address = yield* addressOf(process, log, host, '{1,2,1,6}');
	const port = yield* portNumber(process, log, host, service);
	const timeout = options.get('connect-timeout');
	let triesLeft = options.has('forever') ? Number.POSITIVE_INFINITY : Number(options.get('retry') ?? 0);
	for (;;) {
		try {
			yield* log.notice(`opening connection to AF=2 ${address}:${port}`);
			const wish = timeout === undefined ? {} : { timeoutMs: Number(timeout) * 1000 };
			const fd = yield* process.connect(address, port, wish);
			const own = process.sockName(fd);
			yield* log.notice(`successfully connected from local address AF=2 ${own.address}:${own.port}`);
			return { readFd: fd, writeFd: fd, kind: 'stream', options };
		} catch (error) {
			const text = `connect(${nextDescriptor(process)}, AF=2 ${address}:${port}, 16)`;
			if (triesLeft <= 0) throw failure(log, text, error);
			yield* log.warning(`${text}: ${reasonOf(error)}`);
			triesLeft--;
			yield* process.sleep(Number(options.get('interval') ?? 1) * 1000);
		}
	}
}

/** socat has its own descriptors from 5 on. */
function nextDescriptor(process: Process): number {
	let fd = 5;
	while (process.fileDescriptors().includes(fd)) fd++;
	return fd;
}

function* connectUdp(
	process: Process,
	log: SocatLog,
	{ options }: Address,
	host: string,
	service: string,
): Task<Channel> {
	const address = yield* addressOf(process, log, host, '{1,2,2,17}');
	const port = yield* portNumber(process, log, host, service);
	const fd = process.udp();
	process.connectUdp(fd, address, port);
	return { readFd: fd, writeFd: fd, kind: 'datagram', options };
}

function* connectUnix(process: Process, log: SocatLog, { options }: Address, path: string): Task<Channel> {
	try {
		yield* log.notice(`opening connection to AF=1 "${path}"`);
		const fd = yield* process.connectLocal(path);
		return { readFd: fd, writeFd: fd, kind: 'stream', options };
	} catch (error) {
		throw failure(log, `connect(, AF=1 "${path}", ${path.length + 2})`, error);
	}
}

/** What a call that has failed makes of the program. */
export function failure(log: SocatLog, call: string, error: unknown): Exit {
	if (error instanceof SystemError && error.errno === 'EINTR') throw error;
	return log.fatal(`${call}: ${reasonOf(error)}`);
}
