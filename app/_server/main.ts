import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import next from 'next';
import { shareLiveWorlds } from '../_lib/account/live-worlds.ts';
import { shareAuth } from '../_lib/auth/auth.ts';
import { AuthLimits, shareAuthLimits } from '../_lib/auth/auth-limits.ts';
import { createAuth } from '../_lib/auth/create-auth.ts';
import { authSecret } from '../_lib/auth/secret.ts';
import { sessionUser } from '../_lib/auth/session.ts';
import { shareDatabase } from '../_lib/db/database.ts';
import { databaseAddress } from '../_lib/db/database-url.ts';
import { migrate } from '../_lib/db/migrate.ts';
import { openDatabase } from '../_lib/db/open-database.ts';
import { createMailer, shareMailer } from '../_lib/mail/mailer.ts';
import { projectRoot } from '../_lib/project-root.ts';
import { publicUrl as publicUrlOf } from '../_lib/public-url.ts';
import { markClientAddress } from './client-address.ts';
import { onExit } from './graceful-exit.ts';
import { LiveConnections, liveWorldsOf } from './live-connections.ts';
import { log } from './log.ts';
import { poolExercise } from './pool/pool-exercise.ts';
import { SandboxPool } from './pool/sandbox-pool.ts';
import { SandboxStore } from './pool/sandbox-store.ts';
import { securityHeaders } from './security-headers.ts';
import { upgradeHandler } from './upgrade.ts';

const dev = process.env.NODE_ENV !== 'production';

async function main(): Promise<void> {
	const publicUrl = publicUrlOf();
	const port = Number(process.env.PORT ?? 3000);
	const address = databaseAddress(process.env.DATABASE_URL);
	const db = await openDatabase(address);
	const applied = await migrate(db, address.provider, join(projectRoot(), 'prisma', address.provider, 'migrations'));
	if (applied.length > 0) log.info(`· Migrated the database: ${applied.join(', ')}`);
	shareDatabase(db);
	const mailer = createMailer({
		smtpUrl: process.env.SMTP_URL || undefined,
		from: process.env.MAIL_FROM || undefined,
		publicUrl,
		print: log.info,
		complain: log.error,
	});
	shareMailer(mailer);
	shareAuthLimits(new AuthLimits());
	shareAuth(createAuth({ db, provider: address.provider, secret: authSecret(), publicUrl }));

	const pool = new SandboxPool({
		workerScript: join(dirname(fileURLToPath(import.meta.url)), 'worker.mjs'),
		store: new SandboxStore(db, address.provider),
		exercise: poolExercise,
	});
	const connections = new LiveConnections();
	shareLiveWorlds(liveWorldsOf(connections, pool, db));
	// Next gets a server that never listens: its own upgrade listener would end our sockets wherever a page matches.
	const hidden = createServer();
	const app = next({ dev, dir: projectRoot(), port, httpServer: hidden });
	const handle = app.getRequestHandler();
	const headers = Object.entries(securityHeaders(dev, publicUrl?.startsWith('https://') ?? false));
	const server = createServer((request: IncomingMessage, response: ServerResponse) => {
		for (const [name, value] of headers) response.setHeader(name, value);
		if (!isDecodable(request.url ?? '/')) {
			response.writeHead(400, { 'Content-Type': 'text/plain' }).end('Bad Request\n');
			return;
		}
		markClientAddress(request);
		handle(request, response).catch((error: unknown) => {
			log.error(`${request.method} ${request.url}`, error);
			response.destroy();
		});
	});
	server.on(
		'upgrade',
		upgradeHandler({ pool, userOf: sessionUser, connections, publicUrl, next: dev ? hidden : undefined }),
	);
	await app.prepare();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
	log.info(`\nKubeDrill is running at ${publicUrl ?? `http://localhost:${port}`}`);

	onExit(async () => {
		server.close();
		server.closeIdleConnections();
		await pool.close();
		await Promise.race([mailer.flush(), sleep(5_000)]);
		server.closeAllConnections();
		await db.$disconnect();
		await app.close();
	});
}

/** Next answers 500 to an address with half an escape in it; it is the asker's fault. */
function isDecodable(url: string): boolean {
	try {
		decodeURIComponent(url);
		return true;
	} catch {
		return false;
	}
}

await main();
