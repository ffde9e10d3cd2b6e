import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';

const root = resolve(import.meta.dirname, '../../..');
/** `npm test` has built it; KUBEDRILL_SERVER names another bundle. */
const entry = process.env.KUBEDRILL_SERVER ?? join(root, 'dist/server/main.mjs');

/** A production server of our own with an empty database. */
export class Site {
	readonly origin: string;
	readonly #port: number;
	readonly #folder = mkdtempSync(join(tmpdir(), 'kubedrill-e2e-'));
	readonly #databaseUrl = `file:${join(this.#folder, 'site.db')}`;
	#child: ChildProcess | undefined;
	#log = '';

	private constructor(port: number) {
		this.#port = port;
		this.origin = `http://localhost:${port}`;
	}

	static async start(): Promise<Site> {
		const site = new Site(await freePort());
		await site.run();
		return site;
	}

	/** What the process has printed so far: mails, too, for there is no SMTP. */
	get log(): string {
		return this.#log;
	}

	/** The secret of the link in the last mail to an address. */
	async linkTo(email: string, page: string): Promise<string> {
		for (let tries = 0; tries < 50; tries++) {
			const mail = this.#log.split('\nMail (').findLast((text) => text.includes(`To: ${email}\n`));
			const link = new RegExp(`http://localhost:\\d+(/(?:ko|en)/${page}#\\S+)`).exec(mail ?? '')?.[1];
			if (link !== undefined) return link;
			await new Promise((done) => setTimeout(done, 100));
		}
		throw new Error(`no mail to ${email} with a link to ${page}:\n${this.#log}`);
	}

	/** `npm run -s role -- EMAIL ROLE`. */
	async role(email: string, role: string): Promise<void> {
		const script = [join(root, 'scripts/run-ts.mjs'), 'app/_cli/role.ts', email, role];
		await promisify(execFile)(process.execPath, script, {
			cwd: root,
			env: { ...process.env, DATABASE_URL: this.#databaseUrl },
		});
	}

	/** As if all running exams had been begun so long ago that this is left of them. */
	async endExamsIn(seconds: number): Promise<void> {
		const db = await openDatabase(databaseAddress(this.#databaseUrl));
		const endsAt = new Date(Date.now() + 1_000 * seconds);
		await db.examSitting.updateMany({ where: { finishedAt: null }, data: { endsAt } });
		await db.$disconnect();
	}

	/** Starts the process; returns when it answers. */
	async run(): Promise<void> {
		const child = spawn(process.execPath, ['--enable-source-maps', entry], {
			cwd: root,
			env: {
				...process.env,
				NODE_ENV: 'production',
				NEXT_TELEMETRY_DISABLED: '1',
				KUBEDRILL_ROOT: root,
				KUBEDRILL_PARENT_PID: String(process.pid),
				PORT: String(this.#port),
				DATABASE_URL: this.#databaseUrl,
			},
		});
		this.#child = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on('data', (chunk: Buffer) => {
				this.#log += chunk.toString('utf8');
			});
		}
		const until = Date.now() + 30_000;
		while (Date.now() < until) {
			if (child.exitCode !== null) break;
			const answer = await fetch(`${this.origin}/api/health`).catch(() => undefined);
			if (answer?.ok) return;
			await new Promise((done) => setTimeout(done, 100));
		}
		throw new Error(`the site did not start:\n${this.#log}`);
	}

	/** `kill -9`. */
	async kill(): Promise<void> {
		const child = this.#child;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((done) => child.once('exit', done));
		child.kill('SIGKILL');
		await gone;
	}

	async stop(): Promise<void> {
		await this.kill();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createServer();
		probe.once('error', fail);
		probe.listen(0, () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port')),
			);
		});
	});
}
