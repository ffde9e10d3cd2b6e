import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { CommandError } from './errors.ts';
import { Streams } from './streams.ts';

/** The IPv4 address of a host name: an address itself, or a line of /etc/hosts. */
export function* resolveHost(process: Process, host: string): Task<string> {
	if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return host;
	const io = new Streams(process);
	try {
		for (const line of (yield* io.readFile('/etc/hosts')).split('\n')) {
			const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
			if (address !== undefined && names.includes(host) && !address.includes(':')) return address;
		}
	} catch (error) {
		if (!(error instanceof CommandError) && !(error instanceof SystemError)) throw error;
	}
	if (host === 'localhost') return '127.0.0.1';
	throw new TransportError(`dial tcp: lookup ${host}: no such host`);
}
