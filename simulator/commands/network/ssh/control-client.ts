import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { readFrame } from '../../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { Exit } from '../../unix-command.ts';
import { type ControlAnswer, type ControlRequest, controlOf, encodeControl } from './control-messages.ts';
import type { SshConnection } from './ssh-connection.ts';
import type { SshRequest } from './ssh-options.ts';

const COMMANDS = ['check', 'exit', 'stop', 'forward', 'cancel'] as const;
type Command = (typeof COMMANDS)[number];

/** `ssh -O`: tells the client that holds the connection. Throws Exit. Models mux.c muxclient. */
export function* runControl(process: Process, request: SshRequest): Task<number> {
	const command = COMMANDS.find((each) => each === request.control);
	if (command === undefined) throw new Exit(255, 'Invalid multiplex command.\r\n');
	if (request.controlPath === undefined) {
		throw new Exit(255, `No ControlPath specified for "-O" command\r\n`);
	}
	const master = yield* reachMaster(process, request.controlPath);
	if (typeof master === 'string') {
		throw new Exit(255, `Control socket connect(${request.controlPath}): ${master}\r\n`);
	}
	for (const question of questionsOf(command, request)) {
		const { pid, problem } = yield* asked(master, question);
		if (problem !== undefined) throw new Exit(255, `muxclient: master ${command} request failed\r\n${problem}`);
		const told = TOLD[command]?.(pid) ?? '';
		yield* process.write(2, encodeUtf8(told));
	}
	master.duplex.close();
	return 0;
}

const TOLD: { readonly [C in Command]?: (pid: number) => string } = {
	check: (pid) => `Master running (pid=${pid})\r\n`,
	exit: () => 'Exit request sent.\r\n',
	stop: () => 'Stop listening request sent.\r\n',
};

function questionsOf(command: Command, { forwards }: SshRequest): ControlRequest[] {
	if (command !== 'forward' && command !== 'cancel') return [{ ask: command }];
	if (forwards.length === 0) throw new Exit(255, 'No forward specification given\r\n');
	return forwards.map(([kind, forward]) => ({ ask: command, kind, forward }));
}

/**
 * The connection that another client holds, for a session on it; undefined: there is none, and what is left of its socket
 * is gone if this one is to be its successor.
 */
export function* sharedConnection(process: Process, request: SshRequest): Task<SshConnection | undefined> {
	const { controlPath, isGuest, isMaster } = request;
	if (controlPath === undefined || !isGuest) return undefined;
	const master = yield* reachMaster(process, controlPath);
	if (typeof master === 'string') {
		if (master === 'No such file or directory') return undefined;
		if (!isMaster) yield* process.write(2, encodeUtf8(`Control socket connect(${controlPath}): ${master}\r\n`));
		else if (process.access(controlPath, {})) process.unlink(controlPath);
		return undefined;
	}
	// Ports of the command line are opened by the one that has the connection.
	for (const [kind, forward] of request.forwards) {
		const { problem } = yield* asked(master, { ask: 'forward', kind, forward });
		if (problem !== undefined) yield* process.write(2, encodeUtf8(problem));
	}
	yield* asked(master, { ask: 'session' });
	return { ...master, user: request.user ?? '', fd: undefined };
}

type Master = Pick<SshConnection, 'duplex' | 'reader'>;

/** A text: why it cannot be reached. */
function* reachMaster(process: Process, path: string): Task<Master | string> {
	try {
		const duplex = processDuplex(process, yield* process.connectLocal(path));
		return { duplex, reader: new ByteReader(duplex) };
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return errorMessage(error.errno);
	}
}

function* asked({ duplex, reader }: Master, question: ControlRequest): Task<ControlAnswer> {
	try {
		yield* duplex.write(encodeControl(question));
		return controlOf<ControlAnswer>(yield* readFrame(reader));
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		throw new Exit(255, 'mux_client_hello_exchange: write packet: Broken pipe\r\n');
	}
}
