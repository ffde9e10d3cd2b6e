import { createServer, type Server, type TLSSocket } from 'node:tls';
import {
	type ApiConnectionOptions,
	connectApi,
	type ServingCredentials,
	type SimulatedWorld,
} from '../sandbox/index.ts';

/**
 * Answers TLS connections on behalf of a world's API server: certificates here, HTTP in the world.
 * @param poke called whenever something has come in: the world has to run.
 */
export function tlsFront(world: SimulatedWorld, credentials: ServingCredentials, poke: () => void): Server {
	const server = createServer(
		{
			cert: credentials.certificatePem,
			key: credentials.keyPem,
			ca: credentials.caPem,
			requestCert: true,
			rejectUnauthorized: false,
			ALPNProtocols: ['http/1.1'],
		},
		(socket) => {
			const connection = connectApi(world, {
				certificate: certificateOf(socket, world.now()),
				...patientAfterUpgrade(socket),
			});
			socket.on('data', (data) => {
				connection.receive(new Uint8Array(data));
				poke();
			});
			socket.on('drain', () => {
				connection.drained();
				poke();
			});
			socket.on('end', () => {
				connection.end();
				poke();
			});
			socket.on('close', () => {
				connection.close();
				poke();
			});
			socket.on('error', () => socket.destroy());
			poke();
		},
	);
	server.on('tlsClientError', () => undefined);
	return server;
}

/** What a kubelet needs at least before a stream through it says something. */
const UPGRADE_PAUSE_MS = 20;

/**
 * Sends to a client, pausing after the answer that upgrades the connection: before kubernetes/kubernetes#131203 (1.34)
 * clients lose what arrives while they still set their streams up, and count on no server being that fast.
 */
function patientAfterUpgrade(socket: TLSSocket): { send: (data: Uint8Array) => boolean; onClose: () => void } {
	let held: Buffer[] | undefined;
	let ended = false;
	const release = (): void => {
		const waiting = held ?? [];
		held = undefined;
		for (const data of waiting) socket.write(data);
		if (ended) socket.end();
	};
	return {
		send: (data) => {
			const bytes = Buffer.from(data);
			if (held !== undefined) {
				held.push(bytes);
				return true;
			}
			if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return socket.write(bytes);
			const end = bytes.indexOf('\r\n\r\n') + 4;
			held = end < bytes.length ? [bytes.subarray(end)] : [];
			setTimeout(release, UPGRADE_PAUSE_MS);
			return socket.write(bytes.subarray(0, end));
		},
		onClose: () => {
			if (held === undefined) socket.end();
			else ended = true;
		},
	};
}

/** What Node says of a chain whose signatures it has found right, by a clock that is not the world's. */
const BY_HOST_CLOCK: ReadonlySet<unknown> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** The client's certificate, when our authority has signed it and it is valid: by the host's clock, or the world's. */
function certificateOf(socket: TLSSocket, worldMs: number): ApiConnectionOptions['certificate'] {
	if (!socket.authorized && !BY_HOST_CLOCK.has(socket.authorizationError)) return undefined;
	const { subject, raw, valid_from: from, valid_to: to } = socket.getPeerCertificate();
	if (typeof subject?.CN !== 'string') return undefined;
	if (!socket.authorized && (Date.parse(from) > worldMs || Date.parse(to) < worldMs)) return undefined;
	const organizations = subject.O as string | string[] | undefined;
	return {
		commonName: subject.CN,
		organizations: organizations === undefined ? [] : [organizations].flat(),
		raw: new Uint8Array(raw),
	};
}
