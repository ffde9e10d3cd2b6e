import type { Process, Program } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit, unixCommand } from '../../unix-command.ts';
import { runControl, sharedConnection } from './control-client.ts';
import { SshClient, wantsTerminal } from './ssh-client.ts';
import { connectSsh, type SshConnection } from './ssh-connection.ts';
import { type SshRequest, sshRequest } from './ssh-options.ts';

const VERSION = 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.14, OpenSSL 3.0.13 30 Jan 2024\n';

/** The OpenSSH client. Differs: no X11, no tunnels, no certificates. */
export const ssh = unixCommand({
	name: 'ssh',
	paths: ['/usr/bin/ssh'],
	size: 846_888,
	*main({ process, args, say }) {
		const request = yield* sshRequest(process, args);
		if (request === undefined) {
			yield* say(VERSION);
			return 0;
		}
		if (request.dump !== undefined) {
			yield* process.write(1, encodeUtf8(request.dump));
			return 0;
		}
		if (request.verbosity > 0) yield* say(VERSION);
		if (request.control !== undefined) return yield* runControl(process, request);
		if (lacksTerminal(process, request)) {
			yield* say('Pseudo-terminal will not be allocated because stdin is not a terminal.\r\n');
		}
		return request.background ? yield* inBackground(process, request) : yield* connectAndRun(process, request);
	},
});

/** A terminal would be wanted, and there is none here to show it. */
function lacksTerminal(process: Process, request: SshRequest): boolean {
	if (request.quiet || request.noCommand || request.stdioForward !== undefined) return false;
	return (
		(request.terminal > 0 || (request.terminal === 0 && request.command === '')) && !wantsTerminal(process, request)
	);
}

/** `-f`: a child asks what is to be asked and goes on by itself once it is logged in. */
function* inBackground(process: Process, request: SshRequest): Task<number> {
	const [told, telling] = process.pipe();
	const child = startChild(process, [[3, telling]], (own) => goOn(own, request));
	process.close(telling);
	// The child closes its end when it goes on; otherwise it ends, and so does the pipe.
	yield* process.read(told, 1);
	const ended = yield* process.wait(child, { nohang: true });
	return ended?.kind === 'exited' ? ended.status : 0;
}

function startChild(process: Process, more: readonly (readonly [number, number])[], program: Program): number {
	const standard = [0, 1, 2].map((fd) => [fd, fd] as const);
	return process.spawn({ argv: process.argv, env: process.env, fds: new Map([...standard, ...more]), program });
}

function* goOn(process: Process, request: SshRequest): Task<number> {
	try {
		return yield* connectAndRun(process, request, () => leaveTerminal(process));
	} catch (error) {
		if (!(error instanceof Exit)) throw error;
		yield* process.write(2, encodeUtf8(error.message));
		return error.status;
	}
}

/** Away from the terminal; who waits at the pipe is told. */
function* leaveTerminal(process: Process): Task<void> {
	process.dup2(yield* process.open('/dev/null', { read: true }), 0);
	process.setsid();
	process.close(3);
}

function* connectAndRun(process: Process, request: SshRequest, onReady?: () => Task<void>): Task<number> {
	const shared = yield* sharedConnection(process, request);
	if (shared !== undefined) return yield* runOn(process, shared, request, { isShared: true, onReady });
	const connection = yield* connectSsh(process, request);
	const { controlPath, isMaster, persists } = request;
	if (controlPath !== undefined && isMaster && persists && connection.fd !== undefined) {
		const left = yield* leaveMaster(process, request, connection.fd);
		if (left !== undefined) return yield* runOn(process, left, request, { isShared: true, onReady });
	}
	return yield* runOn(process, connection, request, { isShared: false, onReady });
}

function* runOn(
	process: Process,
	connection: SshConnection,
	request: SshRequest,
	{ isShared, onReady }: { readonly isShared: boolean; readonly onReady: (() => Task<void>) | undefined },
): Task<number> {
	const client = new SshClient(process, connection, request, isShared);
	if (onReady !== undefined) client.onReady = onReady;
	return yield* client.run();
}

/** ControlPersist: a child holds the connection from now on, and this client is the first of its guests. */
function* leaveMaster(process: Process, request: SshRequest, fd: number): Task<SshConnection | undefined> {
	const [told, telling] = process.pipe();
	startChild(
		process,
		[
			[3, telling],
			[4, fd],
		],
		(own) => holdConnection(own, request),
	);
	process.close(telling);
	process.close(fd);
	yield* process.read(told, 1);
	process.close(told);
	return yield* sharedConnection(process, { ...request, forwards: [] });
}

function* holdConnection(process: Process, request: SshRequest): Task<number> {
	process.setTitle(`ssh: ${request.controlPath} [mux]`);
	const duplex = processDuplex(process, 4);
	const connection: SshConnection = { duplex, reader: new ByteReader(duplex), user: request.user ?? '', fd: 4 };
	const client = new SshClient(process, connection, { ...request, noCommand: true, quiet: true });
	client.onReady = () => leaveTerminal(process);
	return yield* client.run();
}
