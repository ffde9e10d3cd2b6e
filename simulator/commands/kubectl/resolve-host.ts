import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { resolveHost as resolveAddresses, textOf } from '../../kernel/resolve-host.ts';
import { parseResolvConf } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';

/** The IPv4 address of the server's name. @throws TransportError in the words of Go's resolver. */
export function* resolveHost(process: Process, host: string): Task<string> {
	const resolution = yield* resolveAddresses(process, host);
	if (resolution.kind === 'found') return resolution.addresses[0] as string;
	const [server] = parseResolvConf(yield* textOf(process, '/etc/resolv.conf')).nameservers;
	const reason = { 'not-found': 'no such host', failed: 'server misbehaving', timeout: 'i/o timeout' }[resolution.kind];
	throw new TransportError(`dial tcp: lookup ${host} on ${server}:53: ${reason}`);
}
