import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isSameOrigin } from '../_lib/auth/same-origin.ts';
import { addressGroup } from '../_lib/http/address-group.ts';
import { RateLimit } from '../_lib/http/rate-limit.ts';
import { clientAddress } from './client-address.ts';
import { Connection } from './connection.ts';
import { SERVER_LIMITS } from './limits.ts';
import type { LiveConnections } from './live-connections.ts';
import { log } from './log.ts';
import type { SandboxPool } from './pool/sandbox-pool.ts';
import { SOCKET_PATH } from './protocol.ts';

export interface UpgradeOptions {
	readonly pool: SandboxPool;
	/** Who the cookies in `headers` belong to; undefined: nobody. */
	readonly userOf: (headers: Headers) => Promise<{ readonly id: string; readonly sessionId?: string } | undefined>;
	/** Knows all that are open. */
	readonly connections: LiveConnections;
	readonly publicUrl: string | undefined;
	/** Next's own server, in development: hot reload's sockets go there. */
	readonly next: Server | undefined;
}

/** Who may open a WebSocket: a page of this site, with a session. Everyone else gets an HTTP status and no socket. */
export function upgradeHandler(options: UpgradeOptions) {
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: SERVER_LIMITS.messageBytes,
		perMessageDeflate: false,
	});
	const attempts = new RateLimit(SERVER_LIMITS.upgradesBurst, SERVER_LIMITS.upgradesPerSecond);
	const byUser = new Map<string, number>();
	const byAddress = new Map<string, number>();

	const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		const { origin, host, cookie } = request.headers;
		if (!isSameOrigin(origin ?? null, host ?? null, options.publicUrl)) return refuse(socket, 403);
		const address = addressGroup(clientAddress(request));
		if (!attempts.take(address)) return refuse(socket, 429);
		const user = await options.userOf(new Headers(cookie === undefined ? {} : { cookie }));
		if (user === undefined) return refuse(socket, 401);
		if ((byUser.get(user.id) ?? 0) >= SERVER_LIMITS.connectionsPerUser) return refuse(socket, 429);
		if ((byAddress.get(address) ?? 0) >= SERVER_LIMITS.connectionsPerAddress) return refuse(socket, 429);
		sockets.handleUpgrade(request, socket, head, (webSocket) => {
			count(byUser, user.id, 1);
			count(byAddress, address, 1);
			webSocket.once('close', () => {
				count(byUser, user.id, -1);
				count(byAddress, address, -1);
			});
			const connection = new Connection(webSocket, options.pool, { userId: user.id, sessionId: user.sessionId });
			options.connections.add(connection);
			webSocket.once('close', () => options.connections.remove(connection));
		});
	};

	return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
		socket.on('error', () => socket.destroy());
		const path = request.url?.split('?')[0];
		if (path === SOCKET_PATH) {
			accept(request, socket, head).catch((error: unknown) => {
				log.error('upgrade', error);
				refuse(socket, 500);
			});
		} else if (options.next?.emit('upgrade', request, socket, head) !== true) {
			refuse(socket, 404);
		}
	};
}

function refuse(socket: Duplex, status: number): void {
	const text = STATUS_CODES[status];
	socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${text}\n`);
}

function count(counts: Map<string, number>, key: string, change: number): void {
	const value = (counts.get(key) ?? 0) + change;
	if (value > 0) counts.set(key, value);
	else counts.delete(key);
}
