import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost, resolveService } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';

/** Whether a redirection of bash to that path is a connection: there is no such file. */
export function isNetworkPath(shell: Shell, path: string): boolean {
	return shell.isBash && /^\/dev\/(tcp|udp)\/[^/]*\/./.test(path);
}

/**
 * Connects to `/dev/tcp/HOST/PORT` or `/dev/udp/HOST/PORT`. Says what fails on the way, then throws SystemError with
 * what the redirection says besides. Models bash lib/sh/netopen.c.
 */
export function* openNetworkPath(shell: Shell, path: string): Task<number> {
	const [, , protocol, host = '', ...rest] = path.split('/');
	const service = rest.join('/');
	const kind = protocol === 'udp' ? 'udp' : 'tcp';
	const port = yield* resolveService(shell.process, service, kind);
	if (host === '') return yield* unknown(shell, host, 'Name or service not known');
	if (port === undefined) return yield* unknown(shell, service, 'Servname not supported for ai_socktype');
	const found = yield* resolveHost(shell.process, host);
	if (found.kind === 'not-found') return yield* unknown(shell, host, 'Name or service not known');
	if (found.kind !== 'found') return yield* unknown(shell, host, 'Temporary failure in name resolution');
	const [first = '', ...others] = found.addresses;
	if (kind === 'udp') {
		const fd = shell.process.udp();
		shell.process.connectUdp(fd, first, port);
		return fd;
	}
	return yield* connect(shell, [first, ...others], port);
}

function* unknown(shell: Shell, name: string, reason: string): Task<number> {
	yield* shell.complain(`${name}: ${reason}`);
	throw new SystemError('EINVAL');
}

/** The first address that answers; what the last one says. */
function* connect(shell: Shell, addresses: readonly string[], port: number): Task<number> {
	for (let at = 0; ; at++) {
		try {
			return yield* shell.process.connect(addresses[at] as string, port);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			if (at + 1 < addresses.length) continue;
			yield* shell.say(`${shell.name}: connect: ${errorMessage(error.errno)}\n`);
			throw error;
		}
	}
}
