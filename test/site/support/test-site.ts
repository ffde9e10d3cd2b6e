import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { shareLiveWorlds } from '../../../app/_lib/account/live-worlds.ts';
import { shareAuth } from '../../../app/_lib/auth/auth.ts';
import { AuthLimits, shareAuthLimits } from '../../../app/_lib/auth/auth-limits.ts';
import { createAuth } from '../../../app/_lib/auth/create-auth.ts';
import { sessionUser } from '../../../app/_lib/auth/session.ts';
import { type Database, shareDatabase } from '../../../app/_lib/db/database.ts';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import type { Mail } from '../../../app/_lib/mail/compose-mail.ts';
import { shareMailer } from '../../../app/_lib/mail/mailer.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { markClientAddress } from '../../../app/_server/client-address.ts';
import { LiveConnections, liveWorldsOf } from '../../../app/_server/live-connections.ts';
import { type PoolExercise, SandboxPool } from '../../../app/_server/pool/sandbox-pool.ts';
import { SandboxStore } from '../../../app/_server/pool/sandbox-store.ts';
import { upgradeHandler } from '../../../app/_server/upgrade.ts';
import * as authRoute from '../../../app/api/auth/[...all]/route.ts';
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

interface TestSiteOptions {
	/** A thread that does not answer for so long is ended. A machine that has much to do is slow to start one. */
	readonly unresponsiveMs?: number;
	/** Besides those of better-auth, by their paths. */
	readonly routes?: Readonly<Record<string, Route>>;
}

export interface TestSite {
	readonly origin: string;
	readonly db: Database;
	readonly pool: SandboxPool;
	/** All that were sent. */
	readonly mails: Mail[];
	close(): Promise<void>;
}

/** The server without Next: real HTTP, WebSockets, auth, database and workers, around fake worlds. */
export async function startTestSite(
	workerScript: string,
	databaseUrl: string,
	{ unresponsiveMs = 20_000, routes = {} }: TestSiteOptions = {},
): Promise<TestSite> {
	const address = databaseAddress(databaseUrl);
	const db = await openDatabase(address);
	await migrate(db, address.provider, join(projectRoot(), 'prisma', address.provider, 'migrations'));
	const auth = createAuth({ db, provider: address.provider, secret: 'x'.repeat(32), publicUrl: undefined });
	shareAuth(auth);
	shareDatabase(db);
	shareAuthLimits(new AuthLimits());
	const mails: Mail[] = [];
	shareMailer({ delivers: true, send: (mail) => void mails.push(mail), flush: async () => undefined });
	const pool = new SandboxPool({
		workerScript,
		store: new SandboxStore(db, address.provider),
		exercise: async (id) => (id.startsWith('fake') ? fakeExercise(id) : undefined),
		workers: 1,
		unresponsiveMs,
	});
	const server = createServer(async (request, response) => {
		markClientAddress(request);
		const answer = await answerOf(await fetchRequest(request), routes);
		response.writeHead(answer.status, [...answer.headers].flat());
		if (answer.body !== null) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
		else response.end();
	});
	const connections = new LiveConnections();
	shareLiveWorlds(liveWorldsOf(connections, pool, db));
	server.on(
		'upgrade',
		upgradeHandler({ pool, connections, userOf: sessionUser, publicUrl: undefined, next: undefined }),
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		db,
		pool,
		mails,
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

type Handler = (request: Request) => Promise<Response>;

/** What a file of app/api exports. */
export type Route = { readonly GET?: Handler; readonly POST?: Handler };

/** What Next's router does with app/api. */
async function answerOf(request: Request, others: Readonly<Record<string, Route>>): Promise<Response> {
	const { pathname } = new URL(request.url);
	const routes: Route = others[pathname] ?? (pathname.startsWith('/api/auth/') ? authRoute : {});
	const handler = request.method === 'GET' || request.method === 'POST' ? routes[request.method] : undefined;
	return handler?.(request) ?? new Response(null, { status: handler === undefined ? 405 : 500 });
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
