import { TransportError } from '../../client/transport.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';
import type { Endpoint } from './transport.ts';

/** Puts TLS on a connection: shows the client's certificate, checks the server's. */
export function* secureConnection(
	_socket: ByteDuplex,
	_host: string,
	_endpoint: Endpoint,
	_nowMs: number,
): Task<ByteDuplex> {
	throw new TransportError('tls: not supported');
}
