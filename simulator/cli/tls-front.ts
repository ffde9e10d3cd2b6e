import { createServer, type Server, type TLSSocket } from 'node:tls';
import { connectApi, type ServingCredentials, type SimulatedWorld } from '../sandbox/index.ts';

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
				user: userOf(socket),
				send: (data) => socket.write(data),
				onClose: () => socket.end(),
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

/** Whom the client's certificate names, when our authority has signed it. */
function userOf(socket: TLSSocket): { name: string; groups: string[] } | undefined {
	if (!socket.authorized) return undefined;
	const { subject } = socket.getPeerCertificate();
	if (typeof subject?.CN !== 'string') return undefined;
	const organizations = subject.O as string | string[] | undefined;
	return { name: subject.CN, groups: organizations === undefined ? [] : [organizations].flat() };
}
