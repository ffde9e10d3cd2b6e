import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { SELF_SIGNED_CERTIFICATE } from '../images/programs/self-signed-certificate.ts';

const HEALTH_PORT = 10_248;
const SERVER_PORT = 10_250;
const PLAIN = [
	['Content-Type', 'text/plain; charset=utf-8'],
	['X-Content-Type-Options', 'nosniff'],
] as const;

/**
 * The kubelet's process: it answers on its ports until it is asked to end. Its probes go out from its sockets.
 * Differs: what needs a client certificate (logs, exec, metrics) is served to the API server without a socket;
 * everybody else is unauthorized.
 * @param onProcess told of the process when it runs.
 */
export function kubeletProgram(onProcess: (process: Process) => void): Program {
	return (process) => kubelet(process, onProcess);
}

function* kubelet(process: Process, onProcess: (process: Process) => void): Task<number> {
	onProcess(process);
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	const group = new TaskGroup();
	try {
		serveHttp(process, group, '127.0.0.1', HEALTH_PORT, {
			handle: answerHealth,
			refuse: (status) => ({ status, headers: PLAIN, body: '400 Bad Request' }),
		});
		serveHttp(process, group, '0.0.0.0', SERVER_PORT, {
			secure: beginTls,
			handle: refuseAnswer,
			refuse: (status) => ({ status, headers: PLAIN, body: '400 Bad Request' }),
		});
	} catch (error) {
		// A port that somebody else has costs that port only.
		if (!(error instanceof SystemError)) throw error;
	}
	return yield* group.run(process, () => 0);
}

function* answerHealth(request: HttpRequest): Task<HttpAnswer> {
	const known = request.target.replace(/\?.*/, '') === '/healthz';
	return { status: known ? 200 : 404, headers: PLAIN, body: known ? 'ok' : '404 page not found\n' };
}

function* refuseAnswer(): Task<HttpAnswer> {
	return { status: 401, headers: PLAIN, body: 'Unauthorized' };
}

function* beginTls(duplex: ByteDuplex): Task<ByteDuplex | undefined> {
	return (yield* serverHandshake(duplex, SELF_SIGNED_CERTIFICATE))?.duplex;
}
