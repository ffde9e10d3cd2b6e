import type { Program } from '../../kernel/process-api.ts';
import type { Command } from '../command.ts';
import { dispatch } from './dispatch.ts';
import type { Connect } from './kubectl.ts';
import { SocketTransport } from './transport.ts';

/** Over a socket of the world: what the real program does. */
const overSocket: Connect = (process, config) => new SocketTransport(process, config);

/** kubectl with another way to the server: tests and the site's own use. */
export const kubectlProgram =
	(connect: Connect): Program =>
	(process) =>
		dispatch(process, connect);

export const kubectl: Command = {
	name: 'kubectl',
	paths: ['/usr/bin/kubectl', '/usr/local/bin/kubectl'],
	size: 58_597_538,
	program: kubectlProgram(overSocket),
};
