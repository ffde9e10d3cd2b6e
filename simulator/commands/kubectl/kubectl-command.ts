import type { Process, Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { completeCommandLine, isCompletionRequest } from './completion/complete-command-line.ts';
import { dispatch } from './dispatch.ts';
import type { Connect } from './kubectl.ts';
import { SocketTransport } from './transport.ts';

/** Over a socket of the world: what the real program does. */
const overSocket: Connect = (process, config) => new SocketTransport(process, config);

/** kubectl with another way to the server: tests and the site's own use. */
export const kubectlProgram =
	(connect: Connect): Program =>
	(process) =>
		start(process, connect);

function* start(process: Process, connect: Connect): Task<number> {
	yield* process.burnCpu(START_CPU_MS);
	if (isCompletionRequest(process.argv.slice(1))) return yield* completeCommandLine(process, connect);
	return yield* dispatch(process, connect);
}

/** What loading 58 MB of Go costs before the first request goes out: scripts count on what happens meanwhile. */
const START_CPU_MS = 40;

export const kubectl: Command = {
	name: 'kubectl',
	paths: ['/usr/bin/kubectl'],
	size: 58_597_538,
	program: kubectlProgram(overSocket),
};
