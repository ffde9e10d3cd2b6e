import type { IncomingMessage } from 'node:http';
import { CLIENT_ADDRESS_HEADER } from '../_lib/auth/client-address.ts';

/** Whose request it is. Behind a proxy of ours (`TRUST_PROXY=1`) the proxy says so, in the last X-Forwarded-For. */
export function clientAddress(request: IncomingMessage): string {
	const forwarded = request.headers['x-forwarded-for'];
	if (process.env.TRUST_PROXY === '1' && forwarded !== undefined) {
		const last = String(forwarded).split(',').at(-1)?.trim();
		if (last !== undefined && last !== '') return last;
	}
	return request.socket.remoteAddress ?? 'unknown';
}

/** Tells the routes the same, whatever the client has put into that header. */
export function markClientAddress(request: IncomingMessage): void {
	request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(request);
	if (process.env.TRUST_PROXY !== '1') {
		for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded']) {
			delete request.headers[name];
		}
	}
}
