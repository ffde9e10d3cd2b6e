import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { shareAuth } from '../../../app/_lib/auth/auth.ts';
import { createAuth } from '../../../app/_lib/auth/create-auth.ts';
import { handleAuth } from '../../../app/_lib/auth/handle-auth.ts';
import { sessionUser } from '../../../app/_lib/auth/session.ts';
import type { Database } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { markClientAddress } from '../../../app/_server/client-address.ts';
import { type PoolExercise, SandboxPool } from '../../../app/_server/pool/sandbox-pool.ts';
import { SandboxStore } from '../../../app/_server/pool/sandbox-store.ts';
import { upgradeHandler } from '../../../app/_server/upgrade.ts';
import type { Task } from '../../../simulator/sandbox/world-api.ts';

const object = (id: string, name: string, value: string) =>
	({ id, type: 'object', apiVersion: 'v1', kind: 'Fake', name, expect: [{ path: '.x', equals: value }] }) as const;

export const FAKE_TASKS: readonly Task[] = [
	{ id: 'colour', points: 3, checks: [object('is-red', 'colour', 'red')] },
	{
		id: 'healing',
		points: 4,
		checks: [
			object('is-up', 'web', 'up'),
			// biome-ignore lint/suspicious/noThenProperty: world-api.ts calls it so.
			{ id: 'heals', type: 'fork', do: [{ action: 'advance', seconds: 1 }], then: [object('up', 'web', 'up')] },
		],
	},
];

export interface TestSite {
	readonly origin: string;
	readonly db: Database;
	readonly pool: SandboxPool;
	close(): Promise<void>;
}

/** The server without Next: real HTTP, WebSockets, auth, database and workers, around fake worlds. */
export async function startTestSite(workerScript: string, databaseUrl: string, port = 0): Promise<TestSite> {
	const address = databaseAddress(databaseUrl);
	const db = await openDatabase(address);
	await migrate(db, address.provider, join(projectRoot(), 'prisma', address.provider, 'migrations'));
	const auth = createAuth({ db, provider: address.provider, secret: 'x'.repeat(32), publicUrl: undefined });
	shareAuth(auth);
	const pool = new SandboxPool({
		workerScript,
		store: new SandboxStore(db, address.provider),
		exercise: async (id) => (id.startsWith('fake') ? fakeExercise(id) : undefined),
		workers: 1,
		unresponsiveMs: 1_500,
	});
	const server = createServer(async (request, response) => {
		markClientAddress(request);
		const answer = await handleAuth(auth, await fetchRequest(request), undefined);
		response.writeHead(answer.status, [...answer.headers].flat());
		response.end(Buffer.from(await answer.arrayBuffer()));
	});
	server.on('upgrade', upgradeHandler({ pool, userOf: sessionUser, publicUrl: undefined, next: undefined }));
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		db,
		pool,
		async close() {
			server.close();
			await pool.close();
			server.closeAllConnections();
			await db.$disconnect();
		},
	};
}

function fakeExercise(id: string): PoolExercise {
	const options = JSON.stringify({
		preset: 'fake',
		seed: id,
		setup: [{ kind: 'file', path: '/etc/motd', content: 'hi' }],
	});
	const solution = 'colour=red\nweb=up\nheals=yes\n';
	return { exerciseId: id, preset: 'fake', seed: id, options, pointsMax: 7, tasks: FAKE_TASKS, solution };
}

async function fetchRequest(request: IncomingMessage): Promise<Request> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
	const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
	return new Request(`http://${request.headers.host}${request.url}`, {
		method: request.method ?? 'GET',
		headers,
		...body,
	});
}
